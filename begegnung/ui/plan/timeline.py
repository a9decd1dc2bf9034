"""The plan as a timeline: painting, keys and pointer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.ui.guard import guarded
from begegnung.ui.plan.block_list import BlockList
from begegnung.ui.plan.blocks import Block, Sheet
from begegnung.ui.plan.model import Index
from begegnung.ui.plan.painting import paint_block, paint_gap, paint_ring

USUAL_MINUTES = 120
"""The length of a new occupation when the gap is long enough."""


class Timeline(BlockList):
    """Blocks in lanes along the hours of a day.

    `opened(DateLine)`, `closure_opened(ClosureRow)`: a block was opened. `wanted(Lane, int, int)`:
    a new occupation from one minute of the day to another. `cancelling(DateLine)`: Entf on a date.
    """

    opened = Signal(object)
    closure_opened = Signal(object)
    wanted = Signal(object, int, int)
    cancelling = Signal(object)

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        self._hovered = -1
        self._now = 0
        super().__init__(upright=upright, parent=parent)
        self.setObjectName("plan")
        self.setAccessibleName("Belegungsplan")
        self.setMouseTracking(True)

    def show_sheet(self, sheet: Sheet, now: int) -> None:
        """Shows a sheet; the current block stays the current one where it is still there.

        `now` is the present moment: a line marks it in the lanes of today.
        """
        before, kept = self.sheet, self.current_block()
        self._now = now
        self._geometry = None
        self._hovered = -1
        self._blocks.show_sheet(sheet)
        self.updateGeometries()
        if sheet.blocks:
            row = _row_of(kept, before, sheet) if kept else 0
            self.setCurrentIndex(self._blocks.index(row, 0))
        self.viewport().update()

    def current_block(self) -> Block | None:
        """The block with the focus."""
        row = self.currentIndex().row()
        return self.sheet.blocks[row] if 0 <= row < len(self.sheet.blocks) else None

    def choose(self, row: int) -> None:
        """Puts the focus on the block of a row and scrolls it into view."""
        self.setCurrentIndex(self._blocks.index(row, 0))
        self.scrollTo(self.currentIndex())

    def choose_in(self, room_id: str | None, occurrence_id: str | None = None) -> None:
        """Puts the focus into the lane of a room: on a certain date, else on its first one."""
        blocks, lanes = self.sheet.blocks, self.sheet.lanes
        rows = [n for n, block in enumerate(blocks) if lanes[block.lane].room_id == room_id]
        dates = [n for n in rows if blocks[n].kind != "gap"]
        wanted = [n for n in dates if (line := blocks[n].line) and line.id == occurrence_id]
        for row in (wanted or dates or rows)[:1]:
            self.choose(row)

    def open_block(self, block: Block, start: int | None = None) -> None:
        """Opens a date or closure; on a gap asks for a new occupation from `start` on."""
        if block.line is not None:
            self.opened.emit(block.line)
        elif block.closure is not None:
            self.closure_opened.emit(block.closure)
        else:
            first = block.start if start is None else start
            until = min(first + USUAL_MINUTES, block.end)
            self.wanted.emit(self._blocks.lane_of(block), first, until)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Eingabe opens, Einfg makes a new occupation, Entf cancels a date."""
        block, key = self.current_block(), event.key()
        if block is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_block(block)
        elif block is not None and key == Qt.Key.Key_Insert:
            lane = self._blocks.lane_of(block)
            until = block.end if block.kind == "gap" else block.start + USUAL_MINUTES
            self.wanted.emit(lane, block.start, min(until, block.start + USUAL_MINUTES))
        elif block is not None and block.line is not None and key == Qt.Key.Key_Delete:
            self.cancelling.emit(block.line)
        else:
            super().keyPressEvent(event)

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a block; in a gap the new occupation starts at the quarter hour hit."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid():
            return
        block, where = self.sheet.blocks[index.row()], point + self._offset()
        hit = self.places.minute_at(where.x(), where.y()) // 15 * 15
        self.open_block(block, max(block.start, hit))

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows the free gap under the pointer."""
        row = self.indexAt(event.position().toPoint()).row()
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
        super().mouseMoveEvent(event)

    @guarded()
    def currentChanged(self, current: Index, previous: Index) -> None:
        """Paints the rings of both blocks anew."""
        super().currentChanged(current, previous)
        self.viewport().update()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, hours, blocks, the present and the ring."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.look.ground)
        painter.translate(-self._offset())
        clip = event.rect().translated(self._offset())
        self._paint_ground(painter)
        self._paint_now(painter)
        current = self.currentIndex().row()
        for row, block in enumerate(self.sheet.blocks):
            rect = self.places.rect(row)
            if not rect.intersects(clip):
                continue
            if block.kind != "gap":
                paint_block(painter, block, rect, self.look)
            elif row in (current, self._hovered):
                paint_gap(painter, block, rect, self.look)
        if 0 <= current < len(self.sheet.blocks):
            paint_ring(painter, self.places.rect(current), self.look, focused=self.hasFocus())

    def _paint_ground(self, painter: QPainter) -> None:
        for lane in range(1, len(self.sheet.lanes), 2):
            painter.fillRect(self.places.lane_rect(lane), self.look.band)
        painter.setPen(QPen(self.look.line, 1))
        for _, at in self.places.hour_lines():
            if self._upright:
                painter.drawLine(0, at, self.places.width, at)
            else:
                painter.drawLine(at, 0, at, self.places.width)

    def _paint_now(self, painter: QPainter) -> None:
        at = self.places.along(minute_of(self._now))
        if not 0 < at < self.places.length:
            return
        painter.setPen(QPen(self.look.now, 2))
        for number, lane in enumerate(self.sheet.lanes):
            if lane.day == day_of(self._now):
                rect = self.places.lane_rect(number)
                if self._upright:
                    painter.drawLine(rect.left(), at, rect.right(), at)
                else:
                    painter.drawLine(at, rect.top(), at, rect.bottom())


def _row_of(kept: Block, before: Sheet, sheet: Sheet) -> int:
    """Where a block of the sheet before is now: a date wherever it went, else its place."""
    if kept.line is not None:
        for row, block in enumerate(sheet.blocks):
            if block.line is not None and block.line.id == kept.line.id:
                return row
    lane = before.lanes[kept.lane]
    for row, block in enumerate(sheet.blocks):
        if sheet.lanes[block.lane] == lane and block.start <= kept.start < block.end:
            return row
    return 0
