"""The PCs as devices of the exchange: this one is noted, each can be given a name."""

from dataclasses import dataclass

from sqlalchemy import select

from begegnung.db.tables import device
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.services.desk import View
from begegnung.services.houses import required

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Register:
    """Notes this PC under the name people know it by."""

    name: str


def register(work: Work, request: Register) -> None:
    """Writes the device of this file, once."""
    known = work.connection.execute(select(device.c.id).where(device.c.id == work.maker.device))
    if known.first() is not None:
        return
    work.title = request.name
    work.insert(device, {"id": work.maker.device, "name": request.name})


def is_registered(view: View) -> bool:
    """Whether the device of this file is noted; not so when the first start was cut short."""
    known = view.connection.execute(select(device.c.id).where(device.c.id == view.device))
    return known.first() is not None


@dataclass(frozen=True, slots=True)
class Belong:
    """This PC belongs to a house from now on."""

    centre_id: str


def belong(work: Work, request: Belong) -> None:
    """Notes the house of this PC, so that the others know it."""
    row = work.row(device, work.maker.device)
    work.title = row["name"]
    work.update(device, work.maker.device, {"centre_id": request.centre_id})


@dataclass(frozen=True, slots=True)
class NamePc:
    """The name by which people know a PC: "Empfang", "Büro"."""

    device_id: str
    name: str


def name_pc(work: Work, request: NamePc) -> None:
    """Gives a PC another name; raises `Invalid` for none, and for one another PC there has."""
    row = work.row(device, request.device_id)
    name = required(request.name, "name")
    if len(name) > _LONGEST_NAME:
        raise Invalid("name", "too_long")
    others = select(device.c.name).where(
        device.c.id != request.device_id, device.c.centre_id == row["centre_id"]
    )
    known = {found.casefold() for found in work.connection.execute(others).scalars()}
    if name.casefold() in known:
        raise Invalid("name", "already_there", name)
    work.title = name
    work.update(device, request.device_id, {"name": name})
