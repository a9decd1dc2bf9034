"""Who gets a place: one function decides, and every way of booking uses it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A booking as far as the rule needs it: its number is the order in which people came."""

    booking_id: str
    number: int
    places: int
    waiting: bool


def has_room(capacity: int | None, taken: int, waiting: int, places: int) -> bool:
    """Whether somebody who comes now gets `places`.

    Nobody overtakes the waiting list: while somebody waits, a newcomer waits too.
    """
    if capacity is None:
        return True
    return waiting == 0 and taken + places <= capacity


def promoted(capacity: int | None, claims: Iterable[Claim]) -> tuple[str, ...]:
    """The bookings that move up now, in the order of the waiting list.

    Strict order: when the first one's places do not fit, nobody behind passes by.
    """
    everyone = sorted(claims, key=lambda claim: claim.number)
    taken = sum(claim.places for claim in everyone if not claim.waiting)
    moving: list[str] = []
    for claim in everyone:
        if not claim.waiting:
            continue
        if capacity is not None and taken + claim.places > capacity:
            break
        taken += claim.places
        moving.append(claim.booking_id)
    return tuple(moving)
