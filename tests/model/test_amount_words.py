"""Amounts in words, as a receipt has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.amount_words import MOST_CENTS, amount_in_words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "null Euro"),
        (1, "ein Cent"),
        (100, "ein Euro"),
        (101, "ein Euro und ein Cent"),
        (1250, "zwölf Euro und fünfzig Cent"),
        (2100, "einundzwanzig Euro"),
        (10000, "einhundert Euro"),
        (11117, "einhundertelf Euro und siebzehn Cent"),
        (123456, "eintausendzweihundertvierunddreißig Euro und sechsundfünfzig Cent"),
        (200_000_00, "zweihunderttausend Euro"),
        (1_000_000_00, "eine Million Euro"),
        (2_000_001_00, "zwei Millionen ein Euro"),
        (-500, "minus fünf Euro"),
    ],
)
def test_an_amount_is_said_as_people_write_it_on_receipts(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


@given(st.integers(0, MOST_CENTS), st.integers(0, MOST_CENTS))
def test_no_two_amounts_have_the_same_words(one: int, other: int) -> None:
    assert (amount_in_words(one) == amount_in_words(other)) is (one == other)


def test_there_are_no_words_for_what_no_desk_ever_takes() -> None:
    with pytest.raises(ValueError, match="no words"):
        amount_in_words(MOST_CENTS + 1)
