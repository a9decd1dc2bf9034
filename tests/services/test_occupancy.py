"""Set-up and clearing, combined rooms, doing it all the same, and what is free instead."""

from datetime import date, timedelta

import pytest

from begegnung.db.tables import occurrence, room
from begegnung.db.work import Work
from begegnung.model.errors import InUse, Invalid, RoomClosed, RoomTaken, WrongHouse
from begegnung.model.local_time import moment
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    MoveDate,
    RestoreDate,
    add_date,
    cancel_date,
    date_line,
    move_date,
    restore_date,
)
from begegnung.services.desk import View
from begegnung.services.history import undo
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    EditRoom,
    RetireRoom,
    SetRoomParts,
    add_closure,
    add_room,
    edit_room,
    retire_room,
    rooms,
    set_room_parts,
)
from begegnung.services.occupancy import Slot, require_free
from begegnung.services.plan import availability, dates_hit
from begegnung.texts import german
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

BOTH = "Saal und Werkraum"


@pytest.fixture
def hall(house: House) -> House:
    """A house with a room that consists of two others."""
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom(BOTH, 100, part_ids=parts))
    return house


def slot(start: int, end: int, day: date = MONDAY) -> Slot:
    return moment(day, start), moment(day, end)


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        pytest.param(480, 570, True, id="ends when setting up begins"),
        pytest.param(480, 571, False, id="a minute into setting up"),
        pytest.param(680, 740, True, id="begins when it is cleared"),
        pytest.param(679, 740, False, id="a minute into clearing"),
    ],
)
def test_a_room_is_kept_for_setting_up_and_clearing(
    house: House, start: int, end: int, free: bool
) -> None:
    house.one_date(house.offer("Tanztee", "event", setup_minutes=30, clearing_minutes=20))
    skat = house.offer("Skat", "group")

    if free:
        house.one_date(skat, start, end)
        return
    with pytest.raises(RoomTaken) as caught:
        house.one_date(skat, start, end)
    assert "mit Auf- und Abbau 09:30 bis 11:20 Uhr" in german(caught.value)


def test_set_up_of_the_new_date_counts_as_well(house: House) -> None:
    house.one_date(house.offer("Yoga"))

    with pytest.raises(RoomTaken):
        house.one_date(house.offer("Tanztee", "event", setup_minutes=15), 660, 720)
    house.one_date(house.offer("Lesung", "event", setup_minutes=15), 675, 720)


@pytest.mark.parametrize(
    ("first", "second", "free"),
    [
        (BOTH, SINGLE, False),
        (SINGLE, BOTH, False),
        (SECOND, BOTH, False),
        (SINGLE, SECOND, True),
        (BOTH, SHARED_ROOM, True),
    ],
)
def test_a_combined_room_and_its_parts_keep_each_other_free(
    hall: House, first: str, second: str, free: bool
) -> None:
    hall.one_date(hall.offer("Yoga"), room=first)
    chor = hall.offer("Chor", "group")

    if free:
        hall.one_date(chor, room=second)
        return
    with pytest.raises(RoomTaken) as caught:
        hall.one_date(chor, room=second)
    assert caught.value.overlaps[0].room == first
    assert f"in: {first}" in german(caught.value)
    assert SHARED_ROOM in caught.value.free_rooms


def test_moving_and_restoring_obey_the_parts_too(hall: House) -> None:
    dropped = hall.one_date(hall.offer("Yoga"), room=SINGLE)
    hall.act(cancel_date, CancelDate(dropped, "Wetter"))
    big = hall.one_date(hall.offer("Ball", "event"), room=BOTH)
    chor = hall.one_date(hall.offer("Chor", "group"), 900, 960, room=SECOND)

    with pytest.raises(RoomTaken):
        hall.act(restore_date, RestoreDate(dropped))
    with pytest.raises(RoomTaken):
        hall.act(move_date, MoveDate(chor, MONDAY, 630, 690, hall.room(SECOND)))
    with pytest.raises(RoomTaken):
        hall.act(move_date, MoveDate(big, MONDAY, 930, 990, hall.room(BOTH)))


