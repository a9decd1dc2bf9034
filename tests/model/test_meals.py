"""Until when a meal can be ordered, and out of which menus."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.local_time import DAY, day_of, minute_of, moment
from begegnung.model.meals import choices_of, order_deadline

MONDAY = date(2026, 11, 23)


def test_a_meal_is_ordered_until_an_hour_of_the_day_before() -> None:
    assert order_deadline(1, 600, moment(MONDAY, 720)) == moment(date(2026, 11, 22), 600)
    assert order_deadline(0, 540, moment(MONDAY, 720)) == moment(MONDAY, 540)


def test_without_a_deadline_a_meal_can_always_be_ordered() -> None:
    assert order_deadline(None, None, moment(MONDAY, 720)) is None


@given(st.integers(0, 14), st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_the_deadline_lies_so_many_days_before_at_its_hour(
    days: int, minute: int, start: int
) -> None:
    deadline = order_deadline(days, minute, moment(MONDAY, start))

    assert deadline is not None
    assert day_of(deadline) == MONDAY - timedelta(days=days)
    assert minute_of(deadline) == minute


def test_menus_are_read_one_a_line_each_once() -> None:
    assert choices_of(" Vegetarisch \n\nMit  Fleisch\nVegetarisch") == (
        "Vegetarisch",
        "Mit Fleisch",
    )


@given(st.text())
def test_reading_the_menus_twice_changes_nothing(text: str) -> None:
    read = choices_of(text)

    assert choices_of("\n".join(read)) == read
