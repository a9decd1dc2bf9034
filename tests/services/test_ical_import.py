"""Reading calendar files into a house: what arrives, and what is said of the rest."""

from datetime import date

import pytest

from begegnung.formats.icalendar_file import calendar_from
from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.rows import DateLine
from begegnung.services.check import check
from begegnung.services.dates import dates_between, dates_of
from begegnung.services.history import undo
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.ical_import import (
    CalendarImported,
    CalendarReport,
    ImportCalendar,
    import_calendar,
)
from begegnung.services.offers import (
    EditOffer,
    EndOffer,
    OfferData,
    edit_offer,
    end_offer,
    offer_card,
    offer_list,
)
from tests.desks import MONDAY, SECOND, SINGLE, House, content

FIRST, LAST = date(2026, 11, 23), date(2027, 6, 30)


def event(*lines: str, uid: str = "eins@beispiel", title: str = "Skat") -> str:
    """One VEVENT."""
    head = [f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}"]
    return "\r\n".join(["BEGIN:VEVENT", *head, *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """A calendar file with these components."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(house: House, *parts: str, **more: object) -> CalendarImported:
    """Reads a calendar with these components into the house."""
    found = calendar_from(calendar(*parts))
    assert found is not None
    return house.act(import_calendar, ImportCalendar(found, **more)).value  # type: ignore[arg-type]


def only(done: CalendarImported) -> CalendarReport:
    """The report of the one entry."""
    (entry,) = done.entries
    return entry


def dates(house: House) -> list[DateLine]:
    """All dates of the house in the window."""
    return house.desk.read(dates_between, FIRST, LAST)


def when(line: DateLine) -> tuple[str, str, str]:
    """Day, start and end of a date."""

    def clock(at: int) -> str:
        return f"{minute_of(at) // 60:02}:{minute_of(at) % 60:02}"

    return f"{day_of(line.starts):%d.%m.%Y}", clock(line.starts), clock(line.ends)


WEEKLY = event(
    "DTSTART;TZID=Europe/Berlin:20261130T140000",
    "DTEND;TZID=Europe/Berlin:20261130T160000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;TZID=Europe/Berlin:20261214T140000",
    "LOCATION:Saal",
)


def test_a_series_becomes_an_offer_with_rule_and_dates(house: House) -> None:
    report = only(read(house, WEEKLY))

    assert (report.outcome, report.occurrences, report.occurrences_added) == ("dated", 3, 3)
    assert [when(line) for line in dates(house)] == [
        ("30.11.2026", "14:00", "16:00"),
        ("07.12.2026", "14:00", "16:00"),
        ("21.12.2026", "14:00", "16:00"),
    ]
    (offer,) = house.desk.read(offer_list)
    card = house.desk.read(offer_card, offer.id)
    assert (card.title, card.room, len(card.rules)) == ("Skat", SINGLE, 1)
    assert all(line.rule_id == card.rules[0].id for line in dates(house))
    assert "jeden Montag" in card.wording
    assert house.desk.read(check).clean


def test_reading_it_again_adds_nothing_and_undo_takes_it_all_back(house: House) -> None:
    before = house.desk.read(content)
    read(house, WEEKLY)
    after = house.desk.read(content)

    again = only(read(house, WEEKLY))
    house.clock.go_on(days=3)
    later = only(read(house, WEEKLY))

    assert (again.outcome, again.occurrences, again.occurrences_added) == ("dated", 3, 0)
    assert later.occurrences_added == 0
    assert house.desk.read(content) == after
    house.act(undo, None)
    assert house.desk.read(content) == before


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART:20261130T140000", "DTEND:20261130T150000", ("14:00", "15:00")),
        ("DTSTART:20261130T140000Z", "DTEND:20261130T150000Z", ("15:00", "16:00")),
        ("DTSTART:20270630T140000Z", "DURATION:PT45M", ("16:00", "16:45")),
        ("DTSTART;TZID=America/New_York:20261130T090000", "DURATION:PT1H", ("15:00", "16:00")),
        ("DTSTART;TZID=W. Europe Standard Time:20261130T140000", "X-A:", ("14:00", "16:00")),
        ("DTSTART;TZID=/citadel.org/x/Europe/Berlin:20261130T140000", "X-A:", ("14:00", "16:00")),
        ('DTSTART;TZID="Europe/Berlin":20261130T140000', "X-A:", ("14:00", "16:00")),
        ("DTSTART;TZID=Mond/Krater:20261130T140000", "X-A:", ("14:00", "16:00")),
        ("DTSTART:20261130T140000", "DTEND:20261130T140000", ("14:00", "16:00")),
        ("DTSTART:20261130T140000", "DTEND:20261130T130000", ("14:00", "16:00")),
        # The clock goes from 2 to 3: an hour that is not there is the one after it.
        ("DTSTART;TZID=Europe/Berlin:20270328T023000", "DURATION:PT1H", ("03:30", "04:30")),
    ],
)
def test_times_of_all_zones_become_local_times(
    house: House, start: str, end: str, expected: tuple[str, str]
) -> None:
    read(house, event(start, end))

    (line,) = dates(house)
    assert when(line)[1:] == expected


def test_a_series_keeps_the_clock_of_its_zone_over_summer_time(house: House) -> None:
    read(house, event("DTSTART:20270301T130000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;COUNT=3"))

    assert [when(line)[:2] for line in dates(house)] == [
        ("01.03.2027", "14:00"),
        ("01.04.2027", "15:00"),
        ("01.05.2027", "15:00"),
    ]


def test_a_zone_of_its_own_counts_by_its_observances_and_nonsense_is_named(house: House) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:{0}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:{1}\r\nTZOFFSETTO:{1}\r\n{2}END:STANDARD\r\nEND:VTIMEZONE"
    )
    done = read(
        house,
        zone.format("Eigene", "+0300", ""),
        zone.format("Endlos", "+0300", "RRULE:FREQ=SECONDLY\r\n"),
        zone.format("Unsinn", "+9999", ""),
        event("DTSTART;TZID=Eigene:20261130T140000", uid="1", title="A"),
        event("DTSTART;TZID=Endlos:20261130T140000", uid="2", title="B"),
        event("DTSTART;TZID=Unsinn:20261130T140000", uid="3", title="C"),
    )

    assert {line.title: when(line)[1] for line in dates(house)} == {
        "A": "12:00",
        "B": "14:00",
        "C": "14:00",
    }
    assert [note for note in done.notes if "Zeitzone" in note and "hiesige" in note] == list(
        done.notes
    )
    assert len(done.notes) == 2


def test_a_day_without_a_time_comes_without_a_time(house: House) -> None:
    read(house, event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203", "LOCATION:Saal"))

    lines = dates(house)
    assert [(day_of(line.starts).day, line.untimed, line.room_id) for line in lines] == [
        (1, True, None),
        (2, True, None),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART;VALUE=DATE:20261201",), "ohne Raum eingetragen: 01.12.2026 (Saal)."),
        (
            ("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"),
            "ohne Raum eingetragen: 01.12.2026 (Saal); 02.12.2026 (Saal).",
        ),
        (
            ("DTSTART:20261201T140000", "DTEND:20261203T120000"),
            "ohne Raum eingetragen: 02.12.2026 (Saal); 03.12.2026 (Saal).",
        ),
    ],
)
def test_a_day_without_times_keeps_no_room_and_that_is_said(
    house: House, lines: tuple[str, ...], said: str
) -> None:
    report = only(read(house, event(*lines, "LOCATION:Saal")))

    untimed = [line for line in dates(house) if line.untimed]
    assert {line.room for line in untimed} == {""}
    assert report.without_room == len(untimed)
    assert f"Ein Tag ohne Uhrzeiten belegt keinen Raum, {said}" in report.reason


def test_a_whole_day_elsewhere_is_no_loss_of_a_room(house: House) -> None:
    report = only(read(house, event("DTSTART;VALUE=DATE:20261201", "LOCATION:Zoo")))

    assert (report.without_room, report.reason) == (0, "Übernommen.")


@pytest.mark.parametrize(
    "end",
    [
        "DTEND:20261130T130000",
        "DTEND:20261130T140000",
        "DTEND;VALUE=DATE:20261130",
        "DURATION:-PT1H",
        "DURATION:PT0S",
    ],
)
def test_an_end_that_cannot_be_is_named_with_the_time_that_is_kept(house: House, end: str) -> None:
    report = only(read(house, event("DTSTART:20261130T140000", end, "LOCATION:Saal")))

    (line,) = dates(house)
    assert (when(line), line.room) == (("30.11.2026", "14:00", "16:00"), SINGLE)
    assert "Ende liegt in der Datei nicht nach dem Beginn" in report.reason
    assert "zwei Stunden, so lange ist auch der Raum belegt: 30.11.2026, 14:00." in report.reason


def test_a_whole_day_that_ends_before_it_begins_is_one_day(house: House) -> None:
    day = "DTSTART;VALUE=DATE:20261201"
    report = only(read(house, event(day, "DTEND;VALUE=DATE:20261130")))
    same = only(read(house, event(day, "DTEND;VALUE=DATE:20261201", uid="b", title="Fest")))

    assert "nur der erste Tag: 01.12.2026." in report.reason
    assert same.reason == "Übernommen."
    assert [when(line)[0] for line in dates(house)] == ["01.12.2026", "01.12.2026"]


def test_a_night_is_cut_at_midnight_and_said_so(house: House) -> None:
    report = only(read(house, event("DTSTART:20261231T200000", "DTEND:20270101T020000")))

    assert [when(line) for line in dates(house)] == [("31.12.2026", "20:00", "00:00")]
    assert "Mitternacht" in report.reason


def test_moved_and_cancelled_dates_of_a_series_are_understood(house: House) -> None:
    done = read(
        house,
        event("DTSTART:20261130T140000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event("RECURRENCE-ID:20261207T140000", "DTSTART:20261208T150000", "DURATION:PT1H"),
        event(
            "RECURRENCE-ID:20261214T140000",
            "DTSTART:20261214T140000",
            "STATUS:CANCELLED",
            "DURATION:PT1H",
        ),
    )

    assert [(*when(line)[:2], line.state) for line in dates(house)] == [
        ("30.11.2026", "14:00", "planned"),
        ("08.12.2026", "15:00", "planned"),
        ("14.12.2026", "14:00", "cancelled"),
        ("21.12.2026", "14:00", "planned"),
    ]
    moved = dates(house)[1]
    assert moved.moved_from == moment(date(2026, 12, 7), 14 * 60)
    assert house.desk.read(check).clean
    assert "abgesagt: 1" in only(done).reason


def test_a_change_for_all_following_dates_holds_for_them(house: House) -> None:
    read(
        house,
        event("DTSTART:20261130T140000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261214T140000",
            "DTSTART:20261214T160000",
            "DURATION:PT1H",
        ),
    )

    assert [when(line)[1:] for line in dates(house)] == [
        ("14:00", "16:00"),
        ("14:00", "16:00"),
        ("16:00", "17:00"),
        ("16:00", "17:00"),
    ]


def test_single_dates_of_one_title_are_one_offer(house: House) -> None:
    done = read(
        house,
        event("DTSTART:20261130T140000", uid="1", title="Vortrag"),
        event("DTSTART:20261207T140000", uid="2", title="Vortrag"),
    )

    assert only(done).occurrences == 2
    assert len(house.desk.read(offer_list)) == 1


def test_a_taken_or_closed_room_is_not_taken_again(house: House) -> None:
    house.one_date(house.offer("Chor"), 13 * 60, 15 * 60, day=date(2026, 11, 30))
    closed = AddClosure(house.room(), date(2026, 12, 7), date(2026, 12, 7), "Putztag")
    house.act(add_closure, closed)

    report = only(read(house, WEEKLY))

    lines = [line for line in dates(house) if line.title == "Skat"]
    assert [(line.room, line.place) for line in lines] == [
        ("", SINGLE),
        ("", SINGLE),
        (SINGLE, ""),
    ]
    assert "30.11.2026" in report.reason
    assert "„Chor“" in report.reason
    assert "Putztag" in report.reason
    assert report.without_room == 2


def test_a_reason_takes_the_room_all_the_same(house: House) -> None:
    house.one_date(house.offer("Chor"), 13 * 60, 15 * 60, day=date(2026, 11, 30))

    report = only(read(house, WEEKLY, overrule="so abgesprochen"))

    lines = [line for line in dates(house) if line.title == "Skat"]
    assert [line.overruled for line in lines] == ["so abgesprochen", "", ""]
    assert {line.room for line in lines} == {SINGLE}
    assert "Trotzdem belegt" in report.reason


def test_two_entries_of_one_file_do_not_get_one_room_at_one_time(house: House) -> None:
    place = "LOCATION:Saal"
    one = event("DTSTART:20261130T140000", "DURATION:PT2H", place, uid="1", title="Skat")
    two = event("DTSTART:20261130T150000", "DURATION:PT2H", place, uid="2", title="Bingo")
    again = event("DTSTART:20261130T143000", "DURATION:PT2H", place, uid="3", title="Skat")
    read(house, one, two, again)

    assert [line.room for line in dates(house)] == [SINGLE, "", ""]


def test_a_place_outside_stays_a_place(house: House) -> None:
    read(house, event("DTSTART:20261130T140000", "LOCATION:Westfalenpark\\, Kaiserhain"))
    read(house, event("DTSTART:20261130T180000", f"LOCATION:{SECOND}\\, Haus Linde", uid="2"))

    first, second = dates(house)
    assert (first.place, first.room) == ("Westfalenpark, Kaiserhain", "")
    assert (second.place, second.room) == ("", SECOND)


def test_a_changed_file_is_compared_and_only_written_when_wanted(house: House) -> None:
    def moved(at: str) -> str:
        return event(f"DTSTART:20261130T{at}0000", "DURATION:PT1H", uid="9", title="Vortrag")

    series = event("DTSTART:20261130T140000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=3")
    read(house, series, moved("10"))
    override = event("RECURRENCE-ID:20261207T140000", "DTSTART:20261208T140000", "DURATION:PT2H")

    named = read(house, series, override, moved("10"))
    assert [entry.outcome for entry in named.entries] == ["changed", "dated"]
    assert "07.12.2026, 14:00 ist in der Datei am 08.12.2026, 14:00" in named.entries[0].reason
    assert ("07.12.2026", "14:00") in {when(line)[:2] for line in dates(house)}

    written = read(house, series, override, update=True)
    assert only(written).outcome == "dated"
    (line,) = [line for line in dates(house) if day_of(line.starts) == date(2026, 12, 8)]
    assert line.moved_from is not None
    assert len(dates(house)) == 4


def test_a_date_struck_from_the_file_is_named_and_dropped_when_wanted(house: House) -> None:
    series = ("DTSTART:20261130T140000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=3")
    read(house, event(*series))
    fewer = event(*series, "EXDATE:20261207T140000")

    assert only(read(house, fewer)).outcome == "changed"
    assert [line.state for line in dates(house)] == ["planned"] * 3
    read(house, fewer, update=True)
    assert [line.state for line in dates(house)] == ["planned", "cancelled", "planned"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("BEGIN:VTODO\r\nSUMMARY:Kaffee kaufen\r\nEND:VTODO", "Aufgabe"),
        ("BEGIN:VJOURNAL\r\nSUMMARY:Protokoll\r\nEND:VJOURNAL", "Notiz"),
        (event("X-A:"), "keinen Beginn"),
        (event("DTSTART:20261332T140000"), "nicht lesbar"),
        (event("DTSTART:20261130T140000", "STATUS:CANCELLED"), "abgesagt"),
        (event("DTSTART:20261130T140000", "RRULE:FREQ=HOURLY"), "häufiger als täglich"),
        (event("DTSTART:20261130T140000", "EXRULE:FREQ=DAILY"), "EXRULE"),
        (event("DTSTART:19000101T140000"), "liegt kein Termin"),
        (event("DTSTART:99991231T235959"), "nicht lesbar"),
        (event("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=YEARLY;COUNT=2"), "liegt kein Termin"),
        (event("DTSTART:20261130T140000", "DTEND:20280101T000000"), "kein Termin"),
        (event("DTSTART:20261130T140000", title=""), "30.11.2026 hat keinen Titel"),
        ("BEGIN:VEVENT\r\nSUMMARY:Halb\r\nDTSTART:20261130T140000", "bricht mittendrin ab"),
    ],
)
def test_what_cannot_be_taken_is_named_with_the_reason(house: House, part: str, said: str) -> None:
    before = house.desk.read(content)

    report = only(read(house, part))

    assert report.outcome == "left"
    assert said in report.reason
    assert report.title
    assert house.desk.read(content) == before


def test_a_rule_without_words_of_ours_comes_as_single_dates(house: House) -> None:
    last_day = "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    report = only(read(house, event("DTSTART:20261130T140000", "DURATION:PT1H", last_day)))

    assert report.occurrences == 8
    assert "stehen einzeln" in report.reason
    assert {line.rule_id for line in dates(house)} == {None}


def test_an_endless_rule_ends_with_the_window(house: House) -> None:
    done = read(house, event("DTSTART:20000101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"))

    assert (done.first, done.last) == (FIRST, LAST)
    assert only(done).occurrences == (LAST - FIRST).days + 1


def test_more_than_ten_thousand_dates_are_not_taken_at_once(house: House) -> None:
    daily = event("DTSTART:20260101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    report = only(read(house, daily, first=date(2026, 1, 1), last=date(2070, 1, 1)))

    assert report.outcome == "left"
    assert "10.000" in report.reason


@pytest.mark.parametrize(
    ("first", "last"),
    [(LAST, FIRST), (date(1900, 1, 1), LAST), (FIRST, date(9999, 12, 31))],
)
def test_a_window_that_cannot_be_is_refused(house: House, first: date, last: date) -> None:
    with pytest.raises(Invalid):
        read(house, WEEKLY, first=first, last=last)


def test_the_dates_of_an_imported_offer_are_those_of_its_page(house: House) -> None:
    read(house, WEEKLY)
    (offer,) = house.desk.read(offer_list)

    assert house.desk.read(dates_of, offer.id) == dates(house)
    assert offer.dates == 3
    assert MONDAY == FIRST


def test_an_offer_that_has_ended_here_gets_no_new_dates(house: House) -> None:
    read(house, WEEKLY)
    (offer,) = house.desk.read(offer_list)
    house.act(end_offer, EndOffer(offer.id))
    before = house.desk.read(content)

    report = only(read(house, WEEKLY.replace("COUNT=4", "COUNT=9"), update=True))

    assert (report.outcome, report.reason) == ("left", "Das Angebot ist hier beendet.")
    assert house.desk.read(content) == before


def test_new_dates_keep_the_set_up_time_of_their_offer(house: House) -> None:
    read(house, WEEKLY)
    (offer,) = house.desk.read(offer_list)
    data = OfferData("Skat", "group", room_id=house.room(), setup_minutes=30)
    house.act(edit_offer, EditOffer(offer.id, data))
    house.one_date(house.offer("Chor"), 800, 830, day=date(2026, 12, 28))

    report = only(read(house, WEEKLY.replace("COUNT=4", "COUNT=6")))

    new = dates(house)[-2:]
    assert [line.setup_minutes for line in new] == [30, 30]
    assert [line.room for line in new] == ["", SINGLE]
    assert report.without_room == 1


def test_a_longer_series_keeps_its_one_rule(house: House) -> None:
    read(house, WEEKLY)
    read(house, WEEKLY.replace("COUNT=4", "COUNT=9"))
    (offer,) = house.desk.read(offer_list)

    assert len(house.desk.read(offer_card, offer.id).rules) == 1
    assert len(dates(house)) == 8


def test_two_series_under_one_identifier_keep_their_own_dates(house: House) -> None:
    first = event("DTSTART:20261201T140000", "RRULE:FREQ=WEEKLY;COUNT=3", "DURATION:PT1H")
    second = event("DTSTART:20270106T100000", "RRULE:FREQ=WEEKLY;COUNT=2", "DURATION:PT1H")
    read(house, first, second)

    (offer,) = house.desk.read(offer_list)
    (rule,) = house.desk.read(offer_card, offer.id).rules
    by_rule = [line.rule_id == rule.id for line in dates(house)]
    assert by_rule == [True, True, True, False, False]
    assert house.desk.read(check).clean


@pytest.mark.parametrize(
    ("number", "said"), [(4, "22.12.2026, 14:00 ("), (5, "und 1 weiterer."), (6, "und 2 weitere.")]
)
def test_more_dates_than_a_sentence_names_are_counted(house: House, number: int, said: str) -> None:
    times = ("DTSTART:20261201T140000", "DURATION:PT1H", "LOCATION:Saal")
    rule = f"RRULE:FREQ=WEEKLY;COUNT={number}"
    read(house, event(*times, rule, uid="b", title="Chor"))

    report = only(read(house, event(*times, rule)))

    assert report.without_room == number
    assert said in report.reason
    assert ("weitere" in report.reason) == (number > 4)
