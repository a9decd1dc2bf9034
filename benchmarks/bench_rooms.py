"""The rooms on two and on twenty-eight years of a full house, against plain sqlite3.

The floors ask the same of the same file by the shortest statements there are: the same rule with
set-up and clearing, but no rows of ours. The same questions on the larger file must not take
longer, for a house is asked every day and its history grows.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from begegnung.model.local_time import moment
from begegnung.model.room_wish import RoomWish
from begegnung.services.dates import dates_between
from begegnung.services.desk import Desk, View
from begegnung.services.houses import AddRoom, SetUpHouse, add_room, rooms, set_up_house
from begegnung.services.occupancy import Slot, overlaps
from begegnung.services.rooms_search import find_rooms
from begegnung.wiring import database_path, open_desk
from benchmarks.plain import without_guards
from benchmarks.ratio import Ratio, interleaved

UNDIVIDED, COMBINED = 18, 2
A_WEEK = 35
"""The dates of a week in one room."""

SMALL_WEEKS = 104
LARGE_WEEKS = -(-1_000_000 // ((UNDIVIDED + COMBINED) * A_WEEK))
LAST = date(2027, 12, 27)
"""The Monday of the last week in both files: the larger one has the longer history."""

ASKED = LAST - timedelta(weeks=52)
"""The first of the 52 weeks that are asked for."""

LENGTH = 60
AROUND = (15, 10)
"""Minutes of setting up and of clearing."""

GROWTH = 1.5
"""How much longer a question may take on the larger file: its rows lie further apart."""

ROUNDS = 60

_RULE = """
  o.starts < {end} + 240 AND o.starts > {start} - 1680 AND o.ends > {start} - 240
  AND o.starts - o.setup_minutes < {end} AND o.ends + o.clearing_minutes > {start}
  AND o.state = 'planned' AND o.untimed = 0
"""
_COLUMNS = "o.id, o.room_id, coalesce(nullif(o.title, ''), f.title), o.starts, o.ends"
_ONE_SLOT = f"""
SELECT {_COLUMNS}, r.name FROM room AS r JOIN occurrence AS o ON o.room_id = r.id
JOIN offer AS f ON f.id = o.offer_id
WHERE r.id = :room AND r.several_groups = 0 AND {_RULE.format(start=":start", end=":end")}
"""  # noqa: S608 numbers of this module only
_MANY_SLOTS = f"""
SELECT w.column1, {_COLUMNS} FROM (VALUES {{slots}}) AS w CROSS JOIN (VALUES {{rooms}}) AS r
CROSS JOIN occurrence AS o ON o.room_id = r.column1
  AND {_RULE.format(start="w.column2", end="w.column3")}
JOIN offer AS f ON f.id = o.offer_id
"""  # noqa: S608 numbers of this module only
_WEEK = """
SELECT o.id, o.offer_id, coalesce(nullif(o.title, ''), f.title), f.type, f.category, o.room_id,
       r.name, o.place, coalesce(nullif(o.leader, ''), f.leader), o.starts, o.ends, o.end_assumed,
       o.state, o.state_reason, o.moved_from, f.capacity, o.untimed, o.setup_minutes,
       o.clearing_minutes, o.overruled, o.rule_id
