"""What a booking costs: the price is agreed when somebody registers, and stays as it was agreed."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import booking, occurrence, reduction
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid
from begegnung.model.fees import Price, Reduction, Terms, price
from begegnung.model.ledger import MOST_CENTS
from begegnung.model.offers import books_by
from begegnung.services.houses import own
from begegnung.services.present import moment_of
from begegnung.services.subject import own_booking


@dataclass(frozen=True, slots=True)
class SetPrice:
    """Another price for a booking: `due_cents` with its reason, or what the offer asks today.

    Without `due_cents` the price is worked out anew, with the reduction if its proof was seen.
    """

    booking_id: str
    due_cents: int | None = None
    reason: str = ""
    reduction_id: str | None = None
    proof_seen: bool = False


class Agreed(NamedTuple):
    """The price of one booking in cents (None: nothing fixed) and what led to it."""

    price: Price | None
    reduction_id: str | None = None
    proof_seen: bool = False

    def columns(self) -> dict[str, Any]:
        """The columns of the table `booking`; the reason is JSON, worded by `texts`."""
        return {
            "due_cents": None if self.price is None else self.price.cents,
            "due_reason": "" if self.price is None else reason_of(self.price),
            "reduction_id": self.reduction_id,
            "proof_seen": self.proof_seen,
        }


def reason_of(agreed: Price) -> str:
    """What led to a price, as JSON; the full price needs no reason."""
    facts: dict[str, Any] = {}
    if agreed.reduction:
        facts.update(reduction=agreed.reduction, percent=agreed.percent)
    if agreed.left is not None:
        facts.update(left=agreed.left, dates=agreed.dates)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")) if facts else ""


def agreed_price(
    work: Work, course: Row, places: int, reduction_id: str | None = None, *, proof_seen: bool
) -> Agreed:
    """The price of `places` places in an offer as it is now; raises `Invalid` for the reduction.

    Nothing is agreed where a Mehrfachkarte counts: there each visit is paid, by card or by itself.
    A reduction is granted only when its proof was shown; neither its number nor its reason is kept.
    """
    rule = None
    if reduction_id is not None:
        row = work.row(reduction, reduction_id)
        own(work, reduction.name, row["centre_id"])
        if row["retired"]:
            raise Invalid("reduction", "retired", row["name"])
        if not proof_seen:
            raise Invalid("proof_seen", "missing")
        rule = Reduction(row["name"], row["percent"], row["on_fee"], row["on_material"])
    if course["takes_cards"]:
        return Agreed(None, reduction_id, proof_seen)
    terms = Terms(
        course["fee_cents"],
        course["fee_kind"],
        course["material_cents"],
        course["pro_rata"],
        by_date=books_by(course["type"], course["registration"]) == "daily",
    )
    left, dates = _dates(work, course["id"]) if course["pro_rata"] else (0, 0)
    return Agreed(price(terms, places, rule, left, dates), reduction_id, proof_seen)


def set_price(work: Work, request: SetPrice) -> int | None:
    """Agrees on another price for a booking; gives it in cents, None when nothing is fixed.

    Raises `Invalid` without a reason for a price of one's own, or for the reduction.
    """
    row = work.row(booking, request.booking_id)
    course, _ = own_booking(work, row)
    agreed = agreed_price(
        work, course, row["places"], request.reduction_id, proof_seen=request.proof_seen
    )
    columns = agreed.columns()
    if request.due_cents is not None:
        if not 0 <= request.due_cents < MOST_CENTS:
            raise Invalid("amount", "not_money", str(request.due_cents))
        if not request.reason.strip():
            raise Invalid("reason", "missing")
        said = {"said": request.reason.strip()}
        columns["due_cents"] = request.due_cents
        columns["due_reason"] = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    work.update(booking, request.booking_id, columns)
    return columns["due_cents"]


def _dates(work: Work, offer_id: str) -> tuple[int, int]:
    """How many dates of a run are still to come, and how many there are."""
    row = work.connection.execute(
        select(
            func.count().filter(occurrence.c.starts >= moment_of(work.maker.now_ms)), func.count()
        ).where(occurrence.c.offer_id == offer_id, occurrence.c.state == "planned")
    ).one()
    return row[0], row[1]
