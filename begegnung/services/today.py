"""A day at the desk: everything the page Heute shows, of one moment."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from begegnung.model.calendar import public_holiday
from begegnung.model.offer_rows import BelowMinimum
from begegnung.model.rows import ClosureRow, DateLine, PromotedLine, RoomNow
from begegnung.services.booking_lists import promoted_and_not_told
from begegnung.services.clashes import clashes
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.exchange_runs import last_complete
from begegnung.services.houses import closures, own_centre, rooms
from begegnung.services.minimum import below_minimum
from begegnung.services.occupancy import house_rooms
from begegnung.services.offers import offer_list, without_dates
from begegnung.services.present import moment_of, today_of

_DAY_MS = 24 * 60 * 60 * 1000


class Day(NamedTuple):
    """What happens on `day`, and what the desk should know now.

    `now` is the present as a local moment, `today` the present day. `free_rooms` are free now.
    `undated` counts offers without any date, `unsettled` what an exchange could not decide,
    `exchange_days` the whole days since the last exchange that was complete (None: there has been
    none). `offers` counts the offers of the house, so that an empty house can be told from an empty
    day.
    `below_minimum` are the offers that begin soon with too few people.
    """

    day: date
    today: date
    now: int
    dates: tuple[DateLine, ...]
    holiday: str | None
    closures: tuple[ClosureRow, ...]
    promoted: tuple[PromotedLine, ...]
    free_rooms: tuple[RoomNow, ...]
    offers: int
    undated: int
    unsettled: int
    exchange_days: int | None
    below_minimum: tuple[BelowMinimum, ...] = ()


def day_at_the_desk(view: View, day: date) -> Day:
    """Everything about `day` and about now; raises `NoCentre` before a house is set up."""
    now, today = moment_of(view.now_ms), today_of(view.now_ms)
    lines = dates_between(view, day, day)
    closed = closures(view, day, day)
    open_questions = clashes(view)
    complete = last_complete(view)
    return Day(
        day=day,
        today=today,
        now=now,
        dates=tuple(lines),
        holiday=_holiday(view, day),
        closures=tuple(closed),
        promoted=tuple(promoted_and_not_told(view)),
        free_rooms=tuple(_free_now(view, lines if day == today else None, today, now)),
        offers=len(offer_list(view)),
        undated=len(without_dates(view)),
        unsettled=sum(len(part) for part in open_questions),
        exchange_days=None if complete is None else (view.now_ms - complete) // _DAY_MS,
        below_minimum=tuple(below_minimum(view)),
    )


def _holiday(view: View, day: date) -> str | None:
    land = own_centre(view).land
    return public_holiday(day, land) if land else None


def _free_now(view: View, lines: list[DateLine] | None, today: date, now: int) -> list[RoomNow]:
    """The rooms nobody uses now and that are not closed, in the order of the plan."""
    if lines is None:
        lines = dates_between(view, today, today)
    shut = {row.room_id for row in closures(view, today, today)}
    if None in shut:
        return []
    building = house_rooms(view.connection, view.centre()).building
    free: list[RoomNow] = []
    for room in rooms(view):
        until = free_until(lines, building.blocking(room.id) | {room.id}, now)
        if not shut & building.sharing(room.id) and until != -1:
            free.append(RoomNow(room.id, room.name, until))
    return free


def free_until(lines: Sequence[DateLine], room_ids: Collection[str], now: int) -> int | None:
    """The moment until which nobody is in these rooms or sets up there.

    None for the rest of the day; -1 when somebody is there at the moment `now`.
    """
    following = [
        line.occupied
        for line in lines
        if line.room_id in room_ids and line.state == "planned" and line.occupied[1] > now
    ]
    if not following:
        return None
    start = min(following)[0]
    return -1 if start <= now else start
