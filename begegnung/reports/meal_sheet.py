"""The meal list of a day for the kitchen and the counter: portions first, then who eats what."""

from begegnung.model.list_rows import PaperOwner
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.offer_rows import MealList
from begegnung.reports.desk_paper import desk_foot, house_line, listed_name
from begegnung.reports.paper.document import A4, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import fact, heading, subtitle, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.said import clock_said, day_said

_KIND = "Essensliste"
_OPEN = "noch nicht gewählt"


def meal_sheet(owner: PaperOwner, meals: MealList) -> bytes:
    """The meal list as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    name = f"{_KIND} {meals.title} {day_said(day_of(meals.starts))}"
    return printed(
        Paper(name, owner.house, (tuple(meal_blocks(owner, meals)),), A4, desk_foot(owner))
    )


def meal_blocks(owner: PaperOwner, meals: MealList) -> list[Block]:
    """The list as a part of a paper."""
    day = day_of(meals.starts)
    blocks: list[Block] = [
        house_line(owner),
        title(_KIND),
        subtitle(f"{meals.title}, {day_said(day)}"),
    ]
    if meals.deadline is not None:
        until = clock_said(minute_of(meals.deadline), None)
        blocks.append(fact("Bestellt bis", f"{day_said(day_of(meals.deadline))}, {until}", size=12))
    blocks.append(fact("Portionen", str(meals.portions)))
    if meals.choices:
        blocks += [heading("Für die Küche", gap=12), _totals(meals)]
    blocks += [heading("Wer isst mit"), _names(meals)] if meals.lines else []
    if not meals.lines:
        blocks.append(text("Noch niemand hat bestellt."))
    return blocks


def _totals(meals: MealList) -> Table:
    columns = (Column("Menü", share=4), Column("Portionen", width=90, align="right"))
    rows = tuple(
        Row((Cell(one.choice or _OPEN, bold=True), Cell(str(one.portions), bold=True)))
        for one in meals.totals
    )
    return Table(columns, rows, gap=4, names=0, size=16)


def _names(meals: MealList) -> Table:
    columns = [
        Column("Name", share=4),
        Column("Portionen", align="right"),
        *([Column("Menü", share=3)] if meals.choices else []),
        Column("da", width=44, align="centre"),
    ]
    rows: list[Row] = []
    for line in meals.lines:
        cells: list[Cell | str] = [listed_name(line.surname, line.first_name)]
        cells.append(str(line.places))
        cells += [line.choice or _OPEN] if meals.choices else []
        rows.append(Row((*cells, Cell(box=True))))
    return Table(tuple(columns), tuple(rows), gap=4, names=0)
