"""School holidays in the files of others: tables and calendars, good and damaged."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.formats.holiday_calendar import read_holiday_calendar
from begegnung.formats.holiday_list import HolidayList
from begegnung.formats.holiday_table import read_holiday_table
from begegnung.model.calendar import SchoolHoliday
from begegnung.model.errors import FileUnreadable

SUMMER = SchoolHoliday("Sommerferien", date(2031, 7, 7), date(2031, 8, 19))
WHITSUN = SchoolHoliday("Pfingstferien", date(2031, 6, 3), date(2031, 6, 3))


def table(folder: Path, data: str | bytes) -> HolidayList:
    """The list in a table."""
    file = folder / "Ferien für 2031.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read_holiday_table(file)


def calendar(folder: Path, *events: str) -> HolidayList:
    """The list in a calendar of events, their lines separated by "|"."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    file = folder / "ferien.ics"
    file.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8"))
    return read_holiday_calendar(file)


@pytest.mark.parametrize(
    "text",
    [
        "Sommerferien;07.07.2031;19.08.2031\nPfingstferien;03.06.2031;03.06.2031\n",
        "Sommerferien,2031-07-07,2031-08-19\nPfingstferien,2031-06-03,\n",
        "Name;Beginn;Ende\nSommerferien 2031;7.7.31;19.8.31\nPfingstferien;3.6.31;\n",
        "von\tbis\tFerien\n07.07.2031\t19.08.2031\tSommer\n03.06.2031\t03.06.2031\tPfingsten\n",
        "# Amtsblatt\n\nSommerferien;Mo., 07.07.2031;Di., 19.08.2031\nPfingstferien;03.06.2031\n",
        "Sommerferien NRW 2031;07.07.2031 - 19.08.2031\nPfingstferien;20310603;20310603\n",
        "Ferien;Erster Tag;Ende\nSommerferien;07.07.2031 00:00;19.08.2031\nPfingsten;3.6.2031;\n",
    ],
)
def test_tables_are_read_however_they_are_written(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)

    assert [one.holiday for one in found.found] == [SUMMER, WHITSUN]
    assert found.unread == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_are_read_as_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    found = table(tmp_path, "Frühjahrsferien;03.03.2031;07.03.2031\r\n".encode(encoding))

    (one,) = found.found
    assert one.holiday.name == "Frühjahrsferien"


def test_what_cannot_be_read_is_named_with_its_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Osterferien;07.04.2031;19.04.2031\n"
        "Herbstferien;30.02.2031;05.03.2031\n"
        "Sommerferien;19.08.2031;07.07.2031\n"
        ";07.07.2031;19.08.2031\n"
        "Weihnachtsferien;22.12.2031;06.06.2032\n"
        "Winterferien;01.02.1531;05.02.1531\n"
        "Pfingstferien;03.06.2031;03.06.2031\n",
    )
    assert [one.line for one in found.found] == [1, 7]
    assert [(one.line, one.fault) for one in found.unread] == [
        (2, "no_date"),
        (3, "end_before_start"),
        (4, "no_name"),
        (5, "too_long"),
        (6, "far"),
    ]
    assert "30.02.2031" in found.unread[0].words


def test_the_end_of_a_calendar_event_is_the_day_after(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "SUMMARY:Sommerferien in NRW|DTSTART;VALUE=DATE:20310707|DTEND;VALUE=DATE:20310820",
        "SUMMARY:Pfingstferien|DTSTART;VALUE=DATE:20310603",
        "SUMMARY:Osterferien|DTSTART;VALUE=DATE:20310407|DURATION:P13D",
        "SUMMARY:Herbst|DTSTART:20311013T000000|DTEND:20311025T235900",
        "SUMMARY:Weihnachten|DTSTART:20311221T230000Z|DTEND:20320106T230000Z",
        "SUMMARY:Winterferien|DTSTART;VALUE=DATE:20310203|DTEND;VALUE=DATE:20310203",
    )
    assert found.unread == ()
    assert [one.holiday for one in found.found] == [
        SUMMER,
        WHITSUN,
        SchoolHoliday("Osterferien", date(2031, 4, 7), date(2031, 4, 19)),
        SchoolHoliday("Herbstferien", date(2031, 10, 13), date(2031, 10, 25)),
        SchoolHoliday("Weihnachtsferien", date(2031, 12, 22), date(2032, 1, 6)),
        SchoolHoliday("Winterferien", date(2031, 2, 3), date(2031, 2, 3)),
    ]


def test_a_damaged_event_is_named_with_its_line_and_the_others_are_taken(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "SUMMARY:Herbstferien|DTSTART;VALUE=DATE:20311399",
        "SUMMARY:Sommerferien|DTSTART;VALUE=DATE:20310707|DTEND;VALUE=DATE:20310820",
        "SUMMARY:Ostern|RRULE:FREQ=YEARLY|DTSTART;VALUE=DATE:20310407",
        "DTSTART;VALUE=DATE:20310407",
        "SUMMARY:Winterferien",
    )
    assert [(one.line, one.holiday.name) for one in found.found] == [(7, "Sommerferien")]
    assert [(one.line, one.fault) for one in found.unread] == [
        (3, "no_date"),
        (12, "repeats"),
        (17, "no_name"),
        (20, "no_date"),
    ]


def test_an_event_that_never_ends_costs_nothing_but_itself(tmp_path: Path) -> None:
    file = tmp_path / "halb.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Herbst\nBEGIN:VEVENT\nSUMMARY:Sommerferien\n"
        "DTSTART;VALUE=DATE:20310707\nDTEND;VALUE=DATE:20310820\nEND:VEVENT\nBEGIN:VEVENT\n",
        encoding="utf-8",
    )
    found = read_holiday_calendar(file)
    assert [one.holiday for one in found.found] == [SUMMER]
    assert [one.fault for one in found.unread] == ["broken", "broken"]


def test_a_file_that_is_no_list_is_refused_with_its_name(tmp_path: Path) -> None:
    text = tmp_path / "brief.ics"
    text.write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    large = tmp_path / "groß.csv"
    large.write_bytes(b"x" * 5_000_001)
    for file in (text, tmp_path, tmp_path / "fehlt.ics"):
        with pytest.raises(FileUnreadable, match=r".*"):
            read_holiday_calendar(file)
    with pytest.raises(FileUnreadable) as refused:
        read_holiday_table(large)
    assert "5 MB" in refused.value.detail


@given(st.binary(max_size=400))
def test_no_file_whatsoever_ends_in_anything_but_a_report(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "irgendwas"
        for head in (b"", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Ferien\nDTSTART:"):
            file.write_bytes(head + data + b"\nEND:VEVENT\n" if head else data)
            for read in (read_holiday_table, read_holiday_calendar):
                try:
                    found = read(file)
                except FileUnreadable:
                    continue
                assert all(one.holiday.first <= one.holiday.last for one in found.found)
