"""The house: its data, rooms and closed days."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from begegnung.db.tables import (
    centre,
    closure,
    device,
    district,
    occurrence,
    offer,
    provider,
    room,
    room_part,
)
from begegnung.db.work import Work, set_local
from begegnung.formats.districts_file import read_districts
from begegnung.model.errors import InUse, Invalid, UnknownCentre, WrongHouse
from begegnung.model.ids import derived_id
from begegnung.model.laender import LAENDER
from begegnung.model.names import sort_key
from begegnung.model.rows import CentreRow, ClosureRow, DistrictRow, RoomRow
from begegnung.resources import resource
from begegnung.services.desk import View
from begegnung.services.occupancy import house_rooms, require_apart
from begegnung.services.planning import required_day
from begegnung.services.present import moment_of, today_of


@dataclass(frozen=True, slots=True)
class SetUpHouse:
    """Makes the house of this PC; `rooms` are names."""

    name: str
    street: str = ""
    town: str = ""
    phone: str = ""
    mail: str = ""
    web: str = ""
    office_hours: str = ""
    access_note: str = ""
    provider: str = ""
    land: str = "NW"
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadDistricts:
    """Districts of a city, in its own order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditHouse:
    """New values of the house of this PC, by column."""

    values: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class AddRoom:
    """A new room of this house; `part_ids` are the rooms it consists of."""

    name: str
    capacity: int | None = None
    equipment: str = ""
    several_groups: bool = False
    part_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditRoom:
    """New values of a room; `part_ids` None leaves the rooms it consists of as they are."""

    room_id: str
    name: str
    capacity: int | None
    equipment: str
    several_groups: bool
    part_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RetireRoom:
    """Takes a room out of use; what was there stays in the record."""

    room_id: str


@dataclass(frozen=True, slots=True)
class SetRoomParts:
    """Makes a room one that consists of others ("Saal 1+2"); no parts: an undivided one again."""

    room_id: str
    part_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddClosure:
    """Closes the house (`room_id` None) or a room from `first_day` to `last_day`, inclusive."""

    room_id: str | None
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class RemoveClosure:
    """Takes a closure back."""

    closure_id: str


def required(value: str, field: str) -> str:
    """`value` without blanks around it; raises `Invalid` when nothing is left."""
    bare = " ".join(value.split())
    if not bare:
        raise Invalid(field, "missing")
    return bare


def set_up_house(work: Work, request: SetUpHouse) -> str:
    """Makes the house of this PC with its rooms and the districts; gives its identifier."""
    load_shipped_districts(work)
    centre_id = add_house(work, request)
    work.update(device, work.maker.device, {"centre_id": centre_id})
    set_local(work.connection, {"centre": centre_id})
    work.title = request.name.strip()
    return centre_id


def add_house(work: Work, request: SetUpHouse) -> str:
    """Writes a house with its rooms and, when it is new, its provider; gives its identifier."""
    provider_name = request.provider.strip()
    centre_id = work.insert(
        centre,
        {
            "name": required(request.name, "name"),
            "provider_id": _provider(work, provider_name) if provider_name else None,
            "street": request.street.strip(),
            "town": request.town.strip(),
            "phone": request.phone.strip(),
            "mail": request.mail.strip(),
            "web": request.web.strip(),
            "office_hours": request.office_hours.strip(),
            "access_note": request.access_note.strip(),
            "land": request.land,
        },
    )
    names = filter(None, dict.fromkeys(name.strip() for name in request.rooms))
    for position, name in enumerate(names):
        work.insert(room, {"centre_id": centre_id, "name": name, "position": position})
    return centre_id


def _provider(work: Work, name: str) -> str:
    provider_id = derived_id("provider", sort_key(name))
    known = work.connection.execute(select(provider.c.id).where(provider.c.id == provider_id))
    if known.first() is None:
        work.insert(provider, {"id": provider_id, "name": name})
    return provider_id


def load_districts(work: Work, request: LoadDistricts) -> int:
    """Writes the districts that are not there yet, in this order; gives how many were new."""
    work.title = work.title or f"{len(request.names)} Stadtbezirke"
    known = set(work.connection.execute(select(district.c.id)).scalars())
    new = [
        {"id": district_id, "name": name, "position": position}
        for position, name in enumerate(request.names)
        if (district_id := derived_id("district", sort_key(name))) not in known
    ]
    return len(work.insert_many(district, new))


def load_shipped_districts(work: Work) -> None:
    """Writes the districts of the first city, which the program brings along."""
    load_districts(work, LoadDistricts(read_districts(resource("districts", "dortmund.csv"))))


def edit_house(work: Work, request: EditHouse) -> None:
    """Changes the data of the house; raises `Invalid` for a name or a Land that is none."""
    values = dict(request.values)
    if "name" in values:
        values["name"] = required(values["name"] or "", "name")
    if values.get("land", "NW") not in LAENDER:
        raise Invalid("land", "unknown", values["land"] or "")
    work.update(centre, work.centre(), values)
    work.title = work.row(centre, work.centre())["name"]


