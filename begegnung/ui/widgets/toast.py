"""The note at the lower edge that says what was done and offers to take it back.

It stays at least ten seconds, longer while the pointer or the focus is on it (WCAG 2.2.1); the same
stands in "Verlauf", so it is never the only place of an information.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, set_icon
from begegnung.ui.widgets.buttons import IconButton, button
from begegnung.ui.widgets.labels import IconLabel, label
from begegnung.ui.widgets.speech import announce

SHOWN_MS = 12_000


class Toast(QFrame):
    """One note over the lower right corner of `parent`."""

    undo_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._timer = QTimer()
        super().__init__(parent)
        self.setObjectName("toast")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self._row = row = QHBoxLayout(self)
        self._over = parent
        row.setContentsMargins(THEME.px(0.7), THEME.px(0.4), THEME.px(0.4), THEME.px(0.4))
        row.setSpacing(THEME.px(0.6))
        row.addWidget(IconLabel("checkmark_circle", "toast_text", filled=True))
        self.text = label()
        row.addWidget(self.text, 1)
        self.undo_button = button("Rückgängig", shortcut="Ctrl+Z")
        self.undo_button.clicked.connect(self.undo_wanted)
        self.history_button = button("Verlauf")
        self.history_button.clicked.connect(self.history_wanted)
        close = IconButton("Hinweis schließen", "dismiss")
        set_icon(close, "dismiss", "toast_action")
        close.clicked.connect(self.hide)
        for part in (self.undo_button, self.history_button, close):
            row.addWidget(part)
        parent.installEventFilter(self)
        self.hide()

    def say(self, sentence: str, undoable: bool) -> None:
        """Shows and announces a sentence; `undoable` offers "Rückgängig"."""
        self.text.setText(sentence)
        self.undo_button.setVisible(undoable)
        self.setAccessibleName(sentence)
        self._timer.start(SHOWN_MS)
        self.show()
        self.raise_()
        self._place()
        announce(self.text, sentence)

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._over.rect()
        gap = THEME.px(1)
        self._row.invalidate()
        words = self.text.fontMetrics().horizontalAdvance(self.text.text()) + THEME.px(0.3)
        frame = self.sizeHint().width() - self._row.sizeHint().width() + 2
        rest = self._row.sizeHint().width() - self.text.sizeHint().width() + frame
        wide = min(room.width() - 2 * gap, words + rest)
        margins = self._row.contentsMargins()
        around = margins.top() + margins.bottom() + frame
        text_high = self.text.heightForWidth(wide - rest)
        high = max(text_high, self.history_button.sizeHint().height()) + around
        self.setGeometry(room.right() - wide - gap, room.bottom() - high - gap, wide, high)

    def _go(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start(SHOWN_MS)
            return
        self.hide()
