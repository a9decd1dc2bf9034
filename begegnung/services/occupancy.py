"""The one rule of the rooms: no date may lie over another or into a closure unseen.

Checked inside the writing transaction for creating, moving and taking back alike. It is no
constraint of the database: two houses may have planned offline, and the exchange must be able to
take both in and show the clash.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from begegnung.db.tables import centre, closure, occurrence, offer, room
from begegnung.model.errors import Invalid, Overlap, RoomClosed, RoomTaken, WrongHouse
from begegnung.model.local_time import DAY, day_of
from begegnung.model.names import sort_key

Slot = tuple[int, int]
"""Start and end of a wanted date, local minutes; the end is not part of it."""

LONGEST = DAY
"""No date is longer than a day, so that the search in the index has a lower bound."""

_OVERLAPS = (
    select(
        occurrence.c.id,
        occurrence.c.starts,
        occurrence.c.ends,
        occurrence.c.title,
        offer.c.title.label("offer_title"),
    )
    .join(offer, offer.c.id == occurrence.c.offer_id)
    .where(
        occurrence.c.room_id == bindparam("room"),
        occurrence.c.starts < bindparam("end"),
        occurrence.c.starts > bindparam("start") - LONGEST,
        occurrence.c.ends > bindparam("start"),
        occurrence.c.state == "planned",
    )
    .order_by(occurrence.c.starts)
)

_ROOM_AND_HOUSE = (
    select(room.c.name, room.c.retired, room.c.centre_id, centre.c.name.label("centre"))
    .join(centre, centre.c.id == room.c.centre_id)
    .where(room.c.id == bindparam("room"))
)


def overlaps(
    connection: Connection, room_id: str, slots: Iterable[Slot], own: frozenset[str] = frozenset()
) -> tuple[Overlap, ...]:
    """The planned dates in the room that lie over one of the slots; `own` dates do not count."""
    room_name, several = connection.execute(
        select(room.c.name, room.c.several_groups).where(room.c.id == room_id)
    ).one()
    if several:
        return ()
    found: dict[str, Overlap] = {}
    for start, end in slots:
        rows = connection.execute(_OVERLAPS, {"room": room_id, "start": start, "end": end})
        for row in rows:
            if row.id not in own:
                title = row.title or row.offer_title
                found[row.id] = Overlap(room_name, title, row.starts, row.ends)
    return tuple(found.values())


def closed_days(
    connection: Connection, room_id: str | None, centre_id: str, slots: Sequence[Slot]
) -> tuple[tuple[date, str], ...]:
    """The days of the slots on which the house or the room is closed, with the reason."""
    if not slots:
        return ()
    first = day_of(min(start for start, _ in slots))
    last = day_of(max(end for _, end in slots))
    rows = connection.execute(
        select(closure).where(
            closure.c.centre_id == centre_id,
            closure.c.first_day <= last,
            closure.c.last_day >= first,
        )
    ).all()
    hits = {
        (day, row.reason)
        for start, _ in slots
        for row in rows
        if row.room_id in (None, room_id)
        and row.first_day <= (day := day_of(start)) <= row.last_day
    }
    return tuple(sorted(hits))


def free_rooms(
    connection: Connection,
    centre_id: str,
    slots: Sequence[Slot],
    *,
    seats: int = 0,
    own: frozenset[str] = frozenset(),
) -> list[tuple[str, str]]:
    """Rooms (id, name) of the house that are free on all the slots, smallest sufficient first."""
    rows = connection.execute(
        select(room).where(room.c.centre_id == centre_id, room.c.retired.is_(False))
    ).all()
    fitting = [row for row in rows if row.capacity is None or row.capacity >= seats]
    fitting.sort(key=lambda row: (row.capacity or 10_000, row.position, sort_key(row.name)))
    return [
        (row.id, row.name)
        for row in fitting
        if not overlaps(connection, row.id, slots, own)
        and not closed_days(connection, row.id, centre_id, slots)
    ]


def require_apart(connection: Connection, centre_id: str, room_id: str, since: int) -> None:
    """Raises `RoomTaken` when planned dates from the moment `since` on lie over each other.

    For a room that from now on takes one group at a time, and for dates that come together.
    """
    room_name, several = connection.execute(
        select(room.c.name, room.c.several_groups).where(room.c.id == room_id)
    ).one()
    if several:
        return
    rows = connection.execute(
        select(
            occurrence.c.starts,
            occurrence.c.ends,
            func.coalesce(func.nullif(occurrence.c.title, ""), offer.c.title).label("title"),
        )
        .join(offer, offer.c.id == occurrence.c.offer_id)
        .where(
            occurrence.c.room_id == room_id,
            occurrence.c.starts >= since,
            occurrence.c.state == "planned",
        )
        .order_by(occurrence.c.starts, occurrence.c.id)
    )
    taken_until = since
    over: list[Overlap] = []
    for row in rows:
        if row.starts < taken_until:
            over.append(Overlap(room_name, row.title, row.starts, row.ends))
        taken_until = max(taken_until, row.ends)
    if over:
        slots = [(hit.starts, hit.ends) for hit in over]
        instead = tuple(name for _, name in free_rooms(connection, centre_id, slots))
        raise RoomTaken(room_name, tuple(over), instead)


def require_free(
    connection: Connection,
    centre_id: str,
    room_id: str | None,
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
) -> None:
    """Raises `RoomTaken` or `RoomClosed`, with the rooms that are free instead.

    Also `WrongHouse` for a room of another house and `Invalid` for one out of use. Without a room
    (a place outside the house) nothing can be taken.
    """
    if room_id is None:
        return
    where = connection.execute(_ROOM_AND_HOUSE, {"room": room_id}).one()
    if where.centre_id != centre_id:
        raise WrongHouse(room.name, where.centre)
    if where.retired:
        raise Invalid("room", "retired", where.name)
    taken = overlaps(connection, room_id, slots, own)
    closed = () if taken else closed_days(connection, room_id, centre_id, slots)
    if not taken and not closed:
        return
    instead = tuple(n for _, n in free_rooms(connection, centre_id, slots, own=own))
    if taken:
        raise RoomTaken(where.name, taken, instead)
    raise RoomClosed(where.name, closed, instead)
