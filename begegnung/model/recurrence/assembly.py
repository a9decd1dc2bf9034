"""From the facts of a wording to the series it can mean, and to what has to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from begegnung.model.calendar import public_holiday
from begegnung.model.recurrence.facts import (
    Clock,
    Dates,
    Holidays,
    PerPeriod,
    Span,
    Unread,
)
from begegnung.model.recurrence.limits import Checked
from begegnung.model.recurrence.part import (
    ASK_DATES,
    ASK_END,
    ASK_FIRST,
    ASK_MORE,
    ASK_ORDER,
    ASK_WEEKDAY,
    ASK_WHICH_DAYS,
    Frame,
)
from begegnung.model.recurrence.rule_days import rule_days
from begegnung.model.recurrence.rule_readings import RuleReadings
from begegnung.model.recurrence.rules import Draft, either_between
from begegnung.model.recurrence.series import Series

_SHORT_SPAN = 7
"""Days of a span that may be meant each ("16. bis 18. Januar")."""
_LONGEST_LIST = 3 * 366
"""Days between the first and the last date of a list that a rule can explain."""


@dataclass
class Part:
    """What one part of a wording can mean: alternatives, each a set of series, and questions."""

    alternatives: list[tuple[Series, ...]] = field(default_factory=list[tuple[Series, ...]])
    questions: list[str] = field(default_factory=list[str])


def assemble(facts: Checked, frame: Frame) -> Part:
    """The meaning of one part of a wording."""
    return _Assembly(facts, frame).part()


class _Assembly(RuleReadings):
    """Turns the rules and dates of one part into series."""

    def part(self) -> Part:
        given = self._given_dates()
        self._fill_days()
        if self.drafts:
            alternatives = self._with_dates(self.from_rules(), given)
        else:
            alternatives = self._without_rule(given)
        alternatives = self._with_holidays(alternatives)
        questions = [*self.years.doubts, *self.questions]
        return Part([] if self.limits.doubtful else alternatives, questions)

    def _with_dates(
        self, alternatives: list[tuple[Series, ...]], given: tuple[date, ...]
    ) -> list[tuple[Series, ...]]:
        """Lets the rule and a printed list of dates check each other."""
        if not given or not alternatives:
            return alternatives
        self._check_number(given)
        listed = self._listed(given)
        roles = self._roles()
        if "extra" in roles:
            return [self._with_extra(series, listed) for series in alternatives]
        own_times = self._clocks_of_dates()
        if own_times and all(d.clocks for d in self.drafts):
            return self._with_own_times(alternatives, given, listed)
        rhythm = self._rhythm("week", "month", "quarter") > 1
        if not (rhythm or "dates" in roles or any(d.ns for d in self.drafts)):
            return self._list_or_weekly(alternatives, given, listed)
        for series in alternatives:
            days = _days_between(series, given[0], given[-1])
            if days == set(given):
                # The list settles what the rule leaves open.
                self.questions = [q for q in self.questions if q not in {ASK_FIRST, ASK_ORDER}]
                return [series]
        self._ask_list_or_rule(alternatives[0], given)
        return [*alternatives, listed]

    def _with_holidays(self, alternatives: list[tuple[Series, ...]]) -> list[tuple[Series, ...]]:
        """As in "sonn- und feiertags": whether a holiday on a Thursday counts is not said."""
        if not any(isinstance(f, Holidays) and f.raw for f, _ in self.facts) or not alternatives:
            return alternatives
        rule = alternatives[0][-1]
        first, land = self.frame.first, self.frame.land
        window = [first + timedelta(days=k) for k in range((self.frame.last - first).days + 1)]
        own = {day for draft in self.drafts for day in draft.days}
        others = tuple(
            day
            for day in window[:_LONGEST_LIST]
            if day.weekday() not in own and public_holiday(day, land)
        )
        if not others:
            return alternatives
        self.questions.append("Gilt es auch an Feiertagen, die auf andere Wochentage fallen?")
        added = replace(Series(), dates=others, on_public_holidays="keep")
        added = replace(added, start_minute=rule.start_minute, end_minute=rule.end_minute)
        return [*alternatives, *((*one, added) for one in alternatives)]

    def _with_own_times(
        self,
        alternatives: list[tuple[Series, ...]],
        given: tuple[date, ...],
        listed: tuple[Series, ...],
    ) -> list[tuple[Series, ...]]:
        """As in "mittwochs 15 Uhr, am 18.2. 16 Uhr": that day has its own time."""
        rules = alternatives[0]
        if not set(given) <= _days_between(rules, given[0], given[-1]):
            self._ask_list_or_rule(rules, given)
        kept = tuple(
            replace(one, exdates=tuple(sorted({*one.exdates, *given}))) if one.rrules else one
            for one in rules
        )
        return [(*kept, *listed)]

    def _list_or_weekly(
        self,
        alternatives: list[tuple[Series, ...]],
        given: tuple[date, ...],
        listed: tuple[Series, ...],
    ) -> list[tuple[Series, ...]]:
        """A list is what a weekday comes down to; one date, or one with a word, may be a remark."""
        plural = any(draft.plural and draft.weekly for draft in self.drafts)
        if self.limits.start and self.limits.start < given[0]:
            # "ab 18.2., 4.3., 18.3.": a rule with a beginning, or a list whose first date it is.
            begins = self._listed((self.limits.start, *given))
            self._ask_list_or_rule(alternatives[0], given)
            return [*alternatives, begins]
        if any(isinstance(f, Dates) and f.goes_on for f, _ in self.facts):
            self.questions.append(ASK_MORE)
            return [listed, alternatives[0]]
        if not plural or not (len(given) == 1 or self._words_at_dates()):
            return [listed]
        named = " und ".join(f"{day:%d.%m.}" for day in given[:3])
        self.questions.append(f"Findet es jede Woche statt, oder was gilt am {named}?")
        left_out = tuple(
            replace(one, exdates=tuple(sorted({*one.exdates, *given}))) for one in alternatives[0]
        )
        return [alternatives[0], left_out, listed]

    def _words_at_dates(self) -> bool:
        """Whether an unknown word stands right beside a date: "18.2. Heringsessen"."""
        pairs = pairwise(fact for fact, _ in self.facts)
        return any({type(a), type(b)} == {Dates, Unread} for a, b in pairs)

    def _with_extra(
        self, series: tuple[Series, ...], extra: tuple[Series, ...]
    ) -> tuple[Series, ...]:
        """Additional dates belong to the rule where their time is the same."""
        times = {(one.start_minute, one.end_minute) for one in (*series, *extra)}
        if len(series) == 1 and len(times) == 1:
            return (replace(series[0], dates=extra[0].dates),)
        return (*series, *extra)

    def _check_number(self, given: tuple[date, ...]) -> None:
        """Dates that are listed and a number of dates have to agree."""
        count = self.limits.count
        if count and len(given) != count and "extra" not in self._roles():
            self.questions.append(
                f"Genannt sind {len(given)} Termine, angekündigt {count}. Was gilt?"
            )

    def _ask_list_or_rule(self, series: tuple[Series, ...], given: tuple[date, ...]) -> None:
        days = _days_between(series, given[0], given[-1])
        named = [
            f"{day:%d.%m.%Y} ({name})"
            for day in sorted(days - set(given))
            if (name := public_holiday(day, self.frame.land))
        ]
        hint = f" Die Regel träfe auf {', '.join(named)}." if named else ""
        self.questions.append(f"Die genannten Termine passen nicht zur Regel.{hint} Was gilt?")

    def _listed(self, given: Sequence[date]) -> tuple[Series, ...]:
        """Dates as series, one for each time; a time belongs to the dates before it."""
        clocks = self._clocks_of_dates()
        every = tuple(dict.fromkeys(self._clocks())) or (None,)
        days: dict[Clock | None, list[date]] = {}
        for day in given:
            for clock in clocks.get(day) or every:
                days.setdefault(clock, []).append(day)
        return tuple(
            Series(
                dates=tuple(listed),
                start_minute=clock.start if clock else None,
                end_minute=clock.end if clock else None,
            )
            for clock, listed in days.items()
        )

    def _clocks_of_dates(self) -> dict[date, list[Clock]]:
        """As in "Mi 4.2. 15 Uhr, Do 5.2. 16 Uhr"; empty where one time stands for all."""
        found: dict[date, list[Clock]] = {}
        owners: list[date] = []
        fresh = True
        for fact, weekdays in self.facts:
            if isinstance(fact, Dates):
                owners = [] if fresh else owners
                owners += [day for p in fact.dates if (day := self.years.day(p, weekdays))]
                fresh = False
            elif isinstance(fact, Clock):
                fresh = True
                for day in owners:
                    found.setdefault(day, []).append(fact)
        return found if len(set(self._clocks())) > 1 else {}

    def _without_rule(self, given: tuple[date, ...]) -> list[tuple[Series, ...]]:
        """Dates, a start or nothing but the column of the plan."""
        numbered = self._of(PerPeriod) or self._rhythm("month", "quarter", "year")
        if given:
            return self._from_list(given)
        if self.limits.following:
            self.questions.append(ASK_MORE)
            return [self._listed((self.limits.following,))]
        if numbered:
            self.questions.append(ASK_DATES)
            return []
        if self.questions:
            return []
        return self._from_column()

    def _from_list(self, given: tuple[date, ...]) -> list[tuple[Series, ...]]:
        lists = [fact for fact, _ in self.facts if isinstance(fact, Dates)]
        count = self.limits.count
        if self.limits.until or self.limits.start:
            self.questions.append(ASK_WHICH_DAYS)
        elif count and count > 1 and len(given) == 1:
            self.questions.append(f"Ab dem {given[0]:%d.%m.%Y} jede Woche, {count} Mal?")
            draft = Draft((given[0].weekday(),), clocks=self._clocks())
            return [self.series([draft], start=given[0])]
        elif either_between(self.facts):
            self.questions.append("Welcher der genannten Termine gilt?")
            days = [self.years.day(p) for fact in lists for p in fact.dates]
            return [self._listed((day,)) for day in days if day]
        else:
            self._check_number(given)
            if any(fact.goes_on for fact in lists):
                self.questions.append(ASK_MORE)
        return [self._listed(given)]

    def _from_span(self) -> list[tuple[Series, ...]]:
        """As in "Di 13.1.-17.3. (10x)": weekly, where both ends are on that day."""
        begin, until = self.limits.start, self.limits.until
        spans = [(fact, days) for fact, days in self.facts if isinstance(fact, Span)]
        if begin is None or until is None or len(spans) != 1 or len(spans[0][1]) > 1:
            self.questions.append(ASK_WHICH_DAYS)
            return []
        span, days = spans[0]
        if not days:
            self.questions.append(ASK_WHICH_DAYS)
            length = (until - begin).days + 1
            short = 1 < length <= _SHORT_SPAN
            each = [begin + timedelta(days=k) for k in range(length)] if short else []
            return [self._listed(each)] if each else []
        weeks, rest = divmod((until - begin).days, 7)
        weekly = rest == 0 and weeks > 1 and {begin.weekday()} == set(days)
        if not weekly or (span.day_at_end and weeks + 1 != self.limits.count):
            self.questions.append(ASK_WHICH_DAYS)
        return self.counted([Draft(days, clocks=self._clocks())])

    def _from_column(self) -> list[tuple[Series, ...]]:
        column, limits = self._column(), self.limits
        if limits.spanned and not column:
            return self._from_span()
        start = limits.start or self.frame.start
        column = tuple(day for day in column if day not in limits.without_weekdays)
        days = column or ((start.weekday(),) if start and limits.start else ())
        if not days:
            if limits.count:
                self.questions.append(ASK_FIRST)
            elif self._clocks() or limits.months or limits.until or limits.exdates:
                self.questions.append(ASK_WEEKDAY)
            return []
        if limits.start and not limits.spanned and not limits.count and not limits.until:
            self.questions.append(ASK_END)
        draft = Draft(days, clocks=self._clocks())
        return self.counted([draft])


def _days_between(series: Sequence[Series], first: date, last: date) -> set[date]:
    """Days of the rules; none where the dates lie further apart than any programme."""
    if (last - first).days > _LONGEST_LIST:
        return set()
    return {day for one in series for day in rule_days(one, first, last)}
