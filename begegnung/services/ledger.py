"""The ledger: every payment is one entry, and no entry is ever changed or deleted.

Verbs of other modules write here by `enter`, `cancel_entry` and `carry`; none of them sets a title.
An entry without a till is one of the house's own till (see `default_till_id`).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.tables import (
    booking,
    month_closing,
    offer,
    payment_note,
    person,
    punch_card,
    till,
)
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid
from begegnung.model.ids import derived_id
from begegnung.model.ledger import KINDS, MEANS, MOST_CENTS, WITHOUT_RECEIPT, depth, standing
from begegnung.model.ledger_errors import (
    AlreadyCancelled,
    CannotBeUndone,
    MonthClosed,
    MoreThanPaid,
)
from begegnung.model.names import full_name
from begegnung.services.present import today_of
from begegnung.services.receipts import NextNumber, issue, next_number, receipt_of

DEFAULT_TILL = "Kasse des Hauses"
"""What the house's own till is called until somebody gives it another name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered: `amount_cents` in cents, positive what comes in, negative what goes out.

    `kind` and `means` see `model.ledger`. `receipt_number` is that of the paper block; where the
    program numbers receipts it is given by the program. Without `till_id` the till of the offer
    counts, then the house's own.
    """

    booking_id: str | None
    person_id: str | None
    amount_cents: int
    kind: str
    means: str
    paid_on: date
    receipt_number: str = ""
    reason: str = ""
    till_id: str | None = None
    punch_card_id: str | None = None


def default_till_id(centre_id: str) -> str:
    """The identifier of the house's own till: the same on every PC, whether it is there or not."""
    return derived_id("till", centre_id)


def till_key(centre_id: str) -> Any:
    """SQL: the till of an entry of `payment_note`, never null."""
    return func.coalesce(payment_note.c.till_id, default_till_id(centre_id))


def paid_cents(booking_id: Any) -> Any:
    """SQL: the net sum (cents) of the entries of the booking in the column `booking_id`.

    A refund and a cancelled entry count against what was paid; notes made void the old way do not
    count at all.
    """
    return (
        select(func.coalesce(func.sum(payment_note.c.amount_cents), 0))
        .where(payment_note.c.booking_id == booking_id, payment_note.c.void_reason == "")
        .scalar_subquery()
    )


def card_cents(card_id: Any) -> Any:
    """SQL: the net sum (cents) of the entries of the card in the column `card_id`."""
    return (
        select(func.coalesce(func.sum(payment_note.c.amount_cents), 0))
        .where(payment_note.c.punch_card_id == card_id, payment_note.c.void_reason == "")
        .scalar_subquery()
    )


def paid_for(connection: Connection, booking_id: str) -> int:
    """The net sum (cents) that was paid for one booking."""
    return connection.execute(select(paid_cents(booking_id))).scalar_one()


def enter(work: Work, entry: Entry) -> str:
    """Writes an entry and gives its identifier; with a numbered receipt where the till has them.

    Raises `MonthClosed` for a date in a closed month of the till, and `Invalid`.
    """
    if entry.kind not in KINDS:
        raise Invalid("kind", "unknown", entry.kind)
    if entry.means not in MEANS:
        raise Invalid("means", "unknown", entry.means)
    if not 0 < abs(entry.amount_cents) < MOST_CENTS:
        raise Invalid("amount", "not_money", str(entry.amount_cents))
    if entry.paid_on > today_of(work.maker.now_ms):
        raise Invalid("paid_on", "in_the_future", f"{entry.paid_on:%d.%m.%Y}")
    return _write(work, replace(entry, till_id=entry.till_id or _till_of_offer(work, entry)))


def cancel_entry(work: Work, payment_id: str, reason: str) -> str:
    """Takes an entry back by one of the opposite amount, dated today; gives its identifier.

    A numbered receipt is cancelled by a receipt of its own. Raises `AlreadyCancelled`, `Invalid`
    without a reason, `CannotBeUndone` for an entry that is itself a cancellation, `MoreThanPaid`
    when the money was given back or carried on since, and `MonthClosed`.
    """
    if not reason.strip():
        raise Invalid("reason", "missing")
    row = work.row(payment_note, payment_id)
    chain = _chain(work, payment_id)
    if row["void_reason"] or _canceller(chain, payment_id) is not None:
        by = _canceller(chain, payment_id)
        told = row["void_reason"] or work.row(payment_note, by or payment_id)["reason"]
        raise AlreadyCancelled(row["amount_cents"], row["paid_on"], told)
    if payment_id not in standing(chain.items()):
        raise CannotBeUndone("cancellation")
    if _leaves_less_than_nothing(work, row):
        raise MoreThanPaid(row["amount_cents"], paid_for(work.connection, row["booking_id"]))
    return _counter(work, row, reason.strip())


