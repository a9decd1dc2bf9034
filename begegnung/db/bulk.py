"""Writing very many rows past `Work`: what came from other PCs and is in their log already.

A first exchange brings hundreds of thousands of rows. One statement for many rows takes half the
time of one for each, and a table that was empty gets its indexes when the rows are there.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table

from begegnung.db.tables import change
from begegnung.db.transactions import driver_of
from begegnung.db.work import Row, default_of, to_json
from begegnung.model.changes import Action, Change

_MOST_VALUES = 2_000
"""Values of one statement; SQLite takes sixteen times as many, which is not faster."""

_MANY = 5_000
"""From so many rows on, making triggers and indexes anew is cheaper than serving each row."""


def insert_many(
    driver: Any,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Inserts rows with values for `columns`; `same` are columns that are the same in all rows."""
    fixed = dict(same or {})
    holders = (*(f"?{n}" for n in range(1, len(fixed) + 1)), *("?" for _ in columns))
    one = f"({', '.join(holders)})"
    into = f"INSERT INTO {table} ({', '.join((*fixed, *columns))}) VALUES "  # noqa: S608
    at_once = _MOST_VALUES // len(columns)
    left = iter(rows)
    while some := list(islice(left, at_once)):
        statement = into + ", ".join([one] * len(some))
        driver.execute(statement, (*fixed.values(), *chain.from_iterable(some)))


@contextmanager
def lightened(driver: Any, table: str, count: int) -> Generator[None]:
    """Without what costs time at every row, where `count` rows are going to be inserted.

    That are the triggers, and the indexes of a table that is empty. All in one transaction:
    whatever happens, they are there again.
    """
    if count < _MANY:
        yield
        return
    is_empty = driver.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone() is None  # noqa: S608
    parts = driver.execute(
        "SELECT type, name, sql FROM main.sqlite_master"
        " WHERE tbl_name = ? AND (type = 'trigger' OR type = 'index' AND ?) AND sql IS NOT NULL",
        (table, is_empty),
    ).fetchall()
    for kind, name, _ in parts:
        driver.execute(f"DROP {kind} main.{name}")
    yield
    for _, _, statement in parts:
        driver.execute(statement)


def insert_logged(connection: Connection, table: Table, rows: Sequence[tuple[str, Row]]) -> None:
    """Inserts rows (identifier, values of the log) past the log, which has them already.

    Columns that are not said take their default; what this program does not know is left out.
    """
    driver = driver_of(connection)
    defaults = {column.name: default_of(column) for column in table.columns}
    values_of = itemgetter(*defaults)
    complete = (values_of({**defaults, **values, "id": row_id}) for row_id, values in rows)
    with lightened(driver, table.name, len(rows)):
        insert_many(driver, table.name, tuple(defaults), complete)


def write_foreign(
    connection: Connection, scope: str, actions: Iterable[Action], bundle: str
) -> None:
    """Writes the actions of a bundle and their changes into the log.

    An action that is there already is written once. What it dealt with and who did it may come
    later than the rest of it: it travels in the scope of the house only.
    """
    driver = driver_of(connection)
    whole = tuple(actions)
    driver.executemany(
        _ADD_ACTION,
        [(a.id, a.device, a.seq, a.stamp, a.verb, a.title, a.actor, a.undoes) for a in whole],
    )
    driver.executemany(_ADD_TITLE, [(a.title, a.actor, a.id) for a in whole if a.title])
    rows = (_of_change(a.id, n, c) for a in whole for n, c in enumerate(a.changes))
    insert_many(driver, change.name, _COLUMNS, rows, {"scope": scope, "bundle": bundle})


_ADD_ACTION = (
    "INSERT OR IGNORE INTO action (id, device, seq, stamp, verb, title, actor, undoes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_TITLE = "UPDATE action SET title = ?, actor = ? WHERE id = ? AND title = ''"
_COLUMNS = ("action_id", "position", "entity", "entity_id", "kind", "before", "after")


def _of_change(action_id: str, position: int, c: Change) -> tuple[Any, ...]:
    before = None if c.before is None else to_json(c.before)
    after = None if c.after is None else to_json(c.after)
    return action_id, position, c.entity, c.entity_id, c.kind, before, after
