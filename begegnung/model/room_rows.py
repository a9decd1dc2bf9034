"""Rows for what is printed about rooms: door signs and plans."""

from datetime import date
from typing import NamedTuple

from begegnung.model.list_rows import PaperOwner


class RoomUse(NamedTuple):
    """A date in a room: minutes after midnight (None where only the day is known), and what.

    `cancelled`: it is called off; a door sign says so, for those who come all the same.
    """

    start: int | None
    end: int | None
    title: str
    leader: str
    cancelled: bool


class RoomDay(NamedTuple):
    """What is in a room on one day, in order of time."""

    day: date
    uses: tuple[RoomUse, ...]


class PlannedRoom(NamedTuple):
    """A room with its days."""

    name: str
    days: tuple[RoomDay, ...]


class RoomPlan(NamedTuple):
    """The rooms of a house over the same days."""

    owner: PaperOwner
    days: tuple[date, ...]
    rooms: tuple[PlannedRoom, ...]
