"""Series: their dates, what is left out of them, and how they are stored."""

import json
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import HolidayPolicy, Move, Pause, Series, Skipped, expand
from begegnung.model.recurrence.rule_days import rule_days

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def test_left_out_dates_are_named_with_their_reason() -> None:
    series = Series(
        ("FREQ=WEEKLY;BYDAY=MO",),
        pauses=(Pause(date(2026, 5, 4), date(2026, 5, 10)),),
        exdates=(date(2026, 1, 5),),
        closing_days=("Rosenmontag",),
        on_public_holidays="skip",
        on_school_holidays="skip",
    )
    found = expand(series, FIRST, LAST, school=school_calendar("NW"))
    assert found.skipped == (
        Skipped(date(2026, 1, 5), "ausgenommen"),
        Skipped(date(2026, 2, 16), "Rosenmontag"),
        Skipped(date(2026, 3, 30), "Osterferien"),
        Skipped(date(2026, 4, 6), "Ostermontag"),
        Skipped(date(2026, 5, 4), "Pause"),
        Skipped(date(2026, 5, 25), "Pfingstmontag"),
    )
    assert len(found.dates) + len(found.skipped) == 26


def test_holidays_depend_on_the_land() -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=TH",), on_public_holidays="skip")
    fronleichnam = date(2026, 6, 4)
    assert fronleichnam not in expand(series, FIRST, LAST, land="NW").dates
    assert fronleichnam in expand(series, FIRST, LAST, land="BE").dates


def test_unknown_school_holidays_are_said() -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=TH",), on_school_holidays="skip")
    school = school_calendar("NW")
    assert not expand(series, FIRST, LAST, school=school).school_holidays_unknown
    later = expand(series, date(2029, 1, 1), date(2029, 6, 30), school=school)
    assert later.school_holidays_unknown
    assert expand(series, FIRST, LAST).school_holidays_unknown


def test_a_course_counts_the_sessions_that_are_held() -> None:
    series = Series(
        ("FREQ=WEEKLY;BYDAY=MO",), start=date(2026, 3, 16), count=4, on_school_holidays="skip"
    )
    found = expand(series, FIRST, LAST, school=school_calendar("NW"))
    assert found.dates == (
        date(2026, 3, 16),
        date(2026, 3, 23),
        date(2026, 4, 13),
        date(2026, 4, 20),
    )


def test_a_course_is_counted_from_its_beginning_whatever_the_window() -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=TU",), start=date(2026, 1, 13), count=10)
    whole = expand(series, FIRST, LAST).dates
    assert len(whole) == 10
    march = expand(series, date(2026, 3, 1), date(2026, 3, 31)).dates
    assert march == tuple(day for day in whole if day.month == 3)


def test_a_moved_date_replaces_its_origin() -> None:
    move = Move(date(2026, 4, 14), date(2026, 4, 7))
    found = expand(Series(("FREQ=MONTHLY;BYDAY=2TU",), moved=(move,)), FIRST, LAST)
    assert move.target in found.dates
    assert move.origin not in found.dates
    assert found.skipped == (Skipped(move.origin, "verlegt auf 07.04.2026"),)


def test_a_date_on_a_holiday_is_held_a_week_later_where_the_words_say_so() -> None:
    first_monday = Series(("FREQ=MONTHLY;BYDAY=1MO",), on_public_holidays="next_week")
    found = expand(first_monday, date(2026, 4, 1), date(2026, 5, 31))
    assert found.dates == (date(2026, 4, 13), date(2026, 5, 4))
    assert found.skipped == (Skipped(date(2026, 4, 6), "Ostermontag", date(2026, 4, 13)),)
    # The date that moved into a window is found there, too.
    assert expand(first_monday, date(2026, 4, 13), date(2026, 4, 30)).dates == (date(2026, 4, 13),)


def test_a_date_that_moves_by_a_week_passes_by_what_is_left_out() -> None:
    whit_monday = Series(
        ("FREQ=MONTHLY;BYDAY=-1MO",),
        on_public_holidays="next_week",
        exdates=(date(2026, 6, 1),),
        pauses=(Pause(date(2026, 6, 8), date(2026, 6, 10)),),
    )
    (skipped,) = expand(whit_monday, date(2026, 5, 1), date(2026, 5, 31)).skipped
    assert skipped == Skipped(date(2026, 5, 25), "Pfingstmontag", date(2026, 6, 15))


def test_a_weekly_date_gains_nothing_by_a_week_and_is_skipped() -> None:
    weekly = Series(("FREQ=WEEKLY;BYDAY=MO",), on_public_holidays="next_week")
    found = expand(weekly, date(2026, 4, 1), date(2026, 4, 30))
    assert found.skipped == (Skipped(date(2026, 4, 6), "Ostermontag"),)
    assert found.dates == (date(2026, 4, 13), date(2026, 4, 20), date(2026, 4, 27))
    beside = Series(
        ("FREQ=MONTHLY;BYDAY=1MO",), dates=(date(2026, 4, 13),), on_public_holidays="next_week"
    )
    found = expand(beside, date(2026, 4, 1), date(2026, 4, 30))
    assert (found.dates, found.skipped[0].instead) == ((date(2026, 4, 13),), None)


