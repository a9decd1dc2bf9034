"""Taking a bundle of another PC in: log, rows and clashes, inside the caller's transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, text

from begegnung.db import search
from begegnung.db.bulk import insert_logged, write_foreign
from begegnung.db.erasing import (
    FORGOTTEN,
    erase_rows,
    erased_among,
    note_traces,
    rewrite_changes,
)
from begegnung.db.origins import dissolve, with_origin
from begegnung.db.tables import SHARED, action, change, clash
from begegnung.db.work import (
    get_local,
    plain,
    set_local,
    to_json,
    typed,
)
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.merge import CellClash, RowOp, RowState, merge_row
from begegnung.model.changes import Action, Change, next_stamp
from begegnung.model.ledger import APPEND_ONLY
from begegnung.model.merge_policies import asks
from begegnung.services.erasure_lent import lent_by, without_lent

RowKey = tuple[str, str]
"""Entity and identifier of a row."""

_AHEAD_MS = 10 * 60 * 1000
"""How far a foreign clock may push ours: nobody is refused for a wrong clock."""


def take_in(
    connection: Connection, scope: str, bundle: OpenedBundle, ancestry: Ancestry, now_ms: int
) -> None:
    """Writes the actions of `bundle` into the log and brings every touched row up to date.

    Tables and columns this program does not know stay in the log and are applied by a later
    version (see `begegnung.services.upgrading`). What is said of rows that were erased is dropped,
    and so is what belongs into another scope: who may write in this one may not write there.
    """
    said = within_scope(scope, bundle.actions)
    lent = lent_by(connection, erased_by(said))
    actions = without_erased(connection, scope, said)
    if actions != said or any(c.kind == "E" for a in actions for c in a.changes):
        note_traces(connection, [bundle.hash])
    once = _written_once(actions)
    new = _never_seen(connection, once)
    old = [key for key in once if key not in new]
    dissolve_origins(connection, old)
    write_foreign(connection, scope, actions, bundle.hash)
    if not once:
        return
    write_new(connection, new)
    write_merged(connection, [key for key in old if key[0] in SHARED], ancestry)
    rewrite_changes(connection, without_lent(connection, lent))
    move_clock(connection, (done.stamp for done in actions), now_ms)


def of_other_scopes(scope: str) -> frozenset[str]:
    """The tables that another scope than this one (as the log has it) carries."""
    tables = scope.partition("-")[0]
    return frozenset(name for name, one in SHARED.items() if one.info["scope"] != tables)


def within_scope(scope: str, actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions without changes of tables that another scope carries.

    Tables that this program does not know are left to a later version.
    """
    foreign = of_other_scopes(scope)
    return tuple(
        replace(done, changes=tuple(c for c in done.changes if c.entity not in foreign))
        if any(change.entity in foreign for change in done.changes)
        else done
        for done in actions
    )


def erased_by(actions: Iterable[Action]) -> list[RowKey]:
    """The rows that these actions erase."""
    return [(c.entity, c.entity_id) for done in actions for c in done.changes if c.kind == "E"]


def without_erased(
    connection: Connection, scope: str, actions: Iterable[Action]
) -> tuple[Action, ...]:
    """The actions without what they say of erased rows; erasures in them are carried out."""
    whole = tuple(actions)
    erase_rows(connection, scope, erased_by(whole))
    gone = erased_among(connection, {c.entity_id for done in whole for c in done.changes})
    if not gone:
        return whole
    return tuple(
        replace(
            _untold(done) if any(c.entity_id in gone for c in done.changes) else done,
            changes=tuple(c for c in done.changes if c.kind == "E" or c.entity_id not in gone),
        )
        for done in whole
    )


def _untold(done: Action) -> Action:
    """An action of which something was erased; what erased it is the proof and names nobody."""
    if any(c.kind == "E" for c in done.changes):
        return done
    return replace(done, title="", verb=FORGOTTEN)


def _written_once(actions: Iterable[Action]) -> dict[RowKey, Mapping[str, Any] | None]:
    """Every row that these actions touch, with its values if they do no more than write it."""
    once: dict[RowKey, Mapping[str, Any] | None] = {}
    for done in actions:
        for c in done.changes:
            key = (c.entity, c.entity_id)
            once[key] = c.after if c.kind == "I" and key not in once else None
    return once


def _never_seen(
    connection: Connection, once: Mapping[RowKey, Mapping[str, Any] | None]
) -> dict[RowKey, Mapping[str, Any]]:
    """Those of the rows that are written once and were never heard of before."""
    heard_of = _heard_of(connection, [key[1] for key, after in once.items() if after is not None])
    return {
        key: after for key, after in once.items() if after is not None and key[1] not in heard_of
    }


