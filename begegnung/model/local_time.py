"""Dates and times of the programme: local, without zone, counted in minutes.

A moment of the programme is one number, the minutes since the first of January of year 1, so that
"which dates overlap in this room" is a comparison of numbers in an index.
"""

from datetime import date

DAY = 24 * 60


def moment(day: date, minute: int) -> int:
    """The moment `minute` (minutes after midnight, may exceed one day) on `day`."""
    return day.toordinal() * DAY + minute


def day_of(at: int) -> date:
    """The local date of the moment `at`."""
    return date.fromordinal(at // DAY)


def minute_of(at: int) -> int:
    """Minutes after midnight of the moment `at`."""
    return at % DAY
