"""Dates from a series."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from begegnung.model.calendar import SchoolCalendar, named_day, public_holiday
from begegnung.model.recurrence.rule_days import days_of_rule, is_rule_day, rule_days
from begegnung.model.recurrence.series import HolidayPolicy, Series

_Day = date
_LONGEST_SHIFT = 8
"""Weeks after which nobody takes a date for the one of the holiday any more."""
_YEARS_BEHIND = 10
"""Years behind the window in which the dates added at the end of a course are looked for."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date of the rule that does not take place, with the name of the reason.

    ``instead`` is the date held for it by the rule of the series: a week later for a holiday, or
    added at the end of a course. None where nothing replaces it.
    """

    date: date
    reason: str
    instead: _Day | None = None


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
    fate = _Fate(series, land, school)
    found = fate.of_course(last) if series.count else fate.of_rule(first, last)
    dates = {day for day in fate.named if first <= day <= last}
    skipped = [one for one in fate.moved_names() if first <= one.date <= last]
    unknown = False
    for day, held, left_out in found:
        inside = first <= day <= last
        if held and first <= held <= last:
            dates.add(held)
        if left_out and inside:
            skipped.append(left_out)
        if inside and fate.asks_school and not unknown:
            unknown = not (school and school.knows(day))
    return Expansion(tuple(sorted(dates)), tuple(skipped), unknown)


_HELD: tuple[None, HolidayPolicy] = (None, "keep")


class _Outcome(NamedTuple):
    """A day of the rule, the day it is held on if it is, and what left it out if that differs."""

    day: date
    held: date | None
    left_out: Skipped | None


class _Fate:
    """What becomes of the days of a series."""

    def __init__(self, series: Series, land: str, school: SchoolCalendar | None) -> None:
        self.series = series
        self.land = land
        self.school = school
        self.moves = {move.origin: move.target for move in series.moved}
        self.listed = {d for d in series.dates if d not in series.exdates and d not in self.moves}
        self.named = self.listed | set(self.moves.values())
        policies = series.on_public_holidays, series.on_school_holidays
        self.asks_school = policies[1] in {"skip", "next_week"}
        self.shifts = "next_week" in policies
        self.asks_public = policies[0] in {"skip", "next_week"}
        self.has_exceptions = bool(
            series.exdates or series.pauses or series.closing_days or series.exrules
        )

    def moved_names(self) -> list[Skipped]:
        """The listed dates that were moved and are no days of the rule."""
        return [
            _moved(day, self.moves[day])
            for day in self.series.dates
            if day in self.moves and not is_rule_day(self.series, day)
        ]

    def of_rule(self, first: date, last: date) -> Iterator[_Outcome]:
        """Days of a rule without a number of sessions, and those that move into the window."""
        series = self.series
        begin = _weeks_before(first, _LONGEST_SHIFT) if self.shifts else first
        begin = max(begin, series.start or begin)
        for day in rule_days(series, begin, min(last, series.until or last)):
            yield self.of_day(day)

    def of_course(self, last: date) -> list[_Outcome]:
        """Days from the first session to the last; what falls out names a date at the end.

        The count is always kept from the first day on, whatever the window, so that the same
        course has the same dates in each.
        """
        series, count = self.series, self.series.count or 0
        start = series.start or last
        behind = date(min(max(last, start).year + _YEARS_BEHIND, MAXYEAR), 12, 31)
        found: list[_Outcome] = []
        held = 0
        for day in rule_days(series, start, min(behind, series.until or behind)):
            found.append(self.of_day(day))
            held += found[-1].held is not None
            if held == count:
                break
        added = iter([one.held for one in found[count:] if one.held])
        for k, one in enumerate(found[:count]):
            if one.left_out and one.held is None:
                found[k] = one._replace(left_out=replace(one.left_out, instead=next(added, None)))
        return found

    def of_day(self, day: date) -> _Outcome:
        """What becomes of a day of the rule."""
        if day in self.listed:
            return _Outcome(day, day, None)
        name, policy = self._reason(day)
        if name is None:
            target = self.moves.get(day) if self.moves else None
            return _Outcome(day, target or day, _moved(day, target) if target else None)
        instead = self._shifted(day) if policy == "next_week" else None
        return _Outcome(day, instead, Skipped(day, name, instead))

    def _shifted(self, day: date) -> date | None:
        """The day a date of a holiday is held, in steps of a week.

        Where the rule or another date has that day already, nothing is gained.
        """
        series = self.series
        for _ in range(_LONGEST_SHIFT):
            if day > date.max - timedelta(weeks=1):
                return None
            day += timedelta(weeks=1)
            if series.until and day > series.until:
                return None
            if day in self.named or is_rule_day(series, day):
                return None
            in_season = not series.months or day.month in series.months
            if in_season and self._reason(day)[0] is None:
                return day
        return None

    def _reason(self, day: date) -> tuple[str | None, HolidayPolicy]:
        """Why a day is left out, and by which policy; leaving out beats moving."""
        series = self.series
        if self.has_exceptions and (fixed := self._left_out(day)):
            return fixed, "skip"
        public = public_holiday(day, self.land) if self.asks_public else None
        free = (
            self.school.holiday(day, series.school_holidays_named)
            if self.school and self.asks_school
            else None
        )
        if public is None and free is None:
            return _HELD
        found: list[tuple[str, HolidayPolicy]] = []
        if public and series.on_public_holidays:
            found.append((public, series.on_public_holidays))
        if free and series.on_school_holidays:
            found.append((free, series.on_school_holidays))
        return next((one for one in found if one[1] == "skip"), found[0])

    def _left_out(self, day: date) -> str | None:
        series = self.series
        if day in series.exdates:
            return "ausgenommen"
        for pause in series.pauses:
            if pause.first <= day and (pause.last is None or day <= pause.last):
                return "Pause"
        for name in series.closing_days:
            if named_day(name, day.year) == day:
                return name
        if any(days_of_rule(rule, series.origin, day, day) for rule in series.exrules):
            return "ausgenommen"
        return None


def _moved(origin: date, target: date) -> Skipped:
    return Skipped(origin, f"verlegt auf {target:%d.%m.%Y}")


def _weeks_before(day: date, weeks: int) -> date:
    return date.fromordinal(max(day.toordinal() - 7 * weeks, 1))
