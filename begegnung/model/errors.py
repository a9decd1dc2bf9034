"""What can be refused and what can go wrong, as data.

A `Refusal` is a rule that says no; a `Trouble` is the environment (disk, share, file, database).
Neither carries a sentence: `begegnung.texts` words every one of them in German. Anything else that
is raised is a fault of the program.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Refusal(Exception):
    """A rule of the desk says no. Nothing was changed."""


class Trouble(Exception):
    """The environment does not let us. Nothing was changed, nothing acknowledged is lost."""


@dataclass
class Invalid(Refusal):
    """A typed value cannot be taken.

    `field` is the name of the input, `problem` a key of the wording ("missing", "not_a_year",
    "not_a_time", "end_before_start", "too_long", "not_a_number", "not_money", "not_a_date"...).
    """

    field: str
    problem: str
    value: str = ""


@dataclass
class NotFound(Refusal):
    """The row is not there (any more)."""

    entity: str
    entity_id: str


@dataclass
class StaleEdit(Refusal):
    """Somebody else changed the same value since it was read; `now` is its value now."""

    entity: str
    entity_id: str
    column: str
    now: str


@dataclass
class AlreadyBooked(Refusal):
    """The person has a place in the offer or waits for one (`state` "booked" or "waiting")."""

    person: str
    offer: str
    state: str


@dataclass
class NoBooking(Refusal):
    """The offer takes no names (`offer_type` says why)."""

    offer: str
    offer_type: str


@dataclass
class OfferEnded(Refusal):
    """The offer has ended; nobody can be booked into it any more."""

    offer: str


@dataclass
class PersonBlocked(Refusal):
    """The person is blocked (Sperrung) or was merged into another one."""

    person: str


@dataclass
class CourseFull(Refusal):
    """No place is left; `capacity` places, `waiting` people on the waiting list."""

    offer: str
    capacity: int
    waiting: int


@dataclass
class CapacityBelowBookings(Refusal):
    """The number of places cannot be made smaller than the number of people who have one."""

    offer: str
    capacity: int
    booked: int


class Overlap(NamedTuple):
    """One date on which the room is taken: moments in minutes, see `model.local_time`.

    `room` is where that date is: the room itself, or one that has a part in common with it.
    `setup` and `clearing` are the minutes for which it keeps the room before and after.
    """

    room: str
    title: str
    starts: int
    ends: int
    setup: int = 0
    clearing: int = 0


@dataclass
class RoomTaken(Refusal):
    """The room is taken on these dates; `free_rooms` are free on all the wanted dates.

    `free_times` are times (minutes of the day) as long as the wanted one at which the room is free
    on all the wanted days, the nearest first.
    """

    room: str
    overlaps: tuple[Overlap, ...]
    free_rooms: tuple[str, ...] = ()
    free_times: tuple[tuple[int, int], ...] = ()


@dataclass
class RoomClosed(Refusal):
    """The room or the house is closed on these days, with the reason of the closure.

    No `free_times`, because a closure lasts whole days.
    """

    room: str
    days: tuple[tuple[date, str], ...]
    free_rooms: tuple[str, ...] = ()
    free_times: tuple[tuple[int, int], ...] = ()


@dataclass
class InUse(Refusal):
    """The row cannot go while others need it; `count` of them, named by `used_by` (entity)."""

    entity: str
    name: str
    used_by: str
    count: int


@dataclass
class NothingToUndo(Refusal):
    """There is no action of this PC left to take back."""


@dataclass
class NothingToRedo(Refusal):
    """There is no action that could be brought again."""


@dataclass
class ChangedSince(Refusal):
    """The action cannot be taken back: a later one changed the same value (`title` names it)."""

    verb: str
    title: str


@dataclass
class Ambiguous(Refusal):
    """The wording of a recurrence has several readings; `question` decides between them."""

    wording: str
    question: str


@dataclass
class NoDates(Refusal):
    """A wording gives no dates between `first` and `last`."""

    wording: str
    first: date
    last: date


@dataclass
class SeriesOverlap(Refusal):
    """Dates of one series lie over each other: the moments at which the first two begin."""

    offer: str
    first: int
    second: int


@dataclass
class AlreadyPlanned(Refusal):
    """The offer has dates at these moments (`starts`) already."""

    offer: str
    starts: tuple[int, ...]


@dataclass
class AlreadyReplaced(Refusal):
    """For the date of the offer at `starts` another one is held already, at `instead`."""

    offer: str
    starts: int
    instead: int


@dataclass
class ReplacedIsHeld(Refusal):
    """The date of the offer at `starts` stands in for one that takes place, at `replaced`."""

    offer: str
    starts: int
    replaced: int


@dataclass
class NoReplacement(Refusal):
    """No date can be added at the end of the series of this offer: no rule, or no free day."""

    offer: str


@dataclass
class NoCentre(Refusal):
    """The data folder has no house yet; it has to be set up or imported first."""


@dataclass
class UnknownCentre(Refusal):
    """There is no house of this name; `known` are the names there are."""

    name: str
    known: tuple[str, ...] = ()


@dataclass
class WrongHouse(Refusal):
    """The row belongs to another house and is only shown here."""

    entity: str
    centre: str


@dataclass
class DatabaseNewer(Trouble):
    """The database was written by a newer program; it is left untouched."""

    path: str
    found: int
    known: int


@dataclass
class DatabaseDamaged(Trouble):
    """The file is not a database or its content is broken."""

    path: str
    detail: str


@dataclass
class DatabaseBusy(Trouble):
    """Another program keeps the database locked."""

    path: str


@dataclass
class DiskFull(Trouble):
    """No space is left where `path` is."""

    path: str


@dataclass
class FolderNotWritable(Trouble):
    """The folder cannot be created or written."""

    path: str


@dataclass
class UnsuitableFolder(Trouble):
    """The database must not lie here: `kind` is "network" or "cloud"."""

    path: str
    kind: str


@dataclass
class AlreadyRunning(Trouble):
    """The program is already open on this data folder."""

    path: str


@dataclass
class FileInUse(Trouble):
    """The file cannot be replaced because another program has it open."""

    path: str


@dataclass
class FileUnreadable(Trouble):
    """The file cannot be read; `kind` is "missing", "folder", "no_rights" or "other"."""

    path: str
    kind: str
    detail: str = ""


@dataclass
class NoDisplay(Trouble):
    """There is no screen to open the window on."""

    detail: str = field(default="")


@dataclass
class ShareNotSet(Refusal):
    """No shared folder has been chosen for the exchange yet."""


@dataclass
class ShareUnreachable(Trouble):
    """The shared folder or the file in it that marks it as ours cannot be reached at `path`."""

    path: str


@dataclass
class ShareMarkMissing(ShareUnreachable):
    """The folder can be read, and the file `path` that marks it as ours is not in it.

    It was emptied or restored, it is another folder, or the drive behind it is not mounted.
    """


@dataclass
class ShareFull(Trouble):
    """No space is left on the shared folder; `free` bytes, None where that cannot be asked."""

    path: str
    free: int | None = None


@dataclass
class ShareReadOnly(Trouble):
    """The shared folder can be read, but nothing may be written at `path`."""

    path: str


@dataclass
class ForeignRepository(Trouble):
    """The shared folder is not the one this PC exchanges with.

    `expected` and `found` are identifiers of repositories: `expected` is None on first contact,
    `found` is None when the folder holds something, but no readable mark of a repository.
    """

    expected: str | None
    found: str | None


@dataclass
class ShareFormatTooNew(Trouble):
    """The shared folder is written by a newer program in the format number `found`."""

    found: int


@dataclass
class ProgrammeUnreadable(Trouble):
    """A programme file cannot be taken.

    `kind` is "missing", "folder", "locked", "encoding", "not_json", "wrong_schema" or
    "no_entries".
    """

    path: str
    kind: str
    detail: str = ""


@dataclass
class CalendarUnreadable(Trouble):
    """A calendar file cannot be taken.

    `kind` is "missing", "folder", "locked", "not_a_calendar" or "too_large" (`detail` its size).
    """

    path: str
    kind: str
    detail: str = ""
