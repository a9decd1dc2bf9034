"""The last place was sold at several PCs: more people have a place than there are places.

Nobody loses a place by the program. Those at the desk see who came when, call somebody, and decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import booking, call_note, occurrence, offer, person
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.services.bookings import by_the_rules, end_booking
from begegnung.services.clash_decisions import LEFT
from begegnung.services.clashes.clocks import in_doubt
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.decisions import decide
from begegnung.services.desk import View
from begegnung.services.occupancy import rows_of
from begegnung.services.person_shown import (
    first_name_in_lists,
    phone_in_lists,
    surname_in_lists,
)
from begegnung.services.present import moment_of
from begegnung.services.subject import own_booking
from begegnung.services.waiting import WAITS, move_up, move_up_everywhere

KIND = "seat"

_BOOKED = "booked"

_CROWDED = """
SELECT o.id FROM offer AS o
WHERE o.centre_id = ? AND NOT o.ended AND o.capacity IS NOT NULL AND o.capacity < (
  SELECT sum(b.places) FROM booking AS b WHERE b.offer_id = o.id AND b.state = 'booked'
)
"""
"""The offers that may have given too many places: all their lists and decisions together."""


class SeatPerson(NamedTuple):
    """Somebody with a place, in the order in which people came.

    `at_ms` is when she was booked by the clock of the PC `pc` (UTC ms); `doubtful` when this clock
    was off. `calls` are the calls so far, `last_call` what came of the last one.
    """

    booking_id: str
    person_id: str
    name: str
    phone: str
    places: int
    pc: str
    at_ms: int
    doubtful: bool
    calls: int = 0
    last_call: str = ""


class SeatClash(NamedTuple):
    """More people have a place than there are places; `people` in the order in which they came.

    `starts` is the date (local minutes) where single dates are booked, None for the whole offer.
    """

    id: str
    offer_id: str
    occurrence_id: str | None
    title: str
    starts: int | None
    capacity: int
    taken: int
    people: tuple[SeatPerson, ...]

    @property
    def excess(self) -> int:
        """How many places too many are given."""
        return self.taken - self.capacity


@dataclass(frozen=True, slots=True)
class NoteClashCall:
    """Notes a call that has settled nothing yet: `outcome` "no_answer" or "callback"."""

    booking_id: str
    outcome: str


def found(view: View) -> tuple[SeatClash, ...]:
    """The lists of this house in which more places are given by the rules than there are.

    Not of offers that have ended, nor of dates that are over.
    """
    if view.centre_id is None:
        return ()
    crowded = [row[0] for row in rows_of(view.connection, _CROWDED, view.centre_id)]
    if not crowded:
        return ()
    taken = func.sum(booking.c.places)
    rows = view.connection.execute(
        select(
            offer.c.id,
            booking.c.occurrence_id,
            offer.c.title,
            occurrence.c.starts,
            offer.c.capacity,
            taken,
        )
        .join(booking, booking.c.offer_id == offer.c.id)
        .outerjoin(occurrence, occurrence.c.id == booking.c.occurrence_id)
        .where(
            offer.c.id.in_(crowded),
            booking.c.state == _BOOKED,
            by_the_rules(),
            occurrence.c.ends.is_(None) | (occurrence.c.ends > moment_of(view.now_ms)),
        )
        .group_by(offer.c.id, booking.c.occurrence_id)
        .having(taken > offer.c.capacity)
        .order_by(offer.c.title, offer.c.id, occurrence.c.starts)
    ).all()
    return tuple(_clash(view, row) for row in rows)


def _clash(view: View, row: Any) -> SeatClash:
    people = _in_order(view, row[0], row[1])
    state = [row[4], [[one.booking_id, one.places] for one in people]]
    return SeatClash._make((clash_id(KIND, (row[0], row[1]), state), *row[:6], people))


def _in_order(view: View, offer_id: str, occurrence_id: str | None) -> tuple[SeatPerson, ...]:
    """Everybody with a place, first those who came first: by what the PCs knew of each other."""
    rows = view.connection.execute(
        select(
            booking.c.id,
            booking.c.person_id,
            surname_in_lists(),
            first_name_in_lists(),
            phone_in_lists(),
            booking.c.places,
            booking.c.booked_at,
        )
        .join(person, person.c.id == booking.c.person_id)
        .where(
            booking.c.offer_id == offer_id,
            booking.c.occurrence_id.is_not_distinct_from(occurrence_id),
            booking.c.state == _BOOKED,
        )
    ).all()
    by = written(view.connection, [row[0] for row in rows])
    doubtful = in_doubt(view.connection, {row[0]: row[6] for row in rows}, by)
    calls = _calls(view, [row[0] for row in rows])
    ordered = sorted(rows, key=lambda row: (by.get(row[0], NOBODY).stamp, row[0]))
    return tuple(
        SeatPerson(
            row[0],
            row[1],
            full_name(row[2], row[3]),
            row[4],
            row[5],
            by.get(row[0], NOBODY).pc,
            row[6],
            row[0] in doubtful,
            *calls.get(row[0], (0, "")),
        )
        for row in ordered
    )


def _calls(view: View, booking_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """By booking, how many calls there were, and what came of the last one."""
    rows = view.connection.execute(
        select(call_note.c.booking_id, call_note.c.outcome)
        .where(call_note.c.booking_id.in_(booking_ids))
        .order_by(call_note.c.called_at, call_note.c.id)
    )
    found: dict[str, tuple[int, str]] = {}
    for booking_id, outcome in rows:
        found[booking_id] = (found.get(booking_id, (0, ""))[0] + 1, outcome)
    return found


def proposals(_view: View, clash: SeatClash) -> tuple[Proposal, ...]:
    """Calling somebody, the last one first; more places; leaving it with a reason."""
    calling = [
        Proposal(f"{what}-{number}", about=one.booking_id, facts=(one.name, one.phone))
        for number, one in reversed(tuple(enumerate(clash.people, 1)))
        for what in ("waiting", "resigned")
    ]
    return (
        *calling,
        Proposal("places", "offers.edit_offer", facts=(clash.taken,)),
        Proposal(LEFT, "bookings.overrule", "reason"),
    )


def apply(work: Work, clash: SeatClash, proposal: Proposal, reason: str) -> str | None:
    """Does what was decided; gives the person it is about, None for more places."""
    if proposal.code == "places":
        work.update(offer, clash.offer_id, {"capacity": clash.taken})
        move_up_everywhere(work, clash.offer_id)
        return None
    if proposal.code == LEFT:
        for one in _last_ones(clash):
            _overrule(work, clash, one, reason)
        return None
    who = next(one for one in clash.people if one.booking_id == proposal.about)
    if proposal.code.startswith("resigned"):
        _note(work, who.booking_id, "declined")
        end_booking(work, who.booking_id, "declined")
        move_up(work, clash.offer_id, clash.occurrence_id, "declined")
    else:
        _note(work, who.booking_id, WAITS)
        _put_back(work, clash, who)
    return who.person_id


def note_clash_call(work: Work, request: NoteClashCall) -> None:
    """Notes a call to somebody with a place, which leaves the question open; raises `Invalid`."""
    if request.outcome not in ("no_answer", "callback"):
        raise Invalid("outcome", "unknown", request.outcome)
    own_booking(work, work.row(booking, request.booking_id))
    _note(work, request.booking_id, request.outcome)


def _note(work: Work, booking_id: str, outcome: str) -> None:
    values = {"called_at": work.maker.now_ms, "staff_user_id": work.maker.actor}
    work.insert(call_note, {"booking_id": booking_id, "outcome": outcome, **values})


def _put_back(work: Work, clash: SeatClash, who: SeatPerson) -> None:
    """Puts somebody on the waiting list, with the number under which she came."""
    row = work.row(booking, who.booking_id)
    work.update(
        booking,
        who.booking_id,
        {"state": "waiting", "promoted_at": None, "informed": True, "answer_by": None},
    )
    facts = {"number": row["number"], "capacity": clash.capacity, "taken": clash.taken}
    decide(work, who.booking_id, "sold_twice", facts)
    move_up(work, clash.offer_id, clash.occurrence_id, "moved", {who.booking_id})


def _last_ones(clash: SeatClash) -> Iterable[SeatPerson]:
    """Those who came last, as many as there are places too many."""
    missing = clash.excess
    for one in reversed(clash.people):
        if missing <= 0:
            return
        missing -= one.places
        yield one


def _overrule(work: Work, clash: SeatClash, who: SeatPerson, reason: str) -> None:
    row = work.row(booking, who.booking_id)
    facts = {
        "number": row["number"],
        "capacity": clash.capacity,
        "taken": clash.taken,
        "places": who.places,
        "reason": reason,
    }
    decide(work, who.booking_id, "overruled", facts)
