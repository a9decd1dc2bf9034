"""A series with a number of dates keeps it, whatever the calendar and the desk do."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.model.errors import (
    AlreadyReplaced,
    Invalid,
    NoReplacement,
    Refusal,
    ReplacedIsHeld,
    RoomTaken,
)
from begegnung.model.local_time import day_of, moment
from begegnung.model.recurrence import Series
from begegnung.model.rows import DateLine
from begegnung.services.attendance import CountHeads, count_heads
from begegnung.services.bookings import Book, book
from begegnung.services.check import check
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    RestoreDate,
    add_date,
    cancel_date,
    dates_between,
    dates_of,
    restore_date,
)
from begegnung.services.history import redo, undo
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer, offer_card
from tests.desks import MONDAY, House, copy_of, open_house

DECEMBER = MONDAY + timedelta(days=11)
"""Friday, 4 December 2026: Christmas and New Year are Fridays too."""
FRIDAYS = "FREQ=WEEKLY;BYDAY=FR"


def course(house: House, count: int = 5, room: str | None = None, **more: object) -> str:
    """A course on Fridays from the fourth of December."""
    series = Series((FRIDAYS,), start=DECEMBER, count=count, **more)  # type: ignore[arg-type]
    planned = PlannedSeries(series, DECEMBER, date(2026, 12, 31), 600, 660)
    data = OfferData("Englisch", "course", room_id=house.room() if room is None else room)
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


def dates(house: House, offer_id: str) -> list[DateLine]:
    return house.desk.read(dates_of, offer_id)


def days(lines: list[DateLine], state: str = "planned") -> list[date]:
    return [day_of(line.starts) for line in lines if line.state == state]


def test_dates_on_holidays_are_added_at_the_end_each_with_its_reason(house: House) -> None:
    lines = dates(house, course(house))

    assert days(lines) == [
        date(2026, 12, 4),
        date(2026, 12, 11),
        date(2026, 12, 18),
        date(2027, 1, 8),
        date(2027, 1, 15),
    ]
    christmas, new_year = (line for line in lines if line.state == "skipped")
    assert (christmas.state_reason, christmas.replaced_by) == (
        "Erster Weihnachtstag",
        moment(date(2027, 1, 8), 600),
    )
    assert (new_year.state_reason, new_year.replaced_by) == ("Neujahr", lines[-1].starts)
    assert [line.replaces for line in lines[-2:]] == [christmas.starts, new_year.starts]


def test_a_course_goes_on_after_the_half_year_until_its_number_is_reached(house: House) -> None:
    offer_id = course(house, count=30)

    assert len(days(dates(house, offer_id))) == 30
    (rule,) = house.desk.read(offer_card, offer_id).rules
    assert rule.last_day == max(days(dates(house, offer_id)))


def test_a_course_of_many_years_has_all_the_dates_that_were_promised(house: House) -> None:
    offer_id = course(house, count=500)

    assert len(days(dates(house, offer_id))) == 500


def test_days_that_are_left_out_are_in_no_list_of_the_house_and_take_no_booking(
    house: House,
) -> None:
    offer_id = course(house)
    skipped = next(line for line in dates(house, offer_id) if line.state == "skipped")

    assert house.desk.read(dates_between, date(2026, 12, 25), date(2026, 12, 25)) == []
    with pytest.raises(Invalid) as counting:
        house.act(count_heads, CountHeads(skipped.id, 3))
    with pytest.raises(Invalid) as dropping:
        house.act(cancel_date, CancelDate(skipped.id, "Wetter"))
    assert {counting.value.problem, dropping.value.problem} == {"skipped"}


def test_lunch_is_not_booked_on_a_day_that_is_left_out(house: House) -> None:
    planned = PlannedSeries(Series((FRIDAYS,)), DECEMBER, date(2026, 12, 31), 720, 780)
    data = OfferData("Mittagstisch", "lunch", room_id=house.room())
    offer_id = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    skipped = next(line for line in dates(house, offer_id) if line.state == "skipped")

    with pytest.raises(Invalid) as caught:
        house.act(book, Book(house.person(), offer_id, skipped.id))

    assert caught.value.problem == "skipped"


def test_a_day_taken_back_takes_the_last_date_out_and_leaves_no_gap(house: House) -> None:
    offer_id = course(house, count=6)
    before = dates(house, offer_id)
    christmas = next(line for line in before if line.state == "skipped")

    house.act(restore_date, RestoreDate(christmas.id))

    lines = after = dates(house, offer_id)
    assert days(lines) == [
        *(DECEMBER + timedelta(weeks=week) for week in range(4)),
        date(2027, 1, 8),
        date(2027, 1, 15),
    ]
    (new_year,) = (line for line in lines if line.state == "skipped")
    assert new_year.replaced_by == moment(date(2027, 1, 15), 600)
    assert lines[-1].replaces == new_year.starts
    assert house.desk.read(check).clean
    house.act(undo, None)
    assert dates(house, offer_id) == before
    house.act(redo, None)
    assert dates(house, offer_id) == after
    assert house.desk.read(check).clean


def test_dropped_dates_that_come_back_leave_no_gap_at_the_end_either(house: House) -> None:
    offer_id = course(house, count=3)
    first, second, third = dates(house, offer_id)
    for line in (first, second, third):
        house.act(cancel_date, CancelDate(line.id, "Wetter", replace=True))

    house.act(restore_date, RestoreDate(first.id))

    lines = dates(house, offer_id)
    assert days(lines) == [DECEMBER, date(2027, 1, 8), date(2027, 1, 15)]
    assert [line.replaces for line in lines[-2:]] == [second.starts, third.starts]


def test_a_replacement_on_a_day_of_its_own_goes_with_the_date_it_was_put_for(
    house: House,
) -> None:
    offer_id = course(house, count=6)
    first = dates(house, offer_id)[0]
    house.act(cancel_date, CancelDate(first.id, "Wetter"))
    tuesday = date(2027, 2, 2)
    house.act(add_date, AddDate(offer_id, tuesday, 900, 960, house.room(), replaces_id=first.id))
    with_own = days(dates(house, offer_id))

    house.act(restore_date, RestoreDate(first.id))

    restored = days(dates(house, offer_id))
    assert with_own[-1] == tuesday
    assert restored == [DECEMBER, *with_own[:-1]]


def test_a_day_taken_back_leaves_the_replacement_put_by_hand_for_another(house: House) -> None:
    offer_id = course(house, count=6)
    before = dates(house, offer_id)
    first, christmas = before[0], next(line for line in before if line.state == "skipped")
    house.act(cancel_date, CancelDate(first.id, "Wetter"))
    tuesday = date(2027, 2, 2)
    house.act(add_date, AddDate(offer_id, tuesday, 900, 960, house.room(), replaces_id=first.id))

    house.act(restore_date, RestoreDate(christmas.id))

    lines = dates(house, offer_id)
    assert days(lines)[-2:] == [date(2027, 1, 15), tuesday]
    assert lines[-1].replaces == first.starts


@settings(max_examples=20, deadline=None)
@given(
    count=st.integers(2, 12),
    closed=st.lists(st.integers(0, 60), max_size=3),
    order=st.lists(st.integers(0, 9), max_size=5),
)
def test_a_course_is_without_gaps_however_many_days_are_taken_back(
    prepared: Path, count: int, closed: list[int], order: list[int]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        for after in closed:
            day = DECEMBER + timedelta(days=after)
            house.act(add_closure, AddClosure(None, day, day + timedelta(days=6), "Umbau"))
        offer_id = course(house, count)
        open_days = days(dates(house, offer_id))
        for number in order:
            left_out = [one for one in dates(house, offer_id) if one.state == "skipped"]
            if not left_out:
                break
            back = left_out[number % len(left_out)]
            house.act(restore_date, RestoreDate(back.id, overrule="trotzdem"))
            open_days = sorted([*open_days, day_of(back.starts)])[:count]
            lines = dates(house, offer_id)
            assert days(lines) == open_days
            lost = [
                one for one in lines if one.state == "skipped" and one.starts < lines[-1].starts
            ]
            replaced = [one.replaced_by for one in lost]
            assert replaced == sorted({one.starts for one in lines if one.replaces})
        assert house.desk.read(check).clean


def test_a_day_is_not_taken_back_into_a_room_that_is_taken(house: House) -> None:
    offer_id = course(house)
    christmas = next(line for line in dates(house, offer_id) if line.state == "skipped")
    house.one_date(house.offer("Chor", "group"), day=date(2026, 12, 25))

    with pytest.raises(RoomTaken):
        house.act(restore_date, RestoreDate(christmas.id))
    assert len(days(dates(house, offer_id))) == 5
    house.act(restore_date, RestoreDate(christmas.id, overrule="Beide passen hinein"))

    restored = next(line for line in dates(house, offer_id) if line.id == christmas.id)
    assert (restored.state, restored.overruled) == ("planned", "Beide passen hinein")


def test_a_date_at_the_end_for_which_somebody_is_noted_stays(house: House) -> None:
    offer_id = course(house)
    last = dates(house, offer_id)[-1]
    christmas = next(line for line in dates(house, offer_id) if line.state == "skipped")
    house.act(count_heads, CountHeads(last.id, 4))

    house.act(restore_date, RestoreDate(christmas.id))

    lines = dates(house, offer_id)
    assert (len(days(lines)), lines[-1].id) == (5, last.id)
    (new_year,) = (line for line in lines if line.state == "skipped")
    assert new_year.replaced_by == last.starts


def test_where_somebody_is_noted_for_every_added_date_all_of_them_stay(house: House) -> None:
    offer_id = course(house)
    christmas = next(line for line in dates(house, offer_id) if line.state == "skipped")
    for line in dates(house, offer_id)[-2:]:
        house.act(count_heads, CountHeads(line.id, 4))

    house.act(restore_date, RestoreDate(christmas.id))

    assert len(days(dates(house, offer_id))) == 6


def test_a_dropped_date_gets_a_replacement_at_the_end_where_the_room_is_free(
    house: House,
) -> None:
    offer_id = course(house)
    house.one_date(house.offer("Chor", "group"), day=date(2027, 1, 22))
    first = dates(house, offer_id)[0]

    added = house.act(cancel_date, CancelDate(first.id, "Leitung verhindert", replace=True)).value

    lines = dates(house, offer_id)
    assert added == moment(date(2027, 1, 29), 600)
    assert (lines[-1].replaces, lines[0].replaced_by) == (first.starts, added)
    assert len(days(lines)) == 5


def test_the_replacement_of_a_date_knows_holidays_and_closing_days(house: House) -> None:
    offer_id = course(house, count=3)
    house.act(add_closure, AddClosure(None, date(2027, 1, 4), date(2027, 1, 8), "Heizung"))
    last = dates(house, offer_id)[-1]

    added = house.act(cancel_date, CancelDate(last.id, "Wetter", replace=True)).value

    assert added == moment(date(2027, 1, 15), 600)


def test_dropping_without_a_replacement_gives_none(house: House) -> None:
    offer_id = course(house)
    first = dates(house, offer_id)[0]

    assert house.act(cancel_date, CancelDate(first.id, "Wetter")).value is None
    assert len(days(dates(house, offer_id))) == 4


def test_an_offer_without_a_series_has_no_end_for_a_replacement(house: House) -> None:
    single = house.one_date(house.offer("Vortrag", "event"))

    with pytest.raises(NoReplacement):
        house.act(cancel_date, CancelDate(single, "Wetter", replace=True))

    (line,) = house.desk.read(dates_between, MONDAY, MONDAY)
    assert line.state == "planned"


def test_there_is_one_replacement_for_a_date_and_only_for_one_that_is_dropped(
    house: House,
) -> None:
    offer_id = course(house)
    first, second, *_ = dates(house, offer_id)
    house.act(cancel_date, CancelDate(first.id, "Wetter", replace=True))
    day = DECEMBER + timedelta(days=1)

    with pytest.raises(AlreadyReplaced):
        house.act(add_date, AddDate(offer_id, day, 600, 660, replaces_id=first.id))
    with pytest.raises(Invalid) as caught:
        house.act(add_date, AddDate(offer_id, day, 600, 660, replaces_id=second.id))

    assert caught.value.problem == "takes_place"


def test_a_replacement_does_not_come_back_beside_the_date_it_stood_in_for(house: House) -> None:
    offer_id = course(house)
    first = dates(house, offer_id)[0]
    house.act(cancel_date, CancelDate(first.id, "Wetter", replace=True))
    instead = dates(house, offer_id)[-1]
    house.act(cancel_date, CancelDate(instead.id, "Wetter", replace=True))
    house.act(restore_date, RestoreDate(first.id))

    with pytest.raises(ReplacedIsHeld) as caught:
        house.act(restore_date, RestoreDate(instead.id))

    assert (caught.value.starts, caught.value.replaced) == (instead.starts, first.starts)
    assert len(days(dates(house, offer_id))) == 5


def test_a_holiday_can_push_a_date_to_the_next_week_of_a_fortnight(house: House) -> None:
    offer_id = course(house, count=4, on_public_holidays="next_week", anchor=date(2026, 12, 11))
    fortnight = Series(
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",),
        anchor=date(2026, 12, 11),
        on_public_holidays="next_week",
    )
    planned = PlannedSeries(fortnight, date(2026, 12, 7), date(2027, 1, 31), 900, 960)
    data = OfferData("Skat", "group", room_id=house.room())
    skat = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id

    lines = dates(house, skat)
    assert len(days(dates(house, offer_id))) == 4
    assert days(lines, "skipped") == [date(2026, 12, 25)]
    assert days(lines) == [date(2026, 12, 11), date(2027, 1, 8), date(2027, 1, 22)]


def test_a_holiday_among_the_added_dates_is_no_date_that_the_course_has_lost(
    house: House,
) -> None:
    series = Series(("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",), start=DECEMBER, count=8)
    planned = PlannedSeries(series, DECEMBER, date(2026, 12, 31), 600, 660)
    data = OfferData("Englisch", "course", room_id=house.room())
    offer_id = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id

    lines = dates(house, offer_id)

    assert days(lines, "skipped") == [date(2027, 1, 1)]
    assert (len(days(lines)), days(lines)[-1]) == (8, date(2027, 4, 9))


STEPS = st.lists(
    st.tuples(st.sampled_from(["drop", "restore", "undo", "redo"]), st.integers(0, 30)),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 9),
    policy=st.sampled_from([None, "skip", "keep", "next_week"]),
    interval=st.integers(1, 3),
    closed=st.lists(st.integers(0, 90), max_size=3),
    steps=STEPS,
)
def test_the_number_of_dates_is_kept_through_everything(
    prepared: Path,
    count: int,
    policy: str | None,
    interval: int,
    closed: list[int],
    steps: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        for after in closed:
            day = DECEMBER + timedelta(days=after)
            house.act(add_closure, AddClosure(None, day, day + timedelta(days=3), "Umbau"))
        series = Series(
            (f"FREQ=WEEKLY;INTERVAL={interval};BYDAY=FR",),
            start=DECEMBER,
            count=count,
            on_public_holidays=policy,  # type: ignore[arg-type]
        )
        planned = PlannedSeries(series, DECEMBER, date(2026, 12, 31), 600, 660)
        data = OfferData("Englisch", "course", room_id=house.room())
        offer_id = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
        made = 0
        for verb, number in (("drop", 0), *steps):
            lines = dates(house, offer_id)
            held = [line.id for line in lines if line.state == "planned"]
            other = [line.id for line in lines if line.state != "planned"]
            with suppress(Refusal):
                if verb == "drop":
                    request = CancelDate(held[number % count], "Wetter", replace=True)
                    house.act(cancel_date, request)
                    made += 1
                elif verb == "restore" and other:
                    house.act(restore_date, RestoreDate(other[number % len(other)]))
                    made += 1
                elif verb == "undo" and made:
                    house.act(undo, None)
                    made -= 1
                elif verb == "redo":
                    house.act(redo, None)
                    made += 1
            assert len(days(dates(house, offer_id))) == count
