"""Headings, quiet text and chips."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, pixmap
from begegnung.ui.widgets.shown import set_shown

Tone = Literal["ok", "warn", "bad", "info", "muted"]
"""What a chip or a message means; the word in it says the same."""

TONE_ICONS: dict[str, str] = {
    "ok": "checkmark_circle",
    "warn": "warning",
    "bad": "error_circle",
    "info": "info",
    "muted": "info",
}


def label(text: str = "", kind: str = "", parent: QWidget | None = None) -> QLabel:
    """A text of a kind the style sheet knows ("h1", "h2", "muted", "strong"); wraps words."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setObjectName(kind)
    if kind not in ("h1", "h2"):
        made.setWordWrap(True)
        made.setMinimumWidth(THEME.px(4))
    return made


class Chip(QLabel):
    """A short word in a coloured pill, for a state such as "4 Plätze frei"."""

    def __init__(self, text: str = "", tone: Tone = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Shows another state; an empty text hides the chip."""
        self.setText(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        set_shown(self, bool(text))


class IconLabel(QLabel):
    """An icon beside a text that says the same: decoration, without a name of its own."""

    def __init__(
        self,
        name: str,
        colour: str = "accent",
        parent: QWidget | None = None,
        *,
        filled: bool = False,
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._filled = name, colour, filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()
        THEME.changed.connect(self._draw)

    def show_icon(self, name: str, colour: str, *, filled: bool = False) -> None:
        """Shows another icon."""
        self._name, self._colour, self._filled = name, colour, filled
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.setPixmap(pixmap(self._name, self._colour, filled=self._filled, ratio=ratio))

    @guarded(factory=lambda: QSize(24, 24))
    def sizeHint(self) -> QSize:
        """A square a little higher than a line of text."""
        return QSize(THEME.px(1.2), THEME.px(1.2))
