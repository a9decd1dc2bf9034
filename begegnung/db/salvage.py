"""The log of a damaged file, row by row: what people entered, as far as it can still be read.

Only the log is looked for. It says everything that was entered here and is in no bundle yet; the
tables follow from it. Rows are recognised by their shape, since a broken file does not say any more
which page belongs to which table: identifiers, kinds and JSON leave no room for chance. They are
gathered in a small database of their own, because there may be a million of them.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from begegnung.db.page_scan import FoundRow, Value, scan

_ID = re.compile(r"[0-9a-v]{26}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z_]{1,40}")
_VERB = re.compile(r"([a-z][a-z_]{0,40}\.[a-z][a-z_]{0,60})?")
_LOCAL_KEY = re.compile(r"[a-z][a-z0-9 _:.\-]{1,60}")
_LOG_TABLES = ("action", "change", "local")

_TABLES = """
    CREATE TABLE action (id PRIMARY KEY, device, seq, stamp, verb, title, actor, undoes);
    CREATE TABLE change (
        action_id, scope, position, n, entity, entity_id, kind, before, after, bundle, tag,
        PRIMARY KEY (action_id, scope, position)
    );
    CREATE TABLE local (key PRIMARY KEY, value);
"""

_ADD_ACTION = (
    "INSERT OR IGNORE INTO action VALUES"
    " (:id, :device, :seq, :stamp, :verb, :title, :actor, :undoes)"
)
_ADD_CHANGE = (
    "INSERT INTO change VALUES (:action_id, :scope, :position, :n, :entity, :entity_id, :kind,"
    " :before, :after, :bundle, :tag) ON CONFLICT DO UPDATE"
    # A page may be there twice; the one that says in which bundle the change is, is the newer one.
    " SET bundle = coalesce(excluded.bundle, bundle)"
)
_ADD_LOCAL = "INSERT OR IGNORE INTO local VALUES (:key, :value)"

Named = Mapping[str, Any]


class Gathered(NamedTuple):
    """What was found: pages looked at, rows that could not be read, actions, changes."""

    pages: int
    broken_rows: int
    actions: int
    changes: int


def log_layout(path: Path) -> dict[str, tuple[str, ...]]:
    """The columns of the tables of the log in a whole file of the same version."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
            for name in _LOG_TABLES
        }


def gather(
    damaged: Path,
    layout: Mapping[str, Sequence[str]],
    rest: Path,
    go_on: Callable[[int, int], None] = lambda _done, _total: None,
) -> Gathered:
    """Reads what is left of the log in `damaged` into the new file `rest`.

    `layout` see `log_layout`. A table that grew has rows with fewer columns from before.
    """
    readers = {"action": _action, "change": _change, "local": _local}
    least = {"action": 8, "change": 10, "local": 2}
    with closing(sqlite3.connect(rest)) as found:
        found.executescript(_TABLES)
        adders = {"action": _ADD_ACTION, "change": _ADD_CHANGE, "local": _ADD_LOCAL}

        def wanted(columns: int) -> bool:
            return any(least[name] <= columns <= len(layout[name]) for name in _LOG_TABLES)

        def take(row: FoundRow) -> None:
            for name in _LOG_TABLES:
                if least[name] <= len(row.values) <= len(layout[name]):
                    values = readers[name](dict(zip(layout[name], row.values, strict=False)), row)
                    if values is not None:
                        found.execute(adders[name], values)
                        return

        scanned = scan(damaged, wanted, take, go_on)
        found.commit()
        actions, changes = (
            found.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 two names
            for name in ("action", "change")
        )
    return Gathered(scanned.pages, scanned.broken_rows, actions, changes)


def _is_id(value: Value) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_count(value: Value) -> bool:
    return isinstance(value, int) and value >= 0


def _action(row: Named, _found: FoundRow) -> Named | None:
    """The row as one of the table `action`, None when it is of another table."""
    is_one = (
        _is_id(row["id"])
        and _is_id(row["device"])
        and _is_count(row["seq"])
        and _is_count(row["stamp"])
        and isinstance(row["verb"], str)
        and _VERB.fullmatch(row["verb"])
        and isinstance(row["title"], str)
        and all(row[name] is None or _is_id(row[name]) for name in ("actor", "undoes"))
    )
    return row if is_one else None


