"""Words that can mean several things: every option is read by itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, islice, product

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.recurrence.assembly import Part, assemble
from begegnung.model.recurrence.expand import expand
from begegnung.model.recurrence.facts import (
    Choice,
    Clock,
    Dates,
    Doubt,
    Either,
    Fact,
    InMonth,
    Nth,
    PartialDate,
    Season,
    Weekdays,
    Without,
)
from begegnung.model.recurrence.month_days import (
    SATURDAY,
    SUNDAY,
    in_week_of_month,
    months_between,
    nth_day,
    nth_workday,
)
from begegnung.model.recurrence.part import ASK_WEEKDAY, Frame
from begegnung.model.recurrence.parts import parts_of
from begegnung.model.recurrence.rules import with_weekdays
from begegnung.model.recurrence.series import Series

_MOST_OPTIONS = 12
_MOST_CHOICES = 2
"""Choices whose options are all shown; a text with more has other worries."""


def meaning_of(facts: Sequence[Fact], frame: Frame, depth: int = 0) -> Part:
    """What a whole wording can mean: every combination of its parts, for every choice in it."""
    choice = _first_choice(facts)
    if choice is None:
        return _combined([_part(part, frame) for part in parts_of(facts)], frame)
    options = choice.options if depth < _MOST_CHOICES else choice.options[:1]
    parts = [meaning_of(_chosen(facts, choice, option), frame, depth + 1) for option in options]
    return _together(parts, choice, frame)


def _combined(parts: Sequence[Part], frame: Frame) -> Part:
    """Every combination of what the parts can mean."""
    questions = [question for part in parts for question in part.questions]
    if len(parts) > 1 and not questions and _within_another(parts, frame):
        questions = ["Kommt die zweite Angabe dazu, oder ersetzt sie die erste?"]
    choices = [part.alternatives for part in parts if part.alternatives]
    if not choices:
        return Part([], questions)
    found = [
        tuple(one for chosen in combination for one in chosen)
        for combination in islice(product(*choices), _MOST_OPTIONS)
    ]
    return Part(found, questions)


def _within_another(parts: Sequence[Part], frame: Frame) -> bool:
    """As in "Mo 15 Uhr; Juni bis August Mo 17 Uhr": all dates of one rule are also another's.

    Two times a day that do not meet ("10-12 Uhr; im Juni auch 14-16 Uhr") are two sessions.
    """
    series = [one for part in parts for one in (part.alternatives or [()])[0]]
    pairs = [
        (one, other)
        for one, other in combinations(series[:_MOST_OPTIONS], 2)
        if not _weekdays(one).isdisjoint(_weekdays(other)) and not _apart(one, other)
    ]
    for one, other in pairs:
        first, second = (
            set(expand(s, frame.first, frame.last, land=frame.land).dates) for s in (one, other)
        )
        untimed = one.start_minute is None or other.start_minute is None
        within = first < second or second < first
        if first and second and (within or (untimed and first != second and first & second)):
            return True
    return False


def _weekdays(series: Series) -> set[str]:
    named = [rule.partition("BYDAY=")[2].split(",") for rule in series.rrules]
    return {code[-2:] for codes in named for code in codes}


def _apart(first: Series, second: Series) -> bool:
    times = first.start_minute, first.end_minute, second.start_minute, second.end_minute
    if None in times:
        return False
    begin, end, other, over = (minute or 0 for minute in times)
    return end <= other or over <= begin


def _part(facts: Sequence[Fact], frame: Frame) -> Part:
    facts = _either_times(_in_month(list(facts), frame))
    choice = _first_choice(facts)
    if choice is None:
        return assemble(with_weekdays(facts), frame)
    parts = [
        assemble(with_weekdays(_chosen(facts, choice, option)), frame) for option in choice.options
    ]
    return _together(parts, choice, frame)


def _together(parts: list[Part], choice: Choice, frame: Frame) -> Part:
    """Options that give the same dates in the window are one, and need no question."""
    found: dict[frozenset[object], tuple[Series, ...]] = {}
    for part in parts:
        for series in part.alternatives:
            found.setdefault(_dates(series, frame), series)
    questions = list(dict.fromkeys(question for part in parts for question in part.questions))
    if choice.always or len(found) != 1 or len(parts) == 1:
        questions.insert(0, choice.question)
    return Part(list(found.values())[:_MOST_OPTIONS], questions)


def _dates(series: tuple[Series, ...], frame: Frame) -> frozenset[object]:
    window = frame.first, frame.last
    return frozenset(
        (day, one.start_minute, one.end_minute)
        for one in series
        for day in expand(one, *window, land=frame.land).dates
    )


def _first_choice(facts: Sequence[Fact]) -> Choice | None:
    for fact in facts:
        if isinstance(fact, Choice):
            return fact
        if isinstance(fact, Without) and (inner := _first_choice(fact.what)):
            return inner
    return None


def _chosen(facts: Sequence[Fact], choice: Choice, option: Sequence[Fact]) -> list[Fact]:
    """The facts with a choice replaced by one of its options."""
    found: list[Fact] = []
    for fact in facts:
        if fact is choice:
            found.extend(option)
        elif isinstance(fact, Without):
            found.append(Without(tuple(_chosen(fact.what, choice, option))))
        else:
            found.append(fact)
    return found


def _either_times(facts: list[Fact]) -> list[Fact]:
    """As in "9-10 Uhr oder 10-11 Uhr"."""
    for k in range(len(facts) - 2):
        first, either, second = facts[k : k + 3]
        if isinstance(first, Clock) and isinstance(either, Either) and isinstance(second, Clock):
            raw = f"{first.raw} oder {second.raw}"
            choice = Choice(raw, ((first,), (second,)), f"Welche Uhrzeit gilt: „{raw}“?")
            return [*facts[:k], choice, *facts[k + 3 :]]
    return facts


def _in_month(facts: list[Fact], frame: Frame) -> list[Fact]:
    """Days of every month that no rule counts become choices of rules and dates."""
    for k, fact in enumerate(facts):
        if isinstance(fact, InMonth):
            others = [*facts[:k], *facts[k + 1 :]]
            return _options(fact, others, k, _Months(others, frame))
    return facts


class _Months:
    """The months of a window in which a part takes place."""

    def __init__(self, facts: Sequence[Fact], frame: Frame) -> None:
        self.frame = frame
        named = [set(fact.months) for fact in facts if isinstance(fact, Season)]
        left_out = {
            month
            for fact in facts
            if isinstance(fact, Without)
            for what in fact.what
            if isinstance(what, Season)
            for month in what.months
        }
        self.months = [
            (year, month)
            for year, month in months_between(frame.first, frame.last)
            if all(month in months for months in named) and month not in left_out
        ]

    def dates(self, days: Sequence[date | None]) -> Dates:
        """The days inside the window as a list of dates."""
        inside = sorted({d for d in days if d and self.frame.first <= d <= self.frame.last})
        return Dates(tuple(PartialDate(d.day, d.month, d.year) for d in inside))


def _options(what: InMonth, others: list[Fact], k: int, within: _Months) -> list[Fact]:
    ordinals = " und ".join(_ordinal(n) for n in what.ns)
    if what.what == "weekend":
        return _weekend(what, others, k, within)
    if what.what == "workday":
        land = within.frame.land
        days = [
            within.dates(
                [
                    nth_workday(*m, n, land, saturday=saturday)
                    for m in within.months
                    for n in what.ns
                ]
            )
            for saturday in (False, True)
        ]
        question = f"Zählt der Samstag als Werktag ({ordinals} Werktag im Monat)?"
        choice = Choice("Werktag", ((days[0],), (days[1],)), question)
        return [*_without(others, Season), choice]
    weekdays = [day for fact in others if isinstance(fact, Weekdays) for day in fact.days]
    if not weekdays and within.frame.weekday is not None:
        weekdays = [within.frame.weekday]
    if not weekdays:
        return [*others, Doubt("Woche", ASK_WEEKDAY)]
    full = within.dates(
        [
            in_week_of_month(*month, n, day)
            for month in within.months
            for n in what.ns
            for day in weekdays
        ]
    )
    rest = _without(others, Weekdays)
    if what.what == "full_week":
        return [*_without(rest, Season), full]
    name = WEEKDAYS[weekdays[0]]
    question = (
        f"Ist der {ordinals} {name} im Monat gemeint, oder der {name} in der {ordinals} vollen "
        "Woche des Monats?"
    )
    nth = Nth(what.ns, tuple(dict.fromkeys(weekdays)), certain=True)
    return [*rest[:k], Choice("Woche", ((nth,), (full,)), question, always=True), *rest[k:]]


def _weekend(what: InMonth, others: list[Fact], k: int, within: _Months) -> list[Fact]:
    saturdays = [nth_day(*month, n, SATURDAY) for month in within.months for n in what.ns]
    sundays = [day + timedelta(days=1) for day in saturdays if day]
    options = (
        (within.dates([*saturdays, *sundays]),),
        (Nth(what.ns, (SATURDAY,), certain=True),),
        (Nth(what.ns, (SUNDAY,), certain=True),),
    )
    choice = Choice("Wochenende", options, "Findet es am Samstag, am Sonntag oder an beiden statt?")
    return [*others[:k], choice, *others[k:]]


def _without(facts: Sequence[Fact], kind: type) -> list[Fact]:
    return [fact for fact in facts if not isinstance(fact, kind)]


def _ordinal(n: int) -> str:
    return {-1: "letzter", -2: "vorletzter", -3: "drittletzter"}.get(n, f"{n}.")
