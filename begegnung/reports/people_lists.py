"""Lists of people: participants, signatures, waiting list, calls.

The copy of the house has telephone numbers, the copy of the leader has names only: it leaves the
house (data protection by default, Art. 25 GDPR).
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from begegnung.model.list_rows import ListedPerson, ListSubject, PaperOwner, PeopleList
from begegnung.reports.desk_paper import desk_foot, house_line, listed_name
from begegnung.reports.paper.document import A4, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import fact, heading, note, subtitle, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.said import clock_said, dates_said, day_said

Copy = Literal["house", "leader"]

_HAND = 34.0
"""Height of a row that somebody signs in (12 mm)."""
_CALL = 40.0
_SHRED = "Nach dem Kurs bitte in den Aktenvernichter."


def participants(listed: PeopleList, copy: Copy = "house") -> bytes:
    """Everybody with a place, and who waits, as an accessible PDF (PDF/UA-1, PDF/A-2a).

    The leader's copy has names only.
    """
    return _printed(listed, "Teilnehmerliste", participants_blocks(listed, copy))


def participants_blocks(listed: PeopleList, copy: Copy = "house") -> list[Block]:
    """The list as a part of a paper."""
    blocks = list(_head(listed.owner, listed.subject, "Teilnehmerliste"))
    blocks.append(fact("Plätze", _places(listed), size=12))
    if listed.people:
        blocks.append(_names(listed.people, copy))
    else:
        blocks.append(text("Noch niemand ist angemeldet."))
    if listed.waiting and copy == "house":
        blocks += [heading("Warteliste"), _names(listed.waiting, copy)]
    if copy == "leader":
        blocks.append(note(_SHRED, gap=14))
    return blocks


def signatures(listed: PeopleList, blank: int = 5) -> bytes:
    """A list to be signed, with numbered rows and `blank` ones for those who come without a name.

    As an accessible PDF (PDF/UA-1, PDF/A-2a).
    """
    return _printed(listed, "Unterschriftenliste", signature_blocks(listed, blank))


def signature_blocks(listed: PeopleList, blank: int = 5) -> list[Block]:
    """The list as a part of a paper."""
    people = [_name(one) for one in _each_place(listed.people)]
    rows = tuple(
        Row((str(number), name, ""))
        for number, name in enumerate([*people, *[""] * max(0, blank)], start=1)
    )
    columns = (
        Column("Nr.", align="right"),
        Column("Name", share=4),
        Column("Unterschrift", share=5),
    )
    return [
        *_head(listed.owner, listed.subject, "Unterschriftenliste"),
        Table(columns, rows, least=_HAND, ruled=True, names=1),
    ]


def waiting_list(listed: PeopleList) -> bytes:
    """Who waits, in the order in which places are given, as an accessible PDF."""
    blocks = list(_head(listed.owner, listed.subject, "Warteliste"))
    blocks.append(fact("Plätze", _places(listed), size=12))
    if not listed.waiting:
        blocks.append(text("Niemand wartet."))
    else:
        columns = (
            Column("Platz", align="right"),
            Column("Name", share=5),
            Column("Telefon", share=3),
            Column("Personen", align="right"),
            Column("Anmeldung Nr.", align="right"),
        )
        rows = tuple(
            Row((str(place), _name(one), one.phone, str(one.places), str(one.number)))
            for place, one in enumerate(listed.waiting, start=1)
        )
        blocks.append(Table(columns, rows, names=1))
    return _printed(listed, "Warteliste", blocks)


def call_list(listed: PeopleList, reason: str = "") -> bytes:
    """Everybody to be called, with room to note what came of it, as an accessible PDF.

    `reason` is what has to be said, in the words of the desk.
    """
    blocks = list(_head(listed.owner, listed.subject, "Anrufliste"))
    if reason.strip():
        blocks.append(fact("Bitte sagen", reason))
    people = [*listed.people, *listed.waiting]
    if not people:
        blocks.append(text("Niemand ist anzurufen."))
    else:
        columns = (
            Column("Name", share=4),
            Column("Telefon", share=3),
            Column("erreicht", width=58, align="centre"),
            Column("Bemerkung", share=4),
        )
        rows = tuple(Row((_name(one), one.phone, Cell(box=True), "")) for one in people)
        blocks.append(Table(columns, rows, least=_CALL, ruled=True, names=0))
    return _printed(listed, "Anrufliste", blocks)


def _printed(listed: PeopleList, kind: str, blocks: Sequence[Block]) -> bytes:
    owner, subject = listed.owner, listed.subject
    day = f" {day_said(subject.dates[0].day)}" if subject.single and subject.dates else ""
    paper = Paper(
        f"{kind} {subject.title}{day}", owner.house, (tuple(blocks),), A4, desk_foot(owner)
    )
    return printed(paper)


def _head(owner: PaperOwner, subject: ListSubject, kind: str) -> Iterator[Block]:
    yield house_line(owner)
    yield title(kind)
    yield subtitle(subject.title)
    if subject.single and subject.dates:
        one = subject.dates[0]
        when = ", ".join(filter(None, (day_said(one.day), clock_said(one.start, one.end))))
    else:
        when = subject.wording or (dates_said(subject.dates) if subject.dates else "")
    for name, value in (("Wann", when), ("Wo", subject.place), ("Leitung", subject.leader)):
        if value.strip():
            yield fact(name, value, size=12)


def _places(listed: PeopleList) -> str:
    limit = listed.subject.capacity
    taken = f"{listed.places} belegt" if limit is None else f"{listed.places} von {limit} belegt"
    waiting = f", {len(listed.waiting)} auf der Warteliste" if listed.waiting else ""
    return taken + waiting


def _name(person: ListedPerson) -> str:
    return listed_name(person.surname, person.first_name)


def _each_place(people: Sequence[ListedPerson]) -> Iterator[ListedPerson]:
    """A row for every place: who registered two people signs once, the other in the next row."""
    for person in people:
        yield person
        for _ in range(person.places - 1):
            yield person._replace(surname="", first_name="")


def _names(people: Sequence[ListedPerson], copy: Copy) -> Table:
    """The table of names; columns in which nothing would stand are left out."""
    columns = [Column("Nr.", align="right"), Column("Name", share=5)]
    if copy == "house":
        columns.append(Column("Telefon", share=3))
    several = any(person.places > 1 for person in people)
    notes = any(person.note for person in people)
    if several:
        columns.append(Column("Personen", align="right"))
    if notes:
        columns.append(Column("Bemerkung", share=3))
    rows: list[Row] = []
    for number, person in enumerate(people, start=1):
        cells: list[Cell | str] = [str(number), _name(person)]
        cells += [person.phone] if copy == "house" else []
        cells += [str(person.places)] if several else []
        cells += [person.note] if notes else []
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows), names=1)
