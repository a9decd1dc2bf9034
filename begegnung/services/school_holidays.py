"""The school holidays of a Land: those the program brings along and those brought in later."""

from functools import lru_cache

from sqlalchemy import Connection, select

from begegnung.db.tables import school_holiday
from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.calendar import SchoolCalendar, SchoolHoliday
from begegnung.model.school_years import merged


def school_holidays(connection: Connection, land: str) -> SchoolCalendar | None:
    """What is known of the school holidays of a Land, None where nothing is.

    Holidays that were brought in come before those of the program for the same time.
    """
    rows = connection.execute(
        select(school_holiday.c.name, school_holiday.c.first_day, school_holiday.c.last_day)
        .where(school_holiday.c.land == land)
        .order_by(school_holiday.c.first_day, school_holiday.c.last_day, school_holiday.c.name)
    )
    return _merged(land, tuple(SchoolHoliday(*row) for row in rows))


@lru_cache(maxsize=32)
def _merged(land: str, brought_in: tuple[SchoolHoliday, ...]) -> SchoolCalendar | None:
    return merged(land, school_calendar(land), brought_in)
