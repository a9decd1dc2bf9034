"""Decides what an entry of a programme file means: dates, printed text, or a mistake to settle."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from begegnung.formats.programme_entries import GivenRecurrence, ProgrammeFileEntry
from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.calendar import HouseCalendar, half_year_of
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.recurrence import Reading, Series, expand, read, wording
from begegnung.model.recurrence.part import ASK_END, ASK_OPEN
from begegnung.model.recurrence.rule_text import interval_of, weekday_codes
from begegnung.model.recurrence.wording import time_text as printed_time

Outcome = Literal["dated", "text", "problem"]

_ONCE = frozenset({"once", "date_list"})
_NO_RULE = frozenset({"irregular", "unspecified", "k_times_per_month_unspecified", "date_range"})
_KINDS = {
    "weekly": ("WEEKLY", False),
    "weekly_multi": ("WEEKLY", False),
    "biweekly": ("WEEKLY", True),
    "alternating": ("WEEKLY", True),
    "monthly_nth": ("MONTHLY", False),
    "every_k_months_nth": ("MONTHLY", True),
}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
_SEVERAL_ENDS = re.compile(r"(?:[-–—]|\bbis\b)\s*(?:ca\.?\s*)?\d[^-–—]*/\s*\d.*$", re.IGNORECASE)
_TO_SETTLE = "Bitte die Termine eintragen."


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What becomes of an entry.

    - "dated": ``series`` make ``dates``: the published ones, whenever they are, and those of a
      rule within the window. Holidays of the house are not taken out yet.
    - "text": the entry is printed, no date is made; ``reason`` says why.
    - "problem": something cannot be right; it still arrives as printed text.

    ``reason`` is a German sentence for the report. ``start_minute`` and ``end_minute`` are minutes
    after midnight; ``time_text`` is set where the printed time is no plain span.
    ``remarks`` are printed, not computed ("entfällt bei Regen"). ``kept_until`` is the latest end
    that the words name where they name several ("17:00/18:00"): so long the room is needed.
    """

    outcome: Outcome
    reason: str
    series: tuple[Series, ...] = ()
    dates: tuple[date, ...] = ()
    start_minute: int | None = None
    end_minute: int | None = None
    time_text: str = ""
    remarks: tuple[str, ...] = ()
    kept_until: int | None = None


def interpret(
    entry: ProgrammeFileEntry,
    *,
    first: date,
    last: date,
    as_of: date | None = None,
    calendar: HouseCalendar | None = None,
) -> Interpretation:
    """What an entry means for a window of dates.

    The words, the column and the data of the file must agree; where they do not, or where the
    words leave a choice, no date is made. Dates without a year are read as of ``as_of``.
    ``calendar`` None: the Land the program was made for, with the holidays it brings along.
    """
    calendar = calendar or HouseCalendar(school=school_calendar("NW"))
    return _Interpreter(entry, first, last, as_of, calendar).interpretation()


