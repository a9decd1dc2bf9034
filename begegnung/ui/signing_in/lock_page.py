"""What is seen while the screen is locked: the house, the names of the desk, and nobody else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.services.houses import own_centre
from begegnung.services.staff import staff
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.signing_in.who import WhoIsIt
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown


class LockPage(QWidget):
    """An opaque page with the names of the desk; `opened()` when somebody may go on."""

    opened = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Bildschirm gesperrt")
        self.hub = hub
        self.who = WhoIsIt(hub)
        self.refusal = Message(closable=False)
        self.button = button("Weiterarbeiten", "key", kind="primary")
        self.button.clicked.connect(self.try_open)
        self.who.confirmed.connect(self.try_open)
        self.who.pin.returnPressed.connect(self.try_open)
        card = Card("Bildschirm gesperrt", "lock_closed")
        card.body.addWidget(label(hub.read(own_centre).name, "strong"))
        card.body.addWidget(label(self._explained(), "muted"))
        card.body.addWidget(self.who)
        card.body.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        card.setMaximumWidth(THEME.px(34))
        middle = QHBoxLayout(self)
        middle.addStretch(1)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(card)
        column.addStretch(1)
        middle.addLayout(column, 8)
        middle.addStretch(1)
        set_shown(self.who, bool(hub.read(staff)))
        hub.changed.connect(self._on_changed)

    def try_open(self) -> None:
        """Lets the chosen user go on; stays with the reason at the PIN."""
        self.refusal.say("")
        try:
            signed_in = self.who.person() is None or self.who.try_sign_in()
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
            self.who.reload()
            return
        if signed_in:
            self.opened.emit()

    def _on_changed(self, entities: frozenset[str]) -> None:
        """The exchange goes on while the screen is locked, and may bring other users."""
        if "staff_user" in entities:
            self.who.reload()

    def _explained(self) -> str:
        if any(line.has_pin for line in self.hub.read(staff)):
            return "Bitte den eigenen Namen wählen, die PIN eintippen und Eingabe drücken."
        return "Bitte den eigenen Namen wählen und Eingabe drücken. Noch hat niemand eine PIN."
