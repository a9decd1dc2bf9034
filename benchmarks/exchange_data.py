"""What the measurements of the exchange work on, as years of exchanges leave it.

A house: 2,000 people, 18,000 dates and 714,000 marks of attendance in five years of 250 exchanges.
A city: the programmes of sixty such houses (1,500 offers and 18,000 dates each), and the graph of
their bundles, each of which rests on what every house had sealed the night before.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from random import Random

from sqlalchemy import Connection, Table

from begegnung.db.bulk import insert_logged
from begegnung.db.engine import open_engine
from begegnung.db.tables import attendance, bundle, occurrence, offer, origin, person
from begegnung.db.transactions import writing
from begegnung.model.ids import joined_id, new_id
from begegnung.model.local_time import moment
from begegnung.services.desk import Desk
from begegnung.services.scope_state import note_heads

OFFERS, DATES, PEOPLE, VISITORS = 1_500, 18_000, 2_000, 40
NIGHTS = 1_250
HOUSES = 60

_STAMP = 1_610_000_000_000
_DAY_MS = 86_400_000
_FIRST = moment(date(2021, 1, 4), 600)


def identifiers(count: int, every_ms: int = 60_000, house: int = 1) -> list[str]:
    """So many identifiers as a house makes them in the course of time."""
    return [new_id(house, _STAMP + n * every_ms) for n in range(count)]


def five_years(desk: Desk, scope: str) -> None:
    """Fills the file of a house with five years, of which every bundle is covered long since."""
    random, house = Random(5), desk.centre_id or ""  # noqa: S311
    people = identifiers(PEOPLE)
    dates = identifiers(DATES, 5 * 365 * _DAY_MS // DATES)
    with writing(open_engine(desk.path)) as connection:
        names = [f"{n:064x}" for n in range(1, NIGHTS + 1)]
        connection.execute(bundle.insert(), list(_one_lane(names, scope, desk.device)))
        note_heads(connection, scope, [names[-1]])
        _programme(connection, house, ["o1"], dates)
        values = {"centre_id": house, "surname": "Beispiel"}
        insert_logged(
            connection, person, [(p, {**values, "phone": f"0231 {p[:7]}"}) for p in people]
        )
        stamp = _STAMP
        origins: list[dict[str, object]] = [
            {"entity_id": p, "bundle": 1, "stamp": (stamp + n) << 16, "position": 0}
            for n, p in enumerate(people)
        ]
        marks: list[tuple[str, dict[str, str]]] = []
        for n, d in enumerate(dates):
            for p in random.sample(people, VISITORS):
                stamp += random.randrange(5_000)
                mark = {"occurrence_id": d, "person_id": p, "state": "present"}
                marks.append((joined_id(d, p), mark))
                origins.append(
                    {
                        "entity_id": joined_id(d, p),
                        "bundle": 1 + n * NIGHTS // DATES,
                        "stamp": stamp << 16,
                        "position": 0,
                    }
                )
        insert_logged(connection, attendance, marks)
        connection.execute(origin.insert(), origins)


def _programme(connection: Connection, house: str, offers: list[str], dates: list[str]) -> None:
    values = {"centre_id": house, "title": "Gymnastik im Sitzen", "type": "open", "category": ""}
    insert_logged(connection, offer, [(o, values) for o in offers])
    insert_logged(
        connection,
        occurrence,
        [
            (
                d,
                {
                    "offer_id": offers[n % len(offers)],
                    "centre_id": house,
                    "starts": _FIRST + n * 60,
                    "ends": _FIRST + n * 60 + 60,
                    "state": "planned",
                },
            )
            for n, d in enumerate(dates)
        ],
    )


def _one_lane(names: list[str], scope: str, device: str) -> Iterator[dict[str, object]]:
    for n, name in enumerate(names, start=1):
        yield _row(n, name, scope, f"{device}.0", n, names[n - 2] if n > 1 else None, [])


def _row(
    n: int, name: str, scope: str, lane: str, seq: int, prev: str | None, deps: list[int]
) -> dict[str, object]:
    """A bundle whose file is gone; nothing is asked of its place, so that is left out."""
    return {
        "n": n,
        "hash": name,
        "scope": scope,
        "lane": lane,
        "seq": seq,
        "prev": prev,
        "deps": json.dumps(deps),
        "chain": 0,
        "place": n,
        "vector": n.to_bytes(4, sys.byteorder),
        "settled": True,
        "path": name,
        "data": None,
    }


def sixty_houses(desk: Desk, scope: str) -> None:
    """Fills the file with the programmes of all houses of a city and the graph of their bundles."""
    dates, offers = identifiers(DATES, house=0), identifiers(OFFERS, house=0)
    with writing(open_engine(desk.path)) as connection:
        connection.execute(bundle.insert(), list(_all_lanes(scope)))
        note_heads(connection, scope, [_name(HOUSES * NIGHTS - n) for n in range(HOUSES)])
        _programme(connection, f"000{identifiers(1)[0][3:]}", offers, dates)
        for table in (offer, occurrence):
            for house in range(1, HOUSES):
                _copy(connection, table, f"{house:03x}")
            connection.exec_driver_sql(
                "INSERT INTO origin SELECT id, 1 + (CAST(row_number() OVER () AS INTEGER)"  # noqa: S608
                f" % {HOUSES * NIGHTS}), ({_STAMP} + rowid) << 16, 0 FROM {table.name}"
            )


def _copy(connection: Connection, table: Table, house: str) -> None:
    """The rows of the first house once more, for another one."""
    names = [column.name for column in table.columns]
    values = [f"'{house}' || substr({n}, 4)" if n in _REFERENCES else n for n in names]
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table.name} WHERE substr(id, 1, 3) = '000'"
    )


_REFERENCES = ("id", "centre_id", "offer_id")


def _name(n: int) -> str:
    return sha256(b"%d" % n).hexdigest()


def _all_lanes(scope: str) -> Iterator[dict[str, object]]:
    for n in range(1, HOUSES * NIGHTS + 1):
        night, house = divmod(n - 1, HOUSES)
        before = [1 + (night - 1) * HOUSES + other for other in range(HOUSES)] if night else []
        prev = _name(before[house]) if before else None
        yield _row(n, _name(n), scope, f"pc{house}.0", night + 1, prev, before)
