"""Which bundle was sealed with knowledge of which other one.

Bundles form a graph by `prev` and `deps`. Each lane is cut into chains in which every bundle
follows directly on the one before; a lane of a restored or copied PC forks and gets a chain for
each branch. The vector of a bundle says how far into each chain its knowledge goes, so that one
comparison of numbers answers what would otherwise be a walk through years of bundles. Numbers of
chains are private to one PC; only hashes mean something elsewhere.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bundle stands: number `position` (from 1) of `chain`, and how far it knew each chain.

    `vector` has, by number of chain, the position of the last bundle known; chains behind its end
    were not known at all.
    """

    lane: str
    chain: int
    position: int
    vector: "array[int]"


class Places(Protocol):
    """Where the places are kept: only what is asked for is looked up, however long the history."""

    def get(self, bundle: str) -> Place | None:
        """The place of a bundle taken in, None for any other."""
        ...

    def is_end(self, place: Place) -> bool:
        """Whether no bundle taken in follows in the same chain."""
        ...

    def next_chain(self) -> int:
        """The number of the next new chain."""
        ...


class PlacesInMemory:
    """Places that end with the process."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._lengths: list[int] = []

    def get(self, bundle: str) -> Place | None:
        """See `Places.get`."""
        return self._places.get(bundle)

    def is_end(self, place: Place) -> bool:
        """See `Places.is_end`."""
        return self._lengths[place.chain] == place.position

    def next_chain(self) -> int:
        """See `Places.next_chain`."""
        return len(self._lengths)

    def names(self) -> Iterable[str]:
        """The bundles taken in."""
        return self._places.keys()

    def put(self, bundle: str, place: Place) -> None:
        """Keep the place of a bundle that is taken in."""
        self._places[bundle] = place
        if place.chain == len(self._lengths):
            self._lengths.append(0)
        self._lengths[place.chain] = place.position


class Ancestry:
    """The graph of the bundles taken in of one scope."""

    def __init__(self, places: Places) -> None:
        self._kept = places
        self._seen: dict[str, Place] = {}

    def place_for(self, lane: str, prev: str | None, deps: Iterable[str]) -> Place:
        """The place of a new bundle of `lane` after `prev`, resting on `deps`.

        Raises:
            KeyError: `prev` or one of `deps` has not been taken in.
        """
        parents = {*(() if prev is None else (prev,)), *deps}
        vector = _joined([self.place(parent).vector for parent in parents])
        chain = self._chain_after(prev, lane)
        vector.extend([0] * (chain + 1 - len(vector)))
        vector[chain] += 1
        return Place(lane, chain, vector[chain], vector)

    def place(self, bundle: str) -> Place:
        """Where a bundle stands.

        Raises:
            KeyError: it has not been taken in.
        """
        found = self._seen.get(bundle)
        if found is None:
            found = self._kept.get(bundle)
            if found is None:
                raise KeyError(bundle)
            self._seen[bundle] = found
        return found

    def is_ancestor(self, earlier: str, later: str) -> bool:
        """Whether `later` was sealed with knowledge of `earlier`; no bundle is its own ancestor.

        Raises:
            KeyError: one of them has not been taken in.
        """
        return earlier != later and self.covers((later,), earlier)

    def covers(self, heads: Iterable[str], bundle: str) -> bool:
        """Whether `bundle` is one of `heads` or was known to one of them.

        Raises:
            KeyError: one of them has not been taken in.
        """
        place = self.place(bundle)
        return any(knows(self.place(head).vector, place) for head in heads)

    def lane(self, bundle: str) -> str:
        """The lane that `bundle` was sealed in.

        Raises:
            KeyError: it has not been taken in.
        """
        return self.place(bundle).lane

    def _chain_after(self, prev: str | None, lane: str) -> int:
        """The chain that `prev` is the end of; a new one where there is none to go on."""
        if prev is not None:
            place = self.place(prev)
            if place.lane == lane and self._kept.is_end(place):
                return place.chain
        return self._kept.next_chain()


def knows(vector: "array[int]", place: Place) -> bool:
    """Whether who knew `vector` had taken in the bundle at `place`."""
    return place.chain < len(vector) and place.position <= vector[place.chain]


def _joined(vectors: Sequence["array[int]"]) -> "array[int]":
    """What is known to who knew all of `vectors`: in a city of sixty houses there are so many."""
    longest = max(map(len, vectors), default=0)
    same = [
        one if len(one) == longest else one + array("I", [0]) * (longest - len(one))
        for one in vectors
    ]
    return array("I", map(max, *same)) if len(same) > 1 else array("I", *same)
