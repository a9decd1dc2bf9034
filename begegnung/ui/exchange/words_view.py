"""Words that two people compare on the telephone: large, numbered, one at a time for the ear."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.lines import Index, Line, LineDelegate, LineList, semibold

_LARGER = 1.7
_HEIGHT = 2.6
_NUMBER = 2.0
_COLUMN = 14.0
"""Width in em that a column of words needs at least."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class _WordDelegate(LineDelegate):
    """Paints the number of a word and the word in large letters."""

    @guarded(factory=lambda: QSize(200, 52))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line of large letters."""
        return QSize(THEME.px(10), THEME.px(_HEIGHT))

    def paint_line(
        self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, line: Line
    ) -> None:
        """Draws number and word on one base line."""
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        number = ground.adjusted(THEME.px(0.6), 0, 0, 0)
        painter.setPen(THEME.colour("muted"))
        painter.setFont(option.font)
        painter.drawText(number, flags, line.detail)
        large = _large(option.font)
        word = ground.adjusted(THEME.px(0.6 + _NUMBER), 0, 0, 0)
        painter.setFont(large)
        painter.setPen(THEME.colour("text"))
        shown = QFontMetrics(large).elidedText(
            line.title, Qt.TextElideMode.ElideRight, round(word.width())
        )
        painter.drawText(word, flags, shown)


def _large(font: QFont) -> QFont:
    larger = semibold(font)
    larger.setPointSizeF(font.pointSizeF() * _LARGER)
    return larger


class WordsView(LineList):
    """The words in one column or two; the arrows go from one to the next, in their order."""

    def __init__(self, name: str = "Die sechs Wörter", parent: QWidget | None = None) -> None:
        self._words: tuple[str, ...] = ()
        super().__init__(name, parent)
        self.setItemDelegate(_WordDelegate(self))
        self.setAccessibleDescription("Mit den Pfeiltasten Wort für Wort")
        self.setWrapping(True)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_words(self, words: Sequence[str]) -> None:
        """Shows these; the place stays where they are the same."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        self.show_lines(
            Line(str(place), word, f"{place}.", spoken=f"{place}. Wort: {word}")
            for place, word in enumerate(words, start=1)
        )
        self._spread()

    def words(self) -> tuple[str, ...]:
        """What is shown."""
        return self._words

    def copy(self) -> None:
        """Puts the words into the clipboard, for a message to somebody who is known."""
        QGuiApplication.clipboard().setText(" ".join(self._words))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes two columns where there is room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._spread()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every arrow goes to the next word or back, whatever stands beside it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step(step)

    def _spread(self) -> None:
        columns = 2 if self.viewport().width() >= 2 * THEME.px(_COLUMN) else 1
        rows = -(-len(self._words) // columns)
        self.setGridSize(QSize(self.viewport().width() // columns - 1, THEME.px(_HEIGHT)))
        self.setFixedHeight(THEME.px(_HEIGHT) * rows + THEME.px(0.3))
