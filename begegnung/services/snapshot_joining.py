"""Taking a snapshot in: its rows and changes are joined with what is here, in one transaction.

Only what came by bundles that are not known here is new; everything else is here already, or was
knowingly replaced here. So the order in which snapshots and bundles arrive does not matter, and
nothing that this PC has and the snapshot lacks is touched.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import Connection

from begegnung.db import search
from begegnung.db.bulk import lightened
from begegnung.db.erasing import FORGOTTEN, erase_rows, rewrite_changes
from begegnung.db.origins import UNDO_AFTER, stub_action
from begegnung.db.tables import SHARED, action, change
from begegnung.db.work import get_local, set_local
from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.codec import as_text
from begegnung.model.changes import Change
from begegnung.services.bundle_graph import add_bundle, numbers_of
from begegnung.services.erasure_lent import lent_by, without_lent
from begegnung.services.merging import (
    RowKey,
    dissolve_origins,
    move_clock,
    of_other_scopes,
    write_merged,
)
from begegnung.services.snapshot_file import DERIVED, REFERENCE, Shape


class _Node(NamedTuple):
    n: int
    lane: str
    seq: int
    prev: str | None
    deps: str


class Joined(NamedTuple):
    """How many bundles were new by a snapshot, and those in it that no other one in it rests on."""

    added: int
    leaves: frozenset[str]


def join_payload(
    connection: Connection, scope: str, log_scope: str, ancestry: Ancestry, now_ms: int
) -> Joined:
    """Joins the file attached as "other"; `log_scope` is how the log calls the scope.

    Raises sqlite3.DatabaseError for a file that is not the payload of a snapshot.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("CREATE TEMP TABLE fresh (n INTEGER PRIMARY KEY, here INTEGER, hash, device)")
    joined = _add_bundles(connection, driver, scope, ancestry)
    if joined.added:
        _Joining(connection, log_scope, ancestry).run(now_ms)
    driver.execute("DROP TABLE temp.fresh")
    return joined


def _add_bundles(connection: Connection, driver: Any, scope: str, ancestry: Ancestry) -> Joined:
    """Adds the bundles that are new; the table "fresh" has their numbers there and here."""
    names: dict[int, str] = dict(driver.execute("SELECT n, hash FROM other.bundle").fetchall())
    known = numbers_of(connection, names.values())
    here = {n: known[name] for n, name in names.items() if name in known}
    added, below = 0, set[str | None]()
    # One after the other: in a city there are tens of thousands that rest on sixty each.
    with closing(driver.execute(_NODES)) as found:
        for node in map(_Node._make, found):
            as_text(node.lane, layout.is_lane)
            deps = json.loads(node.deps)
            rests_on = [names[n] for n in deps]
            below.update(rests_on, (node.prev,))
            if node.n in here:
                continue
            name = names[node.n]
            here[node.n] = add_bundle(
                connection,
                ancestry,
                scope=scope,
                name=name,
                lane=node.lane,
                seq=node.seq,
                prev=node.prev,
                deps=rests_on,
                numbers=[here[n] for n in deps],
                path=layout.bundle_path(scope, node.lane, node.seq, name),
                data=None,
                settled=True,
            )
            added += 1
            row = (node.n, here[node.n], name, node.lane.partition(".")[0])
            driver.execute("INSERT INTO temp.fresh VALUES (?, ?, ?, ?)", row)
    return Joined(added, frozenset(names.values()) - below)


_NODES = "SELECT n, lane, seq, prev, deps FROM other.bundle ORDER BY n"


