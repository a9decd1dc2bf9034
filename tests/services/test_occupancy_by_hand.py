"""The searches in the rooms against looking at every date, on whatever house and plan."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.db.tables import occurrence, offer, room, room_part
from begegnung.db.work import Work
from begegnung.model.local_time import moment
from begegnung.services.clashes import clashes
from begegnung.services.conflicts import conflicts
from begegnung.services.desk import View
from begegnung.services.occupancy import Slot, free_rooms, overlaps
from tests.desks import MONDAY, copy_of, open_house

ROOM_IDS = "abcde"
START = moment(MONDAY, 0)

Row = dict[str, Any]
Found = set[tuple[str, int, int]]
"""Room, start and end of dates."""


@dataclass(frozen=True)
class Plan:
    """A house and its dates, and the rule of the rooms in the plainest words."""

    rows: list[Row]
    parts: set[tuple[str, str]]
    several: set[str]

    def write(self, work: Work, _request: None) -> None:
        """Puts it into a database."""
        centre = {"centre_id": work.centre()}
        of = work.insert(offer, {**centre, "title": "Kurs", "type": "course"})
        for name in ROOM_IDS:
            many = name in self.several
            work.insert(room, {"id": name, "name": name, "several_groups": many, **centre})
        for whole, part in self.parts:
            work.insert(room_part, {"whole_id": whole, "part_id": part})
        rows = [{"id": f"o{n}", "offer_id": of, **centre, **row} for n, row in enumerate(self.rows)]
        work.insert_many(occurrence, rows)

    @property
    def keeping(self) -> list[Row]:
        """The dates that keep a room."""
        return [
            row
            for row in self.rows
            if row["room_id"] and row["state"] == "planned" and not row["untimed"]
        ]

    def smallest(self, one: str) -> set[str]:
        """The rooms at the bottom of a room, all of them where they contain each other."""
        inside, ahead = set[str](), [one]
        while ahead:
            inside.add(last := ahead.pop())
            ahead += [p for w, p in self.parts if w == last and p not in inside]
        whole = {w for w, p in self.parts if w != p}
        return inside - whole or inside

    def in_the_way(self, a: str, b: str) -> bool:
        """Whether nobody may be in one room while somebody is in the other."""
        if a == b:
            return a not in self.several
        return bool(self.smallest(a) & self.smallest(b)) and not {a, b} <= self.several

    def taken(self, one: str, slots: list[Slot]) -> Found:
        """The dates in the way of the slots in a room."""
        return {
            (row["room_id"], row["starts"], row["ends"])
            for row in self.keeping
            for slot in slots
            if self.in_the_way(one, row["room_id"]) and touching(kept(row), slot)
        }

    def over(self) -> list[tuple[Row, Row]]:
        """The dates that lie over each other, two and two."""
        return [
            (a, b)
            for a, b in combinations(self.keeping, 2)
            if self.in_the_way(a["room_id"], b["room_id"]) and touching(kept(a), kept(b))
        ]


def kept(row: Row) -> Slot:
    return row["starts"] - row["setup_minutes"], row["ends"] + row["clearing_minutes"]


def touching(a: Slot, b: Slot) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def a_date(length: int, **row: Any) -> Row:
    return {**row, "ends": row["starts"] + 10 * length}


STARTS = st.integers(0, 300).map(lambda n: START + 10 * n)
DATES = st.builds(
    a_date,
    length=st.integers(1, 144),
    room_id=st.sampled_from([*ROOM_IDS, None]),
    starts=STARTS,
    setup_minutes=st.sampled_from([0, 10, 240]),
    clearing_minutes=st.sampled_from([0, 20, 240]),
    state=st.sampled_from(["planned", "planned", "planned", "cancelled", "skipped"]),
    overruled=st.sampled_from(["", "", "beide einig"]),
    untimed=st.sampled_from([False, False, False, True]),
)
PLANS = st.builds(
    Plan,
    st.lists(DATES, max_size=14),
    st.sets(st.tuples(st.sampled_from(ROOM_IDS), st.sampled_from(ROOM_IDS)), max_size=5),
    st.sets(st.sampled_from(ROOM_IDS)),
)
SLOTS = st.lists(
    st.builds(lambda start, length: (start, start + 10 * length), STARTS, st.integers(1, 30)),
    min_size=1,
    max_size=9,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PLANS, SLOTS)
def test_the_searches_find_what_looking_at_every_date_finds(
    prepared: Path, plan: Plan, slots: list[Slot]
) -> None:
    def ask(view: View) -> tuple[dict[str, Found], set[str]]:
        connection = view.connection
        found = {
            one: {(hit.room, hit.starts, hit.ends) for hit in overlaps(connection, one, slots)}
            for one in ROOM_IDS
        }
        return found, {i for i, _ in free_rooms(connection, view.centre(), slots)}

    with (
        TemporaryDirectory() as folder,
        open_house(copy_of(prepared, Path(folder) / "Daten")) as house,
    ):
        house.act(plan.write, None)
        taken, free = house.desk.read(ask)
        pairs = house.desk.read(conflicts, MONDAY - timedelta(1), MONDAY + timedelta(days=5))
        house.clock.go_on(days=-1)
        unsettled = house.desk.read(clashes).rooms

    expected = {one: plan.taken(one, slots) for one in ROOM_IDS}
    assert taken == expected
    assert free & set(ROOM_IDS) == {one for one in ROOM_IDS if not expected[one]}
    over = plan.over()
    assert len(pairs) == len(over)
    assert len(unsettled) == sum(not a["overruled"] and not b["overruled"] for a, b in over)
