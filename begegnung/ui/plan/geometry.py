"""Where the blocks of a plan lie: time along one axis, lanes across the other."""

from collections.abc import Iterator
from itertools import accumulate

from PySide6.QtCore import QRect, QSize

from begegnung.ui.plan.blocks import Block, Sheet

_EMPTY = QRect()


class Geometry:
    """Rectangles in the coordinates of the whole plan.

    `upright` is a plan with time downwards and lanes as columns; otherwise time runs to the right
    and lanes are rows, which grow with the blocks that lie over each other. `lane` is the height of
    a row for one block, in em.
    """

    def __init__(
        self, sheet: Sheet, *, upright: bool, em: int, room: QSize, lane: float = 2.3
    ) -> None:
        self._sheet = sheet
        self._upright = upright
        hours = max(1, (sheet.last_minute - sheet.first_minute) // 60)
        if upright:
            self.hour = max(3 * em, room.height() // hours)
            width = max(round(6.2 * em), room.width() // max(1, len(sheet.lanes)))
            sizes = [width for _ in sheet.lanes]
        else:
            self.hour = max(round(3.4 * em), room.width() // hours)
            sizes = [tracks * round(lane * em) + round(0.3 * em) for tracks in sheet.tracks]
        self._starts = (0, *accumulate(sizes))
        self.length = hours * self.hour
        self.width = self._starts[-1]
        self._rects = tuple(self._rect(block) for block in sheet.blocks)

    @property
    def size(self) -> QSize:
        """The size of the whole plan."""
        return QSize(self.width, self.length) if self._upright else QSize(self.length, self.width)

    def rect(self, row: int) -> QRect:
        """Where the block of a row lies; nowhere for a row that is not there."""
        return self._rects[row] if 0 <= row < len(self._rects) else _EMPTY

    def core(self, row: int) -> QRect:
        """The part of a block without setting up and clearing."""
        block, rect = self._sheet.blocks[row], self._rects[row]
        if not block.lead and not block.tail:
            return rect
        before = self.along(block.start + block.lead) - self.along(block.start)
        after = self.along(block.end) - self.along(block.end - block.tail)
        if self._upright:
            return rect.adjusted(0, before, 0, -after)
        return rect.adjusted(before, 0, -after, 0)

    def rows_in(self, clip: QRect) -> list[int]:
        """The rows whose blocks can be seen in a part of the plan."""
        return [row for row, rect in enumerate(self._rects) if rect.intersects(clip)]

    def row_at(self, x: int, y: int) -> int:
        """The row of the block at a point, -1 for none; dates and closures before gaps."""
        found = -1
        for row, rect in enumerate(self._rects):
            if rect.contains(x, y):
                if self._sheet.blocks[row].kind != "gap":
                    return row
                found = row
        return found

    def along(self, minute: int) -> int:
        """The distance of a time of day (minutes after midnight) from the beginning."""
        return round((minute - self._sheet.first_minute) * self.hour / 60)

    def minute_at(self, x: int, y: int) -> int:
        """The time of day at a point, minutes after midnight."""
        return self._sheet.first_minute + (y if self._upright else x) * 60 // self.hour

    def lane_at(self, x: int, y: int) -> int:
        """The lane nearest to a point."""
        across = x if self._upright else y
        lanes = range(len(self._sheet.lanes))
        return next((lane for lane in lanes if across < self._starts[lane + 1]), len(lanes) - 1)

    def lane_rect(self, lane: int) -> QRect:
        """The whole lane."""
        start, end = self._starts[lane], self._starts[lane + 1]
        return self._turned(0, self.length, start, end - start)

    def span_rect(self, lane: int, start: int, end: int) -> QRect:
        """Some time of a lane, over all its tracks."""
        first, across = self.along(start), self._starts[lane]
        wide = self._starts[lane + 1] - across
        return self._turned(first, self.along(end) - first, across, wide)

    def hour_lines(self) -> Iterator[tuple[int, int]]:
        """The full hours and their distance from the beginning."""
        for minute in range(self._sheet.first_minute, self._sheet.last_minute + 1, 60):
            yield minute // 60, self.along(minute)

    def _rect(self, block: Block) -> QRect:
        start, end = self._starts[block.lane], self._starts[block.lane + 1]
        track = (end - start) // block.tracks
        first = self.along(block.start)
        return self._turned(
            first, self.along(block.end) - first, start + block.track * track, track
        )

    def _turned(self, along: int, length: int, across: int, width: int) -> QRect:
        if self._upright:
            return QRect(across, along, width, length)
        return QRect(along, across, length, width)
