"""Taking over a half-year: what goes on by itself, what wants a decision, what is missing."""

import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.db.tables import occurrence
from begegnung.model.errors import Invalid
from begegnung.model.half_year import names_a_day
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.recurrence import Move, Pause, Series
from begegnung.services.agreements import SetAgreement, set_agreement
from begegnung.services.booking_lists import bookings_of
from begegnung.services.dates import dates_of
from begegnung.services.half_year import (
    CopyHalfYear,
    CopyLine,
    copy_half_year,
    half_year_copy,
)
from begegnung.services.history import undo
from begegnung.services.houses import AddClosure, AddRoom, add_closure, add_room
from begegnung.services.missing_dates import missing_dates
from begegnung.services.offers import (
    AddOffer,
    EndOffer,
    OfferData,
    PlannedSeries,
    add_offer,
    end_offer,
    offer_card,
    offer_list,
)
from begegnung.services.series_change import ChangeFrom, change_from
from begegnung.texts import copy_reason
from tests.desks import MONDAY, SECOND, SINGLE, House, content

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
SOURCE, TARGET = "2026-2", "2027-1"
TUESDAYS = Series(("FREQ=WEEKLY;BYDAY=TU",))


def planned_offer(
    house: House,
    title: str = "Skat",
    series: Series = TUESDAYS,
    *,
    kind: str = "group",
    room: str | None = SINGLE,
    start: int = 600,
    first: date = FIRST,
    last: date = LAST,
    **known: Any,
) -> str:
    room_id = None if room is None else house.room(room)
    planned = PlannedSeries(series, first, last, start, start + 60)
    data = OfferData(title, kind, room_id=room_id, **known)
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


def the_line(house: House) -> CopyLine:
    (line,) = house.desk.read(half_year_copy, SOURCE, TARGET).lines
    return line


def keys(line: CopyLine) -> list[str]:
    return [reason.key for reason in line.reasons]


def copy_all(house: House, overrule: str = "") -> Any:
    lines = house.desk.read(half_year_copy, SOURCE, TARGET).lines
    request = CopyHalfYear(SOURCE, TARGET, tuple(line.offer_id for line in lines), overrule)
    return house.act(copy_half_year, request).value


def days(house: House, offer_id: str, since: date = date(2027, 1, 1)) -> list[date]:
    lines = house.desk.read(dates_of, offer_id)
    found = [day_of(line.starts) for line in lines if line.state == "planned"]
    return [day for day in found if day >= since]


def test_a_group_goes_on_in_the_same_offer_on_its_weekday_without_the_holidays(
    house: House,
) -> None:
    skat = planned_offer(house, series=Series(("FREQ=WEEKLY;BYDAY=MO",)))
    line = the_line(house)

    copied = copy_all(house)

    assert (line.outcome, line.reasons) == ("ready", ())
    assert (copied.offers, copied.dates, copied.left) == (1, len(line.dates), ())
    assert days(house, skat) == list(line.dates)
    assert {day.weekday() for day in line.dates} == {0}
    assert date(2027, 3, 29) not in line.dates
    assert [why for _, why in line.skipped] == ["Ostermontag", "Pfingstmontag"]
    assert len(house.desk.read(offer_list)) == 1
    assert len(house.desk.read(offer_card, skat).rules) == 2


def test_a_fortnight_runs_on_over_new_year(house: House) -> None:
    fortnight = Series(("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",), start=date(2026, 7, 7))
    skat = planned_offer(house, series=fortnight)

    copy_all(house)

    found = days(house, skat, FIRST)
    assert {(b - a).days for a, b in pairwise(found)} == {14}
    assert found[-1] > date(2027, 6, 1)


def test_twice_adds_nothing_and_one_step_takes_all_back(house: House) -> None:
    planned_offer(house)
    planned_offer(house, "Chor", start=720)
    before = house.desk.read(content)
    copy_all(house)
    after = house.desk.read(content)

    again = copy_all(house)

    assert again.offers == 0
    assert house.desk.read(content) == after
    lines = house.desk.read(half_year_copy, SOURCE, TARGET).lines
    assert {line.outcome for line in lines} == {"there"}
    house.act(undo, None)
    assert house.desk.read(content) == before


