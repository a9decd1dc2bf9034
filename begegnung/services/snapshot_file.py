"""What a snapshot holds of one scope: everything sealed and taken in here, in its short form.

A snapshot is not a copy to restore from but one more way to bring changes: who takes it in joins it
with what is there, and nothing that is there is lost. Rows that were written once are their own
change (see `db.origins`); of all others every change goes along, without the values that were
knowingly replaced. It is a file of SQLite, for nothing else moves a million rows in a second.

Tables: `bundle` (the graph, parents first, `deps` by number), `shape` (columns by table), the
shared tables of the scope with `_b`, `_s`, `_p` (number of the bundle, stamp, position), `action`
and `op` (changes of all other rows). References to rows are numbers of `ids`: the file is a third
as long by that.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Connection, String, Table

from begegnung.db.tables import SHARED, Scope
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.merge import RowOp, compact
from begegnung.services.bundle_graph import ancestry_of
from begegnung.services.merging import loose_ops, op_of, standing_ops
from begegnung.services.scope_state import house_counted, log_scope, table_scope

_ID_LENGTH = 26

VALUE, REFERENCE, FLAG = "value", "reference", "flag"
"""Kinds of columns: as they are, a number of `ids`, yes or no."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table looks like in the file: its columns with their kinds, in order."""

    entity: str
    columns: Mapping[str, str]

    def as_logged(self, values: Sequence[Any]) -> dict[str, Any]:
        """The values of a row, in the order of the columns, as the log has them."""
        return {
            name: bool(value) if kind == FLAG and value is not None else value
            for (name, kind), value in zip(self.columns.items(), values, strict=True)
        }


def shape_of(table: Table) -> Shape:
    """What a table of this program looks like in the file."""
    return Shape(table.name, {column.name: _kind(column) for column in table.columns})


def _kind(column: Any) -> str:
    if isinstance(column.type, String) and column.type.length == _ID_LENGTH:
        return REFERENCE
    return FLAG if isinstance(column.type, Boolean) else VALUE


def tables_of(of: Scope) -> list[Table]:
    """The shared tables of a scope, always in the same order."""
    return [t for _, t in sorted(SHARED.items()) if t.info["scope"] == of]


