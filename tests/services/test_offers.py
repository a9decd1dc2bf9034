"""Offers and their series."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from begegnung.model.errors import Invalid, NoDates, NotFound, RoomTaken
from begegnung.model.local_time import moment
from begegnung.model.recurrence import Series
from begegnung.services.dates import dates_of
from begegnung.services.offers import (
    AddOffer,
    EditOffer,
    EndOffer,
    OfferData,
    PlannedSeries,
    PlanSeries,
    add_offer,
    edit_offer,
    end_offer,
    offer_card,
    offer_list,
    plan_series,
    without_dates,
)
from tests.desks import MONDAY, SECOND, SINGLE, House

MONDAYS = Series(rrules=("FREQ=WEEKLY;BYDAY=MO",))


def weeks(first: date, last: date, start: int = 600, end: int | None = 660) -> PlannedSeries:
    return PlannedSeries(MONDAYS, first, last, start, end)


def test_a_series_gives_its_dates_between_the_first_and_the_last_day(house: House) -> None:
    planned = house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=2))

    lines = house.desk.read(dates_of, planned.offer_id)
    assert planned.dates == 3
    assert [line.starts for line in lines] == [
        moment(MONDAY + timedelta(weeks=n), 600) for n in range(3)
    ]
    assert {(line.room, line.ends - line.starts) for line in lines} == {(SINGLE, 60)}


def test_the_series_of_an_offer_can_be_read_again(house: House) -> None:
    planned = house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=2))

    (rule,) = house.desk.read(offer_card, planned.offer_id).rules

    assert Series.from_text(rule.series) == MONDAYS
    assert (rule.first_day, rule.start_minute) == (MONDAY, 600)


def test_dates_on_a_day_without_are_left_out_and_told_with_the_reason(house: House) -> None:
    skipping = Series(rrules=("FREQ=WEEKLY;BYDAY=FR",), on_public_holidays="skip")
    december = PlannedSeries(skipping, date(2026, 12, 18), date(2027, 1, 8), 600, 660)

    planned = house.act(add_offer, AddOffer(OfferData("Yoga", "course"), (december,))).value

    assert [day for day, _ in planned.skipped] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert "Weihnachtstag" in planned.skipped[0][1]
    assert planned.dates == 2


def test_without_an_end_the_room_is_kept_for_two_hours_and_the_end_is_not_said(
    house: House,
) -> None:
    series = (weeks(MONDAY, MONDAY, 600, None),)
    data = OfferData("Yoga", "course", room_id=house.room())
    planned = house.act(add_offer, AddOffer(data, series)).value

    (line,) = house.desk.read(dates_of, planned.offer_id)
    assert (line.ends - line.starts, line.end_assumed) == (120, True)
    with pytest.raises(RoomTaken):
        house.one_date(house.offer("Skat", "group"), 700, 760)


def test_two_series_of_one_offer_do_not_meet_in_one_room(house: House) -> None:
    series = (weeks(MONDAY, MONDAY, 600, 660), weeks(MONDAY, MONDAY, 630, 690))

    with pytest.raises(RoomTaken):
        house.act(add_offer, AddOffer(OfferData("Yoga", "course", room_id=house.room()), series))

    assert house.desk.read(offer_list) == []


def test_a_wording_that_gives_no_date_is_refused_with_the_days_that_were_asked(
    house: House,
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    data = OfferData("Yoga", "course", wording="montags")

    with pytest.raises(NoDates) as caught:
        house.act(add_offer, AddOffer(data, (weeks(tuesday, tuesday),)))

    assert (caught.value.wording, caught.value.first) == ("montags", tuesday)


def test_an_offer_without_dates_stands_on_the_list_of_missing_dates_until_it_is_planned(
    house: House,
) -> None:
    yoga = house.offer("Yoga", wording="nach Absprache")
    assert [line.title for line in house.desk.read(without_dates)] == ["Yoga"]

    planned = house.act(
        plan_series, PlanSeries(yoga, (weeks(MONDAY, MONDAY),), wording="montags")
    ).value

    assert planned.dates == 1
    assert house.desk.read(without_dates) == []
    assert house.desk.read(offer_card, yoga).wording == "montags"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (-1, 60, "start"),
        (1440, 1500, "start"),
        (600, 600, "end"),
        (600, 599, "end"),
        (0, 1441, "end"),
    ],
)
def test_times_that_cannot_be_are_refused(house: House, start: int, end: int, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        house.one_date(house.offer("Yoga"), start, end)

    assert caught.value.field == field


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": "  "}, "title"),
    ({"type": "party"}, "type"),
    ({"category": "cooking"}, "category"),
    ({"registration": "perhaps"}, "registration"),
    ({"capacity": 0}, "capacity"),
    ({"capacity": 10_000}, "capacity"),
    ({"minimum": -1}, "minimum"),
    ({"fee_cents": -1}, "fee"),
    ({"fee_cents": 10_000_000}, "fee"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_a_wrong_input_is_named_when_adding_and_when_editing(
    house: House, change: dict[str, Any], field: str
) -> None:
    wrong = replace(OfferData("Yoga", "course"), **change)
    yoga = house.offer("Yoga")

    with pytest.raises(Invalid) as adding:
        house.act(add_offer, AddOffer(wrong))
    with pytest.raises(Invalid) as editing:
        house.act(edit_offer, EditOffer(yoga, wrong))

    assert (adding.value.field, editing.value.field) == (field, field)


def test_a_room_that_is_not_there_is_named(house: House) -> None:
    with pytest.raises(NotFound) as caught:
        house.offer("Yoga", room_id="nowhere")

    assert caught.value.entity == "room"


def test_ending_an_offer_drops_what_comes_and_keeps_what_was(house: House) -> None:
    planned = house.series("Yoga", MONDAY - timedelta(weeks=1), MONDAY + timedelta(weeks=1))

    gone = house.act(end_offer, EndOffer(planned.offer_id)).value

    lines = house.desk.read(dates_of, planned.offer_id)
    assert gone == 2
    assert [line.state for line in lines] == ["planned", "cancelled", "cancelled"]
    assert house.desk.read(offer_list) == []
    assert [line.title for line in house.desk.read(offer_list, with_ended=True)] == ["Yoga"]
    house.one_date(house.offer("Skat", "group"))


def test_the_list_counts_coming_dates_and_sorts_as_a_dictionary_does(house: House) -> None:
    planned = house.series("Öle", MONDAY - timedelta(weeks=1), MONDAY + timedelta(weeks=1))
    house.offer("Zumba", room_id=house.room(SECOND))
    house.offer("Acryl", place="Westpark")

    lines = house.desk.read(offer_list)

    assert [line.title for line in lines] == ["Acryl", "Öle", "Zumba"]
    assert [line.room for line in lines] == ["Westpark", SINGLE, SECOND]
    assert (lines[1].id, lines[1].dates) == (planned.offer_id, 2)
    assert lines[1].next_starts == moment(MONDAY, 600)


def test_lunch_counts_the_people_of_its_next_day_only(house: House) -> None:
    lunch = house.offer("Mittagstisch", "lunch", capacity=2)
    today, tomorrow = (
        house.one_date(lunch, 720, 780, day=MONDAY + timedelta(days=n)) for n in (0, 1)
    )
    first, second, third = house.people(3)
    for who in (first, second, third):
        house.book(who, lunch, occurrence_id=today)
    house.book(first, lunch, occurrence_id=tomorrow)

    def counted() -> list[tuple[int, int]]:
        card = house.desk.read(offer_card, lunch)
        (line,) = house.desk.read(offer_list)
        return [(line.booked, line.waiting), (card.booked, card.waiting)]

    assert counted() == [(2, 1)] * 2
    house.clock.go_on(days=1)
    assert counted() == [(1, 0)] * 2
    house.clock.go_on(days=1)
    assert counted() == [(0, 0)] * 2
