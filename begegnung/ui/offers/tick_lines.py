"""A list of which some entries are chosen: by the space bar or a click."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.lines import Line, LineDelegate, LineList
from begegnung.ui.widgets.speech import announce


class _TickDelegate(LineDelegate):
    """Paints a box before the texts of an entry that can be ticked."""

    @guarded(default=0.0)
    def paint_before(
        self, painter: QPainter, ground: QRectF, _option: QStyleOptionViewItem, line: Line
    ) -> float:
        """Draws the box; gives where the texts begin."""
        owner = self.parent()
        size, left = THEME.px(1.1), ground.left() + THEME.px(0.6)
        if isinstance(owner, TickLines) and line.key in owner.tickable:
            box = QRectF(left, ground.center().y() - size / 2, size, size)
            ticked = line.key in owner.ticked
            painter.setPen(QPen(THEME.colour("accent" if ticked else "ctl"), 2))
            painter.setBrush(THEME.colour("surface"))
            painter.drawRoundedRect(box, 5, 5)
            if ticked:
                painter.setPen(QPen(THEME.colour("accent"), max(3, THEME.px(0.15))))
                corners = ((0.24, 0.52), (0.43, 0.72), (0.77, 0.30))
                painter.drawPolyline(
                    [box.topLeft() + QPointF(x * size, y * size) for x, y in corners]
                )
        return left + size + THEME.px(0.6)


class TickLines(LineList):
    """Entries with a box. `changed()`: others are ticked now.

    `ticked` are the keys of the ticked entries, `tickable` of those that have a box.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.ticked: frozenset[str] = frozenset()
        self.tickable: frozenset[str] = frozenset()
        self.setAccessibleDescription("Leertaste wählt einen Eintrag aus oder ab")
        self.setItemDelegate(_TickDelegate(self))

    def show_ticks(
        self, lines: Iterable[Line], ticked: frozenset[str], tickable: frozenset[str]
    ) -> None:
        """Shows other entries with their ticks."""
        self.ticked, self.tickable = ticked & tickable, tickable
        self.show_lines([self._told(line) for line in lines])
        self.changed.emit()

    def toggle(self, key: str) -> None:
        """Ticks an entry, or takes its tick away; says which."""
        if key not in self.tickable:
            return
        self.ticked ^= {key}
        self.show_lines([self._told(line) for line in self.lines.lines])
        line = self.current_line()
        if line is not None and line.key == key:
            announce(self, line.sentence())
        self.changed.emit()

    def _told(self, line: Line) -> Line:
        """The entry with its tick in what a screen reader says."""
        plain = ", ".join(filter(None, (line.title, line.detail, line.chip)))
        if line.key not in self.tickable:
            return line._replace(spoken=plain)
        word = "angekreuzt" if line.key in self.ticked else "nicht angekreuzt"
        return line._replace(spoken=f"{word}, {plain}")

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Strg+Enter belongs to the dialog; everything else moves in the list."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle(self.current_key())
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            box_ends = self.visualRect(index).left() + THEME.px(2.2)
            if event.position().x() <= box_ends:
                self.toggle(self.lines.lines[index.row()].key)
