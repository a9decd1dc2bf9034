"""Whatever two desks do while they cannot see each other: both are asked the same afterwards.

The conditions are worked out once more here, from nothing but the rows, in the plainest way.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.model.errors import Refusal
from begegnung.services.check import check
from begegnung.services.clashes import Clashes, proposals
from begegnung.services.occupancy import house_rooms
from begegnung.services.present import moment_of
from tests.desks import Content, House, content
from tests.services.two_pcs import TwoPcs, copied, opened, two_pcs
from tests.services.verbs import STEP, Chance

Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def joined(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two PCs of a house with some people and offers; only copied."""
    folder = tmp_path_factory.mktemp("joined")
    with two_pcs(prepared, folder) as pcs:
        desk = Chance(pcs.empfang)
        for number in range(3):
            for verb in ("add_person", "add_offer", "add_date", "add_card_group"):
                desk.do(verb, number, 2 * number)
        pcs.meet()
    return folder


def crowded(rows: Content, now: int) -> Iterator[tuple[str, str | None]]:
    """The lists in which more places are given by the rules than there are."""
    overruled = {
        one["booking_id"] for one in rows["seat_decision"].values() if one["kind"] == "overruled"
    }
    taken: Counter[tuple[str, str | None]] = Counter()
    for key, one in rows["booking"].items():
        if one["state"] == "booked" and key not in overruled:
            taken[one["offer_id"], one["occurrence_id"]] += one["places"]
    for (offer_id, occurrence_id), places in taken.items():
        course = rows["offer"][offer_id]
        over = occurrence_id is not None and rows["occurrence"][occurrence_id]["ends"] <= now
        capacity = course["capacity"]
        if not course["ended"] and not over and capacity is not None and places > capacity:
            yield offer_id, occurrence_id


def twice(rows: Content) -> Iterator[tuple[str, str | None, str]]:
    """Who stands more than once in a list."""
    places = Counter(
        (one["offer_id"], one["occurrence_id"], one["person_id"])
        for one in rows["booking"].values()
        if one["state"] != "cancelled" and not rows["offer"][one["offer_id"]]["ended"]
    )
    yield from (place for place, times in places.items() if times > 1)


def lying_over(house: House, rows: Content, now: int) -> Iterator[frozenset[str]]:
    """The dates that keep a room at the same time, and nobody has said why."""
    centre_id = house.desk.centre_id or ""
    building = house.desk.read(lambda view: house_rooms(view.connection, centre_id)).building
    kept = [
        (key, one["room_id"], occupied(one))
        for key, one in rows["occurrence"].items()
        if one["state"] == "planned"
        and one["room_id"] is not None
        and not one["untimed"]
        and not one["overruled"]
    ]
    for (one, room, (begin, end)), (other, place, (start, until)) in combinations(kept, 2):
        both = max(begin, start) < min(end, until)
        if both and min(end, until) > now and place in building.blocking(room):
            yield frozenset((one, other))


def occupied(row: dict[str, Any]) -> tuple[int, int]:
    """From when to when a date keeps its room."""
    return row["starts"] - row["setup_minutes"], row["ends"] + row["clearing_minutes"]


def held_twice(rows: Content, now: int) -> Iterator[str]:
    """The dates for which more than one other is held."""
    instead: defaultdict[str, int] = defaultdict(int)
    for one in rows["occurrence"].values():
        if one["replaces_id"] and one["state"] == "planned" and one["starts"] > now:
            instead[one["replaces_id"]] += 1
    yield from (key for key, times in instead.items() if times > 1)


def compare(house: House, asked: Clashes) -> None:
    """A question is there exactly when its condition holds."""
    rows = house.desk.read(content)
    now = moment_of(house.desk.now_ms())
    assert {(c.offer_id, c.occurrence_id) for c in asked.seats} == set(crowded(rows, now))
    assert {(c.offer_id, c.occurrence_id, c.person_id) for c in asked.twice} == set(twice(rows))
    rooms = {frozenset(kept.id for kept in c.dates) for c in asked.rooms}
    assert rooms == set(lying_over(house, rows, now))
    several = {c.offer_id for c in asked.replacements if len(c.dates) > 1}
    held = {rows["occurrence"][key]["offer_id"] for key in held_twice(rows, now)}
    assert several == held


def decides(pcs: TwoPcs, choices: Iterable[int]) -> None:
    """Decides whatever is open, here or there, as far as the rules allow."""
    for number in choices:
        at = pcs.both[number % 2]
        found = pcs.read(at)
        if found:
            clash = found[number % len(found)]
            ways = at.desk.read(proposals, clash)
            if ways:
                with suppress(Refusal):
                    code = ways[number % len(ways)].code
                    pcs.decide(at, clash, code, reason="so ist es", name=f"Neu {number}")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    here=st.lists(STEP, min_size=4, max_size=16),
    there=st.lists(STEP, min_size=4, max_size=16),
    choices=st.lists(st.integers(0, 40), min_size=4, max_size=10),
)
def test_after_every_exchange_both_pcs_ask_the_same_and_only_what_is_the_case(
    joined: Path, here: list[Any], there: list[Any], choices: list[int]
) -> None:
    with (
        TemporaryDirectory() as folder,
        opened(copied(joined, Path(folder))) as pcs,
    ):
        for house, steps in zip(pcs.both, (here, there), strict=True):
            desk = Chance(house)
            for verb, a, b in steps:
                desk.do(verb, a, b)
        pcs.meet()
        compare(pcs.empfang, pcs.questions())

        decides(pcs, choices)
        pcs.meet()
        compare(pcs.buero, pcs.questions())
        assert pcs.empfang.desk.read(content) == pcs.buero.desk.read(content)
        for one in pcs.both:
            problems = one.desk.read(check).problems
            assert [p for p in problems if p.kind not in ("orphan", "receipt given twice")] == []
