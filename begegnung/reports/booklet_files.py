"""The booklet of a half-year as files for a layout office: a table (CSV) and a text (RTF)."""

import csv
import io
from collections.abc import Iterator

from begegnung.model.booklet_rows import Booklet, BookletOffer
from begegnung.model.programme import ProgrammeHouse
from begegnung.reports.booklet_said import (
    FOREWORD,
    calendar,
    chapters,
    half_year_said,
    offer_facts,
    paragraphs,
    rules,
)
from begegnung.reports.said import months_said, phone_said
from begegnung.reports.sheet import web_words
from begegnung.reports.text import clean

_FACTS = ("Wann", "Termine", "Wo", "Leitung", "Kosten", "Für wen", "Anmeldung", "Hinweis")
COLUMNS = ("Rubrik", "Titel", *_FACTS)
_FORMULA = ("=", "+", "-", "@")


def booklet_csv(said: Booklet) -> bytes:
    """The offers, one a row: UTF-8 with a byte order mark, semicolons, CR LF.

    A spreadsheet takes what begins with =, +, - or @ for a formula: it gets an apostrophe before.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for chapter in chapters(said):
        for _, one in chapter.offers:
            writer.writerow(map(_plain, (chapter.title, one.title, *_facts(one))))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _facts(one: BookletOffer) -> Iterator[str]:
    known = dict(offer_facts(one))
    return (known.get(name, "") for name in _FACTS)


def _plain(words: str) -> str:
    bare = clean(words).replace("\u00a0", " ")
    return f"'{bare}" if bare.startswith(_FORMULA) else bare


def booklet_rtf(said: Booklet) -> bytes:
    """The whole text with headings as styles, in ASCII, for every word processor."""
    head = (
        r"{\rtf1\ansi\ansicpg1252\uc1\deff0\deflang1031"
        r"{\fonttbl{\f0\fswiss Fira Sans;}}"
        r"{\stylesheet{\s0\f0\fs26 Normal;}"
        r"{\s1\f0\fs52\b\outlinelevel0 heading 1;}"
        r"{\s2\f0\fs36\b\outlinelevel1 heading 2;}"
        r"{\s3\f0\fs30\b\outlinelevel2 heading 3;}}"
    )
    lines = (*_text(said),)
    return "\r\n".join((head, *(_paragraph(*line) for line in lines), "}", "")).encode("ascii")


_Line = tuple[int, str, str]
"""Level of the heading, 0 for text; a name that is set in bold type; the words."""


def _text(said: Booklet) -> Iterator[_Line]:
    yield 1, "", f"Programm {half_year_said(said)}"
    yield 0, "", said.house.name
    yield 0, "", months_said(said.first, said.last)
    foreword = paragraphs(said.house.look.booklet_foreword)
    if foreword:
        yield 2, "", FOREWORD
    yield from ((0, "", words) for words in foreword)
    yield 2, "", "So melden Sie sich an"
    yield from ((0, "", words) for words in _contact(said.house))
    yield from ((0, name, words) for name, words in rules(said))
    yield from ((0, "", words) for words in paragraphs(said.house.look.booklet_rules))
    for chapter in chapters(said):
        yield 2, "", chapter.title
        for _, one in chapter.offers:
            yield 3, "", one.title
            yield from ((0, name, words) for name, words in offer_facts(one))
    yield 2, "", "Kalender"
    for month, some in calendar(said):
        yield 3, "", month
        yield from ((0, "", f"{line.when} {line.lasting}") for line in some)


def _contact(house: ProgrammeHouse) -> Iterator[str]:
    yield phone_said(house.phone)
    yield from (house.office_hours, house.address, house.mail, web_words(house.web))
    yield house.access_note


_STYLES = {
    0: r"\pard\plain\s0\f0\fs26\sa80",
    1: r"\pard\plain\s1\f0\fs52\b\sa240\keepn\outlinelevel0",
    2: r"\pard\plain\s2\f0\fs36\b\sb480\sa160\keepn\outlinelevel1",
    3: r"\pard\plain\s3\f0\fs30\b\sb280\sa80\keepn\outlinelevel2",
}


def _paragraph(level: int, name: str, words: str) -> str:
    """A paragraph; nothing for one without words."""
    said = escaped(clean(words))
    before = rf"{{\b {escaped(name)}: }}" if name else ""
    return rf"{_STYLES[level]} {before}{said}\par" if said else ""


def escaped(words: str) -> str:
    r"""Words as RTF has them: ASCII, every other sign as \uN? in units of UTF-16."""
    return "".join(map(_sign, words))


def _sign(sign: str) -> str:
    if sign in "\\{}":
        return f"\\{sign}"
    if sign == "\u00a0":
        return r"\~"
    if sign.isascii():
        return sign
    units = sign.encode("utf-16-le", "surrogatepass")
    numbers = (
        int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)
    )
    return "".join(rf"\u{number}?" for number in numbers)
