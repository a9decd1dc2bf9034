"""The cash of a day: counting the till (Kassenbericht), handing over, putting change money in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.tables import cash_report, payment_note, staff_user, till
from begegnung.db.work import Row, Work, to_json
from begegnung.model.cash import DENOMINATIONS, MOST_PIECES, counted_cents
from begegnung.model.errors import Invalid
from begegnung.model.ledger import OUTGOING, depth, standing
from begegnung.model.ledger_errors import CannotBeUndone
from begegnung.model.ledger_rows import CashReportLine, CashState
from begegnung.services.desk import View
from begegnung.services.ledger import (
    DEFAULT_TILL,
    Entry,
    default_till_id,
    enter,
    require_open,
    required_till,
    till_key,
)
from begegnung.services.present import today_of


@dataclass(frozen=True, slots=True)
class CountTill:
    """What was counted in a till: `pieces` by value in cents, and why it differs from the books.

    `opening_cents` is what was in the till in the morning; it counts for the first report only,
    later ones begin with what the last one counted. `till_id` None is the house's own till.
    """

    till_id: str | None
    day: date
    pieces: Mapping[int, int] = field(default_factory=dict[int, int])
    reason: str = ""
    opening_cents: int = 0


@dataclass(frozen=True, slots=True)
class CancelReport:
    """Takes the last report of a till back, with the reason."""

    report_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Cash that goes to the city's cash office: `amount_cents` positive, number of its receipt."""

    till_id: str | None
    amount_cents: int
    day: date
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class PutInChange:
    """Change money put into a till: `amount_cents` positive."""

    till_id: str | None
    amount_cents: int
    day: date
    reason: str = ""


def count_till(work: Work, request: CountTill) -> str:
    """Writes the Kassenbericht; gives its identifier.

    Raises `Invalid` for pieces that cannot be, for a day before the last report or still to come,
    and without a reason when what was counted is not what should be there; `MonthClosed`.
    """
    till_id = required_till(work, request.till_id)
    _require_pieces(request.pieces)
    if request.day > today_of(work.maker.now_ms):
        raise Invalid("day", "in_the_future", f"{request.day:%d.%m.%Y}")
    require_open(work, till_id, request.day)
    state = _state(work.connection, work.centre(), till_id, request.day)
    if state.last_day is not None and request.day < state.last_day:
        raise Invalid("day", "before_last_report", f"{state.last_day:%d.%m.%Y}")
    if request.opening_cents < 0:
        raise Invalid("opening", "not_money", str(request.opening_cents))
    opening = request.opening_cents if state.last_day is None else state.opening_cents
    expected = opening + state.in_cents + state.out_cents
    counted = counted_cents(request.pieces)
    if counted != expected and not request.reason.strip():
        raise Invalid("reason", "difference")
    work.title = f"{state.till} · {request.day:%d.%m.%Y}"
    return work.insert(
        cash_report,
        {
            "till_id": till_id,
            "day": request.day,
            "opening_cents": opening,
            "expected_cents": expected,
            "counted_cents": counted,
            "counted": _counted(work.connection, work.centre(), till_id, request),
            "reason": request.reason.strip(),
            "counted_at": work.maker.now_ms,
            "staff_user_id": work.maker.actor,
        },
    )


def cancel_report(work: Work, request: CancelReport) -> str:
    """Takes back the last report of a till; gives the identifier of the row that does so.

    Raises `CannotBeUndone` for one that is not the last one that stands, `Invalid`, `MonthClosed`.
    """
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    row = work.row(cash_report, request.report_id)
    last = _last(work.connection, row["till_id"])
    if last is None or last["id"] != request.report_id:
        raise CannotBeUndone("report")
    work.title = f"{work.row(till, row['till_id'])['name']} · {row['day']:%d.%m.%Y}"
    return _copy(work, row, request.reason.strip())


def counter_report(work: Work, report_id: str, reason: str) -> bool:
    """What undo and redo do to a report (see `ledger.counter`); False when it was changed since."""
    row = work.row(cash_report, report_id)
    rows = _rows(work.connection, row["till_id"])
    chain = {one["id"]: one["cancels_id"] for one in rows}
    tip = _tip(chain, report_id)
    last = _last(work.connection, row["till_id"])
    brings_back = depth(tip, chain) % 2 == 1
    if (depth(tip, chain) - depth(report_id, chain)) % 2:
        return False
    if not brings_back and (last is None or last["id"] != tip):
        return False
    if brings_back and last is not None and last["counted_at"] > row["counted_at"]:
        return False
    if brings_back:
        reason = work.row(cash_report, chain[tip] or tip)["reason"]
    _copy(work, work.row(cash_report, tip), reason)
    return True


def hand_over(work: Work, request: HandOver) -> str:
    """Notes that cash went to the city's cash office (Ablieferung); gives the entry.

    Raises `Invalid` for more than there should be in the till, and `MonthClosed`.
    """
    till_id = required_till(work, request.till_id)
    if request.amount_cents <= 0:
        raise Invalid("amount", "not_money", str(request.amount_cents))
    state = _state(work.connection, work.centre(), till_id, request.day)
    if request.amount_cents > state.expected_cents and state.last_day is not None:
        raise Invalid("amount", "more_than_there", str(state.expected_cents))
    work.title = state.till
    entry = Entry(
        None,
        None,
        -request.amount_cents,
        "handed_over",
        "cash",
        request.day,
        request.receipt_number,
        till_id=till_id,
    )
    return enter(work, entry)


