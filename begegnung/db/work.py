"""The only door for writing: every change is logged in the transaction that makes it."""

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects import sqlite

from begegnung.db import search
from begegnung.db.erasing import Rewritten, erase_rows, rewrite_changes, untitle
from begegnung.db.origins import dissolve, has_origin
from begegnung.db.tables import (
    DELETED,
    SHARED,
    action,
    change,
    clash,
    local,
    logged_scope,
    scope_of,
)
from begegnung.model.changes import Action, Change, next_stamp
from begegnung.model.errors import NoCentre, NotFound
from begegnung.model.ids import new_id
from begegnung.model.roles import MANAGER, may, who_may
from begegnung.model.staff_errors import NotAllowed, SignedOut

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who writes: device, house number for identifiers, house, signed-in user, UTC milliseconds.

    `role` is the role of the user, None where nobody is signed in.
    """

    device: str
    house: int
    centre_id: str | None
    actor: str | None
    now_ms: int
    role: str | None = None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the change log")


# Made once: every change of every verb and every bundle passes here.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def to_json(values: Row) -> str:
    """`values` as JSON; dates as ISO text."""
    return _ENCODER.encode(values)


def plain(values: Mapping[Any, Any]) -> dict[str, Any]:
    """`values` of a row as JSON can carry them."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def typed(table: Table, values: Row) -> dict[str, Any]:
    """Values from the change log as the columns of `table` take them; unknown columns left out."""
    return {
        name: _typed_value(table.c[name], value)
        for name, value in values.items()
        if name in table.c
    }


def _typed_value(column: Any, value: Any) -> Any:
    if isinstance(value, str) and column.type.python_type is date:
        return date.fromisoformat(value)
    return value


_GET_LOCAL = select(local.c.value).where(local.c.key == bindparam("wanted"))
_CLASHING = select(clash.c.entity_id).distinct()
_SET_LOCAL = local.insert().prefix_with("OR REPLACE")
_RAW_COUNTERS = "SELECT key, value FROM local WHERE key IN ('seq', 'stamp')"
_RAW_SET_LOCAL = "INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)"
_RAW_ROLE = "SELECT role FROM staff_user WHERE id = ? AND active"
_RAW_MANAGER = "SELECT 1 FROM staff_user WHERE centre_id = ? AND role = ? AND active LIMIT 1"

# Every verb reads and writes rows and the log. These statements are therefore worded once and go
# to the driver itself, which takes a fifth of the time. Values are those of the log (see `plain`):
# that is how SQLite keeps them.
_DIALECT = sqlite.dialect(paramstyle="named")


def _driver(connection: Connection) -> Any:
    """The sqlite3 connection under `connection`."""
    return connection.connection.driver_connection


@cache
def _select_sql(table: Table) -> str:
    wanted = select(table).where(table.c.id == bindparam("row_id"))
    return str(wanted.compile(dialect=_DIALECT))


@cache
def _insert_sql(table: Table) -> str:
    return str(table.insert().compile(dialect=_DIALECT))


@cache
def _update_sql(table: Table, columns: tuple[str, ...]) -> str:
    changed = table.update().where(table.c.id == bindparam("row_id"))
    return str(changed.compile(dialect=_DIALECT, column_keys=list(columns)))


@cache
def _delete_sql(table: Table) -> str:
    return str(table.delete().where(table.c.id == bindparam("row_id")).compile(dialect=_DIALECT))


