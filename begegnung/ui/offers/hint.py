"""A remark about what is typed, where it is typed, with one thing to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import IconLabel, label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class Hint(QWidget):
    """A warning that hides itself when there is nothing to say; it never keeps from saving.

    `taken()`: the button below it was pressed. Without a `verb` there is none.
    """

    taken = Signal()

    def __init__(self, verb: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.25))
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        row.addWidget(IconLabel("warning", "warn", filled=True), 0, Qt.AlignmentFlag.AlignTop)
        self.text = label("", "hint")
        row.addWidget(self.text, 1)
        box.addLayout(row)
        self.button = button(verb, icon)
        self.button.clicked.connect(self.taken)
        set_shown(self.button, bool(verb))
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def say(self, sentence: str) -> None:
        """Shows and announces a sentence; an empty one takes the remark away."""
        if sentence and sentence != self.text.text():
            announce(self.text, sentence)
        self.text.setText(sentence)
        set_shown(self, bool(sentence))
