"""One Mehrfachkarte: the visits that were taken, and what can be put right."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from begegnung.model.card_rows import CardLine
from begegnung.model.names import full_name
from begegnung.services.card_lists import cards_of, offers_with_cards, punches_of
from begegnung.services.punch_cards import (
    PayCard,
    TakeBackPunch,
    VoidCard,
    pay_card,
    take_back_punch,
    void_card,
)
from begegnung.services.tills import tills
from begegnung.texts import money, when
from begegnung.ui.cards.sell import numbers_receipts
from begegnung.ui.cards.wording import FOR_ALL, money_words, punch_entry, state_of
from begegnung.ui.dialogs.payment import CASH_AND_TRANSFER
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, TextField
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import LineList
from begegnung.ui.widgets.shown import set_shown


class CardDialog(Dialog):
    """Shows a card; a visit can be given back, a debt paid, the card made void."""

    def __init__(self, hub: Hub, parent: QWidget | None, card: CardLine) -> None:
        super().__init__(f"{card.punches}er-Karte", parent, width=34)
        self._hub, self._card = hub, card
        self._name = full_name(card.surname, card.first_name)
        self.body.addWidget(label(f"{self._name} · {card.offer or FOR_ALL}", "strong"))
        self.state = Chip()
        self._money = label("", "muted")
        top = QHBoxLayout()
        top.setSpacing(THEME.px(0.6))
        top.addWidget(self.state)
        top.addWidget(self._money, 1)
        self.body.addLayout(top)
        self.body.addWidget(label("Abgezogene Besuche", "field"))
        self.none = label("Noch kein Besuch abgezogen.", "muted")
        self.visits = LineList("Abgezogene Besuche")
        self.visits.setMinimumHeight(THEME.px(9))
        self.body.addWidget(self.none)
        self.body.addWidget(self.visits, 1)
        self.give_back = button("Besuch zurückgeben", "arrow_undo")
        self.pay = button("Bezahlen", "money")
        self.void = button("Ungültig machen", "delete")
        verbs = QGridLayout()
        verbs.setSpacing(THEME.px(0.5))
        verbs.setColumnStretch(2, 1)
        for number, (made, do) in enumerate(
            (
                (self.give_back, self._give_back),
                (self.void, lambda: VoidCardDialog(hub, self, self._card, self._name).open()),
                (self.pay, lambda: PayCardDialog(hub, self, self._card, self._name).open()),
            )
        ):
            made.clicked.connect(do)
            verbs.addWidget(made, number // 2, number % 2)
        self.body.addLayout(verbs)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.visits.setFocus()

    def _reload(self) -> None:
        known = {line.id: line for line in self._hub.read(cards_of, self._card.person_id)}
        if self._card.id not in known:
            # Taking the sale back takes the card away.
            self.reject()
            return
        card = self._card = known[self._card.id]
        chip, tone = state_of(card)
        self.state.show_state(chip, tone)
        self._money.setText(" · ".join(filter(None, (money_words(card), card.void_reason))))
        found = self._hub.read(punches_of, card.id)
        self.visits.show_lines(map(punch_entry, found))
        self.visits.setVisible(bool(found))
        self.none.setVisible(not found)
        self.give_back.setEnabled(bool(found))
        self.void.setEnabled(not card.void_reason)
        self.pay.setVisible(not card.void_reason and card.paid_cents < card.price_cents)

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"punch", "punch_card", "payment_note"}:
            self._reload()

    def _give_back(self) -> None:
        line = self.visits.current_line()
        if line is not None:
            said = f"Besuch vom {when(line.subject.starts)} ist zurückgegeben: {self._name}"
            self._hub.try_act(take_back_punch, TakeBackPunch(line.key), said)


class PayCardDialog(Dialog):
    """Notes that what is owed for a card was paid."""

    def __init__(self, hub: Hub, parent: QWidget | None, card: CardLine, name: str) -> None:
        super().__init__("Karte bezahlen", parent, verb="Vermerken", icon="money", width=28)
        self._hub, self._card, self._name = hub, card, name
        owed = card.price_cents - card.paid_cents
        self.body.addWidget(label(f"{name} zahlt {money(owed)}.", "strong"))
        self.means = ChoiceField("Zahlungsweg", CASH_AND_TRANSFER)
        self.receipt = TextField("Nummer der Quittung", "steht auf dem Quittungsblock")
        self.form.add("Zahlungsweg", self.means, "means")
        self._row = self.form.add("Nummer der Quittung", self.receipt, "receipt")
        self.body.addWidget(self.form)
        till_id = next(
            (one.till_id for one in hub.read(offers_with_cards) if one.id == card.offer_id), None
        )
        self._numbered = numbers_receipts(hub.read(tills), till_id)
        self.means.currentIndexChanged.connect(self._follow)
        self._follow()
        (self.means if self._numbered else self.receipt).setFocus()

    def _follow(self) -> None:
        set_shown(self._row, not (self._numbered and self.means.value() == "cash"))

    def confirm(self) -> None:
        """Notes the payment."""
        request = PayCard(self._card.id, self.means.value(), self.receipt.bare())
        self._hub.act(pay_card, request, lambda cents: f"{money(cents)} vermerkt: {self._name}")


class VoidCardDialog(Dialog):
    """Makes a card void; a part of its price may go back."""

    def __init__(self, hub: Hub, parent: QWidget | None, card: CardLine, name: str) -> None:
        title = "Karte ungültig machen"
        super().__init__(title, parent, verb="Ungültig machen", icon="delete", width=30)
        self._hub, self._card, self._name = hub, card, name
        self.body.addWidget(label(f"{name} · {card.punches}er-Karte", "strong"))
        self.reason = TextField("Grund", "z. B. verloren, zieht um")
        self.refund = MoneyField("Geld zurück", "refund")
        self.form.add("Grund", self.reason, "reason")
        if card.paid_cents > 0:
            hint = f"bar, höchstens {money(card.paid_cents)}"
            self.form.add("Geld zurück", self.refund, "refund", hint=hint)
        self.body.addWidget(self.form)
        self.reason.setFocus()

    def confirm(self) -> None:
        """Makes the card void."""
        request = VoidCard(self._card.id, self.reason.bare(), self.refund.value() or 0)
        self._hub.act(void_card, request, f"Karte ist ungültig: {self._name}")
