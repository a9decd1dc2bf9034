"""Which rule a bound, a season or a rhythm belongs to where a sentence names several rules."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from begegnung.model.recurrence.facts import (
    Bound,
    Break,
    Choice,
    Clock,
    Count,
    Doubt,
    Every,
    Fact,
    HolidayBound,
    Holidays,
    NoDates,
    Nth,
    PartialDate,
    PerPeriod,
    Postponed,
    Season,
    Span,
    Unread,
    WeekBound,
    Weekdays,
    WeekParity,
    Without,
)
from begegnung.model.recurrence.lexicon import fold

_RHYTHMS = (Every, WeekParity, PerPeriod)
_EXCEPTIONS = (Without, Postponed, Holidays)
_LIMITS = (*_RHYTHMS, *_EXCEPTIONS, Season, Span, Count, HolidayBound, WeekBound)


def scopes(segment: Sequence[Fact]) -> list[list[Fact]]:
    """Cuts a sentence where one of its rules has a limit of its own.

    A limit in brackets or right behind a rule is that rule's ("Mo (gerade KW) und Do"), one
    between a comma and a rule is the next one's ("dienstags, ab April mittwochs"). Where a rule
    with a beginning or a month follows, the one before does not count in that time. What is left
    out at the end behind a comma is left out of all.
    """
    facts = _repeated_day(by_appointment(segment))
    cuts: list[tuple[int, bool]] = []
    rules = [k for k, fact in enumerate(facts) if is_rule(fact)]
    for first, second in pairwise(rules):
        cut = _cut(facts, first, second)
        if cut == _UNDECIDED:
            return [[*facts, Doubt("", "Welcher der Tage hat welchen Rhythmus?")]]
        if cut:
            cuts.append((cut, _begins_own(facts, cut, second)))
    if not cuts:
        return _by_parity([fact for fact in facts if not _is_extra(fact, facts)])
    edges = [0, *(cut for cut, _ in cuts), len(facts)]
    parts = [list(facts[begin:end]) for begin, end in pairwise(edges)]
    shared = [*_shared_end(parts[-1]), *_shared_number(parts)]
    lead = _shared_begin(parts[0]) if not any(own for _, own in cuts) else []
    ended = [
        [*part, Break("("), *shared, *_other_time(part, after)] for part, after in pairwise(parts)
    ]
    whole = _with_shared_time([*ended, parts[-1]])
    whole = [whole[0], *([*lead, *part] for part in whole[1:])]
    return [[f for f in part if not _is_extra(f, part)] for part in whole]


_UNDECIDED = -1
_ASK_END = "Endet die erste Regel, wenn die zweite beginnt?"
_OTHER_PARITY: dict[str, WeekParity] = {"even": WeekParity("odd"), "odd": WeekParity("even")}


def _by_parity(facts: list[Fact]) -> list[list[Fact]]:
    """As in "mittwochs 14 Uhr, in ungeraden Wochen 15 Uhr": the first time in the other weeks."""
    clocks = [k for k, fact in enumerate(facts) if isinstance(fact, Clock)]
    beats = [k for k, fact in enumerate(facts) if isinstance(fact, _RHYTHMS)]
    rules = [k for k, fact in enumerate(facts) if is_rule(fact)]
    if len(clocks) != 2 or len(beats) != 1 or not rules or max(rules) > clocks[0]:
        return [facts]
    (beat,) = beats
    rhythm = facts[beat]
    if not (clocks[0] < beat < clocks[1] and isinstance(facts[beat - 1], Break)):
        return [facts]
    if not isinstance(rhythm, WeekParity) or any(isinstance(f, Count) for f in facts):
        return [[*facts, Doubt("", "Wann gilt welche Uhrzeit?")]]
    others = [_OTHER_PARITY[rhythm.parity] if k == beat else f for k, f in enumerate(facts)]
    first = [fact for k, fact in enumerate(others) if k != clocks[1]]
    return [first, [fact for k, fact in enumerate(facts) if k != clocks[0]]]


def is_rule(fact: Fact) -> bool:
    """Whether a fact is a rule by its weekday."""
    return isinstance(fact, Nth) or (isinstance(fact, Weekdays) and not fact.single)


def by_appointment(segment: Sequence[Fact]) -> list[Fact]:
    """As in "Mo-Fr 9-16 Uhr, Sa nach Vereinbarung": no dates on that day alone."""
    kept: list[Fact] = []
    rules = sum(is_rule(fact) for fact in segment)
    for fact in segment:
        day = kept[-1] if kept else None
        if isinstance(fact, NoDates) and not fact.strong and isinstance(day, Weekdays):
            if len(day.days) > 1:
                kept.append(Doubt("", f"Gilt „{fact.raw}“ für alle genannten Tage?"))
            if rules > 1:
                kept.pop()
        kept.append(fact)
    return kept


def _repeated_day(facts: list[Fact]) -> list[Fact]:
    """As in "Mi 10 Uhr (Mi nicht in den Ferien)": the day in brackets only says whose it is."""
    for k, fact in enumerate(facts[:-1]):
        before = [f for f in facts[:k] if is_rule(f)]
        if not isinstance(fact, Weekdays) or k == 0 or facts[k - 1] != Break("("):
            continue
        if len(before) > 1 and isinstance(facts[k + 1], _EXCEPTIONS):
            last = before[-1]
            if not (isinstance(last, Weekdays) and last.days == fact.days):
                return [*facts, Doubt("", "Für welchen Tag gilt die Ausnahme?")]
            begin = facts.index(last)
            return [*facts[:begin], Bound("extra"), *facts[begin:k], *facts[k + 1 :]]
    return facts


def _is_limit(fact: Fact) -> bool:
    bound = isinstance(fact, Bound) and fact.date is not None and fact.role in {"start", "until"}
    seasons = isinstance(fact, Choice) and any(isinstance(f, Season) for f in fact.options[0])
    return bound or seasons or isinstance(fact, _LIMITS)


def _cut(facts: Sequence[Fact], first: int, second: int) -> int | None:
    """Where the second rule's part begins; None where the rules share everything."""
    gap = range(first + 1, second)
    limited = any(_is_limit(fact) for fact in facts)
    for k in gap if limited else ():
        if _is_extra(facts[k], facts):
            return k - len(list(takewhile(_is_limit, reversed(facts[first + 1 : k]))))
    limits = [k for k in gap if _is_limit(facts[k])]
    own = [k for k in limits if _is_of_former(facts, first, k, second)]
    later = [k for k in limits if k not in own and _is_of_latter(facts, first, k, second)]
    if later:
        return min(later)
    if own:
        return second
    rhythms = [k for k in limits if isinstance(facts[k], _RHYTHMS)]
    return _UNDECIDED if rhythms and not _commas(facts, first, second) else None


