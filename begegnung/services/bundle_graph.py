"""The graph of the bundles in the file: what was taken in, what rests on what, who knew what."""

import json
from array import array
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, select

from begegnung.db import tables
from begegnung.db.transactions import driver_of
from begegnung.exchange.ancestry import Ancestry, Place


class PlacesInFile:
    """The places of the bundles, looked up as they are asked for; see `ancestry.Places`."""

    def __init__(self, connection: Connection) -> None:
        self._driver = driver_of(connection)

    def get(self, bundle: str) -> Place | None:
        """See `Places.get`."""
        row = self._driver.execute(_RAW_PLACE, (bundle,)).fetchone()
        return None if row is None else Place(row[0], row[1], row[2], vector_of(row[3]))

    def is_end(self, place: Place) -> bool:
        """See `Places.is_end`."""
        later = self._driver.execute(_RAW_LATER, (place.chain, place.position))
        return later.fetchone() is None

    def next_chain(self) -> int:
        """See `Places.next_chain`."""
        last = self._driver.execute(_RAW_LAST_CHAIN).fetchone()[0]
        return 0 if last is None else last + 1


# A snapshot brings thousands of bundles: these statements go to the driver itself.
_RAW_PLACE = "SELECT lane, chain, place, vector FROM bundle WHERE hash = ?"
_RAW_LATER = "SELECT 1 FROM bundle WHERE chain = ? AND place > ? LIMIT 1"
_RAW_LAST_CHAIN = "SELECT max(chain) FROM bundle"
_RAW_NUMBERS = "SELECT b.hash, b.n FROM json_each(?) one CROSS JOIN bundle b ON b.hash = one.value"
_RAW_ADD = (
    "INSERT INTO bundle"
    " (hash, scope, lane, seq, prev, deps, chain, place, vector, settled, path, data)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


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
    return set(numbers_of(connection, names))


def numbers_of(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The numbers in this file of those of the bundles `names` that were sealed or taken in."""
    asked = json.dumps(list(names))
    return dict(driver_of(connection).execute(_RAW_NUMBERS, (asked,)).fetchall())


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
    numbers: Sequence[int] | None = None,
) -> int:
    """Adds a bundle whose parents are there; gives its number in this file.

    `numbers` are those of `deps`, where they are known already.
    """
    driver = driver_of(connection)
    place = ancestry.place_for(lane, prev, deps)
    if numbers is None:
        numbers = list(numbers_of(connection, deps).values())
    added = driver.execute(
        _RAW_ADD,
        (name, scope, lane, seq, prev, json.dumps(list(numbers)), place.chain, place.position,
         place.vector.tobytes(), settled, path, data),
    )  # fmt: skip
    return added.lastrowid
