"""Cuts a German wording into words, numbers, dates, clock times and signs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from begegnung.model.recurrence.lexicon import ABBREVIATIONS, fold, number_of, split_compound

Kind = Literal["word", "number", "date", "clock", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a wording.

    ``text`` is folded. ``number`` holds a number's value, ``dot`` tells "2." from "2".
    A date has ``day``, ``month`` and perhaps ``year``; a clock time has ``hour`` and ``minute``.
    ``begin`` and ``end`` say where it stood in the text.
    """

    kind: Kind
    text: str
    begin: int
    end: int
    number: int = 0
    dot: bool = False
    day: int = 0
    month: int = 0
    year: int | None = None
    hour: int = 0
    minute: int = 0


_PIECE = re.compile(
    r"""
    (?P<iso>\d{4}-\d{2}-\d{2})(?!\d)
  | (?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year4>(?:19|20)\d{2}|(?<=\.)\d{4})(?!\d)
  | (?P<sday>\d{1,2})\.(?P<smonth>0?[1-9]|1[0-2])\.
      (?:(?P<year2>\d{2})(?![\d.:])(?!\s*(?:uhr|h\b)))?
  | (?P<bday>\d{1,2})\.(?P<bmonth>[1-9])(?![\d.:])(?!\s*(?:uhr|h\b))
  | (?P<chour>\d{1,2}),(?P<cminute>[0-5]\d)(?=(?:\s?-\s?\d{1,2}(?:,\d\d)?)?\s?(?:uhr|h\b))
  | (?P<money>\d+,(?:\d{2}|-{1,2}))(?!\d)
  | (?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d{2})(?!\d)
  | (?P<hhour>\d{1,2})\s?h\s?(?P<hminute>[0-5]\d)(?!\d)
  | (?P<full>\d{1,2})\s?[.:]?(?:°°|oo(?![a-z])|⁰⁰)
  | (?P<bhour>[01]?\d|2[0-4])(?P<bminute>\s00|[0-5]\d)(?=\s?uhr|\s?h\b)
  | (?P<number>\d+)(?P<dot>\.(?!\d))?
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)(?P<wdot>\.)?
  | (?P<more>…|\.{2,})
  | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_UNACCENTED = dict(zip("éèêëÉÈÊáàâóòôíìîçñ", "eeeeeeeaaaoooiiicn", strict=True))
LONGEST = 2000
"""Characters of a wording that are read; the longest real one has some 160."""


def readable(text: str) -> str:
    """The part of a wording that is read, with plain blanks and dashes and split camel case."""
    plain = unicodedata.normalize("NFC", text[:LONGEST]).replace("\u00a0", " ").replace("’", "'")
    if not plain.isprintable():
        plain = plain.replace("\r\n", "\n").replace("\t", " ")
        # Soft hyphens, marks of writing direction and the like are not seen and not read.
        plain = "".join(
            sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in _UNSEEN
        )
    return _CAMEL.sub(" ", _DASHES.sub("-", plain))


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a readable wording; quotation marks and stars are left out."""
    folded, origins = _folded(text)
    tokens: list[Token] = []
    end = 0
    for found in _PIECE.finditer(folded):
        if "\n" in folded[end : found.start()]:
            tokens.append(Token("sign", ";", origins[end], origins[end]))
        end = found.end()
        tokens.extend(_tokens_of(found, origins[found.start()], origins[end]))
    return tuple(tokens)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text and, for every position in it, the position in the text."""
    pieces: list[str] = []
    origins: list[int] = []
    for position, sign in enumerate(text):
        piece = _folded_sign(sign)
        pieces.append(piece)
        origins.extend([position] * len(piece))
    return "".join(pieces), [*origins, len(text)]


@lru_cache(maxsize=1024)
def _folded_sign(sign: str) -> str:
    return _UNACCENTED.get(sign) or fold(sign)


def _tokens_of(found: re.Match[str], begin: int, end: int) -> Iterator[Token]:
    raw = found[0]
    if found["iso"]:
        year, month, day = (int(part) for part in raw.split("-"))
        yield Token("date", raw, begin, end, day=day, month=month, year=year)
    elif found["day"]:
        day, month, year = int(found["day"]), int(found["month"]), int(found["year4"])
        yield Token("date", raw, begin, end, day=day, month=month, year=year)
    elif found["sday"]:
        day, month = int(found["sday"]), int(found["smonth"])
        short = 2000 + int(found["year2"]) if found["year2"] else None
        yield Token("date", raw, begin, end, day=day, month=month, year=short)
    elif found["bday"]:
        yield Token("date", raw, begin, end, day=int(found["bday"]), month=int(found["bmonth"]))
    elif hour := found["chour"] or found["hhour"] or found["full"] or found["bhour"]:
        minute = int(found["cminute"] or found["hminute"] or found["bminute"] or 0)
        yield Token("clock", raw, begin, end, hour=int(hour), minute=minute)
    elif found["hour"]:
        hour, minute = int(found["hour"]), int(found["minute"])
        dot = found["colon"] == "."
        yield Token("clock", raw, begin, end, hour=hour, minute=minute, dot=dot)
    elif found["number"]:
        value, dot = int(found["number"][:9]), bool(found["dot"])
        yield Token("number", found["number"], begin, end, number=value, dot=dot)
    elif found["word"]:
        yield from _words(found["word"], bool(found["wdot"]), begin, end)
    elif found["more"]:
        yield Token("sign", "…", begin, end)
    elif found["sign"] and raw not in "*\"„“”«»'":
        yield Token("sign", raw, begin, end)
    elif found["money"]:
        yield Token("word", "geldbetrag", begin, end)


def _words(word: str, dot: bool, begin: int, end: int) -> Iterator[Token]:
    parts = split_compound(word)
    for part in parts:
        value = number_of(part) or 0
        short = dot and part in ABBREVIATIONS
        yield Token("word", part, begin, end, number=value, dot=short)
    if dot and parts[-1] not in ABBREVIATIONS:
        yield Token("sign", ".", end - 1, end)