class _Interpreter:
    """Weighs the words of one entry against its data."""

    def __init__(
        self,
        entry: ProgrammeFileEntry,
        first: date,
        last: date,
        as_of: date | None,
        calendar: HouseCalendar,
    ) -> None:
        self.entry = entry
        self.given: GivenRecurrence = entry.recurrence
        self.first, self.last = first, last
        self.land, self.school = calendar.land, calendar.school
        self.reading = self._read(as_of)
        # "ab 14 Uhr" may stand in a field of its own.
        self.times = self.reading.times or read(entry.start_text, first=first, last=last).times

    def interpretation(self) -> Interpretation:
        problems = [*self.entry.problems, *self._mistakes()]
        if problems:
            return self._answer("problem", " ".join(problems))
        if self.entry.dates:
            return self._with_dates()
        return self._from_rule()

    def _text(self) -> str:
        entry = self.entry
        text = entry.recurrence_text
        if entry.exceptions_text and entry.exceptions_text.lower() not in text.lower():
            text = f"{text}; {entry.exceptions_text}" if text else entry.exceptions_text
        if not text and self.given.kind == "weekly_multi":
            return ", ".join(f"{WEEKDAYS[day].lower()}s" for day in self.given.days)
        return text

    def _read(self, as_of: date | None) -> Reading:
        entry, given = self.entry, self.given
        first, last = self.first, self.last
        if entry.dates:
            first, last = half_year_of(entry.dates[0])[0], half_year_of(entry.dates[-1])[1]
        elif as_of:
            first, last = half_year_of(as_of)
        several = given.kind == "weekly_multi"
        single = given.kind in _ONCE
        start = given.anchor or given.start
        if start is None and entry.dates and given.kind not in _ONCE | _NO_RULE:
            start = entry.dates[0]
        return read(
            self._text(),
            first=first,
            last=last,
            start=None if single else start,
            weekday=None if single or several else entry.weekday,
            land=self.land,
        )

    def _mistakes(self) -> list[str]:
        """Dates on another weekday than the column, times that differ from the words."""
        entry = self.entry
        found: list[str] = []
        for day in entry.dates:
            if entry.weekday is not None and day.weekday() != entry.weekday:
                found.append(
                    f"Der {day:%d.%m.%Y} ist ein {WEEKDAYS[day.weekday()]}, "
                    f"angegeben ist {WEEKDAYS[entry.weekday]}."
                )
                break
        question = self.reading.question or ""
        if "kann nicht stimmen" in question:
            found.append(question)
        times = self.reading.times
        if len(times) == 1 and entry.start_minute not in {None, times[0].start}:
            found.append(f"Im Text steht „{times[0].text}“, im Feld {self._printed()}.")
        return found

    def _printed(self) -> str:
        return printed_time(self.entry.start_minute, self.entry.end_minute)

    def _with_dates(self) -> Interpretation:
        """Published dates are certain; a rule beside them has to meet every one of them."""
        entry, reading = self.entry, self.reading
        explicit = (Series(dates=entry.dates),)
        if self.given.kind in _ONCE:
            return self._published(explicit)
        series = self._settled()
        if self.given.kind in _NO_RULE or not series:
            reason = reading.question or "Weitere Termine sind nicht genannt."
            return self._answer(
                "dated", f"Nur die genannten Termine sind übernommen. {reason}", explicit
            )
        missing = [day for day in entry.dates if day not in _days_of(series, entry.dates)]
        if missing:
            reason = f"Der {missing[0]:%d.%m.%Y} passt nicht zur Regel „{wording(*series)}“."
            return self._answer(
                "dated", f"Nur die genannten Termine sind übernommen. {reason}", explicit
            )
        if disagreement := self._disagreement(series):
            return self._answer("text", disagreement)
        begun = tuple(_from(one, entry.dates[0]) for one in series)
        return self._rule((replace(begun[0], dates=entry.dates), *begun[1:]))

    def _published(self, explicit: tuple[Series, ...]) -> Interpretation:
        """A single date or a list: the words may name the same dates, or a part of the story."""
        entry, reading = self.entry, self.reading
        named = {day for meaning in reading.readings for one in meaning.series for day in one.dates}
        if named and not named <= set(entry.dates):
            other = min(named - set(entry.dates))
            return self._answer(
                "problem", f"Der Text nennt den {other:%d.%m.%Y}, die Daten nennen ihn nicht."
            )
        if named and reading.question and " kein " in reading.question:
            return self._answer("problem", reading.question)
        if reading.status == "clear" and not named:
            days = _days_of(reading.readings[0].series, half_years(entry.dates))
            if days != set(entry.dates):
                return self._answer(
                    "text",
                    f"Der Text nennt eine Reihe („{reading.readings[0].meaning}“), die Daten nur "
                    "einzelne Termine.",
                )
        return self._answer("dated", _counted(len(entry.dates)), explicit)

    def _from_rule(self) -> Interpretation:
        reading, given = self.reading, self.given
        if given.kind in _ONCE:
            named = [one for meaning in reading.readings for one in meaning.series if one.dates]
            if reading.status == "clear" and named and not any(one.rrules for one in named):
                return self._rule(tuple(named))
            return self._answer("text", f"Das Datum ist nicht genannt. {_TO_SETTLE}")
        series = self._settled()
        if reading.status == "ambiguous" and not series:
            return self._answer("text", reading.question or "")
        if reading.status == "text" or not reading.readings:
            words = f"„{self._text()}“ nennt keine Termine." if self._text() else "Kein Wochentag."
            return self._answer("text", words)
        if given.ambiguous or given.kind in _NO_RULE:
            return self._answer("text", f"Die Vorlage nennt die Termine unklar. {_TO_SETTLE}")
        if disagreement := self._disagreement(series):
            return self._answer("text", disagreement)
        return self._rule(series)

    def _settled(self) -> tuple[Series, ...]:
        """The series of a clear reading, or of one whose only question the data answer.

        "täglich" asks for the opening days and "ab 28. August" for the number of sessions.
        """
        reading, given = self.reading, self.given
        if not reading.readings:
            return ()
        series = reading.readings[0].series
        if reading.status == "clear":
            return series
        if given.ambiguous or len(reading.readings) != 1:
            return ()
        if reading.question == ASK_OPEN and given.days:
            rule = f"FREQ=WEEKLY;BYDAY={weekday_codes(sorted(given.days))}"
            return tuple(replace(one, rrules=(rule,)) for one in series)
        if reading.question == ASK_END and given.sessions:
            return tuple(replace(one, count=given.sessions) for one in series)
        return ()

    def _weekdays(self, series: Sequence[Series]) -> set[int]:
        return {day.weekday() for day in _days_of(series, half_year_of(self.first))}

    def _disagreement(self, series: Sequence[Series]) -> str:
        """What the rule of the file says against the words, "" when they agree."""
        given = self.given
        words = wording(*series)
        if given.days and self._weekdays(series) != set(given.days):
            return f"Die Daten nennen andere Wochentage als der Text („{words}“)."
        counts = {one.count for one in series if one.count}
        if given.sessions and counts and counts != {given.sessions}:
            return f"Die Daten nennen {given.sessions} Termine, der Text „{words}“."
        rules = {(rule, one.parity is not None) for one in series for rule in one.rrules}
        pattern = _KINDS.get(given.kind)
        if rules and pattern and not any(_rhythm(*rule) == pattern for rule in rules):
            return f"Die Art der Wiederholung in den Daten passt nicht zum Text („{words}“)."
        named = {n for rule, _ in rules for n in _ordinals(rule)}
        if given.ns and named and named != set(given.ns):
            return f"Die Daten nennen eine andere Woche im Monat als der Text („{words}“)."
        if not rules or not given.rrule.startswith("FREQ="):
            return ""
        if _plain(given.rrule) not in {_plain(rule, parity) for rule, parity in rules}:
            return f"Die Regel der Daten ({given.rrule}) sagt anderes als der Text („{words}“)."
        return ""

    def _rule(self, series: tuple[Series, ...]) -> Interpretation:
        if season := self._season(series):
            return self._answer("text", season)
        timed = tuple(self._timed(one) for one in series)
        if self.entry.season_months:
            timed = tuple(replace(one, months=self.entry.season_months) for one in timed)
        ended = [one.until for one in timed if one.until and one.until < self.first]
        if len(ended) == len(timed):
            return self._answer("text", f"Die Reihe ist am {max(ended):%d.%m.%Y} zu Ende gegangen.")
        if (
            any(one.on_school_holidays in {"skip", "next_week"} for one in timed)
            and not self._school_known()
        ):
            return self._answer(
                "text", "Die Schulferien sind für diesen Zeitraum nicht hinterlegt. " + _TO_SETTLE
            )
        return self._answer("dated", f"{wording(*timed)}.", timed)

    def _school_known(self) -> bool:
        school = self.school
        return school is not None and school.knows(self.first) and school.knows(self.last)

    def _season(self, series: Sequence[Series]) -> str:
        given = set(self.entry.season_months)
        named = {month for one in series for month in one.months}
        if given and named and given != named:
            return "Die Daten nennen andere Monate als der Text."
        return ""

    def _timed(self, series: Series) -> Series:
        """A rule without a time of its own takes the times of the entry."""
        if series.start_minute is not None and series.start_minute != self.entry.start_minute:
            return series
        end = series.end_minute if series.end_minute is not None else self.entry.end_minute
        start = series.start_minute if series.start_minute is not None else self.entry.start_minute
        if start is None and len(self.times) == 1:
            start, end = self.times[0].start, self.times[0].end
        return replace(series, start_minute=start, end_minute=end if start is not None else None)

    def _answer(
        self, outcome: Outcome, reason: str, series: tuple[Series, ...] = ()
    ) -> Interpretation:
        entry, times = self.entry, self.times
        timed = tuple(self._timed(one) for one in series)
        start, end = entry.start_minute, entry.end_minute
        if start is None and len(times) == 1:
            start, end = times[0].start, times[0].end
        return Interpretation(
            outcome,
            reason.strip(),
            timed,
            self._dates(timed),
            start,
            end,
            self._time_text(),
            self.reading.remarks,
            self._kept_until(),
        )

    def _kept_until(self) -> int | None:
        """The latest of several ends in the only time of the words."""
        times = self.reading.times
        ends = _SEVERAL_ENDS.search(times[0].text) if len(times) == 1 else None
        if ends is None:
            return None
        clocks = _CLOCK.findall(ends[0])
        return max(int(hour) * 60 + int(minute or 0) for hour, minute in clocks)

    def _time_text(self) -> str:
        """The words of a time that is no plain span ("15:00-16:30/17:00 Uhr")."""
        if self.entry.start_text:
            return self.entry.start_text
        for time in self.reading.times:
            if "/" in time.text or "ca" in time.text:
                return time.text
        return ""

    def _dates(self, series: Sequence[Series]) -> tuple[date, ...]:
        found = {day for one in series for day in one.dates}
        for one in series:
            first, last = self.first, self.last
            if one.start and (one.count or one.until):
                # A course with a beginning and an end is known as a whole, however long ago.
                years = 1 + (one.count or 0) // 4
                first = min(first, one.start)
                last = max(last, one.until or one.start.replace(day=1, year=one.start.year + years))
            found.update(expand(one, first, last, land=self.land, school=self.school).dates)
        return tuple(sorted(found))


