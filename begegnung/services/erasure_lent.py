"""Erasing rows outside of a verb, with what an entry had from an erased one while they were one.

Two entries that are made one share what one of them knew: a telephone, a street. Taken apart again,
the other gives it back, but the log still tells what it had. When the one is erased, this goes too.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.erasing import Rewritten, erase_rows, rewrite_changes
from begegnung.db.tables import action, change, person, person_merge
from begegnung.db.work import plain, to_json
from begegnung.exchange.merge import RowOp, compact, tag_of
from begegnung.model.changes import Change
from begegnung.services.bundle_graph import ancestry_of


class Lent(NamedTuple):
    """What an entry had from another one, by column."""

    keeper_id: str
    filled: dict[str, Any]


def erase_with_lent(connection: Connection, scope: str, keys: Sequence[tuple[str, str]]) -> None:
    """Erases rows for good, see `db.erasing.erase_rows`, and what others had from them."""
    lent = lent_by(connection, keys)
    erase_rows(connection, scope, keys)
    rewrite_changes(connection, without_lent(connection, lent))


def lent_by(connection: Connection, keys: Sequence[tuple[str, str]]) -> list[Lent]:
    """What other entries had from people in `keys`; to be asked before they are erased.

    Also by way of records of merges that are erased because of somebody who is gone already.
    """
    people = [row_id for entity, row_id in keys if entity == person.name]
    records = [row_id for entity, row_id in keys if entity == person_merge.name]
    if not people and not records:
        return []
    rows = connection.execute(
        select(person_merge.c.keeper_id, person_merge.c.moved).where(
            person_merge.c.merged_id.in_(people) | person_merge.c.id.in_(records),
            person_merge.c.keeper_id.not_in(people),
        )
    )
    found = [Lent(keeper_id, json.loads(moved).get("filled", {})) for keeper_id, moved in rows]
    return [one for one in found if one.filled]


def without_lent(
    connection: Connection, lent: Iterable[Lent], writing: Iterable[Change] = ()
) -> list[Rewritten]:
    """The changes that tell what entries had from others, without it; what still holds stays.

    `writing` are changes that will stand in the log after all that stands there now.
    """
    replaced = {(c.entity_id, column) for c in writing for column in c.after or {}}
    found: list[Rewritten] = []
    for keeper_id, filled in lent:
        row = connection.execute(select(person).where(person.c.id == keeper_id)).mappings().first()
        if row is not None:
            now = plain(row)
            gone = {(column, to_json({"": value})) for column, value in filled.items()}
            gone -= {(column, to_json({"": now.get(column)})) for column in filled}
            overwritten = {column for row_id, column in replaced if row_id == keeper_id}
            found += _without(connection, keeper_id, gone, overwritten)
    return found


def _without(
    connection: Connection, row_id: str, lent: set[tuple[str, str]], overwritten: set[str]
) -> list[Rewritten]:
    """The changes of a row in which one of the values `lent` stands, without it.

    A value that still stands against another one that was written at the same time is left: people
    have to decide about it.
    """
    rows = connection.execute(
        select(
            change.c.n,
            change.c.bundle,
            change.c.position,
            change.c.kind,
            change.c.before,
            change.c.after,
            change.c.tag,
            action.c.stamp,
            action.c.device,
        )
        .join(action, action.c.id == change.c.action_id)
        .where(change.c.entity_id == row_id)
    ).all()
    ops = [_op(row) for row in rows]
    standing = {op.index: op.after for op in compact(ops, ancestry_of(connection))}
    found: list[Rewritten] = []
    for row in rows:
        before, after = _values(row.before), _values(row.after)
        kept_before = {k: v for k, v in before.items() if (k, to_json({"": v})) not in lent}
        kept_after = {
            k: v
            for k, v in after.items()
            if (k, to_json({"": v})) not in lent
            or (k in standing.get(row.n, ()) and k not in overwritten)
        }
        if (kept_before, kept_after) == (before, after):
            continue
        tag = row.tag
        if kept_after != after and row.bundle is not None:
            tag = tag or tag_of(row.kind, after)
        found.append(
            Rewritten(
                row.n,
                None if row.before is None else to_json(kept_before),
                None if row.after is None else to_json(kept_after),
                tag,
            )
        )
    return found


def _values(text: str | None) -> dict[str, Any]:
    return {} if text is None else json.loads(text)


def _op(row: Any) -> RowOp:
    return RowOp(
        row.bundle,
        row.n,
        row.stamp,
        row.device,
        row.position,
        row.kind,
        _values(row.after),
        row.tag or "",
    )
