"""Calendar files of the house: an independent program finds exactly the planned dates in them."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.formats.icalendar_file import calendar_from
from begegnung.formats.icalendar_writer import EventOut, calendar_bytes
from begegnung.formats.icalendar_zones import LOCAL
from begegnung.model.calendar import monday_of
from begegnung.model.errors import Invalid, NoDates
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.recurrence import Series
from begegnung.model.recurrence.series import Pause
from begegnung.model.rows import DateLine
from begegnung.services.dates import (
    AddDate,
    CancelDate,
    EditDate,
    MoveDate,
    add_date,
    cancel_date,
    dates_between,
    dates_of,
    edit_date,
    move_date,
)
from begegnung.services.history import undo
from begegnung.services.houses import EditRoom, SetUpHouse, edit_room, set_up_house
from begegnung.services.ical import (
    CalendarOut,
    CalendarWish,
    calendar_file,
)
from begegnung.services.ical_import import ImportCalendar, import_calendar
from begegnung.services.named import offers_named, room_named
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer, offer_list
from begegnung.wiring import open_desk
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House, StandingClock, content

FIRST, LAST = date(2026, 7, 1), date(2040, 12, 31)
"""Two dates a year, eight of them and six in the place of others, are done by then."""

Found = tuple[datetime, datetime, bool, str, str]
"""Start, end, whole day, title and place of a date."""


def taken_place(data: bytes, first: date = FIRST, last: date = LAST) -> list[Found]:
    """What the independent program shows, dates that are cancelled left out."""
    found: list[Found] = []
    calendar: Any = icalendar.Calendar.from_ical(data)
    events: Any = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    for event in events:
        if event.get("STATUS") == "CANCELLED":
            continue
        start, end = event.start, event.end
        whole = not isinstance(start, datetime)
        if whole:
            start, end = (datetime.combine(day, datetime.min.time()) for day in (start, end))
        bare = start.replace(tzinfo=None), end.replace(tzinfo=None)
        found.append((*bare, whole, str(event["SUMMARY"]), str(event.get("LOCATION", ""))))
    return sorted(found)


def planned(lines: list[DateLine]) -> list[Found]:
    """The same from the database; a date without a known end has none in the file."""
    found: list[Found] = []
    for line in lines:
        if line.state == "planned":
            start, end = moment(line.starts), moment(line.ends)
            end = start if line.end_assumed else end
            found.append((start, end, line.untimed, line.title, line.room or line.place))
    return sorted(found)


def moment(at: int) -> datetime:
    """A moment of the programme as the clock shows it."""
    midnight = datetime.combine(day_of(at), datetime.min.time())
    return midnight + timedelta(minutes=minute_of(at))


def out(house: House, **wish: Any) -> CalendarOut:
    """The calendar file of a wish."""
    return house.desk.read(calendar_file, CalendarWish(**wish))


def lines_of(data: bytes) -> list[str]:
    """The unfolded lines."""
    return data.replace(b"\r\n ", b"").decode().splitlines()


RULES = st.sampled_from(
    (
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=TU,FR",
        "FREQ=MONTHLY;BYDAY=1WE,3WE",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=15",
    )
)


@st.composite
def series(draw: st.DrawFn) -> Series:
    """A rule as houses have them: with intervals, odd weeks, seasons, pauses and counts."""
    rule, start = draw(RULES), draw(st.dates(date(2026, 11, 1), date(2027, 2, 1)))
    interval = draw(st.sampled_from(("", "", ";INTERVAL=2", ";INTERVAL=3")))
    pause = Pause(start + timedelta(days=30), start + timedelta(days=50))
    return Series(
        rrules=(rule + interval,) if draw(st.booleans()) else (rule, "FREQ=WEEKLY;BYDAY=SA"),
        start=start,
        count=draw(st.sampled_from((None, 8))),
        parity=draw(st.sampled_from((None, None, "odd", "even"))) if not interval else None,
        months=draw(st.sampled_from(((), (1, 2, 3, 4, 5, 10, 11, 12)))),
        pauses=(pause,) if draw(st.booleans()) else (),
        on_public_holidays=draw(st.sampled_from((None, "skip", "keep", "next_week"))),
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    rules=st.lists(series(), min_size=1, max_size=2),
    end=st.sampled_from((None, 690)),
    changes=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5)), max_size=6),
)
def test_the_file_of_an_offer_holds_exactly_its_planned_dates(
    house: House, rules: list[Series], end: int | None, changes: list[tuple[int, int]]
) -> None:
    planned_series = tuple(
        PlannedSeries(one, one.start or MONDAY, date(2027, 12, 31), 600 + n * 100, end and end + 90)
        for n, one in enumerate(rules)
    )
    data = OfferData("Kurs", "course", room_id=house.room(SHARED_ROOM), leader="Ute Beispiel")
    offer_id = house.act(add_offer, AddOffer(data, planned_series)).value.offer_id
    for number, kind in changes:
        lines = [one for one in house.desk.read(dates_of, offer_id) if one.state == "planned"]
        if lines:
            change(house, lines[number % len(lines)], kind)

    lines = house.desk.read(dates_of, offer_id)
    found = out(house, offer_ids=(offer_id,))

    assert taken_place(found.data) == planned(lines)
    assert found.dates == sum(line.state == "planned" for line in lines)
    assert out(house, offer_ids=(offer_id,)).data == found.data


def change(house: House, line: DateLine, kind: int) -> None:
    """Does to a date what a desk does."""
    day = day_of(line.starts)
    if kind == 0:
        house.act(cancel_date, CancelDate(line.id, "Wetter"))
    elif kind == 1:
        moved = day + timedelta(days=1)
        house.act(move_date, MoveDate(line.id, moved, 900, 960, line.room_id))
    elif kind == 2:
        house.act(move_date, MoveDate(line.id, day, minute_of(line.starts), 1000, None, "Park"))
    elif kind == 3:
        house.act(edit_date, EditDate(line.id, "Sommerfest, außen", "", "", 0, 0))
    elif kind == 4:
        extra = AddDate(line.offer_id, day + timedelta(days=2), 800, 830, line.room_id)
        house.act(add_date, extra)
    else:
        house.act(cancel_date, CancelDate(line.id, "Wetter", replace=True))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    """Another house with the same rooms and nothing in it."""
    desk = open_desk(tmp_path / "Anderes", clock=StandingClock(), device_name="Anderer")
    desk.act(set_up_house, SetUpHouse("Haus Ulme", rooms=(SINGLE, SECOND, SHARED_ROOM)))
    yield House(desk, StandingClock(), tmp_path / "Anderes")
    desk.close()


def furnish(house: House) -> None:
    """A series with all that can happen to its dates, a single date, and a day without time."""
    plan = house.series("Yoga auf dem Stuhl", MONDAY, date(2027, 4, 30))
    lines = house.desk.read(dates_of, plan.offer_id)
    change(house, lines[1], 0)
    change(house, lines[2], 1)
    change(house, lines[3], 3)
    house.one_date(house.offer("Vortrag: Erben & Vererben", "event"), 900, None, room=SECOND)


def test_a_file_read_into_an_empty_house_gives_the_same_dates(house: House, empty: House) -> None:
    furnish(house)
    data = out(house).data
    calendar = calendar_from(data)
    assert calendar is not None

    request = ImportCalendar(calendar, FIRST, LAST)
    done = empty.act(import_calendar, request).value

    there = empty.desk.read(dates_between, FIRST, LAST)
    here = house.desk.read(dates_between, FIRST, LAST)
    assert planned(there) == planned(here)
    assert [line.type for line in there] == [line.type for line in here if line.state == "planned"]
    assert {line.title for line in empty.desk.read(offer_list)} == {
        line.title for line in house.desk.read(offer_list)
    }
    assert taken_place(out(empty, first=FIRST).data) == taken_place(data)
    assert done.added == len(there)


def test_a_house_that_reads_its_own_file_stays_as_it_is(house: House) -> None:
    furnish(house)
    calendar = calendar_from(out(house).data)
    assert calendar is not None
    before = house.desk.read(content)

    done = house.act(import_calendar, ImportCalendar(calendar, FIRST, LAST, update=True)).value

    assert house.desk.read(content) == before
    assert {entry.outcome for entry in done.entries} == {"dated"}
    assert done.added == 0


def test_the_file_stays_the_same_until_something_changes(house: House) -> None:
    furnish(house)
    before = out(house).data
    house.clock.go_on(days=2)
    assert out(house).data == before

    (line, *_) = house.desk.read(dates_between, MONDAY, MONDAY)
    change(house, line, 3)
    after = out(house).data

    def versions(data: bytes) -> dict[str, int]:
        events: Any = icalendar.Calendar.from_ical(data).walk("VEVENT")
        return {str(one["UID"]): int(one["SEQUENCE"]) for one in events}

    assert set(versions(after)) == set(versions(before))
    grown = {uid for uid, number in versions(after).items() if number > versions(before)[uid]}
    assert grown
    assert all(number >= versions(before)[uid] for uid, number in versions(after).items())
    house.clock.go_on(minutes=1)
    house.act(undo, None)
    assert taken_place(out(house).data) == taken_place(before)
    assert all(number >= versions(after)[uid] for uid, number in versions(out(house).data).items())


def test_a_series_is_written_as_the_standard_wants_it(house: House) -> None:
    furnish(house)
    lines = lines_of(out(house).data)

    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Begegnung//Begegnungszentrum//DE",
    ]
    assert "X-WR-CALNAME:Haus Linde" in lines
    assert "DTSTART;TZID=Europe/Berlin:20261123T100000" in lines
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270426T080000Z;BYDAY=MO" in lines
    assert any(one.startswith("EXDATE;TZID=Europe/Berlin:20261130T100000") for one in lines)
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261207T100000" in lines
    assert "DTSTART;TZID=Europe/Berlin:20261208T150000" in lines
    assert "SUMMARY:Sommerfest\\, außen" in lines
    assert "LOCATION:Saal" in lines
    assert len([one for one in lines if one.startswith("UID:")]) == 4


def test_a_cancelled_date_of_its_own_is_written_as_cancelled(house: House) -> None:
    occurrence_id = house.one_date(house.offer("Vortrag", "event"))
    house.act(cancel_date, CancelDate(occurrence_id, "Wetter"))
    found = out(house)

    assert "SUMMARY:Fällt aus: Vortrag" in lines_of(found.data)
    assert "STATUS:CANCELLED" in lines_of(found.data)
    assert (found.events, found.dates, taken_place(found.data)) == (1, 0, [])


def test_lines_are_folded_and_ended_as_the_standard_wants_it(house: House) -> None:
    house.one_date(house.offer("Ärzte über Übergänge – " + "größere Füße " * 12, "event"))
    data = out(house).data

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_nothing_of_people_stands_in_the_file(house: House) -> None:
    offer_id = house.offer("Yoga auf dem Stuhl", leader="Ute Beispiel")
    house.one_date(offer_id)
    house.book(house.person("Muster", "Erika", phone="0231 123456"), offer_id)
    text = out(house).data.decode()

    assert "Muster" not in text
    assert "0231" not in text
    assert "Leitung: Ute Beispiel" in text


def test_what_is_not_printed_stays_in_the_house_unless_it_is_wanted(house: House) -> None:
    house.one_date(house.offer("Chor"), 600, 660)
    house.one_date(house.offer("Dienstbesprechung", "internal"), 700, 760)
    house.one_date(house.offer("Probelauf", printed=False), 800, 860)

    def titles(data: bytes) -> set[str]:
        return {one[3] for one in taken_place(data)}

    assert titles(out(house).data) == {"Chor"}
    everything = out(house, internal=True)
    assert titles(everything.data) == {"Chor", "Dienstbesprechung", "Probelauf"}
    assert everything.data.count(b"CLASS:PRIVATE") == 2
    named = house.desk.read(offers_named, "probelauf")
    assert titles(out(house, offer_ids=named).data) == {"Probelauf"}


def test_the_file_of_a_room_holds_what_takes_the_room(house: House) -> None:
    furnish(house)
    house.act(
        edit_room,
        EditRoom(house.room(SHARED_ROOM), SHARED_ROOM, None, "", False, (house.room(SECOND),)),
    )
    house.one_date(house.offer("Fest", "event"), 1100, 1160, room=SHARED_ROOM)

    def titles(name: str) -> set[str]:
        room_id = house.desk.read(room_named, name)
        return {one[3] for one in taken_place(out(house, room_id=room_id).data)}

    assert titles("saal") == {"Yoga auf dem Stuhl", "Sommerfest, außen"}
    assert titles(SECOND) == {"Vortrag: Erben & Vererben", "Fest"}


def test_only_the_dates_of_the_window_are_written(house: House) -> None:
    furnish(house)
    first, last = date(2027, 1, 4), date(2027, 2, 28)

    found = taken_place(out(house, first=first, last=last).data)

    assert found == planned(house.desk.read(dates_between, first, last))
    assert len(found) == 8


def test_nothing_to_write_is_said(house: House) -> None:
    with pytest.raises(NoDates):
        out(house)
    with pytest.raises(Invalid):
        out(house, first=LAST, last=FIRST)
    with pytest.raises(Invalid):
        house.desk.read(offers_named, "gibt es nicht")
    with pytest.raises(Invalid):
        house.desk.read(room_named, "Keller")


def test_the_zone_in_the_file_is_that_of_the_houses() -> None:
    data = calendar_bytes("Haus", [])
    text = re.sub(
        r".*?(BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n).*", r"\1", data.decode(), flags=re.DOTALL
    )
    written: Any = tzical(io.StringIO(text)).get("Europe/Berlin")

    at = datetime(1997, 1, 1)  # noqa: DTZ001
    while at.year < 2040:
        # The hour of the change itself is there twice, or not at all.
        if at.hour != 2:
            assert written.utcoffset(at) == at.replace(tzinfo=LOCAL).utcoffset(), at
        at += timedelta(hours=5)


def test_a_date_on_the_day_of_summer_time_keeps_its_clock() -> None:
    changed = datetime(2026, 11, 23, tzinfo=LOCAL)
    start = datetime(2027, 3, 28, 10)  # noqa: DTZ001
    event = EventOut("1@x", "Skat", start, start + timedelta(hours=2), changed)

    ((begin, end, *_),) = taken_place(calendar_bytes("Haus", [event]))

    assert (begin, end) == (start, start + timedelta(hours=2))


def test_weeks_that_are_odd_stay_odd_over_a_year_with_53_weeks(house: House) -> None:
    rule = Series(rrules=("FREQ=WEEKLY;BYDAY=MO",), parity="odd", on_public_holidays="keep")
    plan = PlannedSeries(rule, MONDAY, date(2027, 3, 1), 600, 660)
    data = OfferData("Skat", "group", room_id=house.room())
    offer_id = house.act(add_offer, AddOffer(data, (plan,))).value.offer_id

    found = taken_place(out(house, offer_ids=(offer_id,)).data)

    assert found == planned(house.desk.read(dates_of, offer_id))
    weeks = [one[0].isocalendar().week for one in found]
    assert 53 in weeks
    assert all(week % 2 for week in weeks)
    assert monday_of(found[0][0].date()) > MONDAY


def test_a_date_that_left_its_series_is_not_taken_in_twice(house: House, empty: House) -> None:
    plan = house.series("Yoga auf dem Stuhl", MONDAY, date(2027, 4, 30))
    first = calendar_from(out(house).data)
    lines = [one for one in house.desk.read(dates_of, plan.offer_id) if one.state == "planned"]
    for line in lines[1:-1]:
        change(house, line, 0)
    second = calendar_from(out(house).data)
    assert first is not None
    assert second is not None
    assert {one.event.uid for one in first.series} != {one.event.uid for one in second.series}

    empty.act(import_calendar, ImportCalendar(first, FIRST, LAST))
    named = empty.act(import_calendar, ImportCalendar(second, FIRST, LAST)).value
    assert (named.added, named.entries[0].outcome) == (0, "changed")
    assert len(empty.desk.read(dates_between, FIRST, LAST)) == len(lines)

    empty.act(import_calendar, ImportCalendar(second, FIRST, LAST, update=True))
    there = empty.desk.read(dates_between, FIRST, LAST)
    assert [line.state for line in there].count("planned") == 2
    assert len(there) == len(lines)