def _heard_of(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the rows `ids` of which the log or the origins say anything."""
    found = connection.execute(_HEARD_OF, {"ids": json.dumps(ids)})
    return set(found.scalars())


_HEARD_OF = text(
    """
    SELECT value FROM json_each(:ids)
    WHERE EXISTS (SELECT 1 FROM origin WHERE entity_id = value)
        OR EXISTS (SELECT 1 FROM change WHERE entity_id = value)
    """
)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def dissolve_origins(connection: Connection, keys: Iterable[RowKey]) -> None:
    """Gives the log the only change there was of each of `keys`, because another one comes."""
    by_entity: dict[str, list[str]] = {}
    for entity, row_id in keys:
        if entity in SHARED:
            by_entity.setdefault(entity, []).append(row_id)
    for entity, ids in by_entity.items():
        single = sorted(with_origin(connection, ids))
        for chunk in _chunks(single):
            table = SHARED[entity]
            rows = connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
            written = {(entity, row["id"]): _without_id(row) for row in rows}
            dissolve(connection, written)


def _without_id(row: Mapping[Any, Any]) -> dict[str, Any]:
    values = plain(row)
    del values["id"]
    return values


def write_new(connection: Connection, rows: Mapping[RowKey, Mapping[str, Any]]) -> None:
    """Adds rows that were never heard of before, as their only change has written them.

    Those of tables this program does not know are left out.
    """
    by_table: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for (entity, row_id), after in rows.items():
        by_table.setdefault(entity, []).append((row_id, after))
    found: list[Change] = []
    for entity, of_table in by_table.items():
        if entity in SHARED:
            insert_logged(connection, SHARED[entity], of_table)
        if entity in search.TOUCHING:
            found += (Change(entity, row_id, "I", None, None) for row_id, _ in of_table)
    search.refresh(connection, found)


def write_merged(connection: Connection, keys: Sequence[RowKey], ancestry: Ancestry) -> None:
    """Makes rows of tables this program knows what the log says of them, with their clashes."""
    if not keys:
        return
    states = merged_rows(connection, keys, ancestry)
    for entity, table_states in _by_entity(states).items():
        _write_rows(connection, entity, table_states)
    _note_clashes(connection, states)
    search.refresh(connection, [Change(e, i, "U", None, None) for e, i in keys])


def merged_rows(
    connection: Connection, keys: Iterable[RowKey], ancestry: Ancestry
) -> dict[RowKey, RowState]:
    """What every row is, given all that the log says of it.

    Rows that were written once only may be missing in the log: they are what their table holds.
    """
    wanted = list(keys)
    ops = logged_ops(connection, wanted)
    return {key: merge_row(standing_ops(key[0], ops[key]), ancestry) for key in wanted}


def logged_ops(connection: Connection, keys: Iterable[RowKey]) -> dict[RowKey, list[RowOp]]:
    """Every change that the log has of each row."""
    ops: dict[RowKey, list[RowOp]] = {key: [] for key in keys}
    for chunk in _chunks(sorted({i for _, i in ops})):
        rows = connection.execute(_OPS.where(change.c.entity_id.in_(chunk)).order_by(change.c.n))
        for row in rows:
            key = (row.entity, row.entity_id)
            if key in ops:
                ops[key].append(op_of(row))
    return ops


_OPS = select(
    change.c.entity,
    change.c.entity_id,
    change.c.bundle,
    change.c.n,
    action.c.stamp,
    action.c.device,
    change.c.position,
    change.c.kind,
    change.c.after,
    change.c.tag,
    change.c.action_id,
).join(action, action.c.id == change.c.action_id)


def op_of(row: Any) -> RowOp:
    """One change of the log (a row of `loose_ops`) as the merge takes it."""
    return RowOp(
        bundle=row.bundle,
        index=row.n,
        stamp=row.stamp,
        device=row.device,
        position=row.position,
        kind=row.kind,
        after={} if row.after is None else json.loads(row.after),
        tag=row.tag or "",
    )


def loose_ops(connection: Connection, scope: str) -> list[Any]:
    """Every sealed change that stands in the log alone, row by row: what has no origin."""
    return list(
        connection.execute(
            _OPS.where(
                change.c.scope == scope, ~change.c.settled, change.c.bundle.is_not(None)
            ).order_by(change.c.entity, change.c.entity_id, change.c.n)
        )
    )


def standing_ops(entity: str, ops: list[RowOp]) -> list[RowOp]:
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
            if asks(entity, found.column):
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


def move_clock(connection: Connection, stamps: Iterable[int], now_ms: int) -> None:
    """Later actions of this PC sort after what it has seen, unless the other clock is far off."""
    own = int(get_local(connection, "stamp") or 0)
    seen = max(stamps, default=0)
    limit = next_stamp(0, now_ms + _AHEAD_MS)
    set_local(connection, {"stamp": str(max(own, min(seen, limit)))})
