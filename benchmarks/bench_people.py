"""The list of all people as rows, against plain sqlite3 fetching the same join into tuples."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from begegnung.db.tables import person
from begegnung.db.work import Work
from begegnung.services.desk import Desk
from begegnung.services.houses import SetUpHouse, districts, set_up_house
from begegnung.services.people import people_list
from begegnung.wiring import database_path, open_desk
from benchmarks.ratio import Ratio, interleaved

LIMIT = 2.0
ROUNDS = 20
PEOPLE = 20_000

PLAIN = """
SELECT p.id, p.surname, p.first_name, p.birth_year, coalesce(d.name, ''), p.street, p.phone,
       p.mobile, p.blocked
FROM person p
JOIN search_entry e ON e.entity_id = p.id
LEFT JOIN district d ON d.id = p.district_id
WHERE p.centre_id = ? AND p.merged_into IS NULL AND p.blocked = 0
ORDER BY e.sort_key
"""


def measure() -> list[Ratio]:
    """The time of reading everybody, from the database to what the window gets."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        fill(desk)
        with closing(sqlite3.connect(database_path(Path(folder)))) as plain:
            ours, floor = (
                lambda: desk.read(people_list),
                lambda: plain.execute(PLAIN, (desk.centre_id,)).fetchall(),
            )
            assert len(ours()) == len(floor()) == PEOPLE
            seconds, least = interleaved(ours, floor, ROUNDS)
        desk.close()
    return [Ratio(f"list of {PEOPLE} people", seconds, least, LIMIT)]


def fill(desk: Desk) -> None:
    """A house with made-up people."""
    desk.act(set_up_house, SetUpHouse("Haus Linde"))
    desk.act(write_people, [row.id for row in desk.read(districts)])


def write_people(work: Work, district_ids: list[str]) -> None:
    """Many people with everything a list shows."""
    work.title = "Beispielpersonen"
    work.insert_many(
        person,
        [
            {
                "centre_id": work.centre(),
                "surname": f"Name {n * 7919 % PEOPLE:05}",
                "first_name": f"Vorname {n % 400}",
                "birth_year": 1930 + n % 40,
                "district_id": district_ids[n % len(district_ids)],
                "street": f"Straße {n % 300}",
                "phone": f"0231 {n:07}",
            }
            for n in range(PEOPLE)
        ],
    )
