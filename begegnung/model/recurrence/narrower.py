"""A rule within another one: "mittwochs 15 Uhr, am letzten Mittwoch im Monat 17 Uhr"."""

from collections.abc import Sequence
from dataclasses import replace

from begegnung.model.recurrence.facts import Clock
from begegnung.model.recurrence.rule_text import weekday_codes
from begegnung.model.recurrence.rules import Draft


def without_narrower(drafts: Sequence[Draft]) -> tuple[list[Draft], list[str]]:
    """The rules with every narrower one in the place of the wider, and what has to be asked.

    On the days of the narrower rule its time replaces the wider one's where both overlap or only
    begin; a narrower rule without a time of its own adds no date. Two times of day that do not
    meet ("10-12 Uhr, 1. Mittwoch 15-17 Uhr") are a question for a day of the month, and two
    opening times for a day of the week.
    """
    kept = list(drafts)
    questions: list[str] = []
    for inner in drafts:
        outer = next((d for d in kept if d is not inner and _contains(d, inner)), None)
        if outer is None:
            continue
        if not inner.clocks or inner.clocks == outer.clocks:
            if outer.plural:
                kept = [draft for draft in kept if draft is not inner]
            else:
                questions.append("Gilt die erste Regel an jedem der Tage?")
        elif _replaces(outer, inner):
            kept = [_less(d, inner) if d is outer else d for d in kept]
        elif inner.ns:
            questions.append("Kommt die zweite Zeit dazu, oder ersetzt sie die erste?")
    return kept, questions


def _contains(outer: Draft, inner: Draft) -> bool:
    """Whether every date of one rule is one of the other, and not the other way round."""
    plain = outer.interval == inner.interval == 1 and not outer.months and not inner.months
    if not plain or outer.month_days or inner.month_days or not inner.days:
        return False
    if not set(inner.days) <= set(outer.days):
        return False
    if outer.weekly:
        return bool(inner.ns) or set(inner.days) < set(outer.days)
    return bool(inner.ns) and set(inner.ns) < set(outer.ns)


def _replaces(outer: Draft, inner: Draft) -> bool:
    if not outer.clocks:
        return False
    return any(_meets(a, b, inner) for a in outer.clocks for b in inner.clocks)


def _meets(first: Clock, second: Clock, inner: Draft) -> bool:
    if first.end is None or second.end is None:
        return bool(inner.ns) or first.start == second.start
    return first.start < second.end and second.start < first.end


def _less(outer: Draft, inner: Draft) -> Draft:
    """The wider rule without the dates of the narrower one."""
    if outer.weekly and not inner.ns:
        return replace(outer, days=tuple(day for day in outer.days if day not in inner.days))
    if not outer.weekly and inner.days == outer.days:
        return replace(outer, ns=tuple(n for n in outer.ns if n not in inner.ns))
    codes = ",".join(f"{n}{weekday_codes([day])}" for day in inner.days for n in inner.ns)
    return replace(outer, exrules=(*outer.exrules, f"FREQ=MONTHLY;BYDAY={codes}"))
