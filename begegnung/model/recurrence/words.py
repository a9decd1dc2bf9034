"""A position-wise view on the tokens of a wording, shared by all phrases of the grammar."""

from collections.abc import Callable, Container

from begegnung.model.recurrence.facts import Fact
from begegnung.model.recurrence.lexicon import AND, ROMAN, month_of, ordinal_of, weekday_of
from begegnung.model.recurrence.tokens import Token

_END = Token("sign", "", 0, 0)


class Words:
    """The tokens of one wording; asking beyond the end gives an empty sign.

    ``vocabulary`` holds every folded text in it.
    """

    __slots__ = ("_number", "_texts", "source", "tokens", "vocabulary")

    def __init__(self, tokens: tuple[Token, ...], source: str) -> None:
        self.tokens = tokens
        self.source = source
        # Asked for a few hundred times a wording.
        self._texts = [token.text for token in tokens]
        self._number = len(tokens)
        self.vocabulary = frozenset(self._texts)

    def at(self, i: int) -> Token:
        """The token at a position."""
        return self.tokens[i] if 0 <= i < self._number else _END

    def text(self, i: int) -> str:
        """The folded text at a position, "" beyond the end."""
        return self._texts[i] if 0 <= i < self._number else ""

    def is_in(self, i: int, words: Container[str]) -> bool:
        """Whether the text at a position is one of some words."""
        return self.text(i) in words

    def skip(self, i: int, words: Container[str]) -> int:
        """The first position from ``i`` on whose text is none of some words."""
        texts, number = self._texts, self._number
        while i < number and texts[i] in words:
            i += 1
        return i

    def number(self, i: int) -> int | None:
        """A number in digits or as a word."""
        token = self.at(i)
        return token.number if token.kind == "number" or token.number else None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """An ordinal ("2.", "zweiten", "2ten") and the position behind it."""
        token = self.at(i)
        if token.kind == "number" and token.dot and 1 <= token.number <= 31:
            return token.number, i + 1 + (self.text(i + 1) in {"ter", "ten", "te", "tes"})
        if token.kind == "number" and self.text(i + 1) in {"te", "ten", "ter", "tes", "sten"}:
            return token.number, i + 2
        if token.dot and token.text in ROMAN and self._is_roman(i):
            return ROMAN[token.text], i + 1
        found = ordinal_of(token.text)
        return (found, i + 1) if found else None

    def _is_roman(self, i: int) -> bool:
        """As in "I. und III. Mittwoch", not as in "i. d. R."."""
        behind = self.at(i + 1)
        listed = behind.text in AND and (self.text(i + 2) in ROMAN or self.at(i + 2).dot)
        written = self.source[self.at(i).begin : self.at(i).end]
        return written.isupper() and (listed or weekday_of(behind.text) is not None)

    def month(self, i: int) -> int | None:
        """The month named at a position."""
        return month_of(self.text(i)) if self.at(i).kind == "word" else None

    def breaks(self, i: int) -> bool:
        """Whether a clause ends at a position."""
        return self.text(i) in {"", ";", ".", ")", "(", ",", "!", "?", "…"}

    def raw(self, i: int, j: int) -> str:
        """What stood in the wording from ``i`` to before ``j``."""
        return self.source[self.at(i).begin : self.at(j - 1).end].strip(" (:,;")


Found = tuple[list[Fact], int]
"""What a phrase stands for, and the position behind it."""

Phrase = Callable[[Words, int], Found | None]
