"""How hard a passphrase is to guess, roughly and on the safe side. Pure."""

import math
import re
from typing import Literal

LEAST_CHARACTERS = 12
"""Characters of a passphrase for the keys of the city: three short words."""

Strength = Literal["short", "weak", "fair", "strong"]

_WORD_BITS = 11.0
"""A word that people think of is one of some two thousand."""
_LETTER_BITS, _DIGIT_BITS, _SIGN_BITS = 2.0, 2.5, 4.0
_RANDOM_LETTER_BITS = 4.0
"""A letter between digits and signs, where no words are."""
_FAIR_BITS, _STRONG_BITS = 32.0, 50.0

_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def strength(passphrase: str) -> Strength:
    """Too short, or how it stands against somebody who has the file and guesses by machine.

    One guess costs about a second and 256 MB (see `exchange.recovery`): 32 bits are a century of
    one computer, 50 bits are out of reach.
    """
    if len(passphrase.strip()) < LEAST_CHARACTERS:
        return "short"
    bits = guess_bits(passphrase)
    return "strong" if bits >= _STRONG_BITS else "fair" if bits >= _FAIR_BITS else "weak"


def guess_bits(passphrase: str) -> float:
    """How many bits somebody has to guess who knows how people choose; words count once."""
    seen: set[str] = set()
    bits = 0.0
    parts = _PART.findall(passphrase.casefold())
    mixed = any(not part.isalpha() for part in parts)
    for part in parts:
        if part in seen or part[::-1] in seen:
            bits += 1.0
            continue
        seen.add(part)
        bits += _bits_of(part, mixed=mixed)
    return bits


def _bits_of(part: str, *, mixed: bool) -> float:
    different = len(set(part))
    if part.isdigit():
        # A year or a date is guessed first.
        return _DIGIT_BITS * different
    if part.isalpha():
        if different <= 2:
            one = _RANDOM_LETTER_BITS if mixed and len(part) <= 2 else _LETTER_BITS
            return math.log2(len(part) + 1) + one * different
        return min(_WORD_BITS + max(0, len(part) - 8) * 0.5, _LETTER_BITS * len(part) + 2)
    return _SIGN_BITS
