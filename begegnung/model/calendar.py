"""Holidays, closing days, ISO weeks and half-years. Pure: data is passed in."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_HALF_YEAR = re.compile(r"(\d{4})-([12])")


@lru_cache(maxsize=64)
def _public_holidays(year: int, land: str) -> dict[date, str]:
    # Imported here because the package costs more than the rest of the model together.
    import holidays

    found = holidays.country_holidays("DE", subdiv=land, years=year, language="de")
    return dict(found.items())


def public_holiday(day: date, land: str = "NW") -> str | None:
    """German name of the public holiday on a local date in a Land ("NW", "BE"), or None.

    Raises NotImplementedError for a Land that does not exist.
    """
    return _public_holidays(day.year, land).get(day)


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """One block of school holidays, both days included."""

    name: str
    first: date
    last: date


Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The school holidays of one Land and the spans of dates they are known for, in order."""

    land: str
    covered: tuple[Span, ...]
    holidays: tuple[SchoolHoliday, ...]

    def holiday(self, day: date, names: Collection[str] = ()) -> str | None:
        """Name of the school holidays on a date, or None; ``names`` asks for those only."""
        for block in self.holidays:
            if block.first > day:
                break
            if day <= block.last and (not names or block.name in names):
                return block.name
        return None

    def knows(self, day: date) -> bool:
        """Whether the holidays around a date are known at all."""
        return any(first <= day <= last for first, last in self.covered)


@dataclass(frozen=True, slots=True)
class ClosingDays:
    """Days on which a whole house is closed, both included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HouseCalendar:
    """What decides on which days a house is open to a series: its Land and its own days.

    ``school`` None: no school holidays are known. ``closed`` holds the closing days of the whole
    house, not those of single rooms.
    """

    land: str = "NW"
    school: SchoolCalendar | None = None
    closed: tuple[ClosingDays, ...] = ()


def monday_of(day: date) -> date:
    """The Monday of the ISO week a date lies in."""
    return day - timedelta(days=day.weekday())


def week_text(day: date) -> str:
    """The ISO week of a date as "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_from_text(text: str) -> date:
    """The Monday of an ISO week: "2026-W48" -> 23.11.2026. Raises ValueError otherwise."""
    found = _WEEK.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not an ISO week: {text!r}")
    return date.fromisocalendar(int(found[1]), int(found[2]), 1)


def half_year_text(day: date) -> str:
    """The planning half-year of a date: January to June is "2026-1"."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def half_year_window(text: str) -> tuple[date, date]:
    """First and last day of a half-year ("2026-2"). Raises ValueError for anything else."""
    found = _HALF_YEAR.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not a half-year: {text!r}")
    year = int(found[1])
    if found[2] == "1":
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


def half_year_of(day: date) -> tuple[date, date]:
    """First and last day of the half-year a date lies in."""
    return half_year_window(half_year_text(day))


_FROM_EASTER = {
    "Weiberfastnacht": -52,
    "Rosenmontag": -48,
    "Veilchendienstag": -47,
    "Aschermittwoch": -46,
    "Gründonnerstag": -3,
    "Karfreitag": -2,
    "Ostermontag": 1,
    "Christi Himmelfahrt": 39,
    "Pfingstmontag": 50,
    "Fronleichnam": 60,
}
_FIXED = {
    "Neujahr": (1, 1),
    "Allerheiligen": (11, 1),
    "Heiligabend": (12, 24),
    "Silvester": (12, 31),
}


def named_day(name: str, year: int) -> date:
    """Date of a day with a name ("Rosenmontag"), public holiday or not.

    Raises KeyError for an unknown name.
    """
    if name in _FIXED:
        month, day = _FIXED[name]
        return date(year, month, day)
    from dateutil.easter import easter

    return easter(year) + timedelta(days=_FROM_EASTER[name])


def is_opening_day(day: date, calendar: HouseCalendar) -> bool:
    """Whether the desk is there: Monday to Friday, no public holiday, no closing day."""
    if day.weekday() > 4 or public_holiday(day, calendar.land):
        return False
    return not any(closed.first <= day <= closed.last for closed in calendar.closed)


def opening_day_after(day: date, count: int, calendar: HouseCalendar) -> date:
    """The `count`-th day after `day` on which the desk is open.

    A house that is closed for longer than a year is taken as open, so that there is an answer.
    """
    found = day
    for _ in range(count):
        later = (found + timedelta(days=n) for n in range(1, 400))
        found = next((one for one in later if is_opening_day(one, calendar)), found)
    return found
