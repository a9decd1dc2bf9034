"""The confirmation of a registration, from the database to what is printed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import boarding_point, booking, offer, person, room
from begegnung.model.booking_rows import Slip, SlipDate
from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.rows import CentreRow, DateLine
from begegnung.model.seats import units
from begegnung.services.dates import dates_of
from begegnung.services.desk import View
from begegnung.services.house_look import own_look
from begegnung.services.houses import own_centre
from begegnung.services.ledger import paid_cents
from begegnung.services.present import local_now
from begegnung.services.waiting import seat_state


def slips_of(view: View, booking_ids: Sequence[str]) -> list[Slip]:
    """A confirmation for each person and offer of these bookings, in the order given.

    Days of one offer that were booked together stand on one confirmation. Cancelled bookings are
    left out.
    """
    order = {booking_id: number for number, booking_id in enumerate(booking_ids)}
    found: Any = view.connection.execute(_bookings(booking_ids))
    rows: list[Any] = sorted(found, key=lambda row: order[row.id])
    house = own_centre(view)
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        grouped.setdefault((row.person_id, row.offer_id), []).append(row)
    return [_slip(view, house, some) for some in grouped.values()]


def _bookings(booking_ids: Sequence[str]) -> Any:
    return (
        select(
            booking,
            person.c.surname,
            person.c.first_name,
            offer.c.title,
            offer.c.wording,
            offer.c.leader,
            func.coalesce(room.c.name, offer.c.place).label("place"),
            func.coalesce(boarding_point.c.name, "").label("boarding"),
            paid_cents(booking.c.id).label("paid_cents"),
        )
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .outerjoin(room, room.c.id == offer.c.room_id)
        .outerjoin(boarding_point, boarding_point.c.id == booking.c.boarding_point_id)
        .where(booking.c.id.in_(list(booking_ids)), booking.c.state != "cancelled")
    )


def _slip(view: View, house: CentreRow, rows: list[Any]) -> Slip:
    first = rows[0]
    days = {row.occurrence_id for row in rows if row.occurrence_id is not None}
    coming = dates_of(view, first.offer_id, coming_only=True)
    planned = [one for one in coming if one.state == "planned" and (not days or one.id in days)]
    dues = [row.due_cents for row in rows if row.due_cents is not None]
    return Slip(
        house=house.name,
        address=", ".join(filter(None, (house.street, house.town))),
        phone=house.phone,
        name=full_name(first.surname, first.first_name),
        title=first.title,
        position=max(_position(view, row) for row in rows),
        places=first.places,
        dates=tuple(map(slip_date, planned)),
        wording=first.wording,
        place=common_place(planned) or first.place or "",
        leader=first.leader,
        boarding=first.boarding,
        choice=first.choice,
        numbers=tuple(row.number for row in rows),
        registered=local_now(first.booked_at),
        due_cents=sum(dues) if dues else None,
        paid_cents=sum(row.paid_cents for row in rows),
        look=own_look(view),
    )


def _position(view: View, row: Any) -> int:
    """The place on the waiting list, 0 for a booking that has a seat."""
    if row.state != "waiting":
        return 0
    waiting = units(seat_state(view.connection, row.offer_id, row.occurrence_id).waiting)
    return next(n for n, unit in enumerate(waiting, 1) if row.id in {c.booking_id for c in unit})


def slip_date(line: DateLine) -> SlipDate:
    """A date as papers say it: without an end that nobody has published."""
    return SlipDate(day_of(line.starts), *line.said_times)


def common_place(planned: Sequence[DateLine]) -> str:
    """Where the dates are, when it is the same place for all of them."""
    places = {line.room or line.place for line in planned}
    return places.pop() if len(places) == 1 else ""
