"""Payment notes (Zahlungsvermerke): paid, when, how much, which receipt, taken by whom.

No cash register: a system that records and settles cash payments falls under section 146a AO.
The note refers to the paper receipt; it is never overwritten or deleted, only made void.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from begegnung.db.tables import booking, offer, payment_note, person, staff_user
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.rows import PaymentLine
from begegnung.services.bookings import subject
from begegnung.services.desk import View
from begegnung.services.houses import own


@dataclass(frozen=True, slots=True)
class NotePayment:
    """Notes that a booking was paid: `amount_cents` in cents, number of the receipt block."""

    booking_id: str
    amount_cents: int
    paid_on: date
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class VoidPayment:
    """Makes a note void, with the reason."""

    payment_id: str
    reason: str


def note_payment(work: Work, request: NotePayment) -> str:
    """Notes a payment; gives the identifier of the note."""
    row = work.row(booking, request.booking_id)
    course = work.row(offer, row["offer_id"])
    own(work, offer.name, course["centre_id"])
    if not 0 < request.amount_cents < 10_000_000:
        raise Invalid("amount", "not_money", str(request.amount_cents))
    work.title = subject(work.row(person, row["person_id"]), course)
    return work.insert(
        payment_note,
        {
            "booking_id": request.booking_id,
            "person_id": row["person_id"],
            "paid_on": request.paid_on,
            "amount_cents": request.amount_cents,
            "receipt_number": request.receipt_number.strip(),
            "staff_user_id": work.maker.actor,
        },
    )


def void_payment(work: Work, request: VoidPayment) -> None:
    """Makes a payment note void; it stays in the record."""
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    row = work.row(payment_note, request.payment_id)
    if row["void_reason"]:
        raise Invalid("reason", "already_there", row["void_reason"])
    course = work.row(offer, work.row(booking, row["booking_id"])["offer_id"])
    own(work, offer.name, course["centre_id"])
    work.title = subject(work.row(person, row["person_id"]), course)
    work.update(payment_note, request.payment_id, {"void_reason": request.reason.strip()})


def payments_of(view: View, booking_id: str) -> list[PaymentLine]:
    """The payment notes of a booking, oldest first."""
    rows = view.connection.execute(
        select(
            payment_note.c.id,
            payment_note.c.paid_on,
            payment_note.c.amount_cents,
            payment_note.c.receipt_number,
            func.coalesce(staff_user.c.name, ""),
            payment_note.c.void_reason,
        )
        .outerjoin(staff_user, staff_user.c.id == payment_note.c.staff_user_id)
        .where(payment_note.c.booking_id == booking_id)
        .order_by(payment_note.c.paid_on, payment_note.c.id)
    )
    return [PaymentLine._make(row) for row in rows]
