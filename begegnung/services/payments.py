"""Payment notes (Zahlungsvermerke): paid, when, how much, which receipt, taken by whom.

No cash register: a system that records and settles cash payments falls under section 146a AO.
The note refers to the paper receipt. It is an entry of the ledger: never changed, only taken back
by a counter-entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import (
    booking,
    change,
    month_closing,
    offer,
    payment_note,
    person,
    staff_user,
    till,
)
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid
from begegnung.model.ledger import KINDS, MEANS, PAYMENT_KINDS, depth, standing
from begegnung.model.ledger_errors import MoreThanPaid
from begegnung.model.ledger_rows import LedgerLine, PaymentLine
from begegnung.model.names import full_name
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.ledger import (
    DEFAULT_TILL,
    Entry,
    cancel_entry,
    default_till_id,
    enter,
    paid_for,
    till_key,
)


@dataclass(frozen=True, slots=True)
class NotePayment:
    """Notes that a booking was paid: `amount_cents` in cents, number of the receipt block.

    `kind` is one of `PAYMENT_KINDS`, `means` "cash" or "transfer".
    """

    booking_id: str
    amount_cents: int
    paid_on: date
    receipt_number: str = ""
    kind: str = "fee"
    means: str = "cash"


@dataclass(frozen=True, slots=True)
class Refund:
    """Notes that money was given back: `amount_cents` (positive), with the reason."""

    booking_id: str
    amount_cents: int
    paid_on: date
    reason: str
    receipt_number: str = ""
    means: str = "cash"


@dataclass(frozen=True, slots=True)
class VoidPayment:
    """Cancels an entry, with the reason."""

    payment_id: str
    reason: str


def note_payment(work: Work, request: NotePayment) -> str:
    """Notes a payment; gives the identifier of the note.

    Raises `Invalid` and `MonthClosed`.
    """
    row = _titled(work, request.booking_id)
    if request.amount_cents <= 0:
        raise Invalid("amount", "not_money", str(request.amount_cents))
    if request.kind not in PAYMENT_KINDS:
        raise Invalid("kind", "unknown", request.kind)
    _require_means(request.means)
    return enter(
        work,
        Entry(
            request.booking_id,
            row["person_id"],
            request.amount_cents,
            request.kind,
            request.means,
            request.paid_on,
            request.receipt_number,
        ),
    )


def refund(work: Work, request: Refund) -> str:
    """Notes that money was given back; gives the identifier of the entry.

    Raises `MoreThanPaid`, `Invalid` without a reason, and `MonthClosed`.
    """
    row = _titled(work, request.booking_id)
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    if request.amount_cents <= 0:
        raise Invalid("amount", "not_money", str(request.amount_cents))
    _require_means(request.means)
    paid = paid_for(work.connection, request.booking_id)
    if request.amount_cents > paid:
        raise MoreThanPaid(request.amount_cents, paid)
    return enter(
        work,
        Entry(
            request.booking_id,
            row["person_id"],
            -request.amount_cents,
            "refund",
            request.means,
            request.paid_on,
            request.receipt_number,
            request.reason,
        ),
    )


def void_payment(work: Work, request: VoidPayment) -> str:
    """Takes an entry back by one of the opposite amount; gives the identifier of that one.

    Raises what `ledger.cancel_entry` refuses.
    """
    row = work.row(payment_note, request.payment_id)
    if row["booking_id"] is not None:
        _titled(work, row["booking_id"])
    else:
        work.title = KINDS[row["kind"]]
    return cancel_entry(work, request.payment_id, request.reason)


def _titled(work: Work, booking_id: str) -> Row:
    """The booking, which has to be of this house; the title names person and offer."""
    row = work.row(booking, booking_id)
    course = work.row(offer, row["offer_id"])
    own(work, offer.name, course["centre_id"])
    who = work.row(person, row["person_id"])
    work.title = f"{full_name(who['surname'], who['first_name'])} · {course['title']}"
    return row


def _require_means(means: str) -> None:
    if means not in MEANS or means == "carried":
        raise Invalid("means", "unknown", means)


def payments_of(view: View, booking_id: str) -> list[PaymentLine]:
    """The entries of a booking, oldest first, with what was cancelled and by what."""
    rows = view.connection.execute(
        select(payment_note, func.coalesce(staff_user.c.name, "").label("taken_by"))
        .outerjoin(staff_user, staff_user.c.id == payment_note.c.staff_user_id)
        .where(payment_note.c.booking_id == booking_id)
        .order_by(payment_note.c.paid_on, payment_note.c.id)
    ).all()
    stand = _standing(rows)
    chain: dict[str, str | None] = {row.id: row.cancels_id for row in rows}
    reasons = {row.cancels_id: row.reason for row in rows if row.cancels_id is not None}
    return [
        PaymentLine(
            row.id,
            row.paid_on,
            row.amount_cents,
            row.receipt_number,
            row.taken_by,
            row.void_reason or reasons.get(row.id, ""),
            row.kind,
            row.means,
            row.reason,
            row.cancels_id if depth(row.id, chain) % 2 else None,
            row.id in stand,
        )
        for row in rows
    ]


def _standing(rows: Iterable[Any]) -> frozenset[str]:
    return standing((row.id, row.cancels_id) for row in rows if not row.void_reason)


def ledger_between(
    view: View, first: date, last: date, *, till_id: str | None = None
) -> list[LedgerLine]:
    """The entries of the house dated from `first` to `last`, oldest first; of one till if told.

    `late` marks what came by the exchange after the month had been closed.
    """
    statement = _entries(view.centre()).where(payment_note.c.paid_on.between(first, last))
    if till_id is not None:
        statement = statement.where(till_key(view.centre()) == till_id)
    rows = view.connection.execute(statement).all()
    late, chain = _late(view, rows), _whole_chains(view, rows)
    stand = standing(chain.items())
    return [_ledger_line(row, chain, stand, late) for row in rows]


def _entries(centre_id: str) -> Any:
    """The entries with all that belongs to them, oldest first."""
    return (
        select(
            payment_note,
            func.coalesce(person.c.surname, "").label("surname"),
            func.coalesce(person.c.first_name, "").label("first_name"),
            func.coalesce(offer.c.title, "").label("offer"),
            func.coalesce(staff_user.c.name, "").label("taken_by"),
            func.coalesce(till.c.name, DEFAULT_TILL).label("till"),
            till_key(centre_id).label("till_key"),
        )
        .outerjoin(booking, booking.c.id == payment_note.c.booking_id)
        .outerjoin(offer, offer.c.id == booking.c.offer_id)
        .outerjoin(person, person.c.id == payment_note.c.person_id)
        .outerjoin(staff_user, staff_user.c.id == payment_note.c.staff_user_id)
        .outerjoin(till, till.c.id == till_key(centre_id))
        .where(payment_note.c.void_reason == "")
        .order_by(payment_note.c.paid_on, payment_note.c.id)
    )


def _ledger_line(
    row: Any, chain: dict[str, str | None], stand: frozenset[str], late: set[str]
) -> LedgerLine:
    return LedgerLine(
        row.id,
        row.booking_id,
        row.paid_on,
        row.amount_cents,
        row.kind,
        row.means,
        full_name(row.surname, row.first_name),
        row.offer,
        row.receipt_number,
        row.reason,
        row.taken_by,
        row.till,
        row.cancels_id if depth(row.id, chain) % 2 else None,
        row.id in stand,
        row.id in late,
    )


def _whole_chains(view: View, rows: Iterable[Any]) -> dict[str, str | None]:
    """The entries with all that take them back and that they take back: id, `cancels_id`.

    What takes an entry back may be dated another day than the entry itself.
    """
    found: dict[str, str | None] = {row.id: row.cancels_id for row in rows}
    before = {other for other in found.values() if other is not None} - found.keys()
    after = set(found)
    while before or after:
        ids = sorted(before | after)
        before, after = set[str](), set[str]()
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            near = payment_note.c.id.in_(part) | payment_note.c.cancels_id.in_(part)
            new = view.connection.execute(
                select(payment_note.c.id, payment_note.c.cancels_id).where(near)
            )
            for row_id, other in new:
                if row_id not in found:
                    found[row_id] = other
                    after.add(row_id)
                    if other is not None and other not in found:
                        before.add(other)
    return found


def _late(view: View, rows: Iterable[Any]) -> set[str]:
    """The entries that arrived in this file after their month had been closed."""
    closed = _closed_at(view)
    if not closed:
        return set()
    wanted = {
        row.id: closed[key]
        for row in rows
        if (key := (row.till_key, row.paid_on.year, row.paid_on.month)) in closed
    }
    arrived = view.connection.execute(
        select(change.c.entity_id, func.min(change.c.n))
        .where(change.c.entity == payment_note.name, change.c.kind == "I")
        .where(change.c.entity_id.in_(wanted))
        .group_by(change.c.entity_id)
    )
    return {entity_id for entity_id, n in arrived if n > wanted[entity_id]}


def _closed_at(view: View) -> dict[tuple[str, int, int], int]:
    """The number in the log at which each closed month (till, year, month) was closed."""
    rows = view.connection.execute(
        select(month_closing, func.min(change.c.n).label("n"))
        .join(change, change.c.entity_id == month_closing.c.id)
        .where(change.c.kind == "I")
        .group_by(month_closing.c.id)
    ).all()
    stand = standing((row.id, row.cancels_id) for row in rows)
    return {(row.till_id, row.year, row.month): row.n for row in rows if row.id in stand}


def of_own_till(view: View, till_id: str | None) -> str:
    """`till_id`, or the identifier of the house's own till without one."""
    return till_id or default_till_id(view.centre())
