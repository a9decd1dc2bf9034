"""The list of a trip (Fahrtenliste): seats, boarding points, money, whom to call."""

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from begegnung.db.tables import boarding_point, booking, offer, person
from begegnung.model.meals import choices_of
from begegnung.model.names import sort_key
from begegnung.model.offer_rows import TripLine, TripList
from begegnung.services.boarding import boarding_points
from begegnung.services.desk import View
from begegnung.services.ledger import paid_cents
from begegnung.services.person_shown import (
    birth_year_in_lists,
    first_name_in_lists,
    phone_in_lists,
    surname_in_lists,
)


def trip_list(view: View, offer_id: str) -> TripList:
    """Everybody with a place on a trip: by boarding point in its order, then by name."""
    course = view.connection.execute(select(offer).where(offer.c.id == offer_id)).one()
    points = boarding_points(view, offer_id)
    order = {point.id: number for number, point in enumerate(points)}
    lines = [
        _line(row, course.deposit_cents or 0) for row in view.connection.execute(_rows(offer_id))
    ]
    lines.sort(
        key=lambda line: (
            order.get(line.boarding_point_id or "", len(order)),
            sort_key(f"{line.surname} {line.first_name}"),
            line.booking_id,
        )
    )
    seats: Counter[str | None] = Counter()
    for line in lines:
        seats[line.boarding_point_id if line.boarding_point_id in order else None] += line.places
    open_seats = [(None, seats[None])] if seats[None] else []
    return TripList(
        offer_id,
        course.title,
        course.capacity,
        seats.total(),
        tuple(points),
        choices_of(course.choices),
        tuple(lines),
        (*((point.id, seats[point.id]) for point in points), *open_seats),
    )


def _rows(offer_id: str) -> Any:
    return (
        select(
            booking.c.id,
            booking.c.person_id,
            booking.c.number,
            surname_in_lists().label("surname"),
            first_name_in_lists().label("first_name"),
            birth_year_in_lists().label("birth_year"),
            booking.c.places,
            booking.c.boarding_point_id,
            func.coalesce(boarding_point.c.name, "").label("boarding"),
            booking.c.choice,
            booking.c.due_cents,
            paid_cents(booking.c.id).label("paid_cents"),
            phone_in_lists().label("phone"),
            _unless_blocked(person.c.contact_name).label("contact_name"),
            _unless_blocked(person.c.contact_phone).label("contact_phone"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .outerjoin(boarding_point, boarding_point.c.id == booking.c.boarding_point_id)
        .where(booking.c.offer_id == offer_id, booking.c.state == "booked")
    )


def _unless_blocked(column: ColumnElement[str]) -> ColumnElement[str]:
    return func.iif(person.c.blocked, literal(""), column)


def _line(row: Any, deposit: int) -> TripLine:
    wanted = deposit * row.places
    return TripLine(
        row.id,
        row.person_id,
        row.number,
        row.surname,
        row.first_name,
        row.birth_year,
        row.places,
        row.boarding_point_id,
        row.boarding,
        row.choice,
        row.due_cents,
        wanted if row.due_cents is None else min(wanted, row.due_cents),
        row.paid_cents,
        row.phone,
        row.contact_name,
        row.contact_phone,
    )
