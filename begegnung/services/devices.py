"""This PC as one of the devices of the exchange."""

from dataclasses import dataclass

from begegnung.db.tables import device
from begegnung.db.work import Work


@dataclass(frozen=True, slots=True)
class Register:
    """Notes this PC under the name people know it by."""

    name: str


def register(work: Work, request: Register) -> None:
    """Writes the device of this file."""
    work.title = request.name
    work.insert(device, {"id": work.maker.device, "name": request.name})


@dataclass(frozen=True, slots=True)
class Belong:
    """This PC belongs to a house from now on."""

    centre_id: str


def belong(work: Work, request: Belong) -> None:
    """Notes the house of this PC, so that the others know it."""
    row = work.row(device, work.maker.device)
    work.title = row["name"]
    work.update(device, work.maker.device, {"centre_id": request.centre_id})
