"""School holidays of the Länder from the shipped file `holidays/schulferien.json`."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from begegnung.model.calendar import SchoolCalendar, SchoolHoliday
from begegnung.model.errors import FileUnreadable
from begegnung.resources import resource


def read_school_holidays(path: Path) -> dict[str, SchoolCalendar]:
    """The school calendars in a file by Land; raises `FileUnreadable`."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            laender = json.load(file)["laender"]
        return {land: _calendar(land, stored) for land, stored in laender.items()}
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileUnreadable(str(path), "other", str(error)) from error


def school_calendar(land: str) -> SchoolCalendar | None:
    """The shipped school holidays of a Land, None where none are known."""
    return _shipped().get(land)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, SchoolCalendar]:
    return read_school_holidays(resource("holidays", "schulferien.json"))


def _calendar(land: str, stored: dict[str, Any]) -> SchoolCalendar:
    blocks: list[tuple[str, str, str]] = stored["holidays"]
    first, last = (date.fromisoformat(day) for day in stored["covered"])
    holidays = tuple(
        SchoolHoliday(name, date.fromisoformat(begin), date.fromisoformat(end))
        for name, begin, end in blocks
    )
    return SchoolCalendar(land, ((first, last),), holidays)
