"""The end of a month: nothing is entered in it any more, unless it is opened again with a reason.

What another PC entered before it knew of the closing still comes in by the exchange; it is counted
and shown as late, never dropped.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.tables import month_closing, payment_note, staff_user, till
from begegnung.db.work import Row, Work
from begegnung.formats.ledger_csv import ledger_csv
from begegnung.model.errors import Invalid
from begegnung.model.ledger import WITHIN_THE_TILL, depth, standing
from begegnung.model.ledger_errors import MonthClosed
from begegnung.model.ledger_rows import ClosingLine
from begegnung.services.desk import View
from begegnung.services.ledger import default_till_id, required_till, till_key
from begegnung.services.payments import ledger_between, of_own_till
from begegnung.services.present import today_of


@dataclass(frozen=True, slots=True)
class CloseMonth:
    """Closes a month of a till (None: the house's own)."""

    till_id: str | None
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class ReopenMonth:
    """Opens a closed month again, with the reason."""

    closing_id: str
    reason: str


def close_month(work: Work, request: CloseMonth) -> str:
    """Closes a month; gives the identifier of the closing.

    Raises `MonthClosed` when it is closed already, and `Invalid` for a month that is not over (its
    last day counts as over).
    """
    till_id = required_till(work, request.till_id)
    _, last = span_of(request.year, request.month)
    if last > today_of(work.maker.now_ms):
        raise Invalid("month", "not_over", f"{last:%d.%m.%Y}")
    name = work.row(till, till_id)["name"]
    work.title = _title(name, request.year, request.month)
    for row in _rows(work.connection, till_id, request.year, request.month):
        if row["standing"]:
            raise MonthClosed(name, request.year, request.month)
    return _close(work, till_id, request.year, request.month)


def reopen_month(work: Work, request: ReopenMonth) -> str:
    """Opens a month again; gives the identifier of the row that does so.

    Raises `Invalid` without a reason, or when the month is open. Closings that two PCs made
    without knowing of each other are all taken back.
    """
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    row = work.row(month_closing, request.closing_id)
    work.title = _title(work.row(till, row["till_id"])["name"], row["year"], row["month"])
    closed = [
        one
        for one in _rows(work.connection, row["till_id"], row["year"], row["month"])
        if one["standing"]
    ]
    if not closed:
        raise Invalid("month", "open")
    return [_reopen(work, one, request.reason.strip()) for one in closed][-1]


def counter_closing(work: Work, closing_id: str, reason: str) -> bool:
    """What undo and redo do to a closing (see `ledger.counter`); False when changed since."""
    row = work.row(month_closing, closing_id)
    rows = _rows(work.connection, row["till_id"], row["year"], row["month"])
    chain: dict[str, str | None] = {one["id"]: one["cancels_id"] for one in rows}
    tip = closing_id
    while (later := next((one for one in chain if chain[one] == tip), None)) is not None:
        tip = later
    if (depth(tip, chain) - depth(closing_id, chain)) % 2:
        return False
    if depth(tip, chain) % 2:
        _close(work, row["till_id"], row["year"], row["month"], cancels_id=tip)
    else:
        _reopen(work, work.row(month_closing, tip), reason)
    return True


def span_of(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def closings(view: View, till_id: str | None) -> list[ClosingLine]:
    """The closed months of a till, newest first."""
    till_id = of_own_till(view, till_id)
    rows = _rows(view.connection, till_id)
    lines = [
        ClosingLine(
            row["id"],
            row["year"],
            row["month"],
            row["total_cents"],
            row["entries"],
            row["closed_at"],
            row["closed_by"],
            _sums(view.connection, view.centre(), till_id, row["year"], row["month"])[1]
            - row["entries"],
        )
        for row in rows
        if row["standing"]
    ]
    return lines[::-1]


def open_months(view: View, till_id: str | None) -> list[tuple[int, int]]:
    """Months (year, month) with entries that are over and not closed yet, oldest first."""
    till_id = of_own_till(view, till_id)
    today = today_of(view.now_ms)
    closed = {(line.year, line.month) for line in closings(view, till_id)}
    days = view.connection.execute(
        select(payment_note.c.paid_on)
        .where(till_key(view.centre()) == till_id, payment_note.c.void_reason == "")
        .distinct()
    ).scalars()
    months = sorted({(day.year, day.month) for day in days} - closed)
    return [one for one in months if span_of(*one)[1] <= today]


def cash_book(view: View, year: int, month: int, till_id: str | None = None) -> bytes:
    """The entries of a month of a till as CSV for the city's cash office, without names."""
    first, last = span_of(year, month)
    return ledger_csv(ledger_between(view, first, last, till_id=of_own_till(view, till_id)))


def _close(work: Work, till_id: str, year: int, month: int, cancels_id: str | None = None) -> str:
    total, entries = _sums(work.connection, work.centre(), till_id, year, month)
    return work.insert(
        month_closing,
        {
            "till_id": till_id,
            "year": year,
            "month": month,
            "total_cents": total,
            "entries": entries,
            "closed_at": work.maker.now_ms,
            "cancels_id": cancels_id,
            "staff_user_id": work.maker.actor,
        },
    )


def _reopen(work: Work, row: Row, reason: str) -> str:
    names = ("till_id", "year", "month", "total_cents", "entries")
    values: dict[str, Any] = {name: row[name] for name in names}
    values |= {"closed_at": work.maker.now_ms, "cancels_id": row["id"], "reason": reason}
    return work.insert(month_closing, {**values, "staff_user_id": work.maker.actor})


def _rows(
    connection: Connection, till_id: str, year: int | None = None, month: int | None = None
) -> list[dict[str, Any]]:
    """The rows of a till (of one month) in their order, each with `standing`."""
    statement = (
        select(month_closing, func.coalesce(staff_user.c.name, "").label("closed_by"))
        .outerjoin(staff_user, staff_user.c.id == month_closing.c.staff_user_id)
        .where(month_closing.c.till_id == till_id)
        .order_by(month_closing.c.year, month_closing.c.month, month_closing.c.closed_at)
    )
    if year is not None:
        statement = statement.where(month_closing.c.year == year, month_closing.c.month == month)
    found = connection.execute(statement).mappings()
    rows = [{str(name): value for name, value in row.items()} for row in found]
    stand = standing((row["id"], row["cancels_id"]) for row in rows)
    return [{**row, "standing": row["id"] in stand} for row in rows]


def _sums(
    connection: Connection, centre_id: str, till_id: str, year: int, month: int
) -> tuple[int, int]:
    """What the month brought (cents, without what only moved cash), and the number of entries."""
    first, last = span_of(year, month)
    total, entries = connection.execute(
        select(
            func.coalesce(
                func.sum(payment_note.c.amount_cents).filter(
                    payment_note.c.kind.not_in(sorted(WITHIN_THE_TILL))
                ),
                0,
            ),
            func.count(),
        ).where(
            till_key(centre_id) == till_id,
            payment_note.c.paid_on.between(first, last),
            payment_note.c.void_reason == "",
        )
    ).one()
    return total, entries


def _title(name: str, year: int, month: int) -> str:
    return f"{name} · {month:02}.{year}"


def late_entries(view: View, till_id: str | None) -> int:
    """How many entries of a till came in by the exchange after their month had been closed."""
    return sum(line.late for line in closings(view, till_id or default_till_id(view.centre())))
