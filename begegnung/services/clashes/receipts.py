"""Receipts: one number given twice, and two PCs that write receipts under one code.

Every PC numbers in a series of its own. Two of them get one code only when two new PCs began at the
same time, and one PC gives a number twice only when a copy of it runs (`docs/exchange.md`).
"""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from begegnung.db.tables import device, receipt, receipt_series, till
from begegnung.db.work import Work
from begegnung.services.clash_decisions import LEFT, left_as_it_is
from begegnung.services.clashes.identity import Proposal, clash_id, parts_of
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.desk import View
from begegnung.services.receipts import current_series, new_series, receipt_label

NUMBER, SERIES = "receipt", "series"
"""The kinds: a number given twice, a code used twice."""


class GivenReceipt(NamedTuple):
    """A receipt: whom it was given, what for, the amount, where and when (UTC ms)."""

    id: str
    payer: str
    purpose: str
    amount_cents: int
    pc: str
    at_ms: int


class ReceiptClash(NamedTuple):
    """Receipts of one number, the oldest first."""

    id: str
    label: str
    receipts: tuple[GivenReceipt, ...]


class SeriesOfPc(NamedTuple):
    """The series in which a PC numbers now; `given` counts its receipts."""

    id: str
    device_id: str
    pc: str
    till_id: str
    till: str
    given: int


class SeriesClash(NamedTuple):
    """PCs that number their receipts under one code."""

    id: str
    code: str
    series: tuple[SeriesOfPc, ...]


def found_numbers(view: View) -> tuple[ReceiptClash, ...]:
    """The numbers of receipts that were given more than once."""
    numbers = _given_twice(view)
    if not numbers:
        return ()
    known = left_as_it_is(view.connection, NUMBER)
    clashes = (_number(view, *row) for row in numbers)
    return tuple(one for one in clashes if parts_of(one.id)[1:] not in known)


def _given_twice(view: View) -> list[tuple[str, int, int]]:
    """Code, year and number of these, in order.

    A number comes twice where one series has it twice, and where two series have one code: the
    index and a handful of codes answer that, however many receipts there are.
    """
    codes = {
        row[0]: row[1]
        for row in view.connection.execute(select(receipt_series.c.id, receipt_series.c.code))
    }
    of_receipt = (receipt.c.series_id, receipt.c.year, receipt.c.number)
    in_one = view.connection.execute(
        select(*of_receipt).group_by(*of_receipt).having(func.count() > 1)
    )
    found = {(codes[row[0]], row[1], row[2]) for row in in_one if row[0] in codes}
    used = list(codes.values())
    shared = [series_id for series_id, code in codes.items() if used.count(code) > 1]
    if shared:
        rows = view.connection.execute(select(*of_receipt).where(receipt.c.series_id.in_(shared)))
        seen = Counter((codes[row[0]], row[1], row[2]) for row in rows)
        found.update(number for number, times in seen.items() if times > 1)
    return sorted(found)


def _number(view: View, code: str, year: int, number: int) -> ReceiptClash:
    rows = view.connection.execute(
        select(receipt)
        .join(receipt_series, receipt_series.c.id == receipt.c.series_id)
        .where(
            and_(
                receipt_series.c.code == code,
                receipt.c.year == year,
                receipt.c.number == number,
            )
        )
    ).all()
    by = written(view.connection, [row.id for row in rows])
    given = tuple(
        GivenReceipt(
            row.id,
            row.payer,
            row.purpose,
            row.amount_cents,
            by.get(row.id, NOBODY).pc,
            row.issued_at,
        )
        for row in sorted(rows, key=lambda row: (by.get(row.id, NOBODY).stamp, row.id))
    )
    label = receipt_label(code, year, number)
    return ReceiptClash(clash_id(NUMBER, (label,), [one.id for one in given]), label, given)


def found_series(view: View) -> tuple[SeriesClash, ...]:
    """The codes under which more than one PC numbers its receipts."""
    rows = view.connection.execute(
        select(
            receipt_series.c.id,
            receipt_series.c.device_id,
            func.coalesce(device.c.name, ""),
            receipt_series.c.till_id,
            func.coalesce(till.c.name, ""),
            select(func.count())
            .where(receipt.c.series_id == receipt_series.c.id)
            .scalar_subquery(),
            receipt_series.c.code,
        )
        .outerjoin(device, device.c.id == receipt_series.c.device_id)
        .outerjoin(till, till.c.id == receipt_series.c.till_id)
        .order_by(receipt_series.c.code, receipt_series.c.id)
    ).all()
    current = current_series(view.connection)
    by_code: dict[str, list[Any]] = {}
    for row in rows:
        if current[row[3], row[1]] == row[0]:
            by_code.setdefault(row[6], []).append(row)
    return tuple(
        SeriesClash(
            clash_id(SERIES, (code,), [row[0] for row in using]),
            code,
            tuple(SeriesOfPc._make(row[:6]) for row in using),
        )
        for code, using in by_code.items()
        if len(using) > 1
    )


def proposals_number(_view: View, _clash: ReceiptClash) -> tuple[Proposal, ...]:
    """Nothing of a receipt can be changed: it is noted why there are two."""
    return (Proposal(LEFT, "tills.switch_receipts", "reason"),)


def proposals_series(_view: View, clash: SeriesClash) -> tuple[Proposal, ...]:
    """A code of its own for one of the PCs."""
    return tuple(
        Proposal(f"new-{number}", "tills.switch_receipts", "", one.id, (one,))
        for number, one in enumerate(clash.series, 1)
    )


def apply(
    work: Work, clash: ReceiptClash | SeriesClash, proposal: Proposal, _reason: str
) -> str | None:
    """Gives a PC a new series; its receipts so far keep their numbers."""
    if isinstance(clash, SeriesClash):
        one = next(series for series in clash.series if series.id == proposal.about)
        new_series(work, one.till_id, one.device_id)
    return None
