"""The item view behind the timeline: every block is an item with a place of its own.

A list view because Qt then tells every block to a screen reader as a list item, with its place.
"""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.plan import steps
from begegnung.ui.plan.blocks import Sheet
from begegnung.ui.plan.geometry import Geometry
from begegnung.ui.plan.headers import Headers
from begegnung.ui.plan.model import BlockModel, Index
from begegnung.ui.plan.painting import Brushes

Move = QAbstractItemView.CursorAction


class BlockList(QListView):
    """Blocks where their time and lane are, with frozen headers; the cursor moves in the plane.

    `upright` has the hours downwards and the lanes as columns; otherwise `lane` is the height of a
    lane for one block, in em.
    """

    def __init__(
        self, *, upright: bool = False, lane: float = 2.3, parent: QWidget | None = None
    ) -> None:
        # Qt asks overridden methods for answers while its own constructor and setters run.
        self._upright, self._lane = upright, lane
        self._blocks = BlockModel()
        self._geometry: Geometry | None = None
        self._brushes: Brushes | None = None
        self._headers: Headers | None = None
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Every place comes from the sheet: Qt need not ask for the size of each block.
        self.setUniformItemSizes(True)
        self.setModel(self._blocks)
        self._headers = Headers(self)
        self.updateGeometries()

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._blocks.sheet

    @property
    def look(self) -> Brushes:
        """Fonts and colours of the present theme."""
        if self._brushes is None:
            self._brushes = Brushes(self.palette(), self.font())
        return self._brushes

    @property
    def places(self) -> Geometry:
        """Where everything lies at the present size."""
        if self._geometry is None:
            self._geometry = Geometry(
                self.sheet,
                upright=self._upright,
                em=self._em(),
                room=self.viewport().size(),
                lane=self._lane,
            )
        return self._geometry

    @property
    def compact(self) -> bool:
        """Whether a lane has room for one line of text only."""
        return not self._upright and self._lane < 2

    @property
    def upright(self) -> bool:
        """Whether the hours run downwards."""
        return self._upright

    def _em(self) -> int:
        return self.fontMetrics().height()

    def _places_changed(self) -> None:
        """What lies where has to be found anew."""
        self._geometry = None

    @guarded(factory=QRect)
    def visualRect(self, index: Index) -> QRect:
        """Where a block lies in the viewport."""
        if not index.isValid():
            return QRect()
        return self.places.rect(index.row()).translated(-self._offset())

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    @guarded(factory=QModelIndex)
    def indexAt(self, point: QPoint) -> QModelIndex:
        """The block under a point of the viewport."""
        where = point + self._offset()
        row = self.places.row_at(where.x(), where.y())
        return self._blocks.index(row, 0) if row >= 0 else QModelIndex()

    @guarded(default=0)
    def horizontalOffset(self) -> int:
        """How far the plan is scrolled to the right."""
        return self.horizontalScrollBar().value()

    @guarded(default=0)
    def verticalOffset(self) -> int:
        """How far the plan is scrolled down."""
        return self.verticalScrollBar().value()

    @guarded(default=False)
    def isIndexHidden(self, _index: Index) -> bool:
        """No block is ever hidden."""
        return False

    @guarded(factory=QRegion)
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What has to be painted when the choice changes, rings included."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-4, -4, 4, 4)
        return region

    @guarded()
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Chooses the block in the middle of a rectangle."""
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    @guarded()
    def scrollTo(
        self,
        index: Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scrolls as little as needed to see a block whole."""
        if index.isValid():
            self.show_rect(self.places.rect(index.row()))

    def show_rect(self, part: QRect) -> None:
        """Scrolls as little as needed to see a part of the plan whole."""
        rect = part.translated(-self._offset()).adjusted(-8, -6, 8, 6)
        area = self.viewport().rect()
        for bar, first, last, seen_first, seen_last in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), area.left(), area.right()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), area.top(), area.bottom()),
        ):
            if first < seen_first or last - first > seen_last - seen_first:
                bar.setValue(bar.value() + first - seen_first)
            elif last > seen_last:
                bar.setValue(bar.value() + last - seen_last)

    @guarded(factory=QModelIndex)
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads: along the time of the lane, or to the neighbouring lane."""
        blocks, row = self.sheet.blocks, self.currentIndex().row()
        if not 0 <= row < len(blocks):
            return self._blocks.index(0, 0)
        back, forth = (Move.MoveLeft, Move.MoveRight)
        up, down = (Move.MoveUp, Move.MoveDown)
        if self._upright:
            back, forth, up, down = up, down, back, forth
        if action in (back, Move.MovePrevious):
            target = steps.along(blocks, row, -1)
        elif action in (forth, Move.MoveNext):
            target = steps.along(blocks, row, 1)
        elif action in (up, Move.MovePageUp):
            target = steps.across(blocks, row, -1)
        elif action in (down, Move.MovePageDown):
            target = steps.across(blocks, row, 1)
        else:
            target = steps.end_of_lane(blocks, row, last=action == Move.MoveEnd)
        return self._blocks.index(target, 0)

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        """Takes over another theme or size of letters."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._brushes = None
            self._places_changed()
        super().changeEvent(event)

    @guarded()
    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Spreads the hours over the new size; the current block stays in view."""
        self._places_changed()
        self.updateGeometries()
        self.scrollTo(self.currentIndex())

    @guarded()
    def updateGeometries(self) -> None:
        """Scroll ranges and the places of the frozen headers."""
        if self._headers is None:
            return
        left, top = self._headers.margins()
        if (left, top) != (self.viewportMargins().left(), self.viewportMargins().top()):
            self.setViewportMargins(left, top, 0, 0)
        self._places_changed()
        size, view = self.places.size, self.viewport().size()
        for bar, whole, part in (
            (self.horizontalScrollBar(), size.width(), view.width()),
            (self.verticalScrollBar(), size.height(), view.height()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(2 * self._em())
        self._headers.place(self.viewport().geometry())

    @guarded()
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scrolls the plan and its headers together."""
        self.viewport().scroll(dx, dy)
        if self._headers is not None:
            self._headers.update()

    @guarded(factory=QSize)
    def minimumSizeHint(self) -> QSize:
        """Room for a few lanes."""
        return QSize(16 * self._em(), 10 * self._em())
