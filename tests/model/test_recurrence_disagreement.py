"""A printed text is compared with the rules of its offer: visitors rely on what is printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Disagreement, Series, disagreement, wording

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def compared(text: str, *series: Series) -> Disagreement | None:
    return disagreement(text, series, first=FIRST, last=LAST, school=school_calendar("NW"))


MONDAYS = Series(("FREQ=WEEKLY;BYDAY=MO",), on_public_holidays="skip", start_minute=870)
FORTNIGHTLY = Series(("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",), start=date(2026, 1, 12))
SECOND = Series(("FREQ=MONTHLY;BYDAY=2MO",), on_public_holidays="next_week")

AGREE = [
    ("jeden Montag, 14.30 Uhr", MONDAYS),
    ("montags", MONDAYS),
    ("montags von 14.30 bis 17 Uhr", MONDAYS),
    ("14-tägig montags", FORTNIGHTLY),
    ("jeden zweiten Montag", FORTNIGHTLY),
    ("jeden zweiten Montag", SECOND),
    ("2. Montag im Monat", SECOND),
    ("nach Absprache", MONDAYS),
    ("Kaffee und Kuchen", MONDAYS),
    ("1x monatlich", MONDAYS),
    ("", MONDAYS),
]


@pytest.mark.parametrize(("text", "series"), AGREE)
def test_a_text_that_says_the_same_or_nothing_is_no_disagreement(text: str, series: Series) -> None:
    assert compared(text, series) is None


def test_dates_that_stand_on_one_side_only_are_named() -> None:
    found = compared("jeden 1. Montag im Monat", SECOND)
    assert found is not None
    assert found.only_in_text[0] == date(2026, 1, 5)
    assert found.only_in_rule[0] == date(2026, 1, 12)
    assert not found.ambiguous
    found = compared("montags außer am 2. März", MONDAYS)
    assert found is not None
    assert (found.only_in_text, found.only_in_rule) == ((), (date(2026, 3, 2),))


def test_a_text_that_is_against_the_policy_for_holidays_is_told() -> None:
    found = compared("montags, auch an Feiertagen", MONDAYS)
    assert found is not None
    assert found.only_in_text == (date(2026, 4, 6), date(2026, 5, 25))


def test_a_text_none_of_whose_readings_is_the_rule_is_told_with_the_nearest() -> None:
    found = compared("jeden zweiten Montag", Series(("FREQ=MONTHLY;BYDAY=3MO",)))
    assert found is not None
    assert found.ambiguous
    assert len(found.only_in_text) == len(found.only_in_rule) == 6


def test_other_times_are_told_once_with_the_first_date_they_meet_on() -> None:
    found = compared("montags 15 Uhr", MONDAYS)
    assert found is not None
    assert (found.only_in_text, found.only_in_rule) == ((), ())
    (time,) = found.times
    assert time == (date(2026, 1, 5), (900, None), (870, None))


def test_times_belong_to_their_days() -> None:
    monday = Series(("FREQ=WEEKLY;BYDAY=MO",), start_minute=600)
    thursday = Series(("FREQ=WEEKLY;BYDAY=TH",), start_minute=840)
    assert compared("Mo 10 Uhr, Do 14 Uhr", monday, thursday) is None
    swapped = compared("Mo 14 Uhr, Do 10 Uhr", monday, thursday)
    assert swapped is not None
    assert len(swapped.times) == 2


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True).map(sorted),
    st.sampled_from([None, "skip", "keep", "next_week"]),
)
def test_the_wording_of_a_rule_never_disagrees_with_it(days: list[int], policy: str | None) -> None:
    codes = ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in days)
    series = Series((f"FREQ=WEEKLY;BYDAY={codes}",), on_public_holidays=policy)  # pyright: ignore[reportArgumentType]
    assert compared(wording(series), series) is None
