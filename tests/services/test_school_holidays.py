"""School holidays brought in later: for every Land, reported line by line, taken back like all."""

from datetime import date
from pathlib import Path

import pytest

from begegnung.formats.holiday_list import HolidayList
from begegnung.model.calendar import SchoolHoliday
from begegnung.model.errors import FileUnreadable, Invalid, NotFound
from begegnung.services.desk import View
from begegnung.services.history import redo, undo
from begegnung.services.houses import EditHouse, edit_house
from begegnung.services.school_holidays import (
    HolidayReport,
    ImportHolidays,
    RemoveHolidays,
    import_holidays,
    known_holidays,
    read_holidays,
    remove_holidays,
    school_holidays,
)
from tests.desks import House

LIST = (
    "Name;Beginn;Ende\n"
    "Sommerferien;30.06.2031;12.08.2031\n"
    "Sommerferien;30.06.2031;12.08.2031\n"
    "Herbstferien;13.10.2031;25.10.2031\n"
    "Allerheiligen;01.11.2031;01.11.2031\n"
    "Weihnachtsferien;32.12.2031;06.01.2032\n"
)


def listed(folder: Path, text: str = LIST, name: str = "Ferien 2031.csv") -> HolidayList:
    """A list of holidays in a file."""
    file = folder / name
    file.write_text(text, encoding="cp1252")
    return read_holidays(file)


def bring_in(house: House, found: HolidayList, land: str = "NW") -> list[HolidayReport]:
    """What was made of the list."""
    return house.act(import_holidays, ImportHolidays(land, found, "Ferien 2031.csv")).value


def known(house: House, day: date, land: str = "NW") -> bool:
    """Whether a verb or a query would know of the day."""

    def asked(view: View) -> bool:
        school = school_holidays(view.connection, land)
        return school is not None and school.knows(day)

    return house.desk.read(asked)


def test_every_entry_of_a_list_is_reported_with_its_line(house: House, tmp_path: Path) -> None:
    reports = bring_in(house, listed(tmp_path))

    assert [(one.line, one.name, one.outcome) for one in reports] == [
        (2, "Sommerferien", "taken"),
        (3, "Sommerferien", "there"),
        (4, "Herbstferien", "taken"),
        (5, "Allerheiligen", "public"),
        (6, "Weihnachtsferien 32.12.2031 06.01.2032", "unread"),
    ]
    assert "Feiertag" in reports[3].reason
    assert "Datum" in reports[4].reason


def test_twice_adds_nothing_and_what_the_program_knows_is_not_noted_again(
    house: House, tmp_path: Path
) -> None:
    bring_in(house, listed(tmp_path))
    again = house.act(import_holidays, ImportHolidays("NW", listed(tmp_path), "anders.csv"))
    shipped = listed(tmp_path, "Osterferien;22.03.2027;03.04.2027\n")

    assert again.action is None
    assert {one.outcome for one in again.value} == {"there", "public", "unread"}
    assert [one.outcome for one in bring_in(house, shipped)] == ["there"]


def test_new_holidays_count_at_once_and_go_with_undo(house: House, tmp_path: Path) -> None:
    day = date(2031, 7, 1)
    assert not known(house, day)
    bring_in(house, listed(tmp_path))
    assert known(house, day)
    assert not known(house, day, "BY")
    house.act(undo, None)
    assert not known(house, day)
    house.act(redo, None)
    assert known(house, day)


def test_a_corrected_list_takes_the_place_of_the_earlier_one(house: House, tmp_path: Path) -> None:
    bring_in(house, listed(tmp_path))
    bring_in(house, listed(tmp_path, "Herbstferien;20.10.2031;01.11.2031\n"))

    lines = house.desk.read(known_holidays, "NW").lines
    autumn = [(one.first, one.last) for one in lines if one.first.year == 2031 and one.source]
    assert autumn == [
        (date(2031, 6, 30), date(2031, 8, 12)),
        (date(2031, 10, 20), date(2031, 11, 1)),
    ]


def test_holidays_brought_in_win_over_those_of_the_program(house: House, tmp_path: Path) -> None:
    bring_in(house, listed(tmp_path, "Herbstferien;18.10.2027;30.10.2027\n"))

    found = house.desk.read(known_holidays, "NW").lines
    autumn = [one for one in found if one.name == "Herbstferien" and one.first.year == 2027]
    assert [(one.first, one.source) for one in autumn] == [(date(2027, 10, 18), "Ferien 2031.csv")]

    house.act(remove_holidays, RemoveHolidays((autumn[0].id,)))

    found = house.desk.read(known_holidays, "NW").lines
    autumn = [one for one in found if one.name == "Herbstferien" and one.first.year == 2027]
    assert [(one.first, one.id) for one in autumn] == [(date(2027, 10, 23), "")]


def test_what_is_removed_comes_back_with_undo(house: House, tmp_path: Path) -> None:
    bring_in(house, listed(tmp_path))
    before = house.desk.read(known_holidays, "NW")
    ids = tuple(one.id for one in before.lines if one.id)

    assert house.act(remove_holidays, RemoveHolidays(ids)).value == 2
    assert not known(house, date(2031, 7, 1))
    house.act(undo, None)
    assert house.desk.read(known_holidays, "NW") == before
    with pytest.raises(NotFound):
        house.act(remove_holidays, RemoveHolidays(("gibt es nicht",)))


def test_a_land_that_does_not_exist_is_refused(house: House) -> None:
    nothing = HolidayList((), ())
    with pytest.raises(Invalid) as refused:
        house.act(import_holidays, ImportHolidays("XX", nothing, "f.csv"))
    assert (refused.value.field, refused.value.value) == ("land", "XX")
    with pytest.raises(Invalid):
        house.act(edit_house, EditHouse({"land": "XX"}))
    assert house.desk.read(known_holidays, "XX").lines == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [("leer.csv", ""), ("brief.csv", "Hallo\n" * 30), ("mappe.xlsx", "PK"), ("k.ics", "Hallo")],
)
def test_a_file_without_holidays_is_named(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(FileUnreadable):
        listed(tmp_path, text, name)


def test_a_calendar_file_is_told_by_its_ending(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Sommerferien\nDTSTART;VALUE=DATE:20310630\n"
        "DTEND;VALUE=DATE:20310813\nEND:VEVENT\nEND:VCALENDAR\n",
        "Ferien.ICS",
    )
    assert [one.holiday for one in found.found] == [
        SchoolHoliday("Sommerferien", date(2031, 6, 30), date(2031, 8, 12))
    ]
