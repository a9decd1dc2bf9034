"""Dates from a series."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from begegnung.model.calendar import SchoolCalendar, named_day, public_holiday
from begegnung.model.recurrence.rule_days import days_of_rule, is_rule_day, rule_days
from begegnung.model.recurrence.series import HolidayPolicy, Series

_LONGEST_SHIFT = 8
"""Weeks after which nobody takes a date for the one of the holiday any more."""
_YEARS_BEHIND = 2
"""Years behind the window in which the dates added at the end of a course are looked for."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date of the rule that does not take place, with the name of the reason.

    ``instead`` is the date held for it: the one it was moved to, or the one added at the end of a
    course. None where nothing replaces it.
    """

    date: date
    reason: str
    instead: date | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """Dates of a series in a window, in order.

    ``school_holidays_unknown`` tells that the series leaves out school holidays which are not
    known for a part of the window: those dates stand in ``dates`` and want a look.
    """

    dates: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    school_holidays_unknown: bool = False


def expand(
    series: Series,
    first: date,
    last: date,
    *,
    land: str = "NW",
    school: SchoolCalendar | None = None,
) -> Expansion:
    """The dates from ``first`` to ``last`` (both included) and what is left out of the rule.

    ``school`` holds the school holidays of the Land and is only asked when the series leaves
    them out. Explicit dates are given as they are, also where the rule leaves them out.
    """
    rule = _Rule(series, land, school)
    found = rule.counted(last) if series.count else rule.between(first, last)
    dates = {day for day in rule.named if first <= day <= last}
    skipped: list[Skipped] = []
    for day, left_out in found:
        held = day if left_out is None else left_out.instead
        added = series.count is not None and left_out is not None and left_out.date == held
        if held and not added and first <= held <= last:
            dates.add(held)
        if left_out and first <= day <= last:
            skipped.append(left_out)
    return Expansion(tuple(sorted(dates)), tuple(skipped), rule.unknown(first, last))
