"""Somebody who is in the list twice is noticed: while she is noted, and later."""

from begegnung.services.duplicates import (
    KeepApart,
    keep_apart,
    likely_same,
    possible_duplicates,
)
from begegnung.services.history import undo
from begegnung.services.households import JoinHousehold, join_household
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.person_merges import Merge, Unmerge, merge, unmerge
from tests.desks import House


def pairs(house: House) -> list[tuple[str, str, tuple[str, ...]]]:
    """The pairs, the smaller identifier first, with their reasons."""
    found = house.desk.read(possible_duplicates)
    return [(min(p.first.id, p.second.id), max(p.first.id, p.second.id), p.reasons) for p in found]


def hints(house: House, *typed: object) -> list[tuple[str, tuple[str, ...]]]:
    found = house.desk.read(likely_same, *typed)  # type: ignore[arg-type]
    return [(f"{one.person.first_name} {one.person.surname}".strip(), one.reasons) for one in found]


def test_while_somebody_is_noted_it_is_said_who_may_be_the_same(house: House) -> None:
    house.person("Müller", "Gerhard", birth_year=1950)
    house.person("Möller", "Gerhart", phone="0231 554711")
    house.person("Müller", "Renate")
    house.person("Weber", "Gerhard", phone="0231 / 55 47 11")

    assert hints(house, "Mueller", "Gerhard") == [("Gerhard Müller", ("same_name",))]
    assert hints(house, "Mueller", "Gerhard", "0231-554711") == [
        ("Gerhard Müller", ("same_name",)),
        ("Gerhart Möller", ("similar_name", "same_phone")),
        ("Gerhard Weber", ("same_phone",)),
    ]
    assert hints(house, "Mueller", "Gerhard", "", 1950)[0][1] == ("same_name",)
    assert hints(house, "Gerhard", "Müller") == [("Gerhard Müller", ("same_name",))]


def test_nothing_is_said_before_enough_is_typed(house: House) -> None:
    house.person("Müller", "Gerhard", phone="0231 554711")

    assert hints(house, "", "Gerhard") == []
    assert hints(house, "Müller", "") == []
    assert hints(house, "Müller", "", "0231") == []
    assert hints(house, "Müller", "", "0231 554711") == [
        ("Gerhard Müller", ("same_name", "same_phone"))
    ]


def test_the_list_names_pairs_with_their_reasons_and_no_couple(house: House) -> None:
    a = house.person("Müller", "Gerhard", birth_year=1950)
    b = house.person("Mueller", "Gerhard")
    wife = house.person("Müller", "Renate")
    house.person("Müller", "Gerhard", birth_year=1958)
    house.act(join_household, JoinHousehold((a, wife), "0231 1111"))

    found = pairs(house)

    first, second = sorted((a, b))
    assert (first, second, ("same_name",)) in found
    assert all(wife not in pair[:2] for pair in found)


def test_a_shared_number_of_the_household_counts_like_an_own_one(house: House) -> None:
    ruth = house.person("Weber", "Ruth", phone="0231 554711")
    again = house.person("Kaya", "Ruth")
    house.act(join_household, JoinHousehold((again, house.person("Kaya", "Ali")), "0231 554711"))

    assert (*sorted((ruth, again)), ("same_phone",)) in pairs(house)


def test_who_was_said_to_be_two_people_is_not_suggested_again(house: House) -> None:
    a, b = house.person("Müller", "Gerhard"), house.person("Mueller", "Gerhard")
    assert len(pairs(house)) == 1

    house.act(keep_apart, KeepApart(a, b))
    assert pairs(house) == []
    house.act(undo, None)
    assert len(pairs(house)) == 1


def test_entries_that_were_made_one_or_taken_apart_are_not_suggested(house: House) -> None:
    a, b = house.person("Müller", "Gerhard"), house.person("Mueller", "Gerhard")

    house.act(merge, Merge(a, b))
    assert pairs(house) == []
    house.act(unmerge, Unmerge(b))
    assert pairs(house) == []


def test_a_blocked_person_is_in_no_suggestion(house: House) -> None:
    house.person("Müller", "Gerhard")
    blocked = house.person("Mueller", "Gerhard")
    house.act(block_person, BlockPerson(blocked, blocked=True))

    assert pairs(house) == []
    assert hints(house, "Mueller", "Gerhard") == [("Gerhard Müller", ("same_name",))]
