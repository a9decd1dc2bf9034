"""Booking people into offers, cancelling, and the rules that hold for every list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.tables import booking, offer, person, seat_decision
from begegnung.db.work import Row, Work
from begegnung.model.booking_errors import NoPlace, TooManyPlaces
from begegnung.model.errors import AlreadyBooked, CourseFull, Invalid
from begegnung.model.names import full_name
from begegnung.model.seats import Claim, admitted, units
from begegnung.services.decisions import decide
from begegnung.services.houses import own
from begegnung.services.prices import Agreed, agreed_price
from begegnung.services.registration import Newcomer, Wish, newcomer, require_bookable
from begegnung.services.subject import own_booking
from begegnung.services.waiting import SeatState, move_up, seat_state


@dataclass(frozen=True, slots=True)
class Book:
    """Books a person into an offer, or into one date of it (`occurrence_id`, e.g. for lunch).

    `overrule` is the reason to give a place although there is none, or although registration is
    not open; not everybody may. `seen_free` is how many places the desk saw as free, so that it is
    told when another desk took the last one meanwhile. `proof_seen`: the proof for the reduction
    was shown.
    """

    person_id: str
    offer_id: str
    occurrence_id: str | None = None
    places: int = 1
    overrule: str = ""
    seen_free: int | None = None
    reduction_id: str | None = None
    proof_seen: bool = False
    boarding_point_id: str | None = None
    choice: str = ""

    def wish(self) -> Wish:
        """What is asked for, whoever asks."""
        return Wish(
            self.offer_id, self.occurrence_id, self.places, self.boarding_point_id, self.choice
        )


@dataclass(frozen=True, slots=True)
class BookTogether:
    """Books several people at once who belong together, each with a place of her own.

    `booking` holds what is the same for all; its `person_id` is the first of them. They get their
    places together, or with `splittable` single places as they come.
    """

    booking: Book
    others: tuple[str, ...]
    splittable: bool = False


@dataclass(frozen=True, slots=True)
class CancelBooking:
    """Takes a person out of an offer or off its waiting list."""

    booking_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetPlaces:
    """Another number of places for a booking; more only while they are free."""

    booking_id: str
    places: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a booking: `state` "booked" or "waiting"; `position` in the waiting list.

    `places_left` is None without a limit. `overtaken`: the desk saw a free place that somebody
    else got meanwhile. `number` proves the order in which people came.
    """

    booking_id: str
    state: str
    position: int
    places_left: int | None
    overtaken: bool = False
    number: int = 0


def book(work: Work, request: Book) -> Booked:
    """Books a person; when no place is left she goes on the waiting list.

    Raises `AlreadyBooked`, `NoBooking` (an offer without names), `OfferEnded`, `PersonBlocked`,
    `RegistrationNotOpen`, `RegistrationClosed`, `TooManyPlaces`, `NotAllowed` (overruling) and
    `Invalid` (places, a date that is missing, dropped, left out, or not one of an offer that is
    booked by the day).
    """
    return _register(work, request, (request.person_id,), splittable=False)[0]


def book_together(work: Work, request: BookTogether) -> tuple[Booked, ...]:
    """Books people who belong together, in the order in which they are given; see `book`."""
    people = tuple(dict.fromkeys((request.booking.person_id, *request.others)))
    return _register(work, request.booking, people, splittable=request.splittable)


def _register(
    work: Work, request: Book, people: Sequence[str], *, splittable: bool
) -> tuple[Booked, ...]:
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    when = require_bookable(work, course, request.wish())
    overruled = bool(request.overrule.strip())
    if overruled:
        work.require("bookings.overrule")
    coming = [newcomer(work, one, course, when, any_time=overruled) for one in people]
    work.title = f"{' und '.join(one.name for one in coming)} · {course['title']}"
    agreed = agreed_price(
        work, course, request.places, request.reduction_id, proof_seen=request.proof_seen
    )
    before = seat_state(work.connection, request.offer_id, request.occurrence_id)
    claims = _claims(work, request, coming, before, splittable=splittable)
    waiting = (*before.waiting, *claims)
    found = admitted(course["capacity"], before.taken, waiting, course["queue_order"])
    places = {claim.booking_id for admission in found for claim in admission.claims}
    if overruled:
        places.update(claim.booking_id for claim in claims)
    for claim, one in zip(claims, coming, strict=True):
        state = "booked" if claim.booking_id in places else "waiting"
        _insert(work, request, claim, one, agreed, state)
    if places - {claim.booking_id for claim in claims}:
        # Nobody waits while a place is free, but for what an exchange or an ended offer left.
        move_up(work, request.offer_id, request.occurrence_id, "late")
    return _outcomes(work, request, course, before, claims, places)


def _claims(
    work: Work, request: Book, coming: list[Newcomer], before: SeatState, *, splittable: bool
) -> list[Claim]:
    """The newcomers as the rule of the seats sees them: behind all who came before."""
    ids = [work.new_id() for _ in coming]
    party = ids[0] if len(ids) > 1 else None
    return [
        Claim(
            booking_id,
            before.last + number,
            request.places,
            one.rank,
            party,
            splittable,
            work.maker.now_ms,
        )
        for number, (booking_id, one) in enumerate(zip(ids, coming, strict=True), start=1)
    ]


