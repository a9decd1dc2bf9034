"""Rows of a damaged database whose way into the log cannot be read any more.

The log says who entered what; when its page is gone, the row itself may still stand in its table.
Such rows are entered once more, as one action of this PC.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from begegnung.db.erasing import erased_among
from begegnung.db.origins import with_origin
from begegnung.db.salvage import readable_rows
from begegnung.db.tables import SHARED, change, receipt
from begegnung.db.work import Work
from begegnung.services.receipts import current_series, new_series

_AT_ONCE = 200


class TakeRows(NamedTuple):
    """Rows that stand in the tables of a damaged file, though its log does not know them any more.

    `with_city` says that also rows of the programme are wanted: there is nobody else to ask.
    Figures are not: they follow from the rest.
    """

    damaged: Path
    with_city: bool


def take_rows(work: Work, request: TakeRows) -> int:
    """Takes rows of which neither log nor origins say anything; gives how many."""
    taken = 0
    for name, table in SHARED.items():
        scope = table.info["scope"]
        if scope == "figures" or (scope == "city" and not request.with_city):
            continue
        rows = [row for row in readable_rows(request.damaged, name) if _is_sound(table, row)]
        for start in range(0, len(rows), _AT_ONCE):
            chunk = {row["id"]: row for row in rows[start : start + _AT_ONCE]}
            for row_id in _unheard(work.connection, chunk):
                work.insert(table, _typed(table, chunk[row_id]))
                taken += 1
    return taken


def begin_new_series(work: Work, _request: None = None) -> None:
    """Numbered receipts of this PC begin new series, because it may have forgotten the last ones.

    Whether those numbers are on paper somewhere, nobody knows; none may be given twice.
    """
    for (till_id, device_id), series_id in current_series(work.connection).items():
        given = select(receipt.c.id).where(receipt.c.series_id == series_id).limit(1)
        if device_id == work.maker.device and work.connection.execute(given).first() is not None:
            new_series(work, till_id, device_id)


def _unheard(connection: Connection, rows: Mapping[str, Any]) -> list[str]:
    known = with_origin(connection, rows) | erased_among(connection, rows)
    logged = select(change.c.entity_id).where(change.c.entity_id.in_(list(rows)))
    known.update(connection.execute(logged).scalars())
    return [row_id for row_id in rows if row_id not in known]


_KINDS: dict[type, tuple[type, ...]] = {bool: (int,), date: (str,), int: (int,), str: (str,)}
_ID_LENGTH = 26


def _is_sound(table: Table, row: Mapping[str, Any]) -> bool:
    """Whether a row has what its columns ask for: half a page of another one would not."""
    if len(str(row.get("id"))) != _ID_LENGTH:
        return False
    for column in table.columns:
        value = row.get(column.name)
        if value is None:
            if not column.nullable:
                return False
        elif not _fits(column.type.python_type, value):
            return False
    return True


def _fits(kind: type, value: Any) -> bool:
    if not isinstance(value, _KINDS.get(kind, (object,))):
        return False
    return kind is not date or _is_day(value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with truth values as such, as the log keeps them."""
    return {
        column.name: bool(value)
        if (value := row[column.name]) is not None and column.type.python_type is bool
        else value
        for column in table.columns
        if column.name in row
    }
