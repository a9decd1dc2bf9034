"""Reads the German wording of a programme entry."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, product

from begegnung.model.calendar import SchoolCalendar
from begegnung.model.recurrence.assembly import Part
from begegnung.model.recurrence.choices import part_of
from begegnung.model.recurrence.days import WEEKS_OF_MONTH
from begegnung.model.recurrence.facts import (
    Advent,
    BadClock,
    Bound,
    Break,
    Clock,
    ClockEnd,
    Daily,
    Dates,
    Doubt,
    Every,
    Fact,
    Follows,
    Holidays,
    InMonth,
    MonthDays,
    NoDates,
    Nth,
    NthMeeting,
    PerPeriod,
    Postponed,
    Proviso,
    Season,
    Unread,
    Weekdays,
    WeekParity,
    Weeks,
    Without,
)
from begegnung.model.recurrence.part import Frame
from begegnung.model.recurrence.reading import Meaning, Reading, Status, TimeSpan
from begegnung.model.recurrence.scan import scan
from begegnung.model.recurrence.wording import wording

_RULES = (
    *(Weekdays, Nth, MonthDays, NthMeeting, Every, Daily, PerPeriod, WeekParity, InMonth),
    *(Advent, Weeks),
)


def read(
    text: str,
    *,
    first: date,
    last: date,
    start: date | None = None,
    weekday: int | None = None,
    land: str = "NW",
    school: SchoolCalendar | None = None,
) -> Reading:
    """What a wording means for a programme from ``first`` to ``last``.

    ``start`` is the first date where it is known from elsewhere. ``weekday`` (0 = Monday) is the
    column of the weekly plan the entry stands in: there everything is weekly unless the words say
    otherwise, so an empty wording is weekly. ``land`` names the Land whose public holidays
    explain a list of dates that departs from its rule, ``school`` its school holidays, which say
    when "bis zu den Sommerferien" is.

    Nothing is guessed: where the words leave a choice the answer is "ambiguous" with a question.
    """
    facts = scan(text)
    answer = _Answer(facts)
    if hindrance := _hindrance(facts):
        return answer.reading(*hindrance)
    frame = Frame(first, last, start, weekday, land, school)
    parts = [part_of(part, frame) for part in _parts(facts)]
    questions = [question for part in parts for question in part.questions]
    meanings = _meanings(parts)
    weak = any(isinstance(f, NoDates) for f in facts)
    if weak and not any(isinstance(f, (*_RULES, Dates)) for f in facts):
        return answer.reading("text")
    risky = [f.raw for f in facts if isinstance(f, Unread) and f.risky]
    if risky:
        questions.append(f"Was bedeutet „{'“, „'.join(dict.fromkeys(risky[:5]))}“?")
    if questions:
        # One question at a time: what is left open shows when the first has its answer.
        return answer.reading("ambiguous", questions[0], meanings)
    if not meanings:
        return answer.reading("text")
    return answer.reading("clear", None, meanings)


class _Answer:
    """The parts of a reading that are the same whatever the words mean."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.times = tuple(TimeSpan(f.start, f.end, f.raw) for f in facts if isinstance(f, Clock))
        self.unread = tuple(
            f.raw
            for f in facts
            if isinstance(f, (Unread, Doubt)) or (isinstance(f, Holidays) and f.raw)
        )
        if not self.times:
            self.unread += tuple(f.raw for f in facts if isinstance(f, ClockEnd))
        self.remarks = tuple(f.raw for f in facts if isinstance(f, (Proviso, NoDates)))

    def reading(
        self, status: Status, question: str | None = None, meanings: Sequence[Meaning] = ()
    ) -> Reading:
        return Reading(status, question, tuple(meanings), self.unread, self.times, self.remarks)


