"""Planning series: the rooms they take, the days they leave out, and what cannot be planned."""

import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from begegnung.model.errors import AlreadyPlanned, Invalid, RoomTaken, SeriesOverlap
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.recurrence import Move, Pause, Series
from begegnung.model.rows import DateLine
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    EditDate,
    MoveDate,
    MoveSeries,
    RestoreDate,
    add_date,
    cancel_date,
    dates_of,
    edit_date,
    move_date,
    move_series,
    restore_date,
)
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.offers import (
    AddOffer,
    EditOffer,
    OfferData,
    PlannedSeries,
    PlanSeries,
    add_offer,
    edit_offer,
    offer_card,
    plan_series,
)
from begegnung.texts import german
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House, content

MONDAYS = Series(("FREQ=WEEKLY;BYDAY=MO",))
FRIDAYS = Series(("FREQ=WEEKLY;BYDAY=FR",))
WEEK = timedelta(weeks=1)


def weeks(number: int = 3, series: Series = MONDAYS, **more: Any) -> PlannedSeries:
    planned = PlannedSeries(series, MONDAY, MONDAY + (number - 1) * WEEK, 600, 660)
    return replace(planned, **more)


def plan(house: House, *series: PlannedSeries, overrule: str = "", **known: Any) -> str:
    known = {"room_id": house.room()} | known
    data = OfferData("Yoga", "group", **known)
    return house.act(add_offer, AddOffer(data, series, overrule)).value.offer_id


def lines(house: House, offer_id: str) -> list[DateLine]:
    return house.desk.read(dates_of, offer_id)


def test_a_series_with_setting_up_and_clearing_keeps_the_room_for_longer(house: House) -> None:
    yoga = plan(house, weeks(1), setup_minutes=30, clearing_minutes=15)

    (line,) = lines(house, yoga)
    assert line.occupied == (line.starts - 30, line.ends + 15)
    for start, end in ((540, 571), (674, 720)):
        with pytest.raises(RoomTaken):
            house.one_date(house.offer("Chor", "group"), start, end)
    house.one_date(house.offer("Chor", "group"), 540, 570)
    house.one_date(house.offer("Skat", "group"), 675, 720)


def test_a_series_takes_a_room_all_the_same_and_notes_why_where_it_does(house: House) -> None:
    house.one_date(house.offer("Chor", "group"), day=MONDAY + WEEK)

    with pytest.raises(RoomTaken):
        plan(house, weeks())
    yoga = plan(house, weeks(), overrule=" Chor ist auf Fahrt ")

    assert [line.overruled for line in lines(house, yoga)] == ["", "Chor ist auf Fahrt", ""]


def test_blanks_are_no_reason_to_take_a_room_all_the_same(house: House) -> None:
    house.one_date(house.offer("Chor", "group"))

    with pytest.raises(RoomTaken):
        plan(house, weeks(), overrule="  ")


def test_a_series_can_have_a_room_of_its_own(house: House) -> None:
    second = weeks(start_minute=780, end_minute=840, room_id=house.room(SECOND))

    yoga = plan(house, weeks(), second)

    assert {(line.room, minute_of(line.starts)) for line in lines(house, yoga)} == {
        (SINGLE, 600),
        (SECOND, 780),
    }
    rules = house.desk.read(offer_card, yoga).rules
    assert {rule.room_id for rule in rules} == {None, house.room(SECOND)}


def test_dates_are_planned_in_another_room_than_that_of_the_offer(house: House) -> None:
    yoga = house.offer("Yoga", room_id=house.room())

    house.act(plan_series, PlanSeries(yoga, (weeks(),), room_id=house.room(SECOND)))

    card = house.desk.read(offer_card, yoga)
    assert (card.room, {line.room for line in lines(house, yoga)}) == (SINGLE, {SECOND})
    assert [rule.room_id for rule in card.rules] == [house.room(SECOND)]


def test_all_dates_in_another_room_take_the_running_series_along(house: House) -> None:
    yoga = plan(house, weeks(), weeks(start_minute=780, end_minute=840, room_id=house.room(SECOND)))

    house.act(move_series, MoveSeries(yoga, house.room(SHARED_ROOM)))

    card = house.desk.read(offer_card, yoga)
    assert (card.room, {rule.room_id for rule in card.rules}) == (SHARED_ROOM, {None})


def test_days_left_out_stand_in_the_list_of_the_offer_with_their_reason(house: House) -> None:
    house.act(add_closure, AddClosure(None, date(2026, 12, 14), date(2026, 12, 18), "Umbau"))
    series = replace(
        FRIDAYS,
        pauses=(Pause(date(2027, 1, 8), date(2027, 1, 8)),),
        exdates=(date(2027, 1, 15),),
    )

    yoga = plan(house, weeks(9, series))

    skipped = [line for line in lines(house, yoga) if line.state == "skipped"]
    assert [(day_of(line.starts), line.state_reason) for line in skipped] == [
        (date(2026, 12, 18), "Haus geschlossen: Umbau"),
        (date(2026, 12, 25), "Erster Weihnachtstag"),
        (date(2027, 1, 1), "Neujahr"),
        (date(2027, 1, 8), "Pause"),
    ]


