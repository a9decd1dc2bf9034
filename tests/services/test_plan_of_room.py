"""The plan of one room: its own dates and those of the rooms that share a part with it."""

from datetime import timedelta

from begegnung.services.dates import CancelDate, cancel_date
from begegnung.services.houses import AddRoom, add_room
from begegnung.services.plan import plan
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

SUNDAY = MONDAY + timedelta(days=6)


def test_a_room_is_shown_with_what_takes_it_and_nothing_else(house: House) -> None:
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom("Beide", part_ids=parts))
    for start, room in ((600, SINGLE), (700, SECOND), (800, "Beide"), (900, SHARED_ROOM)):
        house.one_date(house.offer(room), start, start + 60, room=room)
    house.one_date(house.offer("Fahrt", "trip"), room=None)

    def titles(room: str) -> list[str]:
        shown = house.desk.read(plan, MONDAY, SUNDAY, house.room(room))
        assert [row.name for row in shown.rooms] == [SINGLE, SECOND, SHARED_ROOM, "Beide"]
        return [line.title for line in shown.dates]

    assert titles(SINGLE) == [SINGLE, "Beide"]
    assert titles("Beide") == [SINGLE, SECOND, "Beide"]
    assert titles(SHARED_ROOM) == [SHARED_ROOM]


def test_cancelled_dates_are_given_apart_from_the_planned_ones(house: House) -> None:
    gone = house.one_date(house.offer("Yoga"))
    house.one_date(house.offer("Chor"), 700, 760)
    house.act(cancel_date, CancelDate(gone, "Leitung verhindert"))

    shown = house.desk.read(plan, MONDAY, MONDAY)

    assert [line.title for line in shown.dates] == ["Chor"]
    assert [line.title for line in shown.dropped] == ["Yoga"]
