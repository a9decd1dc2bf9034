"""What the colours of the plan mean, in words, and which keys move in it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from begegnung.model.offers import PLAN_WORDS
from begegnung.ui.guard import guarded
from begegnung.ui.plan.colours import tones
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import label

KEYS = (
    "Pfeiltasten: nächste Belegung · Eingabe: öffnen · Einfg: neue Belegung · Entf: fällt aus · "
    "Strg+Pfeiltasten: verschieben"
)
WEEK_KEYS = "Pfeiltasten: nächster Tag, nächster Raum · Eingabe: Tag zeigen · Einfg: neue Belegung"
MOVING_KEYS = "Pfeiltasten: verschieben · Eingabe: ablegen · Esc: zurück"


class _Swatch(QLabel):
    """A word on the ground of its kind, with the bar at the left."""

    def __init__(self, kind: str, word: str) -> None:
        self._kind = kind
        super().__init__(word)
        self.setContentsMargins(THEME.px(0.7), THEME.px(0.15), THEME.px(0.5), THEME.px(0.15))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @guarded()
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, bar and word."""
        tone = tones(QGuiApplication.palette())[self._kind]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.bar), 1.2))
        painter.setBrush(QColor(tone.ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.fillRect(1, 3, 5, self.height() - 6, QColor(tone.bar))
        painter.setPen(QColor(tone.text))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, self.text())


class Legend(QWidget):
    """All kinds and the keys; the keys give way where the window is narrow.

    While a date is being moved, it says where it would be.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._usual = KEYS
        self._moving = False
        super().__init__(parent)
        self.setObjectName("clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.4))
        kinds = (*PLAN_WORDS.items(), ("closure", "Sperre"))
        self._swatches = [_Swatch(kind, word) for kind, word in kinds]
        for swatch in self._swatches:
            row.addWidget(swatch)
        self._keys = label(KEYS, "muted")
        row.addWidget(self._keys, 1)
        row.addStretch(0)
        # Two lines of text: the plan must not jump while a date is being moved over it.
        self.setMinimumHeight(THEME.px(2.1))

    def show_keys(self, usual: str) -> None:
        """Which keys there are."""
        self._usual = usual
        self.show_moving("")

    def show_moving(self, sentence: str) -> None:
        """Where a date would be that is being moved; "" when none is."""
        self._moving = bool(sentence)
        self._keys.setText(f"{sentence}\n{MOVING_KEYS}" if sentence else self._usual)
        self._keys.setObjectName("strong" if sentence else "muted")
        self._keys.style().unpolish(self._keys)
        self._keys.style().polish(self._keys)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() > THEME.px(44)
        for swatch in self._swatches:
            swatch.setVisible(not self._moving)
        self._keys.setVisible(wide or self._moving)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys give way where they would take three lines."""
        super().resizeEvent(event)
        self._fit()

    @guarded(factory=QSize)
    def minimumSizeHint(self) -> QSize:
        """As narrow as the window wants it."""
        return QSize(THEME.px(20), super().minimumSizeHint().height())
