"""A list whose entries are whole sentences: as high as their text is at the width there is."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QScrollArea, QStyleOptionViewItem, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.lines import (
    LINE_ROLE,
    Index,
    Line,
    LineDelegate,
    LineList,
    paint_chip,
    semibold,
)

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_TALL = 100_000


class SentenceDelegate(LineDelegate):
    """Paints title and detail in as many lines as they need; a chip stands below them."""

    def __init__(self, owner: "SentenceList") -> None:
        super().__init__(owner)
        self._list = owner

    @guarded(factory=lambda: QSize(200, 60))
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the text at the width of the list."""
        line = index.data(LINE_ROLE)
        wide = self._list.viewport().width()
        if line is None or wide <= 0:
            return QSize(THEME.px(8), THEME.px(2.9))
        return QSize(THEME.px(8), self._height(line, self._list.font(), wide))

    def _height(self, line: Line, font: QFont, wide: int) -> int:
        inside = self._text_width(line, wide)
        high = _height_of(line.title, semibold(font), inside) + _height_of(
            line.detail, font, inside
        )
        if line.chip:
            high += round(QFontMetrics(font).height() * 1.25)
        return high + 2 * self._margin() + 4

    def _margin(self) -> int:
        return THEME.px(0.4)

    def _text_width(self, line: Line, wide: int) -> int:
        icon = THEME.px(1.8) if line.icon else 0
        return max(wide - 8 - icon - 2 * THEME.px(0.6), THEME.px(4))

    def paint_line(
        self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, line: Line
    ) -> None:
        """Draws the texts below each other, from the top."""
        left = self.paint_before(painter, ground, option, line)
        font = self._list.font()
        box = QRectF(
            left,
            ground.top() + self._margin(),
            ground.right() - THEME.px(0.6) - left,
            ground.height() - 2 * self._margin(),
        )
        painter.setPen(THEME.colour("text"))
        for text, used in ((line.title, semibold(font)), (line.detail, font)):
            if text:
                painter.setFont(used)
                drawn = painter.boundingRect(box, _WRAP, text)
                painter.drawText(box, _WRAP, text)
                box.setTop(drawn.bottom())
        if line.chip:
            self._paint_chip_below(painter, box, font, line)

    def _paint_chip_below(self, painter: QPainter, box: QRectF, font: QFont, line: Line) -> None:
        wide = QFontMetrics(semibold(font)).horizontalAdvance(line.chip) + THEME.px(1.0)
        high = QFontMetrics(font).height() * 1.25
        place = QRectF(box.left(), box.top(), wide + THEME.px(0.5), high)
        paint_chip(painter, place, font, line.chip, line.tone)


def _height_of(text: str, font: QFont, wide: int) -> int:
    if not text:
        return 0
    return QFontMetrics(font).boundingRect(QRect(0, 0, wide, _TALL), _WRAP, text).height()


class SentenceList(LineList):
    """A list of sentences; it is as high as they are, up to `most` em, and scrolls then."""

    def __init__(self, name: str, parent: QWidget | None = None, *, most: float = 26.0) -> None:
        self._most = most
        super().__init__(name, parent)
        self.setUniformItemSizes(False)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(SentenceDelegate(self))
        self.lines.modelReset.connect(self._fit)
        self.selectionModel().currentChanged.connect(lambda *_: self._reveal())

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Brings the current sentence into view."""
        super().focusInEvent(event)
        self._reveal()

    def _reveal(self) -> None:
        """Scrolls what the list stands in: it does not scroll itself while it is short enough."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inner = area.widget() if area is not None else None
        if area is None or inner is None or not self.hasFocus():
            return
        place = self.visualRect(self.currentIndex())
        for corner in (place.bottomLeft(), place.topLeft()):
            shown = self.viewport().mapTo(inner, corner)
            area.ensureVisible(shown.x(), shown.y(), 0, THEME.px(0.6))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the sentences anew when there is another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        """Takes the height of its entries."""
        high = sum(max(self.sizeHintForRow(row), 0) for row in range(self.lines.rowCount()))
        wanted = min(high, THEME.px(self._most)) + THEME.px(0.3)
        if self.height() != wanted:
            self.setFixedHeight(max(wanted, THEME.px(3.2)))