def test_a_combined_room_is_closed_when_one_of_its_parts_is(hall: House) -> None:
    hall.act(add_closure, AddClosure(hall.room(SECOND), MONDAY, MONDAY, "Parkett"))

    with pytest.raises(RoomClosed) as caught:
        hall.one_date(hall.offer("Ball", "event"), room=BOTH)
    hall.one_date(hall.offer("Yoga"), room=SINGLE)

    assert caught.value.free_rooms == (SINGLE, SHARED_ROOM)


def test_a_closure_of_a_part_names_what_is_in_the_whole(hall: House) -> None:
    hall.one_date(hall.offer("Ball", "event"), room=BOTH)
    hall.one_date(hall.offer("Yoga"), 900, 960, room=SINGLE)

    hit = hall.desk.read(dates_hit, hall.room(SECOND), MONDAY, MONDAY)

    assert [line.title for line in hit] == ["Ball"]


def test_parts_are_listed_with_the_room_in_the_order_of_the_plan(hall: House) -> None:
    parts = {row.name: row.parts for row in hall.desk.read(rooms)}

    assert parts[BOTH] == (hall.room(SINGLE), hall.room(SECOND))
    assert parts[SINGLE] == ()


def test_a_room_never_contains_itself_not_even_over_others(hall: House) -> None:
    outer = hall.act(add_room, AddRoom("Alles", part_ids=(hall.room(BOTH),))).value

    for room_id, part in ((outer, outer), (hall.room(SINGLE), outer), (hall.room(BOTH), outer)):
        with pytest.raises(Invalid) as caught:
            hall.act(set_room_parts, SetRoomParts(room_id, (part,)))
        assert (caught.value.field, caught.value.problem) == ("parts", "contains_itself")


def test_a_part_has_to_be_a_room_in_use_of_this_house(hall: House) -> None:
    foreign = hall.elsewhere(room, {"name": "Fremder Saal"})
    old = hall.act(add_room, AddRoom("Alter Saal")).value
    hall.act(retire_room, RetireRoom(old))

    with pytest.raises(WrongHouse):
        hall.act(set_room_parts, SetRoomParts(hall.room(BOTH), (foreign,)))
    with pytest.raises(Invalid) as caught:
        hall.act(set_room_parts, SetRoomParts(hall.room(BOTH), (old,)))
    assert caught.value.problem == "retired"


def test_rooms_are_not_put_together_while_their_dates_lie_over_each_other(house: House) -> None:
    house.one_date(house.offer("Yoga"), room=SINGLE)
    house.one_date(house.offer("Chor", "group"), room=SECOND)

    with pytest.raises(RoomTaken):
        house.act(set_room_parts, SetRoomParts(house.room(SINGLE), (house.room(SECOND),)))

    assert [row.parts for row in house.desk.read(rooms)] == [(), (), ()]


def test_dividing_a_room_can_be_taken_back(hall: House) -> None:
    hall.act(set_room_parts, SetRoomParts(hall.room(BOTH), ()))

    hall.act(undo, None)

    hall.one_date(hall.offer("Yoga"), room=SINGLE)
    with pytest.raises(RoomTaken):
        hall.one_date(hall.offer("Ball", "event"), room=BOTH)


def test_saving_a_room_with_its_parts_is_one_step_to_take_back(house: House) -> None:
    hall = house.room(SINGLE)
    request = EditRoom(hall, "Großer Saal", 80, "", False, part_ids=(house.room(SECOND),))
    house.act(edit_room, request)

    house.act(undo, None)

    row = next(row for row in house.desk.read(rooms) if row.id == hall)
    assert (row.name, row.parts) == (SINGLE, ())


def test_a_room_stays_in_use_while_it_is_a_part_of_one_in_use(hall: House) -> None:
    with pytest.raises(InUse) as caught:
        hall.act(retire_room, RetireRoom(hall.room(SECOND)))
    assert "als Teil von 1 anderem Raum" in german(caught.value)

    hall.act(retire_room, RetireRoom(hall.room(BOTH)))
    hall.act(retire_room, RetireRoom(hall.room(SECOND)))


