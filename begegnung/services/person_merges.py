"""Two entries of one person made one, and taken apart again at any later time.

The rows of the merged entry go over to the keeper; `person_merge` keeps which, so that they find
back. Payment notes stay as they are, because nothing in the ledger is ever changed: they belong to
a booking, and the booking goes over.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from begegnung.db.tables import SHARED, attendance, booking, payment_note, person, person_merge
from begegnung.db.work import Row, Work, default_of, plain, typed
from begegnung.model.errors import NotFound, PersonBlocked
from begegnung.model.names import full_name
from begegnung.model.people_errors import AlreadyMerged, NotMerged, SamePerson
from begegnung.services.bookings import end_booking
from begegnung.services.houses import own
from begegnung.services.returning import return_to_list
from begegnung.services.waiting import move_up

FILLED = (
    "first_name", "phone", "mobile", "mail", "street", "district_id", "birth_year", "gender",
    "contact_name", "contact_phone", "household_id",
)  # fmt: skip
"""What the keeper gets from the merged entry where it has nothing itself."""

DUPLICATE = "duplicate"
"""The reason of a booking that was cancelled because its person stood in the list twice."""

_STRENGTH = ("present", "excused", "absent")

_FOLLOWING: dict[str, Table] = {
    name: table
    for name, table in SHARED.items()
    if table not in (person_merge, payment_note)
    and any(key.column.table is person for key in table.foreign_keys)
}
"""The tables whose `person_id` goes over."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Makes the entry `merged_id` one with `keeper_id`, which stays."""

    keeper_id: str
    merged_id: str


@dataclass(frozen=True, slots=True)
class Unmerge:
    """Takes an entry that was made one with another apart again."""

    person_id: str


