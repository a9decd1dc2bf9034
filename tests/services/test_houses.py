"""The house, its rooms and its closed days."""

from datetime import timedelta
from pathlib import Path

import pytest

from begegnung.db.tables import room
from begegnung.model.errors import Invalid, UnknownCentre, WrongHouse
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    EditHouse,
    EditRoom,
    SetUpHouse,
    add_closure,
    add_room,
    centre_named,
    closures,
    districts,
    edit_house,
    edit_room,
    offers_in_room,
    own_centre,
    rooms,
    set_up_house,
)
from begegnung.wiring import open_desk
from tests.desks import HOUSE, MONDAY, SECOND, SHARED_ROOM, SINGLE, House


def test_a_house_is_set_up_with_its_rooms_in_order_and_the_districts_of_the_city(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path)
    request = SetUpHouse(
        " Haus  Linde ", town="Dortmund", provider="Stadt", rooms=("Saal", " ", "Werkraum", "Saal")
    )
    desk.act(set_up_house, request)

    house = desk.read(own_centre)
    assert (house.name, house.town, house.provider) == ("Haus Linde", "Dortmund", "Stadt")
    assert [row.name for row in desk.read(rooms)] == ["Saal", "Werkraum"]
    assert len(desk.read(districts)) == 12
    desk.close()


def test_a_house_needs_a_name(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    with pytest.raises(Invalid):
        desk.act(set_up_house, SetUpHouse("  "))

    assert desk.centre_id is None
    desk.close()


def test_only_the_named_values_of_the_house_change(house: House) -> None:
    house.act(edit_house, EditHouse({"phone": "0231 50-0", "announcement_title": "Sommerfest"}))

    row = house.desk.read(own_centre)
    assert (row.name, row.town) == (HOUSE, "Dortmund")
    assert (row.phone, row.announcement_title) == ("0231 50-0", "Sommerfest")


def test_a_new_room_comes_last(house: House) -> None:
    house.act(add_room, AddRoom("Atelier", 12, "Staffeleien"))

    found = house.desk.read(rooms)
    assert [row.name for row in found] == [SINGLE, SECOND, SHARED_ROOM, "Atelier"]
    assert (found[-1].capacity, found[-1].equipment) == (12, "Staffeleien")


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (AddRoom(" "), "name"),
        (AddRoom("saal"), "name"),
        (AddRoom("Atelier", 0), "capacity"),
        (AddRoom("Atelier", 10_000), "capacity"),
    ],
)
def test_a_wrong_room_is_named(house: House, request_: AddRoom, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_room, request_)

    assert caught.value.field == field


def test_a_room_can_be_renamed_but_not_like_another(house: House) -> None:
    hall = house.room()
    house.act(edit_room, EditRoom(hall, "Großer Saal", 80, "", several_groups=False))

    with pytest.raises(Invalid):
        house.act(edit_room, EditRoom(hall, SECOND, 80, "", several_groups=False))

    assert house.desk.read(rooms)[0].name == "Großer Saal"


def test_closures_are_listed_when_they_touch_the_days_asked_for(house: House) -> None:
    first, last = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
    house.act(add_closure, AddClosure(house.room(), first, last, "Wasserschaden"))

    def listed(from_day: int, to_day: int) -> list[tuple[str, str]]:
        days = (MONDAY + timedelta(days=n) for n in (from_day, to_day))
        return [(row.room, row.reason) for row in house.desk.read(closures, *days)]

    assert listed(0, 1) == listed(5, 9) == []
    assert listed(0, 2) == listed(4, 9) == listed(3, 3) == [(SINGLE, "Wasserschaden")]


@pytest.mark.parametrize("name", ["Haus Linde", "haus linde", " HAUS  LINDE "])
def test_a_house_is_found_by_its_name_however_it_is_typed(house: House, name: str) -> None:
    assert house.desk.read(centre_named, name).name == HOUSE


def test_a_house_that_is_not_known_is_answered_with_those_that_are(house: House) -> None:
    with pytest.raises(UnknownCentre) as caught:
        house.desk.read(centre_named, "Haus Eiche")

    assert caught.value.known == (HOUSE,)


def test_rooms_of_another_house_are_not_changed(house: House) -> None:
    theirs = house.elsewhere(room, {"name": "Fremder Raum"})

    with pytest.raises(WrongHouse):
        house.act(edit_room, EditRoom(theirs, "Unserer", None, "", several_groups=False))
    with pytest.raises(WrongHouse):
        house.act(add_closure, AddClosure(theirs, MONDAY, MONDAY, ""))


def test_a_room_says_how_many_offers_call_it_theirs(house: House) -> None:
    house.offer("Yoga", room_id=house.room())

    assert house.desk.read(offers_in_room, house.room()) == 1
    assert house.desk.read(offers_in_room, house.room(SECOND)) == 0
