"""Registering somebody although the window of registration is shut, with the reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.ui.booking.wording import OVERRULE, who_else_may
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

BUTTON = "Trotzdem anmelden"


class OverrulingPart(QWidget):
    """For who may: a reason and a button; for the others who can. `wanted()`: it was pressed."""

    wanted = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self.reason = TextField("Grund", "steht in der Begründung für alle, die fragen")
        self.form = Form()
        self.form.add("Grund", self.reason, "reason")
        self.button = button(BUTTON, "warning")
        self.button.clicked.connect(self.wanted)
        self.others = label("", "strong")
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.form, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row)
        box.addWidget(self.others)
        self.hide()

    def offer(self) -> None:
        """Appears, with what the signed-in user can do."""
        may = self._hub.desk.may(OVERRULE)
        self.form.setVisible(may)
        self.button.setVisible(may)
        self.others.setVisible(not may)
        self.others.setText("" if may else who_else_may(OVERRULE))
        self.show()
        if may:
            self.reason.setFocus()

    def value(self) -> str:
        """The reason; "" without one, which is then marked."""
        self.form.clear_faults()
        if not self.reason.bare():
            self.form.mark("reason", "Bitte den Grund eintragen.")
        return self.reason.bare()
