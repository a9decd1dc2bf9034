"""Breaking text into lines and drawing the lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from begegnung.reports.paper_canvas import tinted
from begegnung.reports.quick_text import QuickText
from begegnung.reports.text import SOFT_HYPHEN, break_points, in_fonts, width_of

# "Anmeldung/Abmeldung", "Anmelde-Formular": may break behind the sign, but not in "E-Mail".
_INSIDE = re.compile(r"(?<=[^\W\d_]{3}[-–/])(?=[^\W\d_]{3})")
_LONG_WORD, _FAR_FROM_END = 14, 5
_ANY_WORD, _NEAR_END = 6, 3


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one look; size in points. `struck` draws a line through it."""

    text: str
    font: str
    size: float
    colour: Color
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one font; `width` in points, without the blank a line may end with."""

    look: Span
    font: str
    text: str
    width: float


Line = tuple[Run, ...]


def line_width(line: Line) -> float:
    """Width of a line in points."""
    return sum(run.width for run in line)


@lru_cache(maxsize=16384)
def broken(spans: tuple[Span, ...], width: float) -> tuple[Line, ...]:
    """The lines of the texts, one behind the other, none wider than `width` points.

    Divided words are hard to read with low vision, so only a word wider than the whole line is
    divided: far from its ends if possible, otherwise where German hyphenation allows, otherwise
    wherever the width ends. Nothing is ever left out.
    """
    lines = _Lines(width)
    for span in spans:
        for word in span.text.split(" "):
            for index, part in enumerate(_INSIDE.split(word)):
                if part:
                    lines.add(span, part, blank=index == 0)
    return lines.finished()


class _Lines:
    """Fills lines from left to right."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._lines: list[Line] = []
        self._parts: list[tuple[Span, str, bool]] = []
        self._used = 0.0

    def add(self, look: Span, word: str, *, blank: bool) -> None:
        """Appends a word; `blank` says whether a blank stands between it and the one before."""
        while True:
            gap = self._blank_width() if blank else 0.0
            wide = width_of(word, look.font, look.size)
            room = self._width - self._used - gap
            if wide <= room:
                self._put(look, word, blank, gap + wide)
                return
            head = _fitting_head(word, look, room, self._parts == [])
            if head:
                text = word[:head] + SOFT_HYPHEN
                self._put(look, text, blank, gap + width_of(text, look.font, look.size))
                word, blank = word[head:], False
                self._end(blank=False)
            else:
                self._end(blank=blank)

    def finished(self) -> tuple[Line, ...]:
        """All lines."""
        if self._parts:
            self._end(blank=False)
        return tuple(self._lines)

    def _blank_width(self) -> float:
        """Width of a blank behind what is in the line; it has the look of the word before it."""
        if not self._parts:
            return 0.0
        before = self._parts[-1][0]
        return width_of(" ", before.font, before.size)

    def _put(self, look: Span, word: str, blank: bool, wide: float) -> None:
        self._parts.append((look, word, blank and bool(self._parts)))
        self._used += wide

    def _end(self, *, blank: bool) -> None:
        """Ends the line; with a `blank`, which a screen reader needs between the words."""
        self._lines.append(_joined(self._parts, blank=blank))
        self._parts, self._used = [], 0.0


def _fitting_head(word: str, look: Span, room: float, alone: bool) -> int:
    """How many letters of `word` fit before a hyphen; 0 where the next line takes it whole."""
    if not alone:
        return 0

    def fits(point: int) -> bool:
        return width_of(word[:point] + SOFT_HYPHEN, look.font, look.size) <= room

    for shortest, side in ((_LONG_WORD, _FAR_FROM_END), (_ANY_WORD, _NEAR_END)):
        for point in reversed(break_points(word, shortest, side)):
            if fits(point):
                return point
    return next((point for point in range(len(word) - 1, 1, -1) if fits(point)), 1)


def _joined(parts: Iterable[tuple[Span, str, bool]], *, blank: bool) -> Line:
    """The words of a line as few runs; a blank belongs to the run before it."""
    texts: list[tuple[Span, str]] = []
    for look, word, apart in parts:
        if texts and apart:
            texts[-1] = (texts[-1][0], texts[-1][1] + " ")
        if texts and texts[-1][0] is look:
            texts[-1] = (look, texts[-1][1] + word)
        else:
            texts.append((look, word))
    line = tuple(
        Run(look, font, piece, width_of(piece, font, look.size))
        for look, text in texts
        for font, piece in in_fonts(text, look.font)
    )
    return followed(line) if blank else line


def followed(line: Line) -> Line:
    """The line with a blank behind it: the words of two lines must not run together when read."""
    if not line:
        return line
    last = line[-1]
    return (*line[:-1], Run(last.look, last.font, last.text + " ", last.width))


def draw_lines(canvas: Canvas, placed: Sequence[tuple[float, float, Line]]) -> None:
    """Draws lines given as (x, baseline, line), as one text object."""
    text = QuickText(canvas)
    font, size, colour = "", 0.0, None
    strikes: list[tuple[float, float, Run]] = []
    for x, baseline, line in placed:
        text.setTextOrigin(x, baseline)
        left = x
        for run in line:
            look = run.look
            if run.font != font or look.size != size:
                font, size = run.font, look.size
                text.setFont(font, size)
            if look.colour is not colour:
                colour = look.colour
                text.setFillColor(tinted(canvas, colour))
            text.textOut(run.text)
            if look.struck:
                strikes.append((left, baseline, run))
            left += run.width
    canvas.drawText(text)
    for x, baseline, run in strikes:
        canvas.setStrokeColor(run.look.colour)
        canvas.setLineWidth(run.look.size * 0.07)
        height = baseline + run.look.size * 0.26
        canvas.line(x, height, x + run.width, height)
