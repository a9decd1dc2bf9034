"""The one rule of the rooms: no date may lie over another or into a closure unseen.

A date keeps its room from the beginning of setting up to the end of clearing, and every room that
shares a part with it (`begegnung.model.rooms`). Checked inside the writing transaction for
creating, moving and taking back alike. It is no constraint of the database: two houses may have
planned offline, and the exchange must be able to take both in and show the clash.

All the wanted dates are asked for by one statement, which goes to the driver itself: it is asked
while somebody types, and for every room of the house.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from begegnung.db.tables import room
from begegnung.model.errors import Invalid, NotFound, Overlap, RoomClosed, RoomTaken, WrongHouse
from begegnung.model.local_time import DAY, day_of, minute_of
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.rooms import Building, Span, building, free_times, lying_over, minutes_within

Slot = tuple[int, int]
"""From when to when a room is wanted, local minutes; the end is not part of it."""

LONGEST = DAY
"""No date is longer than a day, so that the search in the index has a lower bound."""

_LENGTH_BITS = 20
"""A slot travels to SQLite as one number made of its start and its length."""

_COLUMNS = """o.id, o.room_id, coalesce(nullif(o.title, ''), f.title, ''),
       o.starts, o.ends, o.setup_minutes, o.clearing_minutes"""

_OVER = f"""o.starts < {{end}} + {LONGEST_SETUP}
  AND o.starts > {{start}} - {LONGEST + LONGEST_SETUP} AND o.ends > {{start}} - {LONGEST_SETUP}
  AND o.starts - o.setup_minutes < {{end}} AND o.ends + o.clearing_minutes > {{start}}
  AND o.state = 'planned' AND o.untimed = 0"""
"""The first line is found in the index, so that nothing grows with the history."""

_MANY = f"""
WITH wanted (slot, starts, ends) AS MATERIALIZED (
  SELECT key, value >> {_LENGTH_BITS},
         (value >> {_LENGTH_BITS}) + (value & {(1 << _LENGTH_BITS) - 1})
  FROM json_each(?)
), place (room_id) AS MATERIALIZED (SELECT value FROM json_each(?))
SELECT {{columns}} FROM wanted AS w CROSS JOIN place AS p
CROSS JOIN occurrence AS o ON o.room_id = p.room_id
  AND {_OVER.format(start="w.starts", end="w.ends")}
"""  # noqa: S608 numbers of this module only

_OFFER = "LEFT JOIN offer AS f ON f.id = o.offer_id"

_HITS = _MANY.format(columns=f"w.slot, {_COLUMNS}") + _OFFER

_TAKEN_ROOMS = _MANY.format(columns="DISTINCT o.room_id, o.id")

_ONE_HIT = f"""
SELECT :slot, {_COLUMNS} FROM occurrence AS o {_OFFER}
WHERE o.room_id = :room AND {_OVER.format(start=":start", end=":end")}
"""  # noqa: S608 numbers of this module only

_FEW = 6
"""Up to so many questions, one statement for each is faster than one for all."""

_COMING = f"""
SELECT {_COLUMNS}
FROM json_each(?) AS place
CROSS JOIN occurrence AS o ON o.room_id = place.value AND o.starts >= ?
  AND o.state = 'planned' AND o.untimed = 0 AND o.overruled = ''
{_OFFER}
ORDER BY o.starts, o.id
"""  # noqa: S608 numbers of this module only

_PLACE = """
SELECT r.name, r.centre_id, c.name, r.capacity, r.retired, r.several_groups,
       EXISTS (SELECT 1 FROM room_part WHERE whole_id = r.id)
       OR EXISTS (SELECT 1 FROM room_part WHERE part_id = r.id)
