"""Who gets a place."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.seats import (
    BACK,
    FORWARD,
    PASSED_BY_HAND,
    PASSED_BY_SIZE,
    WAITED_BEFORE,
    Claim,
    QueueOrder,
    admitted,
    units,
)


def ids(capacity: int | None, taken: int, waiting: list[Claim], order: QueueOrder) -> list[str]:
    found = admitted(capacity, taken, waiting, order)
    return [claim.booking_id for admission in found for claim in admission.claims]


@st.composite
def waiting_lists(draw: st.DrawFn) -> list[Claim]:
    """People who wait, some as couples, some moved by a decision, in no order."""
    number = draw(st.integers(0, 14))
    claims: list[Claim] = []
    for n in range(number):
        party = draw(st.none() | st.sampled_from(["p1", "p2", "p3"]))
        claims.append(
            Claim(
                f"b{n:02}",
                n + 1,
                places=draw(st.integers(1, 3)),
                rank=draw(st.sampled_from([FORWARD, WAITED_BEFORE, 2, 2, 2, BACK])),
                party=party,
                splittable=party == "p3",
                booked_at=n,
            )
        )
    Random(draw(st.integers(0, 99))).shuffle(claims)
    return claims


CAPACITY = st.none() | st.integers(0, 25)
TAKEN = st.integers(0, 25)
ORDER: st.SearchStrategy[QueueOrder] = st.sampled_from(["strict", "filling"])


@pytest.mark.parametrize(
    ("capacity", "taken", "others", "places", "gets"),
    [
        (None, 500, 0, 9, True),
        (10, 9, 0, 1, True),
        (10, 10, 0, 1, False),
        (10, 9, 0, 2, False),
        (10, 11, 0, 1, False),
    ],
)
def test_a_newcomer_gets_a_place_when_one_is_left(
    capacity: int | None, taken: int, others: int, places: int, gets: bool
) -> None:
    newcomer = Claim("new", others + 1, places)

    assert (ids(capacity, taken, [newcomer], "strict") == ["new"]) is gets


def test_in_the_strict_order_nobody_passes_a_couple_that_needs_two_places() -> None:
    couple = [Claim("a", 1, party="p"), Claim("b", 2, party="p")]

    assert ids(10, 9, [*couple, Claim("c", 3)], "strict") == []
    assert ids(10, 8, [*couple, Claim("c", 3)], "strict") == ["a", "b"]


def test_in_the_filling_order_the_next_who_fits_gets_the_place_and_the_couple_is_named() -> None:
    couple = [Claim("a", 1, party="p"), Claim("b", 2, party="p")]

    (admission,) = admitted(10, 9, [*couple, Claim("c", 3)], "filling")

    assert [claim.booking_id for claim in admission.claims] == ["c"]
    assert admission.position == 2
    assert [(p.number, p.places, p.why) for p in admission.passed] == [(1, 2, PASSED_BY_SIZE)]


def test_a_couple_that_wishes_so_is_split() -> None:
    couple = [Claim(c, n, party="p", splittable=True) for n, c in enumerate("ab", 1)]

    assert ids(10, 9, couple, "strict") == ["a"]


def test_who_could_not_be_reached_keeps_her_place_in_the_list_and_the_next_one_gets_the_seat() -> (
    None
):
    waiting = [Claim("a", 1), Claim("b", 2)]

    (admission,) = admitted(10, 9, waiting, "strict", passed_over={"a"})

    assert admission.claims[0].booking_id == "b"
    assert admission.passed[0].why == PASSED_BY_HAND
    assert ids(10, 9, waiting, "strict") == ["a"]


@given(CAPACITY, TAKEN, waiting_lists(), ORDER)
def test_never_more_places_are_given_than_are_free(
    capacity: int | None, taken: int, waiting: list[Claim], order: QueueOrder
) -> None:
    given_out = sum(
        claim.places
        for admission in admitted(capacity, taken, waiting, order)
        for claim in admission.claims
    )

    if capacity is not None:
        assert given_out <= max(0, capacity - taken)
    else:
        assert given_out == sum(claim.places for claim in waiting)


@given(CAPACITY, TAKEN, waiting_lists(), ORDER)
def test_who_waits_on_either_does_not_fit_or_stands_behind_one_who_does_not(
    capacity: int | None, taken: int, waiting: list[Claim], order: QueueOrder
) -> None:
    got = set(ids(capacity, taken, waiting, order))
    free = None if capacity is None else capacity - taken
    for unit in units(waiting):
        places = sum(claim.places for claim in unit)
        if {claim.booking_id for claim in unit} <= got:
            assert free is None or places <= free
            free = None if free is None else free - places
        else:
            assert free is not None
            assert places > free
            if order == "strict":
                break


@given(CAPACITY, TAKEN, waiting_lists())
def test_in_the_strict_order_those_who_get_a_place_are_the_first_of_the_list(
    capacity: int | None, taken: int, waiting: list[Claim]
) -> None:
    got = ids(capacity, taken, waiting, "strict")
    first = [c.booking_id for unit in units(waiting) for c in unit]

    assert got == first[: len(got)]


@given(CAPACITY, TAKEN, waiting_lists(), ORDER)
def test_nobody_moves_up_twice_and_the_rest_waits_on_in_order(
    capacity: int | None, taken: int, waiting: list[Claim], order: QueueOrder
) -> None:
    got = set(ids(capacity, taken, waiting, order))
    more = sum(claim.places for claim in waiting if claim.booking_id in got)
    rest = [claim for claim in waiting if claim.booking_id not in got]

    assert ids(capacity, taken + more, rest, order) == []
    assert [c for unit in units(rest) for c in unit] == [
        c for unit in units(waiting) for c in unit if c.booking_id not in got
    ]


@given(waiting_lists())
def test_the_order_of_the_list_is_that_of_decisions_then_of_numbers(waiting: list[Claim]) -> None:
    single = [claim for claim in waiting if claim.party is None or claim.splittable]
    in_order = [unit[0] for unit in units(single)]

    assert in_order == sorted(single, key=lambda claim: (claim.rank, claim.number))


@given(TAKEN, waiting_lists(), ORDER)
def test_every_place_given_past_others_names_them_all(
    taken: int, waiting: list[Claim], order: QueueOrder
) -> None:
    for admission in admitted(taken + 2, taken, waiting, order):
        queue = units(waiting)
        before = queue[: queue.index(admission.claims)]
        got = set(ids(taken + 2, taken, waiting, order))
        skipped = [unit[0].number for unit in before if unit[0].booking_id not in got]
        assert [passed.number for passed in admission.passed] == skipped
