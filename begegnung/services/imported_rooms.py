"""The rooms of an imported programme: made by their names, combined ones with their parts."""

from collections.abc import Iterable

from begegnung.db.tables import room
from begegnung.model.names import sort_key
from begegnung.model.rooms import parts_named
from begegnung.services.houses import write_parts
from begegnung.services.imported_dates import Taking
from begegnung.services.occupancy import house_rooms


def room_named(taking: Taking, name: str) -> str | None:
    """The room of this name in the house; made when it is new."""
    key = sort_key(name)
    if not key:
        return None
    if not taking.rooms:
        known = house_rooms(taking.work.connection, taking.centre_id).rooms
        taking.rooms.update((sort_key(row.name), row.id) for row in known)
    if key not in taking.rooms:
        values = {"centre_id": taking.centre_id, "name": name, "position": len(taking.rooms)}
        taking.rooms[key] = taking.work.insert(room, values)
    return taking.rooms[key]


def divide_rooms(taking: Taking, names: Iterable[str]) -> tuple[str, ...]:
    """Says of what the combined rooms of a programme consist, and gives a sentence about each.

    `names` are those of the file. Only a new room is divided, or one that was alone before its
    parts came: what the desk has said of its rooms stays. A part that nobody names is made too.
    """
    house = house_rooms(taking.work.connection, taking.centre_id)
    there = {sort_key(row.name): row for row in house.rooms}
    read = {sort_key(name): name for name in reversed([*names]) if sort_key(name)}
    new = {key: name for key, name in reversed(read.items()) if key not in there}
    known = [*(row.name for row in house.rooms if not row.retired), *new.values()]
    notes: list[str] = []
    for name in known:
        parts = parts_named(name, known)
        old = [part for part in parts if sort_key(part) in there]
        if not parts or any(there[sort_key(part)].retired for part in old):
            continue
        row = there.get(sort_key(name))
        if row is not None and (old or house.building.parts.get(row.id)):
            continue
        made = [part for part in parts if sort_key(part) not in {*there, *new}]
        _divide(taking, name, parts)
        new.update((sort_key(part), part) for part in made)
        notes.append(_note(name, parts, made))
    return tuple(notes)


def _divide(taking: Taking, name: str, parts: Iterable[str]) -> None:
    whole_id = room_named(taking, name)
    part_ids = [room_named(taking, part) for part in parts]
    if whole_id is not None:
        write_parts(taking.work, whole_id, [one for one in part_ids if one is not None])


def _note(name: str, parts: Iterable[str], made: Iterable[str]) -> str:
    named = " und ".join(f"„{part}“" for part in parts)
    added = ", ".join(f"„{part}“" for part in made)
    more = f" Neu angelegt, weil der Name ihn nennt: {added}." if added else ""
    return f"„{name}“ besteht aus {named}: Ist der eine Raum belegt, ist es der andere auch.{more}"
