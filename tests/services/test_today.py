"""A day at the desk in one look."""

from datetime import timedelta

from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.dates import AddDate, add_date
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    SetRoomParts,
    add_closure,
    add_room,
    set_room_parts,
)
from begegnung.services.offers import AddOffer, OfferData, add_offer
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


def test_a_room_is_not_free_while_a_room_it_is_a_part_of_is_used_or_set_up(house: House) -> None:
    whole = house.act(add_room, AddRoom("Saal mit Werkraum")).value
    house.act(set_room_parts, SetRoomParts(whole, (house.room(), house.room(SECOND))))
    fair = house.act(
        add_offer, AddOffer(OfferData("Basar", "event", room_id=whole, setup_minutes=60))
    ).value.offer_id
    house.act(add_date, AddDate(fair, MONDAY, 600, 660, room_id=whole))

    assert free(house)[SINGLE] == MONDAY.toordinal() * 1440 + 540
    house.clock.go_on(hours=1)
    assert set(free(house)) == {SHARED_ROOM}


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
