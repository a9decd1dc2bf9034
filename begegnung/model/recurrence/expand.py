"""Dates from a series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrule, rrulestr

from begegnung.model.calendar import SchoolCalendar, monday_of, named_day, public_holiday
from begegnung.model.recurrence.series import Series, interval_of


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date of the rule that does not take place, with the name of the reason."""

    date: date
    reason: str


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
    them out. Explicit dates are given as they are.
    """
    begin = series.start if series.start and series.count else max(first, series.start or first)
    end = min(last, series.until or last)
    dates = {day for day in series.dates if first <= day <= last and day not in series.exdates}
    skipped: list[Skipped] = []
    unknown = False
    held = 0
    moves = {move.origin: move.target for move in series.moved}
    left_out = _left_out(series, begin, end)
    for day in rule_days(series, begin, end):
        reason = _reason(series, day, land, school) or ("ausgenommen" if day in left_out else None)
        inside = first <= day <= last
        if series.skip_school_holidays and inside and not (school and school.knows(day)):
            unknown = True
        if reason is None and day in moves:
            reason = f"verlegt auf {moves[day]:%d.%m.%Y}"
            held += 1
        elif reason is None:
            held += 1
            if inside:
                dates.add(day)
        if reason and inside and day not in dates:
            skipped.append(Skipped(day, reason))
        if series.count is not None and held >= series.count:
            break
    dates |= {target for target in moves.values() if first <= target <= last}
    return Expansion(tuple(sorted(dates)), tuple(skipped), unknown)


def rule_days(series: Series, first: date, last: date) -> Iterator[date]:
    """Days of the rules between two dates, before anything is left out, each once, in order."""
    days: set[date] = set()
    for rule in series.rrules:
        days.update(_days(rule, series.origin, first, last))
    for day in sorted(days):
        if series.months and day.month not in series.months:
            continue
        if series.parity and (day.isocalendar().week % 2 == 0) != (series.parity == "even"):
            continue
        yield day


def _days(rule: str, origin: date | None, first: date, last: date) -> Iterator[date]:
    if last < first:
        return
    parsed = rrulestr(rule, dtstart=_noon(_rule_start(rule, origin, first)))
    if not isinstance(parsed, rrule):
        raise TypeError(f"more than one rule in {rule!r}")
    for moment in parsed.between(_noon(first), _noon(last), inc=True):
        yield moment.date()


def _rule_start(rule: str, origin: date | None, first: date) -> date:
    """A day not after ``first`` from which dateutil counts in step with ``origin``."""
    interval = interval_of(rule)
    if "FREQ=WEEKLY" in rule:
        monday = monday_of(first)
        if origin is None or interval == 1:
            return monday
        weeks = (monday - monday_of(origin)).days // 7
        return monday - timedelta(weeks=weeks % interval)
    if origin is None or interval == 1:
        return first.replace(day=1)
    months = (first.year - origin.year) * 12 + first.month - origin.month
    number = first.year * 12 + first.month - 1 - months % interval
    return date(number // 12, number % 12 + 1, 1)


def _noon(day: date) -> datetime:
    # dateutil wants moments; the programme has no time zone.
    return datetime.combine(day, time(12))


def _left_out(series: Series, first: date, last: date) -> set[date]:
    return {day for rule in series.exrules for day in _days(rule, series.origin, first, last)}


def _reason(series: Series, day: date, land: str, school: SchoolCalendar | None) -> str | None:
    if day in series.exdates:
        return "ausgenommen"
    for pause in series.pauses:
        if pause.first <= day and (pause.last is None or day <= pause.last):
            return "Pause"
    for name in series.closing_days:
        if named_day(name, day.year) == day:
            return name
    if series.skip_public_holidays and (name := public_holiday(day, land)):
        return name
    if series.skip_school_holidays and school:
        return school.holiday(day, series.school_holidays_named)
    return None
