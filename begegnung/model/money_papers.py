"""Rows of what is printed about money."""

from datetime import date
from typing import NamedTuple

from begegnung.model.ledger_rows import CashReportLine
from begegnung.model.list_rows import PaperOwner


class PrintedReport(NamedTuple):
    """A Kassenbericht with the name of its till."""

    owner: PaperOwner
    till: str
    line: CashReportLine


class PrintedPayment(NamedTuple):
    """A payment as a receipt or as a note of payment (Zahlungsvermerk).

    `number` is that of the receipt; `numbered`: the program gave it, else it is from a paper block.
    `means` is a key of `model.ledger.MEANS`, `cancels` the number of what this one takes back.
    """

    owner: PaperOwner
    number: str
    numbered: bool
    day: date
    amount_cents: int
    payer: str
    purpose: str
    means: str
    taken_by: str
    reason: str
    cancels: str
