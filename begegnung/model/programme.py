"""What stands on the printed programme of one week, with nothing left to decide.

The services build these values from offers, occurrences and closures; `begegnung.reports` draws
them. Days are local dates, times minutes after midnight of the same local day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from begegnung.model.editions import Changes
from begegnung.model.house_look import PLAIN, Look

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "movement": "Bewegung & Gesundheit",
        "creative": "Kreatives & Handwerk",
        "social": "Geselliges & Spiele",
        "digital": "Digitales & Technik",
        "languages": "Sprachen & Gedächtnis",
        "music": "Musik & Kultur",
        "advice": "Beratung & Hilfe",
    }
)
"""The fixed categories of an offer: key and German word, in the order of the legend."""

Status = Literal["planned", "cancelled", "moved"]

Mark = Literal["", "new", "changed"]
"""Whether an entry is another one than printed, where its status does not say so anyway."""

Detail = Literal["full", "brief"]
"""Whether everything about an entry is printed, or neither leader nor remark (Kurzform)."""

LONGEST_HOUSE_FIELD = 300
"""Characters; head and foot of every sheet would otherwise leave no room for the programme."""


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """One date of an offer.

    `start` and `end` are minutes after midnight; without an end the paper says "ab 14:00 Uhr".
    Without a start `time_text` is printed instead ("ganztägig"), or nothing. `category` is a key
    of `CATEGORIES` or None. `status_note` says why a date is cancelled or where it moved.
    """

    day: date
    start: int | None
    end: int | None
    time_text: str
    title: str
    room: str
    leader: str
    remark: str
    category: str | None
    status: Status = "planned"
    status_note: str = ""
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class TextEntry:
    """An offer that is printed although it has no dates; `wording` says when ("nach Absprache")."""

    title: str
    wording: str
    room: str
    leader: str
    remark: str
    category: str | None
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class ProgrammeHouse:
    """The house as the paper names it; everything but the name may be empty.

    `web` is the address of the programme on the internet, with or without "https://". Raises
    `ValueError` where a value is longer than `LONGEST_HOUSE_FIELD`.
    """

    name: str
    address: str = ""
    phone: str = ""
    mail: str = ""
    web: str = ""
    office_hours: str = ""
    access_note: str = ""
    look: Look = PLAIN

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str) and len(value) > LONGEST_HOUSE_FIELD:
                raise ValueError(f"{each.name} is longer than {LONGEST_HOUSE_FIELD} characters")


@dataclass(frozen=True, slots=True)
class Announcement:
    """The box "Bitte vormerken"; `text` may have several paragraphs."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which the house is closed, and why ("Fronleichnam", "Betriebsausflug")."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class WeekProgramme:
    """Everything on the programme of the week that begins on `monday`.

    `changes` are those since it was printed; None where it was not, or they shall not be said.
    Raises `ValueError` where `monday` is no Monday or a day lies outside its week: the sheet would
    give visitors a wrong date.
    """

    house: ProgrammeHouse
    monday: date
    entries: tuple[ProgrammeEntry, ...] = ()
    text_entries: tuple[TextEntry, ...] = ()
    announcement: Announcement | None = None
    closed_days: tuple[ClosedDay, ...] = ()
    changes: Changes | None = None

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError(f"{self.monday} is not a Monday")
        sunday = self.monday + timedelta(days=6)
        for dated in (*self.entries, *self.closed_days):
            if not self.monday <= dated.day <= sunday:
                raise ValueError(f"{dated.day} is not in the week of {self.monday}")


def in_detail(week: WeekProgramme, detail: Detail) -> WeekProgramme:
    """The week as it is, or in short: without leaders and remarks, which also say the fee.

    Where something takes place is never left out.
    """
    if detail == "full":
        return week
    return replace(
        week,
        entries=tuple(replace(one, leader="", remark="") for one in week.entries),
        text_entries=tuple(replace(one, leader="", remark="") for one in week.text_entries),
    )


def without_changes(week: WeekProgramme) -> WeekProgramme:
    """The week as if it was never printed before."""
    return replace(
        week,
        changes=None,
        entries=tuple(replace(one, mark="") for one in week.entries),
        text_entries=tuple(replace(one, mark="") for one in week.text_entries),
    )
