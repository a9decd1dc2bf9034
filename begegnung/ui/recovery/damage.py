"""What is said when the daily check has found that the database is not whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from begegnung.services.desk import Desk
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label


class DamageDialog(Dialog):
    """Says that something is broken, and leads to the assistant by a new start of the program.

    `restart()`: the program is to be started anew.
    """

    restart = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "An den Daten ist etwas beschädigt", parent, verb="Programm neu starten", width=36
        )
        self.cancel_button.setText("Später")
        self.body.addWidget(
            label(
                "Das Programm hat Ihre gespeicherten Daten geprüft und eine Stelle gefunden, die "
                "nicht stimmt. Meist ist der Datenträger schuld."
            )
        )
        self.body.addWidget(
            label(
                "Bitte tragen Sie jetzt nichts mehr ein. Nach dem Neustart hilft Ihnen ein "
                "Assistent, alles wiederherzustellen. Gelöscht wird nichts.",
                "strong",
            )
        )
        self.body.addWidget(label(f"Die Datei: {desk.path}", "muted"))
        # Given a size of its own it only grows as far as its words need.
        self.resize(THEME.px(36), THEME.px(10))
        self.primary.setFocus()

    def confirm(self) -> None:
        """Asks for the new start."""
        self.restart.emit()
