"""Erasing rows so that nothing of them is left in this file, and nothing brings them back.

An erasure is a change of kind E in the log; it travels like every other one and wins over all of
them, before and after. Of the row only its identifier stays, which says nothing about anybody.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Select, exists, select, update

from begegnung.db import search
from begegnung.db.figure_mark import count_all_again
from begegnung.db.tables import SHARED, action, bundle, change, clash, erased, origin, trace
from begegnung.model.changes import Change

FORGOTTEN = "erasure.forgotten"
"""The verb of actions of which something was erased: what was done stays untold, and for good."""

_AT_ONCE = 500


def erased_among(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the rows `ids` that were erased."""
    if connection.execute(select(erased.c.entity_id).limit(1)).first() is None:
        return set()
    found: set[str] = set()
    for chunk in _chunks(list(ids)):
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

    The actions that dealt with them lose title and verb: they name people. Nothing happens for
    rows that were erased before.
    """
    before = erased_among(connection, [row_id for _, row_id in keys])
    going = [key for key in dict.fromkeys(keys) if key[1] not in before]
    if not going:
        return
    gone = [Change(entity, row_id, "D", None, None) for entity, row_id in going]
    touched = search.people_led_to(connection, gone)
    connection.execute(
        erased.insert(),
        [{"entity_id": row_id, "scope": scope, "entity": entity} for entity, row_id in going],
    )
    for chunk in _chunks([row_id for _, row_id in going]):
        _forget(connection, chunk)
    count_all_again(connection)
    for entity in sorted({entity for entity, _ in going} & SHARED.keys()):
        table = SHARED[entity]
        for chunk in _chunks([row_id for one, row_id in going if one == entity]):
            connection.execute(table.delete().where(table.c.id.in_(chunk)))
    search.refresh(connection, [*gone, *touched])
    if touched or any(entity in search.TOUCHING for entity, _ in going):
        search.forget_removed(connection)


def untitle(connection: Connection, actions: Iterable[str]) -> None:
    """Takes the titles from actions that named somebody, and leaves what they did."""
    for chunk in _chunks(sorted(actions)):
        titled = select(action.c.id).where(action.c.id.in_(chunk), action.c.title != "")
        ids = list(connection.execute(titled).scalars())
        if ids:
            sealed = select(change.c.bundle).where(change.c.action_id.in_(ids)).distinct()
            note_traces(connection, connection.execute(sealed).scalars().all())
            connection.execute(update(action).where(action.c.id.in_(ids)).values(title=""))


class Rewritten(NamedTuple):
    """A change of the log (`n`) with other values, see `db.tables.change`."""

    n: int
    before: str | None
    after: str | None
    tag: str | None


def rewrite_changes(connection: Connection, rows: Sequence[Rewritten]) -> None:
    """Writes changes of rows that stay without values that have to go; their actions go untold."""
    for row in rows:
        place = connection.execute(
            select(change.c.bundle, change.c.action_id).where(change.c.n == row.n)
        ).one()
        note_traces(connection, [place.bundle])
        values = {"before": row.before, "after": row.after, "tag": row.tag}
        connection.execute(update(change).where(change.c.n == row.n).values(values))
        _leave_untold(connection, [place.action_id])


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    note_traces(connection, _bundles_of(connection, ids))
    _leave_untold(connection, _telling(ids))
    _leave_untold(connection, _written_once_by(connection, ids))
    connection.execute(change.delete().where(change.c.entity_id.in_(ids), change.c.kind != "E"))
    connection.execute(origin.delete().where(origin.c.entity_id.in_(ids)))
    connection.execute(clash.delete().where(clash.c.entity_id.in_(ids)))


def _leave_untold(connection: Connection, actions: Sequence[str] | Select[tuple[str]]) -> None:
    # What erases something is the proof that it was done, and names nobody.
    other = ~exists().where(change.c.action_id == action.c.id, change.c.kind == "E")
    untold = update(action).values(title="", verb=FORGOTTEN)
    connection.execute(untold.where(action.c.id.in_(actions), other))


def _bundles_of(connection: Connection, ids: Sequence[str]) -> Sequence[str | None]:
    sealed = select(change.c.bundle).where(change.c.entity_id.in_(ids)).distinct()
    return connection.execute(sealed).scalars().all()


def _telling(ids: Sequence[str]) -> Select[tuple[str]]:
    return select(change.c.action_id).where(change.c.entity_id.in_(ids))


def _written_once_by(connection: Connection, ids: Sequence[str]) -> list[str]:
    """The actions that have written the rows of which only the origin is known."""
    places = connection.execute(
        select(origin.c.stamp, bundle.c.lane)
        .join(bundle, bundle.c.n == origin.c.bundle)
        .where(origin.c.entity_id.in_(ids))
    )
    known = {(stamp, lane.partition(".")[0]) for stamp, lane in places}
    stamps = {stamp for stamp, _ in known}
    found = connection.execute(
        select(action.c.id, action.c.stamp, action.c.device).where(action.c.stamp.in_(stamps))
    )
    return [row.id for row in found if (row.stamp, row.device) in known]


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
