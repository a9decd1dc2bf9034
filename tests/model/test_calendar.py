"""Holidays, ISO weeks and half-years."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.calendar import (
    half_year_of,
    half_year_text,
    half_year_window,
    monday_of,
    named_day,
    public_holiday,
    week_from_text,
    week_text,
)


def test_public_holidays_of_north_rhine_westphalia_have_german_names() -> None:
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    found = {day: name for day in year if (name := public_holiday(day, "NW"))}
    assert found == {
        date(2026, 1, 1): "Neujahr",
        date(2026, 4, 3): "Karfreitag",
        date(2026, 4, 6): "Ostermontag",
        date(2026, 5, 1): "Erster Mai",
        date(2026, 5, 14): "Christi Himmelfahrt",
        date(2026, 5, 25): "Pfingstmontag",
        date(2026, 6, 4): "Fronleichnam",
        date(2026, 10, 3): "Tag der Deutschen Einheit",
        date(2026, 11, 1): "Allerheiligen",
        date(2026, 12, 25): "Erster Weihnachtstag",
        date(2026, 12, 26): "Zweiter Weihnachtstag",
    }


def test_the_day_of_repentance_is_no_holiday_here_but_in_saxony() -> None:
    assert public_holiday(date(2026, 11, 18), "NW") is None
    assert public_holiday(date(2026, 11, 18), "SN") is not None


def test_school_holidays_are_known_for_three_years() -> None:
    school = school_calendar("NW")
    assert school is not None
    assert school.holiday(date(2026, 4, 11)) == "Osterferien"
    assert school.holiday(date(2026, 4, 12)) is None
    assert school.holiday(date(2026, 7, 20), ["Herbstferien"]) is None
    assert school.holiday(date(2027, 1, 6)) == "Weihnachtsferien"
    assert school.knows(date(2027, 12, 31))
    assert not school.knows(date(2029, 6, 1))
    assert school_calendar("XX") is None


def test_reading_a_wording_does_not_load_the_holidays() -> None:
    code = (
        "import sys; from datetime import date; from begegnung.model.recurrence import read;"
        "read('dienstags', first=date(2026, 1, 1), last=date(2026, 6, 30));"
        "sys.exit('holidays' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_an_iso_week_is_read_and_written() -> None:
    assert week_from_text("2026-W48") == date(2026, 11, 23)
    assert week_text(date(2026, 11, 29)) == "2026-W48"
    assert week_from_text("2026-W53") == date(2026, 12, 28)


@pytest.mark.parametrize("text", ["", "2026-48", "2027-W53", "2026-W00", "W48", "2026-W4"])
def test_no_week_is_made_of_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        week_from_text(text)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_week_and_half_year(day: date) -> None:
    assert week_from_text(week_text(day)) == monday_of(day) <= day
    first, last = half_year_of(day)
    assert first <= day <= last
    assert half_year_window(half_year_text(day)) == (first, last)


@pytest.mark.parametrize("text", ["", "2026", "2026-3", "26-1"])
def test_no_half_year_is_made_of_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        half_year_window(text)


def test_days_with_a_name_are_found_in_every_year() -> None:
    assert named_day("Rosenmontag", 2026) == date(2026, 2, 16)
    assert named_day("Aschermittwoch", 2027) == date(2027, 2, 10)
    assert named_day("Heiligabend", 2026) == date(2026, 12, 24)


@given(st.integers(1995, 2090))
def test_named_public_holidays_agree_with_the_law_of_the_land(year: int) -> None:
    names = ["Karfreitag", "Ostermontag", "Christi Himmelfahrt", "Pfingstmontag", "Fronleichnam"]
    for name in names:
        assert public_holiday(named_day(name, year), "NW") is not None
