"""A question before the program ends while something begun is kept for somebody."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from begegnung.texts import counted
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label


class LeaveDialog(Dialog):
    """Says for whom something is kept, as (name, number of windows); nothing of its content."""

    def __init__(
        self, kept: list[tuple[str, int]], parent: QWidget, leave: Callable[[], None]
    ) -> None:
        super().__init__("Programm beenden?", parent, verb="Trotzdem beenden", icon="dismiss")
        # It may stand over the locked screen.
        self.setProperty("over_lock", True)
        self._leave = leave
        self.body.addWidget(label("Etwas ist angefangen und noch nicht gespeichert:"))
        for name, number in kept:
            windows = counted(number, "offenes Fenster", "offene Fenster")
            self.body.addWidget(label(f"{name or 'ohne Namen'}: {windows}", "strong"))
        self.body.addWidget(
            label("Beim Beenden geht das verloren. Was gespeichert ist, bleibt.", "muted")
        )
        self.cancel_button.setFocus()

    def confirm(self) -> None:
        """Ends the program once this dialog is closed."""
        self.finished.connect(lambda _: self._leave())
