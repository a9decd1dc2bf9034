"""What is known about one part of a wording: its rules with their days, its dates, its limits."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from begegnung.model.calendar import SchoolCalendar, named_day
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.recurrence.facts import (
    ASK_OPEN,
    Advent,
    Alternates,
    Bound,
    Clock,
    Daily,
    Dates,
    Every,
    Moved,
    NamedDays,
    Weeks,
)
from begegnung.model.recurrence.limits import Checked, Limits, limits_of
from begegnung.model.recurrence.month_days import advent_sundays
from begegnung.model.recurrence.rules import Draft, drafts_of, mark_months
from begegnung.model.recurrence.years import Years

ASK_FIRST = "Wann ist der erste Termin?"
ASK_DATES = "Wann genau findet es statt? Bitte die Termine eintragen."
ASK_MORE = "Wann sind die weiteren Termine?"
ASK_WEEKDAY = "An welchem Wochentag findet es statt?"
ASK_END = "Wie viele Termine sind es, oder bis wann?"
ASK_WHICH_DAYS = "An welchen Tagen in diesem Zeitraum findet es statt?"
ASK_ORDER = "Welches Angebot beginnt, und verschiebt ein Ausfall die Reihenfolge?"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known besides the words: the window, a first date, the column of the plan."""

    first: date
    last: date
    start: date | None
    weekday: int | None
    land: str = "NW"
    school: SchoolCalendar | None = None