@cache
def _readers(table: Table) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The columns whose type SQLite does not have, and how to read them."""
    readers: dict[type, Callable[[Any], Any]] = {bool: bool, date: date.fromisoformat}
    return tuple(
        (column.name, readers[column.type.python_type])
        for column in table.columns
        if column.type.python_type in readers
    )


class Work:
    """One transaction of one user verb.

    `insert`, `update` and `remove` write a row and keep the change; the action with all changes is
    written when the transaction ends. `title` is set by the verb: the subject in words. Any other
    way of writing is refused (`UnloggedWrite`).
    """

    def __init__(self, connection: Connection, maker: Maker, verb: str) -> None:
        self.connection = connection
        self.maker = maker
        self.verb = verb
        self.title = ""
        self.undoes: str | None = None
        self.changes: list[Change] = []
        self._driver = _driver(connection)
        connection.info["in_verb"] = True

    def new_id(self) -> str:
        """A fresh identifier of this house."""
        return new_id(self.maker.house, self.maker.now_ms)

    def centre(self) -> str:
        """The house of this PC; raises `NoCentre` before one is set up."""
        if self.maker.centre_id is None:
            raise NoCentre
        return self.maker.centre_id

    def may(self, what: str) -> bool:
        """Whether the signed-in user may do `what`, a verb or a permission; see `may_now`."""
        return may_now(self.connection, self.maker, what)

    def require(self, what: str) -> None:
        """Raises `NotAllowed` when the signed-in user may not do `what`."""
        if not self.may(what):
            raise NotAllowed(what, tuple(sorted(who_may(what))))

    def row(self, table: Table, row_id: str) -> Row:
        """The row with this identifier; raises `NotFound`."""
        values = self._driver.execute(_select_sql(table), {"row_id": row_id}).fetchone()
        if values is None:
            raise NotFound(table.name, row_id)
        row = dict(zip(_defaults(table), values, strict=True))
        for column, read in _readers(table):
            if row[column] is not None:
                row[column] = read(row[column])
        return row

    def insert(self, table: Table, values: Row) -> str:
        """Writes a row and gives its identifier (made here unless `values` brings one).

        Columns left out take the default of the table; all columns enter the log.
        """
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: Table, rows: Iterable[Row]) -> list[str]:
        """Writes several rows of one table at once."""
        defaults = _defaults(table)
        complete = [plain({**defaults, "id": self.new_id(), **values}) for values in rows]
        for row in complete:
            if len(row) > len(defaults):
                raise KeyError(f"{table.name} has no {sorted(row.keys() - defaults.keys())}")
        self._driver.executemany(_insert_sql(table), complete)
        ids: list[str] = []
        for row in complete:
            logged = dict(row)
            ids.append(logged.pop("id"))
            self.changes.append(Change(table.name, ids[-1], "I", None, logged))
        return ids

    def update(self, table: Table, row_id: str, values: Row) -> bool:
        """Writes the values that differ; tells whether there were any. Raises `NotFound`."""
        old = self.row(table, row_id)
        new = {k: v for k, v in values.items() if old[k] != v}
        if not new:
            return False
        before, after = plain({k: old[k] for k in new}), plain(new)
        self._driver.execute(_update_sql(table, tuple(new)), {"row_id": row_id, **after})
        self.changes.append(Change(table.name, row_id, "U", before, after))
        return True

    def confirm(self, table: Table, row_id: str, values: Row) -> None:
        """Writes values that may be there already, so that the log says they were decided on."""
        if not self.update(table, row_id, values):
            said = plain(values)
            self.changes.append(Change(table.name, row_id, "U", said, said))

    def remove(self, table: Table, row_id: str) -> None:
        """Removes a row; the log keeps all of it. Raises `NotFound`."""
        old = plain(self.row(table, row_id))
        self._driver.execute(_delete_sql(table), {"row_id": row_id})
        old.pop("id")
        self.changes.append(Change(table.name, row_id, "D", old, None))

    def erase(self, table: Table, row_id: str) -> None:
        """Erases a row for good, everywhere: nothing of it stays, and nothing brings it back.

        Also one that is not there any more, or not yet: of it the log of some PC may tell. What the
        row was is not kept in the log, nor what this verb did to it before.
        """
        self._driver.execute(_delete_sql(table), {"row_id": row_id})
        self.changes.append(Change(table.name, row_id, "E", None, None))

    def untitle(self, actions: Iterable[str]) -> None:
        """Takes the titles from actions: they name somebody who was erased.

        Not logged: every PC does so by itself.
        """
        with _door(self.connection):
            untitle(self.connection, actions)

    def rewrite_log(self, rows: Sequence[Rewritten]) -> None:
        """Takes values out of the log that have to go with somebody who is erased; not logged."""
        with _door(self.connection):
            rewrite_changes(self.connection, rows)

    def finish(self) -> Action | None:
        """Writes the action with its changes; None when nothing was changed."""
        if not self.changes:
            return None
        self.changes = _without_erased(self.changes)
        seq, stamp = self._count()
        done = Action(
            id=self.new_id(),
            device=self.maker.device,
            seq=seq,
            stamp=stamp,
            verb=self.verb,
            title=self.title,
            actor=self.maker.actor,
            undoes=self.undoes,
            changes=tuple(self.changes),
        )
        with _door(self.connection):
            _dissolve_origins(self.connection, done.changes)
            done = _forgetting(done)
            _erase(self.connection, done.changes)
            write_log(self.connection, done, self.maker.centre_id)
            search.refresh(self.connection, done.changes)
            _forget_clashes(self.connection, done.changes)
        return done

    def _count(self) -> tuple[int, int]:
        """The next number and stamp of this device, kept in the file."""
        counters = dict(self._driver.execute(_RAW_COUNTERS).fetchall())
        seq = int(counters.get("seq", 0)) + 1
        stamp = next_stamp(int(counters.get("stamp", 0)), self.maker.now_ms)
        self._driver.executemany(_RAW_SET_LOCAL, [("seq", str(seq)), ("stamp", str(stamp))])
        return seq, stamp


def _without_erased(changes: Sequence[Change]) -> list[Change]:
    """The changes without what was done to rows that were erased, each of these once."""
    gone = {c.entity_id for c in changes if c.kind == "E"}
    kept = [c for c in changes if c.entity_id not in gone]
    return [*kept, *dict.fromkeys(c for c in changes if c.kind == "E")]


def _forgetting(done: Action) -> Action:
    """An action that erases cannot be taken back, and does not tell what stood there before."""
    if all(c.kind != "E" for c in done.changes):
        return done
    # Empty and not None, which would make it something else than a change, see `exchange.codec`.
    untold = (replace(c, before={}) if c.kind == "U" else c for c in done.changes)
    return replace(done, changes=tuple(untold))


def _erase(connection: Connection, changes: Sequence[Change]) -> None:
    by_scope: dict[str, list[tuple[str, str]]] = {}
    for c in changes:
        if c.kind == "E":
            by_scope.setdefault(scope_of(c.entity), []).append((c.entity, c.entity_id))
    for scope, keys in by_scope.items():
        erase_rows(connection, scope, keys)


def _dissolve_origins(connection: Connection, changes: Sequence[Change]) -> None:
    """A row that was written once has got a second change: the log needs the first as a whole."""
    driver = _driver(connection)
    touched = {(c.entity, c.entity_id) for c in changes if c.kind in ("U", "D")}
    for entity, row_id in touched:
        if has_origin(driver, row_id):
            values = _values_now(driver, SHARED[entity], row_id)
            for c in reversed(changes):
                if c.entity_id == row_id:
                    values.update(c.before or {})
            dissolve(connection, {(entity, row_id): values})


def _values_now(driver: Any, table: Table, row_id: str) -> dict[str, Any]:
    """All columns of a row but its identifier, as the log has them; nothing of one that is gone."""
    found = driver.execute(_select_sql(table), {"row_id": row_id}).fetchone()
    if found is None:
        return {}
    row = dict(zip(_defaults(table), found, strict=True))
    del row["id"]
    for column, read in _readers(table):
        if row[column] is not None:
            row[column] = read(row[column])
    return plain(row)


def _forget_clashes(connection: Connection, changes: Iterable[Change]) -> None:
    """A value that was written with knowledge of the others is decided."""
    # There are few clashes, mostly none, and a calendar has thousands of changes.
    open_ones = set(connection.execute(_CLASHING).scalars())
    for c in changes:
        if c.entity_id not in open_ones:
            continue
        if c.kind == "D":
            connection.execute(clash.delete().where(clash.c.entity_id == c.entity_id))
        elif c.kind == "U":
            columns = (*(c.after or {}), DELETED)
            connection.execute(
                clash.delete().where(
                    clash.c.entity_id == c.entity_id, clash.c.column_name.in_(columns)
                )
            )


@cache
def _defaults(table: Table) -> Row:
    """Every column of `table` with its default, so that the log holds the whole row."""
    return {column.name: default_of(column) for column in table.columns}


def default_of(column: Any) -> Any:
    """The value a column takes when nothing is said: None, or its constant default."""
    if column.server_default is None:
        return None
    literal = str(column.server_default.arg).strip("'")
    kind = column.type.python_type
    if kind is bool:
        return literal == "1"
    return int(literal) if kind is int else literal


_OF_NO_BUNDLE: Row = {"n": None, "tag": None, "settled": False}
"""Columns of the log that only changes of bundles fill."""


def write_log(connection: Connection, done: Action, centre_id: str | None) -> None:
    """Writes an own action of the house and its changes into the log; they are in no bundle yet."""
    driver = _driver(connection)
    driver.execute(_insert_sql(action), _action_row(done))
    counted: Counter[str] = Counter()
    rows: list[Row] = []
    for c in done.changes:
        scope = logged_scope(c.entity, centre_id)
        rows.append(change_row(done.id, counted[scope], scope, c))
        counted[scope] += 1
    driver.executemany(_insert_sql(change), [{**_OF_NO_BUNDLE, **row} for row in rows])


def _action_row(done: Action) -> Row:
    return {
        "id": done.id,
        "device": done.device,
        "seq": done.seq,
        "stamp": done.stamp,
        "verb": done.verb,
        "title": done.title,
        "actor": done.actor,
        "undoes": done.undoes,
    }


def change_row(
    action_id: str, position: int, scope: str, c: Change, bundle: str | None = None
) -> Row:
    """The row of the log for one change; `position` counts within action and scope."""
    return {
        "action_id": action_id,
        "position": position,
        "scope": scope,
        "entity": c.entity,
        "entity_id": c.entity_id,
        "kind": c.kind,
        "before": None if c.before is None else to_json(c.before),
        "after": None if c.after is None else to_json(c.after),
        "bundle": bundle,
    }


def may_now(connection: Connection, maker: Maker, what: str) -> bool:
    """Whether `maker` may do `what`, a verb or a permission of `model.roles`.

    Without a user everything (command line, first start), and as long as the house has no active
    manager: there would be nobody to ask.
    """
    if may(maker.role, what):
        return True
    managing = _driver(connection).execute(_RAW_MANAGER, (maker.centre_id, MANAGER))
    return managing.fetchone() is None


def role_of(connection: Connection, staff_id: str | None) -> str | None:
    """The role of a user, None for nobody; raises `SignedOut` for one who is not active."""
    if staff_id is None:
        return None
    row = _driver(connection).execute(_RAW_ROLE, (staff_id,)).fetchone()
    if row is None:
        raise SignedOut
    return row[0]


def get_local(connection: Connection, key: str) -> str | None:
    """What this file has noted under `key`."""
    return connection.execute(_GET_LOCAL, {"wanted": key}).scalar()


def set_local(connection: Connection, values: Mapping[str, str]) -> None:
    """Notes `values` in this file; they take no part in log or exchange."""
    with _door(connection):
        connection.execute(_SET_LOCAL, [{"key": k, "value": v} for k, v in values.items()])


@contextmanager
def _door(connection: Connection) -> Generator[None]:
    """Lets this module write while a verb runs."""
    info = connection.info
    before = info.get("in_verb", False)
    info["in_verb"] = False
    try:
        yield
    finally:
        info["in_verb"] = before
