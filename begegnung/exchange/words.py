"""Keys as words that people can read out on the telephone and write down.

The list has 1024 German nouns, so a word says ten bits. Their order is part of the format: a
printed recovery sheet has to be readable for ever.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from rapidfuzz.distance import Levenshtein

from begegnung.exchange.identity import KEY_BYTES
from begegnung.model.key_errors import RecoveryWordsWrong, RecoveryWordUnknown
from begegnung.model.names import sort_key
from begegnung.resources import resource

BITS = 10
SHORT = 6
"""Words of a request: 60 bits, each guess of which costs as much as showing them."""
LONG = 27
"""Words of a recovery sheet: 256 bits and a checksum of 14."""

SCRYPT_COST = 1 << 14
"""N of scrypt (RFC 7914) with r = 8: 16 MB and some 60 ms a guess."""

_CHECK_BITS = LONG * BITS - 8 * KEY_BYTES
_SHOWN = 3


@cache
def word_list() -> tuple[str, ...]:
    """The words in their order, in lower case."""
    words = resource("words_de.txt").read_text(encoding="utf-8").split()
    if len(words) != 1 << BITS:
        raise ValueError("the list of words is damaged")
    return tuple(words)


@cache
def _numbers() -> dict[str, int]:
    return {word: number for number, word in enumerate(word_list())}


def words_of_request(request: bytes, mark: bytes) -> tuple[str, ...]:
    """The six words of a request to join the repository of `mark`, each with a capital letter.

    Whoever wants another request, or another root, to give the same words has to try 2^59 times
    on average, at the cost of one scrypt each time.
    """
    asked = hashlib.sha256(request).digest() + hashlib.sha256(mark).digest()
    kdf = Scrypt(salt=b"begegnung words 1", length=8, n=SCRYPT_COST, r=8, p=1)
    number = int.from_bytes(kdf.derive(asked), "big") >> (64 - SHORT * BITS)
    return _words(number, SHORT)


def are_same_words(typed: str, words: Iterable[str]) -> bool:
    """Whether somebody has typed these words, whatever stands between them and how they begin."""
    return _parts(typed) == [sort_key(word) for word in words]


def words_of_seed(seed: bytes) -> tuple[str, ...]:
    """The 27 words that write down the seed of the city, each with a capital letter."""
    number = int.from_bytes(seed, "big") << _CHECK_BITS | _checksum(seed)
    return _words(number, LONG)


def seed_from_words(typed: str) -> bytes:
    """The seed that 27 typed words write down; numbers between them are left out.

    Raises:
        RecoveryWordUnknown: a word is not on the list.
        RecoveryWordsWrong: too few, too many, or the checksum does not fit.
    """
    numbers = _typed_numbers(_parts(typed))
    if len(numbers) != LONG:
        raise RecoveryWordsWrong(len(numbers), LONG)
    value = 0
    for number in numbers:
        value = value << BITS | number
    seed = (value >> _CHECK_BITS).to_bytes(KEY_BYTES, "big")
    if _checksum(seed) != value & ((1 << _CHECK_BITS) - 1):
        raise RecoveryWordsWrong(LONG, LONG)
    return seed


def _typed_numbers(parts: Sequence[str]) -> list[int]:
    numbers: list[int] = []
    for place, word in enumerate(parts, start=1):
        number = _numbers().get(word)
        if number is None:
            raise RecoveryWordUnknown(place, word, near_words(word))
        numbers.append(number)
    return numbers


def near_words(word: str) -> tuple[str, ...]:
    """The words of the list that look most like `word`."""
    near = sorted(word_list(), key=lambda known: (Levenshtein.distance(known, word), known))
    return tuple(known.capitalize() for known in near[:_SHOWN])


def _parts(typed: str) -> list[str]:
    return [part for part in sort_key(typed).split() if not part.isdigit()]


def _words(number: int, count: int) -> tuple[str, ...]:
    places = (number >> (BITS * n) & ((1 << BITS) - 1) for n in reversed(range(count)))
    return tuple(word_list()[place].capitalize() for place in places)


def _checksum(seed: bytes) -> int:
    digest = hashlib.sha256(b"begegnung words 1\0" + seed).digest()
    return int.from_bytes(digest[:2], "big") >> (16 - _CHECK_BITS)
