"""School holidays from the command line, and the calendar a wording is read for."""

from contextlib import closing
from dataclasses import replace
from typing import Any

from begegnung.cli.opening import desk_of, folder_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.calendar import HouseCalendar
from begegnung.model.errors import NoCentre

_WORDS = {"taken": "neu", "there": "schon da", "public": "Feiertag", "unread": "nicht gelesen"}
USUAL_LAND = "NW"


def import_holidays(options: Any) -> Result:
    """Reads school holidays of a Land; reports every entry with its line."""
    from begegnung.services.school_holidays import (
        ImportHolidays,
        import_holidays,
        read_holidays,
    )

    found = read_holidays(options.file)
    request = ImportHolidays(options.land, found, options.file.name)
    with closing(desk_of(options)) as desk:
        reports = desk.act(import_holidays, request).value
    values: Values = {
        "land": options.land,
        "taken": sum(one.outcome == "taken" for one in reports),
        "entries": [_entry(one) for one in reports],
    }
    lines = [f"{values['taken']} neu von {len(reports)} Einträgen."]
    lines += [f"Zeile {one.line}: {_line(one)}" for one in reports]
    return DONE, values, "\n".join(lines)


def _entry(report: Any) -> Values:
    days = {"first": report.first, "last": report.last}
    return {
        "line": report.line,
        "name": report.name,
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "outcome": report.outcome,
        "reason": report.reason,
    }


def _line(report: Any) -> str:
    days = f" {report.first:%d.%m.%Y} bis {report.last:%d.%m.%Y}" if report.first else ""
    return f"{report.name}{days}: {_WORDS[report.outcome]}. {report.reason}".rstrip()


def calendar_of(options: Any) -> HouseCalendar:
    """The calendar for the options --land and --house.

    --house takes that of the house in the data folder; where there is none, and without --house,
    the holidays the program brings along. A --land always counts for the holidays.
    """
    from begegnung.formats.school_holidays_file import school_calendar
    from begegnung.wiring import database_path

    land = options.land or USUAL_LAND
    shipped = HouseCalendar(land, school_calendar(land))
    if not options.house or not database_path(folder_of(options)).exists():
        return shipped
    from begegnung.services.house_calendar import house_calendar
    from begegnung.services.school_holidays import school_calendar_of

    with closing(desk_of(options)) as desk:
        try:
            found = desk.read(house_calendar)
        except NoCentre:
            return shipped
        if options.land and options.land != found.land:
            return replace(found, land=land, school=desk.read(school_calendar_of, land))
        return found
