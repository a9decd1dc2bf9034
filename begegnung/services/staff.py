"""The people at the desk."""

from dataclasses import dataclass

from sqlalchemy import select

from begegnung.db.tables import staff_user
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.model.rows import StaffLine
from begegnung.services.desk import View
from begegnung.services.houses import required

ROLES: dict[str, str] = {
    "reception": "Empfang",
    "manager": "Leitung",
    "administration": "Verwaltung",
}


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new user of the desk."""

    name: str
    role: str = "reception"


@dataclass(frozen=True, slots=True)
class EditStaff:
    """New values of a user; an inactive one cannot sign in and stays in the record."""

    staff_id: str
    name: str
    role: str
    active: bool = True


def add_staff(work: Work, request: AddStaff) -> str:
    """Notes a user; gives the identifier. Raises `Invalid` for a name that is there already."""
    name = _checked(work, request.name, request.role, "")
    work.title = name
    return work.insert(staff_user, {"centre_id": work.centre(), "name": name, "role": request.role})


def edit_staff(work: Work, request: EditStaff) -> None:
    """Changes a user."""
    name = _checked(work, request.name, request.role, request.staff_id)
    work.title = name
    work.update(
        staff_user,
        request.staff_id,
        {"name": name, "role": request.role, "active": request.active},
    )


def _checked(work: Work, typed: str, role: str, staff_id: str) -> str:
    name = required(typed, "name")
    if role not in ROLES:
        raise Invalid("role", "unknown", role)
    others = work.connection.execute(
        select(staff_user.c.name).where(
            staff_user.c.centre_id == work.centre(), staff_user.c.id != staff_id
        )
    ).scalars()
    if sort_key(name) in {sort_key(other) for other in others}:
        raise Invalid("name", "already_there", name)
    return name


def staff(view: View, *, active_only: bool = True) -> list[StaffLine]:
    """The users of this house by name."""
    statement = select(
        staff_user.c.id, staff_user.c.name, staff_user.c.role, staff_user.c.active
    ).where(staff_user.c.centre_id == view.centre())
    if active_only:
        statement = statement.where(staff_user.c.active.is_(True))
    lines = [StaffLine._make(row) for row in view.connection.execute(statement)]
    return sorted(lines, key=lambda line: sort_key(line.name))
