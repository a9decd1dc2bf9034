"""Who came."""

from datetime import timedelta

import pytest

from begegnung.model.errors import Invalid, NoBooking
from begegnung.model.rows import AttendanceSheet
from begegnung.services.attendance import (
    CountHeads,
    Mark,
    MarkAll,
    count_heads,
    mark,
    mark_all,
    sheet,
)
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.history import undo
from tests.desks import MONDAY, House, content


def ticks(found: AttendanceSheet) -> list[tuple[str, bool, str | None]]:
    return [(line.surname, line.booked, line.state) for line in found.lines]


def test_the_sheet_has_everybody_who_is_booked_in_name_order_without_a_tick(house: House) -> None:
    yoga = house.offer("Yoga", capacity=2)
    date = house.one_date(yoga)
    for name in ("Weber", "Öztürk", "Kaya"):
        house.book(house.person(name), yoga)

    found = house.desk.read(sheet, date)

    assert found.counting == "named"
    assert ticks(found) == [("Öztürk", True, None), ("Weber", True, None)]


def test_namesakes_are_told_apart_by_their_year_of_birth(house: House) -> None:
    yoga = house.offer("Yoga")
    date = house.one_date(yoga)
    for year in (1950, 1941):
        house.book(house.person("Weber", "Ruth", birth_year=year), yoga)

    assert {line.birth_year for line in house.desk.read(sheet, date).lines} == {1950, 1941}


def test_a_tick_can_be_set_changed_and_taken_away(house: House) -> None:
    yoga, who = house.offer("Yoga"), house.person("Weber")
    date = house.one_date(yoga)
    house.book(who, yoga)

    shown: list[str | None] = []
    for state in ("present", "excused", "absent", None, None):
        house.act(mark, Mark(date, who, state))
        shown += [line.state for line in house.desk.read(sheet, date).lines]

    assert shown == ["present", "excused", "absent", None, None]
    assert house.desk.read(content)["attendance"] == {}


def test_a_guest_stands_on_the_sheet_once_ticked(house: House) -> None:
    yoga = house.offer("Yoga")
    date = house.one_date(yoga)
    house.act(mark, Mark(date, house.person("Gast"), "present"))

    assert ticks(house.desk.read(sheet, date)) == [("Gast", False, "present")]


def test_who_cancelled_after_coming_stays_on_the_sheet_of_that_day(house: House) -> None:
    yoga, who = house.offer("Yoga"), house.person("Weber")
    date = house.one_date(yoga)
    booked = house.book(who, yoga)
    house.act(mark, Mark(date, who, "present"))
    house.act(cancel, CancelBooking(booked.booking_id))

    assert ticks(house.desk.read(sheet, date)) == [("Weber", False, "present")]


def test_all_others_are_ticked_at_once_and_that_is_one_step_back(house: House) -> None:
    yoga = house.offer("Yoga", capacity=3)
    date = house.one_date(yoga)
    people = [house.person(name) for name in ("A", "B", "C", "Wartend")]
    for who in people:
        house.book(who, yoga)
    house.act(mark, Mark(date, people[1], "excused"))

    number = house.act(mark_all, MarkAll(date)).value
    after = ticks(house.desk.read(sheet, date))
    house.act(undo, None)

    assert number == 2
    assert after == [("A", True, "present"), ("B", True, "excused"), ("C", True, "present")]
    assert [state for _, _, state in ticks(house.desk.read(sheet, date))] == [None, "excused", None]


def test_lunch_lists_the_people_of_that_day_only(house: House) -> None:
    lunch = house.offer("Mittagstisch", "lunch")
    today = house.one_date(lunch, 720, 780)
    tomorrow = house.one_date(lunch, 720, 780, day=MONDAY + timedelta(days=1))
    house.book(house.person("Heute"), lunch, occurrence_id=today)
    house.book(house.person("Morgen"), lunch, occurrence_id=tomorrow)

    assert house.act(mark_all, MarkAll(today)).value == 1
    assert ticks(house.desk.read(sheet, today)) == [("Heute", True, "present")]
    assert ticks(house.desk.read(sheet, tomorrow)) == [("Morgen", True, None)]


@pytest.mark.parametrize(("days_later", "late"), [(0, False), (1, True)])
def test_a_tick_of_a_past_day_says_that_it_was_entered_late(
    house: House, days_later: int, late: bool
) -> None:
    yoga = house.offer("Yoga")
    date, who = house.one_date(yoga), house.person("Weber")
    house.clock.go_on(days=days_later)

    house.act(mark, Mark(date, who, "present"))

    (tick,) = house.desk.read(content)["attendance"].values()
    assert tick["entered_late"] is late


def test_an_open_meeting_counts_heads_and_keeps_no_names(house: House) -> None:
    treff = house.offer("Treff", "open_meeting")
    date = house.one_date(treff)

    totals: list[int | None] = []
    for total in (12, 14, 0, None, None):
        house.act(count_heads, CountHeads(date, total))
        totals.append(house.desk.read(sheet, date).total)

    found = house.desk.read(sheet, date)
    assert totals == [12, 14, 0, None, None]
    assert (found.counting, found.lines) == ("heads", ())
    with pytest.raises(NoBooking):
        house.act(mark, Mark(date, house.person("Weber"), "present"))


@pytest.mark.parametrize("total", [-1, 10_000])
def test_a_number_of_visits_that_cannot_be_is_refused(house: House, total: int) -> None:
    date = house.one_date(house.offer("Treff", "open_meeting"))

    with pytest.raises(Invalid) as caught:
        house.act(count_heads, CountHeads(date, total))

    assert caught.value.field == "total"


def test_a_tick_that_does_not_exist_is_refused(house: House) -> None:
    date = house.one_date(house.offer("Yoga"))

    with pytest.raises(Invalid) as caught:
        house.act(mark, Mark(date, house.person("Weber"), "perhaps"))

    assert caught.value.field == "state"
