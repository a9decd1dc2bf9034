"""Recurrence rules of calendar files (RFC 5545), expanded within a window.

Not by dateutil, to which the tests compare it: that one walks to the year 9999 for a rule that
never matches, and from the first date of all for each answer. A file that somebody sends must not
keep the desk waiting. Here the walk begins near the window wherever no count forbids it, and
every file has a budget of days to look at.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta

from begegnung.formats.icalendar_zones import stamp
from begegnung.model.recurrence.rule_text import CODES

DAYS_OF_A_FILE = 3_000_000
"""Days all rules of one file may look at: a few seconds of work."""

_NUMBERS = {
    "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(1, 32),
    "BYYEARDAY": range(1, 367),
    "BYWEEKNO": range(1, 54),
    "BYSETPOS": range(1, 367),
}
_DAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class RuleUnusable(ValueError):
    """The rule has no place here; its text is a German sentence with the reason."""


@dataclass
class Budget:
    """How many days may still be looked at; raises `RuleUnusable` when there are none left."""

    days: int = DAYS_OF_A_FILE

    def spend(self, days: int) -> None:
        """Takes so many days."""
        self.days -= days
        if self.days < 0:
            raise RuleUnusable("Die Wiederholungen dieser Datei sind zu aufwendig.")


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A rule taken apart; empty tuples say nothing. `until` is a moment as in the file."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    until_is_utc: bool = False
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()


def rule_from(text: str, start: datetime | date) -> CalendarRule:
    """The rule in a text for a series that begins at `start`; raises `RuleUnusable`."""
    given: dict[str, str] = {}
    for part in filter(None, text.upper().replace(" ", "").split(";")):
        name, _, value = part.partition("=")
        given[name] = value
    frequency = given.pop("FREQ", "")
    if frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise RuleUnusable("Die Wiederholung ist häufiger als täglich.")
    if frequency not in _FREQUENCIES:
        raise RuleUnusable(f"Die Wiederholung ist nicht lesbar: {text[:60]}.")
    try:
        return _rule(frequency, given, start)
    except RuleUnusable:
        raise
    except (ValueError, OverflowError) as error:
        raise RuleUnusable(f"Die Wiederholung ist nicht lesbar: {text[:60]}.") from error


def _rule(frequency: str, given: dict[str, str], start: datetime | date) -> CalendarRule:
    until, until_is_utc = stamp(given.pop("UNTIL")) if "UNTIL" in given else (None, False)
    count = int(given.pop("COUNT")) if "COUNT" in given else None
    interval = int(given.pop("INTERVAL", "1"))
    week_start = CODES.index(given.pop("WKST", "MO"))
    weekdays = tuple(_weekday(one) for one in given.pop("BYDAY", "").split(",") if one)
    _refuse_times(given, start)
    numbers = {name: _numbers(name, given.pop(name, "")) for name in _NUMBERS}
    if given:
        raise RuleUnusable(f"Die Wiederholung ist hier nicht darstellbar: {next(iter(given))}.")
    if interval < 1 or (count is not None and count < 1):
        raise RuleUnusable("Die Wiederholung hat keinen Termin.")
    if numbers["BYWEEKNO"] and week_start:
        raise RuleUnusable("Die Wiederholung zählt Kalenderwochen nicht von Montag an.")
    return CalendarRule(
        frequency,
        interval,
        count,
        until,
        until_is_utc,
        week_start,
        numbers["BYMONTH"],
        numbers["BYMONTHDAY"],
        numbers["BYYEARDAY"],
        numbers["BYWEEKNO"],
        weekdays,
        numbers["BYSETPOS"],
    )


def _refuse_times(given: dict[str, str], start: datetime | date) -> None:
    """Times in the rule are welcome where they say again when the series begins."""
    at = (start.hour, start.minute, start.second) if isinstance(start, datetime) else (0, 0, 0)
    for name, value in zip(("BYHOUR", "BYMINUTE", "BYSECOND"), at, strict=True):
        if name in given and (times := given.pop(name)) and times != str(value):
            raise RuleUnusable("Die Wiederholung hat mehrere oder andere Uhrzeiten am Tag.")


def _numbers(name: str, text: str) -> tuple[int, ...]:
    found = tuple(int(one) for one in text.split(",") if one)
    known = _NUMBERS[name]
    if any(abs(one) not in known or (one < 0 and name == "BYMONTH") for one in found):
        raise ValueError(f"not for {name}: {text[:40]}")
    return found


def _weekday(text: str) -> tuple[int, int]:
    parts = _DAY.fullmatch(text)
    if not parts or parts[2] not in CODES:
        raise ValueError(f"not a weekday: {text[:10]}")
    return int(parts[1] or 0), CODES.index(parts[2])


def rule_days(
    rule: CalendarRule, start: date, first: date, last: date, budget: Budget
) -> Iterator[date]:
    """The days of a rule from `first` to `last`, for a series that begins on `start`.

    Without `until`, which is a moment: the caller ends there. Raises `RuleUnusable` when the
    budget is spent.
    """
    begin = start if rule.count else max(start, first)
    held = 0
    for days in _periods(rule, start, begin, last, budget):
        for day in _picked(rule, days, start):
            if day < start:
                continue
            if day > last:
                return
            held += 1
            if rule.count and held > rule.count:
                return
            if day >= first:
                yield day


def _periods(
    rule: CalendarRule, start: date, begin: date, last: date, budget: Budget
) -> Iterator[list[date]]:
    """The days of each day, week, month or year that the rule steps on, up to `last`."""
    step = rule.interval
    if rule.frequency == "DAILY":
        return _steps(start.toordinal(), begin.toordinal(), last.toordinal(), step, 1, budget)
    if rule.frequency == "WEEKLY":
        monday = start.toordinal() - (start.weekday() - rule.week_start) % 7
        return _steps(monday, begin.toordinal(), last.toordinal(), step * 7, 7, budget)
    return _months(rule, start, begin, last, budget)


def _steps(
    origin: int, begin: int, last: int, step: int, length: int, budget: Budget
) -> Iterator[list[date]]:
    position = origin + max(0, (begin - origin) // step) * step
    highest = min(last, date.max.toordinal())
    while position <= highest:
        budget.spend(length)
        days = range(max(position, 1), min(position + length, date.max.toordinal() + 1))
        yield [date.fromordinal(day) for day in days]
        position += step


def _months(
    rule: CalendarRule, start: date, begin: date, last: date, budget: Budget
) -> Iterator[list[date]]:
    """Months or whole years, as lists of their days."""
    length = 12 if rule.frequency == "YEARLY" else 1
    step = rule.interval * length
    origin = start.year * 12 + (0 if length == 12 else start.month - 1)
    position = origin + max(0, (begin.year * 12 + begin.month - 1 - origin) // step) * step
    while position <= min(last.year * 12 + last.month - 1, MAXYEAR * 12 + 11):
        year, month = divmod(position, 12)
        wanted = [month + 1] if length == 1 else rule.months or range(1, 13)
        if rule.weeks or rule.year_days:
            wanted = range(1, 13) if length == 12 else wanted
        budget.spend(31 * len(wanted))
        yield [
            date(year, one, day)
            for one in sorted(set(wanted))
            for day in range(1, monthrange(year, one)[1] + 1)
        ]
        position += step


def _picked(rule: CalendarRule, days: list[date], start: date) -> list[date]:
    """The days of one period that the rule means."""
    found = [day for day in days if _meant(rule, day, start)]
    if not rule.positions:
        return found
    places = {one - 1 if one > 0 else len(found) + one for one in rule.positions}
    return [day for place, day in enumerate(found) if place in places]


def _meant(rule: CalendarRule, day: date, start: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.weeks and not _in_weeks(rule.weeks, day):
        return False
    if rule.year_days and not _counted(rule.year_days, day.timetuple().tm_yday, _year_days(day)):
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if not _counted(rule.month_days, day.day, length):
            return False
    if rule.weekdays:
        return any(_is_weekday(rule, n, weekday, day) for n, weekday in rule.weekdays)
    if rule.month_days or rule.year_days:
        return True
    return _as_at_start(rule, day, start)


def _as_at_start(rule: CalendarRule, day: date, start: date) -> bool:
    """What the rule leaves open is as on its first day."""
    if rule.frequency == "DAILY":
        return True
    if rule.frequency == "WEEKLY" or rule.weeks:
        return day.weekday() == start.weekday()
    if rule.frequency == "MONTHLY" or rule.months:
        return day.day == start.day
    return (day.month, day.day) == (start.month, start.day)


def _is_weekday(rule: CalendarRule, n: int, weekday: int, day: date) -> bool:
    if day.weekday() != weekday:
        return False
    if n == 0 or rule.frequency in ("DAILY", "WEEKLY"):
        return True
    if rule.frequency == "MONTHLY" or rule.months:
        place, length = day.day, monthrange(day.year, day.month)[1]
    else:
        place, length = day.timetuple().tm_yday, _year_days(day)
    return n == (place - 1) // 7 + 1 if n > 0 else -n == (length - place) // 7 + 1


def _counted(wanted: tuple[int, ...], place: int, length: int) -> bool:
    return place in wanted or place - length - 1 in wanted


def _year_days(day: date) -> int:
    return date(day.year, 12, 31).timetuple().tm_yday


def _in_weeks(wanted: tuple[int, ...], day: date) -> bool:
    year, week, _ = day.isocalendar()
    last = (date(year, 12, 28) if year < MAXYEAR else date(MAXYEAR, 12, 28)).isocalendar().week
    return week in wanted or week - last - 1 in wanted


def latest(rule: CalendarRule, last: date) -> date:
    """The last day that has to be looked at for `until`, a day more for its zone."""
    if rule.until is None:
        return last
    until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
    return min(last, until if until == date.max else until + timedelta(days=1))
