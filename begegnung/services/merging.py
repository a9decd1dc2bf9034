"""Taking a bundle of another PC in: log, rows and clashes, inside the caller's transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from begegnung.db import search
from begegnung.db.tables import SHARED, action, change, clash
from begegnung.db.work import change_row, get_local, set_local, to_json, typed, write_action
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.merge import CellClash, RowOp, RowState, merge_row, op_uid
from begegnung.model.changes import Action, Change, next_stamp
from begegnung.model.ledger import APPEND_ONLY

RowKey = tuple[str, str]
"""Entity and identifier of a row."""

_AHEAD_MS = 10 * 60 * 1000
"""How far a foreign clock may push ours: nobody is refused for a wrong clock."""

_QUIET = {
    "booking": frozenset(
        {
            "answer_by",
            "booked_at",
            "cancel_reason",
            "cancelled_at",
            "informed",
            "number",
            "places",
            "promoted_at",
        }
    ),
    "person_merge": frozenset({"moved"}),
    "attendance": frozenset({"entered_late"}),
    "room": frozenset({"position"}),
    "district": frozenset({"position"}),
}
"""Columns whose newest value simply wins: nobody needs to be asked."""


def take_in(
    connection: Connection, scope: str, bundle: OpenedBundle, ancestry: Ancestry, now_ms: int
) -> None:
    """Writes the actions of `bundle` into the log and brings every touched row up to date.

    Tables and columns this program does not know stay in the log and are applied by a later
    version (see `begegnung.services.upgrading`).
    """
    touched: dict[RowKey, None] = {}
    for done in bundle.actions:
        _write_foreign(connection, scope, done, bundle.hash)
        touched.update(((c.entity, c.entity_id), None) for c in done.changes)
    if not touched:
        return
    write_merged(connection, [key for key in touched if key[0] in SHARED], ancestry)
    _move_clock(connection, bundle.actions, now_ms)


def write_merged(connection: Connection, keys: Sequence[RowKey], ancestry: Ancestry) -> None:
    """Makes rows of tables this program knows what the log says of them, with their clashes."""
    states = merged_rows(connection, keys, ancestry)
    for entity, table_states in _by_entity(states).items():
        _write_rows(connection, entity, table_states)
    _note_clashes(connection, states)
    search.refresh(connection, [Change(e, i, "U", None, None) for e, i in keys])


def _write_foreign(connection: Connection, scope: str, done: Action, bundle_hash: str) -> None:
    write_action(connection, done)
    if done.title:
        # The part of the action that came with the city's scope had no title.
        connection.execute(
            update(action)
            .where(action.c.id == done.id, action.c.title == "")
            .values(title=done.title, actor=done.actor)
        )
    if done.changes:
        connection.execute(
            change.insert(),
            [
                change_row(done.id, position, scope, c, bundle_hash)
                for position, c in enumerate(done.changes)
            ],
        )


def merged_rows(
    connection: Connection, keys: Iterable[RowKey], ancestry: Ancestry
) -> dict[RowKey, RowState]:
    """What every row is, given all that the log says of it."""
    wanted = list(keys)
    ops: dict[RowKey, list[RowOp]] = {key: [] for key in wanted}
    ids = sorted({i for _, i in wanted})
    for start in range(0, len(ids), 500):
        rows = connection.execute(
            select(
                change.c.entity,
                change.c.entity_id,
                change.c.bundle,
                change.c.n,
                action.c.stamp,
                change.c.action_id,
                change.c.position,
                change.c.kind,
                change.c.after,
            )
            .join(action, action.c.id == change.c.action_id)
            .where(change.c.entity_id.in_(ids[start : start + 500]))
            .order_by(change.c.n)
        )
        for entity, entity_id, in_bundle, n, stamp, action_id, position, kind, after in rows:
            op = RowOp(
                bundle=in_bundle,
                index=n,
                stamp=stamp,
                uid=op_uid(action_id, position),
                kind=kind,
                after={} if after is None else json.loads(after),
            )
            ops.setdefault((entity, entity_id), []).append(op)
    return {key: merge_row(_standing_ops(key[0], ops[key]), ancestry) for key in wanted}


def _standing_ops(entity: str, ops: list[RowOp]) -> list[RowOp]:
    """The changes that count: of a row of the ledger only that it was written.

    Whatever another PC or a copied folder says later, an entry stays what it was. Notes from before
    the ledger were made void and taken back in their own row; they keep what was done to them.
    """
    first = min(
        (op for op in ops if op.kind == "I"), key=lambda op: (op.stamp, op.uid), default=None
    )
    if entity not in APPEND_ONLY or first is None or "cancels_id" not in first.after:
        return ops
    return [op for op in ops if op.uid == first.uid]


def _by_entity(states: Mapping[RowKey, RowState]) -> dict[str, dict[str, RowState]]:
    grouped: dict[str, dict[str, RowState]] = {}
    for (entity, entity_id), state in states.items():
        grouped.setdefault(entity, {})[entity_id] = state
    return grouped


def _write_rows(connection: Connection, entity: str, states: Mapping[str, RowState]) -> None:
    table = SHARED[entity]
    there: set[str] = set()
    ids = sorted(states)
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        there.update(connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    new: list[dict[str, Any]] = []
    for row_id, state in states.items():
        values = typed(table, state.values)
        if state.exists and row_id in there:
            connection.execute(table.update().where(table.c.id == row_id).values(values))
        elif state.exists:
            new.append({"id": row_id, **values})
        elif row_id in there:
            connection.execute(table.delete().where(table.c.id == row_id))
    for columns in {tuple(sorted(row)) for row in new}:
        same = [row for row in new if tuple(sorted(row)) == columns]
        connection.execute(table.insert(), same)


def _note_clashes(connection: Connection, states: Mapping[RowKey, RowState]) -> None:
    for (entity, entity_id), state in states.items():
        connection.execute(
            clash.delete().where(clash.c.entity == entity, clash.c.entity_id == entity_id)
        )
        for found in state.clashes:
            if found.column not in _QUIET.get(entity, ()):
                connection.execute(clash.insert(), clash_row(entity, entity_id, found))


def clash_row(entity: str, entity_id: str, found: CellClash) -> dict[str, str]:
    """The row of the table `clash`: the candidates as JSON, the shown one first."""
    candidates = [
        {"value": c.value, "stamp": c.stamp, "lane": c.lane} for c in (found.winner, *found.others)
    ]
    return {
        "entity": entity,
        "entity_id": entity_id,
        "column_name": found.column,
        "candidates": to_json({"candidates": candidates}),
    }


def _move_clock(connection: Connection, actions: Iterable[Action], now_ms: int) -> None:
    """Later actions of this PC sort after what it has seen, unless the other clock is far off."""
    own = int(get_local(connection, "stamp") or 0)
    seen = max((done.stamp for done in actions), default=0)
    limit = next_stamp(0, now_ms + _AHEAD_MS)
    set_local(connection, {"stamp": str(max(own, min(seen, limit)))})
