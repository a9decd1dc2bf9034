"""Zu klären: what only people can decide after the exchange, and deciding it.

Two desks that could not see each other may both be right. Nothing is dropped: both values, both
bookings and both dates stay, and the clash is shown until somebody decides.
"""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import DELETED, SHARED, booking, clash, offer, person, room, staff_user
from begegnung.db.work import Work, typed
from begegnung.model.changes import stamp_ms
from begegnung.model.errors import NotFound
from begegnung.model.names import full_name
from begegnung.services.bookings import by_the_rules
from begegnung.services.card_lists import overdrawn
from begegnung.services.conflicts import coming_conflicts
from begegnung.services.desk import View


class ValueClash(NamedTuple):
    """Values written without knowledge of each other; the first one is shown meanwhile.

    `values` are (value, UTC ms of the writing), references by the name of what they lead to; for a
    deleted row (`column` "@deleted") True says that it was deleted.
    """

    n: int
    entity: str
    entity_id: str
    subject: str
    column: str
    values: tuple[tuple[Any, int], ...]


class SeatClash(NamedTuple):
    """More people have a place than there are places; `people` in the order in which they came."""

    offer_id: str
    title: str
    capacity: int
    taken: int
    people: tuple[str, ...]


class RoomClash(NamedTuple):
    """Two dates in one room, or in two with a part in common, at the same time.

    `starts` and `ends` are when both keep it, in local minutes. Dates that lie over another one
    for a reason are no clash.
    """

    room: str
    first_id: str
    first_title: str
    second_id: str
    second_title: str
    starts: int
    ends: int


class CardClash(NamedTuple):
    """More visits are taken from a Mehrfachkarte than it has: two PCs took the last one."""

    card_id: str
    person_id: str
    name: str
    offer: str
    punches: int
    used: int


class Clashes(NamedTuple):
    """Everything on the page Zu klären."""

    values: tuple[ValueClash, ...]
    seats: tuple[SeatClash, ...]
    rooms: tuple[RoomClash, ...]
    cards: tuple[CardClash, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.values) + len(self.seats) + len(self.rooms) + len(self.cards)


@dataclass(frozen=True, slots=True)
class Settle:
    """Decides a value clash for the value at `choice` of its list."""

    n: int
    choice: int


def settle(work: Work, request: Settle) -> None:
    """Writes the chosen value with knowledge of the others, so that it holds on every PC."""
    row = work.connection.execute(select(clash).where(clash.c.n == request.n)).first()
    if row is None:
        raise NotFound(clash.name, str(request.n))
    chosen = json.loads(row.candidates)["candidates"][request.choice]["value"]
    table = SHARED[row.entity]
    work.title = _subject(work.connection, row.entity, row.entity_id)
    if row.column_name != DELETED:
        values = typed(table, {row.column_name: chosen})
        work.confirm(table, row.entity_id, values)
    elif chosen:
        work.remove(table, row.entity_id)
    else:
        known = work.row(table, row.entity_id)
        work.confirm(table, row.entity_id, {k: v for k, v in known.items() if k != "id"})


def clashes(view: View) -> Clashes:
    """What is open now, computed from the merged data: the same on every PC of the house."""
    return Clashes(_values(view), _seats(view), _rooms(view), _cards(view))


def _values(view: View) -> tuple[ValueClash, ...]:
    rows = view.connection.execute(select(clash).order_by(clash.c.n)).all()
    return tuple(
        ValueClash(
            n=row.n,
            entity=row.entity,
            entity_id=row.entity_id,
            subject=_subject(view.connection, row.entity, row.entity_id),
            column=row.column_name,
            values=tuple(
                (_readable(view.connection, row, candidate["value"]), stamp_ms(candidate["stamp"]))
                for candidate in json.loads(row.candidates)["candidates"]
            ),
        )
        for row in rows
    )


def _readable(connection: Any, row: Any, value: Any) -> Any:
    """A reference by the name of what it leads to, a PIN by a mark, everything else as it is."""
    if row.column_name == staff_user.c.pin_hash.name:
        return "PIN" if value else ""
    target: str = row.column_name.removesuffix("_id")
    if value is None or target == row.column_name or target not in SHARED:
        return value
    return _subject(connection, target, value)


def _subject(connection: Any, entity: str, entity_id: str) -> str:
    """What a row is called: its name or title, or what it belongs to."""
    table = SHARED[entity]
    row = connection.execute(select(table).where(table.c.id == entity_id)).mappings().first()
    if row is None:
        return ""
    if entity == person.name:
        return full_name(row["surname"], row["first_name"])
    parts = [row[column] for column in ("title", "name") if row.get(column)]
    if not parts:
        for column, target in (("person_id", person), ("offer_id", offer), ("room_id", room)):
            if row.get(column):
                parts.append(_subject(connection, target.name, row[column]))
    return " · ".join(filter(None, parts))


def _seats(view: View) -> tuple[SeatClash, ...]:
    taken = func.sum(booking.c.places)
    rows = view.connection.execute(
        select(offer.c.id, offer.c.title, offer.c.capacity, booking.c.occurrence_id, taken)
        .join(booking, booking.c.offer_id == offer.c.id)
        .where(booking.c.state == "booked", offer.c.capacity.is_not(None), by_the_rules())
        .group_by(offer.c.id, booking.c.occurrence_id)
        .having(taken > offer.c.capacity)
        .order_by(offer.c.title)
    ).all()
    return tuple(
        SeatClash(row[0], row[1], row[2], row[4], _in_order(view, row[0], row[3])) for row in rows
    )


def _in_order(view: View, offer_id: str, occurrence_id: str | None) -> tuple[str, ...]:
    rows = view.connection.execute(
        select(person.c.surname, person.c.first_name)
        .join(booking, booking.c.person_id == person.c.id)
        .where(
            booking.c.offer_id == offer_id,
            booking.c.occurrence_id.is_not_distinct_from(occurrence_id),
            booking.c.state == "booked",
        )
        .order_by(booking.c.booked_at, booking.c.id)
    )
    return tuple(full_name(row.surname, row.first_name) for row in rows)


def _cards(view: View) -> tuple[CardClash, ...]:
    return tuple(
        CardClash(
            line.id,
            line.person_id,
            full_name(line.surname, line.first_name),
            line.offer,
            line.punches,
            line.used,
        )
        for line in overdrawn(view)
    )


def _rooms(view: View) -> tuple[RoomClash, ...]:
    if view.centre_id is None:
        return ()
    return tuple(
        RoomClash(
            hit.room,
            hit.first.id,
            hit.first.title,
            hit.second.id,
            hit.second.title,
            hit.starts,
            hit.ends,
        )
        for hit in coming_conflicts(view)
    )
