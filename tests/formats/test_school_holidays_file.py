"""The shipped school holidays: plausible in every Land, and silent about what is not known."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from begegnung.formats.school_holidays_file import read_school_holidays, school_calendar
from begegnung.model.calendar import SchoolCalendar
from begegnung.model.errors import FileUnreadable
from begegnung.model.laender import LAENDER
from begegnung.resources import resource

SHIPPED = resource("holidays", "schulferien.json")
WEEKS_OF_SUMMER = range(38, 49)
"""Days from the first to the last: six weeks, less the weekends around them, or a little more."""


def calendar(land: str) -> SchoolCalendar:
    """The shipped calendar of a Land."""
    found = school_calendar(land)
    assert found is not None
    return found


def test_every_land_is_there_with_its_sources_and_the_day_they_were_asked() -> None:
    stored = json.loads(SHIPPED.read_text(encoding="utf-8"))

    assert set(stored["laender"]) == set(LAENDER)
    assert date.fromisoformat(stored["retrieved"]) >= date(2026, 1, 1)
    assert len(stored["sources"]) >= 2
    assert school_calendar("XX") is None


@pytest.mark.parametrize("land", LAENDER)
def test_the_holidays_are_in_order_apart_and_within_what_is_known(land: str) -> None:
    school = calendar(land)
    ((first, last),) = school.covered

    assert first <= date(2026, 1, 1)
    assert last >= date(2028, 9, 30)
    assert all(first <= one.first <= one.last <= last for one in school.holidays)
    assert all(one.last < after.first for one, after in pairwise(school.holidays))


@pytest.mark.parametrize("land", LAENDER)
def test_every_school_year_has_its_summer_autumn_christmas_and_easter(land: str) -> None:
    for year in (2026, 2027):
        begin, end = date(year, 1, 1), date(year, 12, 31)
        names = [one.name for one in calendar(land).holidays if begin <= one.first <= end]
        spring = "Frühjahrsferien" if land == "HH" else "Osterferien"
        for name in (spring, "Sommerferien", "Herbstferien", "Weihnachtsferien"):
            assert name in names, (year, name)
        assert names.count("Sommerferien") == 1


@pytest.mark.parametrize("land", LAENDER)
def test_the_summer_has_six_weeks_and_no_break_is_longer(land: str) -> None:
    for one in calendar(land).holidays:
        days = (one.last - one.first).days + 1
        if one.name == "Sommerferien":
            assert days in WEEKS_OF_SUMMER, one
            assert (one.first.month, one.last.month) in {(6, 8), (6, 9), (7, 8), (7, 9), (8, 9)}
        elif one.name == "Unterrichtsfreier Tag":
            assert days == 1
        else:
            assert days <= 22, one
        # A single free day at a weekend would be none.
        assert days > 1 or one.first.weekday() < 5 or one.name == "Herbstferien", one


@pytest.mark.parametrize("land", LAENDER)
def test_christmas_lies_in_the_christmas_holidays_of_every_land(land: str) -> None:
    school = calendar(land)
    for year in (2025, 2026, 2027):
        assert school.holiday(date(year, 12, 28)) == "Weihnachtsferien"


def test_the_dates_of_north_rhine_westphalia_are_those_of_the_ministry() -> None:
    found = {
        (one.name, one.first, one.last)
        for one in calendar("NW").holidays
        if one.first.year in {2026, 2027}
    }
    assert found == {
        ("Osterferien", date(2026, 3, 30), date(2026, 4, 11)),
        ("Pfingstferien", date(2026, 5, 26), date(2026, 5, 26)),
        ("Sommerferien", date(2026, 7, 20), date(2026, 9, 1)),
        ("Herbstferien", date(2026, 10, 17), date(2026, 10, 31)),
        ("Weihnachtsferien", date(2026, 12, 23), date(2027, 1, 6)),
        ("Osterferien", date(2027, 3, 22), date(2027, 4, 3)),
        ("Pfingstferien", date(2027, 5, 18), date(2027, 5, 18)),
        ("Sommerferien", date(2027, 7, 19), date(2027, 8, 31)),
        ("Herbstferien", date(2027, 10, 23), date(2027, 11, 6)),
        ("Weihnachtsferien", date(2027, 12, 24), date(2028, 1, 8)),
    }


def test_what_nobody_has_verified_is_not_claimed_to_be_known() -> None:
    last = calendar("ST").covered[-1][1]

    assert calendar("ST").knows(last)
    assert not calendar("ST").knows(last + timedelta(days=1))


@pytest.mark.parametrize("text", ["", "[]", '{"laender": {"NW": {}}}', '{"laender": 3}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ferien.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileUnreadable):
        read_school_holidays(file)
