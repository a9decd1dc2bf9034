"""What a notice on the board says."""

from typing import Literal, NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.list_rows import PaperOwner


class Notice(NamedTuple):
    """What is announced: a date that is "cancelled", or "moved" from the day it was planned for.

    `instead` is the date that is held instead, or the new one; None without any.
    """

    owner: PaperOwner
    title: str
    planned: SlipDate
    state: Literal["cancelled", "moved"]
    reason: str
    instead: SlipDate | None
    place: str
