"""The one rule of the rooms: no two groups at the same time, nobody where it is closed."""

from datetime import date, timedelta

import pytest

from begegnung.db.tables import room
from begegnung.model.errors import InUse, Invalid, Overlap, RoomClosed, RoomTaken, WrongHouse
from begegnung.model.local_time import moment
from begegnung.services.dates import (
    CancelDate,
    MoveDate,
    MoveSeries,
    RestoreDate,
    cancel_date,
    date_line,
    dates_between,
    dates_of,
    move_date,
    move_series,
    restore_date,
)
from begegnung.services.desk import View
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    EditRoom,
    RemoveClosure,
    RetireRoom,
    add_closure,
    add_room,
    edit_room,
    remove_closure,
    retire_room,
    rooms,
)
from begegnung.services.occupancy import free_rooms
from begegnung.services.today import free_until
from begegnung.texts import german
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

TAKEN = (600, 660)
"""The date that is there: ten to eleven."""

BOUNDARY = pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        pytest.param(480, 540, True, id="before"),
        pytest.param(540, 600, True, id="right before"),
        pytest.param(540, 601, False, id="overlapping the start by a minute"),
        pytest.param(600, 601, False, id="the first minute"),
        pytest.param(600, 660, False, id="same"),
        pytest.param(610, 650, False, id="inside"),
        pytest.param(540, 720, False, id="around"),
        pytest.param(600, 720, False, id="same start, longer"),
        pytest.param(540, 660, False, id="same end, longer"),
        pytest.param(659, 720, False, id="overlapping the end by a minute"),
        pytest.param(660, 720, True, id="right after"),
        pytest.param(720, 780, True, id="after"),
        pytest.param(0, 1440, False, id="all day"),
    ],
)


def titles(house: House, day: date = MONDAY) -> list[str]:
    return [line.title for line in house.desk.read(dates_between, day, day)]


@BOUNDARY
def test_a_new_date_needs_a_free_room(house: House, start: int, end: int, free: bool) -> None:
    house.one_date(house.offer("Yoga"), *TAKEN)
    skat = house.offer("Skat", "group")

    if free:
        house.one_date(skat, start, end)
        return
    with pytest.raises(RoomTaken) as caught:
        house.one_date(skat, start, end)
    hit = Overlap(SINGLE, "Yoga", moment(MONDAY, 600), moment(MONDAY, 660))
    assert caught.value.overlaps == (hit,)
    assert titles(house) == ["Yoga"]


@BOUNDARY
def test_moving_a_date_is_checked_like_a_new_one(
    house: House, start: int, end: int, free: bool
) -> None:
    house.one_date(house.offer("Yoga"), *TAKEN)
    skat = house.one_date(house.offer("Skat", "group"), 900, 960, room=SECOND)
    request = MoveDate(skat, MONDAY, start, end, house.room(SINGLE))

    if free:
        house.act(move_date, request)
        return
    with pytest.raises(RoomTaken):
        house.act(move_date, request)
    assert house.desk.read(date_line, skat).room == SECOND


@BOUNDARY
def test_restoring_a_date_is_checked_like_a_new_one(
    house: House, start: int, end: int, free: bool
) -> None:
    skat = house.one_date(house.offer("Skat", "group"), start, end)
    house.act(cancel_date, CancelDate(skat, "Leitung verhindert"))
    house.one_date(house.offer("Yoga"), *TAKEN)

    if free:
        house.act(restore_date, RestoreDate(skat))
        assert house.desk.read(date_line, skat).state == "planned"
        return
    with pytest.raises(RoomTaken):
        house.act(restore_date, RestoreDate(skat))
    assert house.desk.read(date_line, skat).state == "cancelled"


def test_the_day_before_and_the_day_after_do_not_matter(house: House) -> None:
    yoga = house.offer("Yoga")
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        house.one_date(yoga, 0, 1440, day=day)

    house.one_date(yoga, 0, 1440)

    assert titles(house) == ["Yoga"]


def test_another_room_does_not_matter(house: House) -> None:
    yoga = house.offer("Yoga")
    house.one_date(yoga, room=SINGLE)
    house.one_date(yoga, room=SECOND)

    assert len(titles(house)) == 2


def test_several_groups_may_meet_in_a_room_that_says_so(house: House) -> None:
    treff = house.offer("Treff", "open_meeting")
    for _ in range(3):
        house.one_date(treff, room=SHARED_ROOM)

    assert len(titles(house)) == 3


