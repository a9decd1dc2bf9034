"""Real programmes of real centres, read into a real database."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from begegnung.db.tables import SHARED
from begegnung.model.errors import Invalid, ProgrammeUnreadable
from begegnung.model.local_time import day_of, minute_of
from begegnung.services import history, offers
from begegnung.services.check import check
from begegnung.services.conflicts import conflicts
from begegnung.services.dates import dates_between, dates_of
from begegnung.services.desk import Desk
from begegnung.services.houses import (
    SetRoomParts,
    centres,
    own_centre,
    rooms,
    set_room_parts,
)
from begegnung.services.imported_dates import PUBLISHED
from begegnung.services.programme_import import EntryReport, import_files
from begegnung.wiring import open_desk
from tests.desks import StandingClock, content

PROGRAMMES = sorted((Path(__file__).parents[1] / "data" / "programmes").glob("*.json"))
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on an empty data folder."""
    opened = open_desk(tmp_path / "Daten", clock=StandingClock())
    yield opened
    opened.close()


def written(tmp_path: Path, *entries: dict[str, Any], name: str = "Haus Probe") -> Path:
    """A programme file with these entries."""
    path = tmp_path / "programm.json"
    values = {"schema": "bz-programme/1", "centre": {"name": name}, "entries": entries}
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def taken(desk: Desk, path: Path, **more: Any) -> list[EntryReport]:
    """The reports of the entries of one file."""
    (report,) = import_files(desk, [path], window=(FIRST, LAST), **more)
    assert report.error is None
    return list(report.entries)


WEEKLY: dict[str, Any] = {
    "title": "Skat",
    "weekday": "Mo",
    "start": "14:00",
    "end": "16:00",
    "recurrence_text": "jeden Montag",
    "recurrence": {"kind": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO"},
}


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_every_entry_of_every_real_programme_arrives(desk: Desk, path: Path) -> None:
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]

    reports = taken(desk, path)

    assert [report.title for report in reports] == [entry["title"] for entry in entries]
    assert all(report.reason for report in reports)
    assert len(desk.read(offers.offer_list)) == len(entries)
    printed_as_text = {line.title for line in desk.read(offers.without_dates)}
    for report in reports:
        if report.outcome == "dated" and report.occurrences:
            assert report.occurrences_added == report.occurrences
        elif report.outcome != "dated":
            assert report.occurrences == 0
            assert report.title in printed_as_text
    assert desk.read(check).clean


def test_reading_all_programmes_twice_adds_nothing(desk: Desk) -> None:
    import_files(desk, PROGRAMMES, window=(FIRST, LAST))
    before = desk.read(content)

    again = import_files(desk, PROGRAMMES, window=(FIRST, LAST))

    assert sum(entry.occurrences_added for report in again for entry in report.entries) == 0
    assert desk.read(content) == before
    assert set(before) == set(SHARED)


def test_a_longer_window_adds_only_the_new_dates(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, WEEKLY)
    short = import_files(desk, [path], window=(date(2026, 9, 1), date(2026, 9, 30)))
    long = import_files(desk, [path], window=(date(2026, 9, 1), date(2026, 10, 31)))

    assert short[0].entries[0].occurrences_added == 4
    assert (long[0].entries[0].occurrences, long[0].entries[0].occurrences_added) == (8, 4)
    (line,) = desk.read(offers.offer_list)
    (rule,) = desk.read(offers.offer_card, line.id).rules
    assert (rule.first_day, rule.last_day) == (date(2026, 9, 1), date(2026, 10, 31))


def test_the_first_house_of_an_empty_folder_becomes_the_house_of_this_pc(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, written(tmp_path, WEEKLY, name="Haus Eins"))
    taken(desk, written(tmp_path, WEEKLY, name="Haus Zwei"))

    assert desk.read(own_centre).name == "Haus Eins"
    assert [row.name for row in desk.read(centres)] == ["Haus Eins", "Haus Zwei"]
    assert len(desk.read(offers.offer_list)) == 1


def test_a_programme_can_be_read_for_a_house_by_its_name(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, WEEKLY, name="Haus Eins")
    taken(desk, path)
    taken(desk, written(tmp_path, {**WEEKLY, "title": "Bingo"}), centre_name="haus  EINS")

    assert [line.title for line in desk.read(offers.offer_list)] == ["Bingo", "Skat"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"start": "80.00"}, "80.00"),
        ({"start": "16:00", "end": "14:00"}, "Ende"),
        ({"dates": ["2026-11-24"]}, "24.11.2026"),
        ({"weekday": "Xx"}, "Xx"),
        ({"dates": ["2026-02-30"]}, "2026-02-30"),
    ],
)
def test_what_cannot_be_right_is_reported_and_never_guessed(
    desk: Desk, tmp_path: Path, wrong: dict[str, Any], words: str
) -> None:
    (report,) = taken(desk, written(tmp_path, {**WEEKLY, **wrong}))

    assert report.outcome == "problem"
    assert words in report.reason
    assert [line.title for line in desk.read(offers.without_dates)] == ["Skat"]


