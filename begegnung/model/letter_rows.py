"""Rows of letters to visitors."""

from datetime import date
from typing import Literal, NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.list_rows import PaperOwner

LetterKind = Literal["confirmation", "waiting", "cancellation", "priority"]


class Letter(NamedTuple):
    """A letter to one person about one offer.

    `sender` is the address of the house on one line, `street` that of the person as it is noted.
    `position` is the place on the waiting list, `until` the last day of the Vorkaufsrecht, `reason`
    why something does not take place.
    """

    owner: PaperOwner
    sender: str
    kind: LetterKind
    name: str
    street: str
    title: str
    dates: tuple[SlipDate, ...]
    wording: str
    place: str
    leader: str
    due_cents: int | None
    paid_cents: int
    position: int
    until: date | None
    reason: str