FROM room AS r JOIN centre AS c ON c.id = r.centre_id
WHERE r.id = ?
"""

_ROOMS = """
SELECT id, name, capacity, equipment, several_groups, retired FROM room WHERE centre_id = ?
ORDER BY position, name
"""

_PARTS = """
SELECT p.whole_id, p.part_id FROM room_part AS p JOIN room AS r ON r.id = p.whole_id
WHERE r.centre_id = ?
"""

_CLOSURES = """
SELECT room_id, first_day, last_day, reason FROM closure
WHERE centre_id = ? AND last_day >= ? AND first_day <= ?
"""


class Place(NamedTuple):
    """A room as the rule sees it.

    `blocking` are the rooms that must be free for it, `sharing` those that close together with it,
    `names` the names of all of them.
    """

    name: str
    centre_id: str
    centre: str
    capacity: int | None
    retired: bool
    blocking: frozenset[str]
    sharing: frozenset[str]
    names: dict[str, str]


class HouseRoom(NamedTuple):
    """A room of a house."""

    id: str
    name: str
    capacity: int | None
    equipment: str
    several_groups: bool
    retired: bool


class HouseRooms(NamedTuple):
    """All rooms of a house, retired ones too, in the order of the plan, and how they combine."""

    rooms: tuple[HouseRoom, ...]
    building: Building

    @property
    def names(self) -> dict[str, str]:
        """The names by identifier."""
        return {row.id: row.name for row in self.rooms}


class Closed(NamedTuple):
    """A closure: of a room, or (None) of the whole house; both days included."""

    room_id: str | None
    first: date
    last: date
    reason: str


class Hit(NamedTuple):
    """A date in the way of the slot number `slot`; moments in local minutes."""

    slot: int
    id: str
    room_id: str
    title: str
    starts: int
    ends: int
    setup: int
    clearing: int


def occupied(starts: int, ends: int, setup: int = 0, clearing: int = 0) -> Slot:
    """The span a room is kept for: the date with minutes of setting up and of clearing."""
    return starts - setup, ends + clearing


def rows_of(connection: Connection, statement: str, *values: Any) -> list[Any]:
    """What a reading statement gives, from the driver itself (see `docs/adr/0008`)."""
    driver: Any = connection.connection.driver_connection
    return driver.execute(statement, values).fetchall()


def house_rooms(connection: Connection, centre_id: str) -> HouseRooms:
    """The rooms of a house and how they combine."""
    rows = tuple(
        HouseRoom(i, name, capacity, equipment, bool(several), bool(retired))
        for i, name, capacity, equipment, several, retired in rows_of(connection, _ROOMS, centre_id)
    )
    several = (row.id for row in rows if row.several_groups)
    return HouseRooms(rows, building(rows_of(connection, _PARTS, centre_id), several))


def place_of(connection: Connection, room_id: str) -> Place:
    """The room with what has to be free for it; raises `NotFound`."""
    rows = rows_of(connection, _PLACE, room_id)
    if not rows:
        raise NotFound(room.name, room_id)
    name, centre_id, centre, capacity, retired, several, combined = rows[0]
    known = (name, centre_id, centre, capacity, bool(retired))
    if not combined:
        own = frozenset({room_id})
        return Place(*known, frozenset() if several else own, own, {room_id: name})
    house = house_rooms(connection, centre_id)
    rooms = house.building
    return Place(*known, rooms.blocking(room_id), rooms.sharing(room_id), house.names)


def hits(
    connection: Connection,
    place: Place,
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
) -> list[Hit]:
    """The planned dates in the way of the slots, once for every slot; `own` dates do not count."""
    return hits_in(connection, place.blocking, slots, own)


def hits_in(
    connection: Connection,
    room_ids: Iterable[str],
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
) -> list[Hit]:
    """The planned dates in these rooms over the slots, once for every slot."""
    asked = sorted(room_ids)
    if not asked or not slots:
        return []
    if len(asked) * len(slots) > _FEW:
        rows = rows_of(connection, _HITS, packed(slots), json.dumps(asked))
    else:
        rows = _one_by_one(connection, asked, slots)
    return [Hit._make(row) for row in rows if row[1] not in own]


def _one_by_one(
    connection: Connection, room_ids: Sequence[str], slots: Sequence[Slot]
) -> list[Any]:
    rows: list[Any] = []
    for number, (start, end) in enumerate(slots):
        _require_length(start, end)
        for room_id in room_ids:
            values = {"slot": number, "room": room_id, "start": start, "end": end}
            driver: Any = connection.connection.driver_connection
            rows += driver.execute(_ONE_HIT, values).fetchall()
    return rows


def _require_length(start: int, end: int) -> None:
    if not 0 < end - start < 1 << _LENGTH_BITS:
        raise Invalid("end", "end_before_start")


def packed(slots: Iterable[Slot]) -> str:
    """Slots as the statements take them; raises `Invalid` for one that no date can have."""
    numbers: list[int] = []
    for start, end in slots:
        _require_length(start, end)
        numbers.append(start << _LENGTH_BITS | (end - start))
    return json.dumps(numbers)


def overlaps(
    connection: Connection, room_id: str, slots: Iterable[Slot], own: frozenset[str] = frozenset()
) -> tuple[Overlap, ...]:
    """The planned dates that lie over one of the slots in the room; `own` dates do not count."""
    place = place_of(connection, room_id)
    return as_overlaps(place, hits(connection, place, list(slots), own))


def as_overlaps(place: Place, found: Iterable[Hit]) -> tuple[Overlap, ...]:
    """Each date in the way once, in order of time."""
    once = {hit.id: hit for hit in found}
    ordered = sorted(once.values(), key=lambda hit: (hit.starts, hit.ends, hit.id))
    names = place.names
    return tuple(Overlap._make((names.get(hit.room_id, ""), *hit[3:])) for hit in ordered)


def closed_days(
    connection: Connection, room_id: str | None, centre_id: str, slots: Sequence[Slot]
) -> tuple[tuple[date, str], ...]:
    """The days of the slots on which the house or the room is closed, with the reason."""
    sharing = place_of(connection, room_id).sharing if room_id else frozenset[str]()
    found = closures_hit(connection, centre_id, sharing, slots)
    return tuple(sorted({(day, reason) for _, day, reason in found}))


def closures_hit(
    connection: Connection, centre_id: str, sharing: frozenset[str], slots: Sequence[Slot]
) -> list[tuple[int, date, str]]:
    """By number of the slot: its closed days, of the house or of one of the rooms `sharing`."""
    return closed_slots(slots, closures_of(connection, centre_id, slots), sharing)


def closed_slots(
    slots: Sequence[Slot], closures: Iterable[Closed], sharing: frozenset[str]
) -> list[tuple[int, date, str]]:
    """Which slots (by number) lie on closed days, of the house or of one of the rooms `sharing`."""
    counting = [one for one in closures if one.room_id is None or one.room_id in sharing]
    if not counting:
        return []
    return [
        (number, day, one.reason)
        for number, slot in enumerate(slots)
        for day in days_of(slot)
        for one in counting
        if one.first <= day <= one.last
    ]


def closures_of(connection: Connection, centre_id: str, slots: Sequence[Slot]) -> list[Closed]:
    """The closures of a house around the slots."""
    if not slots:
        return []
    first = day_of(min(start for start, _ in slots)).isoformat()
    last = day_of(max(end for _, end in slots) - 1).isoformat()
    return [
        Closed(room_id, date.fromisoformat(begin), date.fromisoformat(until), reason)
        for room_id, begin, until, reason in rows_of(connection, _CLOSURES, centre_id, first, last)
    ]


def days_of(slot: Slot) -> list[date]:
    """The days a slot touches."""
    first, last = slot[0] // DAY, (slot[1] - 1) // DAY
    return [date.fromordinal(number) for number in range(first, last + 1)]


def free_rooms(
    connection: Connection,
    centre_id: str,
    slots: Sequence[Slot],
    *,
    seats: int = 0,
    own: frozenset[str] = frozenset(),
) -> list[tuple[str, str]]:
    """Rooms (id, name) of the house that are free on all the slots, smallest sufficient first."""
    house = house_rooms(connection, centre_id)
    fitting = [
        row
        for row in house.rooms
        if not row.retired and (row.capacity is None or row.capacity >= seats)
    ]
    # The order of the plan decides between rooms of one size.
    fitting.sort(key=lambda row: row.capacity or 10_000)
    closures = closures_of(connection, centre_id, slots)
    needed = {row.id: house.building.blocking(row.id) for row in fitting}
    asked = json.dumps(sorted({one for rooms in needed.values() for one in rooms}))
    found = rows_of(connection, _TAKEN_ROOMS, packed(slots), asked)
    taken = {room_id for room_id, occurrence_id in found if occurrence_id not in own}
    return [
        (row.id, row.name)
        for row in fitting
        if not needed[row.id] & taken
        and not closed_slots(slots, closures, house.building.sharing(row.id))
    ]


def other_times(
    connection: Connection,
    place: Place,
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
    *,
    setup: int = 0,
    clearing: int = 0,
) -> tuple[Span, ...]:
    """Other times (minutes of the day) at which the room is free on all the days of the slots.

    The nearest first, as long as the slots without `setup` and `clearing` minutes; none when the
    slots are at several times of day or some day is closed.
    """
    wanted = {(minute_of(start), end - start) for start, end in slots}
    if len(wanted) != 1:
        return ()
    start, length = wanted.pop()
    if start + length > DAY or closures_hit(connection, place.centre_id, place.sharing, slots):
        return ()
    days = [start // DAY * DAY for start, _ in slots]
    taken: set[Span] = set()
    for hit in hits(connection, place, [(day, day + DAY) for day in days], own):
        kept = occupied(hit.starts, hit.ends, hit.setup, hit.clearing)
        span = minutes_within(days[hit.slot], kept)
        taken.update(() if span is None else (span,))
    found = free_times(taken, (start, start + length))
    return tuple((begin + setup, until - clearing) for begin, until in found)


def require_free(
    connection: Connection,
    centre_id: str,
    room_id: str | None,
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
    *,
    overrule: str = "",
    setup: int = 0,
    clearing: int = 0,
) -> frozenset[int]:
    """Raises `RoomTaken` or `RoomClosed`, with the rooms and times that are free instead.

    `slots` are occupied spans (see `occupied`); `own` dates do not count. With a reason to
    `overrule` nothing is refused for that: the numbers of the slots that lie over something are
    given, and the caller writes the reason into these dates. `setup` and `clearing` minutes are
    only left out of the times that are proposed.

    Also `WrongHouse` for a room of another house and `Invalid` for one out of use. Without a room
    (a place outside the house) nothing can be taken.
    """
    if room_id is None:
        return frozenset()
    place = place_of(connection, room_id)
    if place.centre_id != centre_id:
        raise WrongHouse(room.name, place.centre)
    if place.retired:
        raise Invalid("room", "retired", place.name)
    taken = hits(connection, place, slots, own)
    closed = closures_hit(connection, centre_id, place.sharing, slots)
    if overrule.strip():
        return frozenset(hit.slot for hit in taken) | {number for number, _, _ in closed}
    if not taken and not closed:
        return frozenset()
    instead = tuple(n for _, n in free_rooms(connection, centre_id, slots, own=own))
    if taken:
        times = other_times(connection, place, slots, own, setup=setup, clearing=clearing)
        raise RoomTaken(place.name, as_overlaps(place, taken), instead, times)
    days = tuple(sorted({(day, reason) for _, day, reason in closed}))
    raise RoomClosed(place.name, days, instead)


def require_apart(connection: Connection, centre_id: str, room_id: str, since: int) -> None:
    """Raises `RoomTaken` when planned dates from the moment `since` on lie over each other.

    Asked are the room and all that share a part with it. For a room that from now on takes one
    group at a time or has other parts, and for dates that come together. What is overruled was
    decided.
    """
    place = place_of(connection, room_id)
    house = house_rooms(connection, centre_id)
    asked = json.dumps(sorted(place.sharing))
    coming = [Hit(0, *row) for row in rows_of(connection, _COMING, asked, since)]
    kept = [
        (one.room_id, *occupied(one.starts, one.ends, one.setup, one.clearing)) for one in coming
    ]
    over = {second for _, second in lying_over(kept, house.building)}
    if over:
        slots = [kept[number][1:] for number in sorted(over)]
        instead = tuple(name for _, name in free_rooms(connection, centre_id, slots))
        taken = as_overlaps(place, (coming[number] for number in over))
        raise RoomTaken(place.name, taken, instead)
