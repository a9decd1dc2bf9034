"""The school holidays of a Land: those the program brings along and those brought in later."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import school_holiday
from begegnung.db.work import Work
from begegnung.formats.holiday_list import Fault, HolidayList
from begegnung.formats.holiday_table import read_holiday_table
from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.calendar import SchoolCalendar, SchoolHoliday, Span, public_holiday
from begegnung.model.errors import FileUnreadable, Invalid
from begegnung.model.ids import derived_id
from begegnung.model.laender import LAENDER
from begegnung.model.school_years import merged, same_break
from begegnung.services.desk import View

_NO_LIST = 20
"""Entries without a single readable one after which a file is no list of holidays."""

_FAULTS: dict[Fault, str] = {
    "no_date": "Hier steht kein Datum wie 20.07.2026 oder 2026-07-20.",
    "end_before_start": "Das Ende liegt vor dem Anfang.",
    "too_long": "So lange Ferien gibt es nicht: mehr als zehn Wochen.",
    "no_name": "Der Name der Ferien fehlt.",
    "far": "Das Jahr liegt zu weit weg.",
    "repeats": "Ein Termin, der sich wiederholt, sind keine Ferien.",
    "broken": "Der Eintrag ist beschädigt.",
}

Outcome = Literal["taken", "there", "public", "unread"]


class HolidayReport(NamedTuple):
    """What was made of one entry of a file, and why (German); `line` counts from 1."""

    line: int
    name: str
    first: date | None
    last: date | None
    outcome: Outcome
    reason: str


class HolidayLine(NamedTuple):
    """School holidays in a list; `id` and `source` are empty for those of the program."""

    id: str
    name: str
    first: date
    last: date
    source: str


class KnownHolidays(NamedTuple):
    """The holidays of a Land in order, and the spans of dates they are known for."""

    lines: tuple[HolidayLine, ...]
    covered: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ImportHolidays:
    """School holidays of a Land that were read from the file `source`."""

    land: str
    holidays: HolidayList
    source: str


@dataclass(frozen=True, slots=True)
class RemoveHolidays:
    """Takes out school holidays that were brought in."""

    holiday_ids: tuple[str, ...]


def read_holidays(path: Path) -> HolidayList:
    """School holidays from a calendar file or a table; raises `FileUnreadable`."""
    # Imported here because planning needs this module and only this function the library behind it.
    from begegnung.formats.holiday_calendar import read_holiday_calendar

    suffix = path.suffix.casefold()
    if suffix in {".xlsx", ".xls", ".ods", ".pdf"}:
        raise FileUnreadable(str(path), "other", "bitte als CSV speichern oder als ICS laden")
    read = read_holiday_calendar if suffix in {".ics", ".ical"} else read_holiday_table
    found = read(path)
    if not found.found and (len(found.unread) > _NO_LIST or not found.unread):
        raise FileUnreadable(str(path), "other", "darin stehen keine Ferien")
    return found


def import_holidays(work: Work, request: ImportHolidays) -> list[HolidayReport]:
    """Takes in what is new, and reports every entry; twice adds nothing.

    Holidays brought in before for the same time are replaced. Raises `Invalid` for no Land.
    """
    if request.land not in LAENDER:
        raise Invalid("land", "unknown", request.land)
    before = _brought_in(work.connection, request.land)
    known = _known(work.connection, request.land)
    reports: list[HolidayReport] = []
    new: dict[str, SchoolHoliday] = {}
    for line, holiday in request.holidays.found:
        outcome, reason = _verdict(request.land, holiday, known)
        if outcome == "taken":
            key = (request.land, holiday.name, holiday.first.isoformat(), holiday.last.isoformat())
            row_id = derived_id("school_holiday", *key)
            outcome, reason = (
                ("there", "Steht zweimal in der Datei.") if row_id in new else ("taken", "")
            )
            new[row_id] = holiday
        reports.append(HolidayReport(line, *_facts(holiday), outcome, reason))
    for old in before:
        if any(same_break(_holiday(old), holiday) for holiday in new.values()):
            work.remove(school_holiday, old.id)
    for row_id, holiday in new.items():
        work.insert(school_holiday, _row(row_id, request, holiday))
    for line, words, fault in request.holidays.unread:
        reports.append(HolidayReport(line, words, None, None, "unread", _FAULTS[fault]))
    work.title = f"{LAENDER[request.land]}, {request.source}"
    return sorted(reports, key=lambda report: report.line)


def _verdict(land: str, holiday: SchoolHoliday, known: set[SchoolHoliday]) -> tuple[Outcome, str]:
    if holiday in known:
        return "there", "Ist schon bekannt."
    feast = public_holiday(holiday.first, land) if holiday.first == holiday.last else None
    if feast is not None:
        return "public", f"{feast}: Feiertage kennt das Programm schon."
    return "taken", ""


def _facts(holiday: SchoolHoliday) -> tuple[str, date, date]:
    return holiday.name, holiday.first, holiday.last


def _row(row_id: str, request: ImportHolidays, holiday: SchoolHoliday) -> dict[str, object]:
    return {
        "id": row_id,
        "land": request.land,
        "name": holiday.name,
        "first_day": holiday.first,
        "last_day": holiday.last,
        "source": request.source,
    }


def remove_holidays(work: Work, request: RemoveHolidays) -> int:
    """Takes out holidays that were brought in; gives how many. Those of the program stay."""
    names: list[str] = []
    for holiday_id in request.holiday_ids:
        row = work.row(school_holiday, holiday_id)
        names.append(f"{row['name']} {row['first_day']:%d.%m.%Y}")
        work.remove(school_holiday, holiday_id)
    work.title = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return len(names)


def known_holidays(view: View, land: str) -> KnownHolidays:
    """The school holidays of a Land, those of the program and those brought in."""
    rows = {_holiday(line): line for line in _brought_in(view.connection, land)}
    calendar = school_holidays(view.connection, land)
    if calendar is None:
        return KnownHolidays((), ())
    lines = tuple(rows.get(one) or HolidayLine("", *_facts(one), "") for one in calendar.holidays)
    return KnownHolidays(lines, calendar.covered)


def school_calendar_of(view: View, land: str) -> SchoolCalendar | None:
    """What is known of the school holidays of any Land, None where nothing is."""
    return school_holidays(view.connection, land)


def school_holidays(connection: Connection, land: str) -> SchoolCalendar | None:
    """What is known of the school holidays of a Land, None where nothing is.

    Holidays that were brought in come before those of the program for the same time.
    """
    return _merged(land, tuple(_holiday(line) for line in _brought_in(connection, land)))


@lru_cache(maxsize=32)
def _merged(land: str, brought_in: tuple[SchoolHoliday, ...]) -> SchoolCalendar | None:
    return merged(land, school_calendar(land), brought_in)


def _known(connection: Connection, land: str) -> set[SchoolHoliday]:
    calendar = school_holidays(connection, land)
    return set(calendar.holidays) if calendar else set()


def _brought_in(connection: Connection, land: str) -> list[HolidayLine]:
    table = school_holiday.c
    rows = connection.execute(
        select(table.id, table.name, table.first_day, table.last_day, table.source)
        .where(table.land == land)
        .order_by(table.first_day, table.last_day, table.name)
    )
    return [HolidayLine._make(row) for row in rows]


def _holiday(line: HolidayLine) -> SchoolHoliday:
    return SchoolHoliday(line.name, line.first, line.last)
