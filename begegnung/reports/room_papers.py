"""Door signs, and the plan of all rooms for a day or a week."""

from collections.abc import Iterator

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.room_rows import PlannedRoom, RoomDay, RoomPlan, RoomUse
from begegnung.reports.desk_paper import desk_foot, house_line
from begegnung.reports.paper.document import A3, A4, A4_LANDSCAPE, Paper, printed
from begegnung.reports.paper.emblem import headed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph, overline, subtitle, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import day_said, long_day_said, time_said
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import ALERT, BOLD, EXTRABOLD, INK, REGULAR, SEMIBOLD, TEXT

_ROOM, _LEAST_ROOM = 72.0, 40.0
"""The name of a room is read from two metres; a long one gets smaller, down to this."""
_USE, _LOGO = 26.0, 66.0


def door_signs(plan: RoomPlan) -> bytes:
    """A sign for the door of each room: its name, and what is in it on the day (accessible PDF)."""
    parts = tuple(tuple(_sign(plan, room)) for room in plan.rooms)
    day = day_said(plan.days[0]) if plan.days else ""
    title, look = f"Türschilder {day}", plan.owner.look
    return printed(Paper(title, plan.owner.house, parts, A4_LANDSCAPE, look.footer, look=look))


def _sign(plan: RoomPlan, room: PlannedRoom) -> Iterator[Block]:
    yield headed(overline(plan.owner.house), plan.owner.look, _LOGO)
    name = clean(room.name)
    longest = max(name.split(" "), key=len)
    room_width = A4_LANDSCAPE.inside
    size = next(
        (s for s in (_ROOM, 64.0, 56.0, 48.0) if width_of(longest, EXTRABOLD, s) <= room_width),
        _LEAST_ROOM,
    )
    yield Paragraph((Span(name, EXTRABOLD, size, INK),), "H1", 6, keeps=True)
    for day in room.days:
        yield Paragraph((Span(long_day_said(day.day), BOLD, 28, TEXT),), "H2", 12, keeps=True)
        if not day.uses:
            yield Paragraph((Span("Heute frei", REGULAR, _USE, TEXT),), gap=10)
        for use in day.uses:
            yield _use_line(use)


def _use_line(use: RoomUse) -> Paragraph:
    when = _clock(use)
    spans = [
        Span(f"{when}  " if when else "", SEMIBOLD, _USE, TEXT),
        Span(clean(use.title), BOLD, _USE, TEXT, struck=use.cancelled),
    ]
    if use.cancelled:
        spans.append(Span(" fällt aus", BOLD, _USE, ALERT))
    return Paragraph(tuple(span for span in spans if span.text), gap=10)


def room_plan_day(plan: RoomPlan) -> bytes:
    """All rooms of a day on A4, as an accessible PDF."""
    blocks = list(_head(plan, day_said(plan.days[0])))
    columns = (
        Column("Zeit", width=120),
        Column("Was", share=3),
        Column("Leitung", share=2),
    )
    rows: list[Row] = []
    for room in plan.rooms:
        rows.append(Row((room.name,), group=True))
        uses = [use for day in room.days for use in day.uses]
        rows += [_row(use) for use in uses] or [Row(("", Cell("frei", soft=True), ""))]
    blocks.append(Table(columns, tuple(rows), names=1) if rows else text("Keine Räume."))
    return printed(_paper(plan, (tuple(blocks),), day_said(plan.days[0])))


def room_plan_week(plan: RoomPlan) -> bytes:
    """All rooms of a week on A3 on its side, a column for each day, as an accessible PDF."""
    span = f"{day_said(plan.days[0])} bis {day_said(plan.days[-1])}"
    blocks = list(_head(plan, span))
    columns = (
        Column("Raum", share=1.1),
        *(Column(f"{WEEKDAYS[day.weekday()]}\u00a0{day:%d.%m.}", share=1) for day in plan.days),
    )
    rows = tuple(
        Row((Cell(room.name, bold=True), *(Cell(_uses(day)) for day in room.days)))
        for room in plan.rooms
    )
    blocks.append(
        Table(columns, rows, names=0, ruled=True, size=15) if rows else text("Keine Räume.")
    )
    return printed(_paper(plan, (tuple(blocks),), span, week=True))


def _uses(day: RoomDay) -> str:
    return "\n".join(
        f"{_clock(use)} {use.title}{' (fällt aus)' if use.cancelled else ''}".strip()
        for use in day.uses
    )


def _row(use: RoomUse) -> Row:
    state = " (fällt aus)" if use.cancelled else ""
    what = Cell(f"{use.title}{state}", bold=not use.cancelled, soft=use.cancelled)
    return Row((_clock(use), what, use.leader))


def _clock(use: RoomUse) -> str:
    if use.start is None:
        return ""
    end = "" if use.end is None else f"–{time_said(use.end)}"
    return f"{time_said(use.start)}{end}"


def _head(plan: RoomPlan, when: str) -> Iterator[Block]:
    yield house_line(plan.owner)
    yield title("Raumplan")
    yield subtitle(when)


def _paper(
    plan: RoomPlan, parts: tuple[tuple[Block, ...], ...], when: str, *, week: bool = False
) -> Paper:
    size = A3.turned() if week else A4
    return Paper(f"Raumplan {when}", plan.owner.house, parts, size, desk_foot(plan.owner))
