"""What typed words about the time of an offer mean, and what has to be asked."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from begegnung.model.calendar import HouseCalendar
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.errors import Invalid
from begegnung.model.recurrence import HolidayPolicy, Meaning, Reading, Series, expand, read
from begegnung.texts import long_date
from begegnung.ui.typed import read_day

_FIRST_DAYS = 3
"""First dates to choose from where the words only say how many there are."""
_LOOK_AHEAD = timedelta(days=200)
_ONE_OF_EACH_DAY = timedelta(days=364)
_AHEAD = {"heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_NEAR = re.compile(
    rf"\s*(?:am\s+)?(?:(?P<near>{'|'.join(_AHEAD)})"
    rf"|(?P<which>nächsten|naechsten|kommenden|diesen)\s+(?P<weekday>{'|'.join(WEEKDAYS)}))\b",
    re.IGNORECASE,
)
"""Words at the beginning for one day that is near."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days dates are made for, the present day, and the calendar of the house."""

    first: date
    last: date
    today: date
    calendar: HouseCalendar


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a wording is understood.

    "ambiguous": `question` has to be decided between `choices`. "text": no dates. `start` and
    `end` are minutes after midnight where the words name them; `unread` are words nobody knows.
    """

    status: Literal["empty", "clear", "ambiguous", "text"]
    meaning: str = ""
    question: str = ""
    choices: tuple[Meaning, ...] = ()
    series: tuple[Series, ...] = ()
    start: int | None = None
    end: int | None = None
    unread: tuple[str, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether a rule makes the dates, so that holidays are a question."""
        return any(one.rrules for one in self.series)

    @property
    def on_public_holidays(self) -> HolidayPolicy | None:
        """What the words say of public holidays."""
        return next((one.on_public_holidays for one in self.series if one.rrules), None)

    @property
    def on_school_holidays(self) -> HolidayPolicy | None:
        """What the words say of school holidays."""
        return next((one.on_school_holidays for one in self.series if one.rrules), None)


def dated(text: str, today: date) -> str:
    """The text with a date in place of a near day at its beginning: "morgen 10 bis 12 Uhr".

    Nobody who reads it later would know which day was meant. A text without one stays as it is.
    """
    found = _NEAR.match(text)
    if not found:
        return text
    days = _AHEAD.get(found["near"].casefold()) if found["near"] else None
    if days is None:
        weekday = [name.casefold() for name in WEEKDAYS].index(found["weekday"].casefold())
        days = (weekday - today.weekday()) % 7
        if not days and not found["which"].casefold().startswith("dies"):
            days = 7
    return f"{today + timedelta(days=days):%d.%m.%Y}{text[found.end() :]}"


def understand(text: str, window: Window, choice: str = "") -> Understanding:
    """Reads a day ("24.11.", "morgen") or a wording; `choice` is the meaning that was chosen."""
    if not text.strip():
        return Understanding("empty")
    text = dated(text, window.today)
    day = _single_day(text, window.today)
    if day is not None:
        return Understanding("clear", f"einmal am {long_date(day)}", series=(Series(dates=(day,)),))
    found = _read(text, window)
    start = found.times[0].start if found.times else None
    end = found.times[0].end if found.times else None
    choices = found.readings
    if found.status == "ambiguous" and not choices:
        choices = _by_first_day(text, window)
    if found.status == "text" or not choices:
        return Understanding("text", question=found.question or "", unread=found.unread)
    question = found.question or ""
    asked = found.status == "ambiguous"
    chosen = next((one for one in choices if one.meaning == choice), None if asked else choices[0])
    if chosen is None:
        return Understanding(
            "ambiguous",
            question=question,
            choices=choices,
            start=start,
            end=end,
            unread=found.unread,
        )
    return Understanding(
        "clear",
        chosen.meaning,
        question if asked else "",
        choices if asked else (),
        chosen.series,
        start,
        end,
        found.unread,
    )


def _read(text: str, window: Window, start: date | None = None) -> Reading:
    calendar = window.calendar
    # In November "ab Januar" is the next one: within a year no day without a year is doubtful.
    last = max(window.last, min(window.first, date.max - _ONE_OF_EACH_DAY) + _ONE_OF_EACH_DAY)
    return read(
        text,
        first=window.first,
        last=last,
        start=start,
        land=calendar.land,
        school=calendar.school,
    )


def _by_first_day(text: str, window: Window) -> tuple[Meaning, ...]:
    """The meanings of words that lack nothing but the first date, by the next days it could be."""
    days: set[date] = set()
    for meaning in _read(text, window, window.first).readings:
        for series in meaning.series:
            until = window.first + _LOOK_AHEAD
            days.update(expand(series, window.first, until, land=window.calendar.land).dates)
    found: dict[str, Meaning] = {}
    for day in sorted(days)[:_FIRST_DAYS]:
        reading = _read(text, window, day)
        if reading.status == "clear":
            found.setdefault(reading.readings[0].meaning, reading.readings[0])
    return tuple(found.values())


def _single_day(text: str, today: date) -> date | None:
    # A bare weekday is a wording in a programme ("Montag" is every Monday), not the next one.
    word = text.strip().casefold()
    if any(name.casefold().startswith(word) for name in WEEKDAYS):
        return None
    try:
        return read_day(text, today)
    except Invalid:
        return None
