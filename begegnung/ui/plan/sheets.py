"""From the dates of the house to blocks in lanes: dates, free gaps, closures, taken neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.local_time import DAY, day_of, moment
from begegnung.model.rooms import Building, building
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.services.plan import Plan
from begegnung.ui.plan.blocks import CLOSES, ELSEWHERE, OPENS, Block, Lane, Sheet, seats_of

SHORTEST_GAP = 15
"""Minutes; the grid of the plan."""

_Days = Mapping[tuple[str | None, date], Sequence[DateLine]]


@dataclass(frozen=True, slots=True)
class _House:
    """What is planned in which room on which day, and which rooms stand in each other's way."""

    dates: _Days
    dropped: _Days
    closures: Sequence[ClosureRow]
    building: Building

    @classmethod
    def of(cls, plan: Plan, dropped: Iterable[DateLine] = ()) -> "_House":
        pairs = ((row.id, part) for row in plan.rooms for part in row.parts)
        several = (row.id for row in plan.rooms if row.several_groups)
        return cls(_by_day(plan.dates), _by_day(dropped), plan.closures, building(pairs, several))


def _by_day(lines: Iterable[DateLine]) -> _Days:
    found: dict[tuple[str | None, date], list[DateLine]] = defaultdict(list)
    for line in lines:
        found[line.room_id, day_of(line.starts)].append(line)
    return found


def day_sheet(plan: Plan, day: date, dropped: Iterable[DateLine] = ()) -> Sheet:
    """All rooms on one day; dates without a room in a last lane, if there are any.

    `dropped` are the cancelled dates of the day: where nothing came instead, the plan says so.
    """
    lanes = [_lane(row, row.name, seats_of(row), day) for row in plan.rooms]
    if any(line.room_id is None and day_of(line.starts) == day for line in plan.dates):
        lanes.append(Lane(ELSEWHERE, "", day, None, ELSEWHERE))
    return _sheet(_House.of(plan, dropped), lanes)


def room_sheet(plan: Plan, room: RoomRow, dropped: Iterable[DateLine] = ()) -> Sheet:
    """One room on all the days of the plan."""
    holidays = dict(plan.holidays)
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    lanes = [
        _lane(room, f"{WEEKDAYS[day.weekday()][:2]} {day:%d.%m.}", holidays.get(day, ""), day)
        for day in days
    ]
    return _sheet(_House.of(plan, dropped), lanes)


def week_cells(plan: Plan) -> dict[tuple[str | None, date], tuple[Block, ...]]:
    """Dates and closures of every room on every day, in order of time, without gaps."""
    house = _House.of(plan)
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    rows = [(row.id, row.name) for row in plan.rooms]
    cells: dict[tuple[str | None, date], tuple[Block, ...]] = {}
    for room_id, name in (*rows, (None, ELSEWHERE)):
        for day in days:
            cells[room_id, day] = _sheet(house, [Lane(name, "", day, room_id, name)]).blocks
    return cells


def _lane(room: RoomRow, title: str, detail: str, day: date) -> Lane:
    several = room.several_groups
    return Lane(title, detail, day, room.id, room.name, not room.retired, several)