@dataclass(slots=True)
class Moved:
    """What went over, as `person_merge.moved` keeps it.

    `rows`: identifiers by table. `filled`: what the keeper got, by column. `cancelled`: bookings
    of somebody who stood in a list twice, with what they were before. `removed`: marks of a date
    at which both had one. `raised`: marks of the keeper that took the stronger state, with both.
    """

    rows: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    filled: dict[str, Any] = field(default_factory=dict[str, Any])
    cancelled: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    removed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    raised: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, more: "Moved") -> None:
        """Takes in what went over later."""
        for table, ids in more.rows.items():
            self.rows[table] = sorted({*self.rows.get(table, ()), *ids})
        self.cancelled = {**more.cancelled, **self.cancelled}
        known = {row["id"] for row in self.removed}
        self.removed += [row for row in more.removed if row["id"] not in known]
        for mark_id, (before, after) in more.raised.items():
            self.raised[mark_id] = [self.raised.get(mark_id, [before])[0], after]

    def as_json(self) -> str:
        """The text that is stored: the same for the same content on every PC."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def moved_of(text: str) -> Moved:
    """What a stored text says; parts that are missing are empty."""
    known = json.loads(text)
    names = ("rows", "filled", "cancelled", "removed", "raised")
    return Moved(**{name: known[name] for name in names if name in known})


def merge(work: Work, request: Merge) -> tuple[str, ...]:
    """Makes two entries one; gives the bookings that moved up because a place became free.

    Where both stand in one list the later booking is cancelled, but never the one with a place
    for one that waits. Raises `SamePerson`, `AlreadyMerged`, `PersonBlocked`.
    """
    keeper, merged = _entry(work, request.keeper_id), _entry(work, request.merged_id)
    if request.keeper_id == request.merged_id:
        raise SamePerson(_name(keeper))
    work.title = f"{_name(keeper)} · {_name(merged)}"
    moved = _move_rows(work, request.merged_id, request.keeper_id)
    for column in FILLED:
        if not keeper[column] and merged[column]:
            moved.filled[column] = merged[column]
    work.update(person, request.keeper_id, moved.filled)
    work.update(person, request.merged_id, {"merged_into": request.keeper_id})
    work.insert(
        person_merge,
        {
            "keeper_id": request.keeper_id,
            "merged_id": request.merged_id,
            "moved": moved.as_json(),
        },
    )
    return _give_places_on(work, moved.cancelled)


def unmerge(work: Work, request: Unmerge) -> tuple[str, ...]:
    """Takes an entry apart from its keeper; gives the bookings that moved up by it.

    What went over comes back as far as it still belongs to the keeper, and what the keeper got is
    emptied where nobody changed it. A booking that was cancelled as a duplicate comes back: with a
    place if there is one, else on the waiting list where it stood. Raises `NotMerged`.
    """
    who = work.row(person, request.person_id)
    own(work, person.name, who["centre_id"])
    if who["merged_into"] is None:
        raise NotMerged(_name(who))
    keeper_id = keeper_of(work.connection, request.person_id)
    work.title = f"{_name(work.row(person, keeper_id))} · {_name(who)}"
    work.update(person, request.person_id, {"merged_into": None})
    moving: list[str] = []
    for row in _records(work.connection, request.person_id):
        moved = moved_of(row.moved)
        work.update(person_merge, row.id, {"undone": True})
        _move_back(work, moved, keeper_id, request.person_id)
        _empty(work, row.keeper_id, moved.filled)
        for booking_id, before in moved.cancelled.items():
            moving += _bring_back(work, booking_id, before)
    return tuple(moving)


def follow_merges(work: Work, _request: None = None) -> int:
    """Moves what still stands at a merged entry to its keeper; gives how many rows.

    Another PC may have booked her before it knew. To be called after every exchange; the same on
    every PC. Two PCs may also have merged the same two in opposite directions: then one stays.
    """
    _break_circles(work)
    late: dict[str, None] = {}
    for table in _FOLLOWING.values():
        ids = work.connection.execute(
            select(table.c.person_id)
            .join(person, person.c.id == table.c.person_id)
            .where(person.c.merged_into.is_not(None))
            .distinct()
        ).scalars()
        late.update(dict.fromkeys(ids))
    number, names = 0, list[str]()
    for merged_id in sorted(late):
        keeper_id = keeper_of(work.connection, merged_id)
        moved = _move_rows(work, merged_id, keeper_id)
        number += sum(map(len, moved.rows.values())) + len(moved.removed)
        _record_late(work, merged_id, keeper_id, moved)
        _give_places_on(work, moved.cancelled)
        names.append(_name(work.row(person, keeper_id)))
    if names:
        work.title = ", ".join(dict.fromkeys(names))
    return number


def part_from_erased(work: Work, gone: Collection[str]) -> None:
    """Takes entries apart that another PC has made one with somebody who was erased meanwhile.

    Each stands for itself again, with what was its own: nobody is erased because of another entry
    without being asked for.
    """
    touched = person_merge.c.keeper_id.in_(gone) | person_merge.c.merged_id.in_(gone)
    records = work.connection.execute(
        select(person_merge)
        .where(person_merge.c.undone.is_(False), touched)
        .order_by(person_merge.c.id.desc())
    ).all()
    for row in records:
        moved = moved_of(row.moved)
        keeper_id = keeper_of(work.connection, row.keeper_id)
        if row.merged_id not in gone:
            work.update(person, row.merged_id, {"merged_into": None})
        _move_back(work, moved, keeper_id, row.merged_id)
        if row.keeper_id not in gone:
            _empty(work, row.keeper_id, moved.filled)
        for booking_id, before in moved.cancelled.items():
            _bring_back(work, booking_id, before)
    left = select(person.c.id).where(person.c.merged_into.in_(gone))
    for person_id in work.connection.execute(left).scalars().all():
        work.update(person, person_id, {"merged_into": None})


def keeper_of(connection: Connection, person_id: str) -> str:
    """The entry that stands for this one now: itself, or the keeper at the end of all merges."""
    seen = [person_id]
    while True:
        into = connection.execute(
            select(person.c.merged_into).where(person.c.id == seen[-1])
        ).scalar()
        if into is None or into in seen:
            return seen[-1]
        seen.append(into)


def _entry(work: Work, person_id: str) -> Row:
    row = work.row(person, person_id)
    own(work, person.name, row["centre_id"])
    if row["merged_into"] is not None:
        keeper = work.row(person, keeper_of(work.connection, person_id))
        raise AlreadyMerged(_name(row), _name(keeper))
    if row["blocked"]:
        raise PersonBlocked(_name(row))
    return row


def _name(row: Row) -> str:
    return full_name(row["surname"], row["first_name"])


def _rows_of(connection: Connection, table: Table, person_id: str) -> list[Row]:
    rows = connection.execute(
        select(table).where(table.c.person_id == person_id).order_by(table.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def _move_rows(work: Work, merged_id: str, keeper_id: str) -> Moved:
    """Gives everything of one entry to another one."""
    moved = Moved()
    marks = {row["occurrence_id"]: row for row in _rows_of(work.connection, attendance, keeper_id)}
    for name, table in _FOLLOWING.items():
        for row in _rows_of(work.connection, table, merged_id):
            if table is attendance and row["occurrence_id"] in marks:
                _join_marks(work, marks[row["occurrence_id"]], row, moved)
                continue
            work.update(table, row["id"], {"person_id": keeper_id})
            moved.rows.setdefault(name, []).append(row["id"])
    for row in _standing_twice(work.connection, keeper_id):
        kept = ("state", "promoted_at", "informed", "answer_by")
        moved.cancelled[row["id"]] = plain({column: row[column] for column in kept})
        end_booking(work, row["id"], DUPLICATE)
    return moved


def _join_marks(work: Work, mine: Row, other: Row, moved: Moved) -> None:
    """Both were marked at one date: the stronger mark stays."""
    work.remove(attendance, other["id"])
    moved.removed.append(plain(other))
    if _STRENGTH.index(other["state"]) < _STRENGTH.index(mine["state"]):
        moved.raised[mine["id"]] = [mine["state"], other["state"]]
        work.update(attendance, mine["id"], {"state": other["state"]})


def _standing_twice(connection: Connection, person_id: str) -> list[Row]:
    """The bookings of a person in lists in which a better one of hers stands."""
    standing = [r for r in _rows_of(connection, booking, person_id) if r["state"] != "cancelled"]
    standing.sort(key=lambda r: (r["state"] != "booked", r["rank"], r["number"], r["booked_at"]))
    lists: set[tuple[str, str | None]] = set()
    twice: list[Row] = []
    for row in standing:
        place = (row["offer_id"], row["occurrence_id"])
        if place in lists:
            twice.append(row)
        lists.add(place)
    return twice


def _give_places_on(work: Work, cancelled: Iterable[str]) -> tuple[str, ...]:
    moving: list[str] = []
    for booking_id in cancelled:
        row = work.row(booking, booking_id)
        moving += move_up(work, row["offer_id"], row["occurrence_id"], "merged")
    return tuple(moving)


def _records(connection: Connection, merged_id: str) -> list[Any]:
    """The merges of an entry that hold, the newest first: two PCs may have made one each."""
    return list(
        connection.execute(
            select(person_merge)
            .where(person_merge.c.merged_id == merged_id, person_merge.c.undone.is_(False))
            .order_by(person_merge.c.id.desc())
        )
    )


def _record_late(work: Work, merged_id: str, keeper_id: str, moved: Moved) -> None:
    records = _records(work.connection, merged_id)
    if records:
        known = moved_of(records[0].moved)
        known.add(moved)
        work.update(person_merge, records[0].id, {"moved": known.as_json()})
        return
    values = {"keeper_id": keeper_id, "merged_id": merged_id, "moved": moved.as_json()}
    work.insert(person_merge, values)


def _move_back(work: Work, moved: Moved, keeper_id: str, person_id: str) -> None:
    """Gives back what still belongs to the keeper; marks that were put together come apart."""
    for name, ids in moved.rows.items():
        table = SHARED[name]
        for row_id in ids:
            row = _row_if_there(work, table, row_id)
            if row is not None and row["person_id"] == keeper_id:
                work.update(table, row_id, {"person_id": person_id})
    for mark_id, (before, after) in moved.raised.items():
        row = _row_if_there(work, attendance, mark_id)
        if row is not None and row["state"] == after:
            work.update(attendance, mark_id, {"state": before})
    marked = {row["occurrence_id"] for row in _rows_of(work.connection, attendance, person_id)}
    for mark in moved.removed:
        gone = _row_if_there(work, attendance, mark["id"]) is None
        if gone and mark["occurrence_id"] not in marked:
            work.insert(attendance, {**typed(attendance, mark), "person_id": person_id})


def _empty(work: Work, keeper_id: str, filled: Mapping[str, Any]) -> None:
    """Takes away what the keeper got and nobody has changed since."""
    keeper = work.row(person, keeper_id)
    work.update(
        person,
        keeper_id,
        {
            column: default_of(person.c[column])
            for column, value in filled.items()
            if keeper[column] == value
        },
    )


def _bring_back(work: Work, booking_id: str, before: Row) -> tuple[str, ...]:
    row = _row_if_there(work, booking, booking_id)
    if row is None or row["state"] != "cancelled" or row["cancel_reason"] != DUPLICATE:
        return ()
    standing = work.connection.execute(
        select(booking.c.id).where(
            booking.c.person_id == row["person_id"],
            booking.c.offer_id == row["offer_id"],
            booking.c.occurrence_id.is_not_distinct_from(row["occurrence_id"]),
            booking.c.state != "cancelled",
        )
    ).first()
    # She was booked anew meanwhile: one place is enough.
    return () if standing else return_to_list(work, row, typed(booking, before))


def _row_if_there(work: Work, table: Table, row_id: str) -> Row | None:
    try:
        return work.row(table, row_id)
    except NotFound:
        return None


def _break_circles(work: Work) -> None:
    """Of entries that were merged into each other at the same time the oldest one stays."""
    rows = work.connection.execute(
        select(person.c.id, person.c.merged_into).where(person.c.merged_into.is_not(None))
    )
    into: dict[str, str] = {row[0]: row[1] for row in rows}
    for start in sorted(into):
        way = [start]
        while way[-1] in into and into[way[-1]] not in way:
            way.append(into[way[-1]])
        if way[-1] in into:
            circle = way[way.index(into[way[-1]]) :]
            stays = min(circle)
            work.title = _name(work.row(person, stays))
            work.update(person, stays, {"merged_into": None})
            for record in _records(work.connection, stays):
                work.update(person_merge, record.id, {"undone": True})
            del into[stays]
