"""How German names sound: the Kölner Phonetik (Hans Joachim Postel, 1969)."""

from itertools import groupby

_ALWAYS = {
    **dict.fromkeys("aeijouy", "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}
"""Letters that sound the same wherever they stand; "h" has no sound of its own."""

_HARD_C_AT_START = frozenset("ahkloqrux")
_HARD_C = frozenset("ahkoqux")
_HISSING = frozenset("csz")
_SWALLOWED_AFTER = frozenset("ckq")


def sound(word: str) -> str:
    """The code of a folded word (`model.names.fold`): digits, equal for names that sound alike.

    "meier", "maier", "mayer" and "meyr" are all "67". Empty for a word without letters.
    """
    codes = "".join(_code(word, n) for n in range(len(word)))
    once = "".join(digit for digit, _ in groupby(codes))
    return once[:1] + once[1:].replace("0", "")


def _code(word: str, n: int) -> str:
    """The digits of one letter, by what stands before and behind it."""
    letter = word[n]
    before = word[n - 1] if n else ""
    behind = word[n + 1] if n + 1 < len(word) else ""
    if letter == "p":
        return "3" if behind == "h" else "1"
    if letter in "dt":
        return "8" if behind and behind in _HISSING else "2"
    if letter == "x":
        return "8" if before and before in _SWALLOWED_AFTER else "48"
    if letter == "c":
        if not before:
            return "4" if behind and behind in _HARD_C_AT_START else "8"
        hissed = before in "sz" or not behind or behind not in _HARD_C
        return "8" if hissed else "4"
    return _ALWAYS.get(letter, "")
