"""Days counted within a month that no recurrence rule counts."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from begegnung.model.calendar import public_holiday

SATURDAY, SUNDAY = 5, 6


def nth_day(year: int, month: int, n: int, weekday: int) -> date | None:
    """The n-th weekday of a month (-1 is the last), None where the month has no such."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if n > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    else:
        day = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-n - 1))
    return day if day.month == month else None


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year."""
    return easter(year)


def nth_workday(year: int, month: int, n: int, land: str, *, saturday: bool) -> date | None:
    """The n-th working day of a month in a Land, with or without Saturdays."""
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    worked = [
        day
        for day in days
        if day.weekday() < (SUNDAY if saturday else SATURDAY) and not public_holiday(day, land)
    ]
    return worked[n - 1 if n > 0 else n] if abs(n) <= len(worked) else None


def in_week_of_month(year: int, month: int, n: int, weekday: int) -> date | None:
    """A weekday in the n-th full week of a month, the one that begins with its n-th Monday."""
    monday = nth_day(year, month, n, 0)
    return monday + timedelta(days=weekday) if monday else None


def advent_sundays(year: int) -> tuple[date, ...]:
    """The four Sundays of Advent."""
    eve = date(year, 12, 24)
    fourth = eve - timedelta(days=(eve.weekday() - SUNDAY) % 7)
    return tuple(fourth - timedelta(weeks=3 - n) for n in range(4))


def months_between(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Year and month of every month two dates touch."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1