def test_a_place_outside_the_house_is_never_taken(house: House) -> None:
    trip = house.offer("Fahrt", "trip")
    house.one_date(trip, room=None)
    house.one_date(trip, room=None)

    assert len(titles(house)) == 2


def test_a_date_may_be_moved_onto_itself_and_over_its_own_old_time(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))

    house.act(move_date, MoveDate(yoga, MONDAY, 600, 660, house.room()))
    house.act(move_date, MoveDate(yoga, MONDAY, 630, 690, house.room()))

    line = house.desk.read(date_line, yoga)
    assert (line.starts, line.moved_from) == (moment(MONDAY, 630), moment(MONDAY, 600))


def test_a_dropped_date_leaves_its_room_free(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(cancel_date, CancelDate(yoga, "Wetter"))

    house.one_date(house.offer("Skat", "group"))

    lines = house.desk.read(dates_between, MONDAY, MONDAY)
    assert {(line.title, line.state) for line in lines} == {
        ("Yoga", "cancelled"),
        ("Skat", "planned"),
    }


def test_a_series_is_refused_as_a_whole_with_the_dates_and_the_rooms_that_are_free(
    house: House,
) -> None:
    second_week, third_week = (MONDAY + timedelta(weeks=n) for n in (1, 2))
    tea = house.offer("Tanztee", "event")
    house.one_date(tea, 630, 690, day=second_week)
    house.one_date(tea, 540, 601, day=third_week)
    house.one_date(house.offer("Chor", "group"), 600, 660, day=third_week, room=SECOND)

    with pytest.raises(RoomTaken) as caught:
        house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=4))

    assert [(hit.title, hit.starts) for hit in caught.value.overlaps] == [
        ("Tanztee", moment(second_week, 630)),
        ("Tanztee", moment(third_week, 540)),
    ]
    assert caught.value.free_rooms == (SHARED_ROOM,)
    assert titles(house) == []
    sentence = german(caught.value)
    assert "Mo., 30.11.2026, 10:30 bis 11:30 Uhr – Tanztee" in sentence
    assert f"Frei wären: {SHARED_ROOM}." in sentence


def test_coming_dates_move_to_another_room_all_or_none(house: House) -> None:
    planned = house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=2))
    chor = house.one_date(
        house.offer("Chor", "group"), 630, 690, day=MONDAY + timedelta(weeks=1), room=SECOND
    )
    request = MoveSeries(planned.offer_id, house.room(SECOND))

    with pytest.raises(RoomTaken):
        house.act(move_series, request)
    before = {line.room for line in house.desk.read(dates_of, planned.offer_id)}
    house.act(cancel_date, CancelDate(chor, "Wetter"))
    moved = house.act(move_series, request).value

    assert before == {SINGLE}
    assert moved == 3
    assert {line.room for line in house.desk.read(dates_of, planned.offer_id)} == {SECOND}


def test_dates_of_one_offer_that_overlap_do_not_move_into_one_room_together(house: House) -> None:
    yoga = house.offer("Yoga")
    house.one_date(yoga, 600, 660, room=SHARED_ROOM)
    house.one_date(yoga, 630, 690, room=SHARED_ROOM)

    with pytest.raises(RoomTaken):
        house.act(move_series, MoveSeries(yoga, house.room(SINGLE)))

    assert {line.room for line in house.desk.read(dates_of, yoga)} == {SHARED_ROOM}


def test_a_room_with_overlapping_dates_does_not_become_one_for_a_single_group(
    house: House,
) -> None:
    foyer = house.room(SHARED_ROOM)
    yoga, skat = house.offer("Yoga"), house.offer("Skat", "group")
    house.one_date(yoga, room=SHARED_ROOM)
    second = house.one_date(skat, room=SHARED_ROOM)
    request = EditRoom(foyer, SHARED_ROOM, None, "", several_groups=False)

    with pytest.raises(RoomTaken):
        house.act(edit_room, request)
    house.act(cancel_date, CancelDate(second, "Wetter"))
    house.act(edit_room, request)

    with pytest.raises(RoomTaken):
        house.one_date(skat, room=SHARED_ROOM)


CLOSED = (MONDAY, MONDAY + timedelta(days=2))


