"""A verdict: one sentence with the sign of its tone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, Tone, label
from begegnung.ui.widgets.speech import announce


class Verdict(QWidget):
    """Says what is wrong or right about what was typed; a new bad one is read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._icon = IconLabel("info", "muted", filled=True)
        self._sentence = label("", "strong")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)

    def text(self) -> str:
        """The sentence that stands there."""
        return self._sentence.text()

    def say(self, sentence: str, tone: Tone) -> None:
        """Shows another sentence."""
        if sentence != self.text() and tone == "bad":
            announce(self._sentence, sentence)
        self._sentence.setText(sentence)
        self._icon.show_icon(TONE_ICONS[tone], tone, filled=True)
