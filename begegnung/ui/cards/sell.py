"""Selling a Mehrfachkarte: how many visits, for what, and what it costs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from begegnung.model.card_rows import CardOffer
from begegnung.model.errors import Invalid
from begegnung.model.ledger_rows import TillLine
from begegnung.model.punch_cards import USUAL_PUNCHES
from begegnung.services.card_lists import offers_with_cards
from begegnung.services.punch_cards import SellCard, sell_card
from begegnung.services.tills import tills
from begegnung.ui.cards.wording import FOR_ALL
from begegnung.ui.dialogs.payment import CASH_AND_TRANSFER
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, NumberField, TextField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

_OTHER = 0
NO_OFFER = (
    "Noch kein Angebot nimmt Mehrfachkarten an. Das lässt sich beim Angebot unter „Kosten“ "
    "einschalten."
)


def numbers_receipts(lines: Sequence[TillLine], till_id: str | None) -> bool:
    """Whether the program numbers the receipts of a till; None is the one of the house."""
    known = {line.id: line.numbered for line in lines}
    return known.get(till_id or lines[0].id, False)


class SellCardDialog(Dialog):
    """Sells a card to a person; `offer_id` is what it is for, where that is known."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, person_id: str, name: str, offer_id: str = ""
    ) -> None:
        title = "Mehrfachkarte verkaufen"
        super().__init__(title, parent, verb="Verkaufen", icon="money", width=32)
        self._hub, self._person_id, self._name = hub, person_id, name
        self._tills = hub.read(tills)
        self._offers: dict[str | None, CardOffer] = {
            one.id: one for one in hub.read(offers_with_cards)
        }
        self.body.addWidget(label(name, "strong"))
        self.offer = ChoiceField(
            "Gilt für",
            [*((one.id, one.title) for one in self._offers.values()), (None, FOR_ALL)],
        )
        sizes = [(number, f"{number} Besuche") for number in USUAL_PUNCHES]
        self.size_choice = ChoiceField("Karte", [*sizes, (_OTHER, "andere Zahl")])
        self.punches = NumberField("Besuche", "punches")
        self.price = MoneyField("Preis", "price")
        self.paid = Tick("wird jetzt bezahlt")
        self.paid.setChecked(True)
        self.means = ChoiceField("Zahlungsweg", CASH_AND_TRANSFER)
        self.receipt = TextField("Nummer der Quittung", "steht auf dem Quittungsblock")
        self._fill()
        self.body.addWidget(self.form)
        self._wrong = label(NO_OFFER, "muted")
        self.body.addWidget(self._wrong)
        set_shown(self._wrong, not self._offers)
        self.primary.setEnabled(bool(self._offers))
        # What it is for is nearly always one offer; a card for all is chosen knowingly.
        self.offer.setCurrentIndex(0)
        if offer_id in self._offers:
            self.offer.set_value(offer_id)
        for choice in (self.offer, self.size_choice):
            choice.currentIndexChanged.connect(self._follow)
        for changed in (self.paid.toggled, self.means.currentIndexChanged):
            changed.connect(self._follow_paid)
        self.punches.textChanged.connect(self._propose)
        self.price.textEdited.connect(self._typed)
        self._price_is_own = False
        self._follow()
        self.size_choice.setFocus()

    def _fill(self) -> None:
        self.form.add("Karte", self.size_choice, "size")
        self._other = self.form.add("Besuche", self.punches, "punches", hint="wie viele")
        self.form.add("Gilt für", self.offer, "offer")
        self.form.add("Preis", self.price, "price")
        self.form.place(self.paid)
        self._paying = [
            self.form.add("Zahlungsweg", self.means, "means"),
            self.form.add("Nummer der Quittung", self.receipt, "receipt", beside=True),
        ]

    def confirm(self) -> None:
        """Sells the card."""
        punches, price = self._punches(), self.price.value()
        if punches is None:
            raise Invalid("punches", "missing")
        if price is None:
            raise Invalid("price", "missing")
        request = SellCard(
            self._person_id,
            punches,
            price,
            self.offer.value(),
            paid=self.paid.isChecked(),
            means=self.means.value(),
            receipt_number=self.receipt.bare(),
        )
        self._hub.act(sell_card, request, f"{punches}er-Karte verkauft: {self._name}")

    def _punches(self) -> int | None:
        """How many visits; raises `Invalid`."""
        chosen = self.size_choice.value()
        return self.punches.value() if chosen == _OTHER else chosen

    def _follow(self) -> None:
        set_shown(self._other, self.size_choice.value() == _OTHER)
        self._propose()
        self._follow_paid()

    def _follow_paid(self) -> None:
        """Asks for the receipt of the paper block, unless the program numbers it."""
        way, receipt = self._paying
        offer = self._offers.get(self.offer.value())
        numbered = numbers_receipts(self._tills, offer.till_id if offer else None)
        set_shown(way, self.paid.isChecked())
        by_program = numbered and self.means.value() == "cash"
        set_shown(receipt, self.paid.isChecked() and not by_program)

    def _typed(self) -> None:
        self._price_is_own = True

    def _propose(self) -> None:
        """Proposes what as many dates cost, until somebody types a price."""
        offer = self._offers.get(self.offer.value())
        try:
            punches = self._punches()
        except Invalid:
            return
        if self._price_is_own or punches is None:
            return
        known = offer.date_cents if offer is not None else None
        self.price.set_value(None if known is None else known * punches)
