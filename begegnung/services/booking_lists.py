"""Who is booked: the lists of an offer and what the desk has to do about places."""

from typing import Any

from sqlalchemy import Integer, func, literal_column, select

from begegnung.db.tables import booking, call_note, occurrence, offer, person
from begegnung.model.names import full_name, sort_key
from begegnung.model.rows import BookingLine, PromotedLine
from begegnung.services.desk import View
from begegnung.services.ledger import paid_cents
from begegnung.services.person_shown import (
    birth_year_in_lists,
    first_name_in_lists,
    phone_in_lists,
    surname_in_lists,
)


def bookings_of(view: View, offer_id: str, occurrence_id: str | None = None) -> list[BookingLine]:
    """People with a place by name, then the waiting list in its order; cancelled ones left out.

    With `occurrence_id` only the bookings of that date (and those of the whole offer).
    """
    statement = _lines().where(booking.c.offer_id == offer_id, booking.c.state != "cancelled")
    if occurrence_id is not None:
        statement = statement.where(
            booking.c.occurrence_id.is_(None) | (booking.c.occurrence_id == occurrence_id)
        )
    lines = [BookingLine._make(row) for row in view.connection.execute(statement)]
    return sorted(lines, key=_place_in_list)


def _place_in_list(line: BookingLine) -> tuple[object, ...]:
    if line.state == "waiting":
        return True, line.rank, line.number, line.booked_at, line.id
    return False, sort_key(f"{line.surname} {line.first_name}"), line.number


def _lines() -> Any:
    return (
        select(
            booking.c.id,
            booking.c.number,
            booking.c.state,
            person.c.id,
            surname_in_lists(),
            first_name_in_lists(),
            birth_year_in_lists(),
            phone_in_lists(),
            booking.c.places,
            booking.c.booked_at,
            booking.c.promoted_at,
            booking.c.informed,
            paid_cents(booking.c.id),
            occurrence.c.starts,
            booking.c.due_cents,
            booking.c.rank,
            booking.c.party_id,
            booking.c.splittable,
            booking.c.answer_by,
            booking.c.choice,
        )
        .join(person, person.c.id == booking.c.person_id)
        .outerjoin(occurrence, occurrence.c.id == booking.c.occurrence_id)
    )


def promoted_and_not_told(view: View) -> list[PromotedLine]:
    """People who moved up from a waiting list of this house and have not been told yet."""
    last_call = (
        select(call_note.c.outcome)
        .where(call_note.c.booking_id == booking.c.id)
        .order_by(call_note.c.called_at.desc(), literal_column("call_note.rowid", Integer).desc())
        .limit(1)
        .scalar_subquery()
    )
    calls = select(func.count()).where(call_note.c.booking_id == booking.c.id).scalar_subquery()
    rows = view.connection.execute(
        select(
            booking,
            surname_in_lists().label("surname"),
            first_name_in_lists().label("first_name"),
            phone_in_lists().label("phone"),
            offer.c.title,
            last_call.label("outcome"),
            calls.label("calls"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(
            booking.c.informed.is_(False),
            booking.c.state == "booked",
            offer.c.centre_id == view.centre(),
        )
        .order_by(booking.c.promoted_at)
    )
    return [
        PromotedLine(
            row.id,
            row.person_id,
            full_name(row.surname, row.first_name),
            row.phone,
            row.offer_id,
            row.title,
            row.answer_by,
            row.outcome or "",
            row.calls,
        )
        for row in rows
    ]