def half_years(days: Sequence[date]) -> tuple[date, date]:
    """The half-years that hold all the days, from the first day to the last."""
    return half_year_of(min(days))[0], half_year_of(max(days))[1]


def _days_of(series: Sequence[Series], span: Collection[date]) -> set[date]:
    return {day for one in series for day in expand(one, min(span), max(span)).dates}


def _from(series: Series, first: date) -> Series:
    """A rule with published dates begins with the first of them."""
    if not series.rrules or series.start or (series.until and series.until < first):
        return series
    return replace(series, start=first)


def _rhythm(rule: str, parity: bool) -> tuple[str, bool]:
    """The frequency of a rule and whether it leaves weeks or months out."""
    return rule.split(";", maxsplit=1)[0].removeprefix("FREQ="), parity or interval_of(rule) > 1


def _ordinals(rule: str) -> set[int]:
    """The n of the n-th weekdays of a monthly rule."""
    return {int(n) for n in re.findall(r"(-?\d+)(?:MO|TU|WE|TH|FR|SA|SU)", rule)}


def _plain(rule: str, parity: bool = False) -> frozenset[str]:
    """A rule as a set of its parts, the weekdays in order, without its number of sessions."""
    parts: set[str] = {"INTERVAL=2"} if parity else set()
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name in {"COUNT", "BYMONTH", "UNTIL"} or part == "INTERVAL=1":
            continue
        parts.add(f"{name}={','.join(sorted(value.split(',')))}")
    return frozenset(parts)


def _counted(number: int) -> str:
    return "Ein Termin ist genannt." if number == 1 else f"{number} Termine sind genannt."
