"""Inputs: one line of text, days, times, amounts, numbers, a choice, a tick."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from begegnung.model.errors import Invalid
from begegnung.texts import clock_time, money, short_date
from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, icon, pixmap
from begegnung.ui.typed import read_day, read_money, read_number, read_time


class TextField(QLineEdit):
    """One line of text. Strg+Z undoes typing while there is some, otherwise the last action."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)

    @guarded(default=False)
    def event(self, event: QEvent) -> bool:
        """Leaves the keys of undo and redo to the window when there is no typing to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            idle_undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            idle_redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if idle_undo or idle_redo:
                event.ignore()
                return False
        return super().event(event)

    def bare(self) -> str:
        """The text without blanks around it."""
        return self.text().strip()


class SearchField(TextField):
    """A field to search with; arrows, page keys and Enter are handed to a list.

    `moved(int)`: up or down by so many lines. `confirmed()`: Enter. `left()`: Esc with no text.
    """

    moved = Signal(int)
    confirmed = Signal()
    left = Signal()
    _STEPS = {  # noqa: RUF012 a constant
        Qt.Key.Key_Down: 1,
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_PageDown: 8,
        Qt.Key.Key_PageUp: -8,
    }

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self._glass = self.addAction(
            icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        THEME.changed.connect(self._draw_glass)

    def _draw_glass(self) -> None:
        self._glass.setIcon(icon("search", "muted"))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hands the keys of a list on; Esc empties the field first."""
        key = Qt.Key(event.key())
        if key in self._STEPS:
            self.moved.emit(self._STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.confirmed.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)


