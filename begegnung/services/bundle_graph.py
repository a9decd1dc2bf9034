"""The graph of the bundles in the file: what was taken in, what rests on what, who knew what."""

import json
from array import array
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, func, select

from begegnung.db import tables
from begegnung.exchange.ancestry import Ancestry, Place

_AT_ONCE = 500


class PlacesInFile:
    """The places of the bundles, looked up as they are asked for; see `ancestry.Places`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, bundle: str) -> Place | None:
        """See `Places.get`."""
        row = self._connection.execute(
            select(
                tables.bundle.c.lane,
                tables.bundle.c.chain,
                tables.bundle.c.place,
                tables.bundle.c.vector,
            ).where(tables.bundle.c.hash == bundle)
        ).first()
        return None if row is None else Place(row[0], row[1], row[2], vector_of(row[3]))

    def is_end(self, place: Place) -> bool:
        """See `Places.is_end`."""
        later = select(tables.bundle.c.n).where(
            tables.bundle.c.chain == place.chain, tables.bundle.c.place > place.position
        )
        return self._connection.execute(later.limit(1)).first() is None

    def next_chain(self) -> int:
        """See `Places.next_chain`."""
        last = self._connection.execute(select(func.max(tables.bundle.c.chain))).scalar()
        return 0 if last is None else last + 1


def vector_of(data: bytes) -> "array[int]":
    """A vector as the file keeps it."""
    found: array[int] = array("I")
    found.frombytes(data)
    return found


def ancestry_of(connection: Connection) -> Ancestry:
    """The graph of all bundles in the file, within one transaction."""
    return Ancestry(PlacesInFile(connection))


def known_bundles(connection: Connection, names: Iterable[str]) -> set[str]:
    """Those of the bundles `names` that were sealed or taken in here."""
    wanted = list(names)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        found.update(
            connection.execute(
                select(tables.bundle.c.hash).where(tables.bundle.c.hash.in_(chunk))
            ).scalars()
        )
    return found


def known_beginnings(connection: Connection, beginnings: Iterable[str]) -> dict[str, str]:
    """The known bundles that begin with `beginnings` (16 digits, as names of files have)."""
    hashes = select(tables.bundle.c.hash)
    found: dict[str, str] = {}
    for start in beginnings:
        alike = hashes.where(tables.bundle.c.hash >= start, tables.bundle.c.hash < start + "g")
        name = connection.execute(alike.limit(1)).scalar()
        if name is not None:
            found[start] = name
    return found


def on_top(ancestry: Ancestry, bundles: AbstractSet[str]) -> set[str]:
    """Those of `bundles` that no other one of them rests on."""
    return {
        one for one in bundles if not any(ancestry.is_ancestor(one, other) for other in bundles)
    }


def add_bundle(
    connection: Connection,
    ancestry: Ancestry,
    *,
    scope: str,
    name: str,
    lane: str,
    seq: int,
    prev: str | None,
    deps: Sequence[str],
    path: str,
    data: bytes | None,
    settled: bool = False,
) -> int:
    """Adds a bundle whose parents are there; gives its number in this file."""
    place = ancestry.place_for(lane, prev, deps)
    added = connection.execute(
        tables.bundle.insert(),
        {
            "hash": name,
            "scope": scope,
            "lane": lane,
            "seq": seq,
            "prev": prev,
            "deps": json.dumps(list(deps)),
            "chain": place.chain,
            "place": place.position,
            "vector": place.vector.tobytes(),
            "settled": settled,
            "path": path,
            "data": data,
        },
    )
    return added.lastrowid
