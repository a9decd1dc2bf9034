"""Agreeing on another price for a booking: reduced with a proof, or as the house decides."""

from PySide6.QtWidgets import QWidget

from begegnung.services.outstanding import due_for
from begegnung.services.prices import SetPrice, set_price
from begegnung.services.reductions import reductions
from begegnung.texts import money
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, TextField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

_OWN = "own"
"""The choice of a price that somebody has decided on."""


class PriceDialog(Dialog):
    """The price of a booking: as the offer asks, with a reduction, or another one."""

    def __init__(self, hub: Hub, parent: QWidget | None, booking_id: str) -> None:
        super().__init__("Anderer Preis", parent, verb="Vereinbaren", icon="save", width=34)
        self._hub, self._booking_id = hub, booking_id
        line = hub.read(due_for, booking_id)
        self._name = line.name if line else ""
        due = line.due_cents if line else 0
        self.body.addWidget(label(f"{self._name} · {line.title if line else ''}", "strong"))
        self.body.addWidget(label(f"Bisher vereinbart: {money(due)}", "muted"))
        rules = [
            (rule.id, f"Ermäßigt: {rule.name} ({rule.percent} %)") for rule in hub.read(reductions)
        ]
        self.choice = ChoiceField(
            "Preis", [("", "Wie im Angebot"), *rules, (_OWN, "Anderer Betrag")]
        )
        self.proof = Tick("Nachweis wurde gezeigt")
        self.amount = MoneyField("Betrag")
        self.reason = TextField("Grund", "z. B. kommt nur jede zweite Woche")
        self.form.add("Preis", self.choice, "price")
        self._proof = self.form.add("Nachweis", self.proof, "proof_seen")
        self._amount = self.form.add("Betrag", self.amount, "amount")
        self._reason = self.form.add(
            "Grund", self.reason, "reason", hint="keine Gesundheitsangaben"
        )
        self.body.addWidget(self.form)
        self.choice.currentIndexChanged.connect(lambda _: self._fit_choice())
        self._fit_choice()
        self.choice.setFocus()

    def confirm(self) -> None:
        """Agrees on the price."""
        chosen = self.choice.value()
        if chosen == _OWN:
            request = SetPrice(self._booking_id, self.amount.value() or 0, self.reason.bare())
        else:
            request = SetPrice(
                self._booking_id,
                reduction_id=chosen or None,
                proof_seen=bool(chosen) and self.proof.isChecked(),
            )
        self._hub.act(set_price, request, f"Preis vereinbart: {self._name}")

    def _fit_choice(self) -> None:
        chosen = self.choice.value()
        set_shown(self._proof, bool(chosen) and chosen != _OWN)
        for row in (self._amount, self._reason):
            set_shown(row, chosen == _OWN)
        self.fit()
