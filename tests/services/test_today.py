"""A day at the desk in one look."""

from datetime import timedelta

from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.today import day_at_the_desk
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House


def free(house: House) -> dict[str, int | None]:
    day = house.desk.read(day_at_the_desk, MONDAY)
    return {room.name: room.until for room in day.free_rooms}


def test_a_room_is_free_until_its_next_date_and_not_while_one_runs(house: House) -> None:
    yoga = house.offer()
    house.one_date(yoga, 470, 540)
    house.one_date(yoga, 600, 660, room=SECOND)

    assert free(house) == {SECOND: MONDAY.toordinal() * 1440 + 600, SHARED_ROOM: None}
    house.clock.go_on(hours=1)
    assert SINGLE in free(house)


def test_a_closed_room_is_not_free_and_a_closed_house_has_none(house: House) -> None:
    house.act(add_closure, AddClosure(house.room(SECOND), MONDAY, MONDAY, "Putztag"))
    assert set(free(house)) == {SINGLE, SHARED_ROOM}

    house.act(add_closure, AddClosure(None, MONDAY, MONDAY, "Betriebsausflug"))
    assert free(house) == {}


def test_free_rooms_are_of_today_whatever_day_is_shown(house: House) -> None:
    house.one_date(house.offer(), 470, 540)
    later = house.desk.read(day_at_the_desk, MONDAY + timedelta(days=3))

    assert later.dates == ()
    assert SINGLE not in {room.name for room in later.free_rooms}


def test_it_tells_who_moved_up_and_what_has_no_dates(house: House) -> None:
    yoga = house.offer(capacity=1)
    first = house.book(house.person("Erste"), yoga)
    house.book(house.person("Zweite"), yoga)
    house.act(cancel, CancelBooking(first.booking_id))

    day = house.desk.read(day_at_the_desk, MONDAY)
    assert [line.name for line in day.promoted] == ["Zweite"]
    assert (day.offers, day.undated, day.unsettled, day.exchange_days) == (1, 1, 0, None)