def _sheet(house: _House, lanes: Sequence[Lane]) -> Sheet:
    found = [_blocks(house, number, lane) for number, lane in enumerate(lanes)]
    dates = [block for blocks in found for block in blocks if block.kind != "closure"]
    first = min((OPENS, *(block.start // 60 * 60 for block in dates)))
    last = max((CLOSES, *(-(-block.end // 60) * 60 for block in dates)))
    blocks: list[Block] = []
    tracks: list[int] = []
    for number, (lane, there) in enumerate(zip(lanes, found, strict=True)):
        most, placed = _lane_blocks(house, lane, [_cut(block, first, last) for block in there])
        if lane.bookable:
            placed += _free(house, number, lane, placed, (first, last))
        blocks += sorted(placed, key=lambda block: (block.start, block.track))
        tracks.append(most)
    return Sheet(tuple(lanes), tuple(blocks), first, last, tuple(tracks))


def _cut(block: Block, first: int, last: int) -> Block:
    """A closure reaches only as far as the plan does."""
    if block.kind != "closure":
        return block
    return replace(block, start=max(block.start, first), end=min(block.end, last))


def _blocks(house: _House, number: int, lane: Lane) -> list[Block]:
    """Everything in a lane, in order of time, not yet placed."""
    blocks = [_date(number, line) for line in house.dates.get((lane.room_id, lane.day), ())]
    if lane.room_id is not None:
        for other in house.building.blocking(lane.room_id) - {lane.room_id}:
            there = house.dates.get((other, lane.day), ())
            blocks += [replace(_date(number, x), kind="held") for x in there if not x.untimed]
        closed = house.building.sharing(lane.room_id)
        blocks += [
            Block("closure", number, 0, DAY, closure=row)
            for row in house.closures
            if (row.room_id is None or row.room_id in closed)
            and row.first_day <= lane.day <= row.last_day
        ]
    return sorted(blocks, key=lambda block: (block.start, block.end))


def _date(number: int, line: DateLine) -> Block:
    """A date with the time the room is kept for; one without a time fills the open hours."""
    if line.untimed:
        return Block("date", number, OPENS, CLOSES, line)
    midnight = moment(day_of(line.starts), 0)
    start, end = (at - midnight for at in line.occupied)
    first, last = max(start, 0), min(end, DAY)
    lead = line.starts - midnight - first
    tail = last - min(line.ends - midnight, DAY)
    return Block("date", number, first, last, line, lead=lead, tail=tail)


def _lane_blocks(house: _House, lane: Lane, there: Sequence[Block]) -> tuple[int, list[Block]]:
    """The blocks of a lane in their tracks, and how many tracks the lane has.

    Dates without a time lie below all others, for they keep no room.
    """
    timed = [block for block in there if not block.untimed]
    untimed = [block for block in there if block.untimed]
    places = _tracks(timed)
    most = max((tracks for _, tracks in places), default=1 if lane.bookable else 0)
    below = len(untimed)
    blocks = [
        replace(
            block,
            track=track,
            tracks=tracks + below,
            # A date that lies beside nothing needs no look at the others.
            warning=_warning(block, timed, house.building) if tracks > 1 else "",
        )
        for block, (track, tracks) in zip(timed, places, strict=True)
    ]
    whole = max(most + below, 1)
    blocks += [replace(block, track=most + n, tracks=whole) for n, block in enumerate(untimed)]
    return whole, blocks


def _free(
    house: _House, number: int, lane: Lane, placed: Sequence[Block], hours: tuple[int, int]
) -> list[Block]:
    """The gaps of a lane, and under them the dates that are cancelled."""
    taken = [block for block in placed if block.keeps_room]
    below = sum(block.untimed for block in placed)
    hints = [
        replace(_date(number, line), kind="dropped")
        for line in house.dropped.get((lane.room_id, lane.day), ())
        if not line.untimed
    ]
    hints = [
        block
        for block in hints
        if hours[0] <= block.start
        and block.end <= hours[1]
        and not any(other.over(block.start, block.end) for other in taken)
    ]
    free: list[Block] = []
    for gap in _gaps(number, taken, *hours):
        under = [block for block in hints if block.over(gap.start, gap.end)]
        rows = (1 + below) * (2 if under else 1)
        free.append(replace(gap, tracks=rows))
        free += [replace(block, track=1, tracks=rows) for block in under]
    return free


def _gaps(number: int, taken: Iterable[Block], first: int, last: int) -> list[Block]:
    gaps: list[Block] = []
    free_from = first
    for block in sorted(taken, key=lambda block: block.start):
        if block.start - free_from >= SHORTEST_GAP:
            gaps.append(Block("gap", number, free_from, block.start))
        free_from = max(free_from, block.end)
    if last - free_from >= SHORTEST_GAP:
        gaps.append(Block("gap", number, free_from, last))
    return gaps


def _tracks(there: Sequence[Block]) -> list[tuple[int, int]]:
    """The track of every block, and how many tracks the blocks that lie over each other have."""
    places: list[tuple[int, int]] = []
    tracks: list[int] = []
    ends: list[int] = []
    for block in there:
        if ends and block.start >= max(ends):
            places += [(track, len(ends)) for track in tracks]
            tracks, ends = [], []
        track = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        if track == len(ends):
            ends.append(block.end)
        else:
            ends[track] = block.end
        tracks.append(track)
    return places + [(track, len(ends)) for track in tracks]


def _warning(block: Block, there: Sequence[Block], house: Building) -> str:
    """What is wrong with a date; where somebody overruled it knowingly, with the reason."""
    line = block.line
    if line is None:
        return ""
    over = [other for other in there if other.over(block.start, block.end)]
    dates = [
        other.line
        for other in over
        if other.line is not None
        and other.line is not line
        and line.room_id is not None
        and other.line.room_id in house.blocking(line.room_id)
    ]
    closed = any(other.kind == "closure" for other in over)
    if not dates and not closed:
        return ""
    reasons = [line.overruled or other.overruled for other in dates] or [line.overruled]
    if all(reasons):
        return f"trotzdem belegt: {reasons[0]}"
    return "doppelt belegt" if dates else "trotz Sperre"
