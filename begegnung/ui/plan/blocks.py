"""What the plan shows: lanes and the blocks in them, and the sentence each block is. Without Qt."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.offers import OFFER_TYPES, PLAN_WORDS
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.texts import UNTIMED, clock_time

OPENS, CLOSES = 8 * 60, 21 * 60
"""The hours a plan shows at least, minutes after midnight."""

ELSEWHERE = "Ohne Raum / anderer Ort"


@dataclass(frozen=True, slots=True)
class Lane:
    """One row or column of the plan: a room on a day. `room_id` None: dates outside the house.

    Only a room in use is `bookable`: its free gaps can be chosen.
    """

    title: str
    detail: str
    day: date
    room_id: str | None
    room: str
    bookable: bool = False
    several_groups: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in a lane from `start` to `end`, minutes after midnight.

    "date" keeps the room from `start` to `end`: the first `lead` minutes are for setting up, the
    last `tail` for clearing. "held" is a date in another room that takes this one too (Saal 1+2
    takes Saal 1). "dropped" is a date that is cancelled, so that its room is free again. Blocks
    over each other share a cluster of `tracks` and lie in `track` (0 is the first). `warning` says
    what is wrong: "doppelt belegt", "trotz Sperre", or "trotzdem belegt: ..." with the reason.
    """

    kind: Literal["date", "held", "dropped", "gap", "closure"]
    lane: int
    start: int
    end: int
    line: DateLine | None = None
    closure: ClosureRow | None = None
    track: int = 0
    tracks: int = 1
    warning: str = ""
    lead: int = 0
    tail: int = 0

    @property
    def untimed(self) -> bool:
        """Whether only the day is known: such a date keeps no room."""
        return self.line is not None and self.line.untimed

    @property
    def keeps_room(self) -> bool:
        """Whether nothing else may be there at that time."""
        return self.kind in ("date", "held", "closure") and not self.untimed

    @property
    def begins(self) -> str:
        """When it begins, in words: "08:45", or that only the day is known."""
        return UNTIMED if self.untimed else clock_time(self.start + self.lead)

    def over(self, start: int, end: int) -> bool:
        """Whether it lies over some of the time from `start` to `end`."""
        return self.start < end and self.end > start


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan ready to be drawn: lanes, their blocks in order of lane and time, hours shown.

    `tracks` is how many blocks lie over each other at most, by lane.
    """

    lanes: tuple[Lane, ...]
    blocks: tuple[Block, ...]
    first_minute: int = OPENS
    last_minute: int = CLOSES
    tracks: tuple[int, ...] = ()


def seats_of(room: RoomRow) -> str:
    """The size of a room in words, "" where it is not known."""
    return f"{room.capacity} Personen" if room.capacity else ""


def word_of(block: Block) -> str:
    """The word for the colour of a block, as the legend has it."""
    if block.line is None:
        return "Sperre" if block.kind == "closure" else "frei"
    return PLAN_WORDS[OFFER_TYPES[block.line.type].plan]


def title_of(block: Block) -> str:
    """The name of a block: the title of the date, what else it is, or who takes the room."""
    if block.line is None:
        return word_of(block)
    if block.kind == "held":
        return f"belegt durch {block.line.room}"
    return f"fällt aus: {block.line.title}" if block.kind == "dropped" else block.line.title


def seats_text(line: DateLine) -> str:
    """How many people are booked, as a part of a sentence; "" where nobody is written down."""
    if not line.takes_names:
        return ""
    waiting = f", {line.waiting} auf der Warteliste" if line.waiting else ""
    if line.capacity is None:
        return (f"{line.booked} angemeldet" if line.booked else "") + waiting
    return f"{line.booked} von {line.capacity} Plätzen belegt" + waiting


def setup_text(block: Block) -> str:
    """From when to when the room is kept for setting up and clearing, "" where it is not."""
    before = f"Aufbau ab {clock_time(block.start)}" if block.lead else ""
    after = f"Abbau bis {clock_time(block.end)}" if block.tail else ""
    return ", ".join(filter(None, (before, after)))


def _time_of(block: Block) -> str:
    """From when to when a date is, without setting up and clearing."""
    if block.untimed:
        return UNTIMED
    return f"{block.begins} bis {clock_time(block.end - block.tail)} Uhr"


def sentence(block: Block, lane: Lane) -> str:
    """A block as a whole sentence for a screen reader and the tooltip."""
    day = WEEKDAYS[lane.day.weekday()]
    span = f"{clock_time(block.start)} bis {clock_time(block.end)} Uhr"
    if block.closure is not None:
        return f"Sperre: {block.closure.reason or 'geschlossen'}, {lane.room}, {day}, ganztägig"
    line = block.line
    if line is None:
        return f"{lane.room}, {day}, frei {span}"
    time = _time_of(block)
    if block.kind == "held":
        held = f"{lane.room}, {day}, belegt durch {line.room}: {line.title}, {time}"
        return ", ".join(filter(None, (held, setup_text(block), block.warning)))
    if block.kind == "dropped":
        reason = f" ({line.state_reason})" if line.state_reason else ""
        return f"{line.title} fällt aus{reason}, {lane.room} ist frei, {day} {time}"
    where = lane.room if lane.room_id else line.place or "ohne Raum"
    parts = (line.title, word_of(block), where, f"{day} {time}", seats_text(line))
    return ", ".join(filter(None, (*parts, setup_text(block), block.warning)))
