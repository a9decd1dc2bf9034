"""People who have not been here for two years: their data may not be needed any more.

Nobody is erased by the program itself. Somebody looks at the list and erases, blocks, or leaves it
(Art. 5 Abs. 1 Buchst. e DSGVO; the time is the one in docs/data-protection.md).
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select

from begegnung.db.tables import (
    attendance,
    booking,
    consent,
    occurrence,
    offer,
    payment_note,
    person,
    punch_card,
)
from begegnung.model.ids import first_id, house_of
from begegnung.model.local_time import day_of, moment
from begegnung.model.names import sort_key
from begegnung.model.retention import BOOK_YEARS, kept_until
from begegnung.services.desk import View
from begegnung.services.present import today_of

MONTHS = 24
"""After so many months without a visit or a registration somebody should look."""

_ALWAYS_MS = (1 << 48) - 1


class AbsentLine(NamedTuple):
    """Somebody who was not here for long; `last` is the last day known, None for never.

    `kept` is until when the ledger keeps her: she can only be blocked before.
    """

    id: str
    surname: str
    first_name: str
    birth_year: int | None
    blocked: bool
    last: date | None
    kept: date | None


def due_for_review(view: View) -> list[AbsentLine]:
    """The people of the house of whom nothing was heard for `MONTHS`, by name."""
    today = today_of(view.now_ms)
    limit = _months_before(today)
    limit_ms = view.now_ms - (today - limit).days * 24 * 3600 * 1000
    since = moment(limit, 0)
    rows = view.connection.execute(
        select(
            person.c.id,
            person.c.surname,
            person.c.first_name,
            person.c.birth_year,
            person.c.blocked,
            _last_visit().label("visit"),
            _last_booked().label("booked_ms"),
            _last_paid().label("paid_on"),
        ).where(
            person.c.centre_id == view.centre(),
            person.c.merged_into.is_(None),
            person.c.surname != "",
            ~_noted_since(view.centre(), limit_ms),
            ~_booked_since(limit_ms),
            ~_has_place(since),
            ~exists().where(consent.c.person_id == person.c.id, consent.c.given_on >= limit),
            ~exists().where(punch_card.c.person_id == person.c.id, punch_card.c.bought_on >= limit),
            ~_marked_since(since),
        )
    )
    lines = [_line(row, today) for row in rows]
    return sorted(lines, key=lambda line: (sort_key(f"{line.surname} {line.first_name}"), line.id))


def _months_before(today: date) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    return date(year, month + 1, 1) + timedelta(days=min(today.day, 28) - 1)


def _noted_since(centre_id: str, limit_ms: int) -> Any:
    """Identifiers begin with house and time: whoever was noted lately is not asked about."""
    house = house_of(centre_id)
    return person.c.id.between(first_id(house, limit_ms), first_id(house, _ALWAYS_MS))


def _booked_since(limit_ms: int) -> Any:
    return exists().where(
        booking.c.person_id == person.c.id,
        (booking.c.booked_at >= limit_ms) | (booking.c.cancelled_at >= limit_ms),
    )


def _has_place(since: int) -> Any:
    """A place in an offer that went on since, or of which no dates are known."""
    of_offer = exists().where(occurrence.c.offer_id == booking.c.offer_id)
    return (
        exists()
        .where(booking.c.person_id == person.c.id, booking.c.state != "cancelled")
        .where(offer.c.id == booking.c.offer_id)
        .where(
            of_offer.where(
                occurrence.c.starts >= since,
                booking.c.occurrence_id.is_(None) | (occurrence.c.id == booking.c.occurrence_id),
            )
            | (offer.c.ended.is_(False) & ~of_offer)
        )
    )


def _marked_since(since: int) -> Any:
    return (
        exists()
        .where(attendance.c.person_id == person.c.id)
        .where(occurrence.c.id == attendance.c.occurrence_id, occurrence.c.starts >= since)
    )


def _last_visit() -> Any:
    return (
        select(func.max(occurrence.c.starts))
        .join(attendance, attendance.c.occurrence_id == occurrence.c.id)
        .where(attendance.c.person_id == person.c.id, attendance.c.state == "present")
        .correlate(person)
        .scalar_subquery()
    )


def _last_booked() -> Any:
    return (
        select(func.max(booking.c.booked_at))
        .where(booking.c.person_id == person.c.id)
        .correlate(person)
        .scalar_subquery()
    )


def _last_paid() -> Any:
    """The day of the last entry of the ledger by which the law keeps her."""
    hers = select(booking.c.id).where(booking.c.person_id == person.c.id).correlate(person)
    cards = select(punch_card.c.id).where(punch_card.c.person_id == person.c.id).correlate(person)
    return (
        select(func.max(payment_note.c.paid_on))
        .where(
            (payment_note.c.person_id == person.c.id)
            | payment_note.c.booking_id.in_(hers)
            | payment_note.c.punch_card_id.in_(cards)
        )
        .correlate(person)
        .scalar_subquery()
    )


def _line(row: Any, today: date) -> AbsentLine:
    days = [day_of(row.visit)] if row.visit is not None else []
    days += [today_of(row.booked_ms)] if row.booked_ms is not None else []
    kept = None if row.paid_on is None else kept_until(row.paid_on, BOOK_YEARS)
    return AbsentLine(
        row.id,
        row.surname,
        row.first_name,
        row.birth_year,
        row.blocked,
        max(days, default=None),
        kept if kept is not None and kept >= today else None,
    )
