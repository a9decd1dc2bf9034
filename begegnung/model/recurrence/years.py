"""Years for dates written without one, and what is doubtful about them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta

from begegnung.model.calendar import SchoolCalendar
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.recurrence.facts import PartialDate

_FAR_YEARS = 40
"""Years from the programme to a date that must be a slip of the pen."""
_LONGEST_WRAP = 300
"""Days from one half-year into the next; more is an end that was meant to come before."""


@dataclass
class Years:
    """Finds the year of a date in the window of a programme.

    A date without a year lies in the window; where it does not, or where its weekday says
    otherwise, a German question is added to ``doubts``.
    """

    first: date
    last: date
    school: SchoolCalendar | None = None
    doubts: list[str] = field(default_factory=list[str])

    def day(self, partial: PartialDate, weekdays: Collection[int] = ()) -> date | None:
        """The date meant, checked against the weekday written beside it; None if impossible."""
        choices = self._choices(partial)
        if not choices:
            self.doubts.append(f"Den {partial.text} gibt es nicht.")
            return None
        self._doubt_year(partial)
        inside = [day for day in choices if self.first <= day <= self.last]
        fitting = [day for day in inside or choices if not weekdays or day.weekday() in weekdays]
        if (inside and fitting) or (fitting and partial.year):
            return fitting[0]
        if inside or partial.year:
            self._wrong_weekday((inside or choices)[0], weekdays)
            return (inside or choices)[0]
        self._which_year(partial)
        return min(fitting or choices, key=self._distance)

    def left_out(self, partial: PartialDate) -> date | None:
        """A day on which it does not take place; outside the window nobody has to be asked."""
        choices = self._choices(partial)
        if not choices:
            return self.day(partial)
        inside = [day for day in choices if self.first <= day <= self.last]
        return (inside or [day for day in choices if day > self.last] or choices)[0]

    def week(self, number: int) -> date | None:
        """The Monday of a calendar week, the first one that is not over before the window."""
        for year in (self.first.year, self.first.year + 1):
            try:
                monday = date.fromisocalendar(year, number, 1)
            except ValueError:
                self.doubts.append(f"Die Kalenderwoche {number} gibt es {year} nicht.")
                return None
            if monday + timedelta(days=6) >= self.first:
                return monday
        return None

    def holidays(self, name: str) -> tuple[date, date] | None:
        """The first and the last day of school holidays that end in or behind the window."""
        for block in self.school.holidays if self.school else ():
            if block.name == name and block.last >= self.first:
                return block.first, block.last
        return None

    def until(self, partial: PartialDate) -> date:
        """The end of a series: without a year the next such day from the window's first on."""
        self._doubt_year(partial)
        years = (partial.year,) if partial.year else (self.first.year, self.first.year + 1)
        for year in years:
            day = _clamped(year, partial)
            if partial.year or day >= self.first:
                return day
        return _clamped(self.first.year + 1, partial)

    def span(
        self, first: PartialDate, last: PartialDate, *, left_out: bool = False
    ) -> tuple[date, date] | None:
        """Both ends of a span; without years the one that meets the window.

        Nobody is asked for the year of one that is ``left_out`` and does not meet it.
        """
        if first.year and last.year:
            begin, end = _clamped(first.year, first), _clamped(last.year, last)
        else:
            found = [
                (_clamped(year, first), _clamped(year + self._wraps(first, last), last))
                for year in self._span_years(first, last)
            ]
            meeting = [s for s in found if s[0] <= self.last and s[1] >= self.first]
            if not meeting and not left_out:
                self._which_year(first)
            begin, end = (meeting or found)[-1 if not meeting else 0]
        if self._wraps(first, last) and not first.year and (end - begin).days > _LONGEST_WRAP:
            self.doubts.append("Das Ende liegt vor dem Beginn.")
        if end < begin:
            self.doubts.append(f"Das Ende {end:%d.%m.%Y} liegt vor dem Beginn {begin:%d.%m.%Y}.")
            return None
        return begin, end

    def _span_years(self, first: PartialDate, last: PartialDate) -> list[int]:
        if first.year:
            return [first.year]
        if last.year:
            return [last.year - self._wraps(first, last)]
        return list(range(self.first.year - 1, self.last.year + 1))

    @staticmethod
    def _wraps(first: PartialDate, last: PartialDate) -> bool:
        return (last.month, last.day) < (first.month, first.day)

    def _choices(self, partial: PartialDate) -> list[date]:
        years = [partial.year] if partial.year else range(self.first.year - 1, self.last.year + 2)
        found = (partial.in_year(year) for year in years if MINYEAR <= year <= MAXYEAR)
        return [day for day in found if day]

    def _distance(self, day: date) -> int:
        return max((self.first - day).days, (day - self.last).days)

    def _which_year(self, partial: PartialDate) -> None:
        # Asked for the first such date only: the others follow from the answer.
        if not any(doubt.startswith("In welchem Jahr") for doubt in self.doubts):
            self.doubts.append(f"In welchem Jahr ist der {partial.text} gemeint?")

    def _doubt_year(self, partial: PartialDate) -> None:
        if partial.year and abs(partial.year - self.first.year) > _FAR_YEARS:
            self.doubts.append(f"Stimmt das Jahr {partial.year}?")

    def _wrong_weekday(self, day: date, weekdays: Collection[int]) -> None:
        wanted = " oder ".join(WEEKDAYS[number] for number in weekdays)
        self.doubts.append(f"Der {day:%d.%m.%Y} ist ein {WEEKDAYS[day.weekday()]}, kein {wanted}.")


def _clamped(year: int, partial: PartialDate) -> date:
    """The day, or the last of its month where the month is shorter ("bis Ende Juni")."""
    year = min(max(year, MINYEAR), MAXYEAR)
    return partial.in_year(year, clamped=True) or date(year, partial.month, 1)
