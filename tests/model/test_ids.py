"""Identifiers made without asking anybody."""

import string

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.ids import derived_id, house_of, new_id

NOW = 1_795_420_800_000
HOUSES = st.integers(0, 65_535)
TIMES = st.integers(0, 2**48 - 1)


@given(HOUSES, TIMES)
def test_an_identifier_has_26_characters_and_tells_its_house(house: int, now: int) -> None:
    identifier = new_id(house, now)

    assert len(identifier) == 26
    assert set(identifier) <= set(string.digits + string.ascii_lowercase[:22])
    assert house_of(identifier) == house


@given(HOUSES, HOUSES, TIMES, TIMES)
def test_text_order_is_by_house_then_by_time(a: int, b: int, early: int, late: int) -> None:
    first, second = (a, early), (b, late)

    if first != second:
        assert (new_id(*first) < new_id(*second)) == (first < second)


def test_no_two_are_alike_in_the_same_millisecond() -> None:
    assert len({new_id(1, NOW) for _ in range(1000)}) == 1000


def test_the_random_part_can_be_given() -> None:
    assert new_id(1, NOW, bytes) == new_id(1, NOW, bytes)


def test_what_is_one_thing_has_one_identifier_on_every_pc() -> None:
    assert derived_id("attendance", "date", "person") == "hm7ibbrl43aquddcpjhk51em74"


@given(st.lists(st.text(alphabet="ab"), min_size=1), st.lists(st.text(alphabet="ab"), min_size=1))
def test_different_parts_make_different_identifiers(a: list[str], b: list[str]) -> None:
    assert (derived_id(*a) == derived_id(*b)) == (a == b)
