"""The people at the desk."""

import pytest

from begegnung.model.errors import Invalid
from begegnung.services.staff import AddStaff, EditStaff, add_staff, edit_staff, staff
from tests.desks import House


def test_users_are_listed_by_name_and_inactive_ones_only_when_asked_for(house: House) -> None:
    house.act(add_staff, AddStaff("Zöller"))
    gone = house.act(add_staff, AddStaff("Öz", "manager")).value
    house.act(edit_staff, EditStaff(gone, "Öz", "manager", active=False))

    assert [line.name for line in house.desk.read(staff)] == ["Zöller"]
    everybody = house.desk.read(staff, active_only=False)
    assert [(line.name, line.role) for line in everybody] == [
        ("Öz", "manager"),
        ("Zöller", "reception"),
    ]


@pytest.mark.parametrize("name", ["Müller", " mueller ", "MÜLLER"])
def test_a_name_is_there_only_once(house: House, name: str) -> None:
    house.act(add_staff, AddStaff("Müller"))

    with pytest.raises(Invalid) as caught:
        house.act(add_staff, AddStaff(name))

    assert (caught.value.field, caught.value.problem) == ("name", "already_there")


def test_a_user_keeps_the_own_name_when_edited(house: House) -> None:
    who = house.act(add_staff, AddStaff("Müller")).value
    house.act(edit_staff, EditStaff(who, "Müller", "administration"))

    assert house.desk.read(staff)[0].role == "administration"


@pytest.mark.parametrize(
    ("request_", "field"), [(AddStaff(" "), "name"), (AddStaff("Kaya", "boss"), "role")]
)
def test_a_wrong_input_is_named(house: House, request_: AddStaff, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_staff, request_)

    assert caught.value.field == field
