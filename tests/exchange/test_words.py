"""Words for the telephone and for paper: easy to tell apart, and read back exactly."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange.words import (
    LONG,
    are_same_words,
    seed_from_words,
    word_list,
    words_of_request,
    words_of_seed,
)
from begegnung.model.key_errors import RecoveryWordsWrong, RecoveryWordUnknown
from begegnung.model.phonetics import sound

SEED = hashlib.sha256(b"a city").digest()
PINNED = "0282923d3f7696849bad77807268b1c3c1a82cb5819d2e5dc5cc02586295eb78"


def test_the_list_never_changes_for_it_is_what_printed_sheets_say() -> None:
    assert hashlib.sha256("\n".join(word_list()).encode()).hexdigest() == PINNED


def test_the_list_has_1024_short_words_of_plain_letters_in_order() -> None:
    words = word_list()
    assert len(set(words)) == 1024
    assert all(3 <= len(word) <= 10 and word.isascii() and word.isalpha() for word in words)
    assert all(one < other for one, other in pairwise(words))


def test_no_two_words_sound_alike() -> None:
    assert len({sound(word) for word in word_list()}) == 1024


def test_no_word_becomes_another_one_by_one_wrong_letter() -> None:
    places = [(word, n) for word in word_list() for n in range(len(word))]
    replaced = Counter(f"{word[:n]}*{word[n + 1 :]}" for word, n in places)
    assert max(replaced.values()) == 1
    assert not {word[:n] + word[n + 1 :] for word, n in places} & set(word_list())


def test_no_word_is_one_that_nobody_wants_to_read_out() -> None:
    sad = "tod sarg grab krieg waffe gift blut krebs hass leiche mord qual trauer angst hure krank"
    assert not set(word_list()) & set(sad.split())


def test_both_screens_show_the_same_six_words_and_others_for_another_request_or_city() -> None:
    words = words_of_request(b"request", b"mark")
    assert words == words_of_request(b"request", b"mark")
    assert len(words) == 6
    assert all(word[0].isupper() and word.lower() in word_list() for word in words)
    assert words != words_of_request(b"request!", b"mark")
    assert words != words_of_request(b"request", b"mark!")


def test_words_are_the_same_however_they_are_typed() -> None:
    words = ("Apfel", "Strasse", "Ente")
    for typed in ("apfel strasse ente", " APFEL, Straße; 3. Ente\n", "1 Apfel 2 Strasse 3 Ente"):
        assert are_same_words(typed, words)
    for typed in ("", "apfel strasse", "strasse apfel ente", "apfel strasse ente apfel"):
        assert not are_same_words(typed, words)


@given(st.binary(min_size=32, max_size=32))
def test_a_seed_is_read_back_from_its_words(seed: bytes) -> None:
    words = words_of_seed(seed)
    assert len(words) == LONG
    assert seed_from_words(" ".join(words)) == seed


def test_words_are_read_with_their_numbers_in_any_case() -> None:
    numbered = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words_of_seed(SEED), 1))
    assert seed_from_words(numbered) == SEED


def test_a_word_that_is_not_on_the_list_is_named_with_similar_ones() -> None:
    words = list(words_of_seed(SEED))
    right, words[4] = words[4], words[4] + "x"
    with pytest.raises(RecoveryWordUnknown) as refused:
        seed_from_words(" ".join(words))
    assert (refused.value.place, right in refused.value.near) == (5, True)


@pytest.mark.parametrize("change", ["missing", "doubled", "swapped", "another"])
def test_words_that_cannot_be_right_are_refused(change: str) -> None:
    words = list(words_of_seed(SEED))
    if change == "missing":
        del words[3]
    elif change == "doubled":
        words.insert(3, words[3])
    elif change == "swapped":
        words[3], words[4] = words[4], words[3]
    else:
        words[3] = next(w for w in word_list() if w.capitalize() != words[3])
    with pytest.raises(RecoveryWordsWrong):
        seed_from_words(" ".join(words))
