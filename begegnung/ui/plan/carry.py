"""A date that is being moved in the plan: where it would be now, and what is there. Without Qt."""

from dataclasses import dataclass, replace

from begegnung.model.day_names import WEEKDAYS
from begegnung.texts import clock_time
from begegnung.ui.plan.blocks import Block, Lane, Sheet

GRID = 15
"""Minutes: the steps in which a date is moved."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A date on its way: in `lane` of the sheet, `start` is its own minute, not of setting up."""

    sheet: Sheet
    block: Block
    lane: int
    start: int

    @classmethod
    def from_block(cls, sheet: Sheet, block: Block) -> "Carried":
        """The date where it lies."""
        return cls(sheet, block, block.lane, block.start + block.lead)

    @property
    def length(self) -> int:
        """How long the date is, without setting up and clearing."""
        return self.block.end - self.block.tail - self.block.start - self.block.lead

    @property
    def end(self) -> int:
        """When it would end, minutes after midnight."""
        return self.start + self.length

    @property
    def span(self) -> tuple[int, int]:
        """From when to when the room would be kept."""
        return self.start - self.block.lead, self.end + self.block.tail

    @property
    def moved(self) -> bool:
        """Whether it is anywhere else than it was."""
        return (self.lane, self.start) != (self.block.lane, self.block.start + self.block.lead)

    def later(self, steps: int) -> "Carried":
        """So many steps later (earlier when negative), on the grid and within the day."""
        if steps > 0:
            return self.at(self.lane, (self.start // GRID + steps) * GRID)
        return self.at(self.lane, (-(-self.start // GRID) + steps) * GRID)

    def across(self, step: int) -> "Carried":
        """In the next lane that can be used, or where it is when there is none."""
        lanes = self.sheet.lanes
        lane = self.lane + step
        while 0 <= lane < len(lanes) and not lanes[lane].bookable:
            lane += step
        return replace(self, lane=lane) if 0 <= lane < len(lanes) else self

    def at(self, lane: int, minute: int) -> "Carried":
        """In a lane from a minute on, within the hours and the rooms that the plan shows."""
        earliest = self.sheet.first_minute + self.block.lead
        latest = self.sheet.last_minute - self.length - self.block.tail
        start = min(max(minute, earliest), latest)
        if not self.sheet.lanes[lane].bookable:
            lane = self.lane
        return replace(self, lane=lane, start=start)

    def clashes(self) -> tuple[Block, ...]:
        """What lies there already, as far as the plan shows it; the room itself decides."""
        line = self.block.line
        shared = self.target().several_groups
        return tuple(
            other
            for other in self.sheet.blocks
            if other.lane == self.lane
            and other.keeps_room
            and other.over(*self.span)
            and (other.line is None or line is None or other.line.id != line.id)
            and not (shared and other.kind == "date")
        )

    def target(self) -> Lane:
        """The room and day it would be in."""
        return self.sheet.lanes[self.lane]

    def times(self) -> str:
        """From when to when it would be."""
        return f"{clock_time(self.start)} bis {clock_time(self.end)} Uhr"

    def state(self) -> str:
        """Whether the room is free there: "frei", or what stands against it."""
        for other in self.clashes():
            return "gesperrt" if other.line is None else f"belegt: {other.line.title}"
        return "frei"

    def sentence(self) -> str:
        """Where it would be now, for the eye and the ear."""
        lane = self.target()
        title = self.block.line.title if self.block.line else ""
        day = WEEKDAYS[lane.day.weekday()]
        return f"{title}: {lane.room}, {day}, {self.times()}, {self.state()}"