def test_a_course_becomes_a_new_offer_with_as_many_dates_and_nobody_booked(
    house: House,
) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=TU",), start=date(2026, 9, 15), count=10)
    english = planned_offer(house, "Englisch", series, kind="course", capacity=12)
    house.book(house.person(), english)

    assert copy_all(house).offers == 1

    new = next(line for line in house.desk.read(offer_list) if line.id != english)
    card = house.desk.read(offer_card, new.id)
    assert (card.title, card.continues_id, card.capacity) == ("Englisch", english, 12)
    assert house.desk.read(bookings_of, new.id) == []
    found = days(house, new.id)
    assert len(found) == 10
    assert found[0] == date(2026, 9, 15) + timedelta(weeks=26)
    assert copy_all(house).offers == 0


def test_a_course_whose_first_day_is_left_out_wants_a_decision(house: House) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=MO",), start=date(2026, 9, 28), count=10)
    planned_offer(house, "Englisch", series, kind="course")

    line = the_line(house)

    assert (line.outcome, keys(line)) == ("decide", ["first_day_left_out"])
    assert copy_reason(line.reasons[0]) == (
        "Der erste Tag, der 29.03.2027, fällt aus (Ostermontag). Bitte den Beginn wählen."
    )


def test_a_course_that_began_in_the_half_year_before_is_not_copied_with_this_one(
    house: House,
) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=TU",), start=date(2026, 6, 2), count=10)
    planned_offer(house, "Englisch", series, kind="course", first=date(2026, 6, 1))

    assert house.desk.read(half_year_copy, SOURCE, TARGET).lines == ()


DECISIONS: list[tuple[Series, dict[str, Any], str]] = [
    (Series(dates=(date(2026, 8, 4), date(2026, 9, 1))), {}, "single_dates"),
    (Series(dates=(date(2026, 8, 4),)), {"kind": "trip"}, "single_dates"),
    (Series(TUESDAYS.rrules, until=date(2026, 11, 24)), {}, "ends"),
    (TUESDAYS, {"last": date(2026, 11, 24)}, "ends"),
    (TUESDAYS, {"wording": "dienstags ab 7.7."}, "dates_in_words"),
    (Series(TUESDAYS.rrules, exdates=(date(2026, 8, 4),)), {}, "dates_in_words"),
    (
        Series(TUESDAYS.rrules, moved=(Move(date(2026, 8, 4), date(2026, 8, 5)),)),
        {},
        "dates_in_words",
    ),
    (
        Series(TUESDAYS.rrules, pauses=(Pause(date(2026, 8, 4), date(2026, 8, 20)),)),
        {},
        "dates_in_words",
    ),
    (Series(TUESDAYS.rrules, pauses=(Pause(date(2026, 12, 1), None),)), {}, "paused"),
    (Series(TUESDAYS.rrules, months=(10, 11)), {}, "no_dates"),
]


@pytest.mark.parametrize(("series", "known", "key"), DECISIONS)
def test_what_only_the_house_can_know_is_a_decision(
    house: House, series: Series, known: dict[str, Any], key: str
) -> None:
    planned_offer(house, series=series, **known)

    line = the_line(house)
    copied = copy_all(house, "trotzdem")

    assert line.outcome == "decide"
    assert key in keys(line)
    assert (copied.offers, copied.left) == (0, (line,))


def test_a_last_day_right_before_the_end_of_the_half_year_is_no_end(house: House) -> None:
    planned_offer(house, last=date(2026, 12, 29))

    assert the_line(house).outcome == "ready"


def test_school_holidays_that_are_not_known_want_a_decision(house: House) -> None:
    series = Series(TUESDAYS.rrules, on_school_holidays="skip")
    planned_offer(house, series=series, first=date(2090, 1, 1), last=date(2090, 6, 30))

    (line,) = house.desk.read(half_year_copy, "2090-1", "2090-2").lines

    assert "school_holidays_unknown" in keys(line)


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [(date(2027, 5, 31), "decide"), (date(2027, 6, 30), "ready"), (None, "ready")],
)
def test_an_outside_group_goes_on_only_as_long_as_its_agreement(
    house: House, ends: date | None, outcome: str
) -> None:
    group = planned_offer(house, "Selbsthilfe", kind="room_use")
    house.act(set_agreement, SetAgreement(group, "Erika Beispiel", ends_on=ends))

    line = the_line(house)

    assert line.outcome == outcome
    assert [reason.day for reason in line.reasons] == ([ends] if outcome == "decide" else [])


