"""Exchanging before the window closes: for some seconds, visibly, and never against somebody."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label

_LONGEST_MS = 15_000
"""A share that does not answer is not waited for any longer."""


class ClosingDialog(Dialog):
    """Shows the exchange and closes the window by `leave` after it, or when somebody wants to."""

    def __init__(self, hub: Hub, parent: QWidget, leave: Callable[[], None]) -> None:
        super().__init__(
            "Abgleich läuft …", parent, verb="Trotzdem schließen", icon="dismiss", width=28
        )
        # It may stand over the locked screen.
        self.setProperty("over_lock", True)
        self._leave = leave
        self.cancel_button.setText("Weiterarbeiten")
        self.cancel_button.setAccessibleName("Weiterarbeiten")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt des Abgleichs")
        self.progress.setRange(0, 0)
        self.body.addWidget(
            label(
                "Ihre Einträge gehen noch an die anderen PCs. Das Fenster schließt sich danach von "
                "selbst. Auf diesem PC ist alles gespeichert."
            )
        )
        self.body.addWidget(self.progress)
        self.primary.setFocus()
        hub.exchanging.progressed.connect(self._advance)
        hub.exchanging.finished.connect(self._over)
        hub.exchanging.failed.connect(self._over)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self._over)
        timer.start(_LONGEST_MS)
        hub.exchanging.start(quiet=True)

    def confirm(self) -> None:
        """Closes the window now; what is not handed over yet is so at the next start."""
        self.finished.connect(lambda _: self._leave())

    def _advance(self, text: str, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(f"{text} …")

    def _over(self, *_: object) -> None:
        if self.isVisible():
            self.try_confirm()
