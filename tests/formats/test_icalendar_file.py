"""Calendar files as other programs write them: compared with an independent expander, and broken.

The expander is the library `recurring-ical-events`; it shares nothing with our own but the text.
"""

import random
import re
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.formats.icalendar_dates import dates_of
from begegnung.formats.icalendar_file import LARGEST, CalendarFile, calendar_from, read_calendar
from begegnung.formats.icalendar_rules import Budget, RuleUnusable
from begegnung.formats.icalendar_zones import LOCAL
from begegnung.model.errors import CalendarUnreadable

SAMPLES = sorted((Path(icalendar.__file__).parent / "tests").rglob("*.ics"))
FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
ZONES = ("", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=MONTHLY;BYDAY=2TU,-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
    "FREQ=YEARLY",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
)


def stamped(name: str, at: datetime, zone: str) -> str:
    """A property with a moment of a zone."""
    if zone == "UTC":
        return f"{name}:{at:%Y%m%dT%H%M%SZ}"
    return f"{name}{f';TZID={zone}' if zone else ''}:{at:%Y%m%dT%H%M%S}"


@st.composite
def calendars(draw: st.DrawFn) -> str:
    """A series with exceptions, additions and changed dates, in one of the zones."""
    zone = draw(st.sampled_from(ZONES))
    day = draw(st.dates(date(2026, 1, 1), date(2027, 3, 1)))
    start = datetime(day.year, day.month, day.day, draw(st.integers(5, 20)), 30)  # noqa: DTZ001
    rule = draw(st.sampled_from(RULES))
    end = draw(st.sampled_from(("", ";COUNT=7", ";COUNT=40", ";UNTIL")))
    if end == ";UNTIL":
        until = start + timedelta(days=draw(st.integers(1, 300)))
        end = f";UNTIL={until:%Y%m%dT%H%M%S}{'Z' if zone else ''}"
    head = ["UID:eins", "SUMMARY:Skat", "DTSTAMP:20260101T000000Z"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", *head]
    lines += [stamped("DTSTART", start, zone), f"DURATION:PT{draw(st.integers(1, 3))}H"]
    lines.append(f"RRULE:{rule}{end}")
    days = st.lists(st.integers(1, 60), max_size=3, unique=True)
    lines += [stamped("EXDATE", start + timedelta(days=7 * n), zone) for n in draw(days)]
    # The expander takes an exception for the whole day, the standard for one time of it.
    added = [n for n in draw(days) if n % 7]
    lines += [stamped("RDATE", start + timedelta(days=n, hours=1), zone) for n in added]
    lines.append("END:VEVENT")
    if draw(st.booleans()):
        moved = start + timedelta(days=1, hours=2)
        lines += ["BEGIN:VEVENT", *head, stamped("RECURRENCE-ID", start, zone)]
        lines += [stamped("DTSTART", moved, zone), "DURATION:PT30M", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def ours(calendar: CalendarFile) -> list[tuple[date, int | None]]:
    """Day and minute of all dates in the window."""
    budget = Budget()
    found = [one for s in calendar.series for one in dates_of(s, FIRST, LAST, budget).dates]
    return sorted({(one.day, one.start) for one in found}, key=lambda one: (one[0], one[1] or 0))


def _with_its_own_count(text: str) -> str:
    """The file as the expander has to see it; what the rule meets is said by dateutil."""
    rule, start = re.search(r"RRULE:(\S+)", text), re.search(r"DTSTART\S*:(\d+T\d+)", text)
    counted = rule and re.search(r"COUNT=(\d+)", rule[1])
    if not rule or not start or not counted:
        return text
    begin = datetime.strptime(start[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007
    if rrulestr(rule[1], dtstart=begin)[0] == begin:
        return text
    less = rule[0].replace(counted[0], f"COUNT={int(counted[1]) - 1}")
    return text.replace(rule[0], less)


def theirs(text: str) -> list[tuple[date, int]]:
    """The same by the independent expander.

    It gives a beginning that the rule does not meet beyond the number of dates; RFC 5545, 3.8.5.3,
    counts it as the first. Such a series is given to it with one date less.
    """
    calendar = icalendar.Calendar.from_ical(_with_its_own_count(text))
    span = FIRST - timedelta(days=2), LAST + timedelta(days=2)
    found: set[tuple[date, int]] = set()
    for event in recurring_ical_events.of(calendar).between(*span):
        begin: Any = event["DTSTART"]
        start = begin.dt
        at = start.astimezone(UTC).astimezone(LOCAL) if start.tzinfo else start
        if FIRST <= at.date() <= LAST:
            found.add((at.date(), at.hour * 60 + at.minute))
    return sorted(found)


def expand_all(calendar: CalendarFile | None, first: date = FIRST, last: date = LAST) -> None:
    """Asks every series for its dates; only a rule may say no."""
    budget = Budget()
    for series in calendar.series if calendar else ():
        with suppress(RuleUnusable):
            for one in dates_of(series, first, last, budget).dates:
                assert first <= one.day <= last


@settings(deadline=None)
@given(calendars())
def test_a_series_has_the_dates_that_an_independent_expander_gives(text: str) -> None:
    calendar = calendar_from(text.encode())

    assert calendar is not None
    assert ours(calendar) == theirs(text)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", ["02.12.", "07.12.", "14.12."]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=1", ["02.12."]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["02.12.", "07.12.", "09.12."]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=6",
            ["02.12.", "31.12.", "29.01.", "26.02.", "31.03.", "30.04."],
        ),
    ],
)
def test_the_beginning_counts_even_where_the_rule_does_not_meet_it(
    rule: str, days: list[str]
) -> None:
    lines = ("BEGIN:VEVENT", "SUMMARY:Skat", "DTSTART:20261202T140000", f"RRULE:{rule}")
    calendar = calendar_from("\r\n".join([*lines, "END:VEVENT", ""]).encode())

    assert calendar is not None
    assert [f"{day:%d.%m.}" for day, _ in ours(calendar)] == days


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_of_the_library_is_read_or_named(path: Path) -> None:
    begun = time.perf_counter()
    calendar = calendar_from(path.read_bytes())
    if calendar is None:
        with pytest.raises(CalendarUnreadable):
            read_calendar(path)
        return
    assert all(one.reason.endswith(".") for one in calendar.left_out)
    for window in ((FIRST, LAST), (date(1, 1, 1), date(3, 1, 1)), (date(9998, 1, 1), date.max)):
        expand_all(calendar, *window)
    assert time.perf_counter() - begun < 20


NAMES = ("BEGIN", "END", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "SUMMARY")
NAMES += ("RECURRENCE-ID", "UID", "SEQUENCE", "STATUS", "LOCATION", "TZID", "TZOFFSETTO", "X-A")
VALUES = ("VEVENT", "VCALENDAR", "VALARM", "VTIMEZONE", "STANDARD", "20261130T140000", "20261130")
VALUES += ("20261130T140000Z", "FREQ=WEEKLY", "FREQ=DAILY;COUNT=3", "FREQ=YEARLY;BYDAY=-1SU")
VALUES += ("PT1H", "-P1D", "P99999999999D", "+0100", "00010101T000000Z", "99991231T235959Z")
VALUES += ("20261130T140000/PT1H", "Skat", "", "🎲", "\\n\\,", "20261130,20261201", "CANCELLED")
PARAMETERS = ("", ";TZID=Europe/Berlin", ";VALUE=DATE", ";TZID=X", ';TZID="a:b"', ";RANGE=", ";")
lines = st.builds(
    lambda name, parameters, value: f"{name}{parameters}:{value}",
    st.sampled_from(NAMES),
    st.sampled_from(PARAMETERS),
    st.one_of(st.sampled_from(VALUES), st.text(max_size=20)),
)


@settings(deadline=None)
@given(st.lists(lines, max_size=40), st.booleans())
def test_no_mixture_of_lines_breaks_the_reader(mixed: list[str], framed: bool) -> None:
    frame = ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "\nEND:VEVENT\nEND:VCALENDAR\n")
    text = "\n".join(mixed)
    expand_all(calendar_from((frame[0] + text + frame[1] if framed else text).encode()))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    calendar_from(b"BEGIN:VCALENDAR\n" + data)


