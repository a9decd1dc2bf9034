"""Payment notes of a booking: paid, when, how much, which receipt. No cash register."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.ledger import KINDS, MEANS, PAYMENT_KINDS
from begegnung.model.ledger_rows import OutstandingLine
from begegnung.services.outstanding import due_for
from begegnung.services.payments import NotePayment, note_payment, payments_of
from begegnung.services.present import today_of
from begegnung.services.tills import is_numbered
from begegnung.texts import money
from begegnung.texts.ledger import missing_text
from begegnung.ui.dialogs.payment_back import RefundDialog, VoidDialog
from begegnung.ui.dialogs.price import PriceDialog
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import payment_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, MoneyField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList
from begegnung.ui.widgets.shown import set_shown

CASH_AND_TRANSFER = tuple((key, MEANS[key]) for key in ("cash", "transfer"))
"""How people can pay, as choices."""


class PaymentDialog(Dialog):
    """Notes a payment for a booking, and shows what was noted for it before."""

    def __init__(self, hub: Hub, parent: QWidget | None, booking_id: str) -> None:
        super().__init__("Zahlung vermerken", parent, verb="Vermerken", icon="money", width=36)
        self._hub, self._booking_id = hub, booking_id
        self._name = ""
        self.subject, self.due = label("", "strong"), label("", "muted")
        self.body.addWidget(self.subject)
        self.body.addWidget(self.due)
        self._fill_form()
        self.body.addWidget(self.form)
        self.list = LineList("Bisherige Einträge")
        self.list.setMinimumHeight(THEME.px(6))
        self._heading = label("Bisherige Einträge", "field")
        self.body.addWidget(self._heading)
        self.body.addWidget(self.list)
        self._add_buttons()
        hub.changed.connect(self._on_changed)
        self.list.chosen.connect(lambda _: self._enable())
        self._reload()
        self._propose()
        self.amount.setFocus()

    def _fill_form(self) -> None:
        today = self._today()
        self.amount = MoneyField("Betrag")
        self.kind = ChoiceField("Wofür", [(key, KINDS[key]) for key in PAYMENT_KINDS])
        self.day = DateField("Bezahlt am", today, "paid_on")
        self.day.set_value(today)
        self.means = ChoiceField("Zahlungsweg", CASH_AND_TRANSFER)
        self.receipt = TextField("Nummer der Quittung", "steht auf dem Quittungsblock")
        self.form.add("Betrag", self.amount, "amount")
        self.form.add("Wofür", self.kind, "kind", beside=True)
        self.form.add("Bezahlt am", self.day, "paid_on")
        self.form.add("Zahlungsweg", self.means, "means", beside=True)
        row = self.form.add("Nummer der Quittung", self.receipt, "receipt")
        self.numbered = label(
            "Bei Bargeld gibt das Programm der Quittung ihre Nummer. "
            "Sie steht danach in der Liste unten.",
            "muted",
        )
        self.body.addWidget(self.numbered)
        given = self._hub.read(is_numbered, self._booking_id)
        set_shown(row, not given)
        set_shown(self.numbered, given)

    def _add_buttons(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(THEME.px(0.35))
        self.void = button("Stornieren", "delete")
        self.void.clicked.connect(self._void)
        self.refund = button("Geld zurückgeben", "arrow_undo")
        self.refund.clicked.connect(self._refund)
        self.price = button("Anderer Preis", "edit")
        self.price.clicked.connect(self._price)
        for number, made in enumerate((self.price, self.refund, self.void)):
            grid.addWidget(made, number // 2, number % 2)
        self.body.addLayout(grid)

    def confirm(self) -> None:
        """Notes the payment."""
        amount, day = self.amount.value(), self.day.value()
        if amount is None:
            raise Invalid("amount", "missing")
        if day is None:
            raise Invalid("paid_on", "missing")
        request = NotePayment(
            self._booking_id,
            amount,
            day,
            self.receipt.bare(),
            self.kind.value(),
            self.means.value(),
        )
        self._hub.act(note_payment, request, f"{money(amount)} vermerkt: {self._name}")

    def _today(self) -> date:
        return today_of(self._hub.desk.now_ms())

    def _reload(self) -> None:
        line = self._hub.read(due_for, self._booking_id)
        if line is not None:
            self._name = line.name
            self.subject.setText(f"{line.name} · {line.title}")
            self.due.setText(due_words(line, self._today()))
            self.refund.setEnabled(line.paid_cents > 0)
        notes = self._hub.read(payments_of, self._booking_id)
        self.list.show_lines(map(payment_line, notes))
        for part in (self._heading, self.list, self.void, self.refund):
            set_shown(part, bool(notes))
        self._enable()

    def _propose(self) -> None:
        """What is due, as amount and purpose: the deposit first, then the rest."""
        line = self._hub.read(due_for, self._booking_id)
        if line is None or line.missing_cents <= 0:
            return
        self.amount.set_value(line.deposit_cents or line.missing_cents)
        if line.deposit_cents:
            self.kind.set_value("deposit")
        elif line.paid_cents and line.balance_due is not None:
            self.kind.set_value("balance")

    def _enable(self) -> None:
        line = self.list.current_line()
        self.void.setEnabled(line is not None and line.subject.standing)

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"payment_note", "booking"}:
            self._reload()

    def _void(self) -> None:
        line = self.list.current_line()
        if line is not None and line.subject.standing:
            VoidDialog(self._hub, self, line.key, line.title).open()

    def _refund(self) -> None:
        RefundDialog(self._hub, self, self._booking_id).open()

    def _price(self) -> None:
        dialog = PriceDialog(self._hub, self, self._booking_id)
        dialog.accepted.connect(self._propose)
        dialog.open()


def due_words(line: OutstandingLine, today: date) -> str:
    """What was agreed and paid, and what is missing: one line below the name."""
    agreed = f"Vereinbart {money(line.due_cents)}" if line.due_cents else "Nichts vereinbart"
    paid = f"bezahlt {money(line.paid_cents)}"
    missing = missing_text(line, today) if line.missing_cents > 0 else ""
    if line.due_cents and line.missing_cents < 0:
        missing = f"{money(-line.missing_cents)} zu viel bezahlt"
    return " · ".join(part for part in (agreed, paid, missing) if part)
