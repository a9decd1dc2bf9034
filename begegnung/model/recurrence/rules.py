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
    plural: bool = False
    exrules: tuple[str, ...] = ()

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
        if isinstance(fact, Weekdays) and not fact.every and _date_follows(facts, k):
            pending = fact.days
        elif isinstance(fact, Break):
            kept.append((fact, ()))
        else:
            kept.append((fact, pending))
            pending = ()
    return kept


def _date_follows(facts: Sequence[Fact], k: int) -> bool:
    day = facts[k]
    single = isinstance(day, Weekdays) and day.single
    k += 1
    while k < len(facts):
        fact = facts[k]
        if isinstance(fact, Bound):
            # "ab Di, 13.1." checks the date; "Di ab 13.1." is a rule with a beginning.
            return fact.date is not None and (single or fact.role not in {"start", "until"})
        if isinstance(fact, _DATED):
            return True
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
    extra = dated = False
    for fact, _ in facts:
        draft = _draft(fact)
        dated = (dated or isinstance(fact, Dates)) and not draft
        if draft:
            drafts.append(draft)
            timeless.append(draft)
        elif isinstance(fact, ClockEnd):
            if not _own_end(drafts, timeless, fact):
                _end_clock(drafts, leading, fact)
            timeless = []
        elif isinstance(fact, Bound) and fact.role == "extra":
            extra = True
        elif isinstance(fact, Clock) and (timeless or not (extra or (dated and drafts))):
            owners = timeless or drafts[-1:]
            for owner in owners:
                owner.clocks.append(fact)
            timeless = []
            if not drafts:
                leading.append(fact)
    for draft in drafts:
        draft.clocks = draft.clocks or list(leading)
    return drafts


def _own_end(drafts: Sequence[Draft], timeless: Sequence[Draft], end: ClockEnd) -> bool:
    """As in "Mo-Fr 9-13 Uhr, Do bis 17 Uhr": it begins like the rule it is part of."""
    for draft in timeless:
        clocks = [d.clocks[0] for d in drafts if d.clocks and set(draft.days) <= set(d.days)]
        if clocks and clocks[0].start < end.end:
            draft.clocks = [replace(clocks[0], end=end.end)]
    return any(draft.clocks for draft in timeless)


def _end_clock(drafts: Sequence[Draft], leading: list[Clock], end: ClockEnd) -> None:
    """Gives the last time its end: "Beginn 14 Uhr, Ende 16 Uhr"."""
    for clocks in [draft.clocks for draft in drafts] or [leading]:
        if clocks and clocks[-1].end is None and clocks[-1].start < end.end:
            clocks[-1] = replace(clocks[-1], end=end.end)


def _draft(fact: Fact) -> Draft | None:
    match fact:
        case Weekdays():
            return Draft(fact.days, single=fact.single, plural=fact.every)
        case Nth():
            return Draft(fact.days, fact.ns, each=fact.each, certain=fact.certain, plural=True)
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