@pytest.mark.parametrize("path", SAMPLES[::7], ids=lambda path: path.stem)
def test_damaged_samples_are_read_or_named(path: Path) -> None:
    whole = path.read_bytes()
    chance = random.Random(path.stem)
    for _ in range(20):
        at = chance.randrange(len(whole) + 1)
        damaged = bytearray(whole[:at] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(5)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        expand_all(calendar_from(bytes(damaged)))


EVENT = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{}\r\nDTSTART:20261130T140000\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    "data",
    [
        ("\ufeffBEGIN:VCALENDAR\r\n" + EVENT.format("Größe")).encode(),
        ("BEGIN:VCALENDAR\r\n" + EVENT.format("Größe")).encode("cp1252"),
        ("BEGIN:VCALENDAR\r\n" + EVENT.format("Größe")).encode("utf-16"),
        ("BEGIN:VCALENDAR\r\n" + EVENT.format("Größe")).replace("\r\n", "\r").encode(),
        ("begin:vcalendar\n" + EVENT.format("Größe").replace("\r\n", "\n").lower())
        .replace("größe", "Größe")
        .encode(),
        # A fold in the middle of a letter.
        ("BEGIN:VCALENDAR\r\n" + EVENT.format("Größe"))
        .encode()
        .replace("ö".encode(), b"\xc3\r\n \xb6"),
    ],
)
def test_letters_and_lines_of_all_programs_are_read(data: bytes) -> None:
    calendar = calendar_from(data)

    assert calendar is not None
    assert [one.event.title for one in calendar.series] == ["Größe"]