def bring_back(work: Work, counter_id: str, reason: str) -> str:
    """Takes one counter-entry back, where two PCs took one entry back each; gives the new entry.

    Raises `AlreadyCancelled`, `CannotBeUndone` for what is no counter-entry, and `MonthClosed`.
    """
    row = work.row(payment_note, counter_id)
    chain = _chain(work, counter_id)
    if depth(counter_id, chain) % 2 == 0:
        raise CannotBeUndone("cancellation")
    if _canceller(chain, counter_id) is not None:
        raise AlreadyCancelled(row["amount_cents"], row["paid_on"], row["reason"])
    return _counter(work, row, reason)


def counter(work: Work, payment_id: str, reason: str) -> bool:
    """What undo and redo do instead of deleting an entry: the opposite one at the end of its chain.

    An entry is taken back by its counter-entry, a counter-entry by a fresh entry. Gives False when
    somebody has cancelled or brought back the entry otherwise since.
    """
    chain = _chain(work, payment_id)
    tip = next(row_id for row_id in chain if _canceller(chain, row_id) is None)
    if work.row(payment_note, tip)["void_reason"]:
        return False
    if (depth(tip, chain) - depth(payment_id, chain)) % 2:
        return False
    if _leaves_less_than_nothing(work, work.row(payment_note, tip)) and not _twice(work, chain):
        return False
    if depth(tip, chain) % 2:
        reason = work.row(payment_note, chain[tip] or tip)["reason"]
    _counter(work, work.row(payment_note, tip), reason)
    return True


def carry(work: Work, from_booking_id: str, to_booking_id: str, to_person_id: str) -> int:
    """Lets what was paid for a booking count for another one; gives the cents that moved.

    No money changes hands: two entries "carried", no receipt, none at all when nothing was paid.
    """
    paid = paid_for(work.connection, from_booking_id)
    if paid == 0:
        return 0
    day = today_of(work.maker.now_ms)
    old = work.row(booking, from_booking_id)
    enter(work, Entry(from_booking_id, old["person_id"], -paid, "carried", "carried", day))
    enter(work, Entry(to_booking_id, to_person_id, paid, "carried", "carried", day))
    return paid


def require_open(work: Work, till_id: str | None, day: date) -> None:
    """Raises `MonthClosed` when the month of `day` is closed for the till."""
    till_id = till_id or default_till_id(work.centre())
    rows = work.connection.execute(
        select(month_closing.c.id, month_closing.c.cancels_id).where(
            month_closing.c.till_id == till_id,
            month_closing.c.year == day.year,
            month_closing.c.month == day.month,
        )
    ).all()
    if rows and standing((row.id, row.cancels_id) for row in rows):
        raise MonthClosed(work.row(till, till_id)["name"], day.year, day.month)


def required_till(work: Work, till_id: str | None) -> str:
    """The identifier of a till that is there; the house's own is made when it is first needed."""
    wanted = till_id or default_till_id(work.centre())
    known = work.connection.execute(select(till.c.id).where(till.c.id == wanted)).first()
    if known is None and wanted == default_till_id(work.centre()):
        values = {"id": wanted, "centre_id": work.centre(), "name": DEFAULT_TILL, "code": "H"}
        work.insert(till, values)
    elif work.row(till, wanted)["retired"] and wanted == default_till_id(work.centre()):
        work.update(till, wanted, {"retired": False})
    return wanted


def _till_of_offer(work: Work, entry: Entry) -> str | None:
    if entry.booking_id is not None:
        return work.row(offer, work.row(booking, entry.booking_id)["offer_id"])["till_id"]
    if entry.punch_card_id is not None:
        offer_id = work.row(punch_card, entry.punch_card_id)["offer_id"]
        return None if offer_id is None else work.row(offer, offer_id)["till_id"]
    return None


