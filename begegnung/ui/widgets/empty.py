"""What a list shows while there is nothing in it: what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import label


class EmptyState(QWidget):
    """A friendly sentence and, where something can be done, a button for it."""

    def __init__(
        self,
        sentence: str,
        verb: str = "",
        do: Callable[[], object] | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setSpacing(THEME.px(0.8))
        box.addStretch(1)
        self.sentence = label(sentence, "muted")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self.sentence)
        if verb and do is not None:
            self.button = button(verb, icon)
            self.button.clicked.connect(lambda _checked: do())
            box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
