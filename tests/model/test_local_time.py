"""Moments of the programme as numbers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.local_time import DAY, day_of, minute_of, moment

MINUTES = st.integers(0, DAY - 1)


@given(st.dates(), MINUTES)
def test_day_and_minute_come_back_out_of_a_moment(day: date, minute: int) -> None:
    at = moment(day, minute)

    assert (day_of(at), minute_of(at)) == (day, minute)


@given(st.dates(), MINUTES, st.dates(), MINUTES)
def test_moments_are_in_the_order_of_time(a: date, early: int, b: date, late: int) -> None:
    assert (moment(a, early) < moment(b, late)) == ((a, early) < (b, late))


def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert moment(date(2026, 12, 31), DAY) == moment(date(2027, 1, 1), 0)


def test_the_night_in_which_the_clocks_change_is_as_long_as_any_other() -> None:
    assert moment(date(2026, 10, 26), 0) - moment(date(2026, 10, 25), 0) == DAY
