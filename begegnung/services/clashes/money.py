"""Entries of the ledger that two PCs may have written for one and the same thing.

The ledger itself never clashes: an entry is what was written first, for ever. These are hints. What
is too much is taken back by an entry of its own, as always.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select

from begegnung.db.tables import booking, offer, payment_note, person, punch_card, till
from begegnung.db.work import Work
from begegnung.model.names import full_name
from begegnung.services.clash_decisions import LEFT, left_as_it_is
from begegnung.services.clashes.identity import Proposal, clash_id, parts_of
from begegnung.services.clashes.writers import NOBODY, Written, written
from begegnung.services.desk import View
from begegnung.services.ledger import bring_back, cancel_entry
from begegnung.services.present import today_of

PAID, CANCELLED = "payment", "storno"
"""The kinds: entered twice, and taken back twice."""

_DAY_MS = 24 * 60 * 60 * 1000
_ASKED_FOR = timedelta(days=100)
"""Entries that are older are in closed months and have been reported."""


class LedgerEntry(NamedTuple):
    """An entry: what it is, its receipt, where it was written and when (UTC ms)."""

    id: str
    amount_cents: int
    kind: str
    receipt_number: str
    pc: str
    at_ms: int


class PaymentClash(NamedTuple):
    """The same amount for the same thing, entered at two PCs within a day.

    `of` is the booking, card or till that it was entered for; `title` is the offer, or the till.
    """

    id: str
    name: str
    title: str
    person_id: str | None
    of: str
    entries: tuple[LedgerEntry, ...]


class StornoClash(NamedTuple):
    """One entry was taken back at two PCs: `counters` took it back, one of them too many."""

    id: str
    name: str
    title: str
    person_id: str | None
    entry: LedgerEntry
    counters: tuple[LedgerEntry, ...]


_other = payment_note.alias("other")
_STANDS = and_(
    payment_note.c.void_reason == "",
    ~exists().where(_other.c.cancels_id == payment_note.c.id),
    # What takes an entry back counts against it; what takes that back brings the entry again.
    payment_note.c.cancels_id.is_(None)
    | exists().where(_other.c.id == payment_note.c.cancels_id, _other.c.cancels_id.is_not(None)),
)
_SAME = (
    payment_note.c.booking_id,
    payment_note.c.punch_card_id,
    payment_note.c.till_id,
    payment_note.c.kind,
    payment_note.c.amount_cents,
)
"""What two entries have in common that may be one."""


def found_twice(view: View) -> tuple[PaymentClash, ...]:
    """Entries that look like one, entered at two PCs within a day of each other."""
    if view.centre_id is None:
        return ()
    recent = and_(
        payment_note.c.paid_on >= today_of(view.now_ms) - _ASKED_FOR,
        payment_note.c.kind != "carried",
        _STANDS,
    )
    candidates = view.connection.execute(
        select(*_SAME).where(recent).group_by(*_SAME).having(func.count() > 1)
    ).all()
    if not candidates:
        return ()
    known = left_as_it_is(view.connection, PAID)
    clashes: list[PaymentClash] = []
    for candidate in candidates:
        same = (
            column.is_not_distinct_from(value)
            for column, value in zip(_SAME, candidate, strict=True)
        )
        one = _of_two_pcs(view, _rows(view, recent, *same))
        if one is not None and parts_of(one.id)[1:] not in known:
            clashes.append(one)
    return tuple(sorted(clashes, key=lambda one: one.id))


def _of_two_pcs(view: View, rows: list[Any]) -> PaymentClash | None:
    """The question about those of the entries that two PCs wrote shortly after each other."""
    roots = {row.id: _root(view, row) for row in rows}
    written_first = written(view.connection, roots.values())
    # An entry that was taken back and brought again is still the one of the PC that wrote it first.
    by = {row_id: written_first.get(root, NOBODY) for row_id, root in roots.items()}
    rows = sorted(rows, key=lambda row: (by[row.id].stamp, row.id))
    near = [row for row in rows if any(_near(by[row.id], by[other.id]) for other in rows)]
    if not near:
        return None
    first = near[0]
    of = first.booking_id or first.punch_card_id or first.till_id or ""
    entries = tuple(_entry(row, by) for row in near)
    return PaymentClash(
        clash_id(PAID, (of, first.kind, str(first.amount_cents)), [one.id for one in entries]),
        full_name(first.surname, first.first_name),
        first.title,
        first.person_id,
        of,
        entries,
    )


def _root(view: View, row: Any) -> str:
    """The first entry of the chain of entries that take each other back."""
    root, before = row.id, row.cancels_id
    while before is not None:
        root = before
        before = view.connection.execute(
            select(payment_note.c.cancels_id).where(payment_note.c.id == root)
        ).scalar()
    return root


def _near(one: Written, other: Written) -> bool:
    apart = bool(one.device and other.device and one.device != other.device)
    return apart and abs(one.at_ms - other.at_ms) <= _DAY_MS


def found_cancelled_twice(view: View) -> tuple[StornoClash, ...]:
    """Entries that were taken back more than once."""
    if view.centre_id is None:
        return ()
    twice = (
        select(payment_note.c.cancels_id)
        .where(payment_note.c.cancels_id.is_not(None))
        .group_by(payment_note.c.cancels_id)
        .having(func.count() > 1)
        .order_by(payment_note.c.cancels_id)
    )
    ids = list(view.connection.execute(twice).scalars())
    if not ids:
        return ()
    known = left_as_it_is(view.connection, CANCELLED)
    clashes: list[StornoClash] = []
    for entry in _rows(view, payment_note.c.id.in_(ids)):
        counters = _in_force(view, entry.id)
        by = written(view.connection, [entry.id, *(row.id for row in counters)])
        counters.sort(key=lambda row: (by.get(row.id, NOBODY).stamp, row.id))
        if len(counters) > 1:
            clashes.append(
                StornoClash(
                    clash_id(CANCELLED, (entry.id,), [row.id for row in counters]),
                    full_name(entry.surname, entry.first_name),
                    entry.title,
                    entry.person_id,
                    _entry(entry, by),
                    tuple(_entry(row, by) for row in counters),
                )
            )
    return tuple(one for one in clashes if parts_of(one.id)[1:] not in known)


def _in_force(view: View, entry_id: str) -> list[Any]:
    """The entries that count against an entry now, at the ends of all chains that begin with it."""
    ends: list[Any] = []
    ahead = [(row, 1) for row in _rows(view, payment_note.c.cancels_id == entry_id)]
    while ahead:
        row, depth = ahead.pop()
        after = _rows(view, payment_note.c.cancels_id == row.id)
        ahead += [(one, depth + 1) for one in after]
        if not after and depth % 2:
            ends.append(row)
    return ends


def _rows(view: View, *conditions: Any) -> list[Any]:
    """Entries with whom and what they were for."""
    return list(
        view.connection.execute(
            select(
                payment_note,
                func.coalesce(person.c.surname, "").label("surname"),
                func.coalesce(person.c.first_name, "").label("first_name"),
                func.coalesce(offer.c.title, till.c.name, "").label("title"),
            )
            .outerjoin(booking, booking.c.id == payment_note.c.booking_id)
            .outerjoin(punch_card, punch_card.c.id == payment_note.c.punch_card_id)
            .outerjoin(
                offer, offer.c.id == func.coalesce(booking.c.offer_id, punch_card.c.offer_id)
            )
            .outerjoin(person, person.c.id == payment_note.c.person_id)
            .outerjoin(till, till.c.id == payment_note.c.till_id)
            .where(*conditions)
        )
    )


def _entry(row: Any, by: Mapping[str, Written]) -> LedgerEntry:
    who = by.get(row.id, NOBODY)
    return LedgerEntry(row.id, row.amount_cents, row.kind, row.receipt_number, who.pc, who.at_ms)


def proposals_twice(_view: View, clash: PaymentClash) -> tuple[Proposal, ...]:
    """Taking one back, the later one first; or both are right."""
    numbered = reversed(tuple(enumerate(clash.entries, 1)))
    return (
        *(
            Proposal(f"void-{number}", "payments.void_payment", "", one.id, (one,))
            for number, one in numbered
        ),
        Proposal(LEFT, "payments.note_payment", "reason"),
    )


def proposals_cancelled(_view: View, clash: StornoClash) -> tuple[Proposal, ...]:
    """Bringing the amount back once; or it is right so."""
    numbered = reversed(tuple(enumerate(clash.counters, 1)))
    return (
        *(
            Proposal(f"restore-{number}", "payments.void_payment", "", one.id, (one,))
            for number, one in numbered
        ),
        Proposal(LEFT, "payments.void_payment", "reason"),
    )


def apply(
    work: Work, clash: PaymentClash | StornoClash, proposal: Proposal, _reason: str
) -> str | None:
    """Takes an entry back or brings it back; gives the person it is about."""
    if proposal.code.startswith("void"):
        cancel_entry(work, proposal.about, "an zwei PCs eingetragen")
    elif proposal.code.startswith("restore"):
        bring_back(work, proposal.about, "an zwei PCs storniert")
    return clash.person_id
