"""A booking with its place in the change log, against the same rows written by plain sqlite3."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from begegnung.db.engine import open_engine
from begegnung.services.bookings import Book, book
from begegnung.services.desk import Desk
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import database_path, open_desk
from benchmarks.ratio import Ratio, interleaved

LIMIT = 3.0
ROUNDS = 60
BOOKINGS_A_ROUND = 5
PLACES = 20

WRITTEN = ("booking", "action", "change")
"""The tables in which a booking leaves a row; the counters of the file are written beside them."""


def measure() -> list[Ratio]:
    """The time of some bookings, each with its own durable transaction on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        path = database_path(Path(folder))
        desk = open_desk(Path(folder))
        requests = prepare(desk)
        copy = path.with_name("plain.sqlite")
        with closing(sqlite3.connect(copy, isolation_level=None)) as plain:
            # A file of its own: else each side would throw away what the other has in its cache.
            with closing(sqlite3.connect(path)) as source:
                source.backup(plain)
            for pragma in pragmas(path):
                plain.execute(pragma)
            rows = copies(plain)

            def ours() -> None:
                for _ in range(BOOKINGS_A_ROUND):
                    desk.act(book, next(requests))

            def floor() -> None:
                for _ in range(BOOKINGS_A_ROUND):
                    write(plain, next(rows))

            seconds, least = interleaved(ours, floor, ROUNDS)
        desk.close()
    return [Ratio("booking with its log, durable", seconds, least, LIMIT)]


def prepare(desk: Desk) -> Iterator[Book]:
    """A house with courses of the usual size; gives the bookings to make, one is made already."""
    desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
    number = (ROUNDS + 1) * BOOKINGS_A_ROUND + 1
    people = [desk.act(add_person, PersonData(f"Person {n}")).value for n in range(number)]
    courses = [
        desk.act(add_offer, AddOffer(OfferData(f"Kurs {n}", "course", capacity=PLACES))).value
        for n in range(number // PLACES + 1)
    ]
    requests = (Book(who, courses[n // PLACES].offer_id) for n, who in enumerate(people))
    desk.act(book, next(requests))
    return requests


def pragmas(path: Path) -> list[str]:
    """The settings of the program's own connections."""
    engine = open_engine(path)
    with engine.connect() as connection:
        kept = [
            f"PRAGMA {name}={connection.exec_driver_sql(f'PRAGMA {name}').scalar_one()}"
            for name in ("journal_mode", "synchronous", "cache_size")
        ]
    engine.dispose()
    return kept


Written = list[tuple[str, list[object]]]
"""Statements with their values."""


def copies(plain: sqlite3.Connection) -> Iterator[Written]:
    """The rows of the last booking again and again, under new identifiers."""
    last: list[tuple[str, list[str], list[object]]] = []
    for table in WRITTEN:
        found = plain.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1")  # noqa: S608
        names = [column[0] for column in found.description]
        last.append((table, names, list(found.fetchone())))
    number = 0
    while True:
        number += 1
        new = f"plain{number:021}"
        statements: Written = []
        for table, names, values in last:
            fresh = dict(zip(names, values, strict=True))
            fresh.update({"n": None} if table == "change" else {"id": new})
            fresh.update({"action_id": new, "entity_id": new} if table == "change" else {})
            marks = ",".join("?" * len(names))
            statements.append((f"INSERT INTO {table} VALUES ({marks})", list(fresh.values())))  # noqa: S608
        for key in ("bench seq", "bench stamp"):
            statements.append(("INSERT OR REPLACE INTO local VALUES (?, ?)", [key, str(number)]))
        yield statements


def write(plain: sqlite3.Connection, statements: Written) -> None:
    """One transaction."""
    plain.execute("BEGIN IMMEDIATE")
    for statement, values in statements:
        plain.execute(statement, values)
    plain.execute("COMMIT")
