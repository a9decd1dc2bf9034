"""The floor of a paper: its finished lines drawn at their places, with nothing left to decide.

The lines are read from the finished file, so that they are exactly those that were printed. They
are drawn with plain calls of ReportLab: no words measured, no lines broken, nothing fitted, no
structure for screen readers, no rules and no pictograms.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from begegnung.reports.theme import BOLD, EXTRABOLD, MEDIUM, PRINTING, REGULAR, SEMIBOLD

_FONTS = (REGULAR, MEDIUM, SEMIBOLD, BOLD, EXTRABOLD, "Noto", "NotoSigns")


class Piece(NamedTuple):
    """A piece of a line: lower left corner in points, and its look."""

    x: float
    y: float
    text: str
    font: str
    size: float


class PrintedPage(NamedTuple):
    """A page and the pieces of its lines, those of one font together."""

    size: tuple[float, float]
    pieces: Sequence[Piece]


def printed_lines(pdf: bytes) -> list[PrintedPage]:
    """All pages of a finished paper; the fonts of the theme must be loaded."""
    named: dict[str, str] = {}
    for font in _FONTS:
        registered: Any = pdfmetrics.getFont(font)
        name = registered.face.name
        named[(name.decode() if isinstance(name, bytes) else name).split("+")[-1]] = font
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [PrintedPage(page.get_size(), _sorted(_pieces(page, named))) for page in document]
    finally:
        document.close()


def draw_again(pages: Sequence[PrintedPage]) -> bytes:
    """The file with these lines and nothing else."""
    with PRINTING:
        file = BytesIO()
        first_font: Any = REGULAR
        canvas = Canvas(file, pagesize=pages[0].size, initialFontName=first_font, invariant=1)
        for page in pages:
            canvas.setPageSize(page.size)
            text = canvas.beginText()
            look = ("", 0.0)
            for x, y, words, font, size in page.pieces:
                if look != (font, size):
                    look = (font, size)
                    text.setFont(font, size)
                text.setTextOrigin(x, y)
                text.textOut(words)
            canvas.drawText(text)
            canvas.showPage()
        canvas.save()
        return file.getvalue()


def _sorted(pieces: Iterator[Piece]) -> list[Piece]:
    by_look: dict[tuple[str, float], list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_look[piece.font, piece.size].append(piece)
    return [piece for some in by_look.values() for piece in some]


def _pieces(page: pypdfium2.PdfPage, named: dict[str, str]) -> Iterator[Piece]:
    words = page.get_textpage()
    try:
        for each in page.get_objects((pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=1):
            matrix = each.get_matrix()
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(each, size)
            font = pdfium.FPDFTextObj_GetFont(each)
            name = _filled(lambda buffer, n, f=font: pdfium.FPDFFont_GetBaseFontName(f, buffer, n))
            text = _filled(
                lambda buffer, n, o=each: pdfium.FPDFTextObj_GetText(
                    o, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), n
                ),
            ).decode("utf-16-le")
            if text.strip("\0 "):
                look = named[name.decode().rstrip("\0").split("+")[-1]]
                place = round(matrix.e, 2), round(matrix.f, 2)
                yield Piece(*place, text.rstrip("\0"), look, round(size.value * matrix.d, 2))
    finally:
        words.close()


def _filled(ask: Any) -> bytes:
    """What a function of pdfium writes that is asked for the length first."""
    length = ask(None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)), length)
    return buffer.raw
