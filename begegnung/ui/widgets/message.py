"""A message inside the window that stays until it is closed: a refusal, a trouble, a hint."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, Tone, label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class Message(QFrame):
    """A banner with icon, sentence and "Schließen"; hidden until it has something to say."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        row = QHBoxLayout(self)
        row.setContentsMargins(THEME.px(0.7), THEME.px(0.4), THEME.px(0.5), THEME.px(0.4))
        row.setSpacing(THEME.px(0.6))
        self._icon = IconLabel("info", "info", filled=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.text = label()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.text, 1)
        self.close_button = button("Schließen", "dismiss")
        self.close_button.setAccessibleName("Meldung schließen")
        self.close_button.clicked.connect(self.dismiss)
        set_shown(self.close_button, closable)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, sentence: str, tone: Tone = "bad") -> None:
        """Shows and announces a sentence; an empty one hides the message."""
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setProperty("tone", tone)
        for part in (self, self.text):
            part.style().unpolish(part)
            part.style().polish(part)
        self._icon.show_icon(TONE_ICONS[tone], tone, filled=True)
        set_shown(self, bool(sentence))
        announce(self.text, sentence)

    def dismiss(self) -> None:
        """Takes the message away."""
        self.hide()
        self.closed.emit()
