"""The people at the desk: their names, roles and PINs, and who is signed in."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from begegnung.db.tables import staff_user
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid, NotFound
from begegnung.model.names import sort_key
from begegnung.model.roles import MANAGER, RECEPTION, ROLES
from begegnung.model.rows import StaffLine
from begegnung.model.staff_errors import LastManager, UnknownUser, WrongPin
from begegnung.services.desk import Desk, View
from begegnung.services.houses import SetUpHouse, required, set_up_house
from begegnung.services.pins import WAITS, hash_of, required_pin


@dataclass(frozen=True, slots=True)
class SetUp:
    """The first start: the house, and who sets it up. She becomes its manager; `pin` or none."""

    house: SetUpHouse
    me: str
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new user of the desk; `pin` is the one to begin with, or none."""

    name: str
    role: str = RECEPTION
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EditStaff:
    """New values of a user; an inactive one cannot sign in and stays in the record."""

    staff_id: str
    name: str
    role: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class ChangePin:
    """A new PIN of one's own, empty for none; `old` is asked for when there is one."""

    staff_id: str
    old: str = field(default="", repr=False)
    new: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ResetPin:
    """Takes a user's PIN away, or sets one to begin with: for somebody who forgot hers."""

    staff_id: str
    pin: str = field(default="", repr=False)


def set_up(work: Work, request: SetUp) -> str:
    """Makes the house and its first user as one action; gives the identifier of the user."""
    name = required(request.me, "me")
    pin_hash = _hash_or_none(request.pin, "pin")
    centre_id = set_up_house(work, request.house)
    row = {"centre_id": centre_id, "name": name, "role": MANAGER, "pin_hash": pin_hash}
    return work.insert(staff_user, row)


def add_staff(work: Work, request: AddStaff) -> str:
    """Notes a user; gives the identifier. Raises `Invalid` for a name that is there already."""
    name = _checked(work, request.name, request.role, "")
    work.title = name
    row = {
        "centre_id": work.centre(),
        "name": name,
        "role": request.role,
        "pin_hash": _hash_or_none(request.pin, "pin"),
    }
    return work.insert(staff_user, row)


def edit_staff(work: Work, request: EditStaff) -> None:
    """Changes a user; raises `LastManager` when nobody would be left to look after the others."""
    name = _checked(work, request.name, request.role, request.staff_id)
    before = work.row(staff_user, request.staff_id)
    work.title = name
    work.update(
        staff_user,
        request.staff_id,
        {"name": name, "role": request.role, "active": request.active},
    )
    if is_managing(before):
        require_manager(work, before["name"])


def change_pin(work: Work, request: ChangePin) -> None:
    """Sets or takes away the own PIN.

    Raises `Invalid` for an old PIN that is wrong or a new one that is none, and `TooEarly` after
    several wrong tries.
    """
    row = work.row(staff_user, request.staff_id)
    if row["pin_hash"]:
        try:
            WAITS.check(row["id"], row["name"], row["pin_hash"], request.old, work.maker.now_ms)
        except WrongPin as error:
            raise Invalid("old_pin", "wrong_pin") from error
    work.title = row["name"]
    work.update(staff_user, row["id"], {"pin_hash": _hash_or_none(request.new, "new_pin")})


def reset_pin(work: Work, request: ResetPin) -> None:
    """Takes the PIN of a user away or sets a new one, without asking for the old one."""
    row = work.row(staff_user, request.staff_id)
    work.title = row["name"]
    work.update(staff_user, row["id"], {"pin_hash": _hash_or_none(request.pin, "pin")})


def _hash_or_none(pin: str, name: str) -> str:
    return hash_of(required_pin(pin, name)) if pin.strip() else ""


def is_managing(row: Row) -> bool:
    """Whether the row of a user is that of an active manager."""
    return bool(row["active"]) and row["role"] == MANAGER


def require_manager(work: Work, name: str) -> None:
    """Raises `LastManager` (naming who was just taken away) when no active manager is left."""
    left = select(func.count()).where(
        staff_user.c.centre_id == work.centre(),
        staff_user.c.role == MANAGER,
        staff_user.c.active.is_(True),
    )
    if not work.connection.execute(left).scalar():
        raise LastManager(name)


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
        staff_user.c.id,
        staff_user.c.name,
        staff_user.c.role,
        staff_user.c.active,
        staff_user.c.pin_hash != "",
    ).where(staff_user.c.centre_id == view.centre())
    if active_only:
        statement = statement.where(staff_user.c.active.is_(True))
    lines = [StaffLine._make(row) for row in view.connection.execute(statement)]
    return sorted(lines, key=lambda line: sort_key(line.name))


def user_named(view: View, name: str, *, active_only: bool = True) -> StaffLine:
    """The user of this name, however it is spelt; raises `UnknownUser`."""
    lines = staff(view, active_only=active_only)
    for line in lines:
        if sort_key(line.name) == sort_key(name):
            return line
    raise UnknownUser(name.strip(), tuple(line.name for line in lines))


def pins_are_used(view: View) -> bool:
    """Whether any active user of this house has a PIN, so that the window is to be locked."""
    return view.centre_id is not None and any(line.has_pin for line in staff(view))


def sign_in(desk: Desk, staff_id: str, pin: str = "") -> None:
    """Makes this user the one who sits at the desk.

    Raises `NotFound` for one who is not active, `WrongPin`, and `TooEarly` after several wrong
    tries. Whoever has no PIN signs in without one.
    """
    desk.read(_check_pin, staff_id, pin)
    desk.actor = staff_id


def _check_pin(view: View, staff_id: str, pin: str) -> None:
    row = _active_user(view.connection, staff_id)
    if row["pin_hash"]:
        WAITS.check(staff_id, row["name"], row["pin_hash"], pin, view.now_ms)


def _active_user(connection: Connection, staff_id: str) -> Row:
    wanted = select(staff_user).where(staff_user.c.id == staff_id, staff_user.c.active.is_(True))
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFound(staff_user.name, staff_id)
    return {str(column): value for column, value in row.items()}
