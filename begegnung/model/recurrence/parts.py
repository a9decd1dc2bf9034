"""Cuts a wording into parts with a rule of their own."""

from collections.abc import Sequence
from itertools import pairwise, takewhile, zip_longest

from begegnung.model.recurrence.days import WEEKS_OF_MONTH
from begegnung.model.recurrence.facts import (
    ASK_OPEN,
    Advent,
    Bound,
    Break,
    Choice,
    Clock,
    Daily,
    Dates,
    Doubt,
    Every,
    Fact,
    Holidays,
    InMonth,
    MonthDays,
    Nth,
    NthMeeting,
    PartialDate,
    PerPeriod,
    Postponed,
    Season,
    Unread,
    Weekdays,
    WeekParity,
    Weeks,
    Without,
)
from begegnung.model.recurrence.rule_scopes import day_before, is_rule, scopes

RULES = (
    *(Weekdays, Nth, MonthDays, NthMeeting, Every, Daily, PerPeriod, WeekParity, InMonth),
    *(Advent, Weeks),
)
"""What makes dates by itself."""


def parts_of(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Parts with a rule of their own; what has none belongs to all the parts before.

    A part that only changes the time from a date on ("ab Mai Kiez-Café: 15.00 – 17.30 Uhr")
    becomes a version: the rule before ends there and goes on with the new time.
    """
    parts: list[list[Fact]] = []
    for segment in _segments(_nth_of_weekday(_daily_with_time(facts))):
        if parts and not any(isinstance(f, RULES) for f in segment):
            version = _version(parts[-1], segment)
            if version:
                parts[-1:] = version
            elif _is_other_season(parts[-1], segment):
                parts.append([*(f for f in parts[-1] if isinstance(f, RULES)), *segment])
            elif any(isinstance(f, Dates) for f in segment):
                parts[-1].extend([Break("("), *segment])
            else:
                _for_all(parts, segment)
        elif parts and not any(isinstance(f, (*RULES, Dates)) for f in parts[-1]):
            parts[-1].extend([Break("("), *segment])
        else:
            parts.extend(one for part in scopes(segment) for one in _by_season(part))
    return parts or [[]]


def _for_all(parts: list[list[Fact]], segment: Sequence[Fact]) -> None:
    """A sentence without a rule counts for every rule before; a time for those without one."""
    for part in parts:
        timed = any(isinstance(f, Clock) for f in part)
        last = part is parts[-1]
        added = [f for f in segment if last or not (timed and isinstance(f, Clock))]
        part.extend([Break("("), *added])


_EXCEPTIONS = (Without, Postponed, Holidays)


def _is_other_season(before: Sequence[Fact], segment: Sequence[Fact]) -> bool:
    """As in "Mai bis September: dienstags 15 Uhr; Oktober bis April: 14 Uhr"."""
    return all(
        any(isinstance(f, Season) for f in facts) and any(isinstance(f, Clock) for f in facts)
        for facts in (before, segment)
    )


def _by_season(segment: list[Fact]) -> list[list[Fact]]:
    """Cuts where every season has its own time: "im Winter 14 Uhr, im Sommer 15 Uhr"."""
    seasons = [k for k, fact in enumerate(segment) if isinstance(fact, Season)]
    clocks = [k for k, fact in enumerate(segment) if isinstance(fact, Clock)]
    if not seasons or len(clocks) < 2:
        return [segment]
    if len(seasons) == 1:
        return _other_time_in(segment, seasons[0], clocks)
    leading = seasons[0] < clocks[0]
    cuts = seasons[1:] if leading else [k + 1 for k in seasons[:-1]]
    parts = [segment[begin:end] for begin, end in pairwise([0, *cuts, len(segment)])]
    shared = [fact for fact in parts[0] if isinstance(fact, RULES)]
    left_out = [fact for fact in parts[-1] if isinstance(fact, _EXCEPTIONS)]
    return [
        [*(() if any(isinstance(f, RULES) for f in part) else shared), *part]
        + ([] if part is parts[-1] else left_out)
        for part in parts
    ]


def _other_time_in(segment: list[Fact], season: int, clocks: list[int]) -> list[list[Fact]]:
    """As in "14 Uhr, im Juli 15 Uhr": the first time counts in the other months."""
    clock = next((k for k in clocks if k > season), None)
    between = segment[season + 1 : clock] if clock else []
    if clock is None or clocks[0] > season or not all(isinstance(f, Unread) for f in between):
        return [segment]
    others = [*segment[:season], Without((segment[season],)), *segment[clock + 1 :]]
    timed = [fact for k, fact in enumerate(segment) if k not in clocks or k == clock]
    return [others, timed]


def _daily_with_time(facts: Sequence[Fact]) -> list[Fact]:
    """As in "täglich 10-17 Uhr, Do 10-20 Uhr": a rule of its own beside the other one."""
    kept: list[Fact] = []
    for fact, after in zip_longest(facts, facts[1:]):
        if isinstance(fact, Daily) and isinstance(after, Clock):
            weeks = [(Weekdays(tuple(range(n)), every=True),) for n in (7, 6, 5)]
            kept.append(Choice("täglich", tuple(weeks), ASK_OPEN, always=True))
        else:
            kept.append(fact)
    return kept if any(is_rule(fact) for fact in facts) else list(facts)


def _nth_of_weekday(facts: Sequence[Fact]) -> list[Fact]:
    """As in "dienstags (1. und 3. im Monat)": the days of the month count the weekday."""
    kept: list[Fact] = []
    for fact in facts:
        opened = list(takewhile(lambda f: isinstance(f, Break), reversed(kept)))
        day = kept[-1 - len(opened)] if len(kept) > len(opened) else None
        near = len(opened) < 2 and isinstance(day, Weekdays) and not day.single
        if isinstance(fact, MonthDays) and near and set(fact.days) <= WEEKS_OF_MONTH:
            days = day.days if isinstance(day, Weekdays) else ()
            nth = Nth(fact.days, days, each=fact.each, certain=not fact.each)
            kept[len(kept) - 1 - len(opened) :] = [nth, *opened]
        else:
            kept.append(fact)
    return kept


def _segments(facts: Sequence[Fact]) -> list[list[Fact]]:
    segments: list[list[Fact]] = [[]]
    for k, fact in enumerate(facts):
        if isinstance(fact, Break) and fact.sign in {";", "."}:
            segments.append([])
        elif _new_time(fact, facts[k + 1 :]) and any(isinstance(f, Clock) for f in segments[-1]):
            segments.append([fact])
        else:
            segments[-1].append(fact)
    return [segment for segment in segments if segment]


def _new_time(fact: Fact, following: Sequence[Fact]) -> bool:
    """Whether a time begins to count here: "14 Uhr, ab Mai 15 Uhr"."""
    starts = isinstance(fact, Bound) and fact.role == "start"
    behind = next((f for f in following if not isinstance(f, (Unread, Break))), None)
    return starts and isinstance(behind, Clock)


def _version(before: list[Fact], segment: list[Fact]) -> list[list[Fact]] | None:
    starts = [f for f in segment if isinstance(f, Bound) and f.role == "start" and f.date]
    clocks = [f for f in segment if isinstance(f, Clock)]
    if len(starts) != 1 or len(clocks) != 1 or any(isinstance(f, Dates) for f in before):
        return None
    begin = starts[0].date
    timed = any(isinstance(f, Clock) for f in before)
    titled = any(isinstance(f, Unread) for f in segment)
    if begin is None or not (timed or titled):
        return None
    if begin.day != 1 or begin.year or begin.month == 1:
        return _from_a_day_on(before, begin, clocks[0])
    months = tuple(range(begin.month, 13))
    earlier = tuple(range(1, begin.month))
    later = [f for f in before if not isinstance(f, Clock)]
    return [[*before, Season(earlier)], [*later, Season(months), clocks[0]]]


def _from_a_day_on(before: list[Fact], begin: PartialDate, clock: Clock) -> list[list[Fact]]:
    """As in "mittwochs 10 Uhr, ab 25.2. 11 Uhr"."""
    last = day_before(begin)
    if last is None:
        return [[*before, Doubt("", f"Ab wann genau gilt „{clock.raw}“?")]]
    ended = any(isinstance(f, Bound) and f.role == "until" for f in before)
    earlier = [*before, *([] if ended else [Bound("until", last)])]
    later = [f for f in before if not isinstance(f, (Clock, Bound))]
    return [earlier, [*later, Bound("start", begin), clock]]