def test_a_reason_takes_a_room_all_the_same_and_stays_with_the_date(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    request = AddDate(
        house.offer("Skat", "group"), MONDAY, 630, 690, house.room(), overrule=" beide einig "
    )
    over = house.act(add_date, request).value

    assert house.desk.read(date_line, over).overruled == "beide einig"
    with pytest.raises(RoomTaken):
        house.one_date(house.offer("Chor", "group"), 670, 700)


def test_a_reason_where_nothing_is_in_the_way_is_not_kept(house: House) -> None:
    request = AddDate(house.offer(), MONDAY, 600, 660, house.room(), overrule="beide einig")
    made = house.act(add_date, request).value

    assert house.desk.read(date_line, made).overruled == ""


def test_only_the_dates_that_lie_over_something_are_overruled(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    week = timedelta(weeks=1)
    house.act(add_closure, AddClosure(None, MONDAY + 2 * week, MONDAY + 2 * week, "Fest"))
    slots = [slot(630, 690, MONDAY + n * week) for n in range(4)]

    def ask(view: View, overrule: str) -> frozenset[int]:
        return require_free(view.connection, view.centre(), house.room(), slots, overrule=overrule)

    assert house.desk.read(ask, "beide einig") == {0, 2}
    with pytest.raises(RoomTaken):
        house.desk.read(ask, "  ")


def test_another_time_is_one_at_which_the_room_is_free_on_all_days(house: House) -> None:
    week = timedelta(weeks=1)
    yoga = house.offer("Yoga")
    house.one_date(yoga, 600, 660)
    house.one_date(yoga, 540, 600, day=MONDAY + week)
    slots = [slot(600, 660, MONDAY + n * week) for n in range(2)]

    found = house.desk.read(availability, house.room(), slots)

    assert found.free_times == ((660, 720), (480, 540))
    assert not found.possible


def test_a_proposed_time_is_that_of_the_date_without_setting_up(house: House) -> None:
    house.one_date(house.offer("Yoga"))

    found = house.desk.read(availability, house.room(), [slot(570, 670)], setup=30, clearing=10)

    assert found.free_times == ((530, 590), (690, 750))


def test_a_room_that_is_too_small_is_a_warning_and_no_refusal(hall: House) -> None:
    small = hall.act(add_room, AddRoom("Kammer", 4)).value

    found = hall.desk.read(availability, small, [slot(600, 660)], people=12)

    assert found.possible
    assert (found.too_small, found.capacity) == (True, 4)
    assert "Kammer" not in [name for _, name in found.free]
    assert not hall.desk.read(availability, hall.room(BOTH), [slot(600, 660)], people=12).too_small


def test_a_date_without_a_time_of_day_keeps_no_room(house: House) -> None:
    day = house.one_date(house.offer("Ausflug", "trip"), 0, 1440)

    def untimed(work: Work, _request: None) -> None:
        work.update(occurrence, day, {"untimed": True})

    house.act(untimed, None)

    house.one_date(house.offer("Yoga"))


@pytest.mark.parametrize("year", [1, 9999])
def test_any_year_gives_an_answer(house: House, year: int) -> None:
    slots = [slot(600, 660, date(year, 6, 1))]

    assert house.desk.read(availability, house.room(), slots).possible


def test_ten_thousand_dates_are_asked_for_at_once(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    slots = [slot(600, 660, MONDAY + timedelta(days=n)) for n in range(10_000)]

    found = house.desk.read(availability, house.room(), slots)

    assert [hit.title for hit in found.overlaps] == ["Yoga"]


@pytest.mark.parametrize("ends", [600, 540])
def test_a_slot_without_length_is_refused(house: House, ends: int) -> None:
    with pytest.raises(Invalid):
        house.desk.read(availability, house.room(), [slot(600, ends)])
