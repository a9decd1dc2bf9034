"""Whether somebody may register now: the offer takes names and its window is open for her."""

from typing import Any, NamedTuple

from sqlalchemy import Connection

from begegnung.db.tables import occurrence, person
from begegnung.db.work import Row, Work
from begegnung.model.booking_errors import RegistrationClosed, RegistrationNotOpen, TooManyPlaces
from begegnung.model.errors import AlreadyBooked, Invalid, NoBooking, OfferEnded, PersonBlocked
from begegnung.model.meals import order_deadline
from begegnung.model.names import full_name
from begegnung.model.offers import books_by
from begegnung.model.registration import Window
from begegnung.model.seats import ORDINARY, WAITED_BEFORE
from begegnung.services.booking_details import require_details
from begegnung.services.present import moment_of

_THERE = (
    "SELECT min(state) FROM booking WHERE person_id = ? AND offer_id = ?"
    " AND occurrence_id IS ? AND state != 'cancelled'"
)
_BEFORE = (
    "SELECT min(state) FROM booking WHERE person_id = ? AND offer_id = ? AND state != 'cancelled'"
)


class Wish(NamedTuple):
    """What is asked for: places in an offer or one of its dates, where to get on, which menu."""

    offer_id: str
    occurrence_id: str | None
    places: int
    boarding_point_id: str | None
    choice: str


class Newcomer(NamedTuple):
    """Somebody who registers now: her row of `person`, and her class in the waiting list."""

    who: Row
    rank: int = ORDINARY

    @property
    def name(self) -> str:
        """First name and surname."""
        return full_name(self.who["surname"], self.who["first_name"])


def require_bookable(work: Work, course: Row, wish: Wish) -> Row | None:
    """Raises what speaks against the wish, whoever has it; gives the row of its date.

    `OfferEnded`, `NoBooking`, `TooManyPlaces`; `Invalid` for date, places, boarding point, menu.
    """
    kind = books_by(course["type"], course["registration"])
    if course["ended"]:
        raise OfferEnded(course["title"])
    if kind == "none":
        raise NoBooking(course["title"], course["type"])
    if kind == "daily" and wish.occurrence_id is None:
        raise Invalid("occurrence", "missing")
    when = None
    if wish.occurrence_id is not None:
        when = work.row(occurrence, wish.occurrence_id)
        if kind != "daily" or when["offer_id"] != wish.offer_id:
            raise Invalid("occurrence", "unknown", course["title"])
        if when["state"] != "planned":
            raise Invalid("occurrence", when["state"], course["title"])
    if not 1 <= wish.places <= 9:
        raise Invalid("places", "not_a_number", str(wish.places))
    if wish.places > course["most_places"]:
        raise TooManyPlaces(course["title"], course["most_places"])
    require_details(work, course, wish.boarding_point_id, wish.choice)
    return when


def newcomer(
    work: Work, person_id: str, course: Row, when: Row | None, *, any_time: bool = False
) -> Newcomer:
    """The person who registers; raises what keeps her from it.

    `PersonBlocked`, `AlreadyBooked`, and unless `any_time` `RegistrationNotOpen` and
    `RegistrationClosed`.
    """
    who = work.row(person, person_id)
    name = full_name(who["surname"], who["first_name"])
    if who["blocked"] or who["merged_into"] is not None:
        raise PersonBlocked(name)
    occurrence_id = None if when is None else when["id"]
    driver: Any = work.connection.connection.driver_connection
    (there,) = driver.execute(_THERE, (person_id, course["id"], occurrence_id)).fetchone()
    if there is not None:
        raise AlreadyBooked(name, course["title"], there)
    before = state_before(work.connection, course, person_id)
    if not any_time:
        require_open(work, course, when, priority=before is not None)
    return Newcomer(who, WAITED_BEFORE if before == "waiting" else ORDINARY)


def state_before(connection: Connection, course: Any, person_id: str) -> str | None:
    """How a person stood in the course that this one continues: "booked", "waiting" or None.

    Both give the right to register before the others (Vorkaufsrecht); who waited in vain stands
    before those who did not.
    """
    if course["continues_id"] is None:
        return None
    driver: Any = connection.connection.driver_connection
    (state,) = driver.execute(_BEFORE, (person_id, course["continues_id"])).fetchone()
    return state


def require_open(work: Work, course: Row, when: Row | None, *, priority: bool) -> None:
    """Raises `RegistrationNotOpen` or `RegistrationClosed` when she may not register now.

    For a meal the moment until which it has to be ordered counts too.
    """
    opens, first = course["registration_opens"], course["priority_opens"]
    now = moment_of(work.maker.now_ms)
    closes = course["registration_closes"]
    deadline = None
    if when is not None:
        days, minute = course["deadline_days"], course["deadline_minute"]
        deadline = order_deadline(days, minute, when["starts"])
    if deadline is not None:
        closes = deadline if closes is None else min(closes, deadline)
    state = Window(opens, first, closes).state(now, priority=priority)
    if state == "closed" and closes is not None:
        raise RegistrationClosed(course["title"], closes)
    if state in ("not_yet", "priority_only"):
        raise RegistrationNotOpen(course["title"], opens, first, state == "priority_only")