def _is_of_former(facts: Sequence[Fact], first: int, k: int, second: int) -> bool:
    """Whether a limit belongs to the rule before it."""
    if _opened(facts, first, k):
        return not _opened(facts, first, second)
    if any(isinstance(f, Break) for f in facts[first + 1 : k]):
        return False
    if isinstance(facts[k], _EXCEPTIONS):
        return False
    if _commas(facts, k, second):
        return True
    led = any(type(f) is type(facts[k]) for f in facts[:first])
    adjacent = k == second - 1 and isinstance(facts[k], _RHYTHMS)
    return not led and not adjacent


def _is_of_latter(facts: Sequence[Fact], first: int, k: int, second: int) -> bool:
    """Whether a limit belongs to the rule behind it."""
    if any(isinstance(f, Break) for f in facts[k + 1 : second]) or _excepts(facts[k]):
        return False
    between = facts[first + 1 : k]
    led = any(type(f) is type(facts[k]) for f in facts[:first])
    return led or any(isinstance(f, (Break, Clock)) for f in between)


def _excepts(fact: Fact) -> bool:
    return isinstance(fact, _EXCEPTIONS)


def _opened(facts: Sequence[Fact], first: int, k: int) -> bool:
    """Whether a bracket is open at ``k`` that was not at ``first``."""
    signs = [f.sign for f in facts[first + 1 : k] if isinstance(f, Break)]
    return signs.count("(") > signs.count(")")


def _commas(facts: Sequence[Fact], begin: int, end: int) -> bool:
    return any(isinstance(f, Break) for f in facts[begin + 1 : end])


def _begins_own(facts: Sequence[Fact], cut: int, second: int) -> bool:
    """Whether the part behind a cut begins with its own limits."""
    return any(_is_limit(f) for f in facts[cut:second])


def _is_extra(fact: Fact, facts: Sequence[Fact]) -> bool:
    """As in "zusätzlich jeden Freitag": the word before a rule, not before dates."""
    if fact != Bound("extra"):
        return False
    behind = facts[next(k for k, f in enumerate(facts) if f is fact) + 1 :]
    return bool(behind) and (is_rule(behind[0]) or _is_limit(behind[0]))


