"""This PC as one of the devices of the exchange."""

from dataclasses import dataclass

from sqlalchemy import select

from begegnung.db.tables import device
from begegnung.db.work import Work
from begegnung.services.desk import View


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