def add_room(work: Work, request: AddRoom) -> str:
    """Adds a room; raises `Invalid` when the house has one of this name.

    Also what `set_room_parts` refuses.
    """
    name = _room_name(work, request.name, "")
    last = work.connection.execute(
        select(func.coalesce(func.max(room.c.position), -1)).where(
            room.c.centre_id == work.centre()
        )
    ).scalar_one()
    work.title = name
    room_id = work.insert(
        room,
        {
            "centre_id": work.centre(),
            "name": name,
            "capacity": _capacity(request.capacity),
            "equipment": request.equipment.strip(),
            "several_groups": request.several_groups,
            "position": last + 1,
        },
    )
    write_parts(work, room_id, request.part_ids)
    return room_id


def edit_room(work: Work, request: EditRoom) -> None:
    """Changes a room of this house.

    Raises `RoomTaken` when it shall take one group at a time and coming dates overlap, and what
    `set_room_parts` refuses.
    """
    row = work.row(room, request.room_id)
    own(work, room.name, row["centre_id"])
    work.title = name = _room_name(work, request.name, request.room_id)
    work.update(
        room,
        request.room_id,
        {
            "name": name,
            "capacity": _capacity(request.capacity),
            "equipment": request.equipment.strip(),
            "several_groups": request.several_groups,
        },
    )
    stricter = row["several_groups"] and not request.several_groups
    if request.part_ids is not None:
        stricter |= write_parts(work, request.room_id, request.part_ids)
    if stricter:
        _require_apart(work, request.room_id)


def set_room_parts(work: Work, request: SetRoomParts) -> None:
    """Says which rooms a room consists of.

    Raises `Invalid` when it would contain itself, also over others, and `RoomTaken` when coming
    dates in rooms that now have a part in common lie over each other.
    """
    row = work.row(room, request.room_id)
    own(work, room.name, row["centre_id"])
    work.title = row["name"]
    if write_parts(work, request.room_id, request.part_ids):
        _require_apart(work, request.room_id)


def _require_apart(work: Work, room_id: str) -> None:
    require_apart(work.connection, work.centre(), room_id, moment_of(work.maker.now_ms))


def write_parts(work: Work, room_id: str, part_ids: Iterable[str]) -> bool:
    """Writes what a room consists of; tells whether parts were added.

    Whether dates lie over each other then is not asked. Raises `Invalid` for a part that is out of
    use or contains the room, and `WrongHouse` for one of another house.
    """
    wanted = dict.fromkeys(part_ids)
    _require_parts(work, room_id, wanted)
    there = work.connection.execute(
        select(room_part.c.id, room_part.c.part_id).where(room_part.c.whole_id == room_id)
    ).all()
    for pair in there:
        if pair.part_id not in wanted:
            work.remove(room_part, pair.id)
    known = {pair.part_id for pair in there}
    new = [part_id for part_id in wanted if part_id not in known]
    work.insert_many(room_part, [{"whole_id": room_id, "part_id": one} for one in new])
    return bool(new)


def _require_parts(work: Work, room_id: str, part_ids: Iterable[str]) -> None:
    """Raises `Invalid` or `WrongHouse` unless the room can consist of these."""
    centre_id = work.row(room, room_id)["centre_id"]
    house = house_rooms(work.connection, centre_id).building
    for part_id in part_ids:
        part = work.row(room, part_id)
        if part["centre_id"] != centre_id:
            raise WrongHouse(room.name, work.row(centre, part["centre_id"])["name"])
        if part["retired"]:
            raise Invalid("parts", "retired", part["name"])
        if room_id in house.within(part_id):
            raise Invalid("parts", "contains_itself", part["name"])


def retire_room(work: Work, request: RetireRoom) -> None:
    """Takes a room out of use.

    Raises `InUse` while dates are planned in it, or while it is a part of a room in use.
    """
    row = work.row(room, request.room_id)
    own(work, room.name, row["centre_id"])
    wholes = work.connection.execute(
        select(func.count(room.c.id.distinct()))
        .join(room_part, room_part.c.whole_id == room.c.id)
        .where(room_part.c.part_id == request.room_id, room.c.retired.is_(False))
    ).scalar_one()
    if wholes:
        raise InUse(room.name, row["name"], room.name, wholes)
    planned = work.connection.execute(
        select(func.count())
        .select_from(occurrence)
        .where(
            occurrence.c.room_id == request.room_id,
            occurrence.c.state == "planned",
            occurrence.c.ends > moment_of(work.maker.now_ms),
        )
    ).scalar_one()
    if planned:
        raise InUse(room.name, row["name"], occurrence.name, planned)
    work.title = row["name"]
    work.update(room, request.room_id, {"retired": True})


