"""From what people typed to what can be printed: cleaning, missing glyphs, widths, hyphens."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Any

import pyphen
from reportlab.pdfbase import pdfmetrics

from begegnung.reports.theme import FALLBACKS, REGULAR, load_fonts

SOFT_HYPHEN = "\u00ad"
UNKNOWN = "□"
"""Printed for a letter of a script none of the fonts has."""

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# What a reader takes in as one thing stays on one line: "Frau Weiß", "Kurs 2403", "3,00 €".
_BOUND = re.compile(
    r"(?<=\bFrau) |(?<=\bHerr) |(?<=\bDr\.) |(?<=\b(?:Kurs|Raum)) (?=\d)"
    r"|(?<=\bNr\.) (?=\d)|(?<=\d) (?=(?:€|Uhr\b|Euro\b))"
)


@lru_cache
def glyphs(font: str) -> frozenset[str]:
    """The characters a font of the theme can draw."""
    load_fonts()
    registered: Any = pdfmetrics.getFont(font)
    return frozenset(map(chr, registered.face.charToGlyph))


@lru_cache(maxsize=1)
def _printable() -> frozenset[str]:
    every = glyphs(REGULAR).union(*(glyphs(font) for font in FALLBACKS))
    invisible = {sign for sign in every if unicodedata.category(sign)[0] == "C"}
    return every - invisible


def _replaced(sign: str) -> str:
    """What is printed for a character: itself, a blank, nothing, or `UNKNOWN`.

    Invisible signs and pictures no font has are left out, because they carry no words; a letter is
    never left out silently.
    """
    if sign in _printable():
        return sign
    return "" if unicodedata.category(sign)[0] in "CMSZ" else UNKNOWN


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """`text` on one line as it can be printed: composed letters (NFC), single blanks.

    Blanks that must not break are U+00A0.
    """
    text = _BOUND.sub("\u00a0", _SPACES.sub(" ", text).strip())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if _printable().issuperset(text):
        return text
    kept = "".join(map(_replaced, text))
    return _SPACES.sub(" ", kept).strip() or (UNKNOWN if text else "")


def in_fonts(text: str, font: str) -> list[tuple[str, str]]:
    """`text` in runs of (font, text): `font` where it has the glyphs, a fallback elsewhere."""
    have = glyphs(font)
    if have.issuperset(text):
        return [(font, text)]

    def chosen(sign: str) -> str:
        return next((name for name in (font, *FALLBACKS) if sign in glyphs(name)), font)

    return [(name, "".join(signs)) for name, signs in groupby(text, chosen)]


class _LetterWidths(dict[str, float]):
    """Widths of the letters of a font in thousandths of its size, asked for once."""

    def __init__(self, font: str) -> None:
        super().__init__()
        registered: Any = pdfmetrics.getFont(font)
        self._face = registered.face

    def __missing__(self, letter: str) -> float:
        width = self[letter] = self._face.charWidths.get(ord(letter), self._face.defaultWidth)
        return width


@lru_cache
def _letter_widths(font: str) -> _LetterWidths:
    return _LetterWidths(font)


@lru_cache(maxsize=65_536)
def unit_width(text: str, font: str) -> float:
    """Width in a size of one point; remembered per word, which makes breaking lines cheap."""
    if glyphs(font).issuperset(text):
        return 0.001 * sum(map(_letter_widths(font).__getitem__, text))
    return sum(pdfmetrics.stringWidth(part, name, 1) for name, part in in_fonts(text, font))


def width_of(text: str, font: str, size: float) -> float:
    """Width in points."""
    return unit_width(text, font) * size


@lru_cache(maxsize=1)
def _german() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="de_DE")


@lru_cache(maxsize=4096)
def break_points(word: str, shortest: int, side: int) -> tuple[int, ...]:
    """Where German hyphenation divides runs of `shortest` letters, with `side` letters left over.

    The first call reads the dictionary, which takes a good part of a second.
    """
    return tuple(
        found.start() + point
        for found in _LETTERS.finditer(word)
        if len(found[0]) >= shortest
        for point in _german().positions(found[0])
        if side <= point <= len(found[0]) - side
    )