def put_in_change(work: Work, request: PutInChange) -> str:
    """Notes change money that was put into a till; gives the entry."""
    till_id = required_till(work, request.till_id)
    if request.amount_cents <= 0:
        raise Invalid("amount", "not_money", str(request.amount_cents))
    work.title = work.row(till, till_id)["name"]
    entry = Entry(
        None,
        None,
        request.amount_cents,
        "float",
        "cash",
        request.day,
        reason=request.reason,
        till_id=till_id,
    )
    return enter(work, entry)


def cash_state(view: View, till_id: str | None, day: date) -> CashState:
    """What should be in a till on `day`."""
    centre_id = view.centre()
    return _state(view.connection, centre_id, till_id or default_till_id(centre_id), day)


def cash_reports(view: View, till_id: str | None, limit: int = 60) -> list[CashReportLine]:
    """The last reports of a till, newest first; rows that only take one back are left out."""
    till_id = till_id or default_till_id(view.centre())
    rows = _rows(view.connection, till_id)
    chain = {row["id"]: row["cancels_id"] for row in rows}
    stand = standing(chain.items())
    lines = [
        CashReportLine(
            row["id"],
            row["day"],
            row["opening_cents"],
            row["expected_cents"],
            row["counted_cents"],
            {int(value): number for value, number in json.loads(row["counted"])["pieces"].items()},
            row["reason"],
            row["counted_by"],
            row["id"] in stand,
        )
        for row in rows
        if depth(row["id"], chain) % 2 == 0
    ]
    return lines[::-1][:limit]


def _require_pieces(pieces: Mapping[int, int]) -> None:
    for value, number in pieces.items():
        if value not in DENOMINATIONS or not 0 <= number <= MOST_PIECES:
            raise Invalid(f"pieces_{value}", "not_a_number_of_pieces", str(number))


def _rows(connection: Connection, till_id: str) -> list[Row]:
    """All rows of a till in the order in which they were written."""
    found = connection.execute(
        select(cash_report, func.coalesce(staff_user.c.name, "").label("counted_by"))
        .outerjoin(staff_user, staff_user.c.id == cash_report.c.staff_user_id)
        .where(cash_report.c.till_id == till_id)
        .order_by(cash_report.c.day, cash_report.c.counted_at, cash_report.c.id)
    ).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def _last(connection: Connection, till_id: str) -> Row | None:
    """The last report of a till that stands."""
    rows = _rows(connection, till_id)
    stand = standing((row["id"], row["cancels_id"]) for row in rows)
    return next((row for row in reversed(rows) if row["id"] in stand), None)


def _state(connection: Connection, centre_id: str, till_id: str, day: date) -> CashState:
    """What should be in a till: what the last report counted, and what was entered since.

    "Since" is by the sum the last report knew, not by the day: an entry that comes later from
    another PC, or is dated back, is in the next report.
    """
    last = _last(connection, till_id)
    came, went = _cash_until(connection, centre_id, till_id, day)
    if last is None:
        before = date.fromordinal(day.toordinal() - 1)
        known_in, known_out = _cash_until(connection, centre_id, till_id, before)
        opening, last_day = 0, None
    else:
        known_in, known_out = json.loads(last["counted"])["entered"]
        opening, last_day = last["counted_cents"], last["day"]
    name = connection.execute(select(till.c.name).where(till.c.id == till_id)).scalar()
    return CashState(
        till_id, name or DEFAULT_TILL, last_day, opening, came - known_in, went - known_out
    )


def _cash_until(connection: Connection, centre_id: str, till_id: str, day: date) -> tuple[int, int]:
    """The cash that ever came into a till and (negative) went out of it, until the end of `day`."""
    amount: Any = payment_note.c.amount_cents
    outgoing = payment_note.c.kind.in_(sorted(OUTGOING))
    came, went = connection.execute(
        select(
            func.coalesce(func.sum(amount).filter(~outgoing), 0),
            func.coalesce(func.sum(amount).filter(outgoing), 0),
        ).where(
            till_key(centre_id) == till_id,
            payment_note.c.means == "cash",
            payment_note.c.void_reason == "",
            payment_note.c.paid_on <= day,
        )
    ).one()
    return came, went


def _counted(connection: Connection, centre_id: str, till_id: str, request: CountTill) -> str:
    """As JSON: the pieces, and the cash entered until now, from which the next report goes on."""
    pieces = {str(value): request.pieces[value] for value in sorted(request.pieces, reverse=True)}
    entered = _cash_until(connection, centre_id, till_id, request.day)
    return to_json({"pieces": pieces, "entered": list(entered)})


def _copy(work: Work, row: Row, reason: str) -> str:
    """The row that takes `row` back, with the same figures."""
    values = {
        name: value for name, value in row.items() if name not in ("id", "counted_by", "reason")
    }
    values |= {"cancels_id": row["id"], "reason": reason, "staff_user_id": work.maker.actor}
    require_open(work, row["till_id"], row["day"])
    return work.insert(cash_report, values)


def _tip(chain: Mapping[str, str | None], row_id: str) -> str:
    """The last row of a chain of rows that take each other back."""
    later = next((one for one, other in chain.items() if other == row_id), None)
    return row_id if later is None else _tip(chain, later)
