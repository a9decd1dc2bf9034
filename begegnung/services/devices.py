"""This PC as one of the devices of the exchange."""

from dataclasses import dataclass

from begegnung.db.tables import device
from begegnung.db.work import Work
from begegnung.model.ids import house_of


@dataclass(frozen=True, slots=True)
class Register:
    """Notes this PC under the name people know it by."""

    name: str


def register(work: Work, request: Register) -> None:
    """Writes the device of this file."""
    assert house_of(work.maker.device) == work.maker.house
    work.title = request.name
    work.insert(device, {"id": work.maker.device, "name": request.name})