def test_a_date_that_the_words_move_says_from_where(house: House) -> None:
    series = replace(MONDAYS, moved=(Move(MONDAY + WEEK, MONDAY + WEEK + timedelta(days=1)),))

    yoga = plan(house, weeks(3, series))

    assert [line.moved_from for line in lines(house, yoga)] == [
        None,
        moment(MONDAY + WEEK, 600),
        None,
    ]


def test_a_date_a_week_later_for_a_holiday_goes_when_the_holiday_comes_back(house: House) -> None:
    series = Series(
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",),
        anchor=date(2026, 12, 4),
        on_public_holidays="next_week",
    )
    yoga = plan(house, weeks(10, series))
    new_year = next(line for line in lines(house, yoga) if line.state == "skipped")
    instead = next(line for line in lines(house, yoga) if line.replaces is not None)

    house.act(restore_date, RestoreDate(new_year.id))

    assert (day_of(new_year.starts), day_of(instead.starts)) == (
        date(2027, 1, 1),
        date(2027, 1, 8),
    )
    assert [day_of(line.starts) for line in lines(house, yoga)] == [
        date(2026, 12, 4),
        date(2026, 12, 18),
        date(2027, 1, 1),
        date(2027, 1, 15),
    ]


def test_the_same_dates_are_not_planned_twice(house: House) -> None:
    park = plan(house, weeks(), room_id=None, place="Westpark")

    with pytest.raises(AlreadyPlanned) as caught:
        house.act(plan_series, PlanSeries(park, (weeks(2),)))

    assert caught.value.starts == (moment(MONDAY, 600), moment(MONDAY + WEEK, 600))
    assert "23.11.2026" in german(caught.value)


def test_a_day_left_out_is_noted_once_however_often_it_is_planned(house: House) -> None:
    yoga = plan(house, weeks(9, FRIDAYS))
    before = lines(house, yoga)
    for line in before:
        if line.state == "planned":
            house.act(cancel_date, CancelDate(line.id, "Wetter"))

    house.act(plan_series, PlanSeries(yoga, (weeks(9, FRIDAYS),)))

    skipped = [line for line in lines(house, yoga) if line.state == "skipped"]
    assert skipped == [line for line in before if line.state == "skipped"]
    assert len(skipped) == 2


def test_dates_longer_than_the_time_between_them_are_refused(house: House) -> None:
    daily = Series(("FREQ=WEEKLY;BYDAY=MO,TU",))
    whole_day = weeks(1, daily, start_minute=0, end_minute=1440, last=MONDAY + WEEK)

    with pytest.raises(SeriesOverlap) as caught:
        plan(house, whole_day, setup_minutes=60)

    assert caught.value.offer == "Yoga"
    assert "überschneiden sich selbst" in german(caught.value)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"first": date(1900, 1, 1)}, "first_day", "not_a_planning_day"),
    ({"last": date(9999, 12, 31)}, "last_day", "not_a_planning_day"),
    ({"last": MONDAY - WEEK}, "last_day", "end_before_start"),
    ({"start_minute": 1440}, "start", "not_a_time"),
    ({"end_minute": 540}, "end", "end_before_start"),
    (
        {
            "series": Series(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",)),
            "last": date(2100, 12, 31),
        },
        "last_day",
        "too_many_dates",
    ),
]


@pytest.mark.parametrize(("change", "field", "problem"), WRONG)
def test_a_series_that_cannot_be_is_named_at_once(
    house: House, change: dict[str, Any], field: str, problem: str
) -> None:
    before, begun = house.desk.read(content), time.monotonic()

    with pytest.raises(Invalid) as caught:
        plan(house, weeks(**change))

    assert (caught.value.field, caught.value.problem) == (field, problem)
    assert time.monotonic() - begun < 5
    assert house.desk.read(content) == before


@pytest.mark.parametrize("day", [date(1900, 1, 1), date.min, date.max])
def test_a_single_date_lies_in_a_year_that_can_be_meant(house: House, day: date) -> None:
    yoga = house.offer("Yoga")
    one = house.one_date(yoga)

    with pytest.raises(Invalid) as adding:
        house.act(add_date, AddDate(yoga, day, 600, 660))
    with pytest.raises(Invalid) as moving:
        house.act(move_date, MoveDate(one, day, 600, 660, None))

    assert {adding.value.problem, moving.value.problem} == {"not_a_planning_day"}