def write_payload(connection: Connection, scope: str) -> None:
    """Fills the empty file attached as "other" with all that is sealed and taken in of `scope`.

    The scope has been settled; `connection` is inside a transaction that reads only.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("CREATE TABLE other.bundle (n INTEGER PRIMARY KEY, hash, lane, seq, prev, deps)")
    driver.execute(
        "INSERT INTO other.bundle SELECT n, hash, lane, seq, prev, deps FROM main.bundle"
        " WHERE scope = ? ORDER BY n",
        (scope,),
    )
    driver.execute("CREATE TABLE other.shape (n INTEGER PRIMARY KEY, entity, column_name, kind)")
    shapes = [shape_of(table) for table in tables_of(table_scope(scope))]
    house = house_counted(scope)
    _write_ids(driver, shapes, house)
    for shape in shapes:
        _write_rows(driver, shape, house)
    _write_ops(connection, driver, scope)
    driver.execute("DROP TABLE temp.numbered")


def _write_ids(driver: Any, shapes: Sequence[Shape], house: str | None) -> None:
    """Numbers for all identifiers that rows of the scope have or refer to.

    With `house` only of the rows of that one.
    """
    only, known = ("", {}) if house is None else (" AND centre_id = :house", {"house": house})
    driver.execute("CREATE TABLE other.ids (n INTEGER PRIMARY KEY, id TEXT)")
    driver.execute("CREATE TEMP TABLE numbered (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
    parts = [
        f"SELECT {name} AS id FROM main.{shape.entity} WHERE {name} IS NOT NULL{only}"  # noqa: S608
        for shape in shapes
        for name, kind in shape.columns.items()
        if kind == REFERENCE and not (name == "id" and shape.entity in DERIVED)
    ]
    driver.execute(f"INSERT INTO other.ids (id) {' UNION '.join(parts)} ORDER BY 1", known)
    driver.execute("INSERT INTO temp.numbered SELECT id, n FROM other.ids ORDER BY id")


DERIVED: dict[str, tuple[str, ...]] = {"attendance": ("occurrence_id", "person_id")}
"""Tables most of whose identifiers are those of two other rows put together: they are left out."""


def _write_rows(driver: Any, shape: Shape, house: str | None) -> None:
    """The rows of a table that were written once, with `house` only those of that one."""
    only, known = ("", {}) if house is None else (" WHERE t.centre_id = :house", {"house": house})
    driver.executemany(
        "INSERT INTO other.shape (entity, column_name, kind) VALUES (?, ?, ?)",
        [(shape.entity, name, kind) for name, kind in shape.columns.items()],
    )
    driver.execute(f"CREATE TABLE other.{shape.entity} ({', '.join(shape.columns)}, _b, _s, _p)")
    joins: list[str] = []
    values: list[str] = []
    for name, kind in shape.columns.items():
        value = f"t.{name}"
        if name == "id" and shape.entity in DERIVED:
            derived = " || ".join(f"t.{part}" for part in DERIVED[shape.entity])
            value = f"nullif({value}, {derived})"
        if kind == REFERENCE:
            alias = f"i{len(joins)}"
            joins.append(f"LEFT JOIN temp.numbered {alias} ON {alias}.id = {value}")
            value = f"coalesce({alias}.n, {value})"
        values.append(value)
    driver.execute(
        f"INSERT INTO other.{shape.entity}"  # noqa: S608
        f" SELECT {', '.join(values)}, o.bundle, o.stamp, o.position"
        f" FROM main.{shape.entity} t JOIN main.origin o ON o.entity_id = t.id {' '.join(joins)}"
        f"{only} ORDER BY t.rowid",
        known,
    )


def _write_ops(connection: Connection, driver: Any, scope: str) -> None:
    """The changes of all other rows, compacted, with the actions they belong to."""
    driver.execute("CREATE TABLE other.action (id, device, seq, stamp, verb, title, actor, undoes)")
    driver.execute(
        "CREATE TABLE other.op"
        " (entity, entity_id, kind, position, after, tag, action_id, _b, n INTEGER PRIMARY KEY)"
    )
    ancestry = ancestry_of(connection)
    rows = _compacted(loose_ops(connection, log_scope(scope)), ancestry)
    driver.executemany(
        "INSERT INTO other.op SELECT ?, ?, ?, ?, ?, ?, ?, b.n, ? FROM other.bundle b"
        " WHERE b.hash = ?",
        rows,
    )
    told = "title, actor" if table_scope(scope) == "house" else "'', NULL"
    driver.execute(
        f"INSERT INTO other.action SELECT id, device, seq, stamp, verb, {told}, undoes"  # noqa: S608
        " FROM main.action WHERE id IN (SELECT action_id FROM other.op) ORDER BY stamp"
    )


def _compacted(rows: Sequence[Any], ancestry: Ancestry) -> Iterator[tuple[Any, ...]]:
    """The changes of `rows`, which come row by row, without values that were replaced."""
    actions = {row.n: row.action_id for row in rows}
    for (entity, entity_id), ops in _by_row(rows):
        for op in compact(standing_ops(entity, ops), ancestry):
            yield (
                entity,
                entity_id,
                op.kind,
                op.position,
                None if op.kind in "DE" else json.dumps(dict(op.after), ensure_ascii=False),
                op.tag or None,
                actions[op.index],
                op.index,
                op.bundle,
            )


def _by_row(rows: Iterable[Any]) -> Iterator[tuple[tuple[str, str], list[RowOp]]]:
    key: tuple[str, str] | None = None
    ops: list[RowOp] = []
    for row in rows:
        if key is not None and (row.entity, row.entity_id) != key:
            yield key, ops
            ops = []
        key = (row.entity, row.entity_id)
        ops.append(op_of(row))
    if key is not None:
        yield key, ops
