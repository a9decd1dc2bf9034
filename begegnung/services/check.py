"""Is everything whole? The file itself, the references, and the log against the tables."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple, get_args

from sqlalchemy import Connection, func, select, union_all
from sqlalchemy.exc import DatabaseError

from begegnung.db.origins import with_origin
from begegnung.db.tables import (
    SHARED,
    Scope,
    action,
    change,
    erased,
    origin,
    receipt,
    receipt_series,
    search_entry,
)
from begegnung.db.work import plain, typed
from begegnung.model.ledger import APPEND_ONLY
from begegnung.model.retention import VOUCHER_YEARS, kept_until
from begegnung.services.bundle_graph import ancestry_of
from begegnung.services.desk import View
from begegnung.services.merging import RowKey, merged_rows
from begegnung.services.present import today_of
from begegnung.services.receipts import receipt_label


class Problem(NamedTuple):
    """Something that is not whole: `kind`, the table, and the row or detail (never a name)."""

    kind: str
    entity: str
    detail: str


class Verdict(NamedTuple):
    """The result of the check: problems, rows by table, and actions in the log."""

    problems: tuple[Problem, ...]
    rows: dict[str, int]
    actions: int

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def check(view: View) -> Verdict:
    """Verifies the database.

    Integrity of the file, references between the tables, whether the change log replayed from the
    beginning gives exactly the rows there are (so that no write escaped it), the search index, and
    whether the numbers of the receipts have no gap.
    """
    connection = view.connection
    problems = _integrity(connection)
    if not problems:
        problems = [
            *_references(connection),
            *_replay(connection),
            *_search(connection),
            *_receipts(connection, today_of(view.now_ms)),
        ]
    rows = {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in SHARED.items()
    }
    actions = connection.execute(select(func.count()).select_from(action)).scalar_one()
    return Verdict(tuple(problems), rows, actions)


def _integrity(connection: Connection) -> list[Problem]:
    try:
        lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except DatabaseError as error:
        # On a badly damaged page SQLite raises instead of answering.
        return [Problem("damaged", "", str(error.orig))]
    return [Problem("damaged", "", line) for line in lines if line != "ok"]


def _references(connection: Connection) -> list[Problem]:
    """Rows that refer to a row that is not there.

    Entries of the ledger may refer to what was erased: they are kept, and name nobody.
    """
    problems: list[Problem] = []
    for name, table in SHARED.items():
        for key in table.foreign_keys:
            target = key.column.table
            wanted = (
                select(table.c.id)
                .outerjoin(target, target.c.id == key.parent)
                .where(key.parent.is_not(None), target.c.id.is_(None))
            )
            if name in APPEND_ONLY:
                wanted = wanted.where(key.parent.not_in(select(erased.c.entity_id)))
            missing = connection.execute(wanted).scalars()
            problems += [
                Problem("orphan", name, f"{row_id} {key.parent.name}") for row_id in missing
            ]
    return problems


def _replay(connection: Connection) -> list[Problem]:
    """Differences between the log and the tables."""
    problems: list[Problem] = []
    for scope in get_args(Scope):
        ancestry = ancestry_of(connection)
        tables = {name: table for name, table in SHARED.items() if table.info["scope"] == scope}
        logged = connection.execute(
            select(change.c.entity, change.c.entity_id)
            .where(change.c.entity.in_(tables))
            .distinct()
        )
        states = merged_rows(connection, [(row[0], row[1]) for row in logged], ancestry)
        for name, table in tables.items():
            expected = {
                key: plain(typed(table, state.values))
                for key, state in states.items()
                if key[0] == name and state.exists
            }
            problems += _differences(connection, name, expected)
    return [*problems, *_origins(connection)]


def _origins(connection: Connection) -> list[Problem]:
    """Rows that the file says it was given once, and that are not there."""
    there = union_all(*(select(table.c.id) for table in SHARED.values())).subquery()
    missing = connection.execute(
        select(origin.c.entity_id)
        .outerjoin(there, there.c.id == origin.c.entity_id)
        .where(there.c.id.is_(None))
    ).scalars()
    return [Problem("only in log", "", row_id) for row_id in missing]


def _differences(
    connection: Connection, name: str, expected: dict[RowKey, dict[str, Any]]
) -> list[Problem]:
    found: dict[RowKey, dict[str, Any]] = {}
    for row in connection.execute(select(SHARED[name])).mappings():
        values = plain(row)
        found[name, values.pop("id")] = values
    unlogged = found.keys() - expected.keys()
    # Rows that a snapshot has brought are their own only change, see `db.origins`.
    from_snapshot = with_origin(connection, (row_id for _, row_id in unlogged))
    problems = [
        Problem("not in log", name, row_id) for _, row_id in unlogged if row_id not in from_snapshot
    ]
    problems += [Problem("only in log", name, key[1]) for key in expected.keys() - found.keys()]
    for key in found.keys() & expected.keys():
        problems += [
            Problem("differs from log", name, f"{key[1]} {column}")
            for column, value in expected[key].items()
            if found[key][column] != value
        ]
    return sorted(problems)


def _search(connection: Connection) -> list[Problem]:
    """Rows that cannot be found because the index does not have them."""
    problems: list[Problem] = []
    for name in ("person", "offer", "room"):
        table = SHARED[name]
        missing = connection.execute(
            select(table.c.id)
            .outerjoin(search_entry, search_entry.c.entity_id == table.c.id)
            .where(search_entry.c.n.is_(None))
        ).scalars()
        problems += [Problem("not searchable", name, row_id) for row_id in missing]
    return problems


def _receipts(connection: Connection, today: date) -> list[Problem]:
    """Numbers of receipts that are missing in their series and year, or were given twice.

    Of years that have to be kept: older ones have gaps where somebody was erased.
    """
    given: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for code, year, number in connection.execute(
        select(receipt_series.c.code, receipt.c.year, receipt.c.number).join(
            receipt, receipt.c.series_id == receipt_series.c.id
        )
    ):
        given[code, year][number] += 1
    problems: list[Problem] = []
    for (code, year), numbers in sorted(given.items()):
        if kept_until(date(year, 12, 31), VOUCHER_YEARS) < today:
            continue
        for number in range(1, max(numbers) + 1):
            if numbers[number] != 1:
                kind = "receipt given twice" if numbers[number] else "receipt missing"
                problems.append(Problem(kind, receipt.name, receipt_label(code, year, number)))
    return problems