@pytest.mark.parametrize("dropped", [True, False])
def test_a_date_that_does_not_take_place_is_not_moved(house: House, dropped: bool) -> None:
    yoga = plan(house, weeks(9, FRIDAYS))
    state = "cancelled" if dropped else "skipped"
    if dropped:
        house.act(cancel_date, CancelDate(lines(house, yoga)[0].id, "Wetter"))
    line = next(line for line in lines(house, yoga) if line.state == state)

    with pytest.raises(Invalid) as caught:
        house.act(move_date, MoveDate(line.id, MONDAY, 600, 660, None))

    assert (caught.value.field, caught.value.problem) == ("occurrence", state)


def test_a_date_with_words_of_its_own_keeps_time_room_and_where_it_came_from(
    house: House,
) -> None:
    yoga = house.offer("Yoga", leader="Frau Sommer", room_id=house.room())
    one = house.one_date(yoga)
    house.act(move_date, MoveDate(one, MONDAY + WEEK, 600, 660, house.room()))
    (before,) = lines(house, yoga)

    house.act(edit_date, EditDate(one, " Adventsfeier ", "", "Herr Winter", 0, 0))

    (after,) = lines(house, yoga)
    assert after == before._replace(title="Adventsfeier", leader="Herr Winter")
    house.act(edit_date, EditDate(one, "Yoga", "", "", 0, 0))
    assert lines(house, yoga) == [before]


def test_longer_setting_up_asks_for_the_room_and_other_words_alone_do_not(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    skat = house.offer("Skat", "group")
    one = house.act(
        add_date,
        AddDate(skat, MONDAY, 630, 690, house.room(), overrule="Beide wissen es"),
    ).value

    house.act(edit_date, EditDate(one, "Turnier", "", "", 0, 0))
    (kept,) = lines(house, skat)
    with pytest.raises(RoomTaken):
        house.act(edit_date, EditDate(one, "Turnier", "", "", 15, 0))
    house.act(edit_date, EditDate(one, "Turnier", "", "", 15, 0, overrule="Aufbau nebenan"))

    (changed,) = lines(house, skat)
    assert (kept.overruled, changed.overruled) == ("Beide wissen es", "Aufbau nebenan")
    with pytest.raises(Invalid):
        house.act(edit_date, EditDate(yoga, "", "", "", -1, 0))


def test_a_date_that_moves_where_nothing_is_lies_over_nothing_any_more(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    skat = house.offer("Skat", "group")
    request = AddDate(skat, MONDAY, 630, 690, house.room(), overrule="Beide wissen es")
    one = house.act(add_date, request).value

    house.act(move_date, MoveDate(one, MONDAY, 720, 780, house.room(), overrule="egal"))

    assert lines(house, skat)[0].overruled == ""


def test_new_minutes_around_an_offer_reach_its_coming_dates_only_when_asked(
    house: House,
) -> None:
    yoga = plan(house, weeks())
    own_minutes = lines(house, yoga)[1]
    house.act(edit_date, EditDate(own_minutes.id, "", "", "", 5, 0))
    elsewhere = lines(house, yoga)[2]
    house.act(move_date, MoveDate(elsewhere.id, MONDAY + 2 * WEEK, 600, 660, house.room(SECOND)))
    data = OfferData("Yoga", "group", room_id=house.room(), setup_minutes=30)

    house.act(edit_offer, EditOffer(yoga, data))
    before = [line.setup_minutes for line in lines(house, yoga)]
    house.act(edit_offer, EditOffer(yoga, replace(data, setup_minutes=20), move_dates=True))

    after = lines(house, yoga)
    assert before == [0, 5, 0]
    assert [line.setup_minutes for line in after] == [20, 5, 20]
    assert [line.room for line in after] == [SINGLE, SINGLE, SECOND]


def test_new_minutes_around_an_offer_check_its_room_as_strictly_as_planning(
    house: House,
) -> None:
    yoga = plan(house, weeks())
    house.one_date(house.offer("Chor", "group"), 540, 600, day=MONDAY + WEEK)
    data = OfferData("Yoga", "group", room_id=house.room(), setup_minutes=30)

    with pytest.raises(RoomTaken):
        house.act(edit_offer, EditOffer(yoga, data, move_dates=True))
    assert {line.setup_minutes for line in lines(house, yoga)} == {0}
    house.act(edit_offer, EditOffer(yoga, data, move_dates=True, overrule="Chor hilft"))

    assert [line.overruled for line in lines(house, yoga)] == ["", "Chor hilft", ""]


def test_words_of_an_offer_change_though_its_dates_lie_over_others(house: House) -> None:
    house.one_date(house.offer("Chor", "group"))
    yoga = plan(house, weeks(), overrule="Chor ist auf Fahrt")
    data = OfferData("Yoga am Morgen", "group", room_id=house.room())

    house.act(edit_offer, EditOffer(yoga, data, move_dates=True))

    assert [line.title for line in lines(house, yoga)] == ["Yoga am Morgen"] * 3
    assert lines(house, yoga)[0].overruled == "Chor ist auf Fahrt"