def _write(work: Work, entry: Entry, cancels: Row | None = None) -> str:
    """Writes the entry and its receipt; `cancels` is the entry it takes back."""
    require_open(work, entry.till_id, entry.paid_on)
    earlier = None if cancels is None else receipt_of(work, cancels["id"])
    number = _number(work, entry, cancels, earlier)
    payment_id = work.insert(
        payment_note,
        {
            "booking_id": entry.booking_id,
            "person_id": entry.person_id,
            "paid_on": entry.paid_on,
            "amount_cents": entry.amount_cents,
            "receipt_number": entry.receipt_number.strip() if number is None else number.label,
            "staff_user_id": work.maker.actor,
            "kind": entry.kind,
            "means": entry.means,
            "reason": entry.reason.strip(),
            "cancels_id": None if cancels is None else cancels["id"],
            "till_id": entry.till_id,
            "punch_card_id": entry.punch_card_id,
        },
    )
    if number is not None:
        is_storno = earlier is not None and earlier["cancels_id"] is None
        values = {
            "amount_cents": entry.amount_cents,
            "payer": _payer(work, entry.person_id),
            "reason": entry.reason.strip(),
            "cancels_receipt": earlier["id"] if earlier is not None and is_storno else None,
        }
        issue(work, number, values, payment_id, _purpose(work, entry))
    return payment_id


def _number(
    work: Work, entry: Entry, cancels: Row | None, earlier: Row | None
) -> NextNumber | None:
    """The number of the receipt, when there has to be one.

    What takes an entry back has a receipt exactly if that entry had one, whatever the till says
    today: a cancelled receipt always has its storno.
    """
    if entry.means != "cash" or entry.kind in WITHOUT_RECEIPT:
        return None
    till_id = entry.till_id or default_till_id(work.centre())
    if cancels is not None:
        return None if earlier is None else next_number(work, till_id)
    numbered = work.connection.execute(select(till.c.numbered).where(till.c.id == till_id)).scalar()
    return next_number(work, till_id) if numbered else None


def _counter(work: Work, row: Row, reason: str) -> str:
    entry = Entry(
        row["booking_id"],
        row["person_id"],
        -row["amount_cents"],
        row["kind"],
        row["means"],
        max(today_of(work.maker.now_ms), row["paid_on"]),
        row["receipt_number"],
        reason,
        row["till_id"],
        row["punch_card_id"],
    )
    return _write(work, entry, cancels=row)


def _leaves_less_than_nothing(work: Work, row: Row) -> bool:
    """Whether more was given back or carried on than would be paid without this entry."""
    booking_id = row["booking_id"]
    if booking_id is None or row["amount_cents"] < 0:
        return False
    return paid_for(work.connection, booking_id) < row["amount_cents"]


def _twice(work: Work, chain: dict[str, str | None]) -> bool:
    """Whether two PCs took the first entry of the chain back: then less than nothing was there."""
    root = next(row_id for row_id, before in chain.items() if before is None)
    counters = select(func.count()).where(payment_note.c.cancels_id == root)
    return work.connection.execute(counters).scalar_one() > 1


def _chain(work: Work, payment_id: str) -> dict[str, str | None]:
    """The entries that take each other back, the given one among them: identifier, `cancels_id`."""
    found: dict[str, str | None] = {}
    before: str | None = payment_id
    while before is not None:
        found[before] = work.row(payment_note, before)["cancels_id"]
        before = found[before]
    after: str | None = payment_id
    while after is not None:
        later = work.connection.execute(
            select(payment_note.c.id).where(payment_note.c.cancels_id == after)
        ).scalar()
        if later is not None:
            found[later] = after
        after = later
    return found


def _canceller(chain: dict[str, str | None], payment_id: str) -> str | None:
    return next((row_id for row_id, other in chain.items() if other == payment_id), None)


def _payer(work: Work, person_id: str | None) -> str:
    if person_id is None:
        return ""
    who = work.row(person, person_id)
    return full_name(who["surname"], who["first_name"])


def _purpose(work: Work, entry: Entry) -> str:
    """What a receipt is for: the title of the offer, as it is today."""
    if entry.booking_id is not None:
        return work.row(offer, work.row(booking, entry.booking_id)["offer_id"])["title"]
    if entry.punch_card_id is not None:
        offer_id = work.row(punch_card, entry.punch_card_id)["offer_id"]
        return "Mehrfachkarte" if offer_id is None else work.row(offer, offer_id)["title"]
    return ""
