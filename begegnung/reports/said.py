"""Dates, times, money and telephone numbers as they are said on paper."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from begegnung.model.booking_rows import SlipDate
from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.reports.text import clean

BOUND = "\u00a0"
"""A blank at which no line ends."""
_IN_NUMBERS = re.compile(r"(?<=[\d/)-]) (?=[\d/(-])")
_MOST_DATES = 14
"""More dates than this are told by the first, the last and their number."""


def day_said(day: date) -> str:
    """A day with its weekday: "Mo., 23.11.2026"."""
    return f"{WEEKDAYS[day.weekday()][:2]}.,{BOUND}{day:%d.%m.%Y}"


def short_day_said(day: date) -> str:
    """A day where its year is said elsewhere: "Mo., 23.11."."""
    return f"{WEEKDAYS[day.weekday()][:2]}.,{BOUND}{day:%d.%m.}"


def long_day_said(day: date) -> str:
    """A day in words, without its year: "Montag, 23. November"."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}"


def months_said(first: date, last: date) -> str:
    """Months of one year: "Januar bis Juni 2027"."""
    return f"{MONTHS[first.month - 1]} bis {MONTHS[last.month - 1]} {last.year}"


def time_said(minute: int) -> str:
    """Minutes after midnight: "9:30"."""
    return f"{minute // 60}:{minute % 60:02}"


def clock_said(start: int | None, end: int | None) -> str:
    """From when to when, in minutes after midnight; empty where only the day is known."""
    if start is None:
        return ""
    until = "" if end is None else f" bis {time_said(end)}"
    return f"{time_said(start)}{until} Uhr".replace(" ", BOUND)


def dates_said(dates: Sequence[SlipDate], most: int = _MOST_DATES) -> str:
    """All dates in one sentence; more than `most` by the first, the last and their number."""
    clocks = {clock_said(one.start, one.end) for one in dates}
    same = clocks.pop() if len(clocks) == 1 else ""
    if len(dates) == 1:
        return ", ".join(filter(None, (day_said(dates[0].day), same)))
    if len(dates) > most:
        span = f"{len(dates)} Termine von {day_said(dates[0].day)} bis {day_said(dates[-1].day)}"
        return ", ".join(filter(None, (span, same)))
    if same:
        return f"{'; '.join(day_said(one.day) for one in dates)}; je {same}"
    said = ((day_said(one.day), clock_said(one.start, one.end)) for one in dates)
    return "; ".join(", ".join(filter(None, one)) for one in said)


def money_said(cents: int) -> str:
    """An amount: "12,50 €"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}{BOUND}€"


def phone_said(phone: str) -> str:
    """A telephone number with the word before it; empty without one. No number is divided."""
    said = _IN_NUMBERS.sub(BOUND, clean(phone))
    return f"Telefon{BOUND}{said}" if said else ""


def made_said(made: datetime) -> str:
    """When a paper was made: "Stand Mo., 23.11.2026, 8:00 Uhr"."""
    return f"Stand {day_said(made.date())}, {time_said(made.hour * 60 + made.minute)}{BOUND}Uhr"
