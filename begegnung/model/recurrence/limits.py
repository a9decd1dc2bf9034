"""What narrows a rule: start, end, seasons, exceptions, parity, number of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from begegnung.model.recurrence.facts import (
    Bound,
    Count,
    Dates,
    Doubt,
    Fact,
    HolidayBound,
    Holidays,
    Marker,
    NamedDays,
    Nth,
    PauseWord,
    Postponed,
    Season,
    Span,
    WeekBound,
    Weekdays,
    WeekParity,
    Without,
)
from begegnung.model.recurrence.lexicon import fold
from begegnung.model.recurrence.rule_text import weekday_codes
from begegnung.model.recurrence.series import HolidayPolicy, Parity, Pause
from begegnung.model.recurrence.years import Years

_ALL_MONTHS = tuple(range(1, 13))
_PAUSE_MONTHS = {"sommer": {7, 8}, "winter": {12, 1, 2}, "weihnacht": {12, 1}, "oster": {3, 4}}


@dataclass
class Limits:
    """The narrowing fields of a series, collected from the facts of one part of a wording."""

    start: date | None = None
    until: date | None = None
    following: date | None = None
    spanned: bool = False
    count: int | None = None
    counts_weeks: bool = False
    doubtful: bool = False
    parity: Parity | None = None
    months: tuple[int, ...] = ()
    bare_month: bool = False
    pauses: list[Pause] = field(default_factory=list[Pause])
    exdates: list[date] = field(default_factory=list[date])
    exrules: list[str] = field(default_factory=list[str])
    closing_days: list[str] = field(default_factory=list[str])
    without_weekdays: set[int] = field(default_factory=set[int])
    on_public_holidays: HolidayPolicy | None = None
    on_school_holidays: HolidayPolicy | None = None
    school_holidays_named: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The fields a series takes over as they are."""
        return {
            "until": self.until,
            "parity": self.parity,
            "pauses": tuple(self.pauses),
            "exdates": tuple(sorted(self.exdates)),
            "exrules": tuple(self.exrules),
            "closing_days": tuple(self.closing_days),
            "on_public_holidays": self.on_public_holidays,
            "on_school_holidays": self.on_school_holidays,
            "school_holidays_named": self.school_holidays_named,
        }


Checked = Sequence[tuple[Fact, tuple[int, ...]]]
"""Facts with the weekdays written beside their dates."""


def limits_of(facts: Checked, years: Years) -> Limits:
    """The limits in the facts; questions about their dates go to ``years``."""
    limits = Limits()
    for fact, weekdays in facts:
        match fact:
            case Bound():
                _bound(limits, fact, weekdays, years)
            case WeekBound():
                _week_bound(limits, fact, years)
            case HolidayBound():
                _holiday_bound(limits, fact, years)
            case Doubt():
                years.doubts.append(fact.question)
                limits.doubtful = True
            case Span():
                if found := years.span(fact.first, fact.last):
                    limits.start, limits.until = found
                    limits.spanned = True
                    limits.bare_month = _is_month(fact)
            case Without():
                for what in fact.what:
                    _leave_out(limits, what, fact, years)
            case _:
                _narrow(limits, fact, years)
    if limits.start and limits.until and limits.until < limits.start:
        years.doubts.append("Das Ende liegt vor dem Beginn.")
        limits.until = None
    return limits


def _is_month(span: Span) -> bool:
    """As in "im Februar 2026"."""
    first, last = span.first, span.last
    return (first.day, last.day) == (1, 31) and first.month == last.month


def _bound(limits: Limits, bound: Bound, weekdays: tuple[int, ...], years: Years) -> None:
    if bound.date is None:
        return
    if bound.role == "start":
        begin = years.day(bound.date, weekdays)
        if limits.start and begin and begin != limits.start:
            years.doubts.append(f"Beginnt es am {limits.start:%d.%m.%Y} oder am {begin:%d.%m.%Y}?")
        limits.start = limits.start or begin
    elif bound.role == "next":
        limits.following = years.day(bound.date, weekdays)
    elif bound.role == "until":
        limits.until = years.until(bound.date)


def _week_bound(limits: Limits, bound: WeekBound, years: Years) -> None:
    monday = years.week(bound.week)
    if monday and bound.role == "start":
        limits.start = monday
    elif monday:
        limits.until = monday + timedelta(days=6)


