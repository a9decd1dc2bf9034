"""Forms: the name above the input, what is wrong with it below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import IconLabel, label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class FieldRow(QWidget):
    """One input with its name above and its fault below; `hint` is a quiet text beside the name."""

    def __init__(
        self, name: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._described = field.accessibleDescription() or hint
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.15))
        head = QHBoxLayout()
        caption = label(name, "field")
        caption.setWordWrap(False)
        caption.setMinimumWidth(0)
        caption.setBuddy(field)
        head.addWidget(caption)
        if hint:
            head.addWidget(label(hint, "muted"), 1)
        else:
            head.addStretch(1)
        box.addLayout(head)
        box.addWidget(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        if self._described:
            field.setAccessibleDescription(self._described)
        self._fault = QWidget()
        row = QHBoxLayout(self._fault)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("error_circle", "bad", filled=True))
        self._sentence = label("", "error")
        row.addWidget(self._sentence, 1)
        self._fault.hide()
        box.addWidget(self._fault)

    def show_fault(self, sentence: str) -> None:
        """Says what is wrong, for eye and ear; an empty sentence takes it away."""
        self._sentence.setText(sentence)
        set_shown(self._fault, bool(sentence))
        self.field.setAccessibleDescription(sentence or self._described)
        if isinstance(self.field, QLineEdit):
            self.field.setProperty("wrong", bool(sentence))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)

    def fault(self) -> str:
        """The sentence that is shown."""
        return self._sentence.text()


class Form(QWidget):
    """Rows of inputs under their names in `begegnung.model.errors.Invalid.field`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.rows: dict[str, FieldRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(THEME.px(0.8))
        self._grid.setVerticalSpacing(THEME.px(0.5))
        for n in range(2):
            self._grid.setColumnStretch(n, 1)

    def add(
        self, name: str, field: QWidget, key: str = "", *, hint: str = "", beside: bool = False
    ) -> FieldRow:
        """Adds an input over the whole width, or in the right half beside the one before.

        The one before then keeps the left half.
        """
        made = FieldRow(name, field, hint=hint)
        self.rows[key or name] = made
        self.place(made, beside=beside)
        return made

    def place(self, part: QWidget, *, beside: bool = False) -> None:
        """Places any part in the next row, or beside the one before."""
        # An input that does not grow stays under its name when the one beside it shows a fault.
        grows = isinstance(part, FieldRow) and isinstance(part.field, QTextEdit)
        top = Qt.AlignmentFlag(0) if grows else Qt.AlignmentFlag.AlignTop
        if not beside:
            self._grid.addWidget(part, self._grid.rowCount(), 0, 1, 2, top)
            return
        row = self._grid.rowCount() - 1
        before = self._grid.itemAtPosition(row, 0)
        if before is not None and (widget := before.widget()) is not None:
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, row, 0, 1, 1, top)
        self._grid.addWidget(part, row, 1, 1, 1, top)

    def mark(self, key: str, sentence: str) -> bool:
        """Shows a fault at the input of this key and goes there; False when there is none."""
        row = self.rows.get(key)
        if row is None:
            return False
        row.show_fault(sentence)
        row.field.setFocus()
        announce(row.field, sentence)
        return True

    def clear_faults(self) -> None:
        """Takes all faults away."""
        for row in self.rows.values():
            row.show_fault("")
