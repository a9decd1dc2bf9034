"""What stands on the printed programme of a week."""

from datetime import date, timedelta

import pytest

from begegnung.model.errors import Invalid, UnknownCentre
from begegnung.model.programme import ClosedDay
from begegnung.model.recurrence import Series
from begegnung.services.dates import CancelDate, MoveDate, cancel_date, dates_of, move_date
from begegnung.services.houses import AddClosure, EditHouse, add_closure, edit_house
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer
from begegnung.services.weekly import programme_of, week_of, week_programme
from tests.desks import HOUSE, MONDAY, SECOND, SINGLE, House

SUNDAY = MONDAY + timedelta(days=6)


def test_an_entry_says_day_time_room_leader_and_what_to_know(house: House) -> None:
    yoga = house.offer(
        "Yoga",
        category="movement",
        leader="Frau Sommer",
        remark="Matte mitbringen",
        fee_text="3 €",
        registration="required",
    )
    house.one_date(yoga)

    (entry,) = house.desk.read(week_programme, MONDAY).entries

    assert (entry.day, entry.start, entry.end) == (MONDAY, 600, 660)
    assert (entry.title, entry.room, entry.leader) == ("Yoga", SINGLE, "Frau Sommer")
    assert entry.remark == "Matte mitbringen · 3 € · mit Anmeldung"
    assert (entry.category, entry.status, entry.status_note) == ("movement", "planned", "")


def test_the_week_goes_from_monday_to_sunday_in_order_of_time(house: House) -> None:
    yoga = house.offer("Yoga")
    for days in (-1, 7, 6, 0):
        house.one_date(yoga, day=MONDAY + timedelta(days=days))
    house.one_date(yoga, 480, 540)

    entries = house.desk.read(week_programme, MONDAY).entries

    assert [(e.day, e.start) for e in entries] == [(MONDAY, 480), (MONDAY, 600), (SUNDAY, 600)]


def test_an_end_is_printed_only_when_it_is_known(house: House) -> None:
    yoga = house.offer("Yoga")
    house.one_date(yoga, 600, None)
    house.one_date(yoga, 1200, 1440)

    entries = house.desk.read(week_programme, MONDAY).entries

    assert [(e.start, e.end) for e in entries] == [(600, None), (1200, 1440)]


def test_a_dropped_date_stays_with_its_reason(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(cancel_date, CancelDate(yoga, "Leitung verhindert"))

    (entry,) = house.desk.read(week_programme, MONDAY).entries

    assert (entry.status, entry.status_note) == ("cancelled", "Leitung verhindert")


def test_a_moved_date_says_from_where(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    tuesday = MONDAY + timedelta(days=1)
    house.act(move_date, MoveDate(yoga, tuesday, 600, 660, house.room(SECOND)))

    entry, old = house.desk.read(week_programme, MONDAY).entries

    assert (old.day, old.status, old.room) == (MONDAY, "moved", "")
    assert (entry.day, entry.status, entry.room) == (tuesday, "moved", SECOND)
    assert entry.status_note == "vom Mo., 23.11., 10:00 Uhr"


def test_a_moved_date_that_is_dropped_is_dropped(house: House) -> None:
    yoga = house.one_date(house.offer("Yoga"))
    house.act(move_date, MoveDate(yoga, SUNDAY, 600, 660, house.room()))
    house.act(cancel_date, CancelDate(yoga, "Wetter"))

    assert house.desk.read(week_programme, MONDAY).entries[0].status == "cancelled"


def test_a_dropped_date_and_the_one_held_for_it_name_each_other(house: House) -> None:
    yoga = house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=1)).offer_id
    first = house.desk.read(dates_of, yoga)[0]
    house.act(cancel_date, CancelDate(first.id, "Wetter", replace=True))

    (dropped,) = house.desk.read(week_programme, MONDAY).entries
    (instead,) = house.desk.read(week_programme, MONDAY + timedelta(weeks=2)).entries

    assert (dropped.status, dropped.status_note) == (
        "cancelled",
        "Wetter, Ersatz am Mo., 07.12., 10:00 Uhr",
    )
    assert (instead.status, instead.status_note) == (
        "planned",
        "Ersatz für Mo., 23.11., 10:00 Uhr",
    )


