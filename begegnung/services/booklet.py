"""The booklet of a half-year, from the database to what is printed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import offer, room
from begegnung.model.booklet_rows import Booklet, BookletOffer, FreeDays
from begegnung.model.calendar import half_year_text, half_year_window, public_holiday
from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.model.offers import takes_names, usual_time
from begegnung.model.rows import DateLine
from begegnung.services.booking_slip import common_place, slip_date
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import closures, own_centre
from begegnung.services.offers import without_dates
from begegnung.services.present import today_of
from begegnung.services.reductions import reductions
from begegnung.services.school_holidays import known_holidays
from begegnung.services.weekly import programme_house

_FEW, _FEW_EVENTS = 3, 6
"""Up to so many dates are named one by one in the calendar; of events and trips more."""
_SAME = tuple(
    set(BookletOffer.__dataclass_fields__) - {"wording", "dates", "place", "single", "waits"}
)


def booklet_of(view: View, half_year: str = "") -> Booklet:
    """The offers that are printed and what else is in a half-year ("2027-1"), this one without.

    An offer belongs to it with a date that takes place in it, or when it has no dates at all.
    Raises `Invalid` for what is no half-year, and `NoCentre` before a house is set up.
    """
    house = own_centre(view)
    typed = half_year.strip() or half_year_text(today_of(view.now_ms))
    try:
        first, last = half_year_window(typed)
    except ValueError as error:
        raise Invalid("half", "not_a_half_year", typed) from error
    offers = sorted(_offers(view, first, last), key=lambda one: sort_key(one.title))
    return Booklet(
        house=programme_house(view),
        first=first,
        last=last,
        offers=tuple(offers),
        free=tuple(sorted(_free(view, house.land, first, last))),
        reductions=tuple((one.name, one.percent) for one in reductions(view) if one.on_fee),
    )


def _offers(view: View, first: date, last: date) -> Iterator[BookletOffer]:
    planned: dict[str, list[DateLine]] = defaultdict(list)
    for line in dates_between(view, first, last):
        if line.state == "planned":
            planned[line.offer_id].append(line)
    undated = {line.id for line in without_dates(view)}
    rows = view.connection.execute(
        select(offer, func.coalesce(room.c.name, offer.c.place).label("usual_place"))
        .outerjoin(room, room.c.id == offer.c.room_id)
        .where(offer.c.centre_id == view.centre(), offer.c.printed)
        .order_by(offer.c.title, offer.c.id)
    )
    for row in rows:
        if row.id in planned or row.id in undated:
            yield _offer(row, planned.get(row.id, []))


def _offer(row: Any, lines: list[DateLine]) -> BookletOffer:
    few = _FEW_EVENTS if row.type in ("event", "trip") else _FEW
    return BookletOffer(
        **{name: getattr(row, name) for name in _SAME},
        wording=usual_time(row.wording, row.time_text),
        dates=tuple(map(slip_date, lines)),
        place=common_place(lines) or row.usual_place or "",
        single=0 < len(lines) <= few,
        waits=takes_names(row.type, row.registration) and row.capacity is not None,
    )


def _free(view: View, land: str, first: date, last: date) -> Iterator[FreeDays]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        name = public_holiday(day, land)
        if name is not None:
            yield FreeDays(day, day, name, "public")
    for line in known_holidays(view, land).lines:
        if line.first <= last and line.last >= first:
            yield FreeDays(line.first, line.last, line.name, "school")
    for row in closures(view, first, last):
        if row.room_id is None:
            yield FreeDays(row.first_day, row.last_day, row.reason, "closed")
