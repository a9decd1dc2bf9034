"""How hard a passphrase is to guess: on the safe side, in words for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.passphrases import LEAST_CHARACTERS, guess_bits, strength

WORDS = st.lists(
    st.sampled_from(["Korb", "Ziege", "Laterne", "Mond", "Wolke", "Tisch", "Hafen"]),
    min_size=1,
    max_size=7,
    unique=True,
)


@pytest.mark.parametrize(
    ("typed", "rating"),
    [
        ("kurz", "short"),
        ("            kurz            ", "short"),
        ("aaaaaaaaaaaaaaaa", "weak"),
        ("passwort1234", "weak"),
        ("Linde Linde Linde Linde", "weak"),
        ("Korb Ziege Laterne Mond", "fair"),
        ("kX9!fB2#mQ7$", "fair"),
        ("Korb Ziege Laterne Mond Hafen", "strong"),
    ],
)
def test_passphrases_are_rated_as_somebody_who_guesses_would(typed: str, rating: str) -> None:
    assert strength(typed) == rating


@given(words=WORDS)
def test_another_word_makes_it_harder_and_the_same_word_hardly(words: list[str]) -> None:
    once = " ".join(words)

    assert guess_bits(f"{once} Brille") > guess_bits(once) + 8
    assert guess_bits(f"{once} {words[0]}") <= guess_bits(once) + 1


@given(typed=st.text(max_size=60))
def test_everything_that_can_be_typed_is_rated(typed: str) -> None:
    assert (strength(typed) == "short") == (len(typed.strip()) < LEAST_CHARACTERS)
    assert guess_bits(typed) >= 0
