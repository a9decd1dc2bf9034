"""What a house leaves out when it plans: its closing days, its holidays, and what it does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.calendar import ClosingDays, HouseCalendar
from begegnung.model.errors import RoomClosed
from begegnung.model.local_time import day_of
from begegnung.model.recurrence import Pause, Series
from begegnung.services.dates import dates_of
from begegnung.services.house_calendar import house_calendar, house_dates
from begegnung.services.houses import AddClosure, EditHouse, add_closure, edit_house
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer
from tests.desks import MONDAY, House

MONDAYS = ("FREQ=WEEKLY;BYDAY=MO",)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
CLOSED = HouseCalendar("NW", None, (ClosingDays(date(2027, 2, 1), date(2027, 2, 8), "Umbau"),))


def test_closing_days_are_left_out_with_their_reason() -> None:
    found = house_dates(Series(MONDAYS), FIRST, LAST, CLOSED)

    assert date(2027, 2, 1) not in found.dates
    assert [(one.date, one.reason) for one in found.skipped if one.date.month == 2] == [
        (date(2027, 2, 1), "Haus geschlossen: Umbau"),
        (date(2027, 2, 8), "Haus geschlossen: Umbau"),
    ]


def test_a_course_keeps_its_number_over_closing_days() -> None:
    course = Series(MONDAYS, start=date(2027, 1, 18), count=4)
    found = house_dates(course, FIRST, LAST, CLOSED)

    assert found.dates == tuple(date(2027, *day) for day in ((1, 18), (1, 25), (2, 15), (2, 22)))
    assert [(one.date, one.instead) for one in found.skipped] == [
        (date(2027, 2, 1), date(2027, 2, 15)),
        (date(2027, 2, 8), date(2027, 2, 22)),
    ]


def test_what_takes_place_elsewhere_and_what_is_named_by_day_stands() -> None:
    walk = house_dates(Series(MONDAYS), FIRST, LAST, CLOSED, elsewhere=True)
    named = house_dates(Series(dates=(date(2027, 2, 1),)), FIRST, LAST, CLOSED)
    words = house_dates(Series(MONDAYS), FIRST, LAST, CLOSED, policy=False)

    assert date(2027, 2, 1) in walk.dates
    assert named.dates == (date(2027, 2, 1),)
    assert date(2027, 2, 1) in words.dates


def test_a_pause_of_the_series_itself_keeps_its_own_reason() -> None:
    paused = Series(MONDAYS, pauses=(Pause(date(2027, 2, 8), date(2027, 2, 14)),))
    reasons = {one.date: one.reason for one in house_dates(paused, FIRST, LAST, CLOSED).skipped}
    assert reasons[date(2027, 2, 1)] == "Haus geschlossen: Umbau"
    assert "geschlossen" not in reasons[date(2027, 2, 8)]


def test_a_date_that_moves_by_a_week_does_not_land_on_a_closing_day() -> None:
    # Easter Monday 2027 is the 29th of March; the week after the house is closed.
    shut = HouseCalendar("NW", None, (ClosingDays(date(2027, 4, 5), date(2027, 4, 9)),))
    monthly = Series(("FREQ=MONTHLY;BYDAY=-1MO",), on_public_holidays="next_week")
    found = house_dates(monthly, FIRST, date(2027, 4, 30), shut)

    assert date(2027, 4, 5) not in found.dates
    assert date(2027, 4, 12) in found.dates


@given(
    start=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    length=st.integers(0, 40),
    count=st.integers(1, 12),
)
def test_however_long_the_house_is_closed_the_number_of_dates_holds(
    start: date, length: int, count: int
) -> None:
    shut = ClosingDays(start, start + timedelta(days=length), "zu")
    course = Series(MONDAYS, start=date(2026, 1, 5), count=count)
    found = house_dates(
        course, date(2026, 1, 1), date(2029, 12, 31), HouseCalendar("NW", None, (shut,))
    )

    assert len(found.dates) == count
    assert not any(shut.first <= day <= shut.last for day in found.dates)


def test_the_calendar_of_the_house_has_its_land_and_the_closures_of_the_whole_house(
    house: House,
) -> None:
    house.act(add_closure, AddClosure(None, date(2026, 12, 21), date(2026, 12, 31), "Ferien"))
    house.act(add_closure, AddClosure(house.room(), date(2026, 12, 7), date(2026, 12, 7), "Boden"))
    house.act(edit_house, EditHouse({"land": "BY"}))
    found = house.desk.read(house_calendar)

    assert found.land == "BY"
    assert found.school is not None
    assert found.school.land == "BY"
    assert found.closed == (ClosingDays(date(2026, 12, 21), date(2026, 12, 31), "Ferien"),)


def test_a_series_over_closing_days_is_planned_without_them_instead_of_refused(
    house: House,
) -> None:
    house.act(add_closure, AddClosure(None, date(2026, 12, 21), date(2026, 12, 31), "Ferien"))
    until = MONDAY + timedelta(weeks=7)
    planned = house.series("Yoga", MONDAY, until)

    assert (date(2026, 12, 21), "Haus geschlossen: Ferien") in planned.skipped
    held = {
        day_of(line.starts)
        for line in house.desk.read(dates_of, planned.offer_id)
        if line.state == "planned"
    }
    assert not {date(2026, 12, 21), date(2026, 12, 28)} & held
    assert len(held) == 6


def test_a_day_that_was_named_is_refused_where_the_house_is_closed(house: House) -> None:
    day = date(2026, 12, 21)
    house.act(add_closure, AddClosure(None, day, day, "Ferien"))
    once = PlannedSeries(Series(dates=(day,)), day, day, 600, 660)
    data = OfferData("Fest", "event", room_id=house.room())
    with pytest.raises(RoomClosed):
        house.act(add_offer, AddOffer(data, (once,)))


def test_closing_days_of_other_years_change_nothing_and_no_year_is_too_far() -> None:
    years = tuple(
        ClosingDays(date(year, 2, 1), date(year, 2, 8), "zu") for year in range(1990, 2060)
    )
    many = HouseCalendar("NW", None, years)
    one = HouseCalendar("NW", None, (ClosingDays(date(2027, 2, 1), date(2027, 2, 8), "zu"),))

    assert house_dates(Series(MONDAYS), FIRST, LAST, many) == house_dates(
        Series(MONDAYS), FIRST, LAST, one
    )
    for year in (1, 9999):
        first, last = date(year, 1, 1), date(year, 12, 31)
        assert len(house_dates(Series(MONDAYS), first, last, many).dates) >= 40
