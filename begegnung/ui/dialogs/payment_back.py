"""Money that goes back, and entries that were wrong: each with its reason."""

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.ledger import MEANS
from begegnung.services.outstanding import due_for
from begegnung.services.payments import Refund, VoidPayment, refund, void_payment
from begegnung.services.present import today_of
from begegnung.services.tills import is_numbered
from begegnung.texts import money
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class VoidDialog(Dialog):
    """Cancels an entry: it stays in the list, and one of the opposite amount takes it back."""

    def __init__(self, hub: Hub, parent: QWidget | None, payment_id: str, title: str) -> None:
        super().__init__("Eintrag stornieren", parent, verb="Stornieren", icon="delete", width=32)
        self._hub, self._payment_id = hub, payment_id
        self.body.addWidget(label(title, "strong"))
        self.body.addWidget(
            label(
                "Für Einträge, die falsch sind. Der Eintrag bleibt stehen, "
                "ein zweiter nimmt ihn zurück.",
                "muted",
            )
        )
        self.reason = TextField("Grund", "z. B. Betrag vertippt")
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.reason.setFocus()

    def confirm(self) -> None:
        """Takes the entry back."""
        request = VoidPayment(self._payment_id, self.reason.bare())
        self._hub.act(void_payment, request, "Eintrag storniert")


class RefundDialog(Dialog):
    """Notes that money was given back; never more than was paid."""

    def __init__(self, hub: Hub, parent: QWidget | None, booking_id: str) -> None:
        super().__init__(
            "Geld zurückgeben", parent, verb="Erstattung vermerken", icon="money", width=34
        )
        self._hub, self._booking_id = hub, booking_id
        line = hub.read(due_for, booking_id)
        self._name = line.name if line else ""
        paid = line.paid_cents if line else 0
        self.body.addWidget(label(f"{self._name} · {line.title if line else ''}", "strong"))
        self.body.addWidget(label(f"Bezahlt sind {money(paid)}.", "muted"))
        self.amount = MoneyField("Betrag")
        self.amount.set_value(paid or None)
        choices = [(key, MEANS[key]) for key in ("cash", "transfer")]
        self.means = ChoiceField("Zahlungsweg", choices)
        self.reason = TextField("Grund", "z. B. Kurs fällt aus")
        self.receipt = TextField("Nummer des Belegs", "steht auf dem Quittungsblock")
        self.form.add("Betrag", self.amount, "amount")
        self.form.add("Zahlungsweg", self.means, "means", beside=True)
        self.form.add("Grund", self.reason, "reason", hint="keine Gesundheitsangaben")
        row = self.form.add("Nummer des Belegs", self.receipt, "receipt")
        set_shown(row, not hub.read(is_numbered, booking_id))
        self.body.addWidget(self.form)
        self.amount.setFocus()

    def confirm(self) -> None:
        """Notes the refund."""
        amount = self.amount.value()
        if amount is None:
            raise Invalid("amount", "missing")
        request = Refund(
            self._booking_id,
            amount,
            today_of(self._hub.desk.now_ms()),
            self.reason.bare(),
            self.receipt.bare(),
            self.means.value(),
        )
        self._hub.act(refund, request, f"{money(amount)} zurückgegeben: {self._name}")
