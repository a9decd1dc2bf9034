"""Rows that belong to one that is not there: its bundle is still to come, or was lost for good.

Usually the next exchange brings it. What is missing after a week is shown. Every reference of the
house is looked at, which takes too long for the page Heute: to be read beside the window.
"""

from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, select

from begegnung.db.tables import SHARED, action, change, erased, person, scope_of
from begegnung.db.work import Work
from begegnung.model.changes import stamp_ms
from begegnung.model.ledger import APPEND_ONLY
from begegnung.services.clash_decisions import LEFT, left_as_it_is
from begegnung.services.clashes.identity import Proposal, clash_id, parts_of
from begegnung.services.clashes.subjects import (
    Subject,
    house_of_row,
    person_behind,
    row_of,
    subject_of,
)
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.counter_entries import needed_by_ledger
from begegnung.services.desk import View

KIND = "orphan"

_WAITED_MS = 7 * 24 * 60 * 60 * 1000
"""So long a row may wait for what it belongs to before somebody is asked (research: 2.4)."""

_MOST = 200
"""More at once are one fault of the whole and are not asked one by one."""


class OrphanClash(NamedTuple):
    """A row that refers by `column` to a row of `target` that is not there.

    `required`: it makes no sense without. `pc` wrote it at `at_ms` (UTC).
    """

    id: str
    entity: str
    entity_id: str
    column: str
    target: str
    required: bool
    about: Subject
    pc: str
    at_ms: int


def found(view: View) -> tuple[OrphanClash, ...]:
    """The orphans of this house that have waited for a week."""
    if view.centre_id is None:
        return ()
    known = left_as_it_is(view.connection, KIND)
    clashes: list[OrphanClash] = []
    for table in SHARED.values():
        for key in table.foreign_keys:
            column: Column[str] = key.parent
            for row_id, missing in _missing(view.connection, table, column, key.column.table):
                one = _clash(view, table, column, row_id, missing)
                if one is not None and parts_of(one.id)[1:] not in known:
                    clashes.append(one)
                if len(clashes) >= _MOST:
                    return tuple(clashes)
    return tuple(clashes)


def _missing(
    connection: Connection, table: Table, column: Column[str], target: Table
) -> list[tuple[str, str]]:
    there = select(target.c.id).where(target.c.id == column)
    if target is table:
        there = select(target.alias().c.id).where(target.alias().c.id == column)
    wanted = select(table.c.id, column).where(column.is_not(None), ~there.exists())
    if table.name in APPEND_ONLY:
        # The ledger is kept when a person is erased, and leads to nobody then.
        wanted = wanted.where(column.not_in(select(erased.c.entity_id)))
    rows = connection.execute(wanted.order_by(table.c.id).limit(_MOST))
    return [(row[0], row[1]) for row in rows]


def _clash(
    view: View, table: Table, column: Column[str], row_id: str, missing: str
) -> OrphanClash | None:
    name = table.name
    if scope_of(name) == "city" and (
        house_of_row(view.connection, name, row_id) not in (None, view.centre_id)
    ):
        return None
    by = written(view.connection, [row_id]).get(row_id, NOBODY)
    since = max(by.at_ms, _last_touched(view.connection, missing))
    if view.now_ms - since < _WAITED_MS:
        return None
    target = next(iter(column.foreign_keys)).column.table.name
    return OrphanClash(
        clash_id(KIND, (name, row_id, column.name), missing),
        name,
        row_id,
        column.name,
        target,
        not column.nullable,
        subject_of(view.connection, name, row_id),
        by.pc,
        by.at_ms,
    )


def _last_touched(connection: Connection, row_id: str) -> int:
    """When something was last done to a row that is gone, as far as the log says (UTC ms)."""
    stamp = connection.execute(
        select(action.c.stamp)
        .join(change, change.c.action_id == action.c.id)
        .where(change.c.entity_id == row_id)
        .order_by(action.c.stamp.desc())
        .limit(1)
    ).scalar()
    return 0 if stamp is None else stamp_ms(stamp)


def proposals(view: View, clash: OrphanClash) -> tuple[Proposal, ...]:
    """Letting go of what is missing, removing the row, or leaving it; the ledger is left."""
    right = "clashes.clear_orphans"
    last = Proposal(LEFT, right, "reason")
    if clash.entity in APPEND_ONLY:
        return (last,)
    if not clash.required:
        return (Proposal("release", right), last)
    if needed_by_ledger(view.connection, [(clash.entity, clash.entity_id)]):
        return (last,)
    return (Proposal("remove", right), last)


def apply(work: Work, clash: OrphanClash, proposal: Proposal, _reason: str) -> str | None:
    """Removes the row or its reference; gives the person it is about, where one is known."""
    whom = person_behind(work.connection, clash.entity, clash.entity_id)
    if whom is not None and row_of(work.connection, person.name, whom) is None:
        whom = None
    if proposal.code == "release":
        work.update(SHARED[clash.entity], clash.entity_id, {clash.column: None})
    elif proposal.code == "remove":
        work.remove(SHARED[clash.entity], clash.entity_id)
    return whom
