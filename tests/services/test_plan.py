"""The plan of the rooms: what occupies them, what would be free, what a closure hits."""

from datetime import timedelta

import pytest

from begegnung.model.errors import RoomTaken
from begegnung.model.local_time import moment
from begegnung.model.recurrence import Series
from begegnung.services.dates import CancelDate, cancel_date, dates_of
from begegnung.services.houses import AddClosure, RetireRoom, add_closure, retire_room
from begegnung.services.offers import (
    EditOffer,
    OfferData,
    PlannedSeries,
    PlanSeries,
    edit_offer,
    offer_card,
    plan_series,
)
from begegnung.services.plan import availability, coming_closures, dates_hit, plan
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

TUESDAY = MONDAY + timedelta(days=1)
MONDAYS = Series(rrules=("FREQ=WEEKLY;BYDAY=MO",))


def slot(start: int, end: int, days: int = 0) -> tuple[int, int]:
    day = MONDAY + timedelta(days=days)
    return moment(day, start), moment(day, end)


def test_the_plan_shows_planned_dates_and_leaves_out_dropped_ones(house: House) -> None:
    yoga = house.offer()
    kept = house.one_date(yoga)
    house.act(cancel_date, CancelDate(house.one_date(yoga, 700, 760), "Wetter"))
    outside = house.one_date(yoga, 800, 860, room=None)

    shown = house.desk.read(plan, MONDAY, MONDAY)

    assert [line.id for line in shown.dates] == [kept, outside]
    assert [row.name for row in shown.rooms] == [SINGLE, SECOND, SHARED_ROOM]


def test_a_retired_room_stays_in_the_plan_of_the_days_it_was_used(house: House) -> None:
    house.one_date(house.offer(), room=SECOND)
    room_id = house.room(SECOND)
    house.clock.go_on(days=1)
    house.act(retire_room, RetireRoom(room_id))

    then, now = house.desk.read(plan, MONDAY, MONDAY), house.desk.read(plan, TUESDAY, TUESDAY)

    assert SECOND in [row.name for row in then.rooms]
    assert SECOND not in [row.name for row in now.rooms]


def test_public_holidays_of_the_days_are_named(house: House) -> None:
    christmas = MONDAY.replace(month=12, day=25)

    shown = house.desk.read(plan, christmas, christmas + timedelta(days=2))

    assert [name for _, name in shown.holidays] == ["Erster Weihnachtstag", "Zweiter Weihnachtstag"]


def test_availability_names_who_is_there_and_the_rooms_free_at_all_times(house: House) -> None:
    house.one_date(house.offer("Chor"), 600, 660)
    house.one_date(house.offer("Skat"), 600, 660, day=TUESDAY, room=SECOND)
    wanted = [slot(630, 690), slot(630, 690, days=1)]

    found = house.desk.read(availability, house.room(), wanted)

    assert not found.possible
    assert [(o.title, o.starts) for o in found.overlaps] == [("Chor", moment(MONDAY, 600))]
    assert found.free == ((house.room(SHARED_ROOM), SHARED_ROOM),)


def test_a_date_does_not_stand_in_its_own_way(house: House) -> None:
    date_id = house.one_date(house.offer())

    assert house.desk.read(
        availability, house.room(), [slot(610, 700)], frozenset({date_id})
    ).possible


def test_nothing_stands_against_a_place_outside_the_house(house: House) -> None:
    house.act(add_closure, AddClosure(None, MONDAY, MONDAY, "Betriebsferien"))

    assert house.desk.read(availability, None, [slot(600, 660)]).possible


def test_a_closure_shows_what_it_hits(house: House) -> None:
    here = house.one_date(house.offer("Chor"))
    there = house.one_date(house.offer("Skat"), room=SECOND)
    house.one_date(house.offer("Ausflug"), room=None)
    house.one_date(house.offer("Später"), day=MONDAY + timedelta(days=9))

    only_room = house.desk.read(dates_hit, house.room(), MONDAY, TUESDAY)
    whole_house = house.desk.read(dates_hit, None, MONDAY, TUESDAY)

    assert [line.id for line in only_room] == [here]
    assert {line.id for line in whole_house} == {here, there}


def test_closures_that_are_over_are_not_listed(house: House) -> None:
    house.act(add_closure, AddClosure(None, MONDAY, MONDAY, "Fest"))
    house.act(add_closure, AddClosure(None, TUESDAY, TUESDAY + timedelta(days=40), "Umbau"))

    assert [row.reason for row in house.desk.read(coming_closures, TUESDAY)] == ["Umbau"]
    assert house.desk.read(coming_closures, MONDAY + timedelta(days=99)) == []


def test_an_offer_gets_more_dates_in_another_room(house: House) -> None:
    yoga = house.offer(room_id=house.room())
    series = PlannedSeries(MONDAYS, MONDAY, MONDAY + timedelta(days=13), 600, 660)

    done = house.act(plan_series, PlanSeries(yoga, (series,), None, house.room(SECOND)))

    assert done.value.dates == 2
    assert {line.room for line in house.desk.read(dates_of, yoga)} == {SECOND}
    assert house.desk.read(offer_card, yoga).room == SINGLE


def test_series_of_several_rules_are_planned_all_or_not_at_all(house: House) -> None:
    house.one_date(house.offer("Chor"), 900, 960)
    yoga = house.offer(room_id=house.room())
    free = PlannedSeries(MONDAYS, MONDAY, MONDAY, 600, 660)
    taken = PlannedSeries(MONDAYS, MONDAY, MONDAY, 900, 930)

    with pytest.raises(RoomTaken):
        house.act(plan_series, PlanSeries(yoga, (free, taken)))

    assert house.desk.read(dates_of, yoga) == []


def test_coming_dates_move_along_with_their_offer_only_when_asked(house: House) -> None:
    yoga = house.offer("Yoga", room_id=house.room())
    house.one_date(yoga)
    data = OfferData("Yoga", "course", room_id=house.room(SECOND))

    house.act(edit_offer, EditOffer(yoga, data))
    stayed = {line.room for line in house.desk.read(dates_of, yoga)}
    house.act(edit_offer, EditOffer(yoga, data, move_dates=True))

    assert stayed == {SINGLE}
    assert {line.room for line in house.desk.read(dates_of, yoga)} == {SECOND}
