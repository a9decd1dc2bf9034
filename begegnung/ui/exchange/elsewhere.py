"""Where in the window a clash can be looked at, or be settled in another way than proposed."""

from dataclasses import dataclass, field
from typing import Any

from begegnung.services.clashes import (
    BackwardsClash,
    CardClash,
    Clash,
    PaymentClash,
    ReplacementClash,
    RetiredClash,
    RoomClash,
    SeatClash,
    StornoClash,
    TwiceClash,
    ValueClash,
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page with what to show on it, and the button for it."""

    verb: str
    icon: str
    page: str
    what: dict[str, Any] = field(default_factory=dict[str, Any])


def elsewhere(clash: Clash) -> tuple[Elsewhere, ...]:
    """The places where more is known about a clash."""
    match clash:
        case SeatClash() | TwiceClash() | ReplacementClash():
            return (_offer(clash.offer_id),)
        case RoomClash():
            return (_plan(clash.second.id),)
        case BackwardsClash():
            return (_plan(clash.occurrence_id),)
        case RetiredClash():
            return (Elsewhere("Zum Raumplan", "building", "rooms"),)
        case CardClash():
            return (_person(clash.person_id),)
        case PaymentClash() | StornoClash():
            return () if clash.person_id is None else (_person(clash.person_id),)
        case ValueClash(entity="person"):
            return (_person(clash.entity_id),)
        case ValueClash(entity="offer"):
            return (_offer(clash.entity_id),)
        case _:
            return ()


def _offer(offer_id: str) -> Elsewhere:
    return Elsewhere("Zum Angebot", "calendar_today", "offers", {"offer_id": offer_id})


def _plan(occurrence_id: str) -> Elsewhere:
    return Elsewhere("Im Raumplan zeigen", "building", "rooms", {"occurrence_id": occurrence_id})


def _person(person_id: str) -> Elsewhere:
    return Elsewhere("Zur Person", "person", "people", {"person_id": person_id})