def test_a_room_that_is_taken_is_named_with_the_dates_and_can_be_overruled(
    house: House,
) -> None:
    skat = planned_offer(house)
    house.one_date(house.offer("Vortrag", "event"), day=date(2027, 2, 2))

    line = next(
        one for one in house.desk.read(half_year_copy, SOURCE, TARGET).lines if one.offer_id == skat
    )
    left = copy_all(house).left
    overruled = copy_all(house, "Vortrag ist im Nebenraum")

    assert keys(line) == ["room_taken"]
    assert [(one.title, day_of(one.starts)) for one in line.overlaps] == [
        ("Vortrag", date(2027, 2, 2))
    ]
    assert skat in [one.offer_id for one in left]
    assert overruled.offers == 1
    noted = {day_of(one.starts): one.overruled for one in house.desk.read(dates_of, skat)}
    assert noted[date(2027, 2, 2)] == "Vortrag ist im Nebenraum"
    assert noted[date(2027, 2, 9)] == ""


def test_a_closed_room_wants_a_decision_a_closed_house_leaves_the_days_out(
    house: House,
) -> None:
    planned_offer(house)
    planned_offer(house, "Chor", room=SECOND)
    house.act(add_closure, AddClosure(house.room(), date(2027, 2, 1), date(2027, 2, 5), "Boden"))
    house.act(add_closure, AddClosure(None, date(2027, 3, 1), date(2027, 3, 5), "Umbau"))

    chor, skat = house.desk.read(half_year_copy, SOURCE, TARGET).lines

    assert (chor.outcome, keys(skat)) == ("ready", ["room_closed"])
    assert (date(2027, 3, 2), "Haus geschlossen: Umbau") in chor.skipped


def test_two_offers_do_not_go_into_one_room_together(house: House) -> None:
    house.act(
        add_offer,
        AddOffer(
            OfferData("Bingo", "group", room_id=house.room()),
            (PlannedSeries(TUESDAYS, FIRST, LAST, 600, 660),),
        ),
    )
    planned = PlannedSeries(TUESDAYS, FIRST, LAST, 630, 690)
    data = OfferData("Skat", "group", room_id=house.room())
    house.act(add_offer, AddOffer(data, (planned,), overrule="so veröffentlicht"))

    bingo, skat = house.desk.read(half_year_copy, SOURCE, TARGET).lines
    copied = copy_all(house)

    assert (bingo.outcome, skat.outcome, keys(skat)) == ("ready", "decide", ["room_taken"])
    assert {one.title for one in skat.overlaps} == {"Bingo"}
    assert (copied.offers, [one.title for one in copied.left]) == (1, ["Skat"])


def test_the_last_version_of_a_series_is_the_one_that_goes_on(house: House) -> None:
    skat = planned_offer(house)
    from_day = MONDAY + timedelta(weeks=1)
    planned = PlannedSeries(TUESDAYS, from_day, LAST, 600, 690)
    house.act(change_from, ChangeFrom(skat, from_day, (planned,), house.room(SECOND), "dienstags"))

    copy_all(house)

    new = [line for line in house.desk.read(dates_of, skat) if day_of(line.starts).year == 2027]
    assert {(minute_of(line.ends), line.room) for line in new} == {(690, SECOND)}


def test_a_series_in_a_room_of_its_own_stays_there(house: House) -> None:
    planned = (
        PlannedSeries(TUESDAYS, FIRST, LAST, 600, 660),
        PlannedSeries(TUESDAYS, FIRST, LAST, 780, 840, house.room(SECOND)),
    )
    data = OfferData("Skat", "group", room_id=house.room())
    skat = house.act(add_offer, AddOffer(data, planned)).value.offer_id

    copy_all(house)

    new = [line for line in house.desk.read(dates_of, skat) if day_of(line.starts).year == 2027]
    assert {(minute_of(line.starts), line.room) for line in new} == {(600, SINGLE), (780, SECOND)}


