"""Who gets a place: one function decides, and every way of booking uses it.

Places become free by cancelling, by more places, by a transfer, by two entries of one person made
one, by an exchange: whatever the way, `admitted` says who gets them.
"""

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

QueueOrder = Literal["strict", "filling"]
"""What becomes of a place that is too little for the first who waits.

"strict": it stays free until she fits, nobody passes by. "filling": the next one who fits gets it.
"""

QUEUE_ORDERS: tuple[QueueOrder, ...] = ("strict", "filling")

FORWARD, WAITED_BEFORE, ORDINARY, BACK = 0, 1, 2, 3
"""Classes of the waiting list, the first ones first; within a class the number of the booking.

FORWARD and BACK are decisions of a person, with a reason. WAITED_BEFORE waited in vain for the
course that this one continues: published terms of participation give priority at the repetition
(research of terms of adult education centres).
"""

PASSED_BY_SIZE = "too_big"
PASSED_BY_HAND = "not_reached"


class Claim(NamedTuple):
    """Somebody who waits: `number` is the order in which people came, `places` how many she needs.

    Claims of one `party` get their places together unless they are `splittable`. `booked_at` (UTC
    ms) orders two claims to which PCs that could not see each other gave the same number.
    """

    booking_id: str
    number: int
    places: int = 1
    rank: int = ORDINARY
    party: str | None = None
    splittable: bool = False
    booked_at: int = 0

    @property
    def order(self) -> tuple[int, int, int, str]:
        """The place in the waiting list: smaller comes first."""
        return self.rank, self.number, self.booked_at, self.booking_id


class Passed(NamedTuple):
    """Somebody before those who got the places, and why she did not: `why` is a key."""

    number: int
    places: int
    why: str


class Admission(NamedTuple):
    """Those who get places together now.

    `free` places were there before (None without a limit), `position` is theirs in the waiting
    list, from 1; `passed` waited before them and did not get the places.
    """

    claims: tuple[Claim, ...]
    free: int | None
    position: int
    passed: tuple[Passed, ...]


def units(waiting: Iterable[Claim]) -> list[tuple[Claim, ...]]:
    """The waiting list in its order: each entry one claim, or a party that stays together.

    A party stands where its first member stands.
    """
    together: dict[str, list[Claim]] = {}
    for claim in sorted(waiting, key=lambda one: one.order):
        split = claim.party is None or claim.splittable
        together.setdefault(claim.booking_id if split else f"party {claim.party}", []).append(claim)
    return [tuple(members) for members in together.values()]


def admitted(
    capacity: int | None,
    taken: int,
    waiting: Iterable[Claim],
    order: QueueOrder = "strict",
    passed_over: Collection[str] = (),
) -> tuple[Admission, ...]:
    """Who of `waiting` gets a place now, in the order of the waiting list.

    `capacity` None is no limit; `taken` places are given already. `passed_over` are bookings whose
    people could not be reached: they keep their place in the list and get none this time.
    """
    found: list[Admission] = []
    passed: list[Passed] = []
    for position, unit in enumerate(units(waiting), start=1):
        places = sum(claim.places for claim in unit)
        free = None if capacity is None else capacity - taken
        if any(claim.booking_id in passed_over for claim in unit):
            passed.append(Passed(unit[0].number, places, PASSED_BY_HAND))
        elif free is None or places <= free:
            found.append(Admission(unit, free, position, tuple(passed)))
            taken += places
        elif order == "strict" or free <= 0:
            break
        else:
            passed.append(Passed(unit[0].number, places, PASSED_BY_SIZE))
    return tuple(found)
