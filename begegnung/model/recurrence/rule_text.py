"""The rules of a series as RFC 5545 writes them: weeks with weekdays, months with days."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_INTERVAL = 120
"""Weeks or months between two dates; more is a slip of the pen."""

_NTH = re.compile(r"(-[1-3]|\+?[1-5])?([A-Z]{2})")


class Rule(NamedTuple):
    """One rule, taken apart.

    ``weekdays`` (0 = Monday) belong to a weekly rule; ``nth`` pairs of ordinal (-1 is the last)
    and weekday or ``month_days`` (-1 is the last day) to a monthly one. ``each`` is the rule
    without its interval.
    """

    unit: Literal["week", "month"]
    interval: int
    weekdays: tuple[int, ...]
    nth: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    each: str


@lru_cache(maxsize=2048)
def rule_of(text: str) -> Rule:
    """The parts of a rule. Raises ValueError for every other kind of rule."""
    parts = {name: value for name, _, value in (part.partition("=") for part in text.split(";"))}
    interval = parts.pop("INTERVAL", "1")
    each = ";".join(f"{name}={value}" for name, value in parts.items())
    if not (interval.isdecimal() and 1 <= int(interval[:9]) <= LONGEST_INTERVAL):
        raise ValueError(f"not an interval: {text!r}")
    match parts:
        case {"FREQ": "WEEKLY", "BYDAY": days, **other} if not other:
            weekdays = tuple(day for n, day in _nth(days) if n == 0)
            if len(weekdays) == days.count(",") + 1:
                return Rule("week", int(interval), weekdays, (), (), each)
        case {"FREQ": "MONTHLY", "BYDAY": days, **other} if not other:
            nth = tuple(pair for pair in _nth(days) if pair[0])
            if len(nth) == days.count(",") + 1:
                return Rule("month", int(interval), (), nth, (), each)
        case {"FREQ": "MONTHLY", "BYMONTHDAY": days, **other} if not other:
            return Rule("month", int(interval), (), (), _month_days(days), each)
        case _:
            pass
    raise ValueError(f"neither a rule of weeks nor of months: {text!r}")


def interval_of(text: str) -> int:
    """The weeks or months between two dates of a rule. Raises ValueError as :func:`rule_of`."""
    return rule_of(text).interval


def weekday_codes(weekdays: Iterable[int]) -> str:
    """Weekdays (0 = Monday) as RFC 5545 writes them: "MO,FR"."""
    return ",".join(CODES[day] for day in weekdays)


def _nth(text: str) -> list[tuple[int, int]]:
    """As in "1MO,-1FR" -> [(1, 0), (-1, 4)]; without an ordinal the first of a pair is 0."""
    found: list[tuple[int, int]] = []
    for code in text.split(","):
        parts = _NTH.fullmatch(code)
        if not parts or parts[2] not in CODES:
            raise ValueError(f"not a weekday: {code!r}")
        found.append((int(parts[1] or 0), CODES.index(parts[2])))
    return found


def _month_days(text: str) -> tuple[int, ...]:
    days = tuple(int(day) if re.fullmatch(r"-?\d{1,2}", day) else 0 for day in text.split(","))
    if not all(day == -1 or 1 <= day <= 31 for day in days):
        raise ValueError(f"not days of a month: {text!r}")
    return days