def _shared_end(part: Sequence[Fact]) -> list[Fact]:
    """What is left out behind a comma at the end."""
    rule = max((k for k, fact in enumerate(part) if is_rule(fact)), default=0)
    return [
        fact
        for k, fact in enumerate(part)
        if isinstance(fact, _EXCEPTIONS)
        and k > rule
        and any(isinstance(f, Break) and f.sign == "," for f in part[rule:k])
    ]


def _with_shared_time(parts: list[list[Fact]]) -> list[list[Fact]]:
    """A time at the end counts for the rules before that have none."""
    last = [fact for fact in parts[-1] if isinstance(fact, Clock)]
    timed = [any(isinstance(fact, Clock) for fact in part) for part in parts]
    return [part if has else [*part, *last] for part, has in zip(parts, timed, strict=True)]


def _shared_number(parts: Sequence[Sequence[Fact]]) -> list[Fact]:
    """As in "Di ab 3.2., Do ab 5.2., 8 Mal": whether both take place eight times."""
    last = parts[-1]
    counts = [k for k, fact in enumerate(last) if isinstance(fact, Count)]
    others = any(isinstance(fact, Count) for part in parts[:-1] for fact in part)
    if not counts or others or not isinstance(last[counts[0] - 1], Break):
        return []
    question = "Gilt die Zahl der Termine für jeden der Tage?"
    return [Choice("", ((last[counts[0]],), ()), question, always=True)]


def _shared_begin(part: Sequence[Fact]) -> list[Fact]:
    """As in "ab März: Mo 10 Uhr (14-tägig), Do 15 Uhr": what stands first counts for all."""
    rule = next((k for k, fact in enumerate(part) if is_rule(fact)), 0)
    return [fact for fact in part[:rule] if _is_limit(fact)]


def _other_time(part: Sequence[Fact], after: Sequence[Fact]) -> list[Fact]:
    """What ends a rule because another follows: "dienstags, ab Mai mittwochs"."""
    head = after[: next((k for k, f in enumerate(after) if is_rule(f)), 0)]
    if any(f == Bound("extra") for f in head):
        return []
    for fact in head:
        if isinstance(fact, Season) and not any(isinstance(f, Season) for f in part):
            return [Without((fact,))]
        if isinstance(fact, Bound) and fact.role == "start" and fact.date and not _ends(part):
            if before := day_before(fact.date):
                end = Bound("until", before)
                begun = any(isinstance(f, Bound) and f.role == "start" for f in part)
                return [Choice("", ((end,), ()), _ASK_END, always=True)] if begun else [end]
            return [Doubt("", _ASK_END)]
    return []


def _ends(part: Sequence[Fact]) -> bool:
    limited = any(isinstance(f, (Season, Span, Count)) for f in part)
    return limited or any(isinstance(f, Bound) and f.role == "until" for f in part)


def day_before(day: PartialDate) -> PartialDate | None:
    """The day before, None where it depends on the year.

    The last day of a month is written as its 31st, which an end allows.
    """
    if day.easter is not None:
        return replace(day, easter=day.easter - 1)
    if day.nth:
        return None
    if day.day > 1:
        return replace(day, day=day.day - 1)
    year = day.year - 1 if day.year and day.month == 1 else day.year
    return PartialDate(31, (day.month - 2) % 12 + 1, year)


def follow_on(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """As in "bis Ende März dienstags, danach mittwochs": the second begins a day later."""
    kept: list[Fact] = []
    for k, fact in enumerate(facts):
        then = isinstance(fact, Unread) and fold(fact.raw) in {"danach", "dann"}
        ends = [f.date for f in kept if isinstance(f, Bound) and f.role == "until" and f.date]
        begin = _day_after(ends[0]) if then and len(ends) == 1 else None
        followed = k + 1 < len(facts) and is_rule(facts[k + 1])
        if begin and followed and any(is_rule(f) for f in kept):
            kept.append(Bound("start", begin))
        else:
            kept.append(fact)
    return tuple(kept)


_SHORT_MONTHS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}


def _day_after(day: PartialDate) -> PartialDate | None:
    if not day.day:
        return None
    if day.day >= _SHORT_MONTHS.get(day.month, 31):
        year = day.year + 1 if day.year and day.month == 12 else day.year
        return PartialDate(1, day.month % 12 + 1, year)
    return replace(day, day=day.day + 1)
