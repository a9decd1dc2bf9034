"""What typed words about the time of an offer mean: series, dates, and what has to be decided."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.errors import Ambiguous, Invalid
from begegnung.model.local_time import moment
from begegnung.model.recurrence import Series, Skipped, read
from begegnung.services.house_calendar import house_dates
from begegnung.services.occupancy import Slot
from begegnung.services.offers import PlannedSeries, end_or_assumed
from begegnung.texts import long_date
from begegnung.ui.typed import read_day


@dataclass(frozen=True, slots=True)
class Window:
    """The days dates are made for, the present day, and the Land whose holidays count."""

    first: date
    last: date
    today: date
    land: str = "NW"


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a wording is understood.

    "ambiguous": `question` has to be decided between `choices` (German). "text": no dates.
    `start` and `end` are minutes after midnight where the words name them.
    """

    status: Literal["empty", "clear", "ambiguous", "text"]
    meaning: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    start: int | None = None
    end: int | None = None


def understand(text: str, window: Window, choice: str = "") -> Understanding:
    """Reads a day ("24.11.", "morgen") or a wording; `choice` is the meaning that was chosen."""
    if not text.strip():
        return Understanding("empty")
    day = _single_day(text, window.today)
    if day is not None:
        return Understanding("clear", f"einmal am {long_date(day)}", series=(Series(dates=(day,)),))
    found = read(text, first=window.first, last=window.last, land=window.land)
    start = found.times[0].start if found.times else None
    end = found.times[0].end if found.times else None
    choices = tuple(reading.meaning for reading in found.readings)
    if found.status == "text" or not found.readings:
        return Understanding("text", question=found.question or "")
    if found.status == "ambiguous" and choice not in choices:
        return Understanding("ambiguous", question=found.question or "", choices=choices)
    chosen = found.readings[choices.index(choice) if choice in choices else 0]
    asked = found.status == "ambiguous"
    return Understanding(
        "clear",
        chosen.meaning,
        found.question or "" if asked else "",
        choices if asked else (),
        chosen.series,
        start,
        end,
    )


def _single_day(text: str, today: date) -> date | None:
    # A bare weekday is a wording in a programme ("Montag" is every Monday), not the next one.
    word = text.strip().casefold()
    if any(name.casefold().startswith(word) for name in WEEKDAYS):
        return None
    try:
        return read_day(text, today)
    except Invalid:
        return None


@dataclass(frozen=True, slots=True)
class Wish:
    """Dates that are wanted: what to plan, their slots, and what the rule leaves out.

    `unsure`: school holidays shall be left out, but are not known for all of the time.
    """

    planned: tuple[PlannedSeries, ...]
    slots: tuple[Slot, ...]
    skipped: tuple[Skipped, ...]
    unsure: bool = False


def wish(
    found: Understanding,
    window: Window,
    times: tuple[int | None, int | None],
    *,
    keep_holidays_free: bool,
    left_out: frozenset[date] = frozenset(),
) -> Wish:
    """The dates of an understanding at `times` (minutes; the words' own times come first).

    Raises `Invalid` and `Ambiguous` for what is missing or undecided.
    """
    if found.status == "ambiguous":
        raise Ambiguous(" / ".join(found.choices), found.question)
    if found.status != "clear":
        raise Invalid("wording", "missing")
    planned = tuple(
        _planned(series, window, times, holidays=keep_holidays_free, left_out=left_out)
        for series in found.series
    )
    slots: list[Slot] = []
    skipped: list[Skipped] = []
    unsure = False
    for one in planned:
        expansion = house_dates(one.series, one.first, one.last, window.land)
        end = end_or_assumed(one.start_minute, one.end_minute)
        slots += [(moment(day, one.start_minute), moment(day, end)) for day in expansion.dates]
        skipped += expansion.skipped
        unsure = unsure or expansion.school_holidays_unknown
    in_order = tuple(sorted(skipped, key=lambda one: one.date))
    return Wish(planned, tuple(sorted(slots)), in_order, unsure)


def _planned(
    series: Series,
    window: Window,
    times: tuple[int | None, int | None],
    *,
    holidays: bool,
    left_out: frozenset[date],
) -> PlannedSeries:
    start = series.start_minute if series.start_minute is not None else times[0]
    end = series.end_minute if series.start_minute is not None else times[1]
    if start is None:
        raise Invalid("start", "missing")
    end_or_assumed(start, end)
    if series.rrules and series.on_public_holidays is None:
        series = replace(series, on_public_holidays="skip" if holidays else "keep")
    if left_out:
        series = replace(series, exdates=tuple(sorted({*series.exdates, *left_out})))
    # Days that are named stand for themselves, also outside the window of the half-year.
    first = min((window.first, *series.dates))
    last = max((window.last, *series.dates))
    return PlannedSeries(series, first, last, start, end)
