"""The recovery sheet: keys on one sheet of A4, as 27 words and as a code.

The keys of the city, or those that open the backups of a PC without an exchange.
"""

from datetime import date
from typing import NamedTuple

from begegnung.reports.ornaments import draw_qr
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import (
    ACCENT,
    BOLD,
    EXTRABOLD,
    HAIRLINE,
    INK,
    LANGUAGE,
    MEDIUM,
    PRINTING,
    REGULAR,
    SEMIBOLD,
    TEXT,
    load_fonts,
)

_WIDTH, _HEIGHT = 595.28, 841.89
_MARGIN = 51.0
_INSIDE = _WIDTH - 2 * _MARGIN
_TITLE = "Wiederherstellungsblatt"
_COLUMNS = 3
_ROW = 25.0
_QR = 170.0
"""Edge of the code: 60 mm, as it holds some two hundred letters."""


class _Wording(NamedTuple):
    """What a sheet says: how to guard it, when it is needed, how it is used."""

    warning: str
    purpose: str
    use: str


_CITY = _Wording(
    "Wer dieses Blatt hat, kann alles lesen, was die Häuser in den gemeinsamen Ordner legen. "
    "Bitte in einen Umschlag stecken, zukleben und in den Tresor legen, "
    "ein zweites Blatt an einen anderen Ort. Nicht fotografieren, nicht kopieren, nicht mailen.",
    "Es wird gebraucht, wenn alle PCs der Stadt, die andere freigeben dürfen, verloren sind, wenn "
    "der einzige PC eines Hauses ausfällt, oder wenn ein PC der Stadt gestohlen wurde.",
    "So geht es: im Programm auf der Seite „Abgleich“ die Wiederherstellung wählen und die 27 "
    "Wörter der Reihe nach eintippen. Groß- und Kleinschreibung ist gleich. "
    "Der Code enthält dieselben Wörter.",
)
_BACKUPS = _Wording(
    "Wer dieses Blatt und eine Sicherung hat, kann alles lesen, was darin steht. "
    "Bitte in einen Umschlag stecken, zukleben und in den Tresor legen, "
    "ein zweites Blatt an einen anderen Ort. Nicht fotografieren, nicht kopieren, nicht mailen.",
    "Es wird gebraucht, wenn der PC des Hauses kaputt oder verloren ist: Mit diesem Blatt und "
    "einer Sicherung vom Stick sind die Daten an einem neuen PC wieder da.",
    "So geht es: am neuen PC „Daten wiederherstellen“ wählen, dann „Mit dem "
    "Wiederherstellungsblatt öffnen“, und die 27 Wörter der Reihe nach eintippen. Groß- und "
    "Kleinschreibung ist gleich. Der Code enthält dieselben Wörter.",
)


class RecoverySheet(NamedTuple):
    """What stands on the sheet: where it was founded, when, and the words of the keys.

    `repository` is the identifier of the exchange; empty on a sheet that opens the backups of one
    PC, which belongs to none.
    """

    house: str
    founded: date
    repository: str
    words: tuple[str, ...]


def recovery_sheet(sheet: RecoverySheet) -> bytes:
    """The sheet as an accessible PDF (PDF/UA-1, PDF/A-2a); the same sheet gives the same bytes."""
    with PRINTING:
        load_fonts()
        about = About(_TITLE, clean(sheet.house), _TITLE, "Begegnung")
        canvas = TaggedCanvas(about, pagesize=(_WIDTH, _HEIGHT), font=REGULAR, lang=LANGUAGE)
        y = _HEIGHT - _MARGIN
        for role, look, gap in _head(sheet):
            y = _draw(canvas, role, look, y - gap)
        y = _draw_words(canvas, sheet.words, y - 18)
        _draw_code(canvas, sheet.words, _wording(sheet).use, y - 16)
        canvas.showPage()
        return canvas.finished()


def _head(sheet: RecoverySheet) -> list[tuple[str, Span, float]]:
    """Role, text and gap above it of what stands over the words."""
    wording = _wording(sheet)
    founded = f"Sicherungen dieses PCs, Blatt vom {sheet.founded:%d.%m.%Y}"
    if sheet.repository:
        founded = f"Abgleich {sheet.repository[:8]}, eingerichtet am {sheet.founded:%d.%m.%Y}"
    head = [
        ("P", Span(clean(sheet.house), SEMIBOLD, 14, INK), 0.0),
        ("H1", Span(_TITLE, EXTRABOLD, 30, INK), 8.0),
        ("P", Span(founded, SEMIBOLD, 14, ACCENT), 6.0),
        ("P", Span(wording.warning, BOLD, 14, TEXT), 14.0),
        ("P", Span(wording.purpose, REGULAR, 14, TEXT), 10.0),
    ]
    return [one for one in head if one[1].text]


def _wording(sheet: RecoverySheet) -> _Wording:
    return _CITY if sheet.repository else _BACKUPS


def _draw(
    canvas: TaggedCanvas, role: str, look: Span, y: float, *, width: float = _INSIDE
) -> float:
    """Draws a paragraph from `y` on; gives where it ends."""
    leading = look.size * 1.3
    lines = broken((look,), width)
    placed: list[tuple[float, float, Line]] = [
        (_MARGIN, y - (row + 1) * leading, line) for row, line in enumerate(lines)
    ]
    with canvas.tag(role):
        draw_lines(canvas, placed)
    return y - len(lines) * leading


def _draw_words(canvas: TaggedCanvas, words: tuple[str, ...], y: float) -> float:
    """The numbered words in columns, read one column after the other; gives where they end."""
    rows = -(-len(words) // _COLUMNS)
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(1)
    for rule in (y, y - rows * _ROW - 12):
        canvas.line(_MARGIN, rule, _MARGIN + _INSIDE, rule)
    with canvas.struct("L"):
        for place, word in enumerate(words):
            column, row = divmod(place, rows)
            x = _MARGIN + column * _INSIDE / _COLUMNS
            base = y - (row + 1) * _ROW
            with canvas.struct("LI", key=("word", place)):
                with canvas.tag("Lbl", key=("number", place)):
                    number = broken((Span(f"{place + 1}.", REGULAR, 14, TEXT),), _INSIDE)
                    draw_lines(canvas, [(x, base, line) for line in number])
                with canvas.tag("LBody", key=("body", place)):
                    said = broken((Span(word, BOLD, 17, TEXT),), _INSIDE)
                    draw_lines(canvas, [(x + 28, base, line) for line in said])
    return y - rows * _ROW - 12


def _draw_code(canvas: TaggedCanvas, words: tuple[str, ...], use: str, y: float) -> None:
    """The code on the right, and beside it what to do with the sheet."""
    left, low = _MARGIN + _INSIDE - _QR, y - _QR
    box = (left, low, left + _QR, y)
    with canvas.tag("Figure", alt="QR-Code mit denselben 27 Wörtern", box=box):
        draw_qr(canvas, " ".join(words), (left, low, _QR))
    _draw(canvas, "P", Span(use, MEDIUM, 14, TEXT), y, width=_INSIDE - _QR - 24)
