"""Couples and families share a telephone."""

import pytest

from begegnung.model.errors import Invalid, PersonBlocked
from begegnung.services.check import check
from begegnung.services.history import undo
from begegnung.services.households import (
    JoinHousehold,
    LeaveHousehold,
    SetHouseholdPhone,
    household_of,
    join_household,
    leave_household,
    set_household_phone,
)
from begegnung.services.people import (
    BlockPerson,
    block_person,
    find_people,
    people_list,
    person_card,
)
from tests.desks import House


def phones(house: House) -> dict[str, str]:
    return {line.surname: line.phone for line in house.desk.read(people_list)}


def members(house: House, person_id: str) -> list[str]:
    found = house.desk.read(household_of, person_id)
    return [line.surname for line in found.members] if found else []


def test_who_has_no_number_is_reached_by_that_of_the_household(house: House) -> None:
    a, b, c = house.person("A"), house.person("B", phone="0231 2222"), house.person("C")

    house.act(join_household, JoinHousehold((a, b), "0231 9999"))

    assert phones(house) == {"A": "0231 9999", "B": "0231 2222", "C": ""}
    assert house.desk.read(person_card, a).reached_by == "0231 9999"
    assert house.desk.read(person_card, b).reached_by == "0231 2222"
    assert members(house, a) == ["A", "B"]
    assert house.desk.read(household_of, c) is None


def test_the_shared_number_finds_everybody_in_the_household(house: House) -> None:
    a, b = house.person("A"), house.person("B")
    household = house.act(join_household, JoinHousehold((a, b), "0231 / 55 47 11")).value

    assert [line.id for line in house.desk.read(find_people, "4711")] == [a, b]

    house.act(set_household_phone, SetHouseholdPhone(household, "0231 558899"))
    assert house.desk.read(find_people, "4711") == []
    assert [line.id for line in house.desk.read(find_people, "8899")] == [a, b]
    house.act(leave_household, LeaveHousehold(b))
    assert [line.id for line in house.desk.read(find_people, "8899")] == [a]


def test_a_third_one_joins_and_brings_no_number(house: House) -> None:
    a, b, c = house.people(3)
    house.act(join_household, JoinHousehold((a, b), "0231 9999"))

    house.act(join_household, JoinHousehold((c, a)))

    assert members(house, c) == ["Person 01", "Person 02", "Person 03"]
    assert set(phones(house).values()) == {"0231 9999"}


def test_who_moves_to_another_household_leaves_the_old_one(house: House) -> None:
    a, b, c, d = house.people(4)
    house.act(join_household, JoinHousehold((a, b), "0231 1111"))
    house.act(join_household, JoinHousehold((c, d), "0231 2222"))

    house.act(join_household, JoinHousehold((c, a)))

    assert members(house, a) == ["Person 01", "Person 03", "Person 04"]
    assert members(house, b) == ["Person 02"]
    assert phones(house)["Person 01"] == "0231 2222"


def test_one_person_is_no_household_and_words_are_no_number(house: House) -> None:
    a, b = house.people(2)

    with pytest.raises(Invalid) as caught:
        house.act(join_household, JoinHousehold((a, a)))
    assert caught.value.field == "household"
    with pytest.raises(Invalid) as caught:
        house.act(join_household, JoinHousehold((a, b), "keins"))
    assert (caught.value.field, caught.value.problem) == ("household_phone", "not_a_phone")


def test_a_household_needs_no_number(house: House) -> None:
    a, b = house.people(2)

    house.act(join_household, JoinHousehold((a, b)))

    assert members(house, a) == ["Person 01", "Person 02"]
    assert set(phones(house).values()) == {""}


def test_a_blocked_person_joins_nobody_and_is_not_named_to_the_others(house: House) -> None:
    a, b = house.people(2)
    house.act(join_household, JoinHousehold((a, b), "0231 1111"))
    house.act(block_person, BlockPerson(b, blocked=True))

    assert members(house, a) == ["Person 01"]
    with pytest.raises(PersonBlocked):
        house.act(join_household, JoinHousehold((a, b)))


def test_joining_is_one_step_of_undo(house: House) -> None:
    a, b = house.people(2)
    house.act(join_household, JoinHousehold((a, b), "0231 9999"))

    house.act(undo, None)

    assert house.desk.read(household_of, a) is None
    assert set(phones(house).values()) == {""}
    assert house.desk.read(find_people, "9999") == []
    assert house.desk.read(check).clean