def test_a_public_holiday_is_left_out_and_named(desk: Desk, tmp_path: Path) -> None:
    friday = {
        **WEEKLY,
        "weekday": "Fr",
        "recurrence_text": "jeden Freitag",
        "recurrence": {"kind": "weekly"},
    }
    (report,) = taken(desk, written(tmp_path, friday))

    assert report.occurrences == 25
    assert "25.12.2026" in report.reason
    (line,) = desk.read(offers.offer_list)
    left_out = [one for one in desk.read(dates_of, line.id) if one.state == "skipped"]
    assert [(day_of(one.starts), one.state_reason) for one in left_out] == [
        (date(2026, 12, 25), "Erster Weihnachtstag")
    ]


def test_a_day_without_a_time_is_a_date_that_keeps_no_room(desk: Desk, tmp_path: Path) -> None:
    entry = {**WEEKLY, "start": None, "end": None, "room": "Saal"}
    taken(desk, written(tmp_path, entry))

    lines = desk.read(dates_between, date(2026, 11, 23), date(2026, 11, 23))
    assert [(line.untimed, line.room_id, line.place) for line in lines] == [(True, None, "Saal")]


def test_words_that_are_printed_anyway_are_not_repeated_as_a_remark(
    desk: Desk, tmp_path: Path
) -> None:
    text = {**WEEKLY, "recurrence_text": "Unregelmäßig, entfällt bei Regen", "weekday": None}
    text["recurrence"] = {"kind": "irregular"}
    dated = {**WEEKLY, "title": "Boule", "recurrence_text": "jeden Montag, entfällt bei Regen"}
    taken(desk, written(tmp_path, text, dated))

    remarks = {
        line.title: desk.read(offers.offer_card, line.id).remark
        for line in desk.read(offers.offer_list)
    }
    assert remarks == {"Skat": "", "Boule": "entfällt bei Regen"}


def test_an_end_that_was_not_published_keeps_the_room_for_two_hours(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, written(tmp_path, {**WEEKLY, "end": None, "room": "Saal"}))

    (line,) = desk.read(dates_between, date(2026, 11, 23), date(2026, 11, 23))
    assert line.end_assumed
    assert line.ends - line.starts == 120


def test_a_double_booking_in_the_programme_stays_as_published_and_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    first = {**WEEKLY, "room": "Raum 2.04"}
    second = {
        **WEEKLY,
        "title": "Mittagstisch",
        "start": "15:00",
        "end": "17:00",
        "room": "raum 2.04",
    }
    _, report = taken(desk, written(tmp_path, first, second))

    assert "Doppelt belegt: raum 2.04 am 06.07.2026, auch „Skat“." in report.reason
    lines = desk.read(dates_between, date(2026, 11, 23), date(2026, 11, 23))
    assert [(line.title, line.room, line.overruled) for line in lines] == [
        ("Skat", "Raum 2.04", ""),
        ("Mittagstisch", "Raum 2.04", PUBLISHED),
    ]


def test_a_group_that_meets_monthly_is_found_over_a_weekly_one_on_its_days_only(
    desk: Desk, tmp_path: Path
) -> None:
    friday = {**WEEKLY, "weekday": "Fr", "room": "Raum 2.04"}
    lunch = {**friday, "title": "Mittagstisch", "start": "11:30", "end": "12:30"}
    lunch |= {"recurrence_text": "jeden Freitag", "recurrence": {"kind": "weekly"}}
    video = {**friday, "title": "Videostammtisch", "start": "10:30", "end": "13:00"}
    video |= {"recurrence_text": "2. Fr./Monat", "recurrence": {"kind": "monthly_nth", "n": [2]}}
    _, report = taken(desk, written(tmp_path, lunch, video))

    assert report.occurrences == 6
    found = desk.read(conflicts, FIRST, LAST)
    assert [day_of(one.starts).isoformat() for one in found] == [
        "2026-07-10", "2026-08-14", "2026-09-11", "2026-10-09", "2026-11-13", "2026-12-11",
    ]  # fmt: skip


