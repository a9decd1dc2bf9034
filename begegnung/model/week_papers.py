"""The papers a week is printed on, and what is said where it is too full for one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from begegnung.model.programme import Detail

WeekPaper = Literal["a4", "a3", "large", "flyer", "leaflet"]
"""The sheet in two sizes, large print, and folded to A5 or to DIN lang."""

BOTH_SIDES = 2
"""Pages of one sheet."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """A week that needs more than one sheet, or a day that goes on on another page.

    `day` takes most room, with `rows` entries; `pages` is what the week needs.
    """

    pages: int
    day: date
    rows: int
    divided: bool


class Alternative(NamedTuple):
    """Another paper, or less detail; `pages` is 0 where their number does not matter."""

    paper: WeekPaper
    detail: Detail
    pages: int = 0
