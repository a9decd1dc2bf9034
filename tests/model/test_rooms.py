"""Which rooms stand in each other's way, what lies over what, and when a room is free."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.rooms import Building, building, free_times, lying_over, parts_named

ROOMS = "abcdef"

BUILDINGS = st.builds(
    building,
    st.lists(st.tuples(st.sampled_from(ROOMS), st.sampled_from(ROOMS)), max_size=7),
    st.sets(st.sampled_from(ROOMS)),
)
"""Any rooms within any others, also within themselves."""

KEPT = st.lists(
    st.builds(
        lambda room, begin, length: (room, begin, begin + length),
        st.sampled_from(ROOMS),
        st.integers(0, 60),
        st.integers(1, 20),
    ),
    max_size=25,
)


def hall() -> Building:
    """A hall of two halves, two overlapping pairs of thirds, and a foyer for several groups."""
    pairs = [
        ("hall", "left"),
        ("hall", "right"),
        ("12", "1"),
        ("12", "2"),
        ("23", "2"),
        ("23", "3"),
    ]
    return building([*pairs, ("all", "hall"), ("all", "foyer")], ["foyer"])


@pytest.mark.parametrize(
    ("room", "others"),
    [
        ("hall", {"hall", "left", "right", "all"}),
        ("left", {"left", "hall", "all"}),
        ("12", {"12", "1", "2", "23"}),
        ("2", {"2", "12", "23"}),
        ("1", {"1", "12"}),
        ("all", {"all", "hall", "left", "right", "foyer"}),
        ("foyer", {"all"}),
        ("other", {"other"}),
    ],
)
def test_a_room_is_blocked_by_whatever_shares_a_part_with_it(room: str, others: set[str]) -> None:
    assert hall().blocking(room) == others


def test_a_combined_room_for_several_groups_still_waits_for_its_parts() -> None:
    rooms = building([("hall", "left"), ("hall", "right")], ["hall"])

    assert rooms.blocking("hall") == {"left", "right"}
    assert rooms.blocking("left") == {"left", "hall"}


def test_a_part_and_a_whole_that_both_take_several_groups_leave_each_other_in_peace() -> None:
    rooms = building([("hall", "foyer"), ("hall", "left")], ["hall", "foyer"])

    assert rooms.blocking("foyer") == set()
    assert rooms.blocking("hall") == {"left"}


def test_a_part_that_takes_several_groups_is_closed_with_the_whole_all_the_same() -> None:
    assert hall().sharing("foyer") == {"foyer", "all"}


@given(BUILDINGS)
def test_who_is_in_the_way_of_whom_holds_both_ways(rooms: Building) -> None:
    for one, other in combinations(ROOMS, 2):
        assert (one in rooms.blocking(other)) == (other in rooms.blocking(one))
        assert (one in rooms.sharing(other)) == (other in rooms.sharing(one))
        assert rooms.blocking(one) <= rooms.sharing(one) <= rooms.connected(one)


@given(BUILDINGS, KEPT)
def test_what_lies_over_each_other_is_what_trying_all_pairs_finds(
    rooms: Building, kept: list[tuple[str, int, int]]
) -> None:
    expected = {
        frozenset((a, b))
        for a, b in combinations(range(len(kept)), 2)
        if kept[b][0] in rooms.blocking(kept[a][0])
        and kept[a][1] < kept[b][2]
        and kept[b][1] < kept[a][2]
    }

    found = list(lying_over(kept, rooms))

    assert {frozenset(pair) for pair in found} == expected
    assert len(found) == len(expected)
    assert all(kept[a][1] <= kept[b][1] for a, b in found)


@pytest.mark.parametrize(
    ("taken", "wanted", "found"),
    [
        ([(600, 660)], (600, 660), ((540, 600), (660, 720))),
        ([(600, 660), (540, 600)], (600, 660), ((660, 720), (480, 540))),
        ([(480, 1200)], (600, 660), ()),
        ([(600, 660), (690, 720)], (615, 675), ((540, 600), (720, 780))),
        ([(420, 480)], (420, 480), ((480, 540),)),
        ([], (600, 660), ((600, 660),)),
    ],
)
def test_another_time_is_the_nearest_gap_that_is_long_enough(
    taken: list[tuple[int, int]],
    wanted: tuple[int, int],
    found: tuple[tuple[int, int], ...],
) -> None:
    assert free_times(taken, wanted) == found


@given(
    st.lists(st.tuples(st.integers(0, 1300), st.integers(1, 140)), max_size=12),
    st.tuples(st.integers(0, 1200), st.integers(1, 240)),
)
def test_a_proposed_time_is_free_and_as_long_as_the_wanted_one(
    taken: list[tuple[int, int]], wanted: tuple[int, int]
) -> None:
    spans = [(begin, begin + length) for begin, length in taken]
    found = free_times(spans, (wanted[0], sum(wanted)))

    assert len(found) <= 3
    for begin, until in found:
        assert until - begin == wanted[1]
        assert all(until <= a or begin >= b for a, b in spans)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Saal 1+2", ["Saal 1", "Saal 2"]),
        ("Saal 1 + 2", ["Saal 1", "Saal 2"]),
        ("Saal 1/2", ["Saal 1", "Saal 2"]),
        ("Saal 1 und 2", ["Saal 1", "Saal 2"]),
        ("Saal 1 u. 2", ["Saal 1", "Saal 2"]),
        ("Saal 1 & 2", ["Saal 1", "Saal 2"]),
        ("Säle 1 und 2", ["Saal 1", "Saal 2"]),
        ("Saal 1, 2 und 3", ["Saal 1", "Saal 2", "Saal 3"]),
        ("Saal 1 + Saal 3", ["Saal 1", "Saal 3"]),
        ("saal 1+2", ["Saal 1", "saal 2"]),
        ("Raum A+B", ["Raum A", "Raum B"]),
        ("Räume A/B", ["Raum A", "Raum B"]),
        ("Gruppenräume 2.04/2.05", ["Gruppenraum 2.04", "Gruppenraum 2.05"]),
        ("Café + Küche", ["Café", "Küche"]),
    ],
)
def test_a_name_says_which_rooms_a_combined_room_is_made_of(name: str, parts: list[str]) -> None:
    known = ["Saal 1", "Raum A", "Gruppenraum 2.04", "Café", "Küche", name]

    assert list(parts_named(name, known)) == parts


@pytest.mark.parametrize(
    "name",
    [
        "Saal 1",
        "Saal 7+8",
        "Saal 1/12",
        "Saal 1-2",
        "Saal 1/02",
        "Saal 1+B",
        "Saal 1+",
        "Saal 1+1",
        "Café und Bar",
        "Café/Bistro",
        "Raum 2.04",
        "Kunst und Kultur",
        "",
    ],
)
def test_a_name_that_is_not_sure_divides_no_room(name: str) -> None:
    assert parts_named(name, ["Saal 1", "Saal 2.04", "Café", name]) == ()
