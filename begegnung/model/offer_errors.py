"""What can be refused about the kind of an offer and its boarding points."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class StillBooked(Refusal):
    """An offer that shall take no names holds `people` bookings that are not cancelled."""

    offer: str
    people: int


@dataclass
class BoardingPointTaken(Refusal):
    """A boarding point cannot go: `people` are booked to get on there."""

    name: str
    people: int
