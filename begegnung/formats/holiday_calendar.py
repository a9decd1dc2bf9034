"""School holidays from a calendar file (iCalendar, RFC 5545), every event by itself.

The events are handed to the library one by one, so that a damaged one is named with its line and
the others are read all the same.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event

from begegnung.formats.holiday_list import (
    FaultyEntryError,
    FoundHoliday,
    HolidayList,
    UnreadEntry,
    decoded,
    file_bytes,
    school_holiday,
)
from begegnung.model.calendar import SchoolHoliday
from begegnung.model.errors import FileUnreadable

_REPEATS = ("RRULE", "RDATE")


class _Lines(NamedTuple):
    """The lines of one event and the number of the first, counted from 1."""

    first: int
    text: str


def read_holiday_calendar(path: Path) -> HolidayList:
    """The events of a calendar file as holidays, the end exclusive as the format has it.

    Raises `FileUnreadable` when the file cannot be opened or is no calendar.
    """
    text = decoded(file_bytes(path))
    if "BEGIN:VCALENDAR" not in text.upper():
        raise FileUnreadable(str(path), "other", "das ist keine Kalenderdatei")
    found: list[FoundHoliday] = []
    unread: list[UnreadEntry] = []
    for lines in _events(text):
        name = ""
        try:
            event = _parsed(lines.text)
            name = str(event.get("SUMMARY", ""))
            found.append(FoundHoliday(lines.first, _holiday(event, name)))
        except FaultyEntryError as error:
            unread.append(UnreadEntry(lines.first, name[:80], error.fault))
    return HolidayList(tuple(found), tuple(unread))


def _events(text: str) -> Iterator[_Lines]:
    """The lines of each event; one that does not end goes up to the next or to the end."""
    begin, kept = 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            if begin:
                yield _Lines(begin, "")
            begin, kept = number, [line.strip()]
        elif word == "END:VEVENT" and begin:
            yield _Lines(begin, "\r\n".join([*kept, "END:VEVENT", ""]))
            begin = 0
        elif begin:
            kept.append(line)
    if begin:
        yield _Lines(begin, "")


def _parsed(text: str) -> Any:
    # The library raises whatever the broken value makes it raise.
    try:
        return Event.from_ical(text)
    except Exception as error:
        raise FaultyEntryError("broken") from error


def _holiday(event: Any, name: str) -> SchoolHoliday:
    if any(key in event for key in _REPEATS):
        raise FaultyEntryError("repeats")
    try:
        begin = _local(event.decoded("DTSTART"))
        first, last = _day(begin), _last_day(event, begin)
    except Exception as error:
        raise FaultyEntryError("no_date") from error
    return school_holiday(name, first, last)


def _last_day(event: Any, begin: date) -> date:
    """The last day that belongs to the event: its end is the day after."""
    if "DTEND" in event:
        end = _local(event.decoded("DTEND"))
    elif "DURATION" in event:
        end = begin + event.decoded("DURATION")
    else:
        return _day(begin)
    last = _day(end)
    ends_at_midnight = not isinstance(end, datetime) or end.time() == time()
    if ends_at_midnight and last > _day(begin):
        last -= timedelta(days=1)
    return last


def _local(moment: Any) -> date:
    """A day as it is; a time of another zone as the clock here shows it.

    Raises TypeError for a broken value, which the library hands out as text.
    """
    if not isinstance(moment, date):
        raise TypeError(f"no date: {moment!r}")
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(ZoneInfo("Europe/Berlin"))
    return moment


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
