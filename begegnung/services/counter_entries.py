"""Undo and redo where rows are never deleted: the ledger, and what its entries refer to."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, exists, select, true

from begegnung.db.tables import (
    SHARED,
    booking,
    cash_report,
    clash_decision,
    month_closing,
    occurrence,
    offer,
    payment_note,
    person,
    punch_card,
    receipt,
    receipt_series,
    reduction,
    staff_user,
    till,
)
from begegnung.db.work import Work
from begegnung.model.changes import Change
from begegnung.model.ledger import APPEND_ONLY
from begegnung.services.cash_reports import counter_report
from begegnung.services.ledger import counter
from begegnung.services.month_closings import counter_closing

REASON = "Rückgängig gemacht"
"""The reason of a counter-entry that undo has written."""

_COUNTERS: dict[str, Callable[[Work, str, str], bool]] = {
    payment_note.name: counter,
    cash_report.name: counter_report,
    month_closing.name: counter_closing,
}


_KEPT_AS: dict[str, dict[str, Any]] = {
    booking.name: {"state": "cancelled"},
    clash_decision.name: {"undone": True},
    occurrence.name: {
        "state": "cancelled",
        "state_reason": REASON,
        "room_id": None,
        "rule_id": None,
    },
    offer.name: {"ended": True, "room_id": None},
    person.name: {"blocked": True},
    punch_card.name: {"void_reason": REASON},
    reduction.name: {"retired": True},
    staff_user.name: {"active": False},
    till.name: {"retired": True},
}
"""What becomes of a row that undo would delete, but that the ledger needs.

A receipt must be explained as long as it has to be kept: nothing it rests on goes, it only no
longer takes part. A decision about a clash stays too: that it was taken back makes its question
come back at every PC.
"""

_OF_BOOKING = {
    "id": booking.name,
    "person_id": person.name,
    "offer_id": offer.name,
    "occurrence_id": occurrence.name,
    "reduction_id": reduction.name,
}


def takes_from_ledger(step: Change) -> bool:
    """Whether a step of undo would take away a row that is never deleted."""
    return step.entity in APPEND_ONLY and step.kind == "D"


def write_counter(work: Work, step: Change) -> bool:
    """Writes the counter-entry in place of a deletion; False when the row was changed since.

    A receipt goes with its entry, which brings the storno or a fresh receipt.
    """
    write = _COUNTERS.get(step.entity)
    return write is None or write(work, step.entity_id, REASON)


RowKey = tuple[str, str]
"""Table and identifier of a row."""

_ONE_BY_ONE = 500
"""Up to so many rows are asked for by their identifiers, for more the whole table is read."""


def needed_by_ledger(connection: Connection, rows: Iterable[RowKey]) -> frozenset[RowKey]:
    """Those of `rows` that entries, receipts, reports and closings rest on."""
    ids: dict[str, list[str]] = {}
    for name, row_id in rows:
        ids.setdefault(name, []).append(row_id)
    found: set[RowKey] = set()
    for name, column, condition in _supports():
        wanted = ids.get(name)
        if not wanted:
            continue
        statement = select(column).where(column.is_not(None), condition).distinct()
        if len(wanted) <= _ONE_BY_ONE:
            statement = statement.where(column.in_(wanted))
        resting = set(connection.execute(statement).scalars())
        found.update((name, row_id) for row_id in resting.intersection(wanted))
    return frozenset(found)


def _supports() -> Iterator[tuple[str, Any, Any]]:
    """By what the ledger rests on a table: the table, the column that leads to it, and when."""
    paid = exists().where(payment_note.c.booking_id == booking.c.id)
    for column, name in _OF_BOOKING.items():
        yield name, booking.c[column], paid
    for name in APPEND_ONLY:
        for key in SHARED[name].foreign_keys:
            yield key.column.table.name, key.parent, true()
    sold = exists().where(payment_note.c.punch_card_id == punch_card.c.id)
    yield person.name, punch_card.c.person_id, sold
    yield offer.name, punch_card.c.offer_id, sold
    given = exists().where(receipt.c.series_id == receipt_series.c.id)
    yield till.name, receipt_series.c.till_id, given


def kept(work: Work, step: Change, needed: frozenset[RowKey]) -> Change | None:
    """What deleting a row becomes when the ledger needs it; the step itself when it does not.

    None: nothing is done, as for a series of receipts, which goes on with its next number.
    """
    if (step.entity, step.entity_id) not in needed and step.entity != clash_decision.name:
        return step
    if step.entity == receipt_series.name:
        return None
    values = _KEPT_AS.get(step.entity)
    if values is None:
        return step
    row = work.row(SHARED[step.entity], step.entity_id)
    before = {name: row[name] for name in values}
    return Change(step.entity, step.entity_id, "U", before, values)