class _Joining:
    """One file that is being joined: what is new by it stands in the table "fresh"."""

    def __init__(self, connection: Connection, log_scope: str, ancestry: Ancestry) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._scope = log_scope
        self._ancestry = ancestry
        self._changed: dict[RowKey, None] = {}
        self._newest = 0

    def run(self, now_ms: int) -> None:
        """Joins everything: erasures first, then rows that were written once, then changes.

        What another scope carries is left out, see `merging.take_in`.
        """
        foreign = [(entity,) for entity in sorted(of_other_scopes(self._scope))]
        for table in ("shape", "op"):
            self._driver.executemany(f"DELETE FROM other.{table} WHERE entity = ?", foreign)  # noqa: S608
        erasures = self._driver.execute(
            "SELECT entity, entity_id FROM other.op"
            " WHERE kind = 'E' AND _b IN (SELECT n FROM temp.fresh)"
        ).fetchall()
        lent = lent_by(self._connection, erasures)
        erase_rows(self._connection, self._scope, erasures)
        for shape in _shapes(self._driver):
            self._join_table(shape)
        self._join_changes()
        known = [key for key in self._changed if key[0] in SHARED]
        write_merged(self._connection, known, self._ancestry)
        rewrite_changes(self._connection, without_lent(self._connection, lent))
        move_clock(self._connection, [self._newest], now_ms)

    def _join_table(self, shape: Shape) -> None:
        """The rows of one table that were written once."""
        self._driver.execute(f"CREATE TEMP TABLE coming AS {_selection(shape)}")
        self._driver.execute(
            "DELETE FROM temp.coming WHERE id IN (SELECT entity_id FROM main.erased)"
        )
        newest = self._driver.execute("SELECT max(_s) FROM temp.coming").fetchone()[0]
        self._newest = max(self._newest, newest or 0)
        table = SHARED.get(shape.entity)
        if table is None or {*shape.columns} != {column.name for column in table.columns}:
            # Another version of the program wrote it: the log keeps what this one does not know.
            self._to_log(shape, "1")
        else:
            if not self._is_untouched(shape.entity):
                self._to_log(shape, _HEARD_OF)
            self._add_rows(shape)
        self._driver.execute("DROP TABLE temp.coming")

    def _is_untouched(self, entity: str) -> bool:
        """Whether nothing was ever heard of any row of a table, as on a PC that joins."""
        said = "SELECT 1 FROM main.change WHERE entity = ? LIMIT 1"
        some = self._driver.execute(f"SELECT 1 FROM main.{entity} LIMIT 1").fetchone()  # noqa: S608
        return some is None and self._driver.execute(said, (entity,)).fetchone() is None

    def _to_log(self, shape: Shape, condition: str) -> None:
        """Moves the rows that `condition` is true of from "coming" into the log."""
        names = ", ".join(shape.columns)
        rows = self._driver.execute(
            f"SELECT c._s, c._p, f.hash, f.device, {names} FROM temp.coming c"  # noqa: S608
            f" JOIN temp.fresh f ON f.here = c._b WHERE {condition}"
        ).fetchall()
        if not rows:
            return
        place = list(shape.columns).index("id") + 4
        dissolve_origins(self._connection, [(shape.entity, row[place]) for row in rows])
        self._connection.execute(change.insert(), [*self._first_changes(shape, rows)])
        self._driver.execute(f"DELETE FROM temp.coming AS c WHERE {condition}")  # noqa: S608

    def _first_changes(
        self, shape: Shape, rows: Sequence[Sequence[Any]]
    ) -> Iterator[Mapping[str, Any]]:
        for stamp, position, in_bundle, device, *values in rows:
            after = shape.as_logged(values)
            row_id = after.pop("id")
            self._changed[shape.entity, row_id] = None
            yield {
                "action_id": stub_action(self._connection, device, stamp),
                "position": position,
                "scope": self._scope,
                "entity": shape.entity,
                "entity_id": row_id,
                "kind": "I",
                "after": json.dumps(after, ensure_ascii=False, separators=(",", ":")),
                "bundle": in_bundle,
            }

    def _add_rows(self, shape: Shape) -> None:
        """Adds the rows of "coming", of which nobody here has ever heard."""
        names = ", ".join(shape.columns)
        count = self._driver.execute("SELECT count(*) FROM temp.coming").fetchone()[0]
        with lightened(self._driver, shape.entity, count):
            self._driver.execute(
                f"INSERT INTO main.{shape.entity} ({names})"  # noqa: S608
                f" SELECT {names} FROM temp.coming"
            )
        self._driver.execute("INSERT INTO main.origin SELECT id, _b, _s, _p FROM temp.coming")
        if shape.entity in search.TOUCHING:
            ids = [row[0] for row in self._driver.execute("SELECT id FROM temp.coming")]
            changes = [Change(shape.entity, row_id, "I", None, None) for row_id in ids]
            search.refresh(self._connection, changes)

    def _join_changes(self) -> None:
        """The changes of rows that were written more than once."""
        rows = self._driver.execute(
            "SELECT o.action_id, o.position, o.entity, o.entity_id, o.kind, o.after, o.tag, f.hash"
            " FROM other.op o JOIN temp.fresh f ON f.n = o._b WHERE o.kind = 'E'"
            " OR o.entity_id NOT IN (SELECT entity_id FROM main.erased) ORDER BY o.n"
        ).fetchall()
        if not rows:
            return
        keys = dict.fromkeys((row[2], row[3]) for row in rows)
        dissolve_origins(self._connection, keys)
        self._changed.update(keys)
        self._add_actions({row[0] for row in rows})
        names = (
            "action_id", "position", "entity", "entity_id", "kind", "after", "tag", "bundle",
        )  # fmt: skip
        self._connection.execute(
            change.insert(),
            [dict(zip(names, row, strict=True), scope=self._scope) for row in rows],
        )

    def _add_actions(self, wanted: set[str]) -> None:
        names = [column.name for column in action.columns]
        forgotten = {row[0] for row in self._driver.execute(_OF_ERASED)}
        rows = [
            dict(zip(names, row, strict=True))
            for row in self._driver.execute(f"SELECT {', '.join(names)} FROM other.action")  # noqa: S608
            if row[0] in wanted
        ]
        if not rows:
            # Changes of actions that the file does not tell of: what was done counts all the same.
            return
        for row in rows:
            if row["id"] in forgotten:
                row.update(title="", verb=FORGOTTEN)
        self._connection.execute(action.insert().prefix_with("OR IGNORE"), rows)
        self._newest = max([self._newest, *(row["stamp"] for row in rows)])
        device = get_local(self._connection, "device")
        own = [row["seq"] for row in rows if row["device"] == device]
        if own:
            # Of these only what stands is known, which is not enough to take them back.
            before = int(get_local(self._connection, UNDO_AFTER) or 0)
            set_local(self._connection, {UNDO_AFTER: str(max(before, *own))})