def add_closure(work: Work, request: AddClosure) -> str:
    """Closes house or room; dates already planned there stay and are shown as hit.

    Raises `Invalid` when it ends before it begins, is over already or lies too far away.
    """
    required_day(request.first_day, "first_day")
    required_day(request.last_day, "last_day")
    if request.last_day < request.first_day:
        raise Invalid("last_day", "end_before_start", request.last_day.isoformat())
    if request.last_day < today_of(work.maker.now_ms):
        raise Invalid("last_day", "in_the_past", f"{request.last_day:%d.%m.%Y}")
    room_name = ""
    if request.room_id is not None:
        row = work.row(room, request.room_id)
        own(work, room.name, row["centre_id"])
        room_name = row["name"]
    work.title = " · ".join(filter(None, (room_name, request.reason.strip())))
    return work.insert(
        closure,
        {
            "centre_id": work.centre(),
            "room_id": request.room_id,
            "first_day": request.first_day,
            "last_day": request.last_day,
            "reason": request.reason.strip(),
        },
    )


def remove_closure(work: Work, request: RemoveClosure) -> None:
    """Opens house or room again."""
    row = work.row(closure, request.closure_id)
    own(work, closure.name, row["centre_id"])
    work.title = row["reason"]
    work.remove(closure, request.closure_id)


def own(work: Work, entity: str, centre_id: str) -> None:
    """Raises `WrongHouse` unless the row belongs to the house of this PC."""
    if centre_id != work.centre():
        raise WrongHouse(entity, work.row(centre, centre_id)["name"])


def _room_name(work: Work, typed: str, room_id: str) -> str:
    name = required(typed, "name")
    others = work.connection.execute(
        select(room.c.name).where(
            room.c.centre_id == work.centre(), room.c.id != room_id, room.c.retired.is_(False)
        )
    ).scalars()
    if sort_key(name) in {sort_key(other) for other in others}:
        raise Invalid("name", "already_there", name)
    return name


def _capacity(capacity: int | None) -> int | None:
    if capacity is not None and not 0 < capacity < 10_000:
        raise Invalid("capacity", "not_a_number", str(capacity))
    return capacity


def own_centre(view: View) -> CentreRow:
    """The house of this PC; raises `NoCentre` before one is set up."""
    return _centres(view, centre.c.id == view.centre())[0]


def centres(view: View) -> list[CentreRow]:
    """All houses this file knows, by name."""
    return _centres(view, centre.c.id.is_not(None))


def _centres(view: View, condition: object) -> list[CentreRow]:
    rows = view.connection.execute(
        select(
            centre.c.id,
            centre.c.name,
            func.coalesce(provider.c.name, ""),
            *(centre.c[name] for name in CentreRow._fields[3:]),
        )
        .outerjoin(provider, provider.c.id == centre.c.provider_id)
        .where(condition)  # type: ignore[arg-type]
    )
    return sorted((CentreRow._make(row) for row in rows), key=lambda row: sort_key(row.name))


def centre_named(view: View, name: str) -> CentreRow:
    """The house of this name (case, umlauts and blanks do not matter); raises `UnknownCentre`."""
    known = centres(view)
    for row in known:
        if sort_key(row.name) == sort_key(name):
            return row
    raise UnknownCentre(name, tuple(row.name for row in known))


def districts(view: View) -> list[DistrictRow]:
    """The districts in the city's own order."""
    rows = view.connection.execute(
        select(district.c.id, district.c.name).order_by(district.c.position, district.c.name)
    )
    return [DistrictRow._make(row) for row in rows]


def rooms(view: View, centre_id: str | None = None, *, also: Collection[str] = ()) -> list[RoomRow]:
    """The rooms in use of a house (this one by default), in the order of the plan.

    Behind them those of `also` that are out of use.
    """
    known = house_rooms(view.connection, centre_id or view.centre())
    parts = known.building.parts
    rows = [
        RoomRow(*row, parts=tuple(one.id for one in known.rooms if one.id in parts.get(row.id, ())))
        for row in known.rooms
    ]
    retired = [row for row in rows if row.retired and row.id in also]
    return [row for row in rows if not row.retired] + retired


def closures(view: View, first: date, last: date) -> list[ClosureRow]:
    """The closures of this house that touch the days from `first` to `last`."""
    rows = view.connection.execute(
        select(
            closure.c.id,
            closure.c.room_id,
            func.coalesce(room.c.name, ""),
            closure.c.first_day,
            closure.c.last_day,
            closure.c.reason,
        )
        .outerjoin(room, room.c.id == closure.c.room_id)
        .where(
            closure.c.centre_id == view.centre(),
            closure.c.first_day <= last,
            closure.c.last_day >= first,
        )
        .order_by(closure.c.first_day)
    )
    return [ClosureRow._make(row) for row in rows]


def offers_in_room(view: View, room_id: str) -> int:
    """How many offers name this room as theirs."""
    return view.connection.execute(
        select(func.count()).select_from(offer).where(offer.c.room_id == room_id)
    ).scalar_one()