FROM occurrence AS o JOIN offer AS f ON f.id = o.offer_id JOIN room AS r ON r.id = o.room_id
WHERE o.centre_id = ? AND o.state != 'skipped' AND o.starts >= ? AND o.starts < ?
ORDER BY o.starts, o.ends, f.title
"""


@dataclass
class Filled:
    """A desk on a filled file, and a plain connection to the same file."""

    desk: Desk
    plain: sqlite3.Connection
    room_ids: list[str]

    @property
    def slots(self) -> list[Slot]:
        """The 52 Wednesdays from two to four."""
        days = (ASKED + timedelta(weeks=n, days=2) for n in range(52))
        return [(moment(day, 14 * 60), moment(day, 16 * 60)) for day in days]


Ways = tuple[Callable[[], Any], Callable[[], Any]]
"""Our way and the floor."""


def measure() -> list[Ratio]:
    """All questions on both files."""
    with _filled(SMALL_WEEKS) as small, _filled(LARGE_WEEKS) as large:
        ratios: list[Ratio] = []
        for name, limit, ask in QUESTIONS:
            (ours, floor), (later, later_floor) = ask(small), ask(large)
            assert len(ours()) == len(later())
            ratios.append(Ratio(name, *interleaved(ours, floor, ROUNDS), limit))
            ratios.append(
                Ratio(f"{name}, 1 million", *interleaved(later, later_floor, ROUNDS), limit)
            )
            ratios.append(Ratio(f"{name}, growth", *interleaved(later, ours, ROUNDS), GROWTH))
    return ratios


def one_slot(house: Filled) -> Ways:
    """Who is in the room on one afternoon."""
    room_id, slots = house.room_ids[10], house.slots[:1]
    values = {"room": room_id, "start": slots[0][0], "end": slots[0][1]}
    return (
        lambda: house.desk.read(_overlaps, room_id, slots),
        lambda: house.plain.execute(_ONE_SLOT, values).fetchall(),
    )


def one_series(house: Filled) -> Ways:
    """Who is in the room on 52 afternoons."""
    room_id, slots = house.room_ids[10], house.slots
    return lambda: house.desk.read(_overlaps, room_id, slots), _joined(house, [room_id], slots)


def all_rooms(house: Filled) -> Ways:
    """Which of all rooms are free on 52 afternoons, and who is in the others."""
    days = tuple(ASKED + timedelta(weeks=n, days=2) for n in range(52))
    wish = RoomWish(None, 14 * 60, 16 * 60, days[0], days[-1], days=days)
    return (
        lambda: house.desk.read(find_rooms, wish),
        _joined(house, house.room_ids, house.slots),
    )


def one_week(house: Filled) -> Ways:
    """The dates of a week in all rooms as rows."""
    first, last = ASKED, ASKED + timedelta(days=6)
    span = house.desk.centre_id, moment(first, 0), moment(last + timedelta(days=1), 0)
    return (
        lambda: house.desk.read(dates_between, first, last),
        lambda: house.plain.execute(_WEEK, span).fetchall(),
    )


QUESTIONS: tuple[tuple[str, float, Callable[[Filled], Ways]], ...] = (
    ("one slot in a room", 6.0, one_slot),
    ("52 dates in a room", 2.0, one_series),
    ("52 dates in 20 rooms", 2.0, all_rooms),
    ("a week of 20 rooms", 2.0, one_week),
)


def _overlaps(view: View, room_id: str, slots: list[Slot]) -> Any:
    return overlaps(view.connection, room_id, slots)


def _joined(house: Filled, room_ids: list[str], slots: list[Slot]) -> Callable[[], Any]:
    """One joined query over all slots and rooms."""
    statement = _MANY_SLOTS.format(
        slots=", ".join(["(?, ?, ?)"] * len(slots)), rooms=", ".join(["(?)"] * len(room_ids))
    )
    values = [*chain.from_iterable((n, *slot) for n, slot in enumerate(slots)), *room_ids]
    return lambda: house.plain.execute(statement, values).fetchall()


@contextmanager
def _filled(weeks: int) -> Iterator[Filled]:
    """A full house with `weeks` until `LAST`."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        names = tuple(f"Raum {n + 1}" for n in range(UNDIVIDED))
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=names))
        parts = [row.id for row in desk.read(rooms)]
        for n in range(COMBINED):
            pair = (parts[2 * n], parts[2 * n + 1])
            desk.act(add_room, AddRoom(f"Saal {n + 1}", part_ids=pair))
        room_ids = [row.id for row in desk.read(rooms)]
        with closing(sqlite3.connect(database_path(Path(folder)))) as plain:
            without_guards(plain)
            _fill(plain, desk.centre_id or "", room_ids, weeks)
            plain.execute("PRAGMA cache_size=-16000")
            yield Filled(desk, plain, room_ids)
        desk.close()


def _fill(plain: sqlite3.Connection, centre_id: str, room_ids: list[str], weeks: int) -> None:
    """Writes past the log what years of planning would have left in the two tables."""
    offers = [
        (f"offer{room:04}{n:04}", centre_id, f"Angebot {room}-{n}", "group", room_id)
        for room, room_id in enumerate(room_ids)
        for n in range(A_WEEK)
    ]
    plain.executemany(
        "INSERT INTO offer (id, centre_id, title, type, room_id) VALUES (?, ?, ?, ?, ?)", offers
    )
    first = LAST - timedelta(weeks=weeks - 1)
    plain.executemany(
        "INSERT INTO occurrence (id, offer_id, centre_id, room_id, starts, ends, setup_minutes,"
        " clearing_minutes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (f"o{week:06}{offer_id}", offer_id, centre_id, room_id, begin, begin + LENGTH, *AROUND)
            for week in range(weeks)
            for number, (offer_id, _, _, _, room_id) in enumerate(offers)
            for begin in (
                moment(first + timedelta(weeks=week), 0)
                + _begin(number // A_WEEK >= UNDIVIDED, number % A_WEEK),
            )
        ),
    )
    plain.commit()


def _begin(combined: bool, number: int) -> int:
    """Minutes from the beginning of the week: five full days, combined rooms at the weekend."""
    if combined:
        return (5 + number % 2) * 1440 + number // 2 * 80
    return number % 5 * 1440 + 480 + number // 5 * 100
