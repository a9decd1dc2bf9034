"""What stands on the pages of a PDF, as PDFium draws it: words with size, colour and ground."""

import ctypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import page as validator
import pypdfium2
import pypdfium2.raw as pdfium

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the page."""

SMALLEST, MARGIN = 12.0, 25.0
"""The smallest letters, and the white at the edge that every printer needs: 9 mm, less what a
letter such as j reaches out of its line (points)."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""From so many points on letters are large (WCAG 2.2)."""
SMALL_CONTRAST, LARGE_CONTRAST = 7.0, 4.5
_WHITE = (255, 255, 255)
TOUCH = 0.05
"""Lines may touch by so much: an accent reaches into the line above."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words drawn at once: where, how large, in which colour, and on which."""

    text: str
    box: Box
    size: float
    font: str
    colour: Colour
    ground: Colour

    @property
    def large(self) -> bool:
        """Whether the letters are so large or bold that less contrast is enough."""
        # Signs that no bold font has stand between bold words in the one weight there is.
        bold = "Bold" in self.font or "Noto" in self.font
        return self.size >= (LARGE_BOLD if bold else LARGE)

    @property
    def contrast(self) -> float:
        """The ratio of the luminances of colour and ground (WCAG 2.2), 1 to 21."""
        darker, lighter = sorted((_luminance(self.colour), _luminance(self.ground)))
        return (lighter + 0.05) / (darker + 0.05)


def faults(pdf: bytes, margin: float = MARGIN, *, touch: float = TOUCH) -> list[str]:
    """What would disturb a reader, each with its page: too small, too pale, cut, overlapping.

    `margin` is the white at the edge (points), `touch` how much of the lower of two boxes the other
    one may cover, from 0 to 1.
    """
    document = pypdfium2.PdfDocument(pdf)
    found: list[str] = []
    try:
        for number, page in enumerate(document, start=1):
            words = list(words_of(page))
            width, height = page.get_size()
            inside = (margin, margin, width - margin, height - margin)
            some = (*_unreadable(words, inside), *_overlapping(words, touch))
            found += [f"page {number}: {fault}" for fault in some]
    finally:
        document.close()
    return found


def invalid(pdf: bytes, folder: Path) -> list[str]:
    """What is against PDF/UA-1 or PDF/A-2a; the file is written into `folder` for that."""
    file = folder / f"{os.getpid()}.pdf"
    file.write_bytes(pdf)
    results = [validator.validate_pdf(str(file), profile=profile) for profile in ("ua1", "2a")]
    found = {each.message for result in results for each in result.failures}
    return sorted(found) if all(one.is_compliant for one in results) else ["broken", *sorted(found)]


def _unreadable(words: list[Words], inside: Box) -> Iterator[str]:
    for one in words:
        if one.size < SMALLEST - 0.01:
            yield f"{one.size:.2f} pt: {one.text!r}"
        wanted = LARGE_CONTRAST if one.large else SMALL_CONTRAST
        if one.contrast < wanted:
            yield f"contrast {one.contrast:.2f}: {one.text!r}"
        left, low, right, high = (a - b for a, b in zip(one.box, inside, strict=True))
        if min(left, low) < 0 or max(right, high) > 0:
            yield f"in the margin: {one.text!r} {one.box}"


def _overlapping(words: list[Words], touch: float) -> Iterator[str]:
    ordered = sorted(words, key=lambda one: one.box[0])
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.box[0] >= one.box[2] - 0.5:
                break
            high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
            lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
            if high > lower * touch:
                yield f"overlap: {one.text!r} and {other.text!r}"


def text_of(pdf: bytes) -> str:
    """The text of all pages as PDFium extracts it, with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = " ".join(one.get_textpage().get_text_bounded() for one in document)
    finally:
        document.close()
    return " ".join(found.replace("\u00a0", " ").split())


def words_of(page: pypdfium2.PdfPage) -> Iterator[Words]:
    """The words of a page in the order of drawing, without blanks."""
    grounds: list[tuple[Box, Colour]] = []
    text = page.get_textpage()
    try:
        # Pictograms are forms of their own; no words stand in them or on them.
        for one in page.get_objects(max_depth=1):
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                if (colour := _filled(one)) is not None:
                    grounds.append((one.get_bounds(), colour))
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT and (said := _text(one, text)).strip():
                yield Words(said, one.get_bounds(), *_look(one), _ground(one.get_bounds(), grounds))
    finally:
        text.close()


def _text(one: pypdfium2.PdfObject, page: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(one, page, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(
        one, page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _look(one: pypdfium2.PdfObject) -> tuple[float, str, Colour]:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(one, size)
    _, b, _, d, _, _ = one.get_matrix().get()
    font = pdfium.FPDFTextObj_GetFont(one)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return size.value * (b * b + d * d) ** 0.5, name.value.decode(), _fill(one)


def _fill(one: pypdfium2.PdfObject) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(one, *parts)
    red, green, blue, _ = (part.value for part in parts)
    return red, green, blue


def _filled(one: pypdfium2.PdfObject) -> Colour | None:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one, mode, stroke)
    return _fill(one) if mode.value != pdfium.FPDF_FILLMODE_NONE else None


def _ground(box: Box, grounds: list[tuple[Box, Colour]]) -> Colour:
    """The colour of what was last painted below the middle of a box."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for (left, low, right, high), colour in reversed(grounds):
        if left <= x <= right and low <= y <= high:
            return colour
    return _WHITE


def _luminance(colour: Colour) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