def _change(row: Named, found: FoundRow) -> Named | None:
    """The row as one of the table `change`, None when it is of another table."""
    is_one = (
        row["n"] is None
        and found.number > 0
        and _is_id(row["action_id"])
        and _is_count(row["position"])
        and row["scope"] in ("city", "house")
        and isinstance(row["entity"], str)
        and _NAME.fullmatch(row["entity"])
        and _is_id(row["entity_id"])
        and row["kind"] in ("I", "U", "D", "E")
        and _is_object(row["before"])
        and _is_object(row["after"])
        and (row["bundle"] is None or _is_hash(row["bundle"]))
    )
    return {**row, "n": found.number, "tag": row.get("tag")} if is_one else None


def _is_hash(value: Value) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_object(value: Value) -> bool:
    """Whether a value is nothing, or JSON of an object: half a page of it would not be."""
    if value is None:
        return True
    if not isinstance(value, str) or not value.startswith("{"):
        return False
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _local(row: Named, _found: FoundRow) -> Named | None:
    """The row as one of the table `local`, None when it is of another table."""
    key, value = row["key"], row["value"]
    is_one = isinstance(key, str) and isinstance(value, str) and _LOCAL_KEY.fullmatch(key)
    return row if is_one else None


def noted(path: Path) -> dict[str, str]:
    """What a whole file has noted of itself, or what a rest still knows of it."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT key, value FROM local").fetchall())


class RestAction(NamedTuple):
    """An action of the rest with those of its changes that are left, in their order.

    `row` is None when only changes of it are left. `changes` are rows of the table `change`.
    """

    id: str
    row: Named | None
    changes: tuple[Named, ...]


def rest_actions(rest: Path) -> Iterator[RestAction]:
    """The actions of the rest with their changes, in the order in which they were written."""
    with closing(sqlite3.connect(rest)) as connection:
        connection.row_factory = sqlite3.Row
        order = connection.execute(
            "SELECT action_id FROM change GROUP BY action_id ORDER BY min(n)"
        ).fetchall()
        for (action_id,) in order:
            row = connection.execute("SELECT * FROM action WHERE id = ?", (action_id,)).fetchone()
            changes = connection.execute(
                "SELECT * FROM change WHERE action_id = ? ORDER BY n", (action_id,)
            ).fetchall()
            yield RestAction(
                action_id, None if row is None else dict(row), tuple(dict(c) for c in changes)
            )


def whole_numbers(rest: Path, device: str) -> set[int]:
    """The numbers of those actions of one device that are left with at least one change.

    Actions whose first changes are missing do not count: positions are given from 0 on.
    """
    with closing(sqlite3.connect(rest)) as connection:
        rows = connection.execute(
            "SELECT a.seq FROM action a JOIN change c ON c.action_id = a.id WHERE a.device = ?"
            " GROUP BY a.id, c.scope HAVING max(c.position) = count(*) - 1",
            (device,),
        )
        return {row[0] for row in rows}


def no_gaps(rest: Path) -> bool:
    """Whether the log is left from its first change on without one missing in between."""
    with closing(sqlite3.connect(rest)) as connection:
        count, last = connection.execute("SELECT count(*), max(n) FROM change").fetchone()
    return count > 0 and count == last


def readable_rows(path: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table that SQLite still finds in a damaged file; broken stretches are skipped.

    Nothing where the file cannot be opened any more.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            last = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0  # noqa: S608
            yield from _stretch(connection, table, 1, last)
    except sqlite3.DatabaseError:
        return


def _stretch(
    connection: sqlite3.Connection, table: str, first: int, last: int
) -> Iterator[dict[str, Any]]:
    """The rows with numbers `first` to `last`, halved wherever something is in the way."""
    waiting = [(first, last)]
    while waiting:
        begin, end = waiting.pop()
        if begin > end:
            continue
        try:
            rows = connection.execute(
                f"SELECT * FROM {table} WHERE rowid BETWEEN ? AND ?",  # noqa: S608 a table of ours
                (begin, end),
            ).fetchall()
        except sqlite3.DatabaseError:
            if begin < end:
                middle = (begin + end) // 2
                waiting += [(middle + 1, end), (begin, middle)]
            continue
        yield from (dict(row) for row in rows)
