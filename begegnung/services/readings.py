"""A wording read for the command line: what it means, with all dates of every reading."""

from dataclasses import dataclass, field
from datetime import date

from begegnung.model.calendar import HouseCalendar
from begegnung.model.recurrence import Meaning, Reading, Skipped, read
from begegnung.services.house_calendar import house_dates


@dataclass(frozen=True, slots=True)
class ReadDates:
    """One reading with its rules (RFC 5545), its dates, and what is left out of the rules.

    `school_holidays_unknown`: the words leave out school holidays that are not known for all of
    the time; those dates stand and want a look.
    """

    meaning: str
    rules: tuple[str, ...]
    dates: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    school_holidays_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wording and the days it is read for; `start` is the first date where it is known.

    `house`: holidays and closing days of the calendar are left out unless the words say otherwise,
    as the houses do.
    """

    text: str
    first: date
    last: date
    start: date | None = None
    calendar: HouseCalendar = field(default_factory=HouseCalendar)
    house: bool = False


def read_dates(wanted: Wanted) -> tuple[Reading, tuple[ReadDates, ...]]:
    """What the wording means, and the dates of each of its readings."""
    reading = read(
        wanted.text,
        first=wanted.first,
        last=wanted.last,
        start=wanted.start,
        land=wanted.calendar.land,
        school=wanted.calendar.school,
    )
    return reading, tuple(_dates(meaning, wanted) for meaning in reading.readings)


def _dates(meaning: Meaning, wanted: Wanted) -> ReadDates:
    days: set[date] = set()
    skipped: dict[date, Skipped] = {}
    unknown = False
    for series in meaning.series:
        expansion = house_dates(
            series, wanted.first, wanted.last, wanted.calendar, policy=wanted.house
        )
        days.update(expansion.dates)
        unknown = unknown or expansion.school_holidays_unknown
        skipped.update((one.date, one) for one in expansion.skipped)
    return ReadDates(
        meaning=meaning.meaning,
        rules=tuple(rule for series in meaning.series for rule in series.rrules),
        dates=tuple(sorted(days)),
        skipped=tuple(skipped[day] for day in sorted(skipped.keys() - days)),
        school_holidays_unknown=unknown,
    )
