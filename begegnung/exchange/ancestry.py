"""Which bundle was sealed with knowledge of which other one.

Bundles form a graph by `prev` and `deps`. Each lane is cut into chains in which every bundle
follows directly on the one before; a lane of a restored or copied PC forks and gets a chain for
each branch. The vector of a bundle says how far into each chain its knowledge goes, so that one
comparison of numbers answers what would otherwise be a walk through years of bundles. Numbers of
chains are private to one `Ancestry`; only hashes mean something elsewhere.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Place:
    lane: str
    seq: int
    chain: int
    position: int
    vector: "array[int]"


class Ancestry:
    """The graph of the bundles taken in of one scope; grows, and never forgets."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._ends: list[str] = []

    def __contains__(self, bundle: str) -> bool:
        return bundle in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, bundle: str, lane: str, seq: int, prev: str | None, deps: Iterable[str]) -> None:
        """Take in `bundle`; nothing changes if it is there already.

        Raises:
            KeyError: `prev` or one of `deps` has not been taken in.
        """
        if bundle in self._places:
            return
        vector: array[int] = array("L")
        for parent in (*(() if prev is None else (prev,)), *deps):
            place = self._places[parent]
            # What knows a bundle knows all below it, so a parent of a parent adds nothing.
            if place.chain >= len(vector) or place.position > vector[place.chain]:
                vector = _joined(vector, place.vector)
        chain = self._chain_after(prev, lane)
        if chain is None:
            chain = len(self._ends)
            self._ends.append(bundle)
        else:
            self._ends[chain] = bundle
        vector.extend([0] * (chain + 1 - len(vector)))
        vector[chain] += 1
        self._places[bundle] = _Place(lane, seq, chain, vector[chain], vector)

    def is_ancestor(self, earlier: str, later: str) -> bool:
        """Whether `later` was sealed with knowledge of `earlier`; no bundle is its own ancestor.

        Raises:
            KeyError: one of them has not been taken in.
        """
        a, b = self._places[earlier], self._places[later]
        return earlier != later and a.chain < len(b.vector) and a.position <= b.vector[a.chain]

    def lane(self, bundle: str) -> str:
        """The lane that `bundle` was sealed in.

        Raises:
            KeyError: it has not been taken in.
        """
        return self._places[bundle].lane

    def _chain_after(self, prev: str | None, lane: str) -> int | None:
        """The chain that `prev` is the end of, None where a new one has to begin."""
        if prev is None:
            return None
        place = self._places[prev]
        goes_on = self._ends[place.chain] == prev and place.lane == lane
        return place.chain if goes_on else None


def _joined(one: "array[int]", other: "array[int]") -> "array[int]":
    shorter, longer = sorted((one, other), key=len)
    return array("L", map(max, shorter, longer)) + longer[len(shorter) :]
