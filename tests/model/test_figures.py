"""Bands, months, pseudonyms and small cells of the figures for the city."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.figures import (
    AGE_BANDS,
    SMALLEST_CELL,
    age_band,
    first_open_year,
    mark_of_key,
    moments_of,
    month_of,
    pseudonym,
    shown_cells,
)
from begegnung.model.local_time import moment

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, ""),
        (2030, "unter 50"),
        (1977, "unter 50"),
        (1976, "50-59"),
        (1967, "50-59"),
        (1966, "60-69"),
        (1947, "70-79"),
        (1946, "80-89"),
        (1936, "90+"),
        (1910, "90+"),
    ],
)
def test_the_band_is_that_of_the_age_reached_in_the_year(born: int | None, band: str) -> None:
    assert age_band(born, 2026) == band
    assert band in AGE_BANDS


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 24 * 60 - 1))
def test_a_month_has_the_moments_of_its_days_and_no_other(day: date, minute: int) -> None:
    month = month_of(moment(day, minute))
    begin, end = moments_of(month)

    assert month == day.isoformat()[:7]
    assert begin <= moment(day, minute) < end
    assert month_of(begin) == month != month_of(end)
    assert month_of(end - 1) == month


def test_a_year_is_open_until_march_of_the_second_year_after_it() -> None:
    assert first_open_year(date(2028, 3, 31)) == 2026
    assert first_open_year(date(2028, 4, 1)) == 2027
    assert first_open_year(date(2028, 12, 31)) == 2027


def test_a_pseudonym_tells_neither_person_nor_key_nor_that_two_years_hold_the_same() -> None:
    person = "ro1g38g76hao1h571puj5k6nqo"
    made = pseudonym(KEY, person)

    assert made == pseudonym(KEY, person)
    assert made not in (pseudonym(OTHER, person), pseudonym(KEY, person[:-1] + "p"))
    assert len(made) == 16
    assert mark_of_key(KEY) != mark_of_key(OTHER)
    assert mark_of_key(KEY) not in (KEY[:8], made[:8])


@given(st.dictionaries(st.sampled_from(AGE_BANDS), st.integers(0, 12)))
def test_no_small_cell_can_be_told_from_the_others_and_their_sum(counts: dict[str, int]) -> None:
    shown = shown_cells(counts)
    hidden = [cell for cell, count in shown.items() if count is None]

    assert shown.keys() == {cell for cell, count in counts.items() if count}
    assert all(count is None or count >= SMALLEST_CELL for count in shown.values())
    assert all(count in (None, counts[cell]) for cell, count in shown.items())
    assert len(hidden) != 1 or len(shown) == 1
