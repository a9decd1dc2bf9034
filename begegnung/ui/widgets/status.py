"""The line at the lower edge: saved, who is signed in, when the last exchange was."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import IconLabel, label


class Status(QStatusBar):
    """Three facts and two buttons that are always there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        saved = QWidget()
        row = QHBoxLayout(saved)
        row.setContentsMargins(THEME.px(0.5), 0, 0, 0)
        row.setSpacing(0)
        self._saved_icon = IconLabel("checkmark_circle", "ok")
        self._saved = self._quiet("Alle Änderungen gespeichert")
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        self.addWidget(saved)
        self.history = button("Verlauf", kind="status", shortcut="Ctrl+H")
        self.addWidget(self.history)
        self.user = button("Angemeldet: –", kind="status")
        self.exchange = self._quiet("")
        self.addPermanentWidget(self.user)
        self.addPermanentWidget(self.exchange)

    def show_user(self, name: str, role: str) -> None:
        """Who is signed in; empty names for nobody."""
        text = f"Angemeldet: {name}, {role}" if name else "Niemand angemeldet"
        self.user.setText(text)
        self.user.setAccessibleName(f"{text}. Benutzer wechseln")

    def show_exchange(self, text: str) -> None:
        """When the last exchange was."""
        self.exchange.setText(text)

    @staticmethod
    def _quiet(text: str) -> QLabel:
        made = label(text, "muted")
        made.setWordWrap(False)
        return made
