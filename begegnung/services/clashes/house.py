"""What a house must not have, and has because two PCs did not know of each other.

Two rooms, tills, reductions or users of one name; a room out of use in which something is planned;
nobody left who looks after the others.
"""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Table, func, select

from begegnung.db.tables import occurrence, reduction, room, staff_user, till
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.model.roles import MANAGER
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.desk import View
from begegnung.services.houses import EditRoom, edit_room
from begegnung.services.present import moment_of
from begegnung.services.reductions import SetReduction, set_reduction
from begegnung.services.staff import EditStaff, edit_staff
from begegnung.services.tills import SetTill, set_till

NAME, RETIRED, MANAGERS = "name", "retired", "manager"
"""The kinds."""

_NAMED: dict[str, tuple[Table, str, str]] = {
    room.name: (room, "retired", "houses.edit_room"),
    till.name: (till, "", "tills.set_till"),
    reduction.name: (reduction, "retired", "reductions.set_reduction"),
    staff_user.name: (staff_user, "", "staff.edit_staff"),
}
"""The tables whose names a house has once: what takes a row out of that, and who may rename."""


class NamedRow(NamedTuple):
    """A row with its name, and where it was made (UTC ms)."""

    id: str
    name: str
    pc: str
    at_ms: int


class NameClash(NamedTuple):
    """Several rows of one table with the same name, the oldest first."""

    id: str
    entity: str
    name: str
    rows: tuple[NamedRow, ...]


class RetiredClash(NamedTuple):
    """A room out of use in which dates are planned: how many, and the first one (local minutes)."""

    id: str
    room_id: str
    room: str
    dates: int
    next_starts: int


class ManagerClash(NamedTuple):
    """Nobody is left who is a manager: the users that could be made one."""

    id: str
    users: tuple[NamedRow, ...]


def found_names(view: View) -> tuple[NameClash, ...]:
    """The names that a house has more than once where it may have them once."""
    if view.centre_id is None:
        return ()
    found: list[NameClash] = []
    for entity, (table, retired, _) in _NAMED.items():
        statement = select(table.c.id, table.c.name).where(table.c.centre_id == view.centre_id)
        if retired:
            statement = statement.where(table.c[retired].is_(False))
        same: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row_id, name in view.connection.execute(statement):
            same[sort_key(name)].append((row_id, name))
        for key, rows in sorted(same.items()):
            if len(rows) > 1:
                found.append(_name_clash(view, entity, key, rows))
    return tuple(found)


def _name_clash(view: View, entity: str, key: str, rows: list[tuple[str, str]]) -> NameClash:
    named = _named(view, rows)
    identifier = clash_id(NAME, (entity, key), [[one.id, one.name] for one in named])
    return NameClash(identifier, entity, named[0].name, named)


def _named(view: View, rows: list[tuple[str, str]]) -> tuple[NamedRow, ...]:
    by = written(view.connection, [row_id for row_id, _ in rows])
    ordered = sorted(rows, key=lambda row: (by.get(row[0], NOBODY).stamp, row[0]))
    return tuple(
        NamedRow(row_id, name, by.get(row_id, NOBODY).pc, by.get(row_id, NOBODY).at_ms)
        for row_id, name in ordered
    )


def found_retired(view: View) -> tuple[RetiredClash, ...]:
    """The rooms of this house that are out of use and in which something is still to come."""
    if view.centre_id is None:
        return ()
    rows = view.connection.execute(
        select(room.c.id, room.c.name, func.count(), func.min(occurrence.c.starts))
        .join(occurrence, occurrence.c.room_id == room.c.id)
        .where(
            room.c.centre_id == view.centre_id,
            room.c.retired,
            occurrence.c.starts > moment_of(view.now_ms),
            occurrence.c.state == "planned",
        )
        .group_by(room.c.id)
        .order_by(room.c.name, room.c.id)
    ).all()
    return tuple(RetiredClash(clash_id(RETIRED, (row[0],), row[2:]), *row) for row in rows)


def found_managers(view: View) -> tuple[ManagerClash, ...]:
    """Whether a house that had managers has none any more.

    No PC lets its last manager go (`staff.require_manager`), but two PCs may each let one go.
    """
    if view.centre_id is None:
        return ()
    rows = view.connection.execute(
        select(staff_user.c.id, staff_user.c.name, staff_user.c.role, staff_user.c.active).where(
            staff_user.c.centre_id == view.centre_id
        )
    ).all()
    managers = [row for row in rows if row.role == MANAGER]
    if not managers or any(row.active for row in managers):
        return ()
    users = _named(view, [(row.id, row.name) for row in rows if row.active or row.role == MANAGER])
    return (ManagerClash(clash_id(MANAGERS, (view.centre_id,), [one.id for one in users]), users),)


def proposals_names(_view: View, clash: NameClash) -> tuple[Proposal, ...]:
    """Another name for one of them, the younger one first."""
    right = _NAMED[clash.entity][2]
    numbered = reversed(tuple(enumerate(clash.rows, 1)))
    return tuple(
        Proposal(f"rename-{number}", right, "name", one.id, (one,)) for number, one in numbered
    )


def proposals_retired(_view: View, clash: RetiredClash) -> tuple[Proposal, ...]:
    """The room is in use again; to move its dates is done in the plan."""
    return (Proposal("use", "houses.edit_room", about=clash.room_id),)


def proposals_managers(_view: View, clash: ManagerClash) -> tuple[Proposal, ...]:
    """Somebody is a manager again. Whoever sits at the desk may say so: there is nobody to ask."""
    return tuple(
        Proposal(f"manager-{number}", about=one.id, facts=(one,))
        for number, one in enumerate(clash.users, 1)
    )


def apply_names(work: Work, clash: NameClash, proposal: Proposal, name: str) -> str | None:
    """Gives a row another name by the verb that is there for it; it is about no person."""
    bare = " ".join(name.split())
    if sort_key(bare) == sort_key(clash.name):
        raise Invalid("name", "already_there", bare)
    row = work.row(_NAMED[clash.entity][0], proposal.about)
    if clash.entity == room.name:
        edit_room(
            work,
            EditRoom(row["id"], bare, row["capacity"], row["equipment"], row["several_groups"]),
        )
    elif clash.entity == till.name:
        set_till(work, SetTill(bare, row["code"], row["id"]))
    elif clash.entity == reduction.name:
        set_reduction(
            work,
            SetReduction(bare, row["percent"], row["on_fee"], row["on_material"], row["id"]),
        )
    else:
        edit_staff(work, EditStaff(row["id"], bare, row["role"], row["active"]))
    return None


def apply_retired(work: Work, clash: RetiredClash, _proposal: Proposal, _reason: str) -> str | None:
    """Takes the room into use again; it is about no person."""
    work.update(room, clash.room_id, {"retired": False})
    return None


def apply_managers(
    work: Work, _clash: ManagerClash, proposal: Proposal, _reason: str
) -> str | None:
    """Makes somebody a manager; it is about no person."""
    row = work.row(staff_user, proposal.about)
    edit_staff(work, EditStaff(row["id"], row["name"], MANAGER, active=True))
    return None
