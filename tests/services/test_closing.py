"""What a closure hits, cancelled or moved in one step."""

from datetime import timedelta

import pytest

from begegnung.model.errors import Invalid, RoomClosed, RoomTaken
from begegnung.services.closing import (
    CancelHits,
    MoveHits,
    cancel_hits,
    closure_hits,
    move_hits,
    move_preview,
)
from begegnung.services.dates import date_line, dates_between
from begegnung.services.history import recent_actions, undo
from begegnung.services.houses import AddClosure, AddRoom, add_closure, add_room
from begegnung.texts import action_text, german
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

WEEKS = [MONDAY + timedelta(weeks=n) for n in range(4)]


@pytest.fixture
def closed(house: House) -> str:
    """Four Mondays of a series in a hall that is under water for the first three."""
    house.series("Yoga", WEEKS[0], WEEKS[3])
    return house.act(add_closure, AddClosure(house.room(), MONDAY, WEEKS[2], "Wasser")).value


def states(house: House) -> list[tuple[str, str]]:
    lines = house.desk.read(dates_between, WEEKS[0], WEEKS[3])
    return [(line.room, line.state) for line in lines]


def test_a_closure_lists_the_coming_dates_it_hits(house: House, closed: str) -> None:
    house.one_date(house.offer("Chor", "group"), room=SECOND)

    assert [line.title for line in house.desk.read(closure_hits, closed)] == ["Yoga"] * 3

    house.clock.go_on(days=1)
    assert len(house.desk.read(closure_hits, closed)) == 2


def test_all_of_it_is_cancelled_by_one_step_and_taken_back_by_one(
    house: House, closed: str
) -> None:
    assert house.act(cancel_hits, CancelHits(closed, " Wasserschaden ")).value == 3
    assert states(house) == [(SINGLE, "cancelled")] * 3 + [(SINGLE, "planned")]
    lines = house.desk.read(dates_between, WEEKS[0], WEEKS[0])
    assert lines[0].state_reason == "Wasserschaden"
    said = house.desk.read(recent_actions, 1)[0]
    assert action_text(said.verb, said.title) == (
        "Termine wegen einer Sperre abgesagt: Saal · Wasser"
    )

    house.act(undo, None)

    assert states(house) == [(SINGLE, "planned")] * 4


def test_a_reason_is_needed_to_cancel(house: House, closed: str) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(cancel_hits, CancelHits(closed, " "))

    assert caught.value.field == "reason"


def test_all_of_it_is_moved_by_one_step_and_taken_back_by_one(house: House, closed: str) -> None:
    assert house.act(move_hits, MoveHits(closed, house.room(SECOND))).value == 3
    assert states(house) == [(SECOND, "planned")] * 3 + [(SINGLE, "planned")]
    assert house.desk.read(closure_hits, closed) == []

    house.act(undo, None)

    assert states(house) == [(SINGLE, "planned")] * 4


def test_what_cannot_move_is_named_before_and_refuses_the_whole(house: House, closed: str) -> None:
    house.one_date(house.offer("Chor", "group"), 630, 690, day=WEEKS[1], room=SECOND)
    house.act(add_closure, AddClosure(house.room(SECOND), WEEKS[2], WEEKS[2], "Putztag"))

    shown = house.desk.read(move_preview, closed, house.room(SECOND))
    with pytest.raises(RoomTaken) as caught:
        house.act(move_hits, MoveHits(closed, house.room(SECOND)))

    assert [one.possible for one in shown] == [True, False, False]
    assert [hit.title for hit in shown[1].overlaps] == ["Chor"]
    assert shown[2].closed == ((WEEKS[2], "Putztag"),)
    assert [hit.title for hit in caught.value.overlaps] == ["Chor"]
    assert states(house)[0] == (SINGLE, "planned")


def test_with_a_reason_it_moves_all_the_same_and_says_so_where_it_lies_over_something(
    house: House, closed: str
) -> None:
    house.one_date(house.offer("Chor", "group"), 630, 690, day=WEEKS[1], room=SECOND)

    house.act(move_hits, MoveHits(closed, house.room(SECOND), overrule="Chor rückt zusammen"))

    lines = house.desk.read(dates_between, WEEKS[0], WEEKS[3])
    moved = [line.overruled for line in lines if line.title == "Yoga"]
    assert moved == ["", "Chor rückt zusammen", "", ""]


def test_only_the_chosen_ones_move(house: House, closed: str) -> None:
    one = house.desk.read(closure_hits, closed)[1].id

    house.act(move_hits, MoveHits(closed, house.room(SECOND), occurrence_ids=(one,)))

    assert [room for room, _ in states(house)] == [SINGLE, SECOND, SINGLE, SINGLE]


def test_two_dates_of_a_closed_house_do_not_move_over_each_other(house: House) -> None:
    for room in (SINGLE, SECOND):
        house.one_date(house.offer(f"Kurs in {room}"), room=room)
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom("Kapelle"))
    closure = [house.act(add_closure, AddClosure(i, MONDAY, MONDAY, "Putz")).value for i in parts]

    assert house.act(move_hits, MoveHits(closure[0], house.room("Kapelle"))).value == 1
    with pytest.raises(RoomTaken):
        house.act(move_hits, MoveHits(closure[1], house.room("Kapelle")))
    assert house.act(move_hits, MoveHits(closure[1], house.room(SHARED_ROOM))).value == 1


def test_a_closed_house_moves_to_a_place_outside(house: House) -> None:
    dates = [house.one_date(house.offer(f"Kurs {r}"), room=r) for r in (SINGLE, SECOND)]
    closure = house.act(add_closure, AddClosure(None, MONDAY, MONDAY, "Umzug")).value

    with pytest.raises(RoomClosed):
        house.act(move_hits, MoveHits(closure, house.room(SHARED_ROOM)))
    with pytest.raises(Invalid) as caught:
        house.act(move_hits, MoveHits(closure, None))
    assert german(caught.value).startswith("Ort:")
    assert house.act(move_hits, MoveHits(closure, None, place="Gemeindesaal")).value == 2

    for one in dates:
        line = house.desk.read(date_line, one)
        assert (line.room_id, line.place) == (None, "Gemeindesaal")


def test_a_room_that_is_too_small_is_named_as_a_warning(house: House) -> None:
    house.one_date(house.offer("Ball", "event", capacity=50))
    closure = house.act(add_closure, AddClosure(house.room(), MONDAY, MONDAY, "Putz")).value
    small = house.act(add_room, AddRoom("Kammer", 10)).value

    (shown,) = house.desk.read(move_preview, closure, small)

    assert (shown.possible, shown.too_small) == (True, True)


def test_a_closure_that_is_over_is_refused_and_one_that_goes_on_is_not(house: House) -> None:
    yesterday = MONDAY - timedelta(days=1)

    with pytest.raises(Invalid) as caught:
        house.act(add_closure, AddClosure(None, yesterday, yesterday, "Fest"))
    assert (caught.value.field, caught.value.problem) == ("last_day", "in_the_past")
    house.act(add_closure, AddClosure(None, yesterday, MONDAY, "Fest"))
    house.act(add_closure, AddClosure(None, MONDAY, WEEKS[2], "Umbau"))
