"""Offers that begin soon with fewer people than they need.

Three days before, as the terms of comparable houses have it (domain research 3.5, row 23).
"""

from datetime import timedelta

from sqlalchemy import func, select

from begegnung.db.tables import booking, occurrence, offer
from begegnung.model.local_time import moment
from begegnung.model.offer_rows import BelowMinimum
from begegnung.model.offers import OFFER_TYPES
from begegnung.services.desk import View
from begegnung.services.present import today_of

DAYS_AHEAD = 3
_DAYS_BACK = 1
_WITH_MINIMUM = tuple(kind.key for kind in OFFER_TYPES.values() if kind.booking == "named")


def below_minimum(view: View) -> list[BelowMinimum]:
    """Offers whose first date is from yesterday to three days ahead, below their minimum.

    The first date is the first one that was not dropped or left out; in order of time. Offers that
    are booked by the day, or take no names, have no minimum.
    """
    today = today_of(view.now_ms)
    first = func.min(occurrence.c.starts)
    taken = (
        select(func.coalesce(func.sum(booking.c.places), 0))
        .where(
            booking.c.offer_id == offer.c.id,
            booking.c.occurrence_id.is_(None),
            booking.c.state == "booked",
        )
        .scalar_subquery()
    )
    rows = view.connection.execute(
        select(offer.c.id, offer.c.title, offer.c.minimum, taken, first, offer.c.type)
        .join(occurrence, occurrence.c.offer_id == offer.c.id)
        .where(
            offer.c.centre_id == view.centre(),
            offer.c.ended.is_(False),
            offer.c.minimum.is_not(None),
            offer.c.type.in_(_WITH_MINIMUM),
            (offer.c.type != "event") | (offer.c.registration != "none"),
            occurrence.c.state == "planned",
        )
        .group_by(offer.c.id)
        .having(
            first >= moment(today - timedelta(days=_DAYS_BACK), 0),
            first < moment(today + timedelta(days=DAYS_AHEAD + 1), 0),
            taken < offer.c.minimum,
        )
        .order_by(first, offer.c.title)
    )
    return [BelowMinimum._make(row[:5]) for row in rows]
