"""Single dates: moving, dropping, bringing back."""

from datetime import timedelta

import pytest

from begegnung.model.errors import Invalid, NotFound
from begegnung.model.local_time import moment
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    MoveDate,
    RestoreDate,
    add_date,
    cancel_date,
    date_line,
    dates_between,
    dates_of,
    move_date,
    restore_date,
)
from tests.desks import MONDAY, SECOND, SINGLE, House

TUESDAY = MONDAY + timedelta(days=1)


def test_a_moved_date_remembers_where_it_came_from_however_often_it_moves(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))

    for start in (720, 780):
        house.act(move_date, MoveDate(yoga, TUESDAY, start, start + 60, house.room(SECOND)))

    line = house.desk.read(date_line, yoga)
    assert (line.starts, line.moved_from) == (moment(TUESDAY, 780), moment(MONDAY, 600))
    assert (line.room, line.state) == (SECOND, "planned")


def test_a_date_that_moves_back_was_never_moved(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(move_date, MoveDate(yoga, TUESDAY, 600, 660, house.room()))
    house.act(move_date, MoveDate(yoga, MONDAY, 600, 660, house.room()))

    assert house.desk.read(date_line, yoga).moved_from is None


def test_another_room_alone_is_no_other_time(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(move_date, MoveDate(yoga, MONDAY, 600, 660, house.room(SECOND)))

    assert house.desk.read(date_line, yoga).moved_from is None


def test_an_end_that_was_assumed_is_known_once_somebody_changes_the_length(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"), 600, None)
    house.act(move_date, MoveDate(yoga, MONDAY, 720, 840, house.room()))
    kept = house.desk.read(date_line, yoga).end_assumed
    house.act(move_date, MoveDate(yoga, MONDAY, 720, 780, house.room()))

    assert (kept, house.desk.read(date_line, yoga).end_assumed) == (True, False)


def test_a_date_can_move_out_of_the_house(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(move_date, MoveDate(yoga, MONDAY, 600, 660, None, "Westpark"))

    line = house.desk.read(date_line, yoga)
    assert (line.room, line.place) == ("", "Westpark")


def test_a_dropped_date_stays_with_its_reason_until_it_is_brought_back(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(cancel_date, CancelDate(yoga, " Leitung verhindert "))
    dropped = house.desk.read(date_line, yoga)
    house.act(restore_date, RestoreDate(yoga))
    back = house.desk.read(date_line, yoga)

    assert (dropped.state, dropped.state_reason) == ("cancelled", "Leitung verhindert")
    assert (back.state, back.state_reason) == ("planned", "")


def test_a_date_is_not_dropped_without_a_reason(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))

    with pytest.raises(Invalid) as caught:
        house.act(cancel_date, CancelDate(yoga, " "))

    assert (caught.value.field, caught.value.problem) == ("reason", "missing")


def test_lists_are_in_order_of_time_and_hold_both_days(house: House) -> None:
    yoga = house.offer("Yoga")
    late, early = house.one_date(yoga, 900, 960), house.one_date(yoga, 0, 60)
    last = house.one_date(yoga, 1380, 1440, day=TUESDAY)
    house.one_date(yoga, day=TUESDAY + timedelta(days=1))
    house.one_date(yoga, day=MONDAY - timedelta(days=1))

    lines = house.desk.read(dates_between, MONDAY, TUESDAY)

    assert [line.id for line in lines] == [early, late, last]


def test_coming_dates_begin_with_today(house: House) -> None:
    planned = house.series("Yoga", MONDAY - timedelta(weeks=1), MONDAY + timedelta(weeks=1))
    house.clock.go_on(hours=10)

    lines = house.desk.read(dates_of, planned.offer_id, coming_only=True)

    assert [line.starts for line in lines] == [
        moment(MONDAY, 600),
        moment(MONDAY + timedelta(weeks=1), 600),
    ]


def test_a_replacement_knows_what_it_replaces_and_the_log_names_day_and_time(
    house: House,
) -> None:
    yoga = house.offer("Yoga")
    dropped = house.one_date(yoga)
    house.act(cancel_date, CancelDate(dropped, "Wetter"))
    request = AddDate(yoga, TUESDAY, 600, 660, house.room(), replaces_id=dropped)

    done = house.act(add_date, request)

    assert done.action.title == "Yoga · 24.11.2026, 10:00"
    line = house.desk.read(date_line, done.value)
    assert (line.room, line.replaces) == (SINGLE, moment(MONDAY, 600))
    assert house.desk.read(date_line, dropped).replaced_by == moment(TUESDAY, 600)


def test_a_date_that_is_gone_is_named(house: House) -> None:
    with pytest.raises(NotFound) as caught:
        house.act(cancel_date, CancelDate("nothing", "Wetter"))

    assert caught.value.entity == "occurrence"