@pytest.mark.parametrize("whole_house", [True, False])
@pytest.mark.parametrize(
    ("days_later", "closed"), [(-1, False), (0, True), (1, True), (2, True), (3, False)]
)
def test_nothing_is_planned_on_the_days_of_a_closure(
    house: House, whole_house: bool, days_later: int, closed: bool
) -> None:
    room_id = None if whole_house else house.room()
    house.act(add_closure, AddClosure(room_id, *CLOSED, "Wasserschaden"))
    yoga, day = house.offer("Yoga"), MONDAY + timedelta(days=days_later)

    if not closed:
        house.one_date(yoga, day=day)
        return
    with pytest.raises(RoomClosed) as caught:
        house.one_date(yoga, day=day)
    assert caught.value.days == ((day, "Wasserschaden"),)
    assert caught.value.free_rooms == (() if whole_house else (SECOND, SHARED_ROOM))
    assert "Wasserschaden" in german(caught.value)


def test_a_closed_room_leaves_the_others_free(house: House) -> None:
    house.act(add_closure, AddClosure(house.room(), *CLOSED, ""))

    house.one_date(house.offer("Yoga"), room=SECOND)

    assert titles(house) == ["Yoga"]


def test_a_closure_that_was_taken_back_no_longer_counts(house: House) -> None:
    closure = house.act(add_closure, AddClosure(None, *CLOSED, "Umzug")).value
    house.act(remove_closure, RemoveClosure(closure))

    house.one_date(house.offer("Yoga"))

    assert titles(house) == ["Yoga"]


def test_dates_that_are_there_when_a_room_is_closed_stay_for_the_desk_to_decide(
    house: House,
) -> None:
    yoga = house.one_date(house.offer("Yoga"))

    house.act(add_closure, AddClosure(None, *CLOSED, "Umzug"))

    assert house.desk.read(date_line, yoga).state == "planned"


def test_a_closure_ends_after_it_begins(house: House) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_closure, AddClosure(None, MONDAY, MONDAY - timedelta(days=1), ""))

    assert caught.value.field == "last_day"


def test_rooms_that_are_free_come_smallest_sufficient_first(house: House) -> None:
    for name, capacity in (("Groß", 80), ("Klein", 10), ("Mittel", 30)):
        house.act(add_room, AddRoom(name, capacity))
    house.one_date(house.offer("Yoga"), room="Mittel")
    slot = (moment(MONDAY, 600), moment(MONDAY, 660))

    def free(view: View, seats: int) -> list[str]:
        found = free_rooms(view.connection, view.centre(), [slot], seats=seats)
        return [name for _, name in found]

    assert house.desk.read(free, 0)[:2] == ["Klein", "Groß"]
    assert house.desk.read(free, 11)[0] == "Groß"
    assert "Mittel" not in house.desk.read(free, 0)


def test_a_room_with_coming_dates_is_not_taken_out_of_use(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    request = RetireRoom(house.room())

    with pytest.raises(InUse) as caught:
        house.act(retire_room, request)
    house.act(cancel_date, CancelDate(yoga, "Wetter"))
    house.act(retire_room, request)

    assert (caught.value.name, caught.value.count) == (SINGLE, 1)
    assert SINGLE not in [row.name for row in house.desk.read(rooms)]


def test_nothing_is_planned_or_brought_back_into_a_room_out_of_use(house: House) -> None:
    yoga = house.offer("Yoga")
    dropped = house.one_date(yoga)
    house.act(cancel_date, CancelDate(dropped, "Wetter"))
    hall = house.room()
    house.act(retire_room, RetireRoom(hall))
    elsewhere = house.one_date(yoga, room=SECOND)

    with pytest.raises(Invalid) as moved:
        house.act(move_date, MoveDate(elsewhere, MONDAY, 600, 660, hall))
    with pytest.raises(Invalid) as restored:
        house.act(restore_date, RestoreDate(dropped))

    assert (moved.value.field, moved.value.problem) == ("room", "retired")
    assert SINGLE in german(restored.value)


def test_nothing_is_planned_in_a_room_of_another_house(house: House) -> None:
    foreign = house.elsewhere(room, {"name": "Fremder Raum"})
    yoga = house.one_date(house.offer("Yoga"))

    with pytest.raises(WrongHouse) as caught:
        house.act(move_date, MoveDate(yoga, MONDAY, 600, 660, foreign))

    assert caught.value.centre == "Haus Eiche"


@pytest.mark.parametrize(
    ("now", "until"),
    [(540, 600), (599, 600), (600, -1), (659, -1), (660, None), (700, None)],
)
def test_a_room_says_until_when_it_is_free(house: House, now: int, until: int | None) -> None:
    house.one_date(house.offer("Yoga"))
    lines = house.desk.read(dates_between, MONDAY, MONDAY)

    found = free_until(lines, {house.room()}, moment(MONDAY, now))

    assert found == (moment(MONDAY, until) if until and until > 0 else until)
