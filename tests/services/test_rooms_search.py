"""Finding a free room."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from begegnung.model.errors import Invalid
from begegnung.model.room_wish import RoomWish
from begegnung.services.houses import AddClosure, AddRoom, add_closure, add_room
from begegnung.services.rooms_search import find_rooms, wanted_days, wish_of
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

LAST = MONDAY + timedelta(weeks=3)
WISH = RoomWish(0, 600, 660, MONDAY, LAST)


def test_rooms_free_on_all_days_come_first_then_those_with_the_fewest_clashes(
    house: House,
) -> None:
    house.act(add_room, AddRoom("Kammer", 8))
    house.series("Yoga", MONDAY, LAST)
    house.one_date(house.offer("Chor"), 630, 700, day=LAST, room=SECOND)

    found = house.desk.read(find_rooms, WISH)

    assert [one.name for one in found] == ["Kammer", SHARED_ROOM, SECOND, SINGLE]
    assert [one.free for one in found] == [True, True, False, False]
    assert found[2].free_days == tuple(MONDAY + timedelta(weeks=n) for n in range(3))
    assert [hit.title for hit in found[2].taken] == ["Chor"]
    assert found[3].free_days == ()


def test_too_small_rooms_and_those_without_the_equipment_are_left_out(house: House) -> None:
    house.act(add_room, AddRoom("Kammer", 8, "Klavier"))
    house.act(add_room, AddRoom("Aula", 80, "Beamer, großes KLAVIER"))

    found = house.desk.read(find_rooms, replace(WISH, people=20, equipment=("klavier",)))

    assert [one.name for one in found] == ["Aula"]


def test_a_combined_room_is_offered_when_all_its_parts_are_free(house: House) -> None:
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom("Beide", part_ids=parts))
    house.one_date(house.offer("Chor"), room=SECOND)

    found = {one.name: one.free for one in house.desk.read(find_rooms, WISH)}

    assert found == {SINGLE: True, SECOND: False, SHARED_ROOM: True, "Beide": False}


def test_closed_days_are_named(house: House) -> None:
    house.act(add_closure, AddClosure(house.room(), LAST, LAST, "Putztag"))

    found = {one.name: one for one in house.desk.read(find_rooms, WISH)}

    assert found[SINGLE].closed == ((LAST, "Putztag"),)
    assert len(found[SINGLE].free_days) == 3
    assert found[SECOND].free


def test_a_weekly_wish_leaves_out_holidays_and_closing_days_as_a_series_does(
    house: House,
) -> None:
    house.act(add_closure, AddClosure(None, LAST, LAST, "Fest"))
    friday = replace(WISH, weekday=4, first=date(2026, 12, 21), last=date(2027, 1, 10))

    assert house.desk.read(wanted_days, WISH) == tuple(
        MONDAY + timedelta(weeks=n) for n in range(3)
    )
    assert house.desk.read(wanted_days, friday) == (date(2027, 1, 8),)


def test_without_a_weekday_every_day_is_wanted_and_named_days_stand(house: House) -> None:
    christmas = date(2026, 12, 25)
    every = replace(WISH, weekday=None, last=MONDAY + timedelta(days=2))
    named = replace(WISH, weekday=None, days=(christmas,))

    assert len(house.desk.read(wanted_days, every)) == 3
    assert house.desk.read(wanted_days, named) == (christmas,)


def test_the_words_of_the_house_for_its_equipment_are_known(house: House) -> None:
    house.act(add_room, AddRoom("Keller", 8, "Brennofen, Töpferscheibe"))

    reading = house.desk.read(wish_of, "mittwochs 14 bis 16 Uhr, Brennofen")

    assert (reading.equipment, reading.unread) == (("Brennofen",), ())


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("end", {"end_minute": 600}),
        ("end", {"end_minute": 1441}),
        ("start", {"start_minute": -1}),
        ("from", {"first": date(1900, 1, 1)}),
        ("until", {"last": date(9999, 12, 31)}),
        ("until", {"last": MONDAY - timedelta(days=1)}),
        ("until", {"weekday": None, "last": date(2099, 1, 1)}),
        ("until", {"last": MONDAY, "weekday": 4}),
    ],
)
def test_a_wish_that_cannot_be_is_refused_where_it_is_wrong(
    house: House, field: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as caught:
        house.desk.read(find_rooms, replace(WISH, **wrong))  # type: ignore[arg-type]

    assert caught.value.field == field
