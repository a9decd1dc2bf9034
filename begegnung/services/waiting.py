"""The waiting list: who gets a place that became free, asking by telephone, keeping the order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.tables import booking, call_note, occurrence, offer
from begegnung.db.work import Row, Work
from begegnung.model.booking_errors import (
    AnswerPending,
    NobodyElse,
    NotAsked,
    NotTogether,
    NotWaiting,
)
from begegnung.model.calendar import opening_day_after
from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.model.seats import BACK, FORWARD, Admission, Claim, admitted
from begegnung.services.decisions import decide
from begegnung.services.house_calendar import calendar_of
from begegnung.services.houses import own
from begegnung.services.present import moment_of, today_of
from begegnung.services.subject import own_booking

CALL_OUTCOMES: dict[str, str] = {
    "reached": "erreicht, nimmt den Platz",
    "callback": "ruft zurück",
    "no_answer": "nicht erreicht",
    "declined": "verzichtet",
    "waits": "erreicht, wartet auf den nächsten Platz",
}
"""What came of a telephone call about a place."""

WAITS = "waits"
"""Only of somebody whose place was sold twice: who moved up was called because there is one."""


@dataclass(frozen=True, slots=True)
class MarkInformed:
    """Notes that somebody who moved up from the waiting list has been told."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Notes a call to somebody who moved up: `outcome` is a key of `CALL_OUTCOMES`."""

    booking_id: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """Gives the place of somebody who could not be reached to the next one.

    Before the last day to answer is over a `reason` is needed.
    """

    booking_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reorder:
    """Puts somebody first in the waiting list, or last; never without a reason."""

    booking_id: str
    reason: str
    to_front: bool = True


