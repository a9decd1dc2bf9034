"""What has still to be paid: by offer and person, with deposits and balances that are due."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import booking, offer, person, punch_card
from begegnung.model.fees import Terms, price
from begegnung.model.ledger_rows import OutstandingLine
from begegnung.model.names import full_name, sort_key
from begegnung.services.desk import View
from begegnung.services.ledger import card_cents, paid_cents
from begegnung.services.person_shown import first_name_in_lists, phone_in_lists, surname_in_lists


def outstanding(
    view: View, *, offer_id: str | None = None, people: Collection[str] = ()
) -> list[OutstandingLine]:
    """The bookings and cards of the house for which something is missing, by title and name.

    With `offer_id` the bookings of this offer only, with `people` those of these people. What was
    agreed counts; where nothing was agreed, what the offer asks for itself. An offer that has ended
    counts only for what was agreed, and one that takes cards is paid visit by visit.
    """
    statement = (
        select(
            booking.c.id,
            booking.c.person_id,
            booking.c.offer_id,
            booking.c.occurrence_id,
            booking.c.places,
            booking.c.due_cents,
            *_who(),
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
    if people:
        statement = statement.where(booking.c.person_id.in_(people))
    lines = [_line(row, due_of(row)) for row in view.connection.execute(statement)]
    if offer_id is None:
        lines += [line for line in _cards(view) if not people or line.person_id in people]
    return sorted(
        (line for line in lines if line.missing_cents > 0),
        key=lambda line: (
            sort_key(line.title),
            sort_key(line.name),
            line.booking_id or line.card_id,
        ),
    )


def _who() -> tuple[Any, ...]:
    return (
        surname_in_lists().label("surname"),
        first_name_in_lists().label("first_name"),
        phone_in_lists().label("phone"),
    )


def _cards(view: View) -> list[OutstandingLine]:
    rows = view.connection.execute(
        select(
            punch_card.c.id,
            punch_card.c.person_id,
            punch_card.c.offer_id,
            punch_card.c.punches,
            punch_card.c.price_cents,
            *_who(),
            card_cents(punch_card.c.id).label("paid"),
        )
        .join(person, person.c.id == punch_card.c.person_id)
        .where(punch_card.c.centre_id == view.centre(), punch_card.c.void_reason == "")
    )
    return [
        OutstandingLine(
            "",
            row.person_id,
            full_name(row.surname, row.first_name),
            row.phone,
            row.offer_id or "",
            f"{row.punches}er-Karte",
            row.price_cents,
            row.paid,
            0,
            None,
            row.id,
        )
        for row in rows
    ]


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
        row.phone,
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
            *_who(),
            *(offer.c[name] for name in _OFFER),
            paid_cents(booking.c.id).label("paid_cents"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(booking.c.id == booking_id)
    ).first()
    return None if row is None else _line(row, due_of(row))
