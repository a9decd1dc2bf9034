"""What has still to be paid: by offer and person, with deposits and balances that are due."""

from typing import Any

from sqlalchemy import select

from begegnung.db.tables import booking, offer, person
from begegnung.model.fees import Terms, price
from begegnung.model.ledger_rows import OutstandingLine
from begegnung.model.names import full_name, sort_key
from begegnung.services.desk import View
from begegnung.services.ledger import paid_cents


def outstanding(view: View, *, offer_id: str | None = None) -> list[OutstandingLine]:
    """The bookings of the house for which something is missing, by offer and name.

    What was agreed counts; where nothing was agreed, what the offer asks for itself. An offer that
    has ended counts only for what was agreed, and one that takes cards is paid visit by visit.
    """
    statement = (
        select(
            booking.c.id,
            booking.c.person_id,
            booking.c.offer_id,
            booking.c.occurrence_id,
            booking.c.places,
            booking.c.due_cents,
            person.c.surname,
            person.c.first_name,
            person.c.phone,
            person.c.mobile,
            *(offer.c[name] for name in _OFFER),
            paid_cents(booking.c.id).label("paid_cents"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(
            offer.c.centre_id == view.centre(),
            booking.c.state == "booked",
            booking.c.due_cents.is_not(None) | offer.c.ended.is_(False),
        )
    )
    if offer_id is not None:
        statement = statement.where(booking.c.offer_id == offer_id)
    lines = [_line(row, due_of(row)) for row in view.connection.execute(statement)]
    return sorted(
        (line for line in lines if line.missing_cents > 0),
        key=lambda line: (sort_key(line.title), sort_key(line.name), line.booking_id),
    )


_OFFER = (
    "title",
    "fee_cents",
    "fee_kind",
    "material_cents",
    "deposit_cents",
    "balance_due",
    "takes_cards",
)


def due_of(row: Any) -> int:
    """What is due (cents) for a booking read together with its offer."""
    if row.due_cents is not None:
        return row.due_cents
    if row.takes_cards:
        return 0
    by_date = row.occurrence_id is not None
    terms = Terms(row.fee_cents, row.fee_kind, row.material_cents, by_date=by_date)
    known = price(terms, row.places)
    return 0 if known is None else known.cents


def _line(row: Any, due: int) -> OutstandingLine:
    deposit = min((row.deposit_cents or 0) * row.places, due)
    return OutstandingLine(
        row.id,
        row.person_id,
        full_name(row.surname, row.first_name),
        row.phone or row.mobile,
        row.offer_id,
        row.title,
        due,
        row.paid_cents,
        max(0, deposit - row.paid_cents),
        row.balance_due,
    )


def due_for(view: View, booking_id: str) -> OutstandingLine | None:
    """What is due and paid for one booking, also when nothing is missing; None when it is gone."""
    row = view.connection.execute(
        select(
            booking,
            person.c.surname,
            person.c.first_name,
            person.c.phone,
            person.c.mobile,
            *(offer.c[name] for name in _OFFER),
            paid_cents(booking.c.id).label("paid_cents"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(booking.c.id == booking_id)
    ).first()
    return None if row is None else _line(row, due_of(row))
