"""The Notfallmappe: the days at a glance, then a list for every date on which names are kept."""

from collections.abc import Iterator

from begegnung.model.folder_rows import EmergencyFolder, FolderDate, FolderDay
from begegnung.model.rows import DateLine
from begegnung.reports.desk_paper import desk_foot, house_line
from begegnung.reports.meal_sheet import meal_blocks
from begegnung.reports.paper.document import A4, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import (
    fact,
    heading,
    note,
    overline,
    strong,
    subtitle,
    text,
    title,
)
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.paper.together import Together
from begegnung.reports.people_lists import participants_blocks, signature_blocks
from begegnung.reports.said import clock_said, day_said

_KIND, _PACKAGE = "Notfallmappe", "Tagesmappe"
_USE = (
    "Geht der Computer nicht, arbeiten Sie mit diesen Blättern weiter: anmelden, abhaken und "
    "aufschreiben mit dem Stift. Später tragen Sie alles nach."
)
_PRIVATE = "Vertraulich: Namen und Telefonnummern. Alte Blätter bitte in den Aktenvernichter."


def emergency_paper(folder: EmergencyFolder) -> bytes:
    """The folder as an accessible PDF (PDF/UA-1, PDF/A-2a); each list begins on its own page.

    Dates for which nobody is registered yet share their pages: a folder made every evening is not
    to be a pile of empty sheets.
    """
    parts: list[tuple[Block, ...]] = [tuple(_cover(folder))]
    for day in folder.days:
        parts += [tuple(_list(folder, one)) for one in day.dates if not _is_empty(one)]
    empty = tuple(_nobody_yet(folder))
    if empty:
        parts.append(empty)
    foot = desk_foot(folder.owner)
    first = day_said(folder.days[0].day) if folder.days else ""
    return printed(Paper(f"{_KIND} {first}", folder.owner.house, tuple(parts), A4, foot))


def day_package(folder: EmergencyFolder) -> bytes:
    """The papers of a day in the order in which it needs them, as an accessible PDF.

    The day at a glance, then for each date the leader's copy, where there is anybody on it, and the
    list to be signed.
    """
    (day,) = folder.days
    parts: list[tuple[Block, ...]] = [tuple(_glance(folder, day))]
    for one in day.dates:
        if one.meals is not None:
            parts.append(tuple(meal_blocks(folder.owner, one.meals)))
        elif one.people is not None:
            if not _is_empty(one):
                parts.append(tuple(participants_blocks(one.people, "leader")))
            parts.append(tuple(signature_blocks(one.people)))
    foot = desk_foot(folder.owner)
    name = f"{_PACKAGE} {day_said(day.day)}"
    return printed(Paper(name, folder.owner.house, tuple(parts), A4, foot))


def _glance(folder: EmergencyFolder, day: FolderDay) -> Iterator[Block]:
    yield overline(folder.owner.house)
    yield title(_PACKAGE)
    yield subtitle(day_said(day.day))
    yield from (strong(f"Geschlossen: {words}") for words in day.closed)
    yield _overview(day) if day.dates else text("Keine Termine.")


def _cover(folder: EmergencyFolder) -> Iterator[Block]:
    owner = folder.owner
    yield house_line(owner)
    yield title(_KIND)
    yield subtitle(" und ".join(day_said(day.day) for day in folder.days))
    yield text(_USE)
    yield note(_PRIVATE)
    for day in folder.days:
        yield heading(day_said(day.day))
        for words in day.closed:
            yield strong(f"Geschlossen: {words}" if words else "Geschlossen")
        if day.dates:
            yield _overview(day)
        elif not day.closed:
            yield text("Keine Termine.")


def _overview(day: FolderDay) -> Table:
    columns = (
        Column("Zeit", width=104),
        Column("Was", share=4),
        Column("Raum", share=2),
        Column("Leitung", share=2),
        Column("Plätze", align="right"),
    )
    return Table(columns, tuple(map(_row, day.dates)), gap=4, names=1)


def _clock(line: DateLine) -> str:
    return clock_said(*line.said_times)


def _row(one: FolderDate) -> Row:
    line = one.line
    clock = _clock(line).replace("\u00a0bis\u00a0", "–")
    gone = line.state == "cancelled"
    what = f"{line.title} (fällt aus)" if gone else line.title
    taken = ""
    if one.people is not None:
        taken = str(one.people.places)
        taken += "" if line.capacity is None else f" von {line.capacity}"
    where = line.room or line.place
    return Row((clock, Cell(what, bold=not gone, soft=gone), where, line.leader, taken))


def _is_empty(one: FolderDate) -> bool:
    """Whether there is no list to be made of it: no names are kept, or there are none yet."""
    if one.people is None:
        return True
    return one.meals is None and not (one.people.people or one.people.waiting)


def _list(folder: EmergencyFolder, one: FolderDate) -> Iterator[Block]:
    if one.meals is not None:
        yield from meal_blocks(folder.owner, one.meals)
    elif one.people is not None:
        yield from participants_blocks(one.people)
        yield fact("Nachgetragen", "", gap=14)
        yield _to_fill_in(4, gap=2)


def _nobody_yet(folder: EmergencyFolder) -> Iterator[Block]:
    first = True
    for day in folder.days:
        for one in day.dates:
            if one.people is None or not _is_empty(one):
                continue
            if first:
                yield house_line(folder.owner)
                yield title("Noch niemand angemeldet")
                first = False
            when = ", ".join(filter(None, (day_said(day.day), _clock(one.line))))
            where = one.line.room or one.line.place
            head = heading(f"{when}: {one.line.title}{f' ({where})' if where else ''}")
            yield Together((head, _to_fill_in(2, gap=4)))


def _to_fill_in(rows: int, *, gap: float) -> Table:
    """Empty lines for those who register or come without a computer."""
    columns = (Column("Name", share=4), Column("Telefon", share=3), Column("Was", share=3))
    blank = tuple(Row(("", "", "")) for _ in range(rows))
    return Table(columns, blank, gap=gap, least=30, ruled=True)
