"""School holidays from a table: name; first day; last day, as Excel and others write it."""

import csv
import re
from datetime import date
from pathlib import Path

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

_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}.*$")
_WEEKDAY = re.compile(r"^[A-Za-z]{2,10}\.?,?\s+(?=\d)")
_HEADS = {
    "name": ("name", "ferien", "ferienart", "bezeichnung", "titel", "summary", "subject"),
    "first": ("first", "von", "beginn", "start", "startdate", "start date", "erster tag", "ab"),
    "last": ("last", "bis", "ende", "end", "enddate", "end date", "letzter tag"),
}
_ORDER = {"name": 0, "first": 1, "last": 2}


def read_holiday_table(path: Path) -> HolidayList:
    """The holidays of a table; raises `FileUnreadable` when the file cannot be opened.

    Columns by ";", "," or tabulator, dates as 20.07.2026 or 2026-07-20, with a line of headings or
    without one (then name, first day, last day). Without a last day it is one day.
    """
    text = decoded(file_bytes(path))
    found: list[FoundHoliday] = []
    unread: list[UnreadEntry] = []
    columns = _ORDER
    fresh = True
    rows = csv.reader(text.splitlines(), delimiter=_delimiter(text))
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            heads = _heads(cells) if fresh else None
            fresh = False
            if heads:
                columns = heads
                continue
            try:
                found.append(FoundHoliday(rows.line_num, _entry(cells, columns)))
            except FaultyEntryError as error:
                words = " ".join(filter(None, cells))[:80]
                unread.append(UnreadEntry(rows.line_num, words, error.fault))
    except csv.Error as error:
        raise FileUnreadable(str(path), "other", str(error)) from error
    return HolidayList(tuple(found), tuple(unread))


def _delimiter(text: str) -> str:
    """The sign that separates most columns in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max(";\t,", key=head.count)


def _heads(cells: list[str]) -> dict[str, int] | None:
    """The columns by their headings, None when the line is none of headings."""
    folded = [cell.casefold() for cell in cells]
    columns = {
        key: next((n for n, head in enumerate(folded) if head in words), -1)
        for key, words in _HEADS.items()
    }
    if columns["first"] < 0:
        return None
    # A name without a heading of its own stands in front.
    columns["name"] = max(columns["name"], 0)
    return columns


def _entry(cells: list[str], columns: dict[str, int]) -> SchoolHoliday:
    def cell(key: str) -> str:
        number = columns[key]
        return cells[number] if 0 <= number < len(cells) else ""

    begin, end = cell("first"), cell("last")
    if not end and (halves := re.split(r"\s*(?:–|—|bis)\s*|\s+-\s+", begin, maxsplit=1))[1:]:
        begin, end = halves
    first = _day(begin)
    return school_holiday(_german_name(cell("name")), first, _day(end) if end else first)


def _german_name(name: str) -> str:
    """The German name where a cell holds several languages ("DE Sommerferien,EN Summer …")."""
    for part in name.split(","):
        if part.startswith("DE "):
            return part[3:]
    return name


def _day(text: str) -> date:
    bare = _WEEKDAY.sub("", _TIME.sub("", text.strip()))
    try:
        if found := _GERMAN.fullmatch(bare):
            year = int(found[3])
            return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
        if found := _ISO.fullmatch(bare):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise FaultyEntryError("no_date")
