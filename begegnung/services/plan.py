"""What the occupancy plan and the dialogs that plan dates look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from begegnung.db.tables import closure
from begegnung.model.calendar import public_holiday
from begegnung.model.errors import Overlap
from begegnung.model.rooms import Span
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import closures, own_centre, rooms
from begegnung.services.occupancy import (
    Slot,
    as_overlaps,
    closures_hit,
    free_rooms,
    hits,
    house_rooms,
    other_times,
    place_of,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The rooms of the house from `first` to `last` with all that occupies them.

    `dates` are the planned ones, also those outside the house; `rooms` are the rooms in use and
    those that are retired but still have dates here. `holidays` are the public ones. `dropped` are
    the dates that were cancelled: their rooms are free again.
    """

    first: date
    last: date
    rooms: tuple[RoomRow, ...]
    dates: tuple[DateLine, ...]
    closures: tuple[ClosureRow, ...]
    holidays: tuple[tuple[date, str], ...]
    dropped: tuple[DateLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a room is free on wanted dates, and which rooms (id, name) are on all of them.

    `free_times` are other times (minutes of the day) at which it is free on all the days, the
    nearest first. `capacity` is what the room holds (None: not known); `too_small` that more people
    are expected, which is a warning only.
    """

    overlaps: tuple[Overlap, ...]
    closed: tuple[tuple[date, str], ...]
    free: tuple[tuple[str, str], ...]
    free_times: tuple[Span, ...] = ()
    capacity: int | None = None
    too_small: bool = False

    @property
    def possible(self) -> bool:
        """Whether nothing stands against the wish."""
        return not self.overlaps and not self.closed


def plan(view: View, first: date, last: date, room_id: str | None = None) -> Plan:
    """Everything the occupancy plan shows from `first` to `last`, both included.

    With a room, the dates are those in it and in the rooms that share a part with it.
    """
    shown = None
    if room_id is not None:
        shown = house_rooms(view.connection, view.centre()).building.sharing(room_id)
    lines = dates_between(view, first, last, room_ids=shown)
    dates = tuple(line for line in lines if line.state == "planned")
    land = own_centre(view).land
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Plan(
        first,
        last,
        tuple(rooms(view, also={line.room_id for line in dates if line.room_id})),
        dates,
        tuple(closures(view, first, last)),
        tuple((day, name) for day in days if (name := public_holiday(day, land))),
        tuple(line for line in lines if line.state == "cancelled"),
    )


def availability(
    view: View,
    room_id: str | None,
    slots: Sequence[Slot],
    own: frozenset[str] = frozenset(),
    *,
    people: int | None = None,
    setup: int = 0,
    clearing: int = 0,
) -> Availability:
    """What stands against having the room on all the slots; `own` dates do not count.

    `slots` are occupied spans, of which `setup` and `clearing` minutes are no part of the date:
    the times that are proposed are without them. For `people` the rooms that hold them come, and
    the room itself may be too small. Without a room (a place outside the house) nothing stands
    against it.
    """
    centre_id, connection = view.centre(), view.connection
    seats = people or 0
    free = tuple(free_rooms(connection, centre_id, slots, seats=seats, own=own)) if slots else ()
    if room_id is None:
        return Availability((), (), free)
    place = place_of(connection, room_id)
    taken = hits(connection, place, slots, own)
    closed = closures_hit(connection, centre_id, place.sharing, slots)
    times: tuple[Span, ...] = ()
    if taken:
        times = other_times(connection, place, slots, own, setup=setup, clearing=clearing)
    return Availability(
        as_overlaps(place, taken),
        tuple(sorted({(day, reason) for _, day, reason in closed})),
        free,
        times,
        place.capacity,
        place.capacity is not None and seats > place.capacity,
    )


def dates_hit(view: View, room_id: str | None, first: date, last: date) -> list[DateLine]:
    """The planned dates a closure of the room (None: the whole house) would hit.

    Also those in rooms that share a part with it. What has no time of day keeps no room.
    """
    sharing = None if room_id is None else place_of(view.connection, room_id).sharing
    return [
        line
        for line in dates_between(view, first, last)
        if line.state == "planned"
        and not line.untimed
        and line.room_id is not None
        and (sharing is None or line.room_id in sharing)
    ]


def coming_closures(view: View, first: date) -> list[ClosureRow]:
    """All closures of this house that are not over on `first`, in order of their days."""
    last = view.connection.execute(
        select(closure.c.last_day)
        .where(closure.c.centre_id == view.centre(), closure.c.last_day >= first)
        .order_by(closure.c.last_day.desc())
        .limit(1)
    ).scalar()
    return [] if last is None else closures(view, first, last)
