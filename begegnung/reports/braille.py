"""German braille without contractions (Basisschrift) as BRF, the file braille printers take.

Sources: *Das System der deutschen Brailleschrift* (BSKDL 2018, Basisschrift: one cell for each
letter, no signs for capitals) and the North American Braille ASCII code that BRF files are written
in: 64 characters, one for each pattern of six dots.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

CELLS, LINES = 32, 25
"""Cells of a line and lines of a page of the usual paper (A4 on its long side)."""

_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""The character of each pattern; dot n is the bit n-1 of its place."""
_NUMBER, _LETTER_AGAIN = "3456", "6"
_INDENT = "  "

_LETTERS = {
    "a": "1", "b": "12", "c": "14", "d": "145", "e": "15", "f": "124", "g": "1245", "h": "125",
    "i": "24", "j": "245", "k": "13", "l": "123", "m": "134", "n": "1345", "o": "135", "p": "1234",
    "q": "12345", "r": "1235", "s": "234", "t": "2345", "u": "136", "v": "1236", "w": "2456",
    "x": "1346", "y": "13456", "z": "1356", "ä": "345", "ö": "246", "ü": "1256", "ß": "2346",
}  # fmt: skip
_DIGITS = dict(zip("1234567890", (_LETTERS[sign] for sign in "abcdefghij"), strict=True))
_SIGNS = {
    ",": "2", ";": "23", ":": "25", ".": "3", "?": "26", "!": "235", "(": "2356", ")": "2356",
    "-": "36", "–": "36", "'": "6", "’": "6", "/": "5 2", "·": "3", "„": "236", "“": "356",
    '"': "236", "&": "5 136", "%": "3456 245 356", "+": "4 235", "€": "4 15", "*": "6 35",
    "@": "4 345",
}  # fmt: skip


def brf(paragraphs: Iterable[str], cells: int = CELLS, lines: int = LINES) -> bytes:
    """The paragraphs as a BRF file; an empty one is an empty line.

    Lines after the first one of a paragraph are indented by two cells, words are not divided where
    they fit on a line. Pages end with a form feed.
    """
    pages: list[list[str]] = [[]]
    for paragraph in paragraphs:
        for line in _broken(_cells(paragraph), cells):
            if len(pages[-1]) == lines:
                pages.append([])
            if line or pages[-1]:
                pages[-1].append(line)
    text = "\f".join("".join(f"{line}\r\n" for line in page) for page in pages)
    return text.encode("ascii")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, str]:
    """The character of the file for each cell, given by its dots."""
    found: dict[str, str] = {}
    for pattern, sign in enumerate(_ASCII):
        dots = "".join(str(n + 1) for n in range(6) if pattern >> n & 1)
        found[dots] = sign
    return found


def _cells(text: str) -> str:
    patterns = _patterns()
    said: list[str] = []
    number = False
    for sign in _plain(text):
        if sign in _DIGITS:
            if not number:
                said.append(patterns[_NUMBER])
            said.append(patterns[_DIGITS[sign]])
            number = True
            continue
        if number and sign in "abcdefghij":
            said.append(patterns[_LETTER_AGAIN])
        # A stop or colon between digits belongs to the number: "10:30", "23.11.".
        number = number and sign in ".:,"
        if sign == " ":
            said.append(" ")
        else:
            dots = _LETTERS.get(sign) or _SIGNS[sign]
            said += [patterns[cell] for cell in dots.split()]
    return "".join(said)


def _plain(text: str) -> Iterator[str]:
    """The signs that have a cell: small letters without foreign accents; others are left out."""
    for sign in unicodedata.normalize("NFC", text.replace("\u00a0", " ")).lower():
        if sign in _LETTERS or sign in _DIGITS or sign in _SIGNS or sign == " ":
            yield sign
        else:
            bare = unicodedata.normalize("NFKD", sign.replace("ı", "i").replace("ł", "l"))
            yield from (one for one in bare if one in _LETTERS or one in _DIGITS or one == " ")


def _broken(cells: str, width: int) -> Iterator[str]:
    """The lines of a paragraph of cells."""
    line = ""
    for word in cells.split():
        if line.strip() and len(line) + 1 + len(word) <= width:
            line += f" {word}"
            continue
        if line.strip():
            yield line
            line = _INDENT
        line += word
        while len(line) > width:
            yield line[:width]
            line = _INDENT + line[width:]
    yield line if line.strip() else ""
