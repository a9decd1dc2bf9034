"""Rules in the making: the weekday and month rules a part of a wording names, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from begegnung.model.recurrence.facts import (
    Bound,
    Break,
    Clock,
    ClockEnd,
    Dates,
    Either,
    Every,
    Fact,
    Marker,
    MonthDays,
    Nth,
    NthMeeting,
    PerPeriod,
    Season,
    Span,
    Unread,
    Weekdays,
)
from begegnung.model.recurrence.limits import Checked
from begegnung.model.recurrence.rule_text import weekday_codes

_QUARTER_FIRST = (1, 4, 7, 10)
_QUARTER_LAST = (3, 6, 9, 12)
_DATED = (Dates, Span, Bound)


@dataclass
class Draft:
    """One rule: weekly on days, n-th weekdays or days of the month, with its times."""

    days: tuple[int, ...] = ()
    ns: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    interval: int = 1
    months: tuple[int, ...] = ()
    clocks: list[Clock] = field(default_factory=list[Clock])
    each: bool = False
    certain: bool = True
    single: bool = False

    @property
    def weekly(self) -> bool:
        """Whether the rule counts weeks."""
        return not self.ns and not self.month_days

    def rule(self, interval: int | None = None) -> str:
        """The rule as RFC 5545 writes it."""
        n = interval or self.interval
        every = f";INTERVAL={n}" if n > 1 else ""
        if self.weekly:
            return f"FREQ=WEEKLY{every};BYDAY={weekday_codes(sorted(self.days))}"
        if self.month_days:
            return f"FREQ=MONTHLY{every};BYMONTHDAY={','.join(map(str, self.month_days))}"
        codes = [f"{n}{weekday_codes([day])}" for day in self.days for n in self.ns]
        return f"FREQ=MONTHLY{every};BYDAY={','.join(codes)}"


def with_weekdays(facts: Sequence[Fact]) -> Checked:
    """Ties a weekday to the date behind it: "Donnerstag, 28. August" is one date, not a rule."""
    kept: list[tuple[Fact, tuple[int, ...]]] = []
    pending: tuple[int, ...] = ()
    for k, fact in enumerate(facts):
        if isinstance(fact, Weekdays) and not fact.every and _date_follows(facts, k + 1):
            pending = fact.days
        elif isinstance(fact, Break):
            kept.append((fact, ()))
        else:
            kept.append((fact, pending))
            pending = ()
    return kept


def _date_follows(facts: Sequence[Fact], k: int) -> bool:
    while k < len(facts):
        fact = facts[k]
        if isinstance(fact, _DATED):
            return not (isinstance(fact, Bound) and fact.date is None)
        if not (isinstance(fact, Break) and fact.sign in {",", "(", "."}):
            return False
        k += 1
    return False


def drafts_of(facts: Checked) -> list[Draft]:
    """The rules in a part, each with the times that belong to it.

    A time belongs to the rules before it that have none yet; where it comes first, to those after.
    """
    drafts: list[Draft] = []
    timeless: list[Draft] = []
    leading: list[Clock] = []
    extra = False
    for fact, _ in facts:
        draft = _draft(fact)
        if draft:
            drafts.append(draft)
            timeless.append(draft)
        elif isinstance(fact, ClockEnd):
            _end_clock(drafts, leading, fact)
        elif isinstance(fact, Bound) and fact.role == "extra":
            extra = True
        elif isinstance(fact, Clock) and (timeless or not extra):
            owners = timeless or drafts[-1:]
            for owner in owners:
                owner.clocks.append(fact)
            timeless = []
            if not drafts:
                leading.append(fact)
    for draft in drafts:
        draft.clocks = draft.clocks or list(leading)
    return drafts


def _end_clock(drafts: Sequence[Draft], leading: list[Clock], end: ClockEnd) -> None:
    """Gives the last time its end: "Beginn 14 Uhr, Ende 16 Uhr"."""
    for clocks in [draft.clocks for draft in drafts] or [leading]:
        if clocks and clocks[-1].end is None and clocks[-1].start < end.end:
            clocks[-1] = replace(clocks[-1], end=end.end)


def _draft(fact: Fact) -> Draft | None:
    match fact:
        case Weekdays():
            return Draft(fact.days, single=fact.single)
        case Nth():
            return Draft(fact.days, fact.ns, each=fact.each, certain=fact.certain)
        case MonthDays():
            return Draft(month_days=fact.days)
        case NthMeeting():
            return Draft(ns=(fact.n,), months=(fact.month,))
        case _:
            return None


def mark_months(drafts: Sequence[Draft], facts: Checked, *, bare_month: bool) -> None:
    """Makes n-th weekdays certain where the words say that the month is meant."""
    quarter = any(isinstance(f, Marker) and f.unit == "quarter" for f, _ in facts)
    marked = quarter or any(
        isinstance(f, Marker)
        or (isinstance(f, Every) and f.unit in {"month", "quarter"})
        or (isinstance(f, PerPeriod) and f.unit == "month")
        for f, _ in facts
    )
    for draft in drafts:
        if not draft.ns:
            continue
        month_named = bare_month and not draft.each
        settled = len(draft.ns) > 1 or set(draft.ns) <= {1, -1, -2}
        draft.certain = draft.certain or marked or month_named or settled
        if quarter:
            draft.months = _QUARTER_FIRST if min(draft.ns) > 0 else _QUARTER_LAST


def either_between(facts: Checked) -> bool:
    """Whether "oder" stands between two days ("mittwochs oder donnerstags")."""
    plain = [f for f, _ in facts if not isinstance(f, (Break, Clock, Unread, Marker, Season))]
    days = (Weekdays, Nth, Dates, MonthDays)
    return any(
        isinstance(fact, Either) and isinstance(plain[k - 1], days) and isinstance(after, days)
        for k, (fact, after) in enumerate(pairwise(plain))
        if k
    )
