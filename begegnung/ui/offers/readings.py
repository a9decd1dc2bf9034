"""The one question about an ambiguous wording: its readings to choose from, with their dates."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import semibold
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class Offered(NamedTuple):
    """A reading as it is offered: what it means, and how many dates that are, with the first."""

    meaning: str
    dates: str


class ReadingButton(QRadioButton):
    """One reading, over as many lines as it takes."""

    def __init__(self, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__(offered.meaning, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dates = ""
        self.show_dates(offered.dates)

    def show_dates(self, dates: str) -> None:
        """Other dates of the same reading."""
        if dates == self._dates:
            return
        self._dates = dates
        self.setAccessibleName(f"{self.text()}: {dates}")
        self.updateGeometry()
        self.update()

    @guarded(default=48)
    def heightForWidth(self, width: int) -> int:
        """Meaning and dates wrapped to the width."""
        above, below = self._boxes(width)
        return max(THEME.px(2.2), above.height() + below.height() + THEME.px(0.5))

    @guarded(factory=lambda: QSize(200, 48))
    def sizeHint(self) -> QSize:
        """Wide enough to be read; the height follows the width it gets."""
        return QSize(THEME.px(12), self.heightForWidth(self.width() or THEME.px(20)))

    @guarded(factory=lambda: QSize(160, 48))
    def minimumSizeHint(self) -> QSize:
        """A few words beside each other."""
        return QSize(THEME.px(8), self.heightForWidth(max(self.width(), THEME.px(12))))

    @guarded(default=False)
    def hitButton(self, _pos: object) -> bool:
        """The whole of it can be clicked."""
        return True

    @guarded()
    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring with a dot when it is chosen, the meaning, and its dates below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(THEME.colour("soft" if self.isChecked() else "surface"))
        painter.setPen(QPen(THEME.colour("focus" if self.hasFocus() else "line"), 3))
        if not self.hasFocus():
            painter.setPen(QPen(THEME.colour("accent" if self.isChecked() else "line"), 1))
        painter.drawRoundedRect(box, 8, 8)
        self._paint_ring(painter)
        above, below = self._boxes(self.width())
        wrapped = Qt.TextFlag.TextWordWrap
        painter.setFont(semibold(self.font()))
        painter.setPen(THEME.colour("text"))
        painter.drawText(above, wrapped, self.text())
        painter.setFont(self.font())
        painter.setPen(THEME.colour("muted"))
        painter.drawText(below, wrapped, self._dates)

    def _paint_ring(self, painter: QPainter) -> None:
        size = THEME.px(0.9)
        ring = QRectF(THEME.px(0.5), THEME.px(0.4), size, size)
        painter.setBrush(THEME.colour("surface"))
        painter.setPen(QPen(THEME.colour("accent" if self.isChecked() else "ctl"), 2))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setBrush(THEME.colour("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            inset = size * 0.26
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        """Where meaning and dates stand in this width."""
        left, top = THEME.px(1.8), THEME.px(0.25)
        free = QRect(left, top, max(width - left - THEME.px(0.4), THEME.px(3)), 100_000)
        wrapped = Qt.TextFlag.TextWordWrap
        bold, plain = QFontMetrics(semibold(self.font())), self.fontMetrics()
        above = bold.boundingRect(free, wrapped, self.text())
        above.setWidth(free.width())
        rest = free.adjusted(0, above.height(), 0, 0)
        below = plain.boundingRect(rest, wrapped, self._dates) if self._dates else QRect()
        below.setWidth(free.width())
        return above, below


class ReadingChoice(QWidget):
    """The question with its readings as radio buttons; hidden while there is nothing to ask.

    `changed()`: another reading was chosen. Nothing is chosen until somebody does.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(THEME.px(0.3))
        self.question = label("", "strong")
        self._box.addWidget(self.question)
        self.buttons: list[ReadingButton] = []
        self._before: QWidget | None = None
        self.hide()

    def follow(self, widget: QWidget) -> None:
        """Comes right behind `widget` in the order of the Tab key."""
        self._before = widget

    def ask(self, question: str, offered: Sequence[Offered]) -> None:
        """Asks, or hides itself where nothing is offered; known readings keep what was chosen."""
        if [one.meaning for one in offered] != [made.text() for made in self.buttons]:
            self._rebuild(offered)
            if offered:
                announce(self.question, f"{question} {len(offered)} Möglichkeiten")
        for made, one in zip(self.buttons, offered, strict=True):
            made.show_dates(one.dates)
        self.question.setText(question)
        self.setAccessibleName(question)
        set_shown(self, bool(offered))

    def value(self) -> str:
        """The meaning that was chosen, "" for none yet."""
        return next((made.text() for made in self.buttons if made.isChecked()), "")

    def set_value(self, meaning: str) -> None:
        """Chooses a meaning."""
        for made in self.buttons:
            if made.text() == meaning:
                made.setChecked(True)

    def _rebuild(self, offered: Sequence[Offered]) -> None:
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [ReadingButton(one) for one in offered]
        before = self._before
        for made in self.buttons:
            self._box.addWidget(made)
            made.toggled.connect(self._on_toggled)
            if before is not None:
                self.setTabOrder(before, made)
            before = made

    def _on_toggled(self, chosen: bool) -> None:
        if chosen:
            self.changed.emit()