@dataclass(frozen=True, slots=True)
class GivePlace:
    """Gives somebody who waits a place although none is free; never without a reason."""

    booking_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Promote:
    """Gives free places to those who wait, of a whole offer or of one of its dates."""

    offer_id: str
    occurrence_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Says of people in one list that they get their places together.

    With `splittable` they belong together and take single places as they come.
    """

    booking_ids: tuple[str, ...]
    splittable: bool = False


class SeatState(NamedTuple):
    """The state of one list: places taken, who waits, the last number that was given."""

    taken: int
    waiting: tuple[Claim, ...]
    last: int


_STATE = (
    "SELECT id, state, number, places, rank, party_id, splittable, booked_at FROM booking"
    " WHERE offer_id = ? AND occurrence_id IS ?"
)


def seat_state(connection: Connection, offer_id: str, occurrence_id: str | None) -> SeatState:
    """What the rule of the seats needs to know of a list: of a whole offer or of one date."""
    taken, last = 0, 0
    waiting: list[Claim] = []
    driver: Any = connection.connection.driver_connection
    # A list has some dozens of rows, and every booking asks: past SQLAlchemy, in one statement.
    for row in driver.execute(_STATE, (offer_id, occurrence_id)):
        booking_id, state, number, places, rank, party, splittable, booked_at = row
        last = max(last, number)
        if state == "booked":
            taken += places
        elif state == "waiting":
            claim = Claim(booking_id, number, places, rank, party, bool(splittable), booked_at)
            waiting.append(claim)
    return SeatState(taken, tuple(waiting), last)


def move_up(
    work: Work,
    offer_id: str,
    occurrence_id: str | None = None,
    cause: str = "cancelled",
    passed_over: Collection[str] = (),
) -> tuple[str, ...]:
    """Gives free places to the waiting list; every way a place becomes free calls this.

    `cause` is why one is free: "cancelled", "declined", "passed_on", "capacity", "transferred",
    "merged", "exchange", "moved", "undone", "fewer_places". Gives the bookings that moved up.
    """
    state = seat_state(work.connection, offer_id, occurrence_id)
    if not state.waiting:
        return ()
    course = work.row(offer, offer_id)
    if course["ended"]:
        return ()
    found = admitted(
        course["capacity"], state.taken, state.waiting, course["queue_order"], passed_over
    )
    if not found:
        return ()
    answer_by = _answer_by(work, course)
    for admission in found:
        for claim in admission.claims:
            _promote(work, claim, admission, cause, answer_by)
    return tuple(claim.booking_id for admission in found for claim in admission.claims)


def is_over(work: Work, offer_id: str, occurrence_id: str | None) -> bool:
    """Whether nobody needs a place in this list any more: it had dates, and the last one was."""
    dates = select(func.max(occurrence.c.ends))
    if occurrence_id is None:
        dates = dates.where(occurrence.c.offer_id == offer_id, occurrence.c.state == "planned")
    else:
        dates = dates.where(occurrence.c.id == occurrence_id)
    last = work.connection.execute(dates).scalar()
    return last is not None and last < moment_of(work.maker.now_ms)


def move_up_everywhere(work: Work, offer_id: str, cause: str = "capacity") -> tuple[str, ...]:
    """Gives free places to every waiting list of an offer: the one of the whole, those of dates."""
    lists = work.connection.execute(
        select(booking.c.occurrence_id)
        .where(booking.c.offer_id == offer_id, booking.c.state == "waiting")
        .distinct()
    ).scalars()
    return tuple(moved for one in lists.all() for moved in move_up(work, offer_id, one, cause))


def _promote(
    work: Work, claim: Claim, admission: Admission, cause: str, answer_by: date | None
) -> None:
    work.update(
        booking,
        claim.booking_id,
        {
            "state": "booked",
            "promoted_at": work.maker.now_ms,
            "informed": False,
            "answer_by": answer_by,
        },
    )
    facts: dict[str, Any] = {
        "number": claim.number,
        "position": admission.position,
        "free": admission.free,
        "places": sum(one.places for one in admission.claims),
        "cause": cause,
        "rank": claim.rank,
    }
    if admission.passed:
        facts["passed"] = [list(passed) for passed in admission.passed]
    decide(work, claim.booking_id, "promoted", facts)


def _answer_by(work: Work, course: Row) -> date | None:
    """The last day to answer, counted in opening days of the house; None: no deadline."""
    if not course["answer_days"]:
        return None
    calendar = calendar_of(work.connection, course["centre_id"])
    return opening_day_after(today_of(work.maker.now_ms), course["answer_days"], calendar)


def promote(work: Work, request: Promote) -> tuple[str, ...]:
    """Gives free places to a waiting list; gives the bookings that moved up.

    Every way in which a place becomes free does so by itself; there is something left to do only
    when an exchange was broken off.
    """
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    work.title = course["title"]
    return move_up(work, request.offer_id, request.occurrence_id, "late")


def mark_informed(work: Work, request: MarkInformed) -> None:
    """Notes that the person knows of her place and takes it."""
    own_booking(work, work.row(booking, request.booking_id))
    work.update(booking, request.booking_id, {"informed": True, "answer_by": None})


def note_call(work: Work, request: NoteCall) -> tuple[str, ...]:
    """Notes a telephone call; gives the bookings that moved up because of it.

    "reached" ends the asking, "declined" cancels the booking and gives the place to the next one;
    "callback" and "no_answer" leave everything as it is. Raises `NotAsked`.
    """
    if request.outcome not in CALL_OUTCOMES or request.outcome == WAITS:
        raise Invalid("outcome", "unknown", request.outcome)
    row = _asked(work, request.booking_id)
    work.insert(
        call_note,
        {
            "booking_id": request.booking_id,
            "called_at": work.maker.now_ms,
            "outcome": request.outcome,
            "staff_user_id": work.maker.actor,
        },
    )
    if request.outcome == "reached":
        work.update(booking, request.booking_id, {"informed": True, "answer_by": None})
    if request.outcome != "declined":
        return ()
    work.update(
        booking,
        request.booking_id,
        {
            "state": "cancelled",
            "cancelled_at": work.maker.now_ms,
            "cancel_reason": "declined",
            "informed": True,
            "answer_by": None,
        },
    )
    return move_up(work, row["offer_id"], row["occurrence_id"], "declined")


def pass_on(work: Work, request: PassOn) -> tuple[str, ...]:
    """Gives the place of somebody who could not be reached to the next one who fits.

    She keeps her place in the waiting list and gets the next free seat. Raises `NotAsked`,
    `AnswerPending` (before the last day to answer, without a reason) and `NobodyElse`.
    """
    row = _asked(work, request.booking_id)
    course, who = own_booking(work, row)
    name = full_name(who["surname"], who["first_name"])
    until = row["answer_by"]
    if until is not None and today_of(work.maker.now_ms) <= until and not request.reason.strip():
        raise AnswerPending(name, until)
    back = [row, *_party_asked(work, row)]
    for one in back:
        work.update(
            booking,
            one["id"],
            {"state": "waiting", "promoted_at": None, "informed": True, "answer_by": None},
        )
        decide(
            work,
            one["id"],
            "passed_on",
            {"number": one["number"], "reason": request.reason.strip()},
        )
    ids = {one["id"] for one in back}
    moved = move_up(work, row["offer_id"], row["occurrence_id"], "passed_on", ids)
    if not moved:
        raise NobodyElse(name, course["title"])
    return moved


def _party_asked(work: Work, row: Row) -> list[Row]:
    """The others of a couple that is kept together, who moved up with her."""
    if row["party_id"] is None or row["splittable"]:
        return []
    ids = work.connection.execute(
        select(booking.c.id).where(
            booking.c.party_id == row["party_id"],
            booking.c.id != row["id"],
            booking.c.state == "booked",
            booking.c.promoted_at.is_not(None),
        )
    ).scalars()
    return [work.row(booking, one) for one in ids.all()]


def reorder(work: Work, request: Reorder) -> tuple[str, ...]:
    """Puts somebody first or last in the waiting list; gives who moves up because of it.

    Raises `Invalid` without a reason and `NotWaiting`.
    """
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    row = _waiting(work, request.booking_id)
    rank = FORWARD if request.to_front else BACK
    reason = request.reason.strip()
    work.update(booking, request.booking_id, {"rank": rank, "rank_reason": reason})
    decide(work, request.booking_id, "moved", {"rank": rank, "reason": reason})
    return move_up(work, row["offer_id"], row["occurrence_id"], "moved")


def give_place(work: Work, request: GivePlace) -> None:
    """Gives a place against the rule, as a decision of its own that is kept with its reason.

    Raises `Invalid` without a reason, `NotWaiting` and `NotAllowed`.
    """
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    work.require("bookings.overrule")
    row = _waiting(work, request.booking_id)
    course = work.row(offer, row["offer_id"])
    taken = seat_state(work.connection, row["offer_id"], row["occurrence_id"]).taken
    work.update(
        booking,
        request.booking_id,
        {"state": "booked", "promoted_at": work.maker.now_ms, "informed": False},
    )
    facts = {"number": row["number"], "capacity": course["capacity"], "taken": taken}
    facts |= {"places": row["places"], "reason": request.reason.strip()}
    decide(work, request.booking_id, "overruled", facts)


def keep_together(work: Work, request: KeepTogether) -> tuple[str, ...]:
    """Keeps people of one list together, or says that they may be split.

    Gives who moves up because of it. Raises `NotTogether`.
    """
    rows = [work.row(booking, one) for one in dict.fromkeys(request.booking_ids)]
    course, _who = own_booking(work, rows[0])
    lists = {(row["offer_id"], row["occurrence_id"]) for row in rows}
    if len(rows) < 2 or len(lists) > 1 or any(row["state"] == "cancelled" for row in rows):
        raise NotTogether(course["title"])
    party = next((row["party_id"] for row in rows if row["party_id"]), None) or rows[0]["id"]
    for row in rows:
        work.update(booking, row["id"], {"party_id": party, "splittable": request.splittable})
    return move_up(work, rows[0]["offer_id"], rows[0]["occurrence_id"], "moved")


def _asked(work: Work, booking_id: str) -> Row:
    """A booking whose person moved up and has not said yes yet."""
    row = work.row(booking, booking_id)
    course, who = own_booking(work, row)
    if row["state"] != "booked" or row["informed"]:
        raise NotAsked(full_name(who["surname"], who["first_name"]), course["title"])
    return row


def _waiting(work: Work, booking_id: str) -> Row:
    row = work.row(booking, booking_id)
    course, who = own_booking(work, row)
    if row["state"] != "waiting":
        raise NotWaiting(full_name(who["surname"], who["first_name"]), course["title"])
    return row
