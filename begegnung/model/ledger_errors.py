"""What the ledger, the receipts and the tills refuse, as data (see `model.errors`)."""

from dataclasses import dataclass
from datetime import date

from begegnung.model.errors import Refusal


@dataclass
class MonthClosed(Refusal):
    """The month of the till is closed: nothing can be entered with a date in it."""

    till: str
    year: int
    month: int


@dataclass
class AlreadyCancelled(Refusal):
    """The entry of `amount_cents` of the day `paid_on` was cancelled before, for `reason`."""

    amount_cents: int
    paid_on: date
    reason: str


@dataclass
class MoreThanPaid(Refusal):
    """No more can be given back than was paid: `wanted_cents`, but only `paid_cents` are there."""

    wanted_cents: int
    paid_cents: int


@dataclass
class TillInUse(Refusal):
    """The till cannot go while so many `offers` pay into it."""

    till: str
    offers: int


@dataclass
class CannotBeUndone(Refusal):
    """An entry that only the action of its own takes back: `what` is "report" or "cancellation"."""

    what: str
