"""Versions of a series: another rule from a day on, the past as it was."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.model.errors import Invalid, NoDates, RoomTaken
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.recurrence import Series
from begegnung.model.rows import DateLine
from begegnung.services.attendance import CountHeads, count_heads
from begegnung.services.bookings import Book, book
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    EditDate,
    MoveDate,
    RestoreDate,
    add_date,
    cancel_date,
    dates_of,
    edit_date,
    move_date,
    restore_date,
)
from begegnung.services.history import undo
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer, offer_card
from begegnung.services.series_change import ChangeFrom, change_from, change_preview
from begegnung.services.weekly import week_programme
from tests.desks import MONDAY, SECOND, SINGLE, House, content, copy_of, open_house

MONDAYS = Series(("FREQ=WEEKLY;BYDAY=MO",))
WEEK = timedelta(weeks=1)
LAST = MONDAY + 3 * WEEK
TURN = MONDAY + WEEK
"""The day from which everything is different: the second of four Mondays."""


@pytest.fixture
def skat(house: House) -> str:
    return group(house)


def group(house: House, last: date = LAST, kind: str = "group", **known: Any) -> str:
    """Skat on Mondays from 10 to 11 in the first room."""
    planned = PlannedSeries(MONDAYS, MONDAY, last, 600, 660)
    data = OfferData("Skat", kind, room_id=house.room(), wording="montags", **known)
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


def later(
    house: House,
    offer_id: str,
    series: Series = MONDAYS,
    *,
    start: int = 600,
    end: int = 690,
    room: str = SINGLE,
    last: date = LAST,
    overrule: str = "",
) -> ChangeFrom:
    """The request to change the offer from `TURN` on."""
    planned = PlannedSeries(series, TURN, last, start, end)
    return ChangeFrom(offer_id, TURN, (planned,), house.room(room), "neu", overrule)


def lines(house: House, offer_id: str) -> list[DateLine]:
    return house.desk.read(dates_of, offer_id)


def spans(house: House, offer_id: str) -> list[tuple[date, int, int]]:
    return [
        (day_of(line.starts), minute_of(line.starts), minute_of(line.ends))
        for line in lines(house, offer_id)
        if line.state == "planned"
    ]


def test_later_dates_follow_and_the_past_stays_as_it_was(house: House, skat: str) -> None:
    before = lines(house, skat)
    house.clock.go_on(days=6)

    house.act(change_from, later(house, skat))

    after = lines(house, skat)
    assert after[0] == before[0]
    assert [line.id for line in after] == [line.id for line in before]
    assert [line.ends - line.starts for line in after] == [60, 90, 90, 90]
    old, new = house.desk.read(offer_card, skat).rules
    assert (old.last_day, new.first_day) == (TURN - timedelta(days=1), TURN)
    assert house.desk.read(offer_card, skat).wording == "neu"


def test_the_printed_week_before_the_change_is_the_same(house: House, skat: str) -> None:
    printed = house.desk.read(week_programme, MONDAY)

    house.act(change_from, later(house, skat, room=SECOND))

    assert house.desk.read(week_programme, MONDAY) == printed
    assert [line.room for line in lines(house, skat)] == [SINGLE, SECOND, SECOND, SECOND]
    old, new = house.desk.read(offer_card, skat).rules
    assert (old.room_id, new.room_id) == (house.room(), None)


def test_another_weekday_drops_the_old_days_and_adds_the_new_ones(house: House, skat: str) -> None:
    tuesdays = Series(("FREQ=WEEKLY;BYDAY=TU",))
    preview = house.desk.read(change_preview, later(house, skat, tuesdays))

    told = house.act(change_from, later(house, skat, tuesdays)).value

    assert told == preview.dates
    assert (preview.number("dropped"), preview.number("added")) == (3, 2)
    assert [day.weekday() for day, _, _ in spans(house, skat)] == [0, 1, 1]


def test_one_step_takes_all_of_it_back(house: House, skat: str) -> None:
    before = house.desk.read(content)
    house.act(change_from, later(house, skat, Series(("FREQ=WEEKLY;BYDAY=TU",)), room=SECOND))

    house.act(undo, None)

    assert house.desk.read(content) == before


def test_what_was_decided_for_one_date_holds(house: House, skat: str) -> None:
    _, moved, dropped, own_words = lines(house, skat)
    wednesday = day_of(moved.starts) + timedelta(days=2)
    house.act(move_date, MoveDate(moved.id, wednesday, 600, 660, house.room()))
    house.act(cancel_date, CancelDate(dropped.id, "Leitung verhindert"))
    house.act(edit_date, EditDate(own_words.id, "Adventsfeier", "", "", 0, 0))

    told = house.act(change_from, later(house, skat)).value

    after = {line.id: line for line in lines(house, skat)}
    assert len(after) == 4
    assert (after[moved.id].starts, after[moved.id].ends) == (
        moment(wednesday, 600),
        moment(wednesday, 660),
    )
    assert (after[dropped.id].state, after[dropped.id].ends) == (
        "cancelled",
        dropped.starts + 90,
    )
    assert (after[own_words.id].title, after[own_words.id].ends) == (
        "Adventsfeier",
        own_words.starts + 90,
    )
    assert {one.why for one in told if one.outcome == "kept"} == {("moved",), ("cancelled",)}


def test_a_date_with_people_or_words_of_its_own_does_not_vanish(house: House) -> None:
    lunch = group(house, kind="lunch")
    _, booked, own_words, plain = lines(house, lunch)
    house.act(book, Book(house.person(), lunch, booked.id))
    house.act(edit_date, EditDate(own_words.id, "Gänseessen", "", "", 0, 0))

    told = house.act(change_from, later(house, lunch, Series(("FREQ=WEEKLY;BYDAY=TU",)))).value

    after = [line.id for line in lines(house, lunch)]
    assert {booked.id, own_words.id} <= set(after)
    assert plain.id not in after
    assert [one.why for one in told if one.outcome == "kept"] == [("people",), ("own_words",)]


def test_a_date_added_singly_stays(house: House, skat: str) -> None:
    extra = house.act(
        add_date, AddDate(skat, TURN + timedelta(days=3), 600, 660, house.room())
    ).value

    told = house.act(change_from, later(house, skat)).value

    assert extra in [line.id for line in lines(house, skat)]
    assert ("by_hand",) in [one.why for one in told]


def test_a_room_that_is_taken_is_told_before_and_refused(house: House, skat: str) -> None:
    house.one_date(house.offer("Chor", "group"), 660, 720, day=LAST)
    before = house.desk.read(content)

    preview = house.desk.read(change_preview, later(house, skat))
    with pytest.raises(RoomTaken):
        house.act(change_from, later(house, skat))

    assert [one.title for one in preview.overlaps] == ["Chor"]
    assert house.desk.read(content) == before


def test_taking_a_room_all_the_same_is_noted_on_the_dates_it_concerns(
    house: House, skat: str
) -> None:
    house.one_date(house.offer("Chor", "group"), 660, 720, day=LAST)

    house.act(change_from, later(house, skat, overrule="Chor baut erst auf"))

    assert [line.overruled for line in lines(house, skat)] == ["", "", "", "Chor baut erst auf"]


def test_a_course_keeps_the_number_of_its_dates(house: House) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=MO",), start=MONDAY, count=5)
    planned = PlannedSeries(series, MONDAY, date(2026, 12, 31), 600, 660)
    data = OfferData("Englisch", "course", room_id=house.room())
    english = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    third = lines(house, english)[2]
    house.act(cancel_date, CancelDate(third.id, "Wetter", replace=True))

    tuesdays = Series(("FREQ=WEEKLY;BYDAY=TU",))
    house.act(change_from, later(house, english, tuesdays, last=date(2027, 6, 30)))

    found = spans(house, english)
    assert len(found) == 5
    assert [day.weekday() for day, _, _ in found] == [0, 1, 1, 1, 1]


def test_a_holiday_that_was_brought_back_stays_and_the_course_as_long(house: House) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=FR",), start=date(2026, 12, 4), count=5)
    planned = PlannedSeries(series, MONDAY, date(2026, 12, 31), 600, 660)
    data = OfferData("Englisch", "course", room_id=house.room())
    english = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    christmas = next(line for line in lines(house, english) if line.state == "skipped")
    house.act(restore_date, RestoreDate(christmas.id))

    fridays = Series(("FREQ=WEEKLY;BYDAY=FR",))
    house.act(change_from, later(house, english, fridays, last=date(2027, 6, 30)))

    found = spans(house, english)
    assert date(2026, 12, 25) in [day for day, _, _ in found]
    assert len(found) == 5


def test_days_newly_left_out_are_kept_as_such_and_others_come_back(house: House) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=FR",))
    planned = PlannedSeries(series, MONDAY, date(2027, 1, 31), 600, 660)
    data = OfferData("Skat", "group", room_id=house.room())
    skat = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    always = Series(("FREQ=WEEKLY;BYDAY=FR",), on_public_holidays="keep")
    house.act(change_from, later(house, skat, always, last=date(2027, 1, 31)))
    held = {line.state for line in lines(house, skat)}

    no_holidays = Series(("FREQ=WEEKLY;BYDAY=FR",), on_school_holidays="skip")
    house.act(change_from, later(house, skat, no_holidays, last=date(2027, 1, 31)))

    assert held == {"planned"}
    skipped = [line for line in lines(house, skat) if line.state == "skipped"]
    assert [day_of(line.starts) for line in skipped] == [date(2026, 12, 25), date(2027, 1, 1)]


def test_a_version_that_has_not_begun_can_be_changed_again(house: House, skat: str) -> None:
    house.act(change_from, later(house, skat, end=690))
    house.act(change_from, later(house, skat, end=720))

    assert [end for _, _, end in spans(house, skat)] == [660, 720, 720, 720]
    assert len(house.desk.read(offer_card, skat).rules) == 2


def test_a_change_of_what_is_over_is_refused(house: House, skat: str) -> None:
    house.clock.go_on(days=30)

    with pytest.raises(Invalid) as caught:
        house.act(change_from, later(house, skat))

    assert (caught.value.field, caught.value.problem) == ("from_day", "in_the_past")


def test_a_change_that_leaves_no_date_is_refused(house: House, skat: str) -> None:
    never = Series(("FREQ=WEEKLY;BYDAY=MO",), months=(6,))

    with pytest.raises(NoDates):
        house.act(change_from, later(house, skat, never))

    assert len(spans(house, skat)) == 4


def test_a_date_that_began_today_is_past(house: House, skat: str) -> None:
    house.clock.go_on(hours=3)
    planned = PlannedSeries(MONDAYS, MONDAY, LAST, 600, 720)

    house.act(change_from, ChangeFrom(skat, MONDAY, (planned,), house.room(), "neu"))

    assert [end for _, _, end in spans(house, skat)] == [660, 720, 720, 720]


STEPS = st.lists(
    st.tuples(st.sampled_from(["drop", "move", "words", "heads", "restore"]), st.integers(0, 20)),
    max_size=8,
)


@settings(max_examples=20, deadline=None)
@given(
    days=st.sets(st.sampled_from(["MO", "TU", "WE", "FR"]), min_size=1),
    interval=st.integers(1, 2),
    turn=st.integers(0, 60),
    start=st.sampled_from([540, 600]),
    steps=STEPS,
)
def test_nobody_is_orphaned_nothing_decided_is_lost_and_undo_brings_all_back(
    prepared: Path,
    days: set[str],
    interval: int,
    turn: int,
    start: int,
    steps: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        skat = group(house, MONDAY + 10 * WEEK)
        for verb, number in steps:
            known = lines(house, skat)
            line = known[number % len(known)]
            if line.state != "planned":
                house.act(restore_date, RestoreDate(line.id))
            elif verb == "drop":
                house.act(cancel_date, CancelDate(line.id, "Wetter"))
            elif verb == "move":
                day = day_of(line.starts) + timedelta(days=number % 5)
                request = MoveDate(line.id, day, 600 + 60 * (number % 3), 780, None, "Park")
                house.act(move_date, request)
            elif verb == "words":
                house.act(edit_date, EditDate(line.id, f"Titel {number}", "", "", 0, 0))
            elif verb == "heads":
                house.act(count_heads, CountHeads(line.id, number))
        before = house.desk.read(content)
        first = MONDAY + timedelta(days=turn)
        rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(sorted(days))}"
        series = Series((rule,), anchor=MONDAY)
        planned = PlannedSeries(series, first, MONDAY + 12 * WEEK, start, start + 60)
        request = ChangeFrom(skat, first, (planned,), house.room(), "neu")
        preview = house.desk.read(change_preview, request)

        assert house.act(change_from, request).value == preview.dates

        after = house.desk.read(content)
        boundary = moment(first, 0)
        for row_id, row in before["occurrence"].items():
            now = after["occurrence"].get(row_id)
            if row["starts"] < boundary:
                assert now == row
            elif row["moved_from"] is not None or row["state"] == "cancelled" or row["title"]:
                assert now is not None
                assert (now["state"], now["title"]) == (row["state"], row["title"])
        for count in after["head_count"].values():
            assert after["occurrence"][count["occurrence_id"]]["state"] != "skipped"
        later_rows = [r for r in after["occurrence"].values() if r["starts"] >= boundary]
        starts = [row["starts"] for row in later_rows if row["state"] == "planned"]
        assert len(starts) >= len(set(starts))
        house.act(undo, None)
        assert house.desk.read(content) == before
