"""Which backups stay: enough for every kind of accident, and no old data for longer than needed."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.backup_rotation import (
    DAYS,
    MONTHS,
    WEEKS,
    backup_is_due,
    check_is_due,
    closing_backup_is_due,
    kept,
    trial_is_due,
)

NOW = datetime(2026, 11, 23, 18, 15)  # noqa: DTZ001 the desk's wall clock
MOMENTS = st.lists(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)),  # noqa: DTZ001
    max_size=60,
)


@given(MOMENTS)
def test_the_newest_always_stays_and_never_more_than_a_house_needs(made: list[datetime]) -> None:
    staying = kept(made)

    assert staying <= set(made)
    assert len(staying) <= DAYS + WEEKS + MONTHS
    if made:
        assert max(made) in staying


@given(MOMENTS)
def test_clearing_up_twice_removes_nothing_more(made: list[datetime]) -> None:
    assert kept(kept(made)) == kept(made)


@given(MOMENTS)
def test_each_of_the_last_days_that_have_a_backup_keeps_its_newest(made: list[datetime]) -> None:
    days = sorted({at.date() for at in made}, reverse=True)[:DAYS]

    assert {max(at for at in made if at.date() == day) for day in days} <= kept(made)


def test_a_year_of_every_day_leaves_days_weeks_and_months() -> None:
    made = [NOW - timedelta(days=n) for n in range(365)]

    ages = sorted((NOW - at).days for at in kept(made))

    assert ages[:14] == list(range(14))
    assert len(ages) == 14 + 6 + 1
    assert max(ages) < 62


def test_a_house_that_opens_twice_a_week_keeps_seven_weeks_day_by_day() -> None:
    made = [NOW - timedelta(days=n) for n in range(365) if (NOW - timedelta(days=n)).weekday() < 2]

    assert min(kept(made)) <= NOW - timedelta(days=42)


def test_a_backup_is_due_once_a_day() -> None:
    assert backup_is_due([], NOW)
    assert backup_is_due([NOW - timedelta(days=1)], NOW)
    assert not backup_is_due([NOW - timedelta(hours=3)], NOW)


def test_a_backup_that_a_wrong_clock_dated_ahead_stops_no_other_one() -> None:
    assert backup_is_due([NOW + timedelta(days=400)], NOW)
    assert closing_backup_is_due([NOW + timedelta(days=400)], NOW)


def test_the_work_of_the_day_is_saved_at_its_end() -> None:
    assert closing_backup_is_due([NOW - timedelta(hours=9)], NOW)
    assert not closing_backup_is_due([NOW - timedelta(hours=1)], NOW)


def test_a_trial_is_due_every_week_and_after_a_clock_that_ran_ahead() -> None:
    assert trial_is_due(None, NOW)
    assert trial_is_due(NOW - timedelta(days=7), NOW)
    assert trial_is_due(NOW + timedelta(days=3), NOW)
    assert not trial_is_due(NOW - timedelta(days=6), NOW)


def test_the_database_is_checked_every_day() -> None:
    assert check_is_due(None, NOW)
    assert check_is_due(NOW - timedelta(days=1), NOW)
    assert not check_is_due(NOW - timedelta(hours=5), NOW)
