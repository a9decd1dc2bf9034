"""What people type for days, times, amounts and numbers, read forgivingly.

Pure: no Qt, no clock. Every reader raises `Invalid` with the name of the input when the text means
nothing, and gives None for an empty text.
"""

import re
from datetime import date, timedelta

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.errors import Invalid

_NUMERIC_DAY = re.compile(r"(\d{1,2})\s*[./\-\s]\s*(\d{1,2})(?:\s*[./\-\s]\s*(\d{2}|\d{4}))?\s*\.?")
_WORDED_DAY = re.compile(r"(\d{1,2})\.?\s*([a-zä]+)\.?\s*(\d{4})?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.,h]\s*(\d{2})|(\d{2}))?\s*(?:uhr|h)?")
_MONEY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,2}))?\s*(?:€|euro|eur)?")
_PAGES = re.compile(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?")
_NEAR = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}


def read_day(text: str, today: date, field: str = "day") -> date | None:
    """A day from "3.11", "24.11.2026", "3. November", "morgen", "mo", "+7".

    Without a year it is the one that lies nearest, weekdays are the next ones from `today` on.
    """
    bare = " ".join(text.casefold().split())
    if not bare:
        return None
    if bare in _NEAR:
        return today + timedelta(days=_NEAR[bare])
    if re.fullmatch(r"[+-]\d{1,3}", bare):
        return today + timedelta(days=int(bare))
    weekday = _weekday(bare)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    # "Mo., 23.11.2026", as the field itself writes it.
    bare = re.sub(r"^[a-zä]{2,}\.?,?\s+(?=\d)", "", bare)
    try:
        return _calendar_day(bare, today)
    except ValueError as error:
        raise Invalid(field, "not_a_date", text.strip()) from error


def _weekday(bare: str) -> int | None:
    word = bare.rstrip(".").removeprefix("nächsten ").removeprefix("am ")
    if len(word) < 2 or not word.isalpha():
        return None
    hits = [n for n, name in enumerate(WEEKDAYS) if name.casefold().startswith(word)]
    return hits[0] if len(hits) == 1 else None


def _calendar_day(bare: str, today: date) -> date:
    if found := _ISO_DAY.fullmatch(bare):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC_DAY.fullmatch(bare):
        return _with_year(int(found[1]), int(found[2]), found[3], today)
    if found := _WORDED_DAY.fullmatch(bare):
        months = [n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(found[2])]
        if len(found[2]) >= 3 and len(months) == 1:
            return _with_year(int(found[1]), months[0], found[3], today)
    if found := re.fullmatch(r"(\d{2})(\d{2})(\d{2}|\d{4})?", bare):
        return _with_year(int(found[1]), int(found[2]), found[3], today)
    raise ValueError(bare)


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(candidate, month, day))
        except ValueError:
            continue
    # What is planned lies ahead more often than behind: three months back, nine ahead.
    ahead = [d for d in near if -90 <= (d - today).days <= 275]
    if not ahead:
        raise ValueError(f"{day}.{month}.")
    return ahead[0]


def read_time(text: str, field: str = "start") -> int | None:
    """Minutes after midnight from "14", "1430", "14:30", "14.30", "14 Uhr"; "24" is midnight."""
    bare = text.strip().casefold()
    if not bare:
        return None
    found = _TIME.fullmatch(bare)
    if found:
        minutes = int(found[1]) * 60 + int(found[2] or found[3] or 0)
        if int(found[2] or found[3] or 0) < 60 and minutes <= 24 * 60:
            return minutes
    raise Invalid(field, "not_a_time", text.strip())


def read_money(text: str, field: str = "amount") -> int | None:
    """Cents from "30", "30,50", "1.200,00 €"."""
    bare = text.strip().casefold()
    if not bare:
        return None
    found = _MONEY.fullmatch(bare)
    if not found:
        raise Invalid(field, "not_money", text.strip())
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def read_pages(text: str, count: int, field: str = "pages") -> tuple[int, ...] | None:
    """Pages counted from 0 out of "2", "1, 3", "2-4"; None for all of the `count` pages."""
    bare = text.strip().replace(";", ",").replace("–", "-")
    if not bare:
        return None
    pages: set[int] = set()
    for part in bare.split(","):
        found = _PAGES.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= count:
            raise Invalid(field, "not_pages", str(count))
        pages.update(range(first - 1, last))
    return tuple(sorted(pages))


def read_number(text: str, field: str = "places") -> int | None:
    """A whole number of zero or more."""
    bare = text.strip()
    if not bare:
        return None
    if not bare.isdecimal() or len(bare) > 6:
        raise Invalid(field, "not_a_number", bare)
    return int(bare)


def read_year(text: str, today: date, field: str = "birth_year") -> int | None:
    """A year of birth from "1948" or the last year written "48" that is at least 18 years ago."""
    bare = text.strip()
    if not bare:
        return None
    if re.fullmatch(r"\d{2}", bare):
        year = 1900 + int(bare)
        return year + 100 if year + 100 <= today.year - 18 else year
    if re.fullmatch(r"\d{4}", bare):
        return int(bare)
    raise Invalid(field, "not_a_year", bare)
