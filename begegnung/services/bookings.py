"""Booking people into offers, the waiting list, cancelling."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from begegnung.db.tables import booking, occurrence, offer, payment_note, person
from begegnung.db.work import Work
from begegnung.model.errors import (
    AlreadyBooked,
    CourseFull,
    Invalid,
    NoBooking,
    OfferEnded,
    PersonBlocked,
)
from begegnung.model.names import full_name, sort_key
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import BookingLine, PromotedLine
from begegnung.model.seats import Claim, has_room, promoted
from begegnung.services.desk import View
from begegnung.services.houses import own


@dataclass(frozen=True, slots=True)
class Book:
    """Books a person into an offer, or into one date of it (`occurrence_id`, e.g. for lunch)."""

    person_id: str
    offer_id: str
    occurrence_id: str | None = None
    places: int = 1


@dataclass(frozen=True, slots=True)
class CancelBooking:
    """Takes a person out of an offer or off its waiting list."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class MarkInformed:
    """Notes that somebody who moved up from the waiting list has been told."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a booking: `state` "booked" or "waiting"; `position` in the waiting list.

    `places_left` is None without a limit.
    """

    booking_id: str
    state: str
    position: int
    places_left: int | None


def _same_list(offer_id: Any, occurrence_id: Any) -> Any:
    return (booking.c.offer_id == offer_id) & booking.c.occurrence_id.is_not_distinct_from(
        occurrence_id
    )


_SEATS = select(
    func.coalesce(func.sum(booking.c.places).filter(booking.c.state == "booked"), 0),
    func.count().filter(booking.c.state == "waiting"),
    func.coalesce(func.max(booking.c.number), 0),
    func.min(booking.c.state).filter(
        booking.c.person_id == bindparam("person_id"), booking.c.state != "cancelled"
    ),
).where(_same_list(bindparam("offer_id"), bindparam("occurrence_id")))
"""Of one list: places taken, people waiting, the last number given, the state of one person."""


def book(work: Work, request: Book) -> Booked:
    """Books a person; when no place is left she goes on the waiting list.

    Raises `AlreadyBooked`, `NoBooking` (an offer without names), `OfferEnded`, `PersonBlocked` and
    `Invalid` (places, a date that is missing, dropped, left out, or not one of an offer that is
    booked by the day).
    """
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    who = work.row(person, request.person_id)
    if who["blocked"] or who["merged_into"] is not None:
        raise PersonBlocked(full_name(who["surname"], who["first_name"]))
    _require_bookable(work, request, course)
    taken, waiting, last, there = work.connection.execute(
        _SEATS,
        {
            "offer_id": request.offer_id,
            "occurrence_id": request.occurrence_id,
            "person_id": request.person_id,
        },
    ).one()
    if there is not None:
        name = full_name(who["surname"], who["first_name"])
        raise AlreadyBooked(name, course["title"], there)
    capacity = course["capacity"]
    state = "booked" if has_room(capacity, taken, waiting, request.places) else "waiting"
    booking_id = work.insert(
        booking,
        {
            "offer_id": request.offer_id,
            "occurrence_id": request.occurrence_id,
            "person_id": request.person_id,
            "state": state,
            "number": last + 1,
            "places": request.places,
            "booked_at": work.maker.now_ms,
        },
    )
    work.title = subject(who, course)
    got = request.places if state == "booked" else 0
    return Booked(
        booking_id,
        state,
        position=waiting + 1 if state == "waiting" else 0,
        places_left=None if capacity is None else max(0, capacity - taken - got),
    )


def cancel(work: Work, request: CancelBooking) -> tuple[str, ...]:
    """Cancels a booking; gives the bookings that moved up from the waiting list because of it."""
    row = work.row(booking, request.booking_id)
    course = work.row(offer, row["offer_id"])
    own(work, offer.name, course["centre_id"])
    work.title = subject(work.row(person, row["person_id"]), course)
    work.update(booking, request.booking_id, {"state": "cancelled"})
    return move_up(work, row["offer_id"], row["occurrence_id"])


def move_up(work: Work, offer_id: str, occurrence_id: str | None = None) -> tuple[str, ...]:
    """Gives free places to the waiting list, in its order; called by every way a place frees."""
    capacity = work.row(offer, offer_id)["capacity"]
    rows = work.connection.execute(
        select(booking.c.id, booking.c.number, booking.c.places, booking.c.state).where(
            _same_list(offer_id, occurrence_id), booking.c.state != "cancelled"
        )
    )
    claims = [Claim(row.id, row.number, row.places, row.state == "waiting") for row in rows]
    moving = promoted(capacity, claims)
    for booking_id in moving:
        work.update(
            booking,
            booking_id,
            {"state": "booked", "promoted_at": work.maker.now_ms, "informed": False},
        )
    return moving


