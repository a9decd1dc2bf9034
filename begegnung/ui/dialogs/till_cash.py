"""Cash that leaves the till for the city's cash office, and change money that is put in."""

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.services.cash_reports import (
    HandOver,
    PutInChange,
    cash_state,
    hand_over,
    put_in_change,
)
from begegnung.services.present import today_of
from begegnung.texts import money
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import MoneyField, TextField
from begegnung.ui.widgets.labels import label


class _CashDialog(Dialog):
    """An amount and a note for one till."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, till_id: str, title: str, verb: str
    ) -> None:
        super().__init__(title, parent, verb=verb, icon="money", width=32)
        self._hub, self._till_id = hub, till_id
        self._day = today_of(hub.desk.now_ms())
        state = hub.read(cash_state, till_id, self._day)
        self.body.addWidget(label(state.till, "strong"))
        self.body.addWidget(
            label(f"In der Kasse sollten sein: {money(state.expected_cents)}", "muted")
        )
        self.amount = MoneyField("Betrag")
        self.form.add("Betrag", self.amount, "amount")
        self.body.addWidget(self.form)
        self.amount.setFocus()

    def _cents(self) -> int:
        amount = self.amount.value()
        if amount is None:
            raise Invalid("amount", "missing")
        return amount


class HandOverDialog(_CashDialog):
    """Notes that cash was handed over to the city's cash office (Ablieferung)."""

    def __init__(self, hub: Hub, parent: QWidget | None, till_id: str) -> None:
        super().__init__(hub, parent, till_id, "Geld abliefern", "Ablieferung vermerken")
        self.receipt = TextField("Nummer des Belegs", "steht auf der Quittung der Stadtkasse")
        self.form.add("Nummer des Belegs", self.receipt, "receipt")

    def confirm(self) -> None:
        """Notes it."""
        cents = self._cents()
        request = HandOver(self._till_id, cents, self._day, self.receipt.bare())
        self._hub.act(hand_over, request, f"{money(cents)} abgeliefert")


class ChangeMoneyDialog(_CashDialog):
    """Notes change money that was put into the till."""

    def __init__(self, hub: Hub, parent: QWidget | None, till_id: str) -> None:
        super().__init__(hub, parent, till_id, "Wechselgeld einlegen", "Wechselgeld vermerken")
        self.reason = TextField("Woher", "z. B. von der Stadtkasse geholt")
        self.form.add("Woher", self.reason, "reason")

    def confirm(self) -> None:
        """Notes it."""
        cents = self._cents()
        request = PutInChange(self._till_id, cents, self._day, self.reason.bare())
        self._hub.act(put_in_change, request, f"{money(cents)} Wechselgeld eingelegt")
