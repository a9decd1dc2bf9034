"""Payment notes of a booking: paid, when, how much, which paper receipt. No cash register."""

from datetime import date

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine, OfferCard
from begegnung.services.payments import (
    NotePayment,
    VoidPayment,
    note_payment,
    payments_of,
    void_payment,
)
from begegnung.services.present import today_of
from begegnung.texts import money
from begegnung.ui.hub import Hub
from begegnung.ui.offers.lines import payment_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import DateField, MoneyField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList


class PaymentDialog(Dialog):
    """Notes a payment, and shows those that were noted."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, card: OfferCard
    ) -> None:
        super().__init__("Zahlung vermerken", parent, verb="Vermerken", icon="money", width=34)
        self._hub, self._booking = hub, booking
        self._name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"{self._name} · {card.title}", "strong"))
        self.amount = MoneyField("Betrag")
        due = (card.fee_cents or 0) * booking.places - booking.paid_cents
        self.amount.set_value(due if due > 0 else None)
        self.day = DateField("Bezahlt am", self._today(), "paid_on")
        self.day.set_value(self._today())
        self.receipt = TextField("Nummer der Quittung", "steht auf dem Quittungsblock")
        self.form.add("Betrag", self.amount, "amount")
        self.form.add("Bezahlt am", self.day, "paid_on", beside=True)
        self.form.add("Nummer der Quittung", self.receipt, "receipt")
        self.body.addWidget(self.form)
        self.list = LineList("Bisherige Vermerke")
        self.list.setMinimumHeight(THEME.px(6))
        self.void = button("Vermerk stornieren", "delete")
        self.void.clicked.connect(self._void)
        self._shown = (label("Bisherige Vermerke", "field"), self.list, self.void)
        for part in self._shown:
            self.body.addWidget(part)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.amount.setFocus()

    def confirm(self) -> None:
        """Notes the payment."""
        amount, day = self.amount.value(), self.day.value()
        if amount is None:
            raise Invalid("amount", "missing")
        if day is None:
            raise Invalid("paid_on", "missing")
        request = NotePayment(self._booking.id, amount, day, self.receipt.bare())
        self._hub.act(note_payment, request, f"{money(amount)} vermerkt: {self._name}")

    def _today(self) -> date:
        return today_of(self._hub.desk.now_ms())

    def _reload(self) -> None:
        notes = self._hub.read(payments_of, self._booking.id)
        self.list.show_lines(map(payment_line, notes))
        for part in self._shown:
            part.setVisible(bool(notes))

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "payment_note" in entities:
            self._reload()

    def _void(self) -> None:
        line = self.list.current_line()
        if line is not None and line.chip != "storniert":
            VoidDialog(self._hub, self, line.key, line.title).open()


class VoidDialog(Dialog):
    """Makes a payment note void; it stays in the list with the reason."""

    def __init__(self, hub: Hub, parent: QWidget | None, payment_id: str, title: str) -> None:
        super().__init__("Vermerk stornieren", parent, verb="Stornieren", icon="delete", width=28)
        self._hub, self._payment_id = hub, payment_id
        self.body.addWidget(label(title, "strong"))
        self.reason = TextField("Grund", "z. B. Betrag vertippt, Geld zurückgegeben")
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.reason.setFocus()

    def confirm(self) -> None:
        """Makes the note void."""
        request = VoidPayment(self._payment_id, self.reason.bare())
        self._hub.act(void_payment, request, "Zahlungsvermerk storniert")
