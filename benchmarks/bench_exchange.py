"""The exchange: sealing and taking in, a snapshot of five years, an ordinary night.

The house: 2,000 people and 714,000 marks of attendance of five years. What is held against a time
instead of a floor has the seconds that were promised as its floor and 1.0 as its limit.
"""

import json
import multiprocessing
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter

import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from begegnung.db.engine import open_engine
from begegnung.db.tables import attendance, bundle, occurrence, offer, origin, person
from begegnung.db.transactions import writing
from begegnung.db.work import (
    Work,
    insert_logged,
)
from begegnung.exchange.layout import house_scope
from begegnung.exchange.recovery import Cost
from begegnung.model.ids import joined_id
from begegnung.model.local_time import moment
from begegnung.services.desk import Desk
from begegnung.services.exchange import sync_now
from begegnung.services.founding import found_exchange
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.joining import Approval, approve, ask_to_join
from begegnung.services.people import PersonData, add_person
from begegnung.services.scope_state import note_heads
from begegnung.services.snapshots import make_payload, take_in_payload
from begegnung.wiring import database_path, open_desk
from benchmarks.ratio import Ratio

OPERATIONS, AT_ONCE = 100_000, 1_000
PEOPLE, DATES, VISITORS = 2_000, 18_000, 40
A_DAY = 600
MEGABYTE = 1_000_000

SEAL_LIMIT, TAKE_IN_LIMIT = 6.0, 4.0
WRITE_LIMIT, LOAD_LIMIT = 3.0, 3.0
HISTORY_LIMIT = 1.5

_LEVEL, _NONCE = 9, bytes(12)
_CIPHER = AESGCM(bytes(32))
_CHEAP = Cost(memory=64, passes=1, lanes=1)


def measure() -> list[Ratio]:
    """All of it in folders that are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_exchange(Path(folder) / "a"), *_snapshot(Path(folder) / "b")]


def _exchange(folder: Path) -> Iterator[Ratio]:
    """Two PCs of one house: an ordinary day, very much at once, and an ordinary day after that."""
    share = folder / "share"
    share.mkdir(parents=True)
    one, two = open_desk(folder / "1"), open_desk(folder / "2")
    with closing(one), closing(two):
        one.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        key = folder / "stadt.wiederherstellung"
        found_exchange(one, folder / "1", str(share), "drei kurze Wörter", key, _CHEAP)
        asked = ask_to_join(two, folder / "2", str(share))
        approve(one, folder / "1", str(share), Approval(asked.device, " ".join(asked.words)))
        _night(two, share)
        for _ in range(A_DAY):
            one.act(add_person, PersonData("Beispiel"))
        before = _night(one, share)
        yield Ratio("night of an ordinary day (1 s)", before, 1.0, 1.0)
        _night(two, share)
        rows = _many_marks(one)
        sealed = _night(one, share)
        (largest,) = sorted(share.glob("s/h-*/b/*/*.bz"), key=lambda p: p.stat().st_size)[-1:]
        yield Ratio("100,000 changes sealed and put there", sealed, _seal_floor(rows), SEAL_LIMIT)
        taken_in = _night(two, share)
        floor = _take_in_floor(database_path(folder / "1"), folder, rows)
        yield Ratio("100,000 changes read and taken in", taken_in, floor, TAKE_IN_LIMIT)
        print(f"largest bundle {largest.stat().st_size / MEGABYTE:.1f} MB", file=sys.stderr)
        for _ in range(A_DAY):
            one.act(add_person, PersonData("Beispiel"))
        yield Ratio("night after 100,000 changes", _night(one, share), before, HISTORY_LIMIT)


def _night(desk: Desk, share: Path) -> float:
    start = perf_counter()
    outcome = sync_now(desk, desk.path.parent, str(share))
    seconds = perf_counter() - start
    if not outcome.complete:
        raise AssertionError(outcome)
    return seconds


def _many_marks(desk: Desk) -> list[dict[str, object]]:
    """100,000 marks of attendance, a thousand a step; gives the rows."""
    written: list[dict[str, object]] = []

    def write(work: Work, request: list[dict[str, object]]) -> None:
        work.insert_many(attendance, request)

    for start in range(0, OPERATIONS, AT_ONCE):
        some: list[dict[str, object]] = []
        for n in range(start, start + AT_ONCE):
            date_id, person_id = f"d{n // VISITORS:025d}", f"p{n % PEOPLE:025d}"
            some.append(
                {
                    "id": joined_id(date_id, person_id),
                    "occurrence_id": date_id,
                    "person_id": person_id,
                    "state": "present",
                    "entered_late": False,
                }
            )
        desk.act(write, some)
        written += some
    return written


def _seal_floor(rows: list[dict[str, object]]) -> float:
    """The same rows as lines of JSON, compressed, encrypted, written and read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "floor"
        start = perf_counter()
        path.write_bytes(_packed(rows))
        path.read_bytes()
        return perf_counter() - start


