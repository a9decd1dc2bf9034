"""What the rules in one part of a wording can mean: one reading or several, and the question."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from begegnung.model.calendar import monday_of, public_holiday
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.recurrence.expand import expand
from begegnung.model.recurrence.facts import (
    Alternates,
    Dates,
    Moved,
    PerPeriod,
)
from begegnung.model.recurrence.lexicon import fold
from begegnung.model.recurrence.narrower import without_narrower
from begegnung.model.recurrence.part import (
    ASK_DATES,
    ASK_FIRST,
    ASK_ORDER,
    ASK_WEEKDAY,
    Frame,
    PartFacts,
)
from begegnung.model.recurrence.rule_days import rule_days
from begegnung.model.recurrence.rules import Draft, either_between
from begegnung.model.recurrence.series import Move, Series


class RuleReadings(PartFacts):
    """Turns weekday and month rules with their rhythm into series."""

    def from_rules(self) -> list[tuple[Series, ...]]:
        """The alternatives of the rules named in the words."""
        if either_between(self.facts) and len(self.drafts) > 1:
            self.questions.append("Welcher der genannten Tage gilt?")
            return [self.series([draft]) for draft in self.drafts]
        weeks, months = self._rhythm("week"), self._rhythm("month", "quarter")
        nth = [draft for draft in self.drafts if draft.ns]
        single = any(draft.single for draft in self.drafts) and not self._column()
        if single and not (weeks or months or self.limits.parity or self._of(PerPeriod)):
            self.questions.append("Jede Woche oder nur einmal?")
        if self._of(Alternates) and not self._of_other_offer() and self._takes_turns():
            return self._alternating()
        if weeks > 1 and nth and nth[0].each and nth[0].ns == (weeks,):
            # "jeden zweiten Dienstag (14-tägig)": the words in brackets say which is meant.
            self.drafts = [replace(draft, ns=()) for draft in self.drafts]
            return self._every_weeks(weeks)
        if weeks > 1 and nth:
            return self._nth_or_weeks(nth[0], weeks)
        if weeks > 1:
            return self._every_weeks(weeks)
        if nth and not nth[0].certain:
            return self._nth_or_weeks(nth[0], nth[0].ns[0])
        counted = nth or [draft for draft in self.drafts if draft.month_days]
        if months > 1 or (months == 1 and not counted):
            return self._every_months(months, nth)
        if self._of(Alternates):
            self.questions.append(ASK_ORDER)
        if not self._matches_number():
            return []
        drafts, questions = without_narrower(self.drafts)
        self.questions.extend(questions)
        return self.counted(drafts)

    def counted(self, drafts: Sequence[Draft]) -> list[tuple[Series, ...]]:
        """The series of some rules; a number of sessions needs a first date."""
        if self.limits.count and not (self.limits.start or self.frame.start):
            self.questions.append(ASK_FIRST)
            return []
        if self.limits.count and not self.limits.counts_weeks and len(drafts) > 1:
            return self._count_of_several(drafts, self.limits.count)
        found = self.series(drafts)
        if self.limits.count and self.limits.until and not self.limits.counts_weeks:
            return self._count_or_end(found, self.limits.count, self.limits.until)
        return [found]

    def _count_or_end(
        self, series: tuple[Series, ...], count: int, until: date
    ) -> list[tuple[Series, ...]]:
        """As in "montags 12.1.-9.3., 12 Termine": the end and the number have to agree."""
        begin = self.limits.start or self.frame.start
        by_end = tuple(replace(one, count=None) for one in series)
        if begin is None or (until - begin).days > _LONGEST_COURSE:
            return [series]
        ruled = sum(len(list(rule_days(one, begin, until))) for one in by_end)
        numbers = {ruled, sum(len(_held(one, begin, until, self.frame)) for one in by_end)}
        if count in numbers:
            return [series]
        self.questions.append(
            f"Bis zum {until:%d.%m.%Y} sind es {max(numbers)} Termine, angekündigt {count}. "
            "Was gilt?"
        )
        return [by_end, tuple(replace(one, until=None) for one in series)]

    def _count_of_several(self, drafts: Sequence[Draft], count: int) -> list[tuple[Series, ...]]:
        """As in "Di 10 Uhr, Do 14 Uhr, 10 Termine": each or together."""
        self.questions.append(f"Sind es {count} Termine an jedem der Tage oder zusammen?")
        each = self.series(drafts)
        shares = [count // len(drafts) + (k < count % len(drafts)) for k in range(len(drafts))]
        if min(shares) < 1:
            return [each]
        together = tuple(
            replace(one, count=share)
            for draft, share in zip(drafts, shares, strict=True)
            for one in self.series([draft])
        )
        return [each, together]

    def _of_other_offer(self) -> bool:
        """Whether it takes turns with another offer, not its own days with each other."""
        return any(
            fold(word.raw).endswith(("mit", "zu", "zum", "zwischen"))
            for word in self._of(Alternates)
            if isinstance(word, Alternates)
        )

    def _takes_turns(self) -> bool:
        return sum(len(d.days) for d in self.drafts) > 1 and all(d.weekly for d in self.drafts)

    def _alternating(self) -> list[tuple[Series, ...]]:
        """As in "abwechselnd dienstags und donnerstags": one day a week, in turns."""
        turns = [replace(d, days=(day,)) for d in self.drafts for day in d.days]
        origin = self._origin()
        days = [draft.days[0] for draft in turns]
        if origin is None or origin.weekday() not in days:
            self.questions.append("Mit welchem Tag beginnt es?")
            begins = [self._first_day({day}) for day in days]
        else:
            begins = [origin]
        found: list[tuple[Series, ...]] = []
        for begin in begins:
            first = days.index(begin.weekday())
            series: list[Series] = []
            for k in range(len(turns)):
                draft = replace(turns[(first + k) % len(turns)], interval=len(turns))
                start = monday_of(begin) + timedelta(weeks=k, days=draft.days[0])
                series.extend(self.series([draft], start=start))
            found.append(tuple(series))
        return found

    def _matches_number(self) -> bool:
        """As in "2x monatlich" beside a weekly day, or beside one n-th weekday, wants an answer."""
        for fact, _ in self.facts:
            if not isinstance(fact, PerPeriod):
                continue
            named = sum(len(d.ns or d.month_days or d.days) for d in self.drafts)
            counts_months = all(not draft.weekly for draft in self.drafts)
            fits = named == fact.k and counts_months == (fact.unit == "month")
            if not fits:
                self.questions.append(ASK_DATES)
                return False
        return True

    def _nth_or_weeks(self, draft: Draft, weeks: int) -> list[tuple[Series, ...]]:
        """As in "jeden zweiten Montag": every other Monday or the second of the month."""
        monthly = self.series([draft])
        weekly = replace(draft, ns=())
        origin = self._origin() or self._first_day(set(draft.days))
        if len(draft.ns) > 1 and not self._origin():
            window = self.frame.first, self.frame.last
            origin = next(rule_days(Series((draft.rule(),)), *window), origin)
        rhythm = self.series([replace(weekly, interval=weeks)], start=origin)
        ordinals = " und ".join(f"{n}." for n in draft.ns)
        name = WEEKDAYS[draft.days[0]]
        self.questions.append(
            f"Ist der {ordinals} {name} im Monat gemeint, oder alle {weeks} Wochen {name}?"
        )
        return [monthly, rhythm] if len(draft.ns) > 1 else [rhythm, monthly]

    def _first_day(self, days: set[int]) -> date:
        """The first of some weekdays in the window; no series begins on a public holiday."""
        first = self.frame.first
        begin = first + timedelta(days=min((day - first.weekday()) % 7 for day in days))
        while public_holiday(begin, self.frame.land) and begin < self.frame.last:
            begin += timedelta(weeks=1)
        return begin

    def _every_weeks(self, weeks: int) -> list[tuple[Series, ...]]:
        for draft in self.drafts:
            draft.interval = weeks
        origin = self._origin()
        given = [f for f, _ in self.facts if isinstance(f, Dates)]
        if origin is None and given and "extra" not in self._roles():
            dates = self._given_dates()
            origin = dates[0] if dates else None
        days = {day for draft in self.drafts for day in draft.days}
        if not days:
            self.questions.append(ASK_WEEKDAY)
            return []
        following = self.limits.following
        if following and following.weekday() in days:
            return [self.series(self.drafts, anchor=following)]
        if origin:
            if origin.weekday() not in days:
                self.questions.append(_not_that_day(origin, days))
            return [self.series(self.drafts, start=origin)]
        self.questions.append(ASK_ORDER if self._of(Alternates) else ASK_FIRST)
        begin = self._first_day(days)
        return [
            self.series(self.drafts, start=begin + timedelta(weeks=k)) for k in range(min(weeks, 6))
        ]

    def _every_months(self, months: int, nth: list[Draft]) -> list[tuple[Series, ...]]:
        counted = nth or [draft for draft in self.drafts if draft.month_days]
        if not counted:
            self.questions.append(ASK_DATES)
            return []
        origin = self._origin()
        in_step = origin is None or origin.month in self.limits.months
        if in_step and _steps(self.limits.months) == {months}:
            # "alle zwei Monate (Januar, März, Mai …)": the months say it all.
            return [self.series(counted)]
        for draft in counted:
            draft.interval = months
        if origin:
            found = self.series(counted, anchor=origin)
            met = {d for one in found for d in rule_days(one, origin, origin)}
            if origin not in met and origin != self.limits.start:
                self.questions.append(f"Der {origin:%d.%m.%Y} passt nicht zur Regel. Was gilt?")
            return [found]
        self.questions.append("In welchem Monat ist der erste Termin?")
        return self._first_months(months, counted)

    def _first_months(self, months: int, counted: list[Draft]) -> list[tuple[Series, ...]]:
        """The choices of the month an interval of months begins in."""
        found: list[tuple[Series, ...]] = []
        seen: set[int] = set()
        monthly = Series(tuple(draft.rule(1) for draft in counted))
        for day in rule_days(monthly, self.frame.first, self.frame.last):
            if len(found) < months and day.month not in seen:
                seen.add(day.month)
                found.append(self.series(counted, anchor=day))
        return found

    def series(
        self,
        drafts: Sequence[Draft],
        *,
        start: date | None = None,
        anchor: date | None = None,
    ) -> tuple[Series, ...]:
        """The series of some rules; a rule with two times a day gives two series."""
        found: list[Series] = []
        begin = start or self.limits.start or self.frame.start
        fields = self.limits.fields()
        if begin is not None and self.limits.until and self.limits.until < begin:
            self.questions.append("Das Ende liegt vor dem Beginn.")
            fields["until"] = None
        for draft in drafts:
            months = draft.months or self.limits.months
            fields |= self._length(draft, begin)
            fields["exrules"] = (*self.limits.exrules, *draft.exrules)
            plain = Series((draft.rule(),), start=begin, anchor=anchor, months=months, **fields)
            moved = self._moves(plain)
            clocks = draft.clocks or [None]
            found.extend(
                replace(
                    plain,
                    moved=moved,
                    start_minute=clock.start if clock else None,
                    end_minute=clock.end if clock else None,
                )
                for clock in clocks
            )
        return tuple(found)

    def _length(self, draft: Draft, begin: date | None) -> dict[str, Any]:
        """The number of sessions, or the end where weeks are counted and the rule has months."""
        limits = self.limits
        if begin is None or limits.count is None:
            return {"count": None}
        if not limits.counts_weeks:
            return {"count": limits.count}
        if draft.weekly:
            return {"count": -(-limits.count // draft.interval) * len(draft.days)}
        end = begin + timedelta(weeks=min(limits.count, 520), days=-1)
        return {"count": None, "until": min(end, limits.until or end)}

    def _moves(self, series: Series) -> tuple[Move, ...]:
        found: list[Move] = []
        for fact, _ in self.facts:
            if not isinstance(fact, Moved):
                continue
            target = self.years.left_out(fact.target)
            if target is None:
                continue
            origin = self.years.day(fact.origin) if fact.origin else _origin_of(series, target)
            if origin is None and target in rule_days(series, target, target):
                continue
            if origin is None:
                self.questions.append(f"Welcher Termin ist auf den {target:%d.%m.%Y} verlegt?")
            else:
                found.append(Move(origin, target))
        return tuple(found)


_LONGEST_COURSE = 3 * 366


def _held(series: Series, first: date, last: date, frame: Frame) -> tuple[date, ...]:
    skipping = replace(series, on_public_holidays="skip")
    return expand(skipping, first, last, land=frame.land, school=frame.school).dates


def _not_that_day(day: date, days: set[int]) -> str:
    wanted = " oder ".join(WEEKDAYS[number] for number in sorted(days))
    return f"Der {day:%d.%m.%Y} ist ein {WEEKDAYS[day.weekday()]}, kein {wanted}."


def _steps(months: tuple[int, ...]) -> set[int]:
    """The distances between months in a list."""
    return {(after - before) % 12 for before, after in pairwise(months)}


def _origin_of(series: Series, target: date) -> date | None:
    """The one date of the rule in the month (or week) of the day it was moved to."""
    if any("FREQ=WEEKLY" in rule for rule in series.rrules):
        first = monday_of(target)
        last = first + timedelta(days=6)
    else:
        first = target.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = list(rule_days(series, first, last))
    return found[0] if len(found) == 1 and found[0] != target else None
