"""Rows of the Notfallmappe: what the desk needs when there is no computer."""

from datetime import date
from typing import NamedTuple

from begegnung.model.list_rows import PaperOwner, PeopleList
from begegnung.model.offer_rows import MealList
from begegnung.model.rows import DateLine


class FolderDate(NamedTuple):
    """A date with its lists: of people where names are kept, of meals where meals are ordered."""

    line: DateLine
    people: PeopleList | None
    meals: MealList | None


class FolderDay(NamedTuple):
    """A day with its dates, in order of time; `closed` says why the house is closed."""

    day: date
    closed: tuple[str, ...]
    dates: tuple[FolderDate, ...]


class EmergencyFolder(NamedTuple):
    """The Notfallmappe: the days one after the other, and whom to call in the house."""

    owner: PaperOwner
    days: tuple[FolderDay, ...]
