"""German words for days, times and amounts."""

from datetime import date, datetime

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.rows import DateLine

UNTIMED = "ohne Uhrzeit"
"""Said of a date of which only the day is known."""


def long_date(day: date) -> str:
    """The day in words: „Montag, 23. November 2026“."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """The day as in a table: „Mo., 23.11.2026“."""
    return f"{WEEKDAYS[day.weekday()][:2]}., {day:%d.%m.%Y}"


def clock_time(at: int) -> str:
    """The time of day of a moment or of minutes after midnight: „09:30“.

    The end of a day is „24:00“ only for exactly 1440 minutes.
    """
    if at == 24 * 60:
        return "24:00"
    minute = minute_of(at)
    return f"{minute // 60:02}:{minute % 60:02}"


def when(starts: int, ends: int | None = None) -> str:
    """Day and times: „Mo., 23.11.2026, 10:00 bis 11:00 Uhr“."""
    until = ""
    if ends is not None:
        # A date that ends at midnight ends on its own day, not at the beginning of the next.
        until = f" bis {clock_time(minute_of(ends) or 24 * 60)}"
    return f"{short_date(day_of(starts))}, {clock_time(starts)}{until} Uhr"


def day_and_time(at: datetime, now: datetime) -> str:
    """When something happened (both local): "heute, 02:14 Uhr", "03.11.2026, 02:14 Uhr"."""
    day = {0: "heute", 1: "gestern"}.get((now.date() - at.date()).days, f"{at:%d.%m.%Y}")
    return f"{day}, {at:%H:%M} Uhr"


def date_span(line: DateLine) -> str:
    """From when to when a date is: „10:00 bis 11:00 Uhr“, or that only its day is known."""
    if line.untimed:
        return UNTIMED
    return f"{clock_time(line.starts)} bis {clock_time(line.ends)} Uhr"


def date_begin(line: DateLine) -> str:
    """When a date begins: „10:00 Uhr“, or that only its day is known."""
    return UNTIMED if line.untimed else f"{clock_time(line.starts)} Uhr"


def date_columns(line: DateLine) -> tuple[str, str]:
    """Begin and end to stand below each other in a list: „10:00“ and „11:00“."""
    if line.untimed:
        first, _, second = UNTIMED.partition(" ")
        return first, second
    return clock_time(line.starts), clock_time(line.ends)


def money(cents: int) -> str:
    """An amount: „30,00 €“, thousands set apart by a dot."""
    euro, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{euro:,}".replace(",", ".") + f",{rest:02} €"


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: „1 Platz“, „4 Plätze“."""
    return f"{number} {one if number == 1 else many}"
