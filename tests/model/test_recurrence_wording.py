"""The German text of a series can be read again, and nothing anybody types breaks the reader."""

from datetime import date
from time import perf_counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Move, Pause, Series, expand, read, wording
from begegnung.model.recurrence.rule_text import weekday_codes

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST)
WEEKDAY_SETS = st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True).map(sorted)
NS = st.sets(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3]), min_size=1, max_size=3)


def weekly(days: list[int], interval: int = 1) -> str:
    every = f";INTERVAL={interval}" if interval > 1 else ""
    return f"FREQ=WEEKLY{every};BYDAY={weekday_codes(days)}"


def nth(ns: set[int], day: int, interval: int = 1) -> str:
    every = f";INTERVAL={interval}" if interval > 1 else ""
    codes = ",".join(f"{n}{weekday_codes([day])}" for n in sorted(ns, key=lambda n: (n < 0, n)))
    return f"FREQ=MONTHLY{every};BYDAY={codes}"


@st.composite
def rules(draw: st.DrawFn) -> dict[str, object]:
    kind = draw(st.sampled_from(["weekly", "fortnightly", "nth", "months", "monthday", "parity"]))
    start = draw(DAYS)
    days = draw(WEEKDAY_SETS)
    match kind:
        case "fortnightly":
            rule = weekly([start.weekday()], draw(st.integers(2, 6)))
            return {"rrules": (rule,), "start": start}
        case "nth":
            return {"rrules": (nth(draw(NS), days[0]),)}
        case "months":
            return {"rrules": (nth(draw(NS), days[0], draw(st.integers(2, 4))),), "start": start}
        case "monthday":
            return {
                "rrules": (f"FREQ=MONTHLY;BYMONTHDAY={draw(st.integers(1, 28) | st.just(-1))}",)
            }
        case "parity":
            return {"rrules": (weekly(days),), "parity": draw(st.sampled_from(["even", "odd"]))}
        case _:
            return {"rrules": (weekly(days),)}


SCHOOL = school_calendar("NW")
POLICIES = st.sampled_from([None, "skip", "keep", "next_week"])
NAMES = st.sets(st.sampled_from(["Osterferien", "Sommerferien", "Herbstferien"]), max_size=2)


@st.composite
def series(draw: st.DrawFn) -> Series:
    fields = draw(rules())
    first, second = sorted((draw(DAYS), draw(DAYS)))
    begun = fields.get("start")
    if draw(st.booleans()):
        fields["until"] = max(second, begun) if isinstance(begun, date) else second
    if draw(st.booleans()):
        fields["months"] = tuple(sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=11))))
    if draw(st.booleans()):
        fields["pauses"] = (Pause(first, draw(st.none() | st.just(second))),)
    if draw(st.booleans()):
        fields["exdates"] = tuple(sorted(draw(st.sets(DAYS, min_size=1, max_size=3))))
    if draw(st.booleans()):
        fields["start_minute"] = draw(st.integers(8 * 4, 18 * 4)) * 15
        fields["end_minute"] = draw(st.none() | st.just(20 * 60))
    fields["on_public_holidays"] = draw(POLICIES)
    fields["on_school_holidays"] = draw(POLICIES)
    if fields["on_school_holidays"]:
        fields["school_holidays_named"] = tuple(sorted(draw(NAMES)))
    if draw(st.booleans()):
        fields["closing_days"] = ("Rosenmontag", "Heiligabend")
    if draw(st.booleans()):
        fields["exrules"] = (nth({1}, draw(st.integers(0, 6))),)
    if isinstance(begun, date) and draw(st.booleans()):
        fields["count"] = draw(st.integers(1, 20))
    if draw(st.booleans()):
        fields["moved"] = (Move(first, second),)
    if draw(st.booleans()):
        fields["dates"] = tuple(sorted(draw(st.sets(DAYS, min_size=1, max_size=3))))
    return Series(**fields)  # pyright: ignore[reportArgumentType]


def dates_of(found: tuple[Series, ...]) -> set[date]:
    return {day for one in found for day in expand(one, FIRST, LAST, school=SCHOOL).dates}


@settings(deadline=None, max_examples=400)
@given(series())
@example(
    # Never falls on a month of its own: four months from January, but only in February and June.
    Series(("FREQ=MONTHLY;INTERVAL=4;BYDAY=1MO",), start=date(2026, 1, 1), months=(2, 6))
)
def test_the_wording_of_a_series_is_read_as_the_same_dates(one: Series) -> None:
    text = wording(one)
    reading = read(text, first=FIRST, last=LAST)
    assert (reading.status, reading.question, reading.unread) == ("clear", None, ()), text
    again = reading.readings[0].series
    assert dates_of(again) == dates_of((one,)), text
    ruled = [found for found in again if found.rrules]
    assert {(s.start_minute, s.end_minute) for s in ruled} == {(one.start_minute, one.end_minute)}
    assert {s.on_public_holidays for s in ruled} == {one.on_public_holidays}
    assert {s.on_school_holidays for s in ruled} == {one.on_school_holidays}
    third = read(wording(*again), first=FIRST, last=LAST).readings[0].series
    assert third == again, text
    assert wording(*third) == wording(*again)


@given(st.lists(DAYS, min_size=1, max_size=8, unique=True).map(sorted))
def test_a_list_of_dates_is_read_as_the_same_list(days: list[date]) -> None:
    text = wording(Series(dates=tuple(days)))
    assert read(text, first=FIRST, last=LAST).readings[0].series[0].dates == tuple(days)


