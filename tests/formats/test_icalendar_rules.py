"""Rules of calendar files give the days that dateutil gives, and end where it does not."""

import time
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.formats.icalendar_rules import Budget, RuleUnusable, rule_days, rule_from

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
starts = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    one = st.integers(low, high).filter(bool)
    return st.lists(one, min_size=1, max_size=4, unique=True).map(lambda n: ",".join(map(str, n)))


def weekdays(ordinals: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.tuples(ordinals, st.sampled_from(CODES)).map("".join)
    return st.lists(one, min_size=1, max_size=4, unique=True).map(",".join)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Any rule that has at least one date a year."""
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    narrow = draw(st.sampled_from(("", "", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "both")))
    if narrow in ("BYDAY", "both"):
        # Plain days together with counted ones are both meant; dateutil takes only what is both.
        is_counted = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
        ordinals = st.sampled_from(("1", "2", "-1", "-2")) if is_counted else st.just("")
        parts.append(f"BYDAY={draw(weekdays(ordinals))}")
    if narrow == "BYMONTHDAY" and frequency in ("MONTHLY", "YEARLY"):
        parts.append(f"BYMONTHDAY={draw(numbers(-28, 28))}")
    if narrow in ("BYMONTH", "both"):
        parts.append("BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"[: draw(st.sampled_from((9, 13, 15, 34)))])
    if narrow == "BYYEARDAY" and frequency == "YEARLY":
        parts.append(f"BYYEARDAY={draw(numbers(-365, 365))}")
    if narrow == "BYDAY" and draw(st.booleans()) and frequency in ("MONTHLY", "YEARLY"):
        parts.append(f"BYSETPOS={draw(st.sampled_from(('1', '-1', '1,-1')))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(CODES))}")
    return ";".join(parts)


# dateutil takes its time over a rule that never matches.
@settings(deadline=None)
@given(rules(), starts, st.integers(0, 900), st.integers(0, 500))
def test_a_rule_has_the_days_that_dateutil_gives(
    text: str, start: date, later: int, length: int
) -> None:
    first = start + timedelta(days=later - 30)
    last = first + timedelta(days=length)
    begin = datetime.combine(start, datetime.min.time())
    expected = rrulestr(text, dtstart=begin).between(
        datetime.combine(first, datetime.min.time()),
        datetime.combine(last, datetime.min.time()),
        inc=True,
    )

    found = list(rule_days(rule_from(text, begin), start, first, last, Budget()))

    assert found == [one.date() for one in expected]


def test_plain_and_counted_weekdays_of_one_rule_are_both_meant() -> None:
    start = date(2026, 12, 1)
    rule = rule_from("FREQ=MONTHLY;BYDAY=MO,1TU", start)

    days = list(rule_days(rule, start, start, date(2026, 12, 31), Budget()))

    assert [day.day for day in days] == [1, 7, 14, 21, 28]


def test_a_yearly_rule_by_the_week_keeps_its_weekday() -> None:
    start = date(2026, 5, 13)
    rule = rule_from("FREQ=YEARLY;BYWEEKNO=20", start)

    days = list(rule_days(rule, start, start, date(2028, 12, 31), Budget()))

    assert days == [date(2026, 5, 13), date(2027, 5, 19), date(2028, 5, 17)]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;COUNT=5;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=7",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    ],
)
def test_a_rule_that_never_matches_ends_at_once(text: str) -> None:
    start = date(2026, 11, 23)
    begun = time.perf_counter()

    assert list(rule_days(rule_from(text, start), start, start, date(2027, 12, 31), Budget())) == []
    assert time.perf_counter() - begun < 1


def test_an_old_series_costs_no_more_than_a_new_one() -> None:
    budget = Budget(100)
    rule = rule_from("FREQ=WEEKLY;BYDAY=MO", date(1900, 1, 1))

    days = list(rule_days(rule, date(1900, 1, 1), date(2026, 11, 1), date(2026, 11, 30), budget))

    assert len(days) == 5


def test_a_file_of_endless_counts_is_stopped() -> None:
    rule = rule_from("FREQ=DAILY;COUNT=999999999", date(1, 1, 1))
    with pytest.raises(RuleUnusable, match="aufwendig"):
        list(rule_days(rule, date(1, 1, 1), date(9999, 1, 1), date(9999, 12, 31), Budget(100_000)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FREQ=HOURLY", "häufiger als täglich"),
        ("FREQ=FORTNIGHTLY", "nicht lesbar"),
        ("", "nicht lesbar"),
        ("FREQ=DAILY;INTERVAL=0", "keinen Termin"),
        ("FREQ=DAILY;COUNT=0", "keinen Termin"),
        ("FREQ=DAILY;BYMONTHDAY=32", "nicht lesbar"),
        ("FREQ=DAILY;UNTIL=20260230", "nicht lesbar"),
        ("FREQ=DAILY;BYHOUR=9,15", "Uhrzeiten"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "nicht darstellbar"),
        ("FREQ=WEEKLY;BYDAY=XX", "nicht lesbar"),
        ("FREQ=YEARLY;BYWEEKNO=5;WKST=SU", "Kalenderwochen"),
        ("FREQ=DAILY;COUNT=" + "9" * 5000, "nicht lesbar"),
    ],
)
def test_a_rule_that_has_no_place_here_says_why(text: str, said: str) -> None:
    with pytest.raises(RuleUnusable, match=said):
        rule_from(text, datetime(2026, 11, 23, 10))  # noqa: DTZ001


@settings(deadline=None)
@given(st.text(alphabet="FREQ=DAILYWKMONTHBU;,-0123456789", max_size=60), starts)
def test_no_text_breaks_the_reader(text: str, start: date) -> None:
    try:
        rule = rule_from(text, start)
    except RuleUnusable:
        return
    list(rule_days(rule, start, start, start + timedelta(days=400), Budget()))
