"""Reads the German wording of a programme entry."""

from collections.abc import Sequence
from datetime import date

from begegnung.model.calendar import SchoolCalendar
from begegnung.model.recurrence.choices import meaning_of
from begegnung.model.recurrence.facts import (
    BadClock,
    Clock,
    ClockEnd,
    Dates,
    Doubt,
    Fact,
    Follows,
    Holidays,
    NoDates,
    Proviso,
    Unread,
)
from begegnung.model.recurrence.part import Frame
from begegnung.model.recurrence.parts import RULES
from begegnung.model.recurrence.reading import Meaning, Reading, Status, TimeSpan
from begegnung.model.recurrence.scan import scan
from begegnung.model.recurrence.tokens import LONGEST
from begegnung.model.recurrence.wording import wording


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
    facts = [fact for fact in scan(text) if not _is_year(fact, first, last)]
    answer = _Answer(facts)
    if hindrance := _hindrance(facts):
        return answer.reading(*hindrance)
    frame = Frame(first, last, start, weekday, land, school)
    meant = meaning_of(facts, frame)
    questions = list(meant.questions)
    meanings = [Meaning(wording(*series), series) for series in meant.alternatives]
    weak = any(isinstance(f, NoDates) for f in facts)
    if weak and not any(isinstance(f, (*RULES, Dates)) for f in facts):
        return answer.reading("text")
    risky = [f.raw for f in facts if isinstance(f, Unread) and f.risky]
    if risky:
        questions.append(f"Was bedeutet „{'“, „'.join(dict.fromkeys(risky[:5]))}“?")
    if meanings and len(text) > LONGEST:
        questions.insert(0, f"Gelesen sind nur die ersten {LONGEST} Zeichen. Was gilt vom Rest?")
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
            f.raw for f in facts if isinstance(f, (Unread, Doubt, Holidays)) and f.raw
        )
        if not self.times:
            self.unread += tuple(f.raw for f in facts if isinstance(f, ClockEnd))
        self.remarks = tuple(f.raw for f in facts if isinstance(f, (Proviso, NoDates)))

    def reading(
        self, status: Status, question: str | None = None, meanings: Sequence[Meaning] = ()
    ) -> Reading:
        return Reading(status, question, tuple(meanings), self.unread, self.times, self.remarks)


def _is_year(fact: Fact, first: date, last: date) -> bool:
    """Whether a number is the year the programme is for anyway: "dienstags 2026"."""
    return isinstance(fact, Unread) and fact.raw == str(first.year) == str(last.year)


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