def _hindrance(facts: Sequence[Fact]) -> tuple[Status, str | None] | None:
    """What keeps any date from being made, whatever else the words say."""
    for fact in facts:
        if isinstance(fact, BadClock):
            return "ambiguous", f"Die Uhrzeit „{fact.raw}“ kann nicht stimmen."
    for fact in facts:
        if isinstance(fact, NoDates) and fact.strong:
            return "text", None
    for fact in facts:
        if isinstance(fact, Follows):
            return "ambiguous", f"Wonach richtet sich „{fact.raw}“?"
    return None


def _parts(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Parts with a rule of their own; what has none belongs to all the parts before.

    A part that only changes the time from a date on ("ab Mai Kiez-Café: 15.00 – 17.30 Uhr")
    becomes a version: the rule before ends there and goes on with the new time.
    """
    parts: list[list[Fact]] = []
    for segment in _segments(_nth_of_weekday(facts)):
        if parts and not any(isinstance(f, _RULES) for f in segment):
            version = _version(parts[-1], segment)
            if version:
                parts[-1:] = version
            elif any(isinstance(f, Dates) for f in segment):
                parts[-1].extend([Break("("), *segment])
            else:
                _for_all(parts, segment)
        elif parts and not any(isinstance(f, (*_RULES, Dates)) for f in parts[-1]):
            parts[-1].extend([Break("("), *segment])
        else:
            parts.extend(_by_rhythm(list(segment)))
    return parts or [[]]


def _for_all(parts: list[list[Fact]], segment: Sequence[Fact]) -> None:
    """A sentence without a rule counts for every rule before; a time for those without one."""
    for part in parts:
        timed = any(isinstance(f, Clock) for f in part)
        last = part is parts[-1]
        added = [f for f in segment if last or not (timed and isinstance(f, Clock))]
        part.extend([Break("("), *added])


_RHYTHMS = (Every, WeekParity, PerPeriod)
_EXCEPTIONS = (Without, Postponed, Holidays)


def _by_rhythm(segment: list[Fact]) -> list[list[Fact]]:
    """Cuts where only one of several rules has a rhythm: "dienstags und 14-tägig donnerstags".

    A rhythm right before a rule or right behind it is its own; elsewhere it is everybody's. What
    is left out at the end is left out of all.
    """
    cuts: list[int] = []
    for k, fact in enumerate(segment):
        rules = [j for j, f in enumerate(segment) if _is_rule(f) and j > max(cuts, default=-1)]
        before = [j for j in rules if j < k]
        behind = [j for j in rules if j > k]
        if not isinstance(fact, _RHYTHMS) or not before or not behind:
            continue
        if behind[0] == k + 1:
            cuts.append(k)
        elif before[-1] == k - 1:
            cuts.append(behind[0])
    if not cuts:
        return [segment]
    edges = [0, *cuts, len(segment)]
    parts = [segment[begin:end] for begin, end in pairwise(edges)]
    left_out = [f for f in parts[-1] if isinstance(f, _EXCEPTIONS)]
    return [*([*part, Break("("), *left_out] for part in parts[:-1]), parts[-1]]


def _is_rule(fact: Fact) -> bool:
    return isinstance(fact, Nth) or (isinstance(fact, Weekdays) and not fact.single)


def _nth_of_weekday(facts: Sequence[Fact]) -> list[Fact]:
    """As in "dienstags (1. und 3. im Monat)": the days of the month count the weekday."""
    kept: list[Fact] = []
    for fact in facts:
        opened = [f for f in kept[-2:] if isinstance(f, Break)]
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
        return [[*before, Unread(clocks[0].raw, risky=True)]]
    months = tuple(range(begin.month, 13))
    earlier = tuple(range(1, begin.month))
    later = [f for f in before if not isinstance(f, Clock)]
    return [[*before, Season(earlier)], [*later, Season(months), clocks[0]]]


def _meanings(parts: Sequence[Part]) -> list[Meaning]:
    """Every combination of what the parts can mean."""
    choices = [part.alternatives for part in parts if part.alternatives]
    if not choices:
        return []
    found: list[Meaning] = []
    for combination in list(product(*choices))[:12]:
        series = tuple(one for chosen in combination for one in chosen)
        found.append(Meaning(wording(*series), series))
    return found
