"""Erasing rows so that nothing of them is left in this file, and nothing brings them back.

An erasure is a change of kind E in the log; it travels like every other one and wins over all of
them, before and after. Of the row only its identifier stays, which says nothing about anybody.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update

from begegnung.db import search
from begegnung.db.tables import SHARED, action, change, clash, erased, origin, trace
from begegnung.model.changes import Change

_AT_ONCE = 500


def erased_among(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the rows `ids` that were erased."""
    if connection.execute(select(erased.c.entity_id).limit(1)).first() is None:
        return set()
    wanted = list(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        rows = connection.execute(select(erased.c.entity_id).where(erased.c.entity_id.in_(chunk)))
        found.update(rows.scalars())
    return found


def note_traces(connection: Connection, bundles: Iterable[str | None]) -> None:
    """Remembers bundles whose files tell of something erased (None: pending, in no bundle)."""
    found = [{"bundle": name} for name in bundles if name is not None]
    if found:
        connection.execute(trace.insert().prefix_with("OR IGNORE"), found)


def erase_rows(connection: Connection, scope: str, keys: Sequence[tuple[str, str]]) -> None:
    """Removes rows from tables, log, clashes and search, and remembers that they were erased.

    The titles of the actions that dealt with them go too: they name people. Nothing happens for
    rows that were erased before.
    """
    before = erased_among(connection, [row_id for _, row_id in keys])
    for entity, row_id in dict.fromkeys(keys):
        if row_id in before:
            continue
        connection.execute(erased.insert(), {"entity_id": row_id, "scope": scope, "entity": entity})
        sealed = select(change.c.bundle).where(change.c.entity_id == row_id).distinct()
        note_traces(connection, connection.execute(sealed).scalars().all())
        told = select(change.c.action_id).where(change.c.entity_id == row_id)
        connection.execute(update(action).where(action.c.id.in_(told)).values(title=""))
        connection.execute(
            change.delete().where(change.c.entity_id == row_id, change.c.kind != "E")
        )
        connection.execute(origin.delete().where(origin.c.entity_id == row_id))
        connection.execute(
            clash.delete().where(clash.c.entity == entity, clash.c.entity_id == row_id)
        )
        if entity in SHARED:
            table = SHARED[entity]
            connection.execute(table.delete().where(table.c.id == row_id))
    search.refresh(connection, [Change(e, i, "D", None, None) for e, i in keys])