def test_a_programme_with_double_bookings_can_be_taken_back_and_brought_again(
    desk: Desk, tmp_path: Path
) -> None:
    both = {**WEEKLY, "room": "Saal"}, {**WEEKLY, "title": "Bingo", "room": "Saal"}
    taken(desk, written(tmp_path, *both))
    desk.act(history.undo, None)
    desk.act(history.redo, None)

    assert len(desk.read(dates_between, date(2026, 11, 23), date(2026, 11, 23))) == 2
    assert desk.read(check).clean


def test_a_file_that_is_none_stops_no_other(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.json"
    broken.write_text('{"schema": "bz-programme/1", "entr', encoding="utf-8")
    good = written(tmp_path, WEEKLY)

    missing, half, read = import_files(desk, [tmp_path / "fehlt.json", broken, good])

    assert isinstance(missing.error, ProgrammeUnreadable)
    assert isinstance(half.error, ProgrammeUnreadable)
    assert read.error is None
    assert len(desk.read(offers.offer_list)) == 1


@pytest.mark.parametrize(
    "window",
    [
        (LAST, FIRST),
        (date(1, 1, 1), LAST),
        (FIRST, date(9999, 12, 31)),
        (date(2020, 1, 1), date(2090, 12, 31)),
    ],
)
def test_a_window_nobody_publishes_for_is_refused_at_once(
    desk: Desk, tmp_path: Path, window: tuple[date, date]
) -> None:
    with pytest.raises(Invalid):
        import_files(desk, [written(tmp_path, WEEKLY)], window=window)


def test_reading_a_programme_can_be_taken_back_in_one_step(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, WEEKLY)
    taken(desk, path)
    desk.act(history.undo, None)

    assert desk.read(offers.offer_list) == []
    assert desk.read(own_centre).name == "Haus Probe"
    assert taken(desk, path)[0].occurrences_added == 26


def test_what_the_desk_changed_stays_changed_when_the_programme_is_read_again(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, WEEKLY)
    taken(desk, path)
    (line,) = desk.read(offers.offer_list)
    desk.act(
        offers.edit_offer, offers.EditOffer(line.id, offers.OfferData("Skat & Rommé", "group"))
    )
    taken(desk, path)

    assert [line.title for line in desk.read(offers.offer_list)] == ["Skat & Rommé"]
    assert len(desk.read(dates_of, line.id)) == 26


@pytest.mark.parametrize(
    ("words", "end", "kept"),
    [
        ("15:00/15:30–17:00/18:00 Uhr", "17:00", 18),
        ("15-16/17 Uhr", "17:00", 17),
        ("15-16/17 Uhr", None, 17),
        ("15-17 Uhr", "17:00", 17),
    ],
)
def test_a_room_is_kept_for_the_longest_time_that_the_words_name(
    desk: Desk, tmp_path: Path, words: str, end: str | None, kept: int
) -> None:
    first = {**WEEKLY, "start": "15:00", "end": end, "room": "Saal", "recurrence_text": words}
    second = {**WEEKLY, "title": "Chor", "start": "17:30", "end": "18:30", "room": "Saal"}
    long, after = taken(desk, written(tmp_path, first, second))

    line, choir = desk.read(dates_between, date(2026, 11, 23), date(2026, 11, 23))
    assert minute_of(line.ends) == 17 * 60
    assert minute_of(line.occupied[1]) == kept * 60
    assert ("Der Raum ist bis 18 Uhr belegt." in long.reason) == (kept == 18)
    assert ("Doppelt belegt" in after.reason) == (kept == 18)
    assert choir.overruled == (PUBLISHED if kept == 18 else "")


def on_friday(title: str, words: str, hours: tuple[str, str], room_name: str) -> dict[str, Any]:
    """An entry on Fridays in a room."""
    kind = {"kind": "monthly_nth", "n": [-1]} if "letzte" in words else {"kind": "weekly"}
    about = {"title": title, "weekday": "Fr", "recurrence_text": words, "recurrence": kind}
    return {**about, "start": hours[0], "end": hours[1], "room": room_name}


SKAT = on_friday("Skat", "jeden Freitag", ("14:00", "16:00"), "Saal 1")
DANCE = on_friday("Tanztee", "jeden letzten Freitag im Monat", ("15:00", "17:00"), "Saal 1+2")
BINGO = on_friday("Bingo", "jeden Freitag", ("10:00", "11:00"), "Saal 2")


def parts_of(desk: Desk) -> dict[str, list[str]]:
    """The names of the parts of every room."""
    known = desk.read(rooms)
    names = {row.id: row.name for row in known}
    return {row.name: sorted(names[part] for part in row.parts) for row in known}


@pytest.mark.parametrize("entries", [(SKAT, DANCE, BINGO), (DANCE, BINGO, SKAT)])
def test_a_combined_room_is_read_with_its_parts_and_conflicts_across_them_are_found(
    desk: Desk, tmp_path: Path, entries: tuple[dict[str, Any], ...]
) -> None:
    (report,) = import_files(desk, [written(tmp_path, *entries)], window=(FIRST, LAST))

    assert parts_of(desk) == {"Saal 1": [], "Saal 2": [], "Saal 1+2": ["Saal 1", "Saal 2"]}
    assert len(report.notes) == 1
    assert "„Saal 1+2“ besteht aus „Saal 1“ und „Saal 2“" in report.notes[0]
    assert "Neu angelegt" not in report.notes[0]
    found = desk.read(conflicts, FIRST, LAST)
    assert [day_of(one.starts).isoformat() for one in found] == [
        "2026-07-31", "2026-08-28", "2026-09-25", "2026-10-30", "2026-11-27",
    ]  # fmt: skip
    assert {one.reason for one in found} == {PUBLISHED}
    later = next(one for one in reversed(report.entries) if one.title != "Bingo")
    assert "31.07.2026, auch „" in later.reason
    assert "(Saal 1" in later.reason
    assert desk.read(check).clean


def test_a_part_that_no_entry_names_is_made_and_named(desk: Desk, tmp_path: Path) -> None:
    (report,) = import_files(desk, [written(tmp_path, SKAT, DANCE)], window=(FIRST, LAST))

    assert parts_of(desk)["Saal 1+2"] == ["Saal 1", "Saal 2"]
    assert "Neu angelegt, weil der Name ihn nennt: „Saal 2“." in report.notes[0]


def test_combined_rooms_read_twice_add_nothing_and_are_taken_back_in_one_step(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, SKAT, DANCE)
    import_files(desk, [path], window=(FIRST, LAST))
    before = desk.read(content)

    (again,) = import_files(desk, [path], window=(FIRST, LAST))

    assert (again.notes, desk.read(content)) == ((), before)
    desk.act(history.undo, None)
    assert desk.read(rooms) == []
    desk.act(history.redo, None)
    assert parts_of(desk)["Saal 1+2"] == ["Saal 1", "Saal 2"]
    assert desk.read(check).clean


def test_parts_that_the_desk_has_taken_away_stay_away(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, SKAT, DANCE)
    import_files(desk, [path], window=(FIRST, LAST))
    whole = next(row for row in desk.read(rooms) if row.parts)
    desk.act(set_room_parts, SetRoomParts(whole.id, ()))

    import_files(desk, [path], window=(FIRST, LAST))

    assert parts_of(desk)["Saal 1+2"] == []


def test_a_combined_room_of_another_house_gets_the_parts_of_that_house(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, written(tmp_path, SKAT, name="Haus Eins"))
    taken(desk, written(tmp_path, SKAT, DANCE, name="Haus Zwei"))

    other = next(row for row in desk.read(centres) if row.name == "Haus Zwei")
    there = desk.read(rooms, other.id)
    whole = next(row for row in there if row.parts)
    assert set(whole.parts) <= {row.id for row in there}
    assert [row.name for row in desk.read(rooms)] == ["Saal 1"]


def test_a_combined_room_that_came_first_is_divided_when_its_parts_come(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, written(tmp_path, DANCE))
    assert parts_of(desk) == {"Saal 1+2": []}

    taken(desk, written(tmp_path, DANCE, SKAT))

    assert parts_of(desk)["Saal 1+2"] == ["Saal 1", "Saal 2"]
    assert len(desk.read(conflicts, FIRST, LAST)) == 5


@pytest.mark.parametrize(
    ("words", "euros", "kind"),
    [
        ("kostenlos", None, "free"),
        ("Eintritt frei", None, "free"),
        ("Geräte kostenfrei gestellt", None, ""),
        ("gegen eine Spende", None, "donation"),
        ("kostenfrei, 2 € für Kaffee", 2.0, ""),
        ("Kosten bitte erfragen", None, ""),
        ("", None, ""),
    ],
)
def test_only_words_that_leave_no_doubt_say_that_nothing_is_paid(
    desk: Desk, tmp_path: Path, words: str, euros: float | None, kind: str
) -> None:
    taken(desk, written(tmp_path, {**WEEKLY, "fee_text": words, "fee_eur": euros}))

    (line,) = desk.read(offers.offer_list)
    assert desk.read(offers.offer_card, line.id).fee_kind == kind