_OF_ERASED = (
    "SELECT DISTINCT action_id FROM other.op WHERE kind <> 'E'"
    " AND entity_id IN (SELECT entity_id FROM main.erased)"
    " AND action_id NOT IN (SELECT action_id FROM other.op WHERE kind = 'E')"
)
"""The actions in the file that deal with something that was erased here."""


_HEARD_OF = (
    "EXISTS (SELECT 1 FROM main.change h WHERE h.entity_id = c.id)"
    " OR EXISTS (SELECT 1 FROM main.origin h WHERE h.entity_id = c.id)"
)


_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_OWN_TABLES = frozenset({"bundle", "shape", "ids", "op"})


def _shapes(driver: Any) -> list[Shape]:
    """What the tables of the file look like, those of newer programs included."""
    columns: dict[str, dict[str, str]] = {}
    for entity, column, kind in driver.execute(
        "SELECT entity, column_name, kind FROM other.shape ORDER BY n"
    ):
        columns.setdefault(entity, {})[column] = kind
    for name in {*columns, *(name for kinds in columns.values() for name in kinds)}:
        if not _NAME.fullmatch(name) or name in _OWN_TABLES:
            raise sqlite3.DatabaseError(f"not a name of a table or column: {name[:40]!r}")
    return [Shape(entity, kinds) for entity, kinds in columns.items()]


def _selection(shape: Shape) -> str:
    """The statement that gives the rows that are new, with identifiers instead of numbers."""
    joins = ["JOIN temp.fresh f ON f.n = t._b"]
    values: dict[str, str] = {}
    for name, kind in shape.columns.items():
        if kind == REFERENCE:
            alias = f"i{len(joins)}"
            joins.append(f"LEFT JOIN other.ids {alias} ON {alias}.n = t.{name}")
            values[name] = f"coalesce({alias}.id, t.{name})"
        else:
            values[name] = f"t.{name}"
    if shape.entity in DERIVED:
        derived = " || ".join(values[part] for part in DERIVED[shape.entity])
        values["id"] = f"coalesce({values['id']}, {derived})"
    columns = ", ".join(f"{value} AS {name}" for name, value in values.items())
    return (
        f"SELECT {columns}, f.here AS _b, t._s AS _s, t._p AS _p"  # noqa: S608
        f" FROM other.{shape.entity} t {' '.join(joins)} ORDER BY t.rowid"
    )
