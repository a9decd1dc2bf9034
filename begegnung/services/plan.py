"""What the occupancy plan and the dialogs that plan dates look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from begegnung.db.tables import closure, room
from begegnung.model.calendar import public_holiday
from begegnung.model.errors import Overlap
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import closures, own_centre, rooms
from begegnung.services.occupancy import Slot, closed_days, free_rooms, overlaps


@dataclass(frozen=True, slots=True)
class Plan:
    """The rooms of the house from `first` to `last` with all that occupies them.

    `dates` are the planned ones, also those outside the house; `rooms` are the rooms in use and
    those that are retired but still have dates here. `holidays` are the public ones.
    """

    first: date
    last: date
    rooms: tuple[RoomRow, ...]
    dates: tuple[DateLine, ...]
    closures: tuple[ClosureRow, ...]
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a room is free on wanted dates, and which rooms (id, name) are on all of them."""

    overlaps: tuple[Overlap, ...]
    closed: tuple[tuple[date, str], ...]
    free: tuple[tuple[str, str], ...]

    @property
    def possible(self) -> bool:
        """Whether nothing stands against the wish."""
        return not self.overlaps and not self.closed


def plan(view: View, first: date, last: date) -> Plan:
    """Everything the occupancy plan shows from `first` to `last`, both included."""
    dates = tuple(line for line in dates_between(view, first, last) if line.state == "planned")
    in_use = rooms(view)
    missing = {line.room_id for line in dates} - {row.id for row in in_use} - {None}
    retired = view.connection.execute(
        select(*(room.c[name] for name in RoomRow._fields))
        .where(room.c.id.in_(missing))
        .order_by(room.c.position, room.c.name)
    )
    land = own_centre(view).land
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Plan(
        first,
        last,
        (*in_use, *map(RoomRow._make, retired)),
        dates,
        tuple(closures(view, first, last)),
        tuple((day, name) for day in days if (name := public_holiday(day, land))),
    )


def availability(
    view: View, room_id: str | None, slots: Sequence[Slot], own: frozenset[str] = frozenset()
) -> Availability:
    """What stands against having the room on all the slots; `own` dates do not count.

    Without a room (a place outside the house) nothing does.
    """
    centre_id = view.centre()
    free = tuple(free_rooms(view.connection, centre_id, slots, own=own)) if slots else ()
    if room_id is None:
        return Availability((), (), free)
    return Availability(
        overlaps(view.connection, room_id, slots, own),
        closed_days(view.connection, room_id, centre_id, slots),
        free,
    )


def dates_hit(view: View, room_id: str | None, first: date, last: date) -> list[DateLine]:
    """The planned dates a closure of the room (None: the whole house) would hit."""
    return [
        line
        for line in dates_between(view, first, last)
        if line.state == "planned" and line.room_id is not None and room_id in (None, line.room_id)
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