def _holiday_bound(limits: Limits, bound: HolidayBound, years: Years) -> None:
    """The day before the holidays begin."""
    block = years.holidays(bound.name)
    if block is None:
        years.doubts.append(f"Wann beginnen die {bound.name}?")
        limits.doubtful = True
    else:
        limits.until = block[0] - timedelta(days=1)


def _season(limits: Limits, season: Season, years: Years) -> None:
    months = tuple(m for m in season.months if m in (limits.months or _ALL_MONTHS))
    if not months:
        years.doubts.append("In welchen Monaten findet es statt? Die genannten widersprechen sich.")
        limits.doubtful = True
    limits.months = months


def _narrow(limits: Limits, fact: Fact, years: Years) -> None:
    match fact:
        case Season():
            _season(limits, fact, years)
            limits.bare_month = fact.bare and len(fact.months) == 1
        case Count():
            limits.count, limits.counts_weeks = fact.n, fact.weeks
        case WeekParity():
            if limits.parity not in {None, fact.parity}:
                years.doubts.append("Gerade oder ungerade Kalenderwochen?")
                limits.doubtful = True
            limits.parity = fact.parity
        case Holidays():
            _holidays(limits, fact, "keep")
        case Postponed():
            _holidays(limits, fact.holidays, "next_week")
        case _:
            pass


def _holidays(limits: Limits, fact: Holidays, policy: HolidayPolicy) -> None:
    if fact.kind == "public":
        limits.on_public_holidays = policy
    else:
        limits.on_school_holidays = policy
        limits.school_holidays_named = (*limits.school_holidays_named, *fact.names)


def _leave_out(limits: Limits, what: Fact, group: Without, years: Years) -> None:
    match what:
        case Holidays():
            if what.names and limits.on_school_holidays and not limits.school_holidays_named:
                # "nicht in den Ferien, außer in den Herbstferien"
                years.doubts.append(f"Findet es in den {' und '.join(what.names)} statt?")
                limits.doubtful = True
            _holidays(limits, what, "skip")
        case NamedDays():
            limits.closing_days.extend(what.names)
        case Nth():
            # "außer am letzten Dienstag": the n-th of the month, whether it is written or not.
            codes = [f"{n}{weekday_codes([day])}" for day in what.days for n in what.ns]
            limits.exrules.append(f"FREQ=MONTHLY;BYDAY={','.join(codes)}")
        case Weekdays():
            limits.without_weekdays.update(what.days)
        case PauseWord():
            _pause(what, years)
        case Marker() if len(group.what) == 1:
            years.doubts.append("Wann findet es nicht statt?")
        case _:
            _leave_out_time(limits, what, years)


def _leave_out_time(limits: Limits, what: Fact, years: Years) -> None:
    match what:
        case Season():
            kept = limits.months or _ALL_MONTHS
            limits.months = tuple(month for month in kept if month not in what.months)
            if not limits.months:
                years.doubts.append("In welchen Monaten findet es statt?")
                limits.doubtful = True
        case Span():
            if found := years.span(what.first, what.last, left_out=True):
                limits.pauses.append(Pause(*found))
        case Dates():
            limits.exdates.extend(d for p in what.dates if (d := years.left_out(p)))
        case Bound():
            _open_pause(limits, what, years)
        case _:
            pass


def _open_pause(limits: Limits, bound: Bound, years: Years) -> None:
    """A pause with one end, or with the second one behind the first."""
    if bound.date is None:
        return
    if bound.role == "start":
        if (begin := years.left_out(bound.date)) is not None:
            limits.pauses.append(Pause(begin, None))
        return
    begin = limits.pauses.pop().first if _is_open(limits.pauses) else years.first
    end = years.until(bound.date)
    if begin <= end:
        limits.pauses.append(Pause(begin, end))


def _is_open(pauses: Sequence[Pause]) -> bool:
    return bool(pauses) and pauses[-1].last is None


def _pause(what: PauseWord, years: Years) -> None:
    """A pause without dates is a question only where the window meets its time of the year."""
    word = fold(what.word)
    months = next((m for stem, m in _PAUSE_MONTHS.items() if word.startswith(stem)), set[int]())
    window = {
        number % 12 + 1
        for number in range(
            years.first.year * 12 + years.first.month - 1,
            years.last.year * 12 + years.last.month,
        )
    }
    if not months or months & window:
        years.doubts.append(f"Von wann bis wann ist die {what.word}?")
