"""What has to be decided before an offer goes on in another half-year, as data."""

import re
from datetime import date
from typing import Literal, NamedTuple

ReasonKey = Literal[
    "single_dates",
    "dates_in_words",
    "ends",
    "paused",
    "first_day_left_out",
    "starts_later",
    "no_dates",
    "school_holidays_unknown",
    "agreement_ends",
    "room_taken",
    "room_closed",
]

_DAY_AND_MONTH = re.compile(
    r"\b(?:[12]\d|3[01]|0?[1-9])\.\s?"
    r"(?:(?:0?[1-9]|1[0-2])\.|(?:Jan|Feb|Mär|Maer|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
    r"|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)


class CopyReason(NamedTuple):
    """Why an offer wants a decision: a key, and the day or the words it is about."""

    key: ReasonKey
    day: date | None = None
    words: str = ""


def names_a_day(wording: str) -> bool:
    """Whether a wording names a day of a certain month: "ab 12.1.", "am 3. März"."""
    return _DAY_AND_MONTH.search(wording) is not None