def test_a_holiday_week_leaves_the_fortnightly_rhythm_as_it_is() -> None:
    fortnightly = Series(
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",), start=date(2026, 3, 9), on_public_holidays="next_week"
    )
    found = expand(fortnightly, date(2026, 3, 9), date(2026, 5, 10))
    assert [f"{day:%d.%m.}" for day in found.dates] == [
        "09.03.", "23.03.", "13.04.", "20.04.", "04.05.",
    ]  # fmt: skip


def test_leaving_out_beats_moving() -> None:
    both = Series(
        ("FREQ=MONTHLY;BYDAY=1MO",), on_public_holidays="next_week", on_school_holidays="skip"
    )
    found = expand(both, date(2026, 4, 1), date(2026, 4, 30), school=school_calendar("NW"))
    assert found.skipped == (Skipped(date(2026, 4, 6), "Osterferien"),)
    assert found.dates == ()


def test_every_date_a_course_loses_names_the_one_added_at_the_end() -> None:
    course = Series(
        ("FREQ=WEEKLY;BYDAY=MO",), start=date(2026, 3, 23), count=8, on_public_holidays="skip",
        exdates=(date(2026, 4, 20),),
    )  # fmt: skip
    found = expand(course, FIRST, LAST)
    # Its natural end is the 11th of May; Whit Monday is behind it and was never promised.
    assert found.skipped == (
        Skipped(date(2026, 4, 6), "Ostermontag", date(2026, 5, 18)),
        Skipped(date(2026, 4, 20), "ausgenommen", date(2026, 6, 1)),
        Skipped(date(2026, 5, 25), "Pfingstmontag"),
    )
    assert len(found.dates) == 8
    april = expand(course, date(2026, 4, 1), date(2026, 4, 30))
    assert april.skipped == found.skipped[:2]


def test_a_date_taken_back_into_a_course_counts_again() -> None:
    course = Series(
        ("FREQ=WEEKLY;BYDAY=MO",), start=date(2026, 3, 23), count=8, on_public_holidays="skip",
        dates=(date(2026, 4, 6),),
    )  # fmt: skip
    found = expand(course, FIRST, LAST)
    assert (len(found.dates), found.dates[-1], found.skipped) == (8, date(2026, 5, 11), ())


def test_explicit_dates_are_never_skipped() -> None:
    easter = date(2026, 4, 6)
    series = Series(dates=(easter,), on_public_holidays="skip")
    assert expand(series, FIRST, LAST).dates == (easter,)


def test_odd_weeks_follow_the_iso_calendar_over_week_53() -> None:
    series = Series(("FREQ=WEEKLY;BYDAY=WE",), parity="odd")
    found = expand(series, date(2026, 12, 15), date(2027, 1, 20)).dates
    # Week 53 of 2026 and week 1 of 2027 are both odd.
    assert found == (date(2026, 12, 16), date(2026, 12, 30), date(2027, 1, 6), date(2027, 1, 20))


@given(
    anchor=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    interval=st.integers(2, 6),
    weekday=st.integers(0, 6),
    first=st.dates(date(2022, 1, 1), date(2028, 12, 31)),
)
def test_an_interval_keeps_its_beat_in_every_window(
    anchor: date, interval: int, weekday: int, first: date
) -> None:
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    series = Series((f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={code}",), anchor=anchor)
    last = first + timedelta(weeks=30)
    monday = anchor - timedelta(days=anchor.weekday())
    expected = tuple(
        day
        for day in (first + timedelta(days=n) for n in range(30 * 7 + 1))
        if day.weekday() == weekday
        and ((day - timedelta(days=weekday)) - monday).days % (7 * interval) == 0
    )
    assert expand(series, first, last).dates == expected


CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKLY = st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True).map(
    lambda codes: f"FREQ=WEEKLY;BYDAY={','.join(codes)}"
)
ORDINALS = st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3])
NTH = st.lists(
    st.tuples(ORDINALS, st.sampled_from(CODES)), min_size=1, max_size=4, unique=True
).map(lambda pairs: "FREQ=MONTHLY;BYDAY=" + ",".join(f"{n}{code}" for n, code in pairs))
MONTH_DAYS = st.lists(st.integers(1, 31) | st.just(-1), min_size=1, max_size=4, unique=True).map(
    lambda days: f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
)
WHENEVER = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(WEEKLY | NTH | MONTH_DAYS, st.integers(1, 7), WHENEVER, st.integers(0, 900))
def test_a_plain_rule_has_the_dates_that_dateutil_gives(
    rule: str, interval: int, start: date, length: int
) -> None:
    every = rule.replace(";", f";INTERVAL={interval};", 1)
    last = start + timedelta(days=length)
    # dateutil counts from the month of the start, and weeks from its Monday, as we do.
    begin, end = (datetime.combine(day, time()) for day in (start, last))
    expected = rrulestr(every, dtstart=begin).between(begin, end, inc=True)
    found = expand(Series((every,), start=start), start, last)
    assert found.dates == tuple(moment.date() for moment in expected)


