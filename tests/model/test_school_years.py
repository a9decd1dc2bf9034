"""Holidays of several sources in one calendar."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.calendar import SchoolCalendar, SchoolHoliday
from begegnung.model.school_years import LONGEST_TERM, merged

SUMMER = SchoolHoliday("Sommerferien", date(2030, 6, 24), date(2030, 8, 6))
AUTUMN = SchoolHoliday("Herbstferien", date(2030, 10, 14), date(2030, 10, 26))
SHIPPED = SchoolCalendar("NW", ((date(2026, 1, 1), date(2030, 8, 6)),), (SUMMER,))


def test_without_anything_brought_in_the_shipped_calendar_counts() -> None:
    assert merged("NW", SHIPPED, ()) is SHIPPED
    assert merged("XX", None, ()) is None


def test_a_new_break_makes_the_term_before_it_known() -> None:
    found = merged("NW", SHIPPED, (AUTUMN,))

    assert found is not None
    assert found.holidays == (SUMMER, AUTUMN)
    assert found.covered == ((date(2026, 1, 1), AUTUMN.last),)
    assert not found.knows(AUTUMN.last + timedelta(days=1))


def test_a_summer_years_away_leaves_a_gap_in_which_nothing_is_known() -> None:
    later = SchoolHoliday("Sommerferien", date(2032, 7, 5), date(2032, 8, 17))
    found = merged("NW", SHIPPED, (later,))

    assert found is not None
    assert found.knows(date(2032, 8, 1))
    assert not found.knows(date(2031, 6, 1))


def test_a_corrected_break_takes_the_place_of_the_shipped_one() -> None:
    corrected = SchoolHoliday("Sommerferien", date(2030, 7, 1), date(2030, 8, 13))
    moved = SchoolHoliday("Herbstferien", date(2030, 10, 28), date(2030, 11, 9))
    found = merged("NW", SHIPPED, (corrected,))
    again = merged("NW", found, (AUTUMN,))

    assert found is not None
    assert found.holidays == (corrected,)
    assert again is not None
    third = merged("NW", again, (moved,))
    assert third is not None
    assert third.holidays == (corrected, moved)


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 45)), min_size=1, max_size=12))
def test_what_is_brought_in_always_counts_and_is_known(blocks: list[tuple[int, int]]) -> None:
    brought_in = tuple(
        SchoolHoliday(
            "Ferien", day := date(2026, 1, 1) + timedelta(days=n), day + timedelta(days=m)
        )
        for n, m in blocks
    )
    found = merged("NW", SHIPPED, brought_in)

    assert found is not None
    for block in brought_in:
        assert found.holiday(block.first) is not None
        assert found.holiday(block.last) is not None
        assert found.knows(block.first)
        assert found.knows(block.last)
    assert all(a[1] + LONGEST_TERM < b[0] for a, b in pairwise(found.covered))
