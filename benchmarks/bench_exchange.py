"""The exchange: very much at once, five years of a house, a whole city, an ordinary night.

What is held against a time or a size instead of a floor has what was promised as its floor and 1.0
as its limit: that means something on the computer of a desk when nothing else is running there.
Everything else is held against the least that the same bytes take here: read, written, compressed
and encrypted, without columns that are compared, a graph and a log.
"""

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter

import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from begegnung.db.bulk import insert_many
from begegnung.db.tables import attendance, change
from begegnung.db.work import Work
from begegnung.exchange.layout import CITY, house_scope
from begegnung.exchange.recovery import Cost
from begegnung.exchange.run import exchange
from begegnung.exchange.share import LocalShare
from begegnung.model.ids import joined_id
from begegnung.services.desk import Desk
from begegnung.services.exchange import sync_now
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.founding import found_exchange
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.joining import Approval, approve, ask_to_join
from begegnung.services.key_store import device_keys
from begegnung.services.people import PersonData, add_person
from begegnung.services.snapshots import make_payload, take_in_payload
from begegnung.wiring import database_path, open_desk
from benchmarks.exchange_data import five_years, identifiers, sixty_houses
from benchmarks.memory import MEGABYTE, alone, megabytes
from benchmarks.ratio import Ratio

OPERATIONS, OF_A_DATE, PEOPLE = 100_000, 40, 2_000
A_DAY, DAYS = 600, 3

SEAL_LIMIT, TAKE_IN_LIMIT = 4.0, 2.0
WRITE_LIMIT, LOAD_LIMIT = 2.0, 2.0
HISTORY_LIMIT = 1.5

_LEVEL, _NONCE = 6, bytes(12)
_CIPHER = AESGCM(bytes(32))
_CHEAP = Cost(memory=64, passes=1, lanes=1)
_PARTS = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"


