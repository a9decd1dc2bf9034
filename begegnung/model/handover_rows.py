"""Rows about what one at the desk leaves for the next."""

from datetime import date
from typing import NamedTuple


class HandoverLine(NamedTuple):
    """A note for the desk: for which day, by whom ("" for nobody signed in), done or not."""

    id: str
    for_day: date
    text: str
    author: str
    done: bool
