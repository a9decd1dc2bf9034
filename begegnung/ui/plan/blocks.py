"""From the dates of the house to blocks in lanes: dates, free gaps and closures, without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.local_time import DAY, day_of, minute_of, moment
from begegnung.model.offers import OFFER_TYPES, PLAN_WORDS
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.services.plan import Plan
from begegnung.texts import UNTIMED, clock_time, date_span

OPENS, CLOSES = 8 * 60, 21 * 60
"""The hours a plan shows at least, minutes after midnight."""

SHORTEST_GAP = 15
"""Minutes; the grid of the plan."""

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
    several_groups: bool = False
    bookable: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in a lane from `start` to `end`, minutes after midnight.

    Blocks over each other share a cluster of `tracks` and lie in `track` (0 is the first).
    `warning` is a word: "doppelt belegt" or "trotz Sperre".
    """

    kind: Literal["date", "gap", "closure"]
    lane: int
    start: int
    end: int
    line: DateLine | None = None
    closure: ClosureRow | None = None
    track: int = 0
    tracks: int = 1
    warning: str = ""

    @property
    def begins(self) -> str:
        """When it begins, in words: "08:45", or that only the day is known."""
        untimed = self.line is not None and self.line.untimed
        return UNTIMED if untimed else clock_time(self.start)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan ready to be drawn: lanes, their blocks in order of lane and time, hours shown."""

    lanes: tuple[Lane, ...]
    blocks: tuple[Block, ...]
    first_minute: int = OPENS
    last_minute: int = CLOSES

    def tracks(self, lane: int) -> int:
        """How many blocks lie over each other at most in a lane."""
        return max((block.tracks for block in self.blocks if block.lane == lane), default=1)


def day_sheet(plan: Plan, day: date) -> Sheet:
    """All rooms on one day; dates without a room in a last lane, if there are any."""
    lanes = [_lane(row, row.name, seats_of(row), day) for row in plan.rooms]
    if any(line.room_id is None and day_of(line.starts) == day for line in plan.dates):
        lanes.append(Lane(ELSEWHERE, "", day, None, ELSEWHERE))
    return _sheet(plan, lanes)


def room_sheet(plan: Plan, room: RoomRow) -> Sheet:
    """One room on all the days of the plan."""
    holidays = dict(plan.holidays)
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    return _sheet(
        plan,
        [
            _lane(
                room,
                f"{WEEKDAYS[day.weekday()][:2]} {day:%d.%m.}",
                holidays.get(day, ""),
                day,
            )
            for day in days
        ],
    )


def _lane(room: RoomRow, title: str, detail: str, day: date) -> Lane:
    several = room.several_groups
    return Lane(title, detail, day, room.id, room.name, several, bookable=not room.retired)


def seats_of(room: RoomRow) -> str:
    """The size of a room in words, "" where it is not known."""
    return f"{room.capacity} Personen" if room.capacity else ""


def in_cell(plan: Plan, room_id: str | None, day: date) -> tuple[Block, ...]:
    """The dates and closures of one room on one day, in order of time, without gaps."""
    room = next((row for row in plan.rooms if row.id == room_id), None)
    name = room.name if room else ELSEWHERE
    lane = Lane(name, "", day, room_id, name, bool(room and room.several_groups))
    return tuple(block for block in _sheet(plan, [lane]).blocks if block.kind != "gap")


def _sheet(plan: Plan, lanes: Sequence[Lane]) -> Sheet:
    taken = [_occupied(plan, number, lane) for number, lane in enumerate(lanes)]
    dates = [block for blocks in taken for block in blocks if block.kind == "date"]
    first = min((OPENS, *(block.start // 60 * 60 for block in dates)))
    last = max((CLOSES, *(-(-block.end // 60) * 60 for block in dates)))
    blocks: list[Block] = []
    for number, (lane, occupied) in enumerate(zip(lanes, taken, strict=True)):
        cut = [_cut(block, first, last) for block in occupied]
        gaps = _gaps(number, cut, first, last) if lane.bookable else ()
        placed = [*_placed(cut, several=lane.several_groups or lane.room_id is None), *gaps]
        blocks += sorted(placed, key=lambda block: (block.start, block.track))
    return Sheet(tuple(lanes), tuple(blocks), first, last)


def _cut(block: Block, first: int, last: int) -> Block:
    """A closure reaches only as far as the plan does."""
    return replace(block, start=max(block.start, first), end=min(block.end, last))


def _occupied(plan: Plan, number: int, lane: Lane) -> list[Block]:
    midnight = moment(lane.day, 0)
    blocks = [
        Block("date", number, *_minutes(line, midnight), line)
        for line in plan.dates
        if line.room_id == lane.room_id and day_of(line.starts) == lane.day
    ]
    if lane.room_id is not None:
        blocks += [
            Block("closure", number, 0, DAY, closure=row)
            for row in plan.closures
            if row.room_id in (None, lane.room_id) and row.first_day <= lane.day <= row.last_day
        ]
    return sorted(blocks, key=lambda block: (block.start, block.end))


def _minutes(line: DateLine, midnight: int) -> tuple[int, int]:
    """Where a block begins and ends; a date of which only the day is known fills the open hours."""
    if line.untimed:
        return OPENS, CLOSES
    return minute_of(line.starts), min(line.ends - midnight, DAY)


def _gaps(number: int, occupied: Iterable[Block], first: int, last: int) -> list[Block]:
    gaps: list[Block] = []
    free_from = first
    for block in sorted(occupied, key=lambda block: block.start):
        if block.start - free_from >= SHORTEST_GAP:
            gaps.append(Block("gap", number, free_from, block.start))
        free_from = max(free_from, block.end)
    if last - free_from >= SHORTEST_GAP:
        gaps.append(Block("gap", number, free_from, last))
    return gaps


def _placed(occupied: Sequence[Block], *, several: bool) -> list[Block]:
    """Gives blocks that lie over each other a track each, and the word for the clash."""
    placed: list[Block] = []
    cluster: list[Block] = []
    ends: list[int] = []
    for block in occupied:
        if ends and block.start >= max(ends):
            placed += _settled(cluster, len(ends))
            cluster, ends = [], []
        track = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        if track == len(ends):
            ends.append(block.end)
        else:
            ends[track] = block.end
        cluster.append(replace(block, track=track))
    placed += _settled(cluster, len(ends))
    return [replace(block, warning=_warning(block, occupied, several=several)) for block in placed]


def _settled(cluster: Sequence[Block], tracks: int) -> list[Block]:
    return [replace(block, tracks=tracks) for block in cluster]


def _warning(block: Block, occupied: Sequence[Block], *, several: bool) -> str:
    if block.line is None:
        return ""
    others = [
        other
        for other in occupied
        if other.line is not block.line and other.start < block.end and other.end > block.start
    ]
    if not several and any(other.kind == "date" for other in others):
        return "doppelt belegt"
    return "trotz Sperre" if any(other.kind == "closure" for other in others) else ""


def word_of(block: Block) -> str:
    """The word for the colour of a block, as the legend has it."""
    if block.line is None:
        return "Sperre" if block.kind == "closure" else "frei"
    return PLAN_WORDS[OFFER_TYPES[block.line.type].plan]


def seats_text(line: DateLine) -> str:
    """How many people are booked, as a part of a sentence; "" where nobody is written down."""
    if OFFER_TYPES[line.type].booking == "none":
        return ""
    waiting = f", {line.waiting} auf der Warteliste" if line.waiting else ""
    if line.capacity is None:
        return (f"{line.booked} angemeldet" if line.booked else "") + waiting
    return f"{line.booked} von {line.capacity} Plätzen belegt" + waiting


def sentence(block: Block, lane: Lane) -> str:
    """A block as a whole sentence for a screen reader and the tooltip."""
    day = WEEKDAYS[lane.day.weekday()]
    span = f"{clock_time(block.start)} bis {clock_time(block.end)} Uhr"
    if block.line is not None:
        line = block.line
        where = lane.room if lane.room_id else line.place or "ohne Raum"
        time = date_span(line) if line.untimed else span
        parts = (line.title, word_of(block), where, f"{day} {time}", seats_text(line))
        return ", ".join(filter(None, (*parts, block.warning)))
    if block.closure is not None:
        return f"Sperre: {block.closure.reason or 'geschlossen'}, {lane.room}, {day}, ganztägig"
    return f"{lane.room}, {day}, frei {span}"
