"""The second step of registering: what was registered, what it costs, and that it was paid."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.booking_rows import shared_out
from begegnung.model.errors import Invalid
from begegnung.model.ledger_rows import OutstandingLine
from begegnung.services.booking_choices import program_numbers
from begegnung.services.outstanding import due_for
from begegnung.services.payments import NotePayment, note_payment, payments_of
from begegnung.services.present import today_of
from begegnung.services.reductions import reductions
from begegnung.services.several_bookings import AgreePrice, PayTogether, agree_price, pay_together
from begegnung.texts import money
from begegnung.ui.booking.registering import Outcome
from begegnung.ui.booking.wording import number_sentence
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, TextField, Tick
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown


class PayingPart(QWidget):
    """Says what became of a registration and notes its payment. `changed()`: other sums now."""

    changed = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._names = ""
        self._dues: list[OutstandingLine] = []
        self._deposit = 0
        self.waiting = False
        self.said = Message(closable=False)
        self.number = label("", "muted")
        self.sum = label("", "h2")
        self.sum.setWordWrap(True)
        self.kind = ChoiceField("Was wird bezahlt")
        self.amount = MoneyField("Betrag")
        self.receipt = TextField("Nummer der Quittung", "wenn eine geschrieben wird")
        self.reduction = ChoiceField("Ermäßigung")
        self.proof = Tick("Nachweis gesehen")
        self.form = Form()
        self._rows = {
            "reduction": self.form.add("Ermäßigung", self.reduction, "reduction"),
            "proof": self.form.add("Nachweis", self.proof, "proof_seen", beside=True),
            "kind": self.form.add("Was wird bezahlt", self.kind, "kind"),
            "amount": self.form.add("Betrag", self.amount, "amount"),
            "receipt": self.form.add("Nummer der Quittung", self.receipt, "receipt", beside=True),
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        for part in (self.said, self.number, self.sum, self.form):
            box.addWidget(part)
        box.addStretch(1)
        self.reduction.currentIndexChanged.connect(lambda _: self._choose_reduction())
        self.proof.toggled.connect(lambda _: self._agree())
        self.kind.currentIndexChanged.connect(lambda _: self._propose())

    @property
    def booking_ids(self) -> tuple[str, ...]:
        """The bookings this is about."""
        return tuple(line.booking_id for line in self._dues)

    @property
    def missing(self) -> int:
        """What has still to be paid, in cents; nothing while somebody waits."""
        if self.waiting:
            return 0
        return sum(max(0, line.due_cents - line.paid_cents) for line in self._dues)

    def show_booked(self, outcome: Outcome) -> None:
        """Shows what became of a registration."""
        done = outcome.booked
        self._names = outcome.names
        self.waiting = all(one.state == "waiting" for one in done)
        seated = [one.booking_id for one in done if one.state == "booked"]
        ids = seated or [one.booking_id for one in done]
        found = (self._hub.read(due_for, one) for one in ids)
        self._dues = [line for line in found if line is not None]
        self.said.say(f"{outcome.sentence}.", "warn" if self.waiting else "ok")
        self.number.setText(number_sentence(done))
        # Only what is missing of the deposit counts, and nothing is missing before it is known.
        self._deposit = sum(line.deposit_cents for line in self._dues)
        self._offer_reductions()
        self._offer_kinds()
        self._show_sums()

    def pay(self) -> None:
        """Notes the payment; raises `Invalid` for an amount that is none."""
        amount = self.amount.value()
        if amount is None or amount <= 0:
            raise Invalid("amount", "missing" if amount is None else "not_money", "0,00")
        if self.reduction.value() is not None and not self.proof.isChecked():
            raise Invalid("proof_seen", "proof_missing")
        kind = self.kind.value() if self._rows["kind"].isVisibleTo(self) else "fee"
        day = today_of(self._hub.desk.now_ms())
        receipt = self.receipt.bare()
        sentence = f"{money(amount)} vermerkt: {self._names}"
        if len(self._dues) == 1:
            request = NotePayment(self._dues[0].booking_id, amount, day, receipt, kind)
            self._hub.act(note_payment, request, sentence)
        else:
            shares = shared_out(amount, tuple(self._need(line, kind) for line in self._dues))
            together = PayTogether(
                tuple(zip(self.booking_ids, shares, strict=True)), day, receipt, kind
            )
            self._hub.act(pay_together, together, sentence)
        self._read_again()
        self._show_sums(paid=amount)

    def _need(self, line: OutstandingLine, kind: str) -> int:
        return line.deposit_cents if kind == "deposit" else line.due_cents - line.paid_cents

    def _offer_reductions(self) -> None:
        rules = self._hub.read(reductions) if self.missing else []
        self.reduction.blockSignals(True)
        self.reduction.set_choices(
            ((None, "keine, voller Betrag"), *((r.id, f"{r.name}, {r.percent} %") for r in rules))
        )
        self.reduction.set_value(None)
        self.reduction.blockSignals(False)
        self._tick_proof(ticked=False)
        self._rows["reduction"].setVisible(bool(rules))
        self._rows["proof"].setVisible(False)

    def _offer_kinds(self) -> None:
        due = sum(line.due_cents for line in self._dues)
        self.kind.blockSignals(True)
        self.kind.set_choices(
            (("deposit", f"Anzahlung {money(self._deposit)}"), ("fee", f"alles, {money(due)}"))
        )
        self.kind.set_value("deposit")
        self.kind.blockSignals(False)
        self._rows["kind"].setVisible(0 < self._deposit < due and not self.waiting)

    def _choose_reduction(self) -> None:
        """Takes a granted reduction back when another one is chosen; the proof is asked for."""
        granted = self.proof.isChecked()
        self._rows["proof"].setVisible(self.reduction.value() is not None)
        if granted:
            self._tick_proof(ticked=False)
            self._agree()

    def _tick_proof(self, *, ticked: bool) -> None:
        self.proof.blockSignals(True)
        self.proof.setChecked(ticked)
        self.proof.blockSignals(False)

    def _agree(self) -> None:
        """Agrees the price anew: reduced once the proof was seen, else the full one."""
        rule = self.reduction.value() if self.proof.isChecked() else None
        request = AgreePrice(self.booking_ids, rule, proof_seen=rule is not None)
        done = self._hub.try_act(
            agree_price, request, lambda cents: f"Vereinbart: {money(cents)} für {self._names}"
        )
        if done is None:
            self._tick_proof(ticked=False)
        self._read_again()
        self._offer_kinds()
        self._show_sums()

    def _read_again(self) -> None:
        found = (self._hub.read(due_for, line.booking_id) for line in self._dues)
        self._dues = [line for line in found if line is not None]
        self._deposit = sum(line.deposit_cents for line in self._dues)

    def _propose(self) -> None:
        deposit = self._rows["kind"].isVisibleTo(self) and self.kind.value() == "deposit"
        wanted = self._deposit if deposit else self.missing
        self.amount.set_value(wanted or None)

    def _show_sums(self, paid: int = 0) -> None:
        due = sum(line.due_cents for line in self._dues)
        missing = self.missing
        if self.waiting:
            words = "Bezahlt wird erst, wenn ein Platz frei wird."
        elif paid:
            rest = f" Noch offen: {money(missing)}." if missing else ""
            words = f"Bezahlt: {money(paid)}{self._receipts()}.{rest}"
        elif due:
            words = f"Betrag {money(due)}"
        else:
            words = "Jetzt ist nichts zu bezahlen."
        self.sum.setText(words)
        open_now = bool(missing) and not paid
        for name in ("amount", "receipt"):
            self._rows[name].setVisible(open_now)
        self._rows["receipt"].setVisible(open_now and not self._numbered())
        if not open_now:
            for name in ("kind", "reduction", "proof"):
                self._rows[name].setVisible(False)
        set_shown(self.form, open_now)
        self._propose()
        self.changed.emit()

    def _numbered(self) -> bool:
        """Whether the program gives the number of the receipt itself."""
        return bool(self._dues) and self._hub.read(program_numbers, self._dues[0].offer_id)

    def _receipts(self) -> str:
        """The numbers of the receipts of what has just been paid."""
        found = [self._hub.read(payments_of, one)[-1:] for one in self.booking_ids]
        numbers = [line.receipt_number for part in found for line in part if line.receipt_number]
        return f" (Quittung {', '.join(dict.fromkeys(numbers))})" if numbers else ""
