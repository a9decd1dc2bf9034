"""The Mehrfachkarten of the person that is shown."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.services.card_lists import cards_of, offers_with_cards
from begegnung.ui.cards.card import CardDialog
from begegnung.ui.cards.sell import SellCardDialog
from begegnung.ui.cards.wording import card_entry
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList

_MOST_LINES = 3


class CardsCard(QWidget):
    """The cards with what is left of each, and a button to sell one.

    Hides itself for a house that has no cards at all. The page calls `show_person` and reloads it
    when "punch", "punch_card" or "payment_note" changed.
    """

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._person_id = self._name = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.35))
        box.addWidget(label("Mehrfachkarten", "h2"))
        self.list = LineList("Mehrfachkarten dieser Person")
        self.none = label("Keine Mehrfachkarte.", "muted")
        box.addWidget(self.list)
        box.addWidget(self.none)
        self.sell = button("Karte verkaufen", "add")
        self.look = button("Karte ansehen", "clipboard_checkmark")
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.sell)
        row.addWidget(self.look)
        row.addStretch(1)
        box.addLayout(row)
        self.sell.clicked.connect(self._sell)
        self.look.clicked.connect(self._look)
        self.list.opened.connect(lambda _: self._look())

    def show_person(self, person_id: str, name: str, *, blocked: bool = False) -> None:
        """Shows the cards of a person; nobody with an empty identifier."""
        self._person_id, self._name = person_id, name
        found = self._hub.read(cards_of, person_id) if person_id else []
        sold = bool(self._hub.read(offers_with_cards))
        self.list.show_lines(map(card_entry, found))
        self.list.setFixedHeight(THEME.px(0.4 + 2.95 * min(max(len(found), 1), _MOST_LINES)))
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.look.setVisible(bool(found))
        self.sell.setEnabled(sold and not blocked)
        self.setVisible(bool(person_id) and (sold or bool(found)))

    @guarded(factory=lambda: QSize(200, 60))
    def minimumSizeHint(self) -> QSize:
        """As narrow as its button."""
        return QSize(self.sell.sizeHint().width(), super().minimumSizeHint().height())

    def _sell(self) -> None:
        SellCardDialog(self._hub, self.window(), self._person_id, self._name).open()

    def _look(self) -> None:
        line = self.list.current_line()
        if line is not None:
            CardDialog(self._hub, self.window(), line.subject).open()