def test_the_house_style() -> None:
    weekly_monday = Series(("FREQ=WEEKLY;BYDAY=MO",), start_minute=870, end_minute=1020)
    assert wording(weekly_monday) == "jeden Montag von 14.30 bis 17 Uhr"
    assert wording(Series(("FREQ=MONTHLY;BYDAY=1WE,3WE",))) == "jeden 1. und 3. Mittwoch im Monat"
    assert wording(Series(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",))) == "montags bis donnerstags"
    assert wording(Series(("FREQ=WEEKLY;BYDAY=MO,FR",))) == "montags und freitags"
    every_two = Series(("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",), start=date(2026, 1, 8))
    assert wording(every_two) == "alle zwei Wochen donnerstags, ab Do., 08.01.2026"
    months = Series(("FREQ=MONTHLY;BYDAY=-1MO",), months=(10, 11, 12, 1, 2, 3, 4))
    assert wording(months) == "jeden letzten Montag im Monat, von Oktober bis April"
    assert wording(Series(dates=(date(2026, 8, 13),))) == "am 13.08.2026"
    moved = Series(("FREQ=WEEKLY;BYDAY=MO",), moved=(Move(date(2026, 4, 6), date(2026, 4, 7)),))
    assert wording(moved) == "jeden Montag, verlegt vom 06.04.2026 auf den 07.04.2026"


def test_extra_dates_and_several_rules_are_read_again() -> None:
    found = (
        Series(("FREQ=WEEKLY;BYDAY=WE",), start_minute=870, end_minute=1020),
        Series(("FREQ=MONTHLY;BYDAY=1SU",)),
        Series(dates=(date(2026, 3, 7), date(2026, 5, 9))),
    )
    reading = read(wording(*found), first=FIRST, last=LAST)
    assert reading.status == "clear"
    assert dates_of(reading.readings[0].series) == dates_of(found)


PIECES = st.sampled_from(
    [
        "jeden",
        "jeder",
        "2.",
        "1.",
        "und",
        "-",
        "/",
        ",",
        ";",
        "(",
        ")",
        "…",
        "dienstags",
        "Montag",
        "Mo",
        "So",
        "am",
        "im",
        "Monat",
        "alle",
        "zwei",
        "Wochen",
        "14-tägig",
        "außer",
        "nicht",
        "Ferien",
        "Feiertagen",
        "März",
        "bis",
        "ab",
        "31.2.",
        "30.6.",
        "2026",
        "14.30",
        "80.00",
        "Uhr",
        "10",
        "Termine",
        "x",
        "KW",
        "ungerade",
        "täglich",
        "oder",
        "wechselnd",
        "Sommerpause",
        "nächster",
        "Termin",
        "ausnahmsweise",
        "verlegt",
        "vom",
        "auf",
        "den",
        "letzten",
        "0",
        "99",
        "2026-13-45",
        "00.00.0000",
        "24./25.12.",
        "19.-26.09.2014",
        "ß",
        "İ",
        "²",
    ]
)


WINDOWS = st.sampled_from(
    [
        (FIRST, LAST),
        (date(1, 1, 1), date(1, 6, 30)),
        (date(1900, 1, 1), date(1900, 6, 30)),
        (date(9999, 7, 1), date(9999, 12, 31)),
        (date(2026, 2, 3), date(2026, 2, 3)),
    ]
)
SECONDS_FOR_ANY_TEXT = 2.0
"""Far more than anything takes: two thousand characters of nonsense need some 0.3 s."""


@settings(deadline=None, max_examples=60)
@given(
    st.lists(PIECES, max_size=400).map(" ".join) | st.text(max_size=3000),
    WINDOWS,
    st.none() | st.integers(0, 6),
)
@example("30.2., " * 10_000, (FIRST, LAST), None)
@example("12.01.2026, " * 10_000, (FIRST, LAST), None)
@example("im Winter oder im Sommer " * 2_000, (FIRST, LAST), 1)
@example("\x00\u202e\u200b" * 20_000, (FIRST, LAST), None)
@example(
    "1.1.1900 und 31.12.2199 jeden Montag 14-tägig, nächste Termine: 1.1.1900, 31.12.2199",
    (date(1, 1, 1), date(1, 6, 30)),
    None,
)
def test_any_text_is_answered_in_time(
    text: str, window: tuple[date, date], weekday: int | None
) -> None:
    first, last = window
    begin = perf_counter()
    reading = read(text, first=first, last=last, weekday=weekday)
    for meaning in reading.readings:
        for one in meaning.series:
            expand(one, first, last)
    assert perf_counter() - begin < SECONDS_FOR_ANY_TEXT
    assert reading.status in {"clear", "ambiguous", "text"}


@settings(deadline=None, max_examples=200)
@given(
    st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60),
    st.none() | st.integers(0, 6),
)
@example("1" * 5000, None)
@example("jeden " * 2000, 1)
@example("31.12.9999", None)
@example("jeden 0 dienstags", None)
def test_whatever_is_typed_gets_an_answer(text: str, weekday: int | None) -> None:
    reading = read(text, first=FIRST, last=LAST, weekday=weekday)
    assert (reading.status == "ambiguous") == (reading.question is not None)
    if reading.status == "clear":
        assert len(reading.readings) == 1
        assert reading.readings[0].series
    for meaning in reading.readings:
        dates_of(meaning.series)
        assert meaning.meaning
