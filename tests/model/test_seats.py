"""Who gets a place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.seats import Claim, has_room, promoted


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "places", "room"),
    [
        (None, 500, 0, 9, True),
        (10, 9, 0, 1, True),
        (10, 10, 0, 1, False),
        (10, 9, 0, 2, False),
        (10, 5, 1, 1, False),
        (10, 11, 0, 1, False),
    ],
)
def test_a_newcomer_gets_a_place_when_one_is_left_and_nobody_waits(
    capacity: int | None, taken: int, waiting: int, places: int, room: bool
) -> None:
    assert has_room(capacity, taken, waiting, places) is room


CLAIMS = st.lists(
    st.builds(Claim, st.just(""), st.just(0), places=st.integers(1, 4), waiting=st.booleans()),
    max_size=20,
).map(lambda claims: [replace(c, booking_id=f"b{n}", number=n) for n, c in enumerate(claims)])
CAPACITY = st.none() | st.integers(0, 30)


@given(CAPACITY, CLAIMS, st.randoms())
def test_those_who_move_up_are_the_first_ones_waiting_as_many_as_fit(
    capacity: int | None, claims: list[Claim], chance: object
) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    moving = promoted(capacity, shuffled)

    waiting = [claim for claim in claims if claim.waiting]
    taken = sum(claim.places for claim in claims if not claim.waiting)
    assert list(moving) == [claim.booking_id for claim in waiting[: len(moving)]]
    fits = taken + sum(claim.places for claim in waiting[: len(moving)])
    if capacity is None:
        assert len(moving) == len(waiting)
    else:
        assert fits <= max(capacity, taken)
        if len(moving) < len(waiting):
            assert fits + waiting[len(moving)].places > capacity


@given(CAPACITY, CLAIMS)
def test_nobody_moves_up_twice(capacity: int | None, claims: list[Claim]) -> None:
    moving = promoted(capacity, claims)
    after = [replace(c, waiting=c.waiting and c.booking_id not in moving) for c in claims]

    assert promoted(capacity, after) == ()