def move_up_everywhere(work: Work, offer_id: str) -> tuple[str, ...]:
    """Gives free places to every waiting list of an offer: the one of the whole, those of dates."""
    lists = work.connection.execute(
        select(booking.c.occurrence_id)
        .where(booking.c.offer_id == offer_id, booking.c.state == "waiting")
        .distinct()
    ).scalars()
    return tuple(moved for one in lists.all() for moved in move_up(work, offer_id, one))


def mark_informed(work: Work, request: MarkInformed) -> None:
    """Notes that the person knows of her place."""
    row = work.row(booking, request.booking_id)
    work.title = subject(work.row(person, row["person_id"]), work.row(offer, row["offer_id"]))
    work.update(booking, request.booking_id, {"informed": True})


def most_taken(connection: Connection, offer_id: str) -> int:
    """The places taken in the fullest list of an offer: of the whole, or of one of its dates."""
    taken = connection.execute(
        select(func.sum(booking.c.places))
        .where(booking.c.offer_id == offer_id, booking.c.state == "booked")
        .group_by(booking.c.occurrence_id)
        .order_by(func.sum(booking.c.places).desc())
    ).scalar()
    return taken or 0


def require_seats(connection: Connection, offer_id: str) -> None:
    """Raises `CourseFull` when more people have a place in the offer than there are places."""
    course = connection.execute(select(offer).where(offer.c.id == offer_id)).one()
    if course.capacity is None:
        return
    taken = most_taken(connection, offer_id)
    if taken > course.capacity:
        waiting = connection.execute(
            select(func.count())
            .select_from(booking)
            .where(booking.c.offer_id == offer_id, booking.c.state == "waiting")
        ).scalar_one()
        raise CourseFull(course.title, course.capacity, waiting)


def require_once(connection: Connection, offer_id: str, person_id: str) -> None:
    """Raises `AlreadyBooked` when a person stands twice in one list of an offer."""
    twice = connection.execute(
        select(booking.c.state, person.c.surname, person.c.first_name, offer.c.title)
        .join(person, person.c.id == booking.c.person_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(
            booking.c.offer_id == offer_id,
            booking.c.person_id == person_id,
            booking.c.state != "cancelled",
        )
        .group_by(booking.c.occurrence_id)
        .having(func.count() > 1)
    ).first()
    if twice is not None:
        raise AlreadyBooked(full_name(twice.surname, twice.first_name), twice.title, twice.state)


def _require_bookable(work: Work, request: Book, course: Any) -> None:
    kind = OFFER_TYPES[course["type"]]
    if course["ended"]:
        raise OfferEnded(course["title"])
    if kind.booking == "none":
        raise NoBooking(course["title"], course["type"])
    if kind.booking == "daily" and request.occurrence_id is None:
        raise Invalid("occurrence", "missing")
    if request.occurrence_id is not None:
        when = work.row(occurrence, request.occurrence_id)
        if kind.booking != "daily" or when["offer_id"] != request.offer_id:
            raise Invalid("occurrence", "unknown", course["title"])
        if when["state"] != "planned":
            raise Invalid("occurrence", when["state"], course["title"])
    if not 1 <= request.places <= 9:
        raise Invalid("places", "not_a_number", str(request.places))


def subject(who: Any, course: Any) -> str:
    """The subject of a booking in the log: name and offer."""
    return f"{full_name(who['surname'], who['first_name'])} · {course['title']}"


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
    return sorted(
        lines,
        key=lambda line: (
            line.state == "waiting",
            line.number if line.state == "waiting" else 0,
            sort_key(f"{line.surname} {line.first_name}"),
        ),
    )


def _lines() -> Any:
    paid = (
        select(func.coalesce(func.sum(payment_note.c.amount_cents), 0))
        .where(payment_note.c.booking_id == booking.c.id, payment_note.c.void_reason == "")
        .scalar_subquery()
    )
    return (
        select(
            booking.c.id,
            booking.c.number,
            booking.c.state,
            person.c.id,
            person.c.surname,
            person.c.first_name,
            person.c.birth_year,
            func.iif(person.c.phone != "", person.c.phone, person.c.mobile),
            booking.c.places,
            booking.c.booked_at,
            booking.c.promoted_at,
            booking.c.informed,
            paid,
            occurrence.c.starts,
        )
        .join(person, person.c.id == booking.c.person_id)
        .outerjoin(occurrence, occurrence.c.id == booking.c.occurrence_id)
    )


def promoted_and_not_told(view: View) -> list[PromotedLine]:
    """People who moved up from a waiting list of this house and have not been told yet."""
    rows = view.connection.execute(
        select(booking, person, offer.c.title)
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
            row.phone or row.mobile,
            row.offer_id,
            row.title,
        )
        for row in rows
    ]
