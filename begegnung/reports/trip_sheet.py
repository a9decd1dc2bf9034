"""The list of a trip for who goes along: by boarding point, with whom to call in an emergency."""

from itertools import groupby

from begegnung.model.list_rows import PaperOwner
from begegnung.model.offer_rows import BoardingPointRow, TripLine, TripList
from begegnung.reports.desk_paper import desk_foot, house_line, listed_name
from begegnung.reports.paper.document import A4_LANDSCAPE, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import fact, note, subtitle, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.said import money_said, time_said

_KIND = "Fahrtenliste"
_NOWHERE = "Zustieg noch nicht gewählt"


def trip_sheet(owner: PaperOwner, trip: TripList) -> bytes:
    """The list of the trip as an accessible PDF (PDF/UA-1, PDF/A-2a), on its side."""
    limit = "" if trip.capacity is None else f" von {trip.capacity}"
    blocks: list[Block] = [
        house_line(owner),
        title(_KIND),
        subtitle(trip.title),
        fact("Plätze", f"{trip.seats}{limit} belegt", size=12),
    ]
    if trip.lines:
        blocks.append(_table(trip))
        blocks.append(note("Nach der Fahrt bitte in den Aktenvernichter.", gap=14))
    else:
        blocks.append(text("Noch niemand ist angemeldet."))
    paper = Paper(
        f"{_KIND} {trip.title}", owner.house, (tuple(blocks),), A4_LANDSCAPE, desk_foot(owner)
    )
    return printed(paper)


def _table(trip: TripList) -> Table:
    columns = [
        Column("da", width=40, align="centre"),
        Column("Name", share=4),
        Column("Personen", align="right"),
        Column("Telefon", share=3),
        *([Column("Menü", share=2)] if trip.choices else []),
        Column("offen", align="right"),
        Column("im Notfall", share=4),
    ]
    seats = dict(trip.by_point)
    points = {point.id: point for point in trip.points}
    rows: list[Row] = []
    for point_id, lines in groupby(trip.lines, lambda line: _known(line, points)):
        rows.append(
            Row((_heading(points.get(point_id or ""), seats.get(point_id, 0)),), group=True)
        )
        rows += [_row(line, with_menu=bool(trip.choices)) for line in lines]
    return Table(tuple(columns), tuple(rows), names=1)


def _known(line: TripLine, points: dict[str, BoardingPointRow]) -> str | None:
    return line.boarding_point_id if line.boarding_point_id in points else None


def _heading(point: BoardingPointRow | None, seats: int) -> str:
    if point is None:
        return f"{_NOWHERE}: {seats}"
    at = "" if point.minute is None else f", {time_said(point.minute)} Uhr"
    return f"{point.name}{at}: {seats}"


def _row(line: TripLine, *, with_menu: bool) -> Row:
    still = 0 if line.due_cents is None else line.due_cents - line.paid_cents
    contact = " ".join(filter(None, (line.contact_name, line.contact_phone)))
    cells: list[Cell | str] = [
        Cell(box=True),
        listed_name(line.surname, line.first_name),
        str(line.places),
        line.phone,
    ]
    cells += [line.choice] if with_menu else []
    return Row((*cells, money_said(still) if still > 0 else "", contact))