class PartFacts:
    """One part of a wording with its weekdays filled in; every step may add a question."""

    def __init__(self, facts: Checked, frame: Frame) -> None:
        self.facts = facts
        self.frame = frame
        self.years = Years(frame.first, frame.last, frame.school)
        self.limits: Limits = limits_of(facts, self.years)
        self.drafts: list[Draft] = drafts_of(facts)
        self.questions: list[str] = []
        mark_months(self.drafts, facts, bare_month=self.limits.bare_month)
        if len({(f.n, f.unit) for f, _ in facts if isinstance(f, Every)}) > 1:
            self.questions.append("Welcher Rhythmus gilt?")

    def _of(self, kind: type) -> list[object]:
        return [fact for fact, _ in self.facts if isinstance(fact, kind)]

    def _roles(self) -> set[str]:
        return {fact.role for fact, _ in self.facts if isinstance(fact, Bound)}

    def _rhythm(self, *units: str) -> int:
        """The interval named in weeks or months, 0 where none is named.

        Even and odd weeks say the same as "alle zwei Wochen", and more exactly.
        """
        if "week" in units and self.limits.parity:
            return 0
        for fact, _ in self.facts:
            if isinstance(fact, Every) and fact.unit in units:
                return fact.n * (3 if fact.unit == "quarter" else 1)
        if "week" in units and self._of(Alternates):
            return 2
        return 0

    def _given_dates(self) -> tuple[date, ...]:
        rule_days = {day for draft in self.drafts if draft.weekly for day in draft.days}
        extra = "extra" in self._roles()
        found: set[date] = set()
        for fact, weekdays in self.facts:
            if isinstance(fact, Dates):
                wanted = weekdays or (() if extra else tuple(sorted(rule_days)))
                found.update(day for p in fact.dates if (day := self.years.day(p, wanted)))
            elif isinstance(fact, Weeks):
                found.update(self._days_of_weeks(fact))
            elif isinstance(fact, NamedDays) and not self.drafts:
                found.update(self._named_days(fact))
            elif isinstance(fact, Advent):
                found.update(self._advent_sundays(fact))
            elif isinstance(fact, Moved) and not self.drafts:
                found.discard(self.years.day(fact.origin) if fact.origin else None)
                found.update(day for day in [self.years.day(fact.target, weekdays)] if day)
        return tuple(sorted(found))

    def _named_days(self, named: NamedDays) -> list[date]:
        """As in "am Rosenmontag": the one in the window, or the next."""
        first, last = self.frame.first, self.frame.last
        years = range(first.year, min(last.year + 1, MAXYEAR) + 1)
        found: list[date] = []
        for name in named.names:
            days = [day for year in years if (day := named_day(name, year)) >= first]
            found.extend([day for day in days if day <= last] or days[:1])
        return found

    def _advent_sundays(self, advent: Advent) -> list[date]:
        """The Sundays in the window, or the next ones behind it."""
        first, last = self.frame.first, self.frame.last
        years = range(first.year, min(last.year + 1, MAXYEAR) + 1)
        found = [advent_sundays(year)[n - 1] for year in years for n in advent.ns]
        inside = [day for day in found if first <= day <= last]
        return inside or [day for day in found if day > last][: len(advent.ns)]

    def _days_of_weeks(self, weeks: Weeks) -> list[date]:
        weekdays = self._column() or tuple(d for draft in self.drafts for d in draft.days)
        if not weekdays:
            self.questions.append(ASK_WEEKDAY)
        found: list[date] = []
        for number in weeks.numbers:
            monday = self.years.week(number)
            if monday is None:
                continue
            found.extend(monday + timedelta(days=day) for day in weekdays)
        return found

    def _column(self) -> tuple[int, ...]:
        return () if self.frame.weekday is None else (self.frame.weekday,)

    def _fill_days(self) -> None:
        """Gives every rule its weekdays: from the words, the column or the first date."""
        column = self._column()
        weekly = self._rhythm("week") or self.limits.parity
        daily = [fact for fact, _ in self.facts if isinstance(fact, Daily)]
        if daily and not self.drafts:
            self._daily()
        if not self.drafts and weekly:
            origin = self._origin()
            given = [f for f, _ in self.facts if isinstance(f, Dates)]
            listed = given[0].dates if given and not origin else ()
            first = self.years.day(listed[0]) if listed else None
            day = origin or first
            days = column or ((day.weekday(),) if day else ())
            if days:
                self.drafts.append(Draft(days, clocks=self._clocks()))
            else:
                rhythm = self._rhythm("week") > 1 and not self._of(Alternates)
                self.questions.append(ASK_FIRST if rhythm else ASK_WEEKDAY)
        for draft in self.drafts:
            if not draft.days and not draft.month_days:
                draft.days = column
            if draft.weekly and self.limits.without_weekdays:
                draft.days = tuple(d for d in draft.days if d not in self.limits.without_weekdays)
        missing = [d for d in self.drafts if not d.days and not d.month_days]
        if missing:
            self.questions.append(ASK_WEEKDAY)
        self.drafts = [d for d in self.drafts if d not in missing]
        self._meet_column()

    def _daily(self) -> None:
        begin, until = self.limits.start, self.limits.until
        if self.limits.spanned and begin and until and (until - begin).days < 5 - begin.weekday():
            # Within one week from Monday to Friday every day is meant.
            self.drafts.append(Draft(tuple(range(5)), clocks=self._clocks()))
            return
        days = tuple(range(7 if self.limits.without_weekdays else 5))
        self.drafts.append(Draft(days, clocks=self._clocks()))
        if not self.limits.without_weekdays:
            self.questions.append(ASK_OPEN)

    def _meet_column(self) -> None:
        """An entry stands once in each of its columns, so only its own weekday counts there."""
        day = self.frame.weekday
        if day is None or not self.drafts:
            return
        for draft in self.drafts:
            if draft.weekly and day in draft.days:
                draft.days = (day,)
        if not any(day in draft.days or draft.month_days for draft in self.drafts):
            named = " und ".join(WEEKDAYS[d] for draft in self.drafts for d in draft.days)
            self.questions.append(
                f"Der Text nennt {named}, der Eintrag steht aber beim {WEEKDAYS[day]}."
            )

    def _clocks(self) -> list[Clock]:
        return [fact for fact, _ in self.facts if isinstance(fact, Clock)]

    def _origin(self) -> date | None:
        return self.limits.start or self.limits.following or self.frame.start
