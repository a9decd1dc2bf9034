"""The inputs for what an offer costs and how it is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from begegnung.model.ledger_rows import TillLine
from begegnung.model.offers import FEE_WORDS, takes_names
from begegnung.model.rows import OfferCard
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import ChoiceField, DateField, MoneyField, TextField, Tick
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

FEE_EXPLAINED: dict[str, str] = {
    "": "Einmal für alle Termine zusammen, bei der Anmeldung fällig.",
    "date": "Bei jedem Termin wird der Betrag einzeln bezahlt.",
    "free": "Es wird nichts bezahlt.",
    "donation": "Wer möchte, gibt etwas. Der Betrag ist nur ein Vorschlag.",
}
PRO_RATA_EXPLAINED = "Nach dem ersten Termin werden nur die Termine bezahlt, die noch kommen."
CARDS_EXPLAINED = (
    "Jeder Besuch wird von der Karte abgezogen. Eine Karte gilt auch im nächsten Halbjahr weiter."
)

_WHOLE = ("course", "group")
_DEPOSIT = ("trip", "event")
_CARDS = ("course", "group", "lunch")


@dataclass(frozen=True, slots=True)
class CostValues:
    """What is typed about costs, under the names of `OfferData`."""

    fee_cents: int | None
    fee_text: str
    fee_kind: str
    material_cents: int | None
    deposit_cents: int | None
    balance_due: date | None
    pro_rata: bool
    takes_cards: bool
    till_id: str | None


class CostFields:
    """Two cards of inputs; `follow` shows those that the kind of the offer needs.

    `tills` are those of the house, its own first.
    """

    def __init__(self, today: date, tills: Sequence[TillLine]) -> None:
        self.fee = MoneyField("Kostenbeitrag", "fee")
        self.fee_kind = ChoiceField("Der Beitrag gilt", FEE_WORDS.items())
        self.kind_words = label("", "muted")
        self.fee_text = TextField("Kosten in Worten", "z. B. 2 € je Treffen, frei")
        self.material = MoneyField("Materialkosten", "material")
        self.deposit = MoneyField("Anzahlung", "deposit")
        self.balance_due = DateField("Rest zahlen bis", today, "balance_due")
        self.pro_rata = Tick("Wer später einsteigt, zahlt weniger")
        self.takes_cards = Tick("Mehrfachkarten gelten hier")
        self._several_tills = len(tills) > 1
        own: list[tuple[str | None, str]] = [(None, line.name) for line in tills[:1]]
        self.till = ChoiceField("Kasse", own + [(line.id, line.name) for line in tills[1:]])
        self.forms = (Form(), Form())
        self.cards = (Card("Was es kostet"), Card("Wie bezahlt wird"))
        for card, form in zip(self.cards, self.forms, strict=True):
            card.body.addWidget(form)
            card.body.addStretch(1)
        self._fill()
        self.fee_kind.currentIndexChanged.connect(self._on_kind)
        self._type = "course"
        self._names = True
        self._on_kind()

    def _fill(self) -> None:
        price, paying = self.forms
        price.add("Kostenbeitrag", self.fee, "fee", hint="leer: nicht bekannt")
        price.add("Gilt", self.fee_kind, "fee_kind")
        price.place(self.kind_words)
        self._material = price.add("Materialkosten", self.material, "material", hint="zusätzlich")
        price.add("Kosten in Worten", self.fee_text, "fee_text", hint="so steht es im Programm")
        self._deposit = [
            paying.add("Anzahlung", self.deposit, "deposit", hint="Teil des Beitrags"),
            paying.add("Rest zahlen bis", self.balance_due, "balance_due"),
        ]
        self._late = [self.pro_rata, label(PRO_RATA_EXPLAINED, "muted")]
        self._card = [self.takes_cards, label(CARDS_EXPLAINED, "muted")]
        for part in (*self._late, *self._card):
            paying.place(part)
        self._till = paying.add("Kasse", self.till, "till", hint="wessen Geld es ist")

    def parts(self) -> tuple[QWidget, ...]:
        """The cards in their order."""
        return self.cards

    def show_card(self, card: OfferCard, *, anew: bool = False) -> None:
        """Fills the inputs; `anew` leaves out the day of the balance, which is over."""
        self.fee.set_value(card.fee_cents)
        self.fee_kind.set_value(card.fee_kind)
        self.fee_text.setText(card.fee_text)
        self.material.set_value(card.material_cents)
        self.deposit.set_value(card.deposit_cents)
        self.balance_due.set_value(None if anew else card.balance_due)
        self.pro_rata.setChecked(card.pro_rata)
        self.takes_cards.setChecked(card.takes_cards)
        self.till.set_value(card.till_id)

    def follow(self, offer_type: str, registration: str) -> None:
        """Shows what an offer of this type needs."""
        self._type = offer_type
        self._names = takes_names(offer_type, registration)
        self._on_kind()

    def values(self) -> CostValues:
        """What is typed, without what this type does not have; raises `Invalid`."""
        return CostValues(
            fee_cents=self.fee.value(),
            fee_text=self.fee_text.bare(),
            fee_kind=self.fee_kind.value(),
            material_cents=self.material.value() if self._has_material() else None,
            deposit_cents=self.deposit.value() if self._has_deposit() else None,
            balance_due=self.balance_due.value() if self._has_deposit() else None,
            pro_rata=self.pro_rata.isChecked() and self._is_late_paid(),
            takes_cards=self.takes_cards.isChecked() and self._may_take_cards(),
            till_id=self.till.value(),
        )

    def _has_material(self) -> bool:
        return self._type in ("course", "group", "event", "open_meeting")

    def _has_deposit(self) -> bool:
        return self._names and self._type in _DEPOSIT and self.fee_kind.value() == ""

    def _is_late_paid(self) -> bool:
        return self._type in _WHOLE and self.fee_kind.value() == ""

    def _may_take_cards(self) -> bool:
        return self._names and self._type in _CARDS

    def _on_kind(self) -> None:
        """Follows the kind of the fee and the type of the offer."""
        self.kind_words.setText(FEE_EXPLAINED[self.fee_kind.value()])
        set_shown(self._material, self._has_material())
        for rows, shown in (
            (self._deposit, self._has_deposit()),
            (self._late, self._is_late_paid()),
            (self._card, self._may_take_cards()),
            ([self._till], self._several_tills),
        ):
            for row in rows:
                set_shown(row, shown)
        anything = self._has_deposit() or self._is_late_paid() or self._may_take_cards()
        set_shown(self.cards[1], anything or self._several_tills)
