"""Booking, free places and moving up in a big house, against plain sqlite3 on the same file.

The house: 3,000 people, 500 offers, 35,000 dates, 150,000 marks of attendance.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

from begegnung.db.engine import open_engine
from begegnung.db.tables import attendance, booking, occurrence, offer, person
from begegnung.db.work import Work
from begegnung.model.local_time import moment
from begegnung.services.bookings import Book, book
from begegnung.services.desk import Desk
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.offers import EditOffer, OfferData, edit_offer, offer_list
from begegnung.services.present import moment_of
from begegnung.wiring import database_path, open_desk
from benchmarks.plain import without_guards
from benchmarks.ratio import Ratio, interleaved

PEOPLE, OFFERS, DATES_EACH, MARKS = 3_000, 500, 70, 150_000
PLACES, BOOKED_EACH = 20, 12

LIMIT = 4.0
ROUNDS = 60
BOOKINGS_A_ROUND = 5

FREE_LIMIT = 2.0
_FREE = """
SELECT f.id, f.title, f.type, f.category, f.wording, f.place, f.leader, f.capacity,
  sum(b.places) FILTER (WHERE b.state = 'booked'), count(*) FILTER (WHERE b.state = 'waiting'),
  d.dates, d.next, f.ended, f.registration
FROM offer f
LEFT JOIN booking b ON b.offer_id = f.id
LEFT JOIN (SELECT offer_id, count(*) AS dates, min(starts) AS next FROM occurrence
  WHERE starts >= ? AND state = 'planned' GROUP BY offer_id) d ON d.offer_id = f.id
WHERE f.centre_id = ? AND f.ended = 0 GROUP BY f.id
"""
"""What the list of offers shows, with one grouped look at the bookings."""

WAITING, MOVING = 20, 7
PROMOTION = 0.020
"""Seconds in which seven people of a waiting list of twenty have moved up, durably."""

WRITTEN = ("booking", "seat_decision", "action", "change")
"""The tables in which a booking leaves rows; the counters of the file are written beside them."""


def measure() -> list[Ratio]:
    """All of it on one file, each booking with its own durable transaction on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        path = database_path(Path(folder))
        desk = open_desk(Path(folder))
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        people, offers = desk.act(fill, None).value
        copy = path.with_name("plain.sqlite")
        requests = wishes(people, offers)
        desk.act(book, next(requests))
        with closing(sqlite3.connect(copy, isolation_level=None)) as plain:
            # A file of its own: else each side would throw away what the other has in its cache.
            with closing(sqlite3.connect(path)) as source:
                source.backup(plain)
            without_guards(plain)
            for pragma in pragmas(path):
                plain.execute(pragma)
            ratios = [
                _booking(desk, requests, plain),
                _free_places(desk, plain),
                _moving_up(desk, people, offers[-1]),
            ]
        desk.close()
    return ratios


def _booking(desk: Desk, requests: Iterator[Book], plain: sqlite3.Connection) -> Ratio:
    rows = copies(plain)

    def ours() -> None:
        for _ in range(BOOKINGS_A_ROUND):
            desk.act(book, next(requests))

    def floor() -> None:
        for _ in range(BOOKINGS_A_ROUND):
            write(plain, next(rows))

    return Ratio("booking with its log, durable", *interleaved(ours, floor, ROUNDS), LIMIT)


def _free_places(desk: Desk, plain: sqlite3.Connection) -> Ratio:
    now = moment_of(desk.now_ms())

    def floor() -> list[tuple[object, ...]]:
        return plain.execute(_FREE, (now, desk.centre_id)).fetchall()

    seconds, least = interleaved(lambda: desk.read(offer_list), floor, ROUNDS)
    return Ratio("free places of 500 offers", seconds, least, FREE_LIMIT)


def _moving_up(desk: Desk, people: list[str], offer_id: str) -> Ratio:
    """Seven people move up because places are added; the limit is a time, not a ratio."""
    chosen = people[-(WAITING + PLACES) :]
    for person_id in chosen:
        desk.act(book, Book(person_id, offer_id))
    shortest = float("inf")
    for _ in range(10):
        desk.act(edit_offer, EditOffer(offer_id, OfferData("Kurs", "course", capacity=PLACES)))
        start = perf_counter()
        more = OfferData("Kurs", "course", capacity=PLACES + MOVING)
        moved = desk.act(edit_offer, EditOffer(offer_id, more)).value
        shortest = min(shortest, perf_counter() - start)
        if len(moved) != MOVING:
            raise AssertionError(f"{len(moved)} moved up")
        desk.act(put_back, moved)
    return Ratio("seven of twenty waiting move up (20 ms)", shortest, PROMOTION, 1.0)


def put_back(work: Work, moved: tuple[str, ...]) -> None:
    """The people who moved up wait again, so that it can be measured once more."""
    for booking_id in moved:
        work.update(booking, booking_id, {"state": "waiting", "promoted_at": None})


def fill(work: Work, _request: None) -> tuple[list[str], list[str]]:
    """A big house; gives its people and its courses, the last of them empty."""
    centre = work.centre()
    people = work.insert_many(
        person, [{"centre_id": centre, "surname": f"Person {n}"} for n in range(PEOPLE)]
    )
    offers = work.insert_many(
        offer,
        [
            {"centre_id": centre, "title": f"Kurs {n}", "type": "course", "capacity": PLACES}
            for n in range(OFFERS)
        ],
    )
    monday = date(2026, 1, 5)
    dates = work.insert_many(
        occurrence,
        [
            {
                "offer_id": offer_id,
                "centre_id": centre,
                "starts": moment(monday + timedelta(weeks=n), 540),
                "ends": moment(monday + timedelta(weeks=n), 600),
            }
            for offer_id in offers
            for n in range(DATES_EACH)
        ],
    )
    work.insert_many(
        booking,
        [
            {
                "offer_id": offer_id,
                "person_id": people[(n * 7 + seat) % PEOPLE],
                "state": "booked",
                "number": seat + 1,
                "booked_at": 0,
            }
            for n, offer_id in enumerate(offers[:-1])
            for seat in range(BOOKED_EACH)
        ],
    )
    work.insert_many(
        attendance,
        [
            {
                "occurrence_id": dates[n % len(dates)],
                "person_id": people[n % PEOPLE],
                "state": "present",
            }
            for n in range(MARKS)
        ],
    )
    return people, offers


def wishes(people: list[str], offers: list[str]) -> Iterator[Book]:
    """Somebody new for every course in turn, the empty one left out."""
    for n in count():
        person_id = people[(n * 7 + 1000 + n // len(offers)) % len(people)]
        yield Book(person_id, offers[n % (OFFERS - 1)])


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
        wanted = 2 if table == "change" else 1
        found = plain.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT {wanted}")  # noqa: S608
        names = [column[0] for column in found.description]
        last += [(table, names, list(row)) for row in found.fetchall()]
    for number in count(1):
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
