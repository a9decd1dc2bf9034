"""School holidays as others publish them: a table or a calendar file, read line by line.

What cannot be read is named with its line and stops nothing else.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from begegnung.model.calendar import SchoolHoliday
from begegnung.model.errors import FileUnreadable

Fault = Literal["no_date", "end_before_start", "too_long", "no_name", "far", "repeats", "broken"]
"""Why an entry cannot be taken: no such date, end before start, longer than any holidays, without
a name, in no year of use, an entry that repeats, a damaged entry."""

LARGEST_FILE = 5_000_000
"""Bytes of the largest file that is looked at; the holidays of a Land take some hundred lines."""

_LONGEST = timedelta(days=70)
_YEARS = range(2000, 2100)
_NAMES = {
    "weihnacht": "Weihnachtsferien",
    "oster": "Osterferien",
    "pfingst": "Pfingstferien",
    "sommer": "Sommerferien",
    "herbst": "Herbstferien",
    "winter": "Winterferien",
    "frühjahr": "Frühjahrsferien",
    "frühling": "Frühjahrsferien",
    "fasching": "Faschingsferien",
    "fastnacht": "Fastnachtsferien",
    "halbjahr": "Halbjahresferien",
}
"""The beginnings of the usual names, because "nicht in den Osterferien" asks by name."""


class FoundHoliday(NamedTuple):
    """School holidays in a file and the line where they begin, counted from 1."""

    line: int
    holiday: SchoolHoliday


class UnreadEntry(NamedTuple):
    """An entry that cannot be taken: its line, its words, and why."""

    line: int
    words: str
    fault: Fault


class HolidayList(NamedTuple):
    """What a file holds, in its order."""

    found: tuple[FoundHoliday, ...]
    unread: tuple[UnreadEntry, ...]


class FaultyEntryError(ValueError):
    """An entry cannot be taken for the reason `fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `FileUnreadable`, also for one too large to be such a list."""
    if path.is_dir():
        raise FileUnreadable(str(path), "folder")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(str(path), "other", "größer als 5 MB: das ist keine Ferienliste")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except PermissionError as error:
        raise FileUnreadable(str(path), "no_rights") from error
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), "other", str(error)) from error


def decoded(data: bytes) -> str:
    """The text of a file as Windows, Excel and others write it; never fails."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def school_holiday(name: str, first: date, last: date) -> SchoolHoliday:
    """Holidays with their usual name; raises `FaultyEntryError` for what holidays cannot be."""
    usual = _usual_name(name)
    if not usual:
        raise FaultyEntryError("no_name")
    if last < first:
        raise FaultyEntryError("end_before_start")
    if last - first > _LONGEST:
        raise FaultyEntryError("too_long")
    if first.year not in _YEARS or last.year not in _YEARS:
        raise FaultyEntryError("far")
    return SchoolHoliday(usual, first, last)


def _usual_name(name: str) -> str:
    """The plain name: "Sommerferien" for "Sommerferien Nordrhein-Westfalen 2027"; others stay."""
    bare = " ".join(name.split())
    folded = bare.casefold()
    for beginning, usual in _NAMES.items():
        if folded.startswith(beginning):
            return usual
    return re.sub(r"\s+(19|20)\d\d(/\d\d(\d\d)?)?$", "", bare)[:60]