class _ReadField(TextField):
    """A field whose text is read when it is left, and shown again in its usual spelling."""

    def __init__(
        self,
        name: str,
        placeholder: str,
        read: Callable[[str], Any],
        spell: Callable[[Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, placeholder, parent)
        self._read, self._spell = read, spell

    def value(self) -> Any:
        """What is typed, None for nothing; raises `Invalid`."""
        return self._read(self.text())

    def set_value(self, value: Any) -> None:
        """Shows a value, None as empty."""
        self.setText("" if value is None else self._spell(value))

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Spells what was typed in the usual way; what cannot be read stays as it is."""
        super().focusOutEvent(event)
        try:
            value = self.value()
        except Invalid:
            return
        if value is not None and self.text() != self._spell(value):
            self.setText(self._spell(value))


class DateField(_ReadField):
    """A day: "3.11", "morgen", "mo", "24.11.2026"; F4 opens a calendar, arrows change the day."""

    def __init__(
        self, name: str, today: date, field: str = "day", parent: QWidget | None = None
    ) -> None:
        self._today = today
        super().__init__(
            name,
            "z. B. 24.11.2026, morgen, mo",
            lambda t: read_day(t, today, field),
            short_date,
            parent,
        )
        self.setAccessibleDescription("Datum eintippen, F4 öffnet den Kalender")
        opener = self.addAction(
            icon("calendar_today", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        opener.setToolTip("Kalender öffnen (F4)")
        opener.triggered.connect(self.open_calendar)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 opens the calendar, the arrows go a day on or back."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        elif step is not None:
            self.set_value(date.fromordinal(self._shown().toordinal() + step))
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Shows a month to choose from, below the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        calendar = QCalendarWidget(popup)
        calendar.setAccessibleName(f"Kalender: {self.accessibleName()}")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        shown = self._shown()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        QVBoxLayout(popup).addWidget(calendar)

        def take(day: QDate) -> None:
            self.set_value(date(day.year(), day.month(), day.day()))
            popup.close()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()

    def _shown(self) -> date:
        try:
            return self.value() or self._today
        except Invalid:
            return self._today


class TimeField(_ReadField):
    """A time of day in minutes after midnight: "1430", "14.30", "14:30", "14"."""

    def __init__(self, name: str, field: str = "start", parent: QWidget | None = None) -> None:
        super().__init__(name, "z. B. 14:30", lambda t: read_time(t, field), clock_time, parent)


class MoneyField(_ReadField):
    """An amount in cents: "30", "30,50"."""

    def __init__(self, name: str, field: str = "amount", parent: QWidget | None = None) -> None:
        super().__init__(name, "z. B. 30,00", lambda t: read_money(t, field), money, parent)


class NumberField(_ReadField):
    """A whole number."""

    def __init__(self, name: str, field: str = "places", parent: QWidget | None = None) -> None:
        super().__init__(name, "", lambda t: read_number(t, field), str, parent)


class TextArea(QTextEdit):
    """Several lines of plain text; Tab leaves it."""

    def __init__(self, name: str, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self._rows = rows
        self.setMinimumHeight(THEME.px(rows + 1.0))

    def bare(self) -> str:
        """The text without blanks around it."""
        return self.toPlainText().strip()

    @guarded(factory=lambda: QSize(200, 80))
    def sizeHint(self) -> QSize:
        """As many rows as were asked for."""
        return QSize(THEME.px(12), THEME.px(self._rows + 1.0))


class ChoiceField(QComboBox):
    """One of a few things; not to be typed in. `value()` is what stands behind the shown text."""

    def __init__(
        self, name: str, choices: Iterable[tuple[Any, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumHeight(THEME.px(2.2))
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offers other things; what was chosen stays chosen where it is still there."""
        before = self.value()
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.set_value(before)

    def value(self) -> Any:
        """What is chosen."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Chooses; an unknown value leaves the first."""
        found = [n for n in range(self.count()) if self.itemData(n) == value]
        self.setCurrentIndex(found[0] if found else 0)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it like the other inputs, the arrow as an icon."""
        if THEME.contrast:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), focused=self.hasFocus(), enabled=self.isEnabled())
        side, size = THEME.px(0.6), THEME.px(1.0)
        box = self.rect().adjusted(side, 0, -side - size, 0)
        painter.setPen(THEME.colour("text" if self.isEnabled() else "ctl"))
        elided = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.translate(self.width() - side - size / 2, self.height() / 2)
        painter.rotate(90)
        arrow = pixmap("chevron_right", "text", size, ratio=self.devicePixelRatioF())
        painter.drawPixmap(-size // 2, -size // 2, arrow)


def paint_box(painter: QPainter, box: QRectF, *, focused: bool, enabled: bool = True) -> None:
    """The frame of an input, with the ring of the focus."""
    wide = 3 if focused else 2
    colour = "focus" if focused else "ctl" if enabled else "line"
    painter.setPen(QPen(THEME.colour(colour), wide))
    painter.setBrush(THEME.colour("surface" if enabled else "bg"))
    painter.drawRoundedRect(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 7, 7)


class Tick(QCheckBox):
    """Yes or no, with a box as high as a line."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(THEME.px(2.2))

    @guarded(factory=lambda: QSize(200, 44))
    def sizeHint(self) -> QSize:
        """Box, gap and text."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + THEME.px(2.6)
        return QSize(wide, THEME.px(2.2))

    @guarded(default=False)
    def hitButton(self, pos: Any) -> bool:
        """The whole of it can be clicked."""
        return self.rect().contains(pos)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the box with a check, and the text."""
        if THEME.contrast:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = THEME.px(1.2)
        box = QRectF(2, (self.height() - size) / 2, size, size)
        paint_box(painter, box, focused=self.hasFocus(), enabled=self.isEnabled())
        if self.isChecked():
            painter.setPen(QPen(THEME.colour("accent"), max(3, THEME.px(0.15))))
            check = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.30))
            painter.drawPolyline([box.topLeft() + QPointF(x * size, y * size) for x, y in check])
        painter.setPen(THEME.colour("text" if self.isEnabled() else "ctl"))
        text = self.rect().adjusted(size + THEME.px(0.6), 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
