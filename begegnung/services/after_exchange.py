"""What an exchange leaves to be done: places that became free elsewhere, people made one there.

Another PC may have cancelled a booking while somebody was put on the waiting list here: only the
merged data show that a place is free. The same for a booking of a person whose entry was merged
into another one meanwhile, or of somebody who was erased. All PCs of a house come to the same
result, and the one that is first tells the others by the next exchange.
"""

from sqlalchemy import select

from begegnung.db.tables import booking, offer
from begegnung.db.work import Work
from begegnung.services.erasure_following import follow_erasures
from begegnung.services.person_merges import follow_merges
from begegnung.services.waiting import is_over, move_up


def catch_up(work: Work, _request: None = None) -> tuple[str, ...]:
    """Brings erased and merged people and the waiting lists of this house up to date.

    Gives the bookings that moved up. Nothing is logged when there is nothing to do.
    """
    moved_up = follow_erasures(work)
    follow_merges(work)
    if any(c.kind == "E" for c in work.changes):
        # What erases somebody names nobody, see `db.erasing`.
        work.title = ""
    lists = work.connection.execute(
        select(booking.c.offer_id, booking.c.occurrence_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(
            booking.c.state == "waiting",
            offer.c.centre_id == work.centre(),
            offer.c.ended.is_(False),
        )
        .distinct()
        .order_by(booking.c.offer_id, booking.c.occurrence_id)
    ).all()
    return (
        *moved_up,
        *(
            moved
            for offer_id, occurrence_id in lists
            if not is_over(work, offer_id, occurrence_id)
            for moved in move_up(work, offer_id, occurrence_id, "exchange")
        ),
    )
