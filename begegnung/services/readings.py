"""A wording read for the command line: what it means, with all dates of every reading."""

from dataclasses import dataclass
from datetime import date

from begegnung.model.recurrence import Meaning, Reading, read
from begegnung.services.house_calendar import house_dates


@dataclass(frozen=True, slots=True)
class ReadDates:
    """One reading with its rules (RFC 5545), its dates, and dates left out with the reason."""

    meaning: str
    rules: tuple[str, ...]
    dates: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wording and the days it is read for; `start` is the first date where it is known.

    `house`: public holidays are left out unless the words say otherwise, as the houses do.
    """

    text: str
    first: date
    last: date
    start: date | None = None
    land: str = "NW"
    house: bool = False


def read_dates(wanted: Wanted) -> tuple[Reading, tuple[ReadDates, ...]]:
    """What the wording means, and the dates of each of its readings."""
    reading = read(
        wanted.text, first=wanted.first, last=wanted.last, start=wanted.start, land=wanted.land
    )
    return reading, tuple(_dates(meaning, wanted) for meaning in reading.readings)


def _dates(meaning: Meaning, wanted: Wanted) -> ReadDates:
    days: set[date] = set()
    skipped: dict[date, str] = {}
    for series in meaning.series:
        expansion = house_dates(series, wanted.first, wanted.last, wanted.land, policy=wanted.house)
        days.update(expansion.dates)
        skipped.update((one.date, one.reason) for one in expansion.skipped)
    return ReadDates(
        meaning=meaning.meaning,
        rules=tuple(rule for series in meaning.series for rule in series.rrules),
        dates=tuple(sorted(days)),
        skipped=tuple(sorted((day, why) for day, why in skipped.items() if day not in days)),
    )
