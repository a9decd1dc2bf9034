"""Words, choices and single days left out, however they are put together: dates or a refusal."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.model.calendar import HouseCalendar
from begegnung.model.errors import Refusal
from begegnung.model.local_time import day_of
from begegnung.ui.offers.planning import Policies, Wish, own_end, wish
from begegnung.ui.offers.understanding import Understanding, Window, understand
from begegnung.ui.offers.wording import difference, text_of

CALENDAR = HouseCalendar()
FIRST = date(2026, 11, 23)

WORDS = (
    "jeden",
    "zweiten",
    "1. und 3.",
    "Mittwoch",
    "dienstags",
    "im Monat",
    "alle 2 Wochen",
    "14 bis 16 Uhr",
    "10.30 Uhr",
    "8 Termine",
    "ab 12.1.",
    "bis Ende März",
    "nicht an Feiertagen",
    "an Feiertagen eine Woche später",
    "nicht in den Ferien",
    "nicht am 7.12.",
    "Sporthose",
    ",",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=40)
KINDS = st.sampled_from(("skip", "keep", "next_week"))
POLICIES = st.builds(Policies, KINDS, KINDS)
WINDOWS = st.builds(
    lambda first, days: Window(first, first + timedelta(days=days), FIRST, CALENDAR),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(0, 400),
)


def read(text: str, window: Window) -> Understanding:
    """What the words mean; the first reading where there are several."""
    found = understand(text, window)
    return understand(text, window, found.choices[0].meaning) if found.choices else found


def wanted(text: str, window: Window, policies: Policies) -> Wish | None:
    """The dates, None where they are refused in words."""
    try:
        return wish(read(text, window), window, (600, 660), policies=policies)
    except Refusal:
        return None


@settings(deadline=None)
@given(TEXTS, WINDOWS, POLICIES)
def test_whatever_is_typed_gives_dates_or_a_refusal(
    text: str, window: Window, policies: Policies
) -> None:
    found = wanted(text, window, policies)

    if found is not None:
        assert list(found.slots) == sorted(found.slots)
        difference(text, found.planned, CALENDAR)


@settings(deadline=None)
@given(TEXTS, WINDOWS, POLICIES)
def test_the_text_of_the_rule_says_the_same_as_the_rule(
    text: str, window: Window, policies: Policies
) -> None:
    found = wanted(text, window, policies)
    if found is None or not found.slots:
        return

    assert difference(text_of(found.planned), found.planned, CALENDAR) == ""


@settings(deadline=None)
@given(st.integers(1, 30), st.sampled_from(("montags", "freitags", "donnerstags")), POLICIES)
def test_a_course_keeps_its_number_and_shows_its_last_day(
    number: int, weekday: str, policies: Policies
) -> None:
    window = Window(FIRST, date(2026, 12, 31), FIRST, CALENDAR)
    found = read(f"{weekday} 14 bis 16 Uhr, {number} Termine", window)

    dates = [day_of(start) for start, _ in wish(found, window, (0, 1), policies=policies).slots]

    assert len(dates) == number
    assert own_end(found, window, policies) == dates[-1]


@settings(deadline=None)
@given(st.sets(st.integers(0, 5), max_size=4))
def test_days_left_out_are_no_dates_any_more(weeks: set[int]) -> None:
    window = Window(FIRST, date(2026, 12, 31), FIRST, CALENDAR)
    left_out = frozenset(FIRST + timedelta(weeks=week) for week in weeks)
    found = understand("montags 10 bis 11 Uhr", window)

    kept = wish(found, window, (None, None), left_out=left_out)

    assert not left_out & {day_of(start) for start, _ in kept.slots}
    assert len(kept.slots) == 6 - len(left_out)


def test_a_month_behind_the_half_year_is_the_next_one_and_no_question() -> None:
    window = Window(FIRST, date(2026, 12, 31), FIRST, CALENDAR)

    weekly = understand("jeden Montag 14 bis 16 Uhr, ab Januar", window)
    second = understand("jeden zweiten Montag, ab Januar", window)

    assert (weekly.status, weekly.series[0].start) == ("clear", date(2027, 1, 1))
    assert second.question == "Ist der 2. Montag im Monat gemeint, oder alle 2 Wochen Montag?"
