"""Erasing a person (Art. 17 DSGVO): everything about her, at every PC, for good.

Her visits go on counting without her. What the law wants kept (the ledger) keeps her with it: then
she can only be blocked. What becomes of which table is declared in `begegnung.model.erasure`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.tables import (
    SHARED,
    attendance,
    booking,
    handover_note,
    household,
    occurrence,
    offer,
    payment_note,
    person,
    receipt,
)
from begegnung.db.work import Work
from begegnung.model.erasure import REASONS, nameless_id
from begegnung.model.erasure_errors import KeptByLaw
from begegnung.model.errors import Invalid, NotFound
from begegnung.model.names import full_name
from begegnung.model.retention import Kept, kept_of
from begegnung.services.desk import View
from begegnung.services.erasure_reach import (
    Rows,
    deleted_namesakes,
    deletions,
    entries_of,
    lonely_households,
    reach,
    told_for,
)
from begegnung.services.erasure_steps import carry_out
from begegnung.services.houses import own
from begegnung.services.outstanding import outstanding
from begegnung.services.present import moment_of, today_of


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Erases a person: `reason` is a key of `REASONS`; `notes` are handover notes that go too."""

    person_id: str
    reason: str
    notes: tuple[str, ...] = ()


class Erased(NamedTuple):
    """What went: rows by table, visits that count on without her, bookings that moved up."""

    rows: Mapping[str, int]
    visits: int
    moved_up: tuple[str, ...]


class ComingPlace(NamedTuple):
    """A place or a turn on a waiting list that becomes free: the offer, its date, who waits."""

    title: str
    starts: int | None
    state: str
    waiting: int


class Outlook(NamedTuple):
    """What erasing a person would do, to be shown before.

    `merged` are the names of her other entries, `rows` count by table, `visits` those that count on
    without her. `kept` is what the law wants kept: then she cannot be erased. `owed_cents` is what
    she still has to pay, and nobody will know of.
    """

    name: str
    merged: tuple[str, ...]
    blocked: bool
    rows: Mapping[str, int]
    visits: int
    coming: tuple[ComingPlace, ...]
    owed_cents: int
    kept: Kept | None


def erase_person(work: Work, request: ErasePerson) -> Erased:
    """Erases a person with all entries that were made one with her; nothing brings her back.

    Raises `KeptByLaw`, `Invalid` (reason, notes), `NotFound` and `WrongHouse`.
    """
    if request.reason not in REASONS:
        raise Invalid("reason", "unknown", request.reason)
    who = work.row(person, request.person_id)
    own(work, person.name, who["centre_id"])
    if request.person_id == nameless_id(work.centre()):
        raise NotFound(person.name, request.person_id)
    rows = _rows_of(work.connection, request.person_id)
    kept = kept_by_law(work.connection, rows, today_of(work.maker.now_ms))
    if kept is not None:
        keeper = work.row(person, entries_of(work.connection, request.person_id)[0])
        raise KeptByLaw(full_name(keeper["surname"], keeper["first_name"]), *kept)
    if request.notes:
        rows[handover_note.name] = {_own_note(work, note_id) for note_id in request.notes}
    work.untitle(told_for(work.connection, rows[person.name]))
    standing = _standing(work.connection, rows)
    visits = _visits_before(work.connection, rows, moment_of(work.maker.now_ms))
    moved = carry_out(work, rows, "cancelled")
    # Nobody is named in the log, neither she nor who moved up.
    work.title = REASONS[request.reason]
    return Erased(standing, visits, moved)


def _own_note(work: Work, note_id: str) -> str:
    own(work, handover_note.name, work.row(handover_note, note_id)["centre_id"])
    return note_id


def _rows_of(connection: Connection, person_id: str) -> Rows:
    """Everything of a person: rows, rows that were deleted, and an empty household."""
    entries = entries_of(connection, person_id)
    deleted = deletions(connection)
    start = {person.name: {*entries, *deleted_namesakes(connection, entries, deleted)}}
    rows = reach(connection, start, deleted)
    lonely = lonely_households(connection, rows[person.name])
    return {**rows, household.name: lonely} if lonely else rows


