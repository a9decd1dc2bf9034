"""The dates of a series of a calendar file within a window, as local days and minutes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from begegnung.formats.icalendar_file import CalendarEvent, CalendarSeries, Start
from begegnung.formats.icalendar_rules import Budget, CalendarRule, latest, rule_days
from begegnung.formats.icalendar_zones import LOCAL, Moment

DAY = 24 * 60
_MOST_DAYS = 31
"""Days one entry may last; what lasts longer is no date but a season."""
_SHORT_NIGHT = 6 * 60
"""What ends before this minute after midnight belongs to the evening before."""


class CalendarDate(NamedTuple):
    """One date: `key` tells it apart within its series and stays when the date is moved.

    `start` None: only the day is known. `end` None: no end is known. Minutes after midnight, the
    end at most 1440. `impossible_end`: the file gives an end that is not after the start.
    `origin`: when the series had it before it was changed; None for a date that is unchanged.
    """

    key: str
    day: date
    start: int | None
    end: int | None
    title: str
    location: str
    cancelled: bool = False
    impossible_end: bool = False
    origin: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesDates:
    """The dates of a series in a window; `by_rule` are those its rules give, unchanged.

    `gone` are the keys of dates that the file takes out. `notes` are German sentences.
    """

    dates: tuple[CalendarDate, ...]
    by_rule: tuple[CalendarDate, ...] = ()
    gone: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def dates_of(series: CalendarSeries, first: date, last: date, budget: Budget) -> SeriesDates:
    """The dates from `first` to `last`; raises `RuleUnusable`.

    A series that begins or ends a date at another time of year than its zone (summer time) keeps
    the clock of its zone.
    """
    event = series.event
    changed = {_key(one.instead_of.local): one for one in series.changed if one.instead_of}
    without = {_key(_left_out(event, one)) for one in event.without}
    dates: list[CalendarDate] = []
    by_rule: list[CalendarDate] = []
    notes: dict[str, None] = {}
    for start in _starts(event, first, last, budget):
        key = _key(start.local)
        if key in changed or key in without or key[:10] in without:
            continue
        ruled = _ruling(series, key)
        found = list(_pieces(event, _shifted(start, ruled), ruled or event, key, notes))
        dates += found
        if ruled is None:
            by_rule += found
    for key, one in changed.items():
        was = one.instead_of.local if one.instead_of else None
        origin = was if isinstance(was, datetime) else None
        pieces = _pieces(event, one.start, one, key, notes)
        dates += (piece._replace(origin=origin) for piece in pieces)
    inside = [one for one in dates if first <= one.day <= last]
    gone = {key for key in without if first.isoformat() <= key[:10] <= last.isoformat()}
    return SeriesDates(
        tuple(sorted(inside, key=lambda one: (one.day, one.start or 0, one.key))),
        tuple(one for one in by_rule if first <= one.day <= last),
        frozenset(gone),
        tuple(notes),
    )


def _left_out(event: CalendarEvent, given: Start) -> Moment:
    """What an exception leaves out; of whole days a day, even if the file adds midnight to it."""
    return given.local if event.start.timed else _day(given.at)


def _key(at: Moment) -> str:
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def _starts(event: CalendarEvent, first: date, last: date, budget: Budget) -> Iterator[Start]:
    """When the dates of the series begin, each once; a day more on both sides for its zone.

    The beginning of the series is a date even where the rule does not meet it, as the standard
    says.
    """
    length = event.length or timedelta()
    begin = _add(first, -1 - min(length.days, _MOST_DAYS))
    end = _add(last, 1)
    seen: set[Moment] = set()
    for start in (event.start, *event.more):
        if start.at not in seen and begin <= _day(start.at) <= end:
            seen.add(start.at)
            yield start
    origin = _day(event.start.at)
    for rule in event.rules:
        for day in _ruled_days(rule, origin, begin, end, budget):
            start = _on(event.start, day)
            if _after(start, rule):
                break
            if start.at not in seen:
                seen.add(start.at)
                yield start


def _ruled_days(
    rule: CalendarRule, origin: date, begin: date, end: date, budget: Budget
) -> Iterator[date]:
    """The days of a rule; a beginning that the rule does not meet counts among them."""
    if rule.count and not any(rule_days(rule, origin, origin, origin, budget)):
        if rule.count == 1:
            return
        rule = replace(rule, count=rule.count - 1)
    yield from rule_days(rule, origin, begin, latest(rule, end), budget)


def _on(start: Start, day: date) -> Start:
    at = datetime.combine(day, start.at.time()) if isinstance(start.at, datetime) else day
    return Start(at, start.zone)


def _day(at: Moment) -> date:
    return at.date() if isinstance(at, datetime) else at


def _add(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def _after(start: Start, rule: CalendarRule) -> bool:
    """Whether the rule has ended by then: an end in UTC counts in UTC, another as it stands."""
    until, at = rule.until, start.at
    if until is None:
        return False
    if not isinstance(until, datetime) or not isinstance(at, datetime):
        return _day(at) > _day(until)
    if rule.until_is_utc:
        at = at.replace(tzinfo=start.zone).astimezone(UTC).replace(tzinfo=None)
    return at.replace(second=0) > until


def _ruling(series: CalendarSeries, key: str) -> CalendarEvent | None:
    """The change "this and all following" that holds for a date, if there is one."""
    before = [
        (_key(one.instead_of.local), one)
        for one in series.changed
        if one.and_following and one.instead_of and _key(one.instead_of.local) < key
    ]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _shifted(start: Start, ruled: CalendarEvent | None) -> Start:
    if ruled is None or ruled.instead_of is None:
        return start
    old, new = ruled.instead_of.local, ruled.start.local
    at = start.local
    if isinstance(old, datetime) and isinstance(new, datetime) and isinstance(at, datetime):
        return Start(at + (new - old), LOCAL)
    return Start(_add(_day(at), (_day(new) - _day(old)).days), start.zone)


def _pieces(
    series: CalendarEvent, start: Start, event: CalendarEvent, key: str, notes: dict[str, None]
) -> Iterator[CalendarDate]:
    """A date cut at every midnight: a date of a programme lies on one day."""
    length = event.length
    if length and length > timedelta(days=_MOST_DAYS):
        notes[f"Der Eintrag dauert {length.days} Tage, das ist kein Termin."] = None
        return
    title = event.title or series.title
    where = event.location or series.location
    begin = start.local
    day, minute = _day(begin), None
    days, end = 1, None
    if isinstance(begin, datetime):
        minute = begin.hour * 60 + begin.minute
        until = minute + (length.days * DAY + length.seconds // 60 if length else 0)
        end = min(until, DAY) if until > minute else None
        days = max(1, 1 + (until - 1 - _SHORT_NIGHT) // DAY)
        if until > DAY:
            notes["Was über Mitternacht geht, steht bis 24 Uhr im Plan."] = None
    elif length:
        days = length.days
    for number in range(days):
        part = f"{key}+{number}" if number else key
        times = (minute, end) if number == 0 else (None, None)
        named = title, where, event.cancelled, event.impossible_end and not number
        yield CalendarDate(part, _add(day, number), *times, *named)
