"""Numbered receipts (Quittungen): gap-free for series and year, never changed, never deleted.

The number is the next one of the series, taken in the transaction that writes the payment. A series
belongs to one PC, so PCs without a connection never give the same number. The program gives numbers
only for a till where the manager has switched it on (`tills.switch_receipts`).
"""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.tables import device, payment_note, receipt, receipt_series, staff_user, till
from begegnung.db.work import Row, Work
from begegnung.model.ids import derived_id
from begegnung.model.ledger_rows import ReceiptLine
from begegnung.services.desk import View
from begegnung.services.present import today_of


class NextNumber(NamedTuple):
    """The number the next receipt of this PC gets, and how it is written on paper."""

    series_id: str
    year: int
    number: int
    label: str


def receipt_label(code: str, year: int, number: int) -> str:
    """The number of a receipt as it is written: "H1-2026-0007"."""
    return f"{code}-{year}-{number:04}"


def next_number(work: Work, till_id: str) -> NextNumber:
    """The next number of this PC for the till; the year is that of today."""
    series_id = series_of(work, till_id, work.maker.device)
    code = work.row(receipt_series, series_id)["code"]
    year = today_of(work.maker.now_ms).year
    last = work.connection.execute(
        select(func.max(receipt.c.number)).where(
            receipt.c.series_id == series_id, receipt.c.year == year
        )
    ).scalar()
    number = (last or 0) + 1
    return NextNumber(series_id, year, number, receipt_label(code, year, number))


def issue(work: Work, number: NextNumber, entry: Row, payment_id: str, purpose: str) -> str:
    """Writes the receipt for an entry of the ledger; `entry` holds its amount, payer and reason.

    `payer` and `purpose` stand on the receipt as they are today: it never changes afterwards.
    """
    return work.insert(
        receipt,
        {
            "series_id": number.series_id,
            "year": number.year,
            "number": number.number,
            "issued_at": work.maker.now_ms,
            "amount_cents": entry["amount_cents"],
            "payer": entry["payer"],
            "purpose": purpose,
            "payment_note_id": payment_id,
            "cancels_id": entry["cancels_receipt"],
            "reason": entry["reason"],
            "staff_user_id": work.maker.actor,
        },
    )


def receipt_of(work: Work, payment_id: str) -> Row | None:
    """The receipt that was given for an entry of the ledger."""
    found = work.connection.execute(
        select(receipt.c.id).where(receipt.c.payment_note_id == payment_id)
    ).scalar()
    return None if found is None else work.row(receipt, found)


def series_of(work: Work, till_id: str, device_id: str) -> str:
    """The series of a till at one PC; made when there is none yet."""
    known = current_series(work.connection).get((till_id, device_id))
    if known is not None:
        return known
    series_id = derived_id("receipt_series", till_id, device_id)
    values = {"id": series_id, "till_id": till_id, "device_id": device_id}
    return work.insert(receipt_series, {**values, "code": _free_code(work, till_id)})


def new_series(work: Work, till_id: str, device_id: str) -> str:
    """Another series for a PC from now on, because its code is used twice; gives the identifier."""
    values = {"till_id": till_id, "device_id": device_id}
    return work.insert(receipt_series, {**values, "code": _free_code(work, till_id)})


def current_series(connection: Connection) -> dict[tuple[str, str], str]:
    """The series in which each PC numbers now, by till and PC.

    The first one has an identifier that follows from till and PC, so that all PCs make the same
    row. Where others were made later, the last of them counts.
    """
    rows = connection.execute(
        select(receipt_series.c.id, receipt_series.c.till_id, receipt_series.c.device_id)
    )
    found: dict[tuple[str, str], tuple[bool, str]] = {}
    for row_id, till_id, device_id in rows:
        later = row_id != derived_id("receipt_series", till_id, device_id)
        place = (till_id, device_id)
        found[place] = max((later, row_id), found.get(place, (False, "")))
    return {place: row_id for place, (_, row_id) in found.items()}


def _free_code(work: Work, till_id: str) -> str:
    """Code of the till and the next number of a PC that is not used yet, for example "H2"."""
    code = work.row(till, till_id)["code"]
    rows = work.connection.execute(select(receipt_series.c.code, receipt_series.c.till_id)).all()
    used = {row.code for row in rows}
    number = sum(row.till_id == till_id for row in rows) + 1
    while f"{code}{number}" in used:
        number += 1
    return f"{code}{number}"


def make_series(work: Work, till_id: str) -> None:
    """Gives every PC of the house its series of the till, so that no two choose the same code."""
    devices = work.connection.execute(
        select(device.c.id).where(device.c.centre_id == work.centre()).order_by(device.c.id)
    ).scalars()
    for device_id in devices.all():
        series_of(work, till_id, device_id)


def receipts(
    view: View, *, year: int | None = None, series: str = "", till_id: str | None = None
) -> list[ReceiptLine]:
    """The receipts of the house by series and number; `series` is its code, "H1"."""
    storno = receipt.alias()
    statement = (
        select(
            receipt.c.id,
            receipt_series.c.code,
            receipt.c.year,
            receipt.c.number,
            receipt.c.issued_at,
            receipt.c.amount_cents,
            receipt.c.payer,
            receipt.c.purpose,
            receipt.c.reason,
            func.coalesce(staff_user.c.name, ""),
            receipt.c.payment_note_id,
            receipt.c.cancels_id,
            storno.c.id.is_not(None),
        )
        .join(receipt_series, receipt_series.c.id == receipt.c.series_id)
        .join(payment_note, payment_note.c.id == receipt.c.payment_note_id)
        .outerjoin(storno, storno.c.cancels_id == receipt.c.id)
        .outerjoin(staff_user, staff_user.c.id == receipt.c.staff_user_id)
        .order_by(receipt_series.c.code, receipt.c.year, receipt.c.number)
    )
    if year is not None:
        statement = statement.where(receipt.c.year == year)
    if series:
        statement = statement.where(receipt_series.c.code == series)
    if till_id is not None:
        statement = statement.where(receipt_series.c.till_id == till_id)
    return [ReceiptLine._make(row) for row in view.connection.execute(statement)]