def test_text_loses_its_escapes_and_its_line_breaks() -> None:
    calendar = calendar_from(EVENT.format("Kaffee\\, Tee\\; Brot\\nund \\\\ mehr").encode())

    assert calendar is not None
    assert calendar.series[0].event.title == "Kaffee, Tee; Brot und \\ mehr"


def test_alarms_and_pictures_do_not_disturb() -> None:
    alarm = "BEGIN:VALARM\r\nSUMMARY:Alarm\r\nDTSTART:19990101\r\nEND:VALARM\r\n"
    picture = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "A" * 500_000 + "\r\n"
    text = EVENT.format("Skat").replace("END:VEVENT", alarm + picture + "END:VEVENT")
    calendar = calendar_from(text.encode())

    assert calendar is not None
    assert [(one.event.title, one.event.start.at.year) for one in calendar.series] == [
        ("Skat", 2026)
    ]


def test_deep_nesting_is_no_trouble() -> None:
    data = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X-A\r\n" * 20_000 + EVENT.format("Skat").encode()

    calendar = calendar_from(data)

    assert calendar is not None
    assert len(calendar.series) == 1


def test_fifty_megabytes_are_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "gross.ics"
    noise = "X-ALT-DESC:" + "x" * 4_000 + "\r\n"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\n")
        for number in range(12_500):
            text = EVENT.format(f"Treffen {number}").replace("UID:1", f"UID:{number}")
            file.write(text.replace("END:VEVENT", noise + "END:VEVENT"))
        file.write("END:VCALENDAR\r\n")
    assert 50_000_000 < path.stat().st_size < LARGEST
    begun = time.perf_counter()

    assert len(read_calendar(path).series) == 12_500
    assert time.perf_counter() - begun < 30


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, "missing"),
        (b"", "not_a_calendar"),
        (b"<html>", "not_a_calendar"),
        (b"\x00" * 50, "not_a_calendar"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "not_a_calendar"),
    ],
)
def test_a_file_that_is_no_calendar_is_named(
    tmp_path: Path, content: bytes | None, kind: str
) -> None:
    path = tmp_path / "kalender.ics"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CalendarUnreadable) as caught:
        read_calendar(path)
    assert caught.value.kind == kind
    with pytest.raises(CalendarUnreadable) as caught:
        read_calendar(tmp_path)
    assert caught.value.kind == "folder"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "riesig.ics"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CalendarUnreadable) as caught:
        read_calendar(path)
    assert (caught.value.kind, caught.value.detail) == ("too_large", "60 MB")


BEGUN = ("BEGIN:VEVENT", "UID:eins", "SUMMARY:Skat")
WEEKLY = (*BEGUN, "DTSTART:20261201T140000", "RRULE:FREQ=WEEKLY;COUNT=3", "END:VEVENT")
ALONE = (*BEGUN[:1], "UID:zwei", "SUMMARY:Fest", "DTSTART:20261202T100000", "END:VEVENT")


def read_lines(*lines: str) -> CalendarFile:
    """The calendar in these lines."""
    calendar = calendar_from("\r\n".join([*lines, ""]).encode())
    assert calendar is not None
    return calendar


def test_entries_of_a_calendar_in_a_calendar_are_read() -> None:
    calendar = read_lines(
        *("BEGIN:VCALENDAR", "BEGIN:VCALENDAR", *WEEKLY, "END:VCALENDAR"), *ALONE, "END:VCALENDAR"
    )

    assert [one.event.title for one in calendar.series] == ["Skat", "Fest"]


@pytest.mark.parametrize("without", ["20261208T000000", "20261208T000000Z", "20261208"])
def test_a_whole_day_is_left_out_however_the_exception_is_written(without: str) -> None:
    day = "DTSTART;VALUE=DATE:20261201"
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    calendar = read_lines(*BEGUN, day, rule, f"EXDATE:{without}", "END:VEVENT")

    assert ours(calendar) == [(date(2026, 12, 1), None), (date(2026, 12, 15), None)]


def test_a_message_that_something_is_off_plans_nothing() -> None:
    lines = ("BEGIN:VCALENDAR", "METHOD:CANCEL", *ALONE, "END:VCALENDAR")

    assert all(one.event.cancelled for one in read_lines(*lines).series)
    assert not any(one.event.cancelled for one in read_lines(*lines[:1], *lines[2:]).series)


def test_a_zone_with_a_colon_and_without_quotes_costs_no_entry() -> None:
    start = "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20261201T140000"
    calendar = read_lines(*BEGUN, start, "END:VEVENT")

    assert ours(calendar) == [(date(2026, 12, 1), 14 * 60)]
    assert "(UTC+01:00) Amsterdam, Berlin" in calendar.notes[0]
