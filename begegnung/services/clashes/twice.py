"""One person was booked into one list at two PCs: she has two places, or waits and has one."""

from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import booking, occurrence, offer, person
from begegnung.db.work import Work
from begegnung.model.names import full_name
from begegnung.services.bookings import end_booking
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.desk import View
from begegnung.services.ledger import carry, paid_cents
from begegnung.services.occupancy import rows_of
from begegnung.services.person_merges import DUPLICATE
from begegnung.services.person_shown import first_name_in_lists, surname_in_lists
from begegnung.services.waiting import move_up

KIND = "twice"

_TWICE = """
SELECT b.offer_id, b.occurrence_id, b.person_id
FROM offer AS o CROSS JOIN booking AS b ON b.offer_id = o.id AND b.state <> 'cancelled'
WHERE o.centre_id = ? AND NOT o.ended
GROUP BY b.offer_id, b.occurrence_id, b.person_id HAVING count(*) > 1
"""


class TwicePlace(NamedTuple):
    """One of the bookings: its state, what was paid for it, at which PC it was made and when."""

    booking_id: str
    state: str
    places: int
    paid_cents: int
    pc: str
    at_ms: int


class TwiceClash(NamedTuple):
    """Somebody who stands more than once in a list; `starts` is its date, None for the whole."""

    id: str
    offer_id: str
    occurrence_id: str | None
    person_id: str
    name: str
    title: str
    starts: int | None
    places: tuple[TwicePlace, ...]


def found(view: View) -> tuple[TwiceClash, ...]:
    """Who stands twice in a list of this house, for offers that have not ended."""
    if view.centre_id is None:
        return ()
    clashes = [_clash(view, *row) for row in rows_of(view.connection, _TWICE, view.centre_id)]
    return tuple(sorted(clashes, key=lambda one: (one.title, one.name, one.id)))


def _clash(view: View, offer_id: str, occurrence_id: str | None, person_id: str) -> TwiceClash:
    connection = view.connection
    places = _places(view, offer_id, occurrence_id, person_id)
    state = [[one.booking_id, one.state, one.places] for one in places]
    name = connection.execute(
        select(surname_in_lists(), first_name_in_lists()).where(person.c.id == person_id)
    ).first()
    starts = connection.execute(
        select(occurrence.c.starts).where(occurrence.c.id == occurrence_id)
    ).scalar()
    title = connection.execute(select(offer.c.title).where(offer.c.id == offer_id)).scalar_one()
    return TwiceClash(
        clash_id(KIND, (offer_id, occurrence_id, person_id), state),
        offer_id,
        occurrence_id,
        person_id,
        "" if name is None else full_name(name[0], name[1]),
        title,
        starts,
        places,
    )


def _places(
    view: View, offer_id: str, occurrence_id: str | None, person_id: str
) -> tuple[TwicePlace, ...]:
    """The better one first: a place before the waiting list, then who came first."""
    rows = view.connection.execute(
        select(
            booking.c.id,
            booking.c.state,
            booking.c.places,
            paid_cents(booking.c.id),
            booking.c.booked_at,
        ).where(
            booking.c.offer_id == offer_id,
            booking.c.occurrence_id.is_not_distinct_from(occurrence_id),
            booking.c.person_id == person_id,
            booking.c.state != "cancelled",
        )
    ).all()
    by = written(view.connection, [row[0] for row in rows])
    ordered = sorted(
        rows, key=lambda row: (row[1] != "booked", by.get(row[0], NOBODY).stamp, row[0])
    )
    return tuple(TwicePlace(*row[:4], by.get(row[0], NOBODY).pc, row[4]) for row in ordered)


def proposals(_view: View, clash: TwiceClash) -> tuple[Proposal, ...]:
    """One of the bookings stays."""
    return tuple(
        Proposal(f"keep-{number}", "bookings.cancel", about=one.booking_id, facts=(one,))
        for number, one in enumerate(clash.places, 1)
    )


def apply(work: Work, clash: TwiceClash, proposal: Proposal, _reason: str) -> str | None:
    """Cancels the others; what was paid for them counts for the one that stays."""
    for one in clash.places:
        if one.booking_id != proposal.about:
            carry(work, one.booking_id, proposal.about, clash.person_id)
            end_booking(work, one.booking_id, DUPLICATE)
    move_up(work, clash.offer_id, clash.occurrence_id, "merged")
    return clash.person_id
