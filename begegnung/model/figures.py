"""Figures for the city: pseudonyms of a year, bands of age, months, cells too small to be shown.

Pure. What is counted stands in `services.figures`; why it is made this way in
docs/adr/0025-figures-under-pseudonyms-of-a-year.md.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date

from begegnung.model.local_time import day_of, moment

UNKNOWN = ""
"""The band of somebody whose year of birth is not known."""

AGE_BANDS: tuple[str, ...] = (
    "unter 50", "50-59", "60-69", "70-79", "80-89", "90+", UNKNOWN,
)  # fmt: skip
"""As German cities report them (research/domain.md 4.2): they add up to 60-79 and to 80+."""

SMALLEST_CELL = 5
"""Fewer people than this in one cell could be recognised by somebody who knows the house."""

_PSEUDONYM_DIGITS = 16
_MARK_DIGITS = 8


def age_band(birth_year: int | None, year: int) -> str:
    """The band of the age that somebody born in `birth_year` reaches in `year`."""
    if birth_year is None:
        return UNKNOWN
    decade = (year - birth_year) // 10
    return AGE_BANDS[min(max(decade, 4), 9) - 4]


def month_of(at: int) -> str:
    """The month ("2026-11") of a moment of the programme (see `model.local_time`)."""
    return f"{day_of(at):%Y-%m}"


def moments_of(month: str) -> tuple[int, int]:
    """The first moment of a month, and the first one after it."""
    year, number = year_of(month), int(month[5:])
    later = date(year + number // 12, number % 12 + 1, 1)
    return moment(date(year, number, 1), 0), moment(later, 0)


def year_of(month: str) -> int:
    """The year of a month."""
    return int(month[:4])


def first_open_year(today: date) -> int:
    """The oldest year whose figures may still change on `today`.

    A year is closed after the 31st of March of the second year after it: until then what is noted
    late comes in, the city has reported the year, and compared it with the next one. Then the key
    of its pseudonyms is erased, and the figures of the year are anonymous.
    """
    return today.year - (2 if (today.month, today.day) <= (3, 31) else 1)


def pseudonym(key: str, person_id: str) -> str:
    """What stands for a person in the figures of the year whose key (hex) it is."""
    made = hmac.new(bytes.fromhex(key), person_id.encode("ascii"), hashlib.sha256)
    return made.hexdigest()[:_PSEUDONYM_DIGITS]


def mark_of_key(key: str) -> str:
    """What says with which key (hex) a pseudonym was made, and nothing else of it."""
    return hashlib.sha256(b"begegnung figures 1\0" + bytes.fromhex(key)).hexdigest()[:_MARK_DIGITS]


def shown_cells(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of one breakdown of people as they may be shown: None for one that is too small.

    Where only one would be hidden, the smallest other one is hidden too: the sum would tell it.
    Empty cells are left out.
    """
    filled = {cell: count for cell, count in counts.items() if count}
    hidden = {cell for cell, count in filled.items() if count < SMALLEST_CELL}
    if len(hidden) == 1:
        others = sorted(filled.keys() - hidden, key=lambda cell: (filled[cell], cell))
        hidden.update(others[:1])
    return {cell: None if cell in hidden else count for cell, count in filled.items()}
