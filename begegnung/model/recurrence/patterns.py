"""Short patterns of words: "siehe|lt .. aushang", "um eine woche".

In a pattern "|" separates alternatives, "*" stands for any ending (or beginning), a lone "*" for
any word, ".." for up to five words of the same clause.
"""

from collections.abc import Callable, Sequence

from begegnung.model.recurrence.facts import Fact
from begegnung.model.recurrence.words import Found, Words

_Part = tuple[frozenset[str], tuple[str, ...]]
"""The whole words and the ones with a star that fit at one place; empty for ".."."""
_Pattern = tuple[_Part, ...]
_ANYTHING: _Part = (frozenset(), ())
_STOPS = frozenset({"", ";", ".", ")", "("})
_LONGEST_GAP = 6
_MOST_WORDS = 4096
"""Words whose patterns are remembered."""


class Patterns:
    """A list of patterns, in the order in which they are tried, each with what it makes."""

    def __init__(self, *tables: tuple[Sequence[str], Callable[[str], Fact] | None]) -> None:
        self._by_word: dict[str, list[int]] = {}
        self._starred: list[int] = []
        self._known: dict[str, tuple[int, ...]] = {}
        self._patterns: list[tuple[_Pattern, Callable[[str], Fact] | None]] = []
        for patterns, make in tables:
            for text in patterns:
                self._add(text, make)

    def _add(self, text: str, make: Callable[[str], Fact] | None) -> None:
        pattern = tuple(_part(part) for part in text.split())
        number = len(self._patterns)
        self._patterns.append((pattern, make))
        for word in pattern[0][0]:
            self._by_word.setdefault(word, []).append(number)
        if pattern[0][1]:
            self._starred.append(number)

    def at(self, words: Words, i: int) -> Found | None:
        """What the first pattern that fits at a position makes; nothing for noise."""
        for number in self._beginning_with(words.text(i)):
            pattern, make = self._patterns[number]
            end = _match(words, i, pattern)
            if end is not None:
                return ([make(words.raw(i, end))] if make else []), end
        return None

    def _beginning_with(self, word: str) -> tuple[int, ...]:
        """The patterns whose first word fits, in their order."""
        numbers = self._known.get(word)
        if numbers is None:
            starred = [n for n in self._starred if _fits(word, self._patterns[n][0][0])]
            numbers = tuple(sorted({*self._by_word.get(word, ()), *starred}))
            if len(self._known) < _MOST_WORDS:
                self._known[word] = numbers
        return numbers


def _part(text: str) -> _Part:
    if text == "..":
        return _ANYTHING
    choices = text.split("|")
    starred = tuple(choice for choice in choices if "*" in choice)
    return frozenset(choice for choice in choices if "*" not in choice), starred


def _match(words: Words, i: int, pattern: _Pattern) -> int | None:
    """The position behind a pattern that matches at ``i``, or None."""
    for k, part in enumerate(pattern):
        if part is _ANYTHING:
            return _match_behind_gap(words, i, pattern[k + 1 :])
        if not _fits(words.text(i), part):
            return None
        i += 1
    return i


def _match_behind_gap(words: Words, i: int, rest: _Pattern) -> int | None:
    for skipped in range(_LONGEST_GAP):
        if (end := _match(words, i + skipped, rest)) is not None:
            return end
        if words.text(i + skipped) in _STOPS:
            return None
    return None


def _fits(text: str, part: _Part) -> bool:
    return text in part[0] or any(_starred(text, choice) for choice in part[1])


def _starred(text: str, choice: str) -> bool:
    if choice == "*":
        return text.isalpha()
    bare = choice.strip("*")
    if choice.startswith("*"):
        return bare in text if choice.endswith("*") else text.endswith(bare)
    return text.startswith(bare)