def _packed(rows: list[dict[str, object]]) -> bytes:
    plain = "\n".join(json.dumps(row) for row in rows).encode()
    return _CIPHER.encrypt(_NONCE, zstandard.ZstdCompressor(level=_LEVEL).compress(plain), None)


def _take_in_floor(source: Path, folder: Path, rows: list[dict[str, object]]) -> float:
    """Decrypted, parsed, and written with one line of the log each, in a file with these tables."""
    packed, path = _packed(rows), folder / "floor.sqlite"
    with closing(sqlite3.connect(source)) as real, closing(sqlite3.connect(path)) as plain:
        for table in ("attendance", "change"):
            for (statement,) in real.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
                " AND sql IS NOT NULL",
                (table,),
            ):
                plain.execute(statement)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        start = perf_counter()
        lines = zstandard.ZstdDecompressor().decompress(_CIPHER.decrypt(_NONCE, packed, None))
        found = [json.loads(line) for line in lines.split(b"\n")]
        plain.executemany(
            "INSERT INTO attendance VALUES"
            " (:id, :occurrence_id, :person_id, :state, :entered_late)",
            found,
        )
        plain.executemany(
            "INSERT INTO change"
            " (action_id, position, scope, entity, entity_id, kind, after, bundle)"
            " VALUES ('a', 0, 'house', 'attendance', ?, 'I', ?, ?)",
            [(row["id"], json.dumps(row), "b" * 64) for row in found],
        )
        plain.commit()
        return perf_counter() - start


def _snapshot(folder: Path) -> Iterator[Ratio]:
    """A house of five years: written, how large, loaded into an empty PC, with how much memory."""
    folder.mkdir()
    with closing(open_desk(folder / "1")) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        house = desk.centre_id or ""
        scope = house_scope(house)
        _five_years(desk, scope)
        start = perf_counter()
        payload = make_payload(desk, scope)
        seconds = perf_counter() - start
        floor, raw = _write_floor(desk.path, folder)
        yield Ratio("five years as a snapshot, written", seconds, floor, WRITE_LIMIT)
        yield Ratio("megabytes of it (8)", len(payload.data) / MEGABYTE, 8.0, 1.0)
    data = folder / "payload"
    data.write_bytes(payload.data)
    with closing(open_desk(folder / "2")) as empty:
        empty.bind(house)
        start = perf_counter()
        take_in_payload(empty, scope, payload.data)
        seconds = perf_counter() - start
    floor = _load_floor(folder / "1", folder, raw)
    yield Ratio("five years loaded into an empty PC", seconds, floor, LOAD_LIMIT)
    yield from _memory(folder, data, house)


def _memory(folder: Path, data: Path, house: str) -> Iterator[Ratio]:
    """The largest memory of a process that loads the snapshot, where the system can tell."""
    if sys.platform == "win32":
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        megabytes = pool.apply(load_alone, (str(folder / "3"), str(data), house))
    yield Ratio("megabytes of memory for that (200)", megabytes, 200.0, 1.0)


