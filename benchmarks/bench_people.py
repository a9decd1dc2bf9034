"""People: the whole list as rows, and what is typed until its hits stand painted in the window."""

import os
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from rapidfuzz import process
from rapidfuzz.distance import OSA

from begegnung.db.search import HITS
from begegnung.db.tables import person
from begegnung.db.work import Work
from begegnung.model.names import fold
from begegnung.model.rows import PersonLine
from begegnung.services.desk import Desk
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.people import find_people, people_list
from begegnung.ui.people.table import PeopleList
from begegnung.ui.theme import THEME
from begegnung.wiring import database_path, open_desk
from benchmarks.ratio import Ratio, interleaved

LIST_LIMIT = 2.0
PAINTED_LIMIT = 3.0
"""Searching and painting, against painting alone: 16 ms for both is one frame of the screen."""

LISTED = 20_000
SEARCHED = 100_000
ROUNDS = 20

LIST = """
SELECT p.id, p.surname, p.first_name, p.birth_year, coalesce(d.name, ''), p.street,
       coalesce(nullif(p.phone, ''), nullif(p.mobile, ''), h.phone, ''), p.blocked, 0
FROM person p
JOIN search_entry e ON e.entity_id = p.id
LEFT JOIN district d ON d.id = p.district_id
LEFT JOIN household h ON h.id = p.household_id
WHERE p.centre_id = ? AND p.merged_into IS NULL AND p.blocked = 0
ORDER BY e.sort_key
"""
ALL_NUMBERS = 1 << 62

SEARCHES: tuple[tuple[str, str, str, float], ...] = (
    ("three letters", "mul", '"mul"*', 4.0),
    ("both names", "mul ger", '"mul"* AND "ger"*', 4.0),
    ("a street", "schneiderg", '"schneiderg"*', 8.0),
    ("the end of a number", "0007", '"0007"* OR "¶7000"*', 15.0),
)
"""What is searched, typed how, the same as one question to the full-text index, and the limit.

The floor gives the identifiers only; where there are few hits their rows take longer than they.
"""

MISTYPED: tuple[tuple[str, str, float], ...] = (
    ("the sound of a name", "Kohwalskie", 5.0),
    ("two names mistyped", "Schneidre Gerhatd", 12.0),
)
"""What is searched, typed how, and the limit against comparing with every name held in memory."""

_PARTS = (
    "Mul Schnei Kowal Wil Ber Hoff Oz Grab Lin Stein Wag Fisch Kra Now Sza Pe Hein Rei Gru Dom Zim",
    "der ski ler ber mann turk ow de er bach ner feld ka witz rich nel tho gen sch lau mer kow bel",
    "- - s mann er ing sen ek chen le hausen berg ke i ert eit a o lein hoff burg tal wald moser",
)
SURNAMES = tuple(part.split() for part in _PARTS)
"""Beginnings, middles and ends of 11,000 surnames; "-" is nothing."""

FIRST_NAMES = (
    ("Ger", "Hil", "Wer", "Re", "Mar", "Ingri", "Pe", "Ay", "Ur", "Hel"),
    ("hard", "de", "ner", "nate", "lies", "d", "ter", "se", "sula", "ga"),
)


def measure() -> list[Ratio]:
    """Times from the database to what the window gets, and to what is painted."""
    ratios: list[Ratio] = []
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        fill(desk, LISTED)
        with closing(sqlite3.connect(database_path(Path(folder)))) as plain:
            ratios.append(_whole_list(desk, plain))
        desk.act(write_people, (LISTED, SEARCHED))
        with closing(sqlite3.connect(database_path(Path(folder)))) as plain:
            ratios += [_search(desk, plain, *one) for one in SEARCHES]
        ratios += [_mistyped(desk, *one) for one in MISTYPED]
        ratios += _painted(desk)
        desk.close()
    return ratios


def _whole_list(desk: Desk, plain: sqlite3.Connection) -> Ratio:
    ours, floor = (
        lambda: desk.read(people_list),
        lambda: plain.execute(LIST, (desk.centre_id,)).fetchall(),
    )
    assert len(ours()) == len(floor()) == LISTED
    return Ratio(f"list of {LISTED} people", *interleaved(ours, floor, ROUNDS), LIST_LIMIT)


def _search(
    desk: Desk, plain: sqlite3.Connection, what: str, typed: str, asked: str, limit: float
) -> Ratio:
    """One search against the index alone."""
    ours, floor = (
        lambda: desk.read(find_people, typed, 100),
        lambda: plain.execute(HITS, (asked, 0, ALL_NUMBERS, 2000, 100)).fetchall(),
    )
    found = [line for line in ours() if not line.similar]
    assert len(found) == len(floor()) > 0
    return Ratio(f"{what} of {SEARCHED}", *interleaved(ours, floor, ROUNDS), limit)


def _mistyped(desk: Desk, what: str, typed: str, limit: float) -> Ratio:
    """One search for similar names against comparing with all names, which are in memory."""
    everybody = desk.read(people_list)
    names = sorted({word for line in everybody for word in fold(line.surname).split()})
    first = sorted({word for line in everybody for word in fold(line.first_name).split()})
    words = fold(typed).split()

    def ours() -> list[PersonLine]:
        return desk.read(find_people, typed, 100)

    def floor() -> object:
        return [
            process.extract(word, [*names, *first], scorer=OSA.distance, score_cutoff=2, limit=16)
            for word in words
        ]

    assert ours(), typed
    assert all(line.similar for line in ours())
    return Ratio(f"{what} of {SEARCHED}", *interleaved(ours, floor, ROUNDS), limit)


def _painted(desk: Desk) -> list[Ratio]:
    """From the key to the painted list, against painting the same list."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    THEME.apply(app, "light")
    listing = PeopleList("Personen")
    listing.resize(700, 800)
    listing.show()
    app.processEvents()

    def painted(lines: Sequence[PersonLine]) -> object:
        listing.show_people(lines)
        return listing.grab()

    ratios: list[Ratio] = []
    for what, typed in (*(one[:2] for one in SEARCHES), *(one[:2] for one in MISTYPED)):
        there = desk.read(find_people, typed, 100)
        times = interleaved(
            lambda typed=typed: painted(desk.read(find_people, typed, 100)),
            lambda there=there: painted(there),
            ROUNDS,
        )
        ratios.append(Ratio(f"{what}, painted", *times, PAINTED_LIMIT))
    listing.close()
    return ratios


def fill(desk: Desk, number: int) -> None:
    """A house with made-up people."""
    desk.act(set_up_house, SetUpHouse("Haus Linde"))
    desk.act(write_people, (0, number))


def write_people(work: Work, numbers: tuple[int, int]) -> None:
    """People with these numbers, with names put together from parts, and all a list shows."""
    work.title = "Beispielpersonen"
    chance = Random(numbers[0])  # noqa: S311 only names
    district_ids = list(work.connection.exec_driver_sql("SELECT id FROM district").scalars())
    work.insert_many(
        person,
        [
            {
                "centre_id": work.centre(),
                "surname": "Schneider" if n % 100 == 7 else _surname(chance),
                "first_name": "".join(map(chance.choice, FIRST_NAMES)),
                "birth_year": 1930 + n % 40,
                "district_id": district_ids[n % len(district_ids)],
                "street": f"{_surname(chance) if n % 100 else 'Schneider'}gasse {n % 99}",
                "phone": f"0231 {n:07}",
            }
            for n in range(*numbers)
        ],
    )


def _surname(chance: Random) -> str:
    return "".join(map(chance.choice, SURNAMES)).replace("-", "")
