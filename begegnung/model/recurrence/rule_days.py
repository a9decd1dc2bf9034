"""The days a rule falls on, before anything is left out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrulestr

from begegnung.model.calendar import monday_of
from begegnung.model.recurrence.rule_text import rule_of
from begegnung.model.recurrence.series import Parity, Series


def rule_days(series: Series, first: date, last: date) -> Iterator[date]:
    """Days of the rules between two dates (both included), each once, in order."""
    rules = series.rrules
    for year in range(first.year, last.year + 1):
        begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        if len(rules) == 1:
            days = days_of_rule(rules[0], series.origin, begin, end)
        else:
            days = sorted(
                {day for rule in rules for day in days_of_rule(rule, series.origin, begin, end)}
            )
        if series.months:
            days = [day for day in days if day.month in series.months]
        if series.parity:
            days = [day for day in days if _parity_of(day) == series.parity]
        yield from days


def is_rule_day(series: Series, day: date) -> bool:
    """Whether a rule of the series falls on a day."""
    return next(rule_days(series, day, day), None) is not None


def days_of_rule(rule: str, origin: date | None, first: date, last: date) -> Sequence[date]:
    """Days of one rule between two dates of one year; ``origin`` is where its rhythm begins.

    dateutil gives the days without the interval, once a year and rule. The interval is counted
    from the week or month of ``origin`` in both directions.
    """
    parts = rule_of(rule)
    year = _days_of_year(parts.each, first.year)
    days = year[bisect_left(year, first) : bisect_right(year, last)]
    interval = parts.interval
    if origin is None or interval == 1:
        return days
    if parts.unit == "week":
        monday = monday_of(origin).toordinal()
        return [day for day in days if (day.toordinal() - monday) // 7 % interval == 0]
    month = origin.year * 12 + origin.month
    return [day for day in days if (day.year * 12 + day.month - month) % interval == 0]


@lru_cache(maxsize=4096)
def _days_of_year(rule: str, year: int) -> tuple[date, ...]:
    if year == MAXYEAR:
        # dateutil looks beyond the end of this year; the calendar repeats every 400 years.
        return tuple(day.replace(year=year) for day in _days_of_year(rule, year - 400))
    # dateutil wants moments; the programme has no time zone.
    begin, end = (datetime.combine(date(year, m, d), time()) for m, d in ((1, 1), (12, 31)))
    parsed = rrulestr(rule, dtstart=begin)
    return tuple(moment.date() for moment in parsed.between(begin, end, inc=True))


@lru_cache(maxsize=4096)
def _parity_of(day: date) -> Parity:
    return "even" if day.isocalendar().week % 2 == 0 else "odd"
