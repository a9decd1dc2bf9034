"""Rows of the ledger, the receipts and the tills as queries hand them to the window."""

from datetime import date
from typing import NamedTuple


class PaymentLine(NamedTuple):
    """An entry of the ledger: positive what came in (cents), negative what went out.

    `void_reason` is not empty when the entry was cancelled. `cancels_id` is the entry it takes
    back. `standing`: it counts and can be cancelled.
    """

    id: str
    paid_on: date
    amount_cents: int
    receipt_number: str
    taken_by: str
    void_reason: str
    kind: str
    means: str
    reason: str
    cancels_id: str | None
    standing: bool


class LedgerLine(NamedTuple):
    """An entry of the ledger with the person and offer it belongs to (empty without one)."""

    id: str
    booking_id: str | None
    paid_on: date
    amount_cents: int
    kind: str
    means: str
    name: str
    offer: str
    receipt_number: str
    reason: str
    taken_by: str
    till: str
    cancels_id: str | None
    standing: bool
    late: bool


class OutstandingLine(NamedTuple):
    """A booking or a Mehrfachkarte that is not paid: `due_cents` agreed, `paid_cents` paid so far.

    A card has its identifier in `card_id` and no booking. `deposit_cents` is what is missing of the
    deposit. `balance_due` is the day until which the rest has to be there, None without one.
    """

    booking_id: str
    person_id: str
    name: str
    phone: str
    offer_id: str
    title: str
    due_cents: int
    paid_cents: int
    deposit_cents: int
    balance_due: date | None
    card_id: str = ""

    @property
    def missing_cents(self) -> int:
        """What has still to be paid, in cents."""
        return self.due_cents - self.paid_cents


class ReceiptLine(NamedTuple):
    """A numbered receipt; `cancelled` when a receipt of its own takes it back."""

    id: str
    series: str
    year: int
    number: int
    issued_at: int
    amount_cents: int
    payer: str
    purpose: str
    reason: str
    issued_by: str
    payment_id: str
    cancels_id: str | None
    cancelled: bool


class TillLine(NamedTuple):
    """A till: the money of one legal person; `numbered`: the program numbers its receipts."""

    id: str
    name: str
    code: str
    numbered: bool
    retired: bool


class ReductionLine(NamedTuple):
    """A rule of reduced fees: `percent` off the fee, off the material, or both."""

    id: str
    name: str
    percent: int
    on_fee: bool
    on_material: bool
    retired: bool


class CashState(NamedTuple):
    """What should be in a till: `opening_cents` of the last report and what moved since.

    `last_day` is None before the first report; then the opening amount has to be told.
    """

    till_id: str
    till: str
    last_day: date | None
    opening_cents: int
    in_cents: int
    out_cents: int

    @property
    def expected_cents(self) -> int:
        """What should be there, in cents."""
        return self.opening_cents + self.in_cents + self.out_cents


class CashReportLine(NamedTuple):
    """A Kassenbericht; `pieces` by value in cents. `standing`: it was not cancelled."""

    id: str
    day: date
    opening_cents: int
    expected_cents: int
    counted_cents: int
    pieces: dict[int, int]
    reason: str
    counted_by: str
    standing: bool

    @property
    def difference_cents(self) -> int:
        """What is there too much (positive) or too little, in cents."""
        return self.counted_cents - self.expected_cents


class ClosingLine(NamedTuple):
    """A closed month of a till; `late` counts the entries that came by the exchange afterwards."""

    id: str
    year: int
    month: int
    total_cents: int
    entries: int
    closed_at: int
    closed_by: str
    late: int