def test_days_that_the_calendar_leaves_out_are_not_printed_nor_what_a_course_adds_for_them(
    house: House,
) -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=FR",), start=date(2026, 12, 18), count=2)
    planned = PlannedSeries(series, MONDAY, date(2026, 12, 31), 600, 660)
    house.act(add_offer, AddOffer(OfferData("Englisch", "course"), (planned,)))

    def printed(monday: date) -> list[str]:
        return [entry.status_note for entry in house.desk.read(week_programme, monday).entries]

    assert printed(date(2026, 12, 21)) == printed(date(2026, 12, 28)) == []
    assert printed(date(2027, 1, 4)) == [""]


def test_what_is_not_printed_is_left_out(house: House) -> None:
    house.one_date(house.offer("Teamsitzung", "internal", printed=False))
    house.offer("Geheim", printed=False, wording="nach Absprache")

    programme = house.desk.read(week_programme, MONDAY)

    assert (programme.entries, programme.text_entries) == ((), ())


def test_offers_without_dates_are_printed_in_their_own_words(house: House) -> None:
    house.offer("Zither", "group", wording="nach Absprache", time_text="nachmittags")
    house.offer("Ölmalerei", wording="auf Anfrage")
    house.one_date(house.offer("Yoga", wording="montags"))

    entries = house.desk.read(week_programme, MONDAY).text_entries

    assert [(e.title, e.wording) for e in entries] == [
        ("Ölmalerei", "auf Anfrage"),
        ("Zither", "nach Absprache · nachmittags"),
    ]


def test_closed_days_are_public_holidays_and_closures_of_the_whole_house(house: House) -> None:
    christmas = date(2026, 12, 21)
    first, last = date(2026, 12, 23), date(2027, 1, 3)
    house.act(add_closure, AddClosure(None, first, last, "Betriebsferien"))
    house.act(add_closure, AddClosure(house.room(), christmas, christmas, "Wasserschaden"))

    closed = house.desk.read(week_programme, christmas).closed_days

    assert closed == tuple(ClosedDay(first + timedelta(days=n), "Betriebsferien") for n in range(5))


def test_a_public_holiday_closes_the_house_by_its_name(house: House) -> None:
    house.act(add_closure, AddClosure(None, date(2026, 12, 26), date(2026, 12, 26), ""))

    closed = house.desk.read(week_programme, date(2026, 12, 21)).closed_days

    assert [day.day.day for day in closed] == [25, 26]
    assert all("Weihnachtstag" in day.reason for day in closed)


def test_the_announcement_is_printed_when_there_is_one(house: House) -> None:
    before = house.desk.read(week_programme, MONDAY).announcement
    house.act(edit_house, EditHouse({"announcement_title": "Sommerfest"}))
    after = house.desk.read(week_programme, MONDAY)

    assert before is None
    assert after.announcement is not None
    assert after.announcement.title == "Sommerfest"
    assert (after.house.name, after.house.address) == (HOUSE, "Dortmund")


def test_a_week_is_typed_as_a_calendar_week_or_left_out(house: House) -> None:
    house.clock.go_on(days=6, hours=10)

    assert house.desk.read(week_of, "") == MONDAY
    assert house.desk.read(week_of, "2026-W48") == MONDAY
    with pytest.raises(Invalid) as caught:
        house.desk.read(week_of, "48")
    assert (caught.value.field, caught.value.problem) == ("week", "not_a_week")


def test_the_programme_of_a_house_that_is_not_known_is_refused(house: House) -> None:
    assert house.desk.read(programme_of, MONDAY, "haus linde").house.name == HOUSE
    with pytest.raises(UnknownCentre):
        house.desk.read(programme_of, MONDAY, "Haus Eiche")


def test_a_date_moved_to_another_day_still_stands_where_visitors_look_for_it(house: House) -> None:
    offer = house.offer("Malkreis", "group")
    when = house.one_date(offer, 600, 660)
    later = MONDAY + timedelta(days=9)
    house.act(move_date, MoveDate(when, later, 840, 900, house.room()))

    (old,) = house.desk.read(week_programme, MONDAY).entries
    (new,) = house.desk.read(week_programme, MONDAY + timedelta(days=7)).entries

    assert (old.day, old.start, old.end, old.status) == (MONDAY, 600, 660, "moved")
    assert old.status_note == "auf Mi., 02.12., 14:00 Uhr"
    assert (new.day, new.start, new.status) == (later, 840, "moved")
    assert new.status_note == "vom Mo., 23.11., 10:00 Uhr"