def test_a_whole_programme_is_taken_over_while_somebody_waits(house: House) -> None:
    rooms = [house.act(add_room, AddRoom(f"Raum {n}")).value for n in range(12)]
    weekdays = ("MO", "TU", "WE", "TH", "FR")
    for n in range(120):
        series = Series((f"FREQ=WEEKLY;BYDAY={weekdays[n % 5]}",))
        start = 540 + 120 * (n // 60)
        planned = PlannedSeries(series, FIRST, LAST, start, start + 60)
        data = OfferData(f"Gruppe {n}", "group", room_id=rooms[n // 5 % 12])
        house.act(add_offer, AddOffer(data, (planned,)))
    begun = time.monotonic()

    copied = copy_all(house)

    assert time.monotonic() - begun < 3
    assert (copied.offers, copied.left) == (120, ())


def test_only_offers_that_were_chosen_are_copied_and_ended_ones_never(house: House) -> None:
    skat, chor = planned_offer(house), planned_offer(house, "Chor", start=720)
    gone = planned_offer(house, "Yoga", start=900)
    house.act(end_offer, EndOffer(gone))

    lines = house.desk.read(half_year_copy, SOURCE, TARGET).lines
    house.act(copy_half_year, CopyHalfYear(SOURCE, TARGET, (chor, gone)))

    assert [line.title for line in lines] == ["Chor", "Skat"]
    assert days(house, skat) == []
    assert days(house, chor)
    assert days(house, gone) == []


@pytest.mark.parametrize(
    ("source", "target", "field"),
    [
        ("2026-3", "2027-1", "source"),
        ("2026-2", "nächstes", "target"),
        ("2026-2", "2026-2", "target"),
        ("2026-2", "2026-1", "target"),
    ],
)
def test_half_years_that_cannot_be_are_refused(
    house: House, source: str, target: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        house.desk.read(half_year_copy, source, target)

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("ab 12.1.", True),
        ("am 3. März", True),
        ("vom 1.10. bis 15.12.", True),
        ("ab 2026-01-12", True),
        ("jeden 1. und 3. Mittwoch im Monat", False),
        ("dienstags um 14.30 Uhr", False),
        ("Oktober bis April", False),
        ("alle 14 Tage", False),
    ],
)
def test_words_that_name_a_day_are_told_from_those_that_do_not(words: str, named: bool) -> None:
    assert names_a_day(words) is named


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_seen_in_a_wording(day: date) -> None:
    assert names_a_day(f"dienstags ab {day.day}.{day.month}., 10 Termine")
    assert names_a_day(f"montags bis {day:%d.%m.%Y}")


def test_offers_without_a_date_in_the_half_year_are_missing_if_they_go_on(house: House) -> None:
    planned_offer(house, "Skat")
    course = Series(("FREQ=WEEKLY;BYDAY=TU",), start=FIRST, count=3)
    planned_offer(house, "Englisch", course, kind="course", start=720)
    house.offer("Beratung", "advice", wording="nach Absprache")

    now = house.desk.read(missing_dates, SOURCE)
    then = house.desk.read(missing_dates, TARGET)

    assert [one.offer.title for one in now] == ["Beratung"]
    assert [one.offer.title for one in then] == ["Beratung", "Skat"]


@pytest.mark.parametrize("words", ["2x monatlich", "zweimal im Monat", "2 x mtl."])
def test_words_that_promise_more_dates_than_there_are_ask_for_them(
    house: House, words: str
) -> None:
    film = house.offer("Film", "open_meeting", wording=words)
    house.one_date(film, day=date(2026, 11, 24))

    (missing,) = house.desk.read(missing_dates, SOURCE)

    assert (missing.dates, missing.promised) == (1, 12)


def test_days_that_are_only_left_out_are_no_dates(house: House) -> None:
    skat = planned_offer(house)

    def leave_out(work: Any, _request: None) -> None:
        for line in house.desk.read(dates_of, skat):
            work.update(occurrence, line.id, {"state": "skipped", "state_reason": "Pause"})

    house.act(leave_out, None)

    assert [one.offer.id for one in house.desk.read(missing_dates, SOURCE)] == [skat]


def test_prices_and_cards_go_along_and_days_that_are_over_do_not(house: House) -> None:
    known = {
        "fee_cents": 3000,
        "deposit_cents": 1000,
        "balance_due": date(2026, 8, 1),
        "takes_cards": True,
        "queue_order": "filling",
        "registration_opens": moment(date(2026, 7, 1), 540),
        "priority_opens": moment(date(2026, 6, 24), 540),
        "registration_closes": moment(date(2026, 8, 1), 540),
    }
    course = Series(("FREQ=WEEKLY;BYDAY=TU",), start=date(2026, 9, 1), count=5)
    old = planned_offer(house, "Englisch", course, kind="course", **known)
    skat = planned_offer(house, "Skat", Series(("FREQ=WEEKLY;BYDAY=TH",)), **known)

    copied = copy_all(house)

    new = next(line.id for line in house.desk.read(offer_list) if line.id not in (old, skat))
    assert copied.without_window == ("Englisch", "Skat")
    for offer_id in (new, skat):
        card = house.desk.read(offer_card, offer_id)
        assert (card.fee_cents, card.deposit_cents, card.takes_cards) == (3000, 1000, True)
        assert card.queue_order == "filling"
        assert card.registration_opens is None
        assert card.priority_opens is None
        assert card.registration_closes is None
        assert card.balance_due is None
    assert house.desk.read(offer_card, old).registration_opens == known["registration_opens"]