def kept_by_law(connection: Connection, rows: Rows, today: date) -> Kept | None:
    """Which of `rows` have to be kept on `today`, see `begegnung.model.retention`."""
    paid = connection.execute(
        select(payment_note.c.paid_on).where(payment_note.c.id.in_(rows.get("payment_note", ())))
    ).scalars()
    given = connection.execute(
        select(receipt.c.issued_at).where(receipt.c.id.in_(rows.get("receipt", ())))
    ).scalars()
    entries = [(payment_note.name, day) for day in paid]
    entries += [(receipt.name, today_of(at_ms)) for at_ms in given]
    return kept_of(entries, today)


def _standing(connection: Connection, rows: Rows) -> dict[str, int]:
    """How many of `rows` are there, by table: not only in the log."""
    found: dict[str, int] = {}
    for name, ids in sorted(rows.items()):
        table = SHARED[name]
        counted = select(func.count()).select_from(table).where(table.c.id.in_(ids))
        found[name] = connection.execute(counted).scalar_one()
    return {name: number for name, number in found.items() if number}


def _visits_before(connection: Connection, rows: Rows, now: int) -> int:
    """How many of her marks are of dates that were: these count on."""
    counted = (
        select(func.count())
        .select_from(attendance)
        .join(occurrence, occurrence.c.id == attendance.c.occurrence_id)
        .where(attendance.c.id.in_(rows.get(attendance.name, ())), occurrence.c.starts <= now)
    )
    return connection.execute(counted).scalar_one()


def outlook(view: View, person_id: str) -> Outlook:
    """What erasing this person would do; raises `NotFound`."""
    entries = entries_of(view.connection, person_id)
    named = {
        row.id: row
        for row in view.connection.execute(
            select(person.c.id, person.c.surname, person.c.first_name, person.c.blocked).where(
                person.c.id.in_(entries)
            )
        )
    }
    if entries[0] not in named:
        raise NotFound(person.name, person_id)
    names = {key: full_name(row.surname, row.first_name) for key, row in named.items()}
    rows = _rows_of(view.connection, person_id)
    owed = sum(one.missing_cents for one in outstanding(view, people=entries))
    return Outlook(
        names[entries[0]],
        tuple(names[entry] for entry in entries[1:] if entry in names),
        bool(named[entries[0]].blocked),
        _standing(view.connection, rows),
        _visits_before(view.connection, rows, moment_of(view.now_ms)),
        tuple(_coming(view, rows)),
        owed,
        kept_by_law(view.connection, rows, today_of(view.now_ms)),
    )


def _coming(view: View, rows: Rows) -> list[ComingPlace]:
    """Her places in lists that are not over, by title and date."""
    now = moment_of(view.now_ms)
    others = booking.alias()
    waiting = (
        select(func.count())
        .select_from(others)
        .where(
            others.c.offer_id == booking.c.offer_id,
            others.c.occurrence_id.is_not_distinct_from(booking.c.occurrence_id),
            others.c.state == "waiting",
            others.c.id != booking.c.id,
        )
        .scalar_subquery()
    )
    last = (
        select(func.max(occurrence.c.ends))
        .where(occurrence.c.offer_id == offer.c.id, occurrence.c.state == "planned")
        .correlate(offer)
        .scalar_subquery()
    )
    single = occurrence.alias()
    found = view.connection.execute(
        select(offer.c.title, single.c.starts, booking.c.state, waiting)
        .join(offer, offer.c.id == booking.c.offer_id)
        .outerjoin(single, single.c.id == booking.c.occurrence_id)
        .where(
            booking.c.id.in_(rows.get(booking.name, ())),
            booking.c.state != "cancelled",
            offer.c.ended.is_(False),
            func.coalesce(single.c.ends, last, now) >= now,
        )
        .order_by(offer.c.title, single.c.starts)
    )
    return [ComingPlace._make(row) for row in found]
