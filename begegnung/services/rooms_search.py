"""Finding a free room: those that fit a wish, free on all days first, then the fewest clashes."""

from datetime import date, timedelta
from typing import NamedTuple

from begegnung.model.errors import Invalid, Overlap
from begegnung.model.local_time import DAY, moment
from begegnung.model.names import fold
from begegnung.model.recurrence import Series
from begegnung.model.recurrence.rule_text import weekday_codes
from begegnung.model.room_wish import RoomWish, WishReading, read_room_wish
from begegnung.services.desk import View
from begegnung.services.house_calendar import calendar_of, house_dates
from begegnung.services.occupancy import (
    Hit,
    HouseRoom,
    closed_slots,
    closures_of,
    hits_in,
    house_rooms,
)
from begegnung.services.planning import required_day
from begegnung.services.present import today_of

MOST_DAYS = 10_000
"""How many days are looked at for one wish."""


class RoomOffer(NamedTuple):
    """A room that fits a wish: the days on which it is free, and what stands against the others.

    `closed` are days with the reason of the closure.
    """

    room_id: str
    name: str
    capacity: int | None
    equipment: str
    free_days: tuple[date, ...]
    taken: tuple[Overlap, ...]
    closed: tuple[tuple[date, str], ...]

    @property
    def free(self) -> bool:
        """Whether it is free on all the wanted days."""
        return not self.taken and not self.closed


def wish_of(view: View, text: str) -> WishReading:
    """Reads a wish with the words this house has for the equipment of its rooms."""
    house = house_rooms(view.connection, view.centre())
    words = {
        word.strip(".,;:()")
        for row in house.rooms
        for word in row.equipment.split()
        if len(word) > 3
    }
    land = calendar_of(view.connection, view.centre()).land
    return read_room_wish(text, today=today_of(view.now_ms), land=land, known=words)


def find_rooms(view: View, wish: RoomWish) -> list[RoomOffer]:
    """The rooms with enough places and all the equipment, the best first.

    Free on all days before those with clashes, the fewest of them first; then the smallest. Raises
    `Invalid` for times or days that cannot be.
    """
    days = wanted_days(view, wish)
    slots = [(moment(d, wish.start_minute), moment(d, wish.end_minute)) for d in days]
    connection, centre_id = view.connection, view.centre()
    house = house_rooms(connection, centre_id)
    fitting = [row for row in house.rooms if _fits(row, wish)]
    needed = {row.id: house.building.blocking(row.id) for row in fitting}
    in_room: dict[str, list[Hit]] = {}
    for hit in hits_in(connection, {one for rooms in needed.values() for one in rooms}, slots):
        in_room.setdefault(hit.room_id, []).append(hit)
    closures = closures_of(connection, centre_id, slots)
    found: list[RoomOffer] = []
    for row in fitting:
        taken = [hit for room_id in needed[row.id] for hit in in_room.get(room_id, ())]
        sharing = house.building.sharing(row.id)
        closed = closed_slots(slots, closures, sharing)
        busy = {hit.slot for hit in taken} | {number for number, _, _ in closed}
        found.append(
            RoomOffer(
                row.id,
                row.name,
                row.capacity,
                row.equipment,
                tuple(day for number, day in enumerate(days) if number not in busy),
                _overlaps(taken, house.names),
                tuple(sorted({(day, reason) for _, day, reason in closed})),
            )
        )
    # The sort is stable: rooms alike stay in the order of the plan.
    return sorted(found, key=lambda one: (-len(one.free_days), one.capacity or 10_000))


def wanted_days(view: View, wish: RoomWish) -> tuple[date, ...]:
    """The days of a wish in order; a weekly one leaves out holidays as a series does.

    Raises `Invalid` when times or days cannot be, or when there is no day.
    """
    if not 0 <= wish.start_minute < DAY:
        raise Invalid("start", "not_a_time", str(wish.start_minute))
    if not wish.start_minute < wish.end_minute <= DAY:
        raise Invalid("end", "end_before_start", str(wish.end_minute))
    for field, day in (("from", wish.first), ("until", wish.last)):
        required_day(day, field)
    if wish.last < wish.first:
        raise Invalid("until", "end_before_start", wish.last.isoformat())
    if wish.days:
        days = tuple(sorted(set(wish.days)))
    elif wish.weekday is None:
        count = (wish.last - wish.first).days + 1
        days = tuple(wish.first + timedelta(days=n) for n in range(count))
    else:
        series = Series(rrules=(f"FREQ=WEEKLY;BYDAY={weekday_codes([wish.weekday])}",))
        calendar = calendar_of(view.connection, view.centre())
        days = house_dates(series, wish.first, wish.last, calendar).dates
    if len(days) > MOST_DAYS:
        raise Invalid("until", "too_many_dates", str(len(days)))
    if not days:
        raise Invalid("until", "no_day", "")
    return tuple(days)


def _fits(row: HouseRoom, wish: RoomWish) -> bool:
    there = fold(row.equipment)
    return (
        not row.retired
        and (row.capacity is None or row.capacity >= (wish.people or 0))
        and all(fold(word) in there for word in wish.equipment)
    )


def _overlaps(taken: list[Hit], names: dict[str, str]) -> tuple[Overlap, ...]:
    once = {hit.id: hit for hit in taken}
    ordered = sorted(once.values(), key=lambda hit: (hit.starts, hit.ends, hit.id))
    return tuple(Overlap._make((names[hit.room_id], *hit[3:])) for hit in ordered)
