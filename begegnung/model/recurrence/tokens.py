"""Cuts a German wording into words, numbers, dates, clock times and signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from begegnung.model.recurrence.lexicon import ABBREVIATIONS, fold, number_of, split_compound

Kind = Literal["word", "number", "date", "clock", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a wording.

    ``text`` is folded. ``number`` holds a number's value, ``dot`` tells "2." from "2".
    A date has ``day``, ``month`` and perhaps ``year``; a clock time has ``hour`` and ``minute``.
    ``raw`` is what stood in the wording.
    """

    kind: Kind
    text: str
    raw: str
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
  | (?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year4>(?:19|20)\d{2})(?!\d)
  | (?P<sday>\d{1,2})\.(?P<smonth>0?[1-9]|1[0-2])\.
      (?:(?P<year2>\d{2})(?![\d.:])(?!\s*(?:uhr|h\b)))?
  | (?P<money>\d+,(?:\d{2}|-{1,2}))(?!\d)
  | (?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d{2})(?!\d)
  | (?P<number>\d+)(?P<dot>\.(?!\d))?
  | (?P<word>[a-z]+(?:'[a-z]+)*)(?P<wdot>\.)?
  | (?P<more>…|\.{2,})
  | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
LONGEST = 2000
"""Characters of a wording that are read; the longest real one has some 160."""


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a wording; quotation marks and stars are left out."""
    plain = _CAMEL.sub(" ", text[:LONGEST].replace("\u00a0", " ").replace("’", "'"))
    folded = fold(_DASHES.sub("-", plain)).replace("\r\n", "\n")
    tokens: list[Token] = []
    end = 0
    for found in _PIECE.finditer(folded):
        if "\n" in folded[end : found.start()]:
            tokens.append(Token("sign", ";", ";"))
        end = found.end()
        tokens.extend(_tokens_of(found))
    return tuple(tokens)


def _tokens_of(found: re.Match[str]) -> Iterator[Token]:
    raw = found[0]
    if found["iso"]:
        year, month, day = (int(part) for part in raw.split("-"))
        yield Token("date", raw, raw, day=day, month=month, year=year)
    elif found["day"]:
        yield Token(
            "date", raw, raw, day=int(found["day"]), month=int(found["month"]),
            year=int(found["year4"]),
        )
    elif found["sday"]:
        year = 2000 + int(found["year2"]) if found["year2"] else None
        yield Token(
            "date", raw, raw, day=int(found["sday"]), month=int(found["smonth"]), year=year
        )
    elif found["hour"]:
        hour, minute = int(found["hour"]), int(found["minute"])
        yield Token("clock", raw, raw, hour=hour, minute=minute, dot=found["colon"] == ".")
    elif found["number"]:
        value = int(found["number"][:9])
        yield Token("number", found["number"], raw, number=value, dot=bool(found["dot"]))
    elif found["word"]:
        yield from _words(found["word"], bool(found["wdot"]))
    elif found["more"]:
        yield Token("sign", "…", raw)
    elif found["sign"] and raw not in "*\"„“”«»'":
        yield Token("sign", raw, raw)
    elif found["money"]:
        yield Token("word", "geldbetrag", raw)


def _words(word: str, dot: bool) -> Iterator[Token]:
    parts = split_compound(word)
    for part in parts:
        value = number_of(part)
        yield Token("word", part, word, number=value or 0, dot=dot and part in ABBREVIATIONS)
    if dot and parts[-1] not in ABBREVIATIONS:
        yield Token("sign", ".", ".")
