"""Going over to another course, and somebody else taking the place; what was paid follows."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import booking, offer, person
from begegnung.db.work import Row, Work
from begegnung.model.booking_errors import NoPlace, SameOffer, WaitingListFirst
from begegnung.model.errors import CourseFull, PersonBlocked
from begegnung.model.names import full_name
from begegnung.services.bookings import Book, Booked, book, end_booking
from begegnung.services.decisions import decide
from begegnung.services.ledger import carry
from begegnung.services.subject import own_booking
from begegnung.services.waiting import move_up, seat_state


@dataclass(frozen=True, slots=True)
class Transfer:
    """Takes a person with all she has paid from one offer to another.

    `target` says where to, as for a new registration; its person is that of the booking. Nothing
    happens when no place is left there: she keeps the place she has.
    """

    booking_id: str
    target: Book


@dataclass(frozen=True, slots=True)
class Substitute:
    """Gives the place of a booking to somebody else (Ersatzperson), with what was paid for it.

    While others wait for a place a `reason` is needed: the order of the list is not passed by
    without one.
    """

    booking_id: str
    person_id: str
    reason: str = ""


class Moved(NamedTuple):
    """What a transfer or a substitution did: the new booking, the cents that went along.

    `moved_up` are the bookings that got the place that became free; a substitution frees none.
    """

    booking: Booked
    carried_cents: int
    moved_up: tuple[str, ...] = ()


def transfer(work: Work, request: Transfer) -> Moved:
    """Moves a booking into another offer; what was paid goes along without a refund.

    Raises `SameOffer`, `NoPlace` (the booking is cancelled), `CourseFull`, and what `book` refuses.
    """
    row = work.row(booking, request.booking_id)
    course, who = own_booking(work, row)
    name = full_name(who["surname"], who["first_name"])
    wanted = request.target
    if row["state"] == "cancelled":
        raise NoPlace(name, course["title"])
    if (wanted.offer_id, wanted.occurrence_id) == (row["offer_id"], row["occurrence_id"]):
        raise SameOffer(name, course["title"])
    done = book(work, replace(wanted, person_id=row["person_id"]))
    target = work.row(offer, wanted.offer_id)
    if done.state != "booked":
        state = seat_state(work.connection, wanted.offer_id, wanted.occurrence_id)
        raise CourseFull(target["title"], target["capacity"], len(state.waiting) - 1)
    work.update(
        booking, done.booking_id, {"origin_id": request.booking_id, "origin_kind": "transfer"}
    )
    end_booking(work, request.booking_id, "transferred")
    carried = carry(work, request.booking_id, done.booking_id, row["person_id"])
    work.title = f"{name} · {course['title']} → {target['title']}"
    moved = move_up(work, row["offer_id"], row["occurrence_id"], "transferred")
    return Moved(done, carried, moved)


def substitute(work: Work, request: Substitute) -> Moved:
    """Gives a place to an Ersatzperson under the agreed price.

    If she waits in this list herself, her place there ends. Raises `NoPlace`, `PersonBlocked`,
    `SameOffer` (she has a place already) and `WaitingListFirst`.
    """
    row = work.row(booking, request.booking_id)
    course, before = own_booking(work, row)
    if row["state"] != "booked":
        raise NoPlace(full_name(before["surname"], before["first_name"]), course["title"])
    who = work.row(person, request.person_id)
    name = full_name(who["surname"], who["first_name"])
    if who["blocked"] or who["merged_into"] is not None:
        raise PersonBlocked(name)
    waits = _own_booking_there(work, row, request.person_id)
    if waits is not None and waits["state"] == "booked":
        raise SameOffer(name, course["title"])
    state = seat_state(work.connection, row["offer_id"], row["occurrence_id"])
    others = [claim for claim in state.waiting if waits is None or claim.booking_id != waits["id"]]
    if others and not request.reason.strip():
        raise WaitingListFirst(course["title"], len(others))
    if waits is not None:
        end_booking(work, waits["id"], "substituted")
    booking_id = work.insert(booking, _taken_over(work, row, request.person_id, state.last + 1))
    end_booking(work, request.booking_id, "substituted")
    facts = {"number": state.last + 1, "before": row["number"], "reason": request.reason.strip()}
    decide(work, booking_id, "substituted", {**facts, "waiting": len(others)})
    carried = carry(work, request.booking_id, booking_id, request.person_id)
    old_name = full_name(before["surname"], before["first_name"])
    work.title = f"{old_name} → {name} · {course['title']}"
    capacity = course["capacity"]
    left = None if capacity is None else max(0, capacity - state.taken)
    return Moved(Booked(booking_id, "booked", 0, left, number=state.last + 1), carried)


def _own_booking_there(work: Work, row: Row, person_id: str) -> Row | None:
    found = work.connection.execute(
        select(booking.c.id).where(
            booking.c.offer_id == row["offer_id"],
            booking.c.occurrence_id.is_not_distinct_from(row["occurrence_id"]),
            booking.c.person_id == person_id,
            booking.c.state != "cancelled",
        )
    ).scalar()
    return None if found is None else work.row(booking, found)


def _taken_over(work: Work, row: Row, person_id: str, number: int) -> dict[str, object]:
    """The booking of the Ersatzperson: the same place at the same price."""
    kept = ("offer_id", "occurrence_id", "places", "due_cents", "due_reason", "boarding_point_id")
    return {
        **{column: row[column] for column in kept},
        "person_id": person_id,
        "state": "booked",
        "number": number,
        "booked_at": work.maker.now_ms,
        "origin_id": row["id"],
        "origin_kind": "substitute",
    }