def load_alone(folder: str, data: str, house: str) -> float:
    """Loads a snapshot in this process; gives the megabytes of memory it took at most."""
    import resource

    with closing(open_desk(Path(folder))) as empty:
        empty.bind(house)
        take_in_payload(empty, house_scope(house), Path(data).read_bytes())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def _five_years(desk: Desk, scope: str) -> None:
    """Fills the file as years of exchanges leave it: written once, in bundles long covered."""
    random, house = Random(5), desk.centre_id or ""  # noqa: S311
    people = sorted(f"p{random.getrandbits(120):030x}"[:26] for _ in range(PEOPLE))
    dates = sorted(f"d{random.getrandbits(120):030x}"[:26] for _ in range(DATES))
    first = moment(date(2021, 1, 4), 600)
    with writing(open_engine(desk.path)) as connection:
        bundles = [f"{n:064x}" for n in range(1, 1251)]
        connection.execute(bundle.insert(), list(_bundles(bundles, scope, desk.device)))
        note_heads(connection, scope, [bundles[-1]])
        insert_logged(
            connection,
            offer,
            [("o1", {"centre_id": house, "title": "Treff", "type": "open", "category": ""})],
        )
        insert_logged(
            connection,
            occurrence,
            (
                (
                    d,
                    {
                        "offer_id": "o1",
                        "centre_id": house,
                        "starts": first + n,
                        "ends": first + n + 60,
                        "state": "planned",
                    },
                )
                for n, d in enumerate(dates)
            ),
        )
        insert_logged(
            connection,
            person,
            (
                (p, {"centre_id": house, "surname": f"Beispiel {n}", "phone": f"0231 {n:07d}"})
                for n, p in enumerate(people)
            ),
        )
        marks = (
            (n, d, p) for n, d in enumerate(dates) for p in sorted(random.sample(people, VISITORS))
        )
        stamp = 1_610_000_000_000
        origins: list[dict[str, object]] = [
            {"entity_id": p, "bundle": 1, "stamp": (stamp + n) << 16, "position": 0}
            for n, p in enumerate(people)
        ]
        rows: list[tuple[str, dict[str, object]]] = []
        for n, d, p in marks:
            stamp += random.randrange(5_000)
            key = joined_id(d, p)
            rows.append((key, {"occurrence_id": d, "person_id": p, "state": "present"}))
            origins.append(
                {"entity_id": key, "bundle": 1 + n // 15, "stamp": stamp << 16, "position": 0}
            )
        insert_logged(connection, attendance, rows)
        connection.execute(origin.insert(), origins)


def _bundles(names: list[str], scope: str, device: str) -> Iterator[dict[str, object]]:
    for n, name in enumerate(names, start=1):
        yield {
            "n": n,
            "hash": name,
            "scope": scope,
            "lane": f"{device}.0",
            "seq": n,
            "prev": names[n - 2] if n > 1 else None,
            "deps": "[]",
            "chain": 0,
            "place": n,
            "vector": n.to_bytes(4, sys.byteorder),
            "settled": True,
            "path": name,
            "data": None,
        }


def _write_floor(path: Path, folder: Path) -> tuple[float, bytes]:
    """The file as a whole, compressed, encrypted and written; gives that and the seconds."""
    plain, sealed = folder / "vacuumed.sqlite", folder / "sealed"
    with closing(sqlite3.connect(path)) as real:
        start = perf_counter()
        real.execute("ATTACH ? AS other", (str(plain),))
        real.execute("CREATE TABLE other.attendance AS SELECT * FROM main.attendance")
        real.execute("CREATE TABLE other.origin AS SELECT * FROM main.origin")
        real.commit()
        packed = BytesIO()
        with plain.open("rb") as source:
            zstandard.ZstdCompressor(level=_LEVEL).copy_stream(source, packed)
        data = _CIPHER.encrypt(_NONCE, packed.getvalue(), None)
        sealed.write_bytes(data)
        seconds = perf_counter() - start
    return seconds, data


def _load_floor(source: Path, folder: Path, data: bytes) -> float:
    """Decrypted, decompressed, and copied into tables with the same indexes."""
    target = folder / "loaded.sqlite"
    with closing(sqlite3.connect(database_path(source))) as real:
        statements = real.execute(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name IN ('attendance', 'origin')"
            " AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
        ).fetchall()
    with closing(sqlite3.connect(target)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        for kind, statement in statements:
            if kind == "table":
                plain.execute(statement)
        plain.commit()
        start = perf_counter()
        opened = folder / "opened.sqlite"
        with opened.open("wb") as file:
            packed = BytesIO(_CIPHER.decrypt(_NONCE, data, None))
            zstandard.ZstdDecompressor().copy_stream(packed, file)
        plain.execute("ATTACH ? AS other", (str(opened),))
        for table in ("attendance", "origin"):
            plain.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")  # noqa: S608
        for kind, statement in statements:
            if kind == "index":
                plain.execute(statement)
        plain.commit()
        return perf_counter() - start
