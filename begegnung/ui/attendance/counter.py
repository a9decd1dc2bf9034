"""How many people came, where nobody is named: a number to type, or one more and one less."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.texts import problem_text
from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import NumberField
from begegnung.ui.widgets.labels import label


class CountField(NumberField):
    """The number itself; + and − change it by one, as the arrow keys do. `stepped(int)`."""

    stepped = Signal(int)
    _STEPS = {  # noqa: RUF012 a constant
        Qt.Key.Key_Plus: 1,
        Qt.Key.Key_Up: 1,
        Qt.Key.Key_Minus: -1,
        Qt.Key.Key_Down: -1,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Anzahl der Besuche", "total", parent)
        self.setObjectName("count")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(4)
        self.setAccessibleDescription("Zahl eintippen, Plus und Minus ändern sie um eins")
        self.setFixedWidth(THEME.px(7))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One more or one less by a key."""
        step = self._STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class HeadCounter(QWidget):
    """The number with its buttons. `counted(object)`: the new number, None for no count."""

    counted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._total: int | None = None
        self.field = CountField()
        self.less = button("−", kind="count")
        self.more = button("+", kind="count")
        self.clear_button = button("Zählung löschen", "delete")
        self._problem = label("", "error")
        self._hint = label("", "muted")
        self.less.setAccessibleName("Eine Person weniger")
        self.more.setAccessibleName("Eine Person mehr")
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.clear_button.clicked.connect(lambda: self.counted.emit(None))
        self.field.stepped.connect(self._step)
        self.field.editingFinished.connect(self._take)
        self._lay_out()
        self._grow()
        THEME.changed.connect(self._grow)

    def _grow(self) -> None:
        """Figures that are read from an arm's length."""
        self.setStyleSheet(
            f"#count {{ font-size: {THEME.px(2.1)}px; font-weight: 700;"
            f" min-height: {THEME.px(3.2)}px; }}"
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.6))
        row.addStretch(1)
        for part in (self.less, self.field, self.more):
            row.addWidget(part)
        row.addStretch(1)
        for sign in (self.less, self.more):
            sign.setFixedWidth(THEME.px(4))
        box = QVBoxLayout(self)
        box.setSpacing(THEME.px(0.6))
        box.addStretch(1)
        box.addWidget(self._hint)
        box.addLayout(row)
        box.addWidget(self._problem)
        box.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        for text in (self._hint, self._problem):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_total(self, total: int | None, hint: str) -> None:
        """Shows what is noted, and what is known beforehand."""
        self._total = total
        self.field.set_value(total)
        self._problem.clear()
        self._problem.hide()
        self._hint.setText(hint)
        self.less.setEnabled(bool(total))
        self.clear_button.setVisible(total is not None)

    def problem(self) -> str:
        """What is wrong with the typed number."""
        return self._problem.text()

    def _step(self, by: int) -> None:
        try:
            now = self.field.value() or 0
        except Invalid:
            now = self._total or 0
        if now + by >= 0:
            self.counted.emit(now + by)

    def _take(self) -> None:
        try:
            typed = self.field.value()
        except Invalid as error:
            self._problem.setText(problem_text(error))
            self._problem.show()
            return
        if typed != self._total:
            self.counted.emit(typed)