POLICIES = st.sampled_from([None, "skip", "keep", "next_week"])


@given(
    rule=WEEKLY | NTH,
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    count=st.integers(1, 40),
    public=POLICIES,
    school=POLICIES,
    out=st.integers(0, 200),
)
def test_a_course_keeps_its_number_of_sessions(
    rule: str,
    start: date,
    count: int,
    public: HolidayPolicy | None,
    school: HolidayPolicy | None,
    out: int,
) -> None:
    pause = Pause(start + timedelta(days=out), start + timedelta(days=out + 20))
    course = Series(
        (rule,), start=start, count=count, pauses=(pause,),
        on_public_holidays=public, on_school_holidays=school,
    )  # fmt: skip
    found = expand(course, start, date(2044, 12, 31), school=school_calendar("NW"))
    assert len(found.dates) == count
    *_, natural_end = islice(rule_days(course, start, date(2044, 12, 31)), count)
    lost = [one for one in found.skipped if one.date <= natural_end]
    assert all(one.instead in found.dates for one in lost)
    assert len({one.instead for one in lost}) == len(lost)
    # Whatever the window, the same course has the same dates in it.
    first = start + timedelta(days=out)
    part = expand(course, first, first + timedelta(days=60), school=school_calendar("NW"))
    assert part.dates == tuple(d for d in found.dates if first <= d <= first + timedelta(days=60))
    assert [
        one for one in found.skipped if first <= one.date <= first + timedelta(days=60)
    ] == list(part.skipped)


@given(anchor=st.dates(date(2020, 1, 1), date(2030, 12, 31)), interval=st.integers(2, 6))
def test_an_interval_of_months_keeps_its_beat(anchor: date, interval: int) -> None:
    series = Series((f"FREQ=MONTHLY;INTERVAL={interval};BYDAY=1TH",), anchor=anchor)
    found = expand(series, date(2024, 1, 1), date(2026, 12, 31)).dates
    assert found
    assert all(
        ((d.year - anchor.year) * 12 + d.month - anchor.month) % interval == 0 for d in found
    )
    assert all(day.weekday() == 3 and day.day <= 7 for day in found)


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
SERIES = st.builds(
    Series,
    rrules=st.lists(st.sampled_from(["FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=-1WE"])).map(
        tuple
    ),
    start=st.none() | DAYS,
    anchor=st.none() | DAYS,
    dates=st.lists(DAYS, max_size=4).map(tuple),
    parity=st.sampled_from([None, "even", "odd"]),
    months=st.lists(st.integers(1, 12), max_size=4).map(tuple),
    pauses=st.lists(st.builds(Pause, DAYS, st.none() | DAYS), max_size=2).map(tuple),
    exdates=st.lists(DAYS, max_size=2).map(tuple),
    closing_days=st.just(("Rosenmontag",)),
    moved=st.lists(st.builds(Move, DAYS, DAYS), max_size=2).map(tuple),
    on_public_holidays=st.sampled_from([None, "skip", "keep", "next_week"]),
    start_minute=st.none() | st.integers(0, 1439),
)


@given(SERIES)
def test_a_stored_series_comes_back_as_it_was(series: Series) -> None:
    assert Series.from_text(series.to_text()) == series
    assert hash(Series.from_text(series.to_text())) == hash(series)


@pytest.mark.parametrize(("former", "policy"), [(True, "skip"), (False, "keep")])
def test_a_series_stored_by_an_older_program_keeps_its_meaning(former: bool, policy: str) -> None:
    stored = {
        "rrules": ["FREQ=WEEKLY;BYDAY=MO"],
        "skip_public_holidays": former,
        "skip_school_holidays": former,
    }
    series = Series.from_text(json.dumps(stored))
    assert (series.on_public_holidays, series.on_school_holidays) == (policy, policy)
    assert "skip_" not in series.to_text()


DAMAGED = [
    "",
    "{",
    "[]",
    "7",
    '{"unknown": 1}',
    '{"start": "2026-02-31"}',
    '{"start": 5}',
    '{"pauses": [1]}',
    '{"count": 3}',
    '{"rrules": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"]}',
    '{"rrules": ["FREQ=SECONDLY"]}',
    '{"rrules": ["FREQ=MONTHLY;BYMONTHDAY=32"]}',
    '{"rrules": ["FREQ=MONTHLY;BYDAY=6MO"]}',
    '{"rrules": ["FREQ=WEEKLY;INTERVAL=0;BYDAY=MO"]}',
    '{"on_public_holidays": "later"}',
    '{"on_public_holidays": ["skip"]}',
    '{"skip_public_holidays": null}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_series_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Series.from_text(text)