def _insert(
    work: Work, request: Book, claim: Claim, one: Newcomer, agreed: Agreed, state: str
) -> None:
    work.insert(
        booking,
        {
            "id": claim.booking_id,
            "offer_id": request.offer_id,
            "occurrence_id": request.occurrence_id,
            "person_id": one.who["id"],
            "state": state,
            "number": claim.number,
            "places": claim.places,
            "booked_at": work.maker.now_ms,
            "rank": claim.rank,
            "party_id": claim.party,
            "splittable": claim.splittable,
            "boarding_point_id": request.boarding_point_id,
            "choice": request.choice,
            **agreed.columns(),
        },
    )


def _outcomes(
    work: Work,
    request: Book,
    course: Row,
    before: SeatState,
    claims: list[Claim],
    places: set[str],
) -> tuple[Booked, ...]:
    """What became of the newcomers, each with the facts that answer why."""
    capacity, taken = course["capacity"], before.taken
    queue = [u for u in units((*before.waiting, *claims)) if u[0].booking_id not in places]
    done: list[Booked] = []
    for claim in claims:
        got = claim.booking_id in places
        position = 0 if got else next(n for n, u in enumerate(queue, 1) if claim in u)
        facts: dict[str, Any] = {
            "number": claim.number,
            "places": claim.places,
            "capacity": capacity,
            "taken": taken,
            "waiting": len(before.waiting),
        }
        if position:
            facts.update(position=position, rank=claim.rank)
        if request.overrule.strip():
            facts["reason"] = request.overrule.strip()
        kind = "overruled" if request.overrule.strip() else "place" if got else "waiting"
        decide(work, claim.booking_id, kind, facts)
        taken += claim.places if got else 0
        left = None if capacity is None else max(0, capacity - taken)
        state = "booked" if got else "waiting"
        overtaken = not got and (request.seen_free or 0) >= request.places * len(claims)
        done.append(Booked(claim.booking_id, state, position, left, overtaken, claim.number))
    return tuple(done)


def cancel(work: Work, request: CancelBooking) -> tuple[str, ...]:
    """Cancels a booking; gives the bookings that moved up from the waiting list because of it."""
    row = work.row(booking, request.booking_id)
    own_booking(work, row)
    if row["state"] == "cancelled":
        return ()
    end_booking(work, request.booking_id, request.reason.strip() or "cancelled")
    return move_up(work, row["offer_id"], row["occurrence_id"])


def end_booking(work: Work, booking_id: str, reason: str) -> None:
    """Writes that a booking is cancelled, when and why; nobody moves up by this alone."""
    work.update(
        booking,
        booking_id,
        {
            "state": "cancelled",
            "cancelled_at": work.maker.now_ms,
            "cancel_reason": reason,
            "informed": True,
            "answer_by": None,
        },
    )


def set_places(work: Work, request: SetPlaces) -> tuple[str, ...]:
    """Changes how many places a booking has; gives who moves up when there are fewer.

    The price follows. Raises `TooManyPlaces`, `CourseFull` and `NoPlace` (cancelled).
    """
    row = work.row(booking, request.booking_id)
    course, who = own_booking(work, row)
    if row["state"] == "cancelled":
        raise NoPlace(full_name(who["surname"], who["first_name"]), course["title"])
    if not 1 <= request.places <= 9:
        raise Invalid("places", "not_a_number", str(request.places))
    more = request.places - row["places"]
    if request.places > course["most_places"] and more > 0:
        raise TooManyPlaces(course["title"], course["most_places"])
    state = seat_state(work.connection, row["offer_id"], row["occurrence_id"])
    capacity = course["capacity"]
    full = capacity is not None and (state.waiting or state.taken + more > capacity)
    if row["state"] == "booked" and more > 0 and full:
        raise CourseFull(course["title"], capacity or 0, len(state.waiting))
    new: dict[str, Any] = {"places": request.places}
    if row["due_cents"] is not None:
        new["due_cents"] = row["due_cents"] // row["places"] * request.places
    work.update(booking, request.booking_id, new)
    return move_up(work, row["offer_id"], row["occurrence_id"], "fewer_places")


def by_the_rules() -> Any:
    """The condition that a place was not given against the rules, by a decision with its reason."""
    decided = (
        select(seat_decision.c.id)
        .where(seat_decision.c.booking_id == booking.c.id, seat_decision.c.kind == "overruled")
        .exists()
    )
    return ~decided


def most_taken(connection: Connection, offer_id: str) -> int:
    """The places taken by the rules in the fullest list of an offer: of the whole or of a date."""
    taken = connection.execute(
        select(func.sum(booking.c.places))
        .where(booking.c.offer_id == offer_id, booking.c.state == "booked", by_the_rules())
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