def measure() -> list[Ratio]:
    """All of it in folders that are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        parts = (_exchange(Path(folder) / "a"), _snapshot(Path(folder) / "b"))
        return [*(ratio for part in parts for ratio in part), *_city(Path(folder) / "c")]


def _exchange(folder: Path) -> Iterator[Ratio]:
    """Two PCs of one house: ordinary days, very much at once, and ordinary days after that."""
    share = folder / "share"
    share.mkdir(parents=True)
    one, two = open_desk(folder / "1"), open_desk(folder / "2")
    with closing(one), closing(two):
        _found(one, two, folder, share)
        before = _best_night(one, share)
        yield Ratio("night of an ordinary day (1 s)", before, 1.0, 1.0)
        _night(two, share)
        _many_marks(one)
        floor = _seal_floor(one.path, folder)
        seconds, used = alone(exchanged, folder / "1", share)
        yield Ratio("100,000 changes sealed (0.5 s)", seconds, 0.5, 1.0)
        yield Ratio("100,000 changes sealed and put there", seconds, floor, SEAL_LIMIT)
        yield from megabytes("megabytes of memory for that (200)", used, 200)
        floor = _take_in_floor(one.path, folder)
        seconds, used = alone(exchanged, folder / "2", share)
        yield Ratio("100,000 changes taken in (1.5 s)", seconds, 1.5, 1.0)
        yield Ratio("100,000 changes read and taken in", seconds, floor, TAKE_IN_LIMIT)
        yield from megabytes("megabytes of memory for that (200)", used, 200)
        _night(one, share)
        yield Ratio("night after 100,000 changes", _best_night(one, share), before, HISTORY_LIMIT)


def _found(one: Desk, two: Desk, folder: Path, share: Path) -> None:
    one.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
    key = folder / "stadt.wiederherstellung"
    found_exchange(one, folder / "1", str(share), "drei kurze Wörter", key, _CHEAP)
    asked = ask_to_join(two, folder / "2", str(share))
    approve(one, folder / "1", str(share), Approval(asked.device, " ".join(asked.words)))
    for desk in (two, one, two):
        _night(desk, share)


def _night(desk: Desk, share: Path) -> float:
    start = perf_counter()
    outcome = sync_now(desk, desk.path.parent, str(share))
    seconds = perf_counter() - start
    if not outcome.complete:
        raise AssertionError(outcome)
    return seconds


def _best_night(desk: Desk, share: Path) -> float:
    """The shortest of some nights, each after an ordinary day: it was disturbed least."""
    nights: list[float] = []
    for _ in range(DAYS):
        for _ in range(A_DAY):
            desk.act(add_person, PersonData("Beispiel"))
        nights.append(_night(desk, share))
    return min(nights)


def _many_marks(desk: Desk) -> None:
    """100,000 marks of attendance, those of a date at once."""
    random, people = Random(5), identifiers(PEOPLE)  # noqa: S311

    def write(work: Work, request: Sequence[dict[str, object]]) -> None:
        work.insert_many(attendance, request)

    for d in identifiers(OPERATIONS // OF_A_DATE):
        row = {"occurrence_id": d, "state": "present", "entered_late": False}
        some = random.sample(people, OF_A_DATE)
        desk.act(write, [{**row, "id": joined_id(d, p), "person_id": p} for p in some])


def exchanged(folder: str, share: str) -> float:
    """One run of the exchange of the PC in `folder`, and nothing beside it; gives its seconds."""
    with closing(open_desk(Path(folder))) as desk:
        start = perf_counter()
        report = exchange(
            LocalShare(Path(share)),
            DatabaseLedger(desk, device_keys(Path(folder), desk.device)),
            now=datetime.now(tz=UTC),
            sleep=time.sleep,
        )
        seconds = perf_counter() - start
    if report.trouble is not None or not report.notes:
        raise AssertionError(report)
    return seconds


def loaded(folder: str, data: str, house: str) -> float:
    """Takes the snapshot in the file `data` in at an empty PC; gives the seconds it took."""
    with closing(open_desk(Path(folder))) as empty:
        if house:
            empty.bind(house)
        with empty.local_transaction() as connection:
            # A run seals what is pending first: that there is such a PC.
            connection.execute(change.update().values(bundle="f" * 64))
        payload = Path(data).read_bytes()
        start = perf_counter()
        added = take_in_payload(empty, house_scope(house) if house else CITY, payload)
        seconds = perf_counter() - start
    if not added:
        raise AssertionError("nothing was taken in")
    return seconds


def written(folder: str, data: str) -> float:
    """Writes the snapshot of the house in `folder` into the file `data`; gives the seconds."""
    with closing(open_desk(Path(folder))) as desk:
        scope = house_scope(desk.centre_id or "")
        start = perf_counter()
        payload = make_payload(desk, scope)
        seconds = perf_counter() - start
    Path(data).write_bytes(payload.data)
    return seconds


def _packed(plain: bytes) -> bytes:
    return _CIPHER.encrypt(_NONCE, zstandard.ZstdCompressor(level=_LEVEL).compress(plain), None)


def _seal_floor(source: Path, folder: Path) -> float:
    """The values read from the log, put together, compressed, encrypted, written, and marked."""
    path, copy = folder / "floor", folder / "floor.sqlite"
    with closing(sqlite3.connect(source)) as real, closing(sqlite3.connect(copy)) as plain:
        real.backup(plain)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        start = perf_counter()
        rows = plain.execute("SELECT entity_id, after FROM change WHERE bundle IS NULL").fetchall()
        path.write_bytes(_packed(json.dumps(rows).encode()))
        path.read_bytes()
        plain.execute("UPDATE change SET bundle = ? WHERE bundle IS NULL", ("b" * 64,))
        plain.commit()
        return perf_counter() - start


def _take_in_floor(source: Path, folder: Path) -> float:
    """Decrypted, parsed, and written with one line of the log each, in a file with these tables."""
    with closing(sqlite3.connect(source)) as real:
        rows = [
            [row[0], json.loads(row[1])]
            for row in real.execute(
                "SELECT entity_id, after FROM change WHERE entity = 'attendance'"
            )
        ]
        parts = {t: _parts(real, t) for t in ("attendance", "change")}
    packed, path = _packed(json.dumps(rows).encode()), folder / "taken-in.sqlite"
    with closing(sqlite3.connect(path)) as plain:
        for tables, indexes in parts.values():
            for statement in (*tables, *indexes):
                plain.execute(statement)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        start = perf_counter()
        found = json.loads(zstandard.decompress(_CIPHER.decrypt(_NONCE, packed, None)))
        names = ("id", "occurrence_id", "person_id", "state", "entered_late")
        marks = ((key, *(values[name] for name in names[1:])) for key, values in found)
        insert_many(plain, "attendance", names, marks)
        log = ((key, json.dumps(values)) for key, values in found)
        fixed = {"action_id": "a", "position": 0, "scope": "house", "entity": "attendance"}
        fixed |= {"kind": "I", "bundle": "b" * 64}
        insert_many(plain, "change", ("entity_id", "after"), log, fixed)
        plain.commit()
        return perf_counter() - start


def _parts(real: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """The statements that make a table, and those that make its indexes."""
    tables, indexes = (
        [row[0] for row in real.execute(_PARTS, (table, kind))] for kind in ("table", "index")
    )
    return tables, indexes


def _snapshot(folder: Path) -> Iterator[Ratio]:
    """A house of five years: written, how large, loaded into an empty PC, with how much memory."""
    folder.mkdir()
    with closing(open_desk(folder / "1")) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        house = desk.centre_id or ""
        five_years(desk, house_scope(house))
    data = folder / "payload"
    floor, sealed = _write_floor(database_path(folder / "1"), folder)
    seconds, used = alone(written, folder / "1", data)
    yield Ratio("five years as a snapshot (1 s)", seconds, 1.0, 1.0)
    yield Ratio("five years as a snapshot, written", seconds, floor, WRITE_LIMIT)
    yield Ratio("megabytes of it (8)", data.stat().st_size / MEGABYTE / 1_000, 0.008, 1.0)
    yield from megabytes("megabytes of memory for that (200)", used, 200)
    floor = _load_floor(database_path(folder / "1"), folder, sealed)
    seconds, used = alone(loaded, folder / "2", data, house)
    yield Ratio("five years into an empty PC (1.5 s)", seconds, 1.5, 1.0)
    yield Ratio("five years loaded into an empty PC", seconds, floor, LOAD_LIMIT)
    yield from megabytes("megabytes of memory for that (200)", used, 200)


def _write_floor(path: Path, folder: Path) -> tuple[float, bytes]:
    """The rows copied into a file, compressed, encrypted and written; gives that, too."""
    plain, sealed = folder / "copied.sqlite", folder / "sealed"
    with closing(sqlite3.connect(path)) as real:
        start = perf_counter()
        real.execute("ATTACH ? AS other", (str(plain),))
        for table in ("attendance", "origin"):
            real.execute(f"CREATE TABLE other.{table} AS SELECT * FROM main.{table}")  # noqa: S608
        real.commit()
        data = _packed(plain.read_bytes())
        sealed.write_bytes(data)
        return perf_counter() - start, data


def _load_floor(source: Path, folder: Path, data: bytes) -> float:
    """Decrypted, decompressed, and copied into tables with the same indexes."""
    target, opened = folder / "loaded.sqlite", folder / "opened.sqlite"
    with closing(sqlite3.connect(source)) as real:
        parts = {table: _parts(real, table) for table in ("attendance", "origin")}
    with closing(sqlite3.connect(target)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        start = perf_counter()
        with opened.open("wb") as file:
            packed = BytesIO(_CIPHER.decrypt(_NONCE, data, None))
            zstandard.ZstdDecompressor().copy_stream(packed, file)
        plain.execute("ATTACH ? AS other", (str(opened),))
        for table, (tables, indexes) in parts.items():
            for statement in tables:
                plain.execute(statement)
            plain.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")  # noqa: S608
            for statement in indexes:
                plain.execute(statement)
        plain.commit()
        return perf_counter() - start


def _city(folder: Path) -> Iterator[Ratio]:
    """A PC that joins a city: the programmes of sixty houses since five years, from nothing."""
    folder.mkdir()
    data = folder / "payload"
    with closing(open_desk(folder / "1")) as desk:
        sixty_houses(desk, CITY)
        data.write_bytes(make_payload(desk, CITY).data)
    print(f"city: {data.stat().st_size / MEGABYTE:.1f} MB", file=sys.stderr)
    seconds, used = alone(loaded, folder / "2", data, "")
    yield Ratio("sixty houses into an empty PC (90 s)", seconds, 90.0, 1.0)
    yield from megabytes("megabytes of memory for that (200)", used, 200)
