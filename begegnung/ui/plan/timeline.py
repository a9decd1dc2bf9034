"""The plan as a timeline: keys and pointer."""

from datetime import date

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.plan.block_list import BlockList
from begegnung.ui.plan.blocks import Block, Sheet
from begegnung.ui.plan.canvas import Canvas
from begegnung.ui.plan.carry import GRID, Carried
from begegnung.ui.plan.hand import Hand
from begegnung.ui.plan.model import Index
from begegnung.ui.plan.painting import Press

USUAL_MINUTES = 120
"""The length of a new occupation when the gap is long enough."""

_RING = 5
"""Pixels that the ring of the focus reaches beyond a block."""


class Timeline(BlockList):
    """Blocks in lanes along the hours of a day.

    `opened(DateLine)`, `closure_opened(ClosureRow)`: a block was opened. `wanted(Lane, int, int)`:
    a new occupation from one minute of the day to another. `cancelling(DateLine)`: Entf on a date.
    `restoring(DateLine)`: F12 on a date that is cancelled. `carrying(str)`: where a date would be
    that is being moved, "" when it is no longer. `dropped(DateLine, Lane, int)`: a date shall be in
    a lane from that minute on. `unmovable(str)`: why a date cannot be moved here.
    """

    opened = Signal(object)
    closure_opened = Signal(object)
    wanted = Signal(object, int, int)
    cancelling = Signal(object)
    restoring = Signal(object)
    carrying = Signal(str)
    dropped = Signal(object, object, int)
    unmovable = Signal(str)

    def __init__(
        self, *, upright: bool = False, lane: float = 2.3, parent: QWidget | None = None
    ) -> None:
        self._hovered = -1
        self._now = 0
        self._press: Press | None = None
        self._canvas: Canvas | None = None
        self._hand = Hand(self)
        super().__init__(upright=upright, lane=lane, parent=parent)
        self.setObjectName("plan")
        self.setAccessibleName("Belegungsplan")
        self.setMouseTracking(True)

    def show_sheet(self, sheet: Sheet, now: int) -> None:
        """Shows a sheet; the current block stays the current one where it is still there.

        `now` is the present moment: a line marks it in the lanes of today.
        """
        before, kept = self.sheet, self.current_block()
        self._now = now
        self._hovered = -1
        self._hand.put_down()
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

    @property
    def carried(self) -> Carried | None:
        """The date that is being moved."""
        return self._hand.carried

    def choose(self, row: int) -> None:
        """Puts the focus on the block of a row and scrolls it into view."""
        self.setCurrentIndex(self._blocks.index(row, 0))
        self.scrollTo(self.currentIndex())

    def choose_in(self, room_id: str | None, occurrence_id: str | None = None) -> None:
        """Puts the focus into the lane of a room: on a certain date, else on its first one."""
        blocks, lanes = self.sheet.blocks, self.sheet.lanes
        rows = [n for n, block in enumerate(blocks) if lanes[block.lane].room_id == room_id]
        dates = [n for n in rows if blocks[n].keeps_room or blocks[n].untimed]
        wanted = [n for n in rows if (line := blocks[n].line) and line.id == occurrence_id]
        for row in (wanted or dates or rows)[:1]:
            self.choose(row)

    def choose_day(self, day: date) -> None:
        """Puts the focus on the first block of a day; where days are rows, its week is on top."""
        lanes = self.sheet.lanes
        rows = [n for n, block in enumerate(self.sheet.blocks) if lanes[block.lane].day == day]
        if rows and not self.upright:
            monday = max(self.sheet.blocks[rows[0]].lane - day.weekday(), 0)
            self.verticalScrollBar().setValue(self.places.lane_rect(monday).top())
        if rows:
            self.choose(rows[0])

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

    def pick_up(self) -> None:
        """Begins to move the date with the focus; the arrow keys then move it."""
        block = self.current_block()
        if block is not None:
            self._hand.pick_up(block)

    @property
    def now(self) -> int:
        """The present moment."""
        return self._now

    def update_part(self, rect: QRect) -> None:
        """Paints a part of the plan anew, with what reaches beyond it."""
        area = rect.translated(-self._offset()).adjusted(-_RING, -_RING, _RING, _RING)
        self.viewport().update(area)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Eingabe opens, Einfg makes a new occupation, Entf cancels, Strg and arrows move."""
        block, key = self.current_block(), event.key()
        if self._hand.takes(event, block):
            return
        line = block.line if block is not None else None
        if block is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_block(block)
        elif key == Qt.Key.Key_Insert:
            lane = self._blocks.lane_of(block)
            until = block.end if block.kind == "gap" else block.start + USUAL_MINUTES
            self.wanted.emit(lane, block.start, min(until, block.start + USUAL_MINUTES))
        elif block.kind == "date" and key == Qt.Key.Key_Delete:
            self.cancelling.emit(line)
        elif block.kind == "dropped" and key == Qt.Key.Key_F12:
            self.restoring.emit(line)
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A date that is being moved goes back when the focus leaves the plan."""
        self._hand.put_down()
        super().focusOutEvent(event)
        self.viewport().update()

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a block; in a gap the new occupation starts at the quarter hour hit."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid():
            return
        block, where = self.sheet.blocks[index.row()], point + self._offset()
        hit = self.places.minute_at(where.x(), where.y()) // GRID * GRID
        self.open_block(block, max(block.start, hit))

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses a block; a date can be dragged from here."""
        self._hand.put_down()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            block = self.sheet.blocks[index.row()]
            self._hand.grasp(block, event.position().toPoint() + self._offset())

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags a date, else shows the free gap under the pointer."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._hand.drag(point + self._offset())
            return
        self._hover(self.indexAt(point).row())

    def _hover(self, row: int) -> None:
        """Shows another gap as the one under the pointer, -1 for none."""
        if row != self._hovered:
            for changed in {row, self._hovered} - {-1}:
                self.update_part(self.places.rect(changed))
            self._hovered = row

    @guarded(default=False)
    def viewportEvent(self, event: QEvent) -> bool:
        """No gap is under the pointer any more when it leaves the plan."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Puts down a date that was dragged."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.let_go()

    @guarded()
    def currentChanged(self, current: Index, previous: Index) -> None:
        """Paints the rings of both blocks anew."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.update_part(self.places.rect(index.row()))

    def _places_changed(self) -> None:
        super()._places_changed()
        self._canvas = None

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, hours, blocks, the present, the ring and what is being moved."""
        places = self.places
        press, ratio = self._press, self.devicePixelRatioF()
        if press is None or press.look is not self.look or press.ratio != ratio:
            press = self._press = Press(self.look, ratio)
            self._canvas = None
        canvas = self._canvas = self._canvas or Canvas(self.sheet, places, press)
        current = self.currentIndex().row()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._offset())
        clip = event.rect().translated(self._offset())
        canvas.paint_ground(painter, clip, upright=self.upright)
        canvas.paint_now(painter, self._now, upright=self.upright)
        canvas.paint_blocks(painter, clip, (current, self._hovered))
        if self._hand.carried is not None:
            canvas.paint_carried(painter, self._hand.carried)
        elif 0 <= current < len(self.sheet.blocks):
            canvas.paint_ring(painter, current, focused=self.hasFocus())


def _row_of(kept: Block, before: Sheet, sheet: Sheet) -> int:
    """Where a block of the sheet before is now: a date wherever it went, else its place."""
    if kept.line is not None:
        same = [
            (block.kind == "held", row)
            for row, block in enumerate(sheet.blocks)
            if block.line is not None and block.line.id == kept.line.id
        ]
        if same:
            return min(same)[1]
    lane = before.lanes[kept.lane]
    for row, block in enumerate(sheet.blocks):
        if sheet.lanes[block.lane] == lane and block.start <= kept.start < block.end:
            return row
    return 0
