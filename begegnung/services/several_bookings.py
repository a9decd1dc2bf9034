"""What the desk does at once for several registrations: days, payments, a reduction."""

from dataclasses import dataclass, replace
from datetime import date

from begegnung.db.tables import booking, person
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid
from begegnung.model.ledger import MEANS, PAYMENT_KINDS
from begegnung.model.names import full_name
from begegnung.services.bookings import Booked, BookTogether, book_together
from begegnung.services.ledger import Entry, enter
from begegnung.services.prices import SetPrice, set_price
from begegnung.services.subject import own_booking


@dataclass(frozen=True, slots=True)
class BookDays:
    """Books people into several dates of an offer that is booked by the day.

    `days` are dates, each with the places that the desk saw as free (None: no limit).
    """

    together: BookTogether
    days: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class PayTogether:
    """Notes one payment for several bookings: `shares` gives each its amount in cents."""

    shares: tuple[tuple[str, int], ...]
    paid_on: date
    receipt_number: str = ""
    kind: str = "fee"
    means: str = "cash"


@dataclass(frozen=True, slots=True)
class AgreePrice:
    """Agrees the price anew: with a reduction whose proof was seen, or the full one without."""

    booking_ids: tuple[str, ...]
    reduction_id: str | None = None
    proof_seen: bool = False


def book_days(work: Work, request: BookDays) -> tuple[Booked, ...]:
    """Books all days or none; raises `Invalid` without a day, and what `bookings.book` refuses."""
    if not request.days:
        raise Invalid("occurrence", "no_day_ticked")
    done: list[Booked] = []
    for occurrence_id, seen_free in request.days:
        day = replace(request.together.booking, occurrence_id=occurrence_id, seen_free=seen_free)
        done += book_together(work, replace(request.together, booking=day))
    if len(request.days) > 1:
        work.title = f"{work.title} · {len(request.days)} Tage"
    return tuple(done)


def pay_together(work: Work, request: PayTogether) -> tuple[str, ...]:
    """Notes the payment of each booking; gives the entries. Raises `Invalid`, `MonthClosed`."""
    shares = [(booking_id, cents) for booking_id, cents in request.shares if cents]
    if not shares or any(cents < 0 for _, cents in shares):
        raise Invalid("amount", "not_money", "0")
    if request.kind not in PAYMENT_KINDS:
        raise Invalid("kind", "unknown", request.kind)
    if request.means not in MEANS or request.means == "carried":
        raise Invalid("means", "unknown", request.means)
    entries: list[str] = []
    rows: list[Row] = []
    for booking_id, cents in shares:
        row = work.row(booking, booking_id)
        own_booking(work, row)
        rows.append(row)
        entries.append(
            enter(
                work,
                Entry(
                    booking_id,
                    row["person_id"],
                    cents,
                    request.kind,
                    request.means,
                    request.paid_on,
                    request.receipt_number,
                ),
            )
        )
    work.title = _title(work, rows)
    return tuple(entries)


def agree_price(work: Work, request: AgreePrice) -> int:
    """Writes the price of each booking as the offer is now; gives the sum in cents.

    Raises `Invalid` for a rule that is retired, and for a reduction whose proof was not seen.
    """
    total = 0
    for booking_id in request.booking_ids:
        price = SetPrice(
            booking_id, reduction_id=request.reduction_id, proof_seen=request.proof_seen
        )
        total += set_price(work, price) or 0
    work.title = _title(work, [work.row(booking, one) for one in request.booking_ids])
    return total


def _title(work: Work, rows: list[Row]) -> str:
    """The people and the offer of the last booking, whatever it is."""
    people = [work.row(person, one) for one in dict.fromkeys(row["person_id"] for row in rows)]
    names = " und ".join(full_name(one["surname"], one["first_name"]) for one in people)
    course, _who = own_booking(work, rows[-1])
    return f"{names} · {course['title']}"
