"""A snapshot from somebody who has the keys and means no good is joined or refused as a whole."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zstandard

from begegnung.exchange.layout import CITY, house_scope
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.desk import Desk, View
from begegnung.services.snapshots import NotASnapshot, make_payload, take_in_payload
from begegnung.wiring import open_desk
from tests.desks import House, StandingClock, content, copy_of
from tests.services.post import seal_here
from tests.torture.mutation import mutated

MUTATIONS = int(os.environ.get("BEGEGNUNG_MUTATIONS", "9000")) // 90
SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))

_VALUES: tuple[Any, ...] = (
    None,
    "",
    -1,
    1 << 62,
    1.5,
    b"\xff\0",
    "\ud800".encode("utf-8", "surrogatepass"),
    "x" * 70_000,
    "[" * 5000,
    '{"name": 1e999}',
    "{}",
    "[]",
    "I",
    "E",
    "person; DROP TABLE person",
    "sqlite_master",
)


@pytest.fixture
def payload(house: House) -> tuple[str, bytes]:
    """Scope and payload of a house with a little of everything."""
    course = house.offer("Aquarell", capacity=2)
    booked = [house.book(person, course).booking_id for person in house.people(4)]
    house.act(cancel, CancelBooking(booked[0]))
    scope = house_scope(house.desk.centre_id or "")
    seal_here(house.desk, CITY)
    seal_here(house.desk, scope)
    return scope, make_payload(house.desk, scope).data


class Receiver:
    """A PC of the house that has nothing yet; a fresh one whenever something was taken in."""

    def __init__(self, folder: Path, centre: str) -> None:
        self._folder = folder
        self._centre = centre
        desk = open_desk(folder / "neu", clock=StandingClock())
        desk.bind(centre)
        desk.close()
        self._count = 0
        self.desk = self._fresh()
        self.empty = self.desk.read(content)

    def _fresh(self) -> Desk:
        self._count += 1
        folder = copy_of(self._folder / "neu", self._folder / f"neu {self._count}")
        return open_desk(folder, clock=StandingClock())

    def renew(self) -> None:
        self.desk.close()
        self.desk = self._fresh()


def worse(plain: bytes, random: Random) -> bytes:
    """The file of the payload with something wrong in its bytes, its values or its tables."""
    if random.random() < 0.3:
        return mutated(plain, (plain,), random)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(plain)
        for _ in range(random.randint(1, 3)):
            _spoil(database, random)
        database.commit()
        return database.serialize()


def _spoil(database: sqlite3.Connection, random: Random) -> None:
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master")]
    table = random.choice(sorted(tables)) if tables else "bundle"
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    if not columns or random.random() < 0.1:
        database.execute(f"DROP TABLE IF EXISTS {table}")
        return
    column = random.choice(columns)
    if random.random() < 0.2:
        other = f"other_{random.randrange(1_000_000)}"
        database.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO {other}")
        return
    try:
        database.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid IN"
            f" (SELECT rowid FROM {table} ORDER BY rowid LIMIT ? OFFSET ?)",
            (random.choice(_VALUES), random.randint(1, 9), random.randint(0, 9)),
        )
    except sqlite3.Error:
        database.execute(f"DELETE FROM {table}")


def _integrity(view: View) -> str:
    return str(view.connection.exec_driver_sql("PRAGMA quick_check").scalar_one())


def test_a_snapshot_that_is_almost_right_is_joined_or_refused(
    payload: tuple[str, bytes], tmp_path: Path
) -> None:
    scope, data = payload
    plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=64 << 20)
    receiver = Receiver(tmp_path, scope.removeprefix("h-"))
    refused = 0
    faults: list[str] = []
    for n in range(MUTATIONS):
        random = Random(f"{SEED}/{n}")
        packed = zstandard.ZstdCompressor(level=1).compress(worse(plain, random))
        if random.random() < 0.1:
            packed = mutated(packed, (data,), random)
        try:
            take_in_payload(receiver.desk, scope, packed)
        except NotASnapshot:
            refused += 1
            if receiver.desk.read(content) != receiver.empty:
                faults.append(f"number {n}: refused, but something was taken in")
        except Exception as error:  # noqa: BLE001 - all of them are faults
            faults.append(f"number {n}: {error!r}"[:300])
        else:
            if receiver.desk.read(_integrity) != "ok":
                faults.append(f"number {n}: the database is damaged")
            receiver.renew()
    print(f"snapshots: {refused} of {MUTATIONS} refused", *faults, sep="\n")  # noqa: T201
    assert faults == []
    assert refused > 0
