"""Values that were written at several PCs without knowledge of each other: somebody chooses.

The table `clash` has one row a column. What one verb writes at once is one question here (see
`model.merge_policies`): half of the one move of a date and half of the other make none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import (
    DELETED,
    SHARED,
    action,
    booking,
    change,
    clash,
    clash_decision,
    person,
    scope_of,
    staff_user,
)
from begegnung.db.work import Work, plain, typed
from begegnung.model.changes import stamp_ms
from begegnung.model.clash_errors import StillNeeded
from begegnung.model.merge_policies import POLICIES
from begegnung.services.bookings import end_booking
from begegnung.services.clash_decisions import reopened
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.subjects import (
    Subject,
    house_of_row,
    person_behind,
    row_of,
    subject_of,
)
from begegnung.services.clashes.writers import device_of, pc_names
from begegnung.services.counter_entries import needed_by_ledger
from begegnung.services.desk import View
from begegnung.services.person_merges import Merge, Unmerge, merge, unmerge
from begegnung.services.waiting import move_up

KIND = "value"

Cells = dict[str, Any]
"""Values of the log by column."""


class Said(NamedTuple):
    """One of the values there are: by column, raw and readable, at which PC and with which stamp.

    References are readable by the name of what they lead to, a PIN by a mark.
    """

    cells: tuple[tuple[str, Any], ...]
    readable: tuple[tuple[str, Any], ...]
    device: str
    pc: str
    stamp: int

    @property
    def at_ms(self) -> int:
        """When it was written (UTC ms)."""
        return stamp_ms(self.stamp)

    def value(self, column: str) -> Any:
        """The readable value of a column, None where it has none."""
        return dict(self.readable).get(column)


class ValueClash(NamedTuple):
    """Values written without knowledge of each other; the first one of `said` is shown meanwhile.

    `columns` differ. For a deleted row they are "@deleted" alone; True says that it was deleted.
    """

    id: str
    entity: str
    entity_id: str
    about: Subject
    columns: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def subject(self) -> str:
        """What the row is called."""
        return self.about.title

    @property
    def column(self) -> str:
        """The first column that differs."""
        return self.columns[0]

    @property
    def values(self) -> tuple[tuple[Any, int], ...]:
        """The readable values of the first column, each with its time (UTC ms)."""
        return tuple((one.value(self.column), one.at_ms) for one in self.said)


class _Cell(NamedTuple):
    """One row of the table `clash`: values with stamp and lane, the shown one first."""

    column: str
    candidates: list[dict[str, Any]]


def found(view: View) -> tuple[ValueClash, ...]:
    """The questions about rows of this house, or of no house in particular."""
    if view.centre_id is None:
        return ()
    groups: dict[tuple[str, str, tuple[str, ...]], list[_Cell]] = {}
    for row in view.connection.execute(select(clash).order_by(clash.c.column_name)):
        group = _group(row.entity, row.column_name)
        cell = _Cell(row.column_name, json.loads(row.candidates)["candidates"])
        groups.setdefault((row.entity, row.entity_id, group), []).append(cell)
    names = pc_names(view.connection)
    questions = [
        _question(view.connection, entity, entity_id, cells, names)
        for (entity, entity_id, _), cells in sorted(groups.items())
        if _is_ours(view, entity, entity_id)
    ]
    there = {one.id for one in questions}
    again = (_opened_again(view.connection, facts, names) for facts in reopened_values(view))
    questions += [one for one in again if one is not None and one.id not in there]
    return tuple(questions)


def reopened_values(view: View) -> list[dict[str, Any]]:
    """What there was to choose from where a decision was taken back."""
    return reopened(view.connection, KIND)


def _group(entity: str, column: str) -> tuple[str, ...]:
    policy = POLICIES.get(entity)
    return (column,) if policy is None or column == DELETED else policy.group_of(column)


def _is_ours(view: View, entity: str, entity_id: str) -> bool:
    if entity not in SHARED:
        return False
    if scope_of(entity) == "house":
        return True
    return house_of_row(view.connection, entity, entity_id) in (None, view.centre_id)


def _question(
    connection: Connection,
    entity: str,
    entity_id: str,
    cells: Sequence[_Cell],
    names: Mapping[str, str],
) -> ValueClash:
    columns = tuple(cell.column for cell in cells)
    known = _by_writer(connection, entity, entity_id, cells)
    said = tuple(
        _said(connection, entity, values, pc, names, stamp)
        for (stamp, pc), values in sorted(known.items(), reverse=True)
    )
    shown = {cell.column: cell.candidates[0]["value"] for cell in cells}
    said = tuple(sorted(said, key=lambda one: any(dict(one.cells)[c] != shown[c] for c in shown)))
    return ValueClash(
        _id(entity, entity_id, columns, said),
        entity,
        entity_id,
        subject_of(connection, entity, entity_id),
        columns,
        said,
    )


def _id(entity: str, entity_id: str, columns: Sequence[str], said: Iterable[Said]) -> str:
    state = [[one.stamp, [dict(one.cells).get(column) for column in columns]] for one in said]
    return clash_id(KIND, (entity, entity_id, *_group(entity, columns[0])), state)


def _by_writer(
    connection: Connection, entity: str, entity_id: str, cells: Sequence[_Cell]
) -> dict[tuple[int, str], Cells]:
    """By stamp and PC, what each of them left: what it wrote, and what it saw of the others."""
    writers = dict.fromkeys(
        (one["stamp"], device_of(one["lane"] or "")) for cell in cells for one in cell.candidates
    )
    found: dict[tuple[int, str], Cells] = {writer: {} for writer in writers}
    for cell in cells:
        for one in cell.candidates:
            found[one["stamp"], device_of(one["lane"] or "")][cell.column] = one["value"]
    if cells[0].column == DELETED:
        return found
    _complete(connection, entity, entity_id, cells, found)
    return found


def _complete(
    connection: Connection,
    entity: str,
    entity_id: str,
    cells: Sequence[_Cell],
    found: dict[tuple[int, str], Cells],
) -> None:
    """Adds to each writer the columns of the group that it did not write, as it saw them.

    Who moves a date within its room has seen this room: choosing her move brings it back. Where the
    log does not say any more what she saw, it is what is shown.
    """
    logged = _logged(connection, entity_id, [stamp for stamp, _ in found])
    now = row_of(connection, entity, entity_id) or {}
    present = plain({c: now[c] for c in _group(entity, cells[0].column) if c in now})
    shown = {cell.column: cell.candidates[0]["value"] for cell in cells}
    for (stamp, _), values in found.items():
        _, wrote = logged.get(stamp, ({}, {}))
        seen: Cells = {}
        for other, (before, _after) in logged.items():
            if other != stamp:
                seen.update(before)
        for column, value in present.items():
            for known in (values, wrote, seen, shown):
                if column in known:
                    values[column] = known[column]
                    break
            else:
                values[column] = value


def _logged(
    connection: Connection, entity_id: str, stamps: Sequence[int]
) -> dict[int, tuple[Cells, Cells]]:
    """What was in the row before and after the changes of these stamps."""
    rows = connection.execute(
        select(action.c.stamp, change.c.before, change.c.after)
        .join(change, change.c.action_id == action.c.id)
        .where(change.c.entity_id == entity_id, action.c.stamp.in_(stamps), change.c.kind == "U")
        .order_by(change.c.n)
    )
    found: dict[int, tuple[Cells, Cells]] = {}
    for stamp, before, after in rows:
        old, new = found.setdefault(stamp, ({}, {}))
        for column, value in json.loads(before or "{}").items():
            old.setdefault(column, value)
        new.update(json.loads(after or "{}"))
    return found


def _said(
    connection: Connection,
    entity: str,
    cells: Cells,
    pc: str,
    names: Mapping[str, str],
    stamp: int,
) -> Said:
    ordered = tuple(sorted(cells.items()))
    readable = tuple((column, _readable(connection, entity, column, v)) for column, v in ordered)
    return Said(ordered, readable, pc, names.get(pc, ""), stamp)


def _readable(connection: Connection, entity: str, column: str, value: Any) -> Any:
    """A reference by the name of what it leads to, a PIN by a mark, everything else as it is."""
    if (entity, column) == (staff_user.name, staff_user.c.pin_hash.name):
        return "PIN" if value else ""
    if value is None:
        return None
    keys = SHARED[entity].c[column].foreign_keys if column in SHARED[entity].c else ()
    target = next((key.column.table.name for key in keys), "")
    if column == person.c.merged_into.name:
        target = person.name
    if column == "continues_id":
        target = entity
    return subject_of(connection, target, value).title if target else value


def _opened_again(
    connection: Connection, facts: Mapping[str, Any], names: Mapping[str, str]
) -> ValueClash | None:
    """The question of a decision that was taken back; None when the row went on since."""
    entity, entity_id = facts["entity"], facts["entity_id"]
    row = row_of(connection, entity, entity_id) if entity in SHARED else None
    said = tuple(
        _said(connection, entity, one["cells"], one["device"], names, one["stamp"])
        for one in facts["said"]
    )
    if row is None or not said:
        return None
    columns = tuple(facts["columns"])
    shown = plain({column: row[column] for column in columns if column in row})
    if any(dict(said[0].cells).get(column) != value for column, value in shown.items()):
        return None
    about = subject_of(connection, entity, entity_id)
    return ValueClash(
        _id(entity, entity_id, columns, said), entity, entity_id, about, columns, said
    )


def proposals(_view: View, clash: ValueClash) -> tuple[Proposal, ...]:
    """One for each value, in the order in which they are shown."""
    right = POLICIES[clash.entity].right_for(clash.columns)
    if clash.column == DELETED:
        return (Proposal("keep", right), Proposal("delete", right))
    return tuple(
        Proposal(f"value-{number}", right, facts=(number - 1,))
        for number in range(1, len(clash.said) + 1)
    )


def facts_of(clash: ValueClash) -> dict[str, Any]:
    """What has to be known to ask again when the decision is taken back.

    Nothing of a PIN is kept in a second place: about it nobody is asked again.
    """
    kept: tuple[Said, ...] = clash.said
    if staff_user.c.pin_hash.name in clash.columns:
        kept = ()
    return {
        "entity": clash.entity,
        "entity_id": clash.entity_id,
        "columns": list(clash.columns),
        "said": [
            {"cells": dict(one.cells), "device": one.device, "stamp": one.stamp} for one in kept
        ],
    }


def apply(work: Work, clash: ValueClash, proposal: Proposal, _reason: str) -> str | None:
    """Writes the chosen value with knowledge of the others, so that it holds on every PC.

    Gives the person it is about.
    """
    about = person_behind(work.connection, clash.entity, clash.entity_id)
    table = SHARED[clash.entity]
    if proposal.code == "keep":
        _keep(work, clash)
    elif proposal.code == "delete":
        _require_unused(work, clash)
        _forget(work, clash.entity_id)
        work.remove(table, clash.entity_id)
        about = None if about == clash.entity_id else about
    elif clash.column == person.c.merged_into.name:
        _merge_into(work, clash.entity_id, _chosen(clash, proposal)[clash.column])
    else:
        chosen = typed(table, _chosen(clash, proposal))
        for column, value in chosen.items():
            # One by one: a column that has its value already is decided upon like the others.
            if column in clash.columns or work.row(table, clash.entity_id)[column] != value:
                work.confirm(table, clash.entity_id, {column: value})
        if clash.entity == booking.name and "state" in chosen:
            _follow_state(work, clash.entity_id)
    return about


def _chosen(clash: ValueClash, proposal: Proposal) -> Cells:
    number: int = proposal.facts[0]
    return dict(clash.said[number].cells)


def _keep(work: Work, clash: ValueClash) -> None:
    """Says that the row stays, by a column about which nothing else is asked."""
    table = SHARED[clash.entity]
    row = work.row(table, clash.entity_id)
    policy = POLICIES[clash.entity]
    quiet = [c for c in row if c != "id" and policy.columns.get(c) != "ask"]
    column = (quiet or [c for c in row if c != "id"])[0]
    work.confirm(table, clash.entity_id, {column: row[column]})


def _require_unused(work: Work, clash: ValueClash) -> None:
    """Raises `StillNeeded` when other rows rest on the one that is to be deleted."""
    title = clash.about.title
    key = (clash.entity, clash.entity_id)
    if needed_by_ledger(work.connection, [key]):
        raise StillNeeded(title, "payment_note")
    for name, table in SHARED.items():
        for reference in table.foreign_keys:
            if reference.column.table.name == clash.entity and table is not clash_decision:
                used = select(table.c.id).where(reference.parent == clash.entity_id).limit(1)
                if work.connection.execute(used).first() is not None:
                    raise StillNeeded(title, name)


def _forget(work: Work, person_id: str) -> None:
    """Earlier decisions about somebody who goes, go with her: they hold values of hers."""
    ids = work.connection.execute(
        select(clash_decision.c.id).where(clash_decision.c.person_id == person_id)
    ).scalars()
    for one in ids.all():
        work.remove(clash_decision, one)


def _merge_into(work: Work, person_id: str, keeper_id: str | None) -> None:
    """One entry was made one with two others: it is taken apart, and goes over to the right one."""
    if work.row(person, person_id)["merged_into"] is not None:
        unmerge(work, Unmerge(person_id))
    if keeper_id is not None:
        merge(work, Merge(keeper_id, person_id))
    merged_into = work.row(person, person_id)["merged_into"]
    work.confirm(person, person_id, {"merged_into": merged_into})


def _follow_state(work: Work, booking_id: str) -> None:
    """What goes along with the state of a booking that was decided on; free places go on."""
    row = work.row(booking, booking_id)
    if row["state"] == "cancelled":
        if row["cancelled_at"] is None:
            end_booking(work, booking_id, "cancelled")
    else:
        work.update(booking, booking_id, {"cancelled_at": None, "cancel_reason": ""})
    move_up(work, row["offer_id"], row["occurrence_id"], "exchange")
