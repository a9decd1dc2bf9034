"""A paper as a file: its format, what is repeated at the foot of every page, and its blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from begegnung.model.house_look import PLAIN, Look
from begegnung.reports.paper.flow import Block, Laid, draw_page, paginate
from begegnung.reports.paper.paragraph import SMALL
from begegnung.reports.paper_canvas import PaperCanvas
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, line_width
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import HAIRLINE, MEDIUM, PRINTING, REGULAR, SOFT, load_fonts

PROGRAM = "Begegnung"


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """Width, height and margin of a page in points (1/72 inch); A4 is 595 x 842."""

    width: float
    height: float
    margin: float = 42.5

    @property
    def inside(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def turned(self) -> "PaperFormat":
        """The same format on its side."""
        return PaperFormat(self.height, self.width, self.margin)


A3 = PaperFormat(841.89, 1190.55)
A4 = PaperFormat(595.28, 841.89)
A5 = PaperFormat(419.53, 595.28, 34.0)
A4_LANDSCAPE = A4.turned()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: what it is called, whose it is, and its parts.

    Each of the `parts` begins on a new page and counts its pages by itself, as copies for several
    people do. `foot` stands at the foot of every page, with the number of the page where there are
    several, in letters of `foot_size` points. `look` has the colours of the house; papers of the
    desk stay plain.
    """

    title: str
    house: str
    parts: tuple[tuple[Block, ...], ...]
    format: PaperFormat = A4
    foot: str = ""
    foot_size: float = SMALL
    look: Look = PLAIN


_FOOT_LEADING = 1.25
_ABOVE_FOOT = 14.0


def printed(paper: Paper) -> bytes:
    """The paper as an accessible PDF (PDF/UA-1, PDF/A-2a); the same paper gives the same bytes."""
    with PRINTING:
        load_fonts()
        size = paper.format
        about = About(clean(paper.title), clean(paper.house), clean(paper.title), PROGRAM)
        canvas = PaperCanvas(about, (size.width, size.height), paper.look)
        for part in paper.parts:
            _draw_part(canvas, paper, part)
        return canvas.finished()


def on_one_page(paper: Paper, variants: Iterable[tuple[Block, ...]]) -> Paper:
    """The paper with the first of several versions that stands on one page, else with the last."""
    size = paper.format
    height = size.height - 2 * size.margin - _Foot(paper, numbered=False).height
    blocks: tuple[Block, ...] = ()
    for blocks in variants:
        if len(paginate([block.laid(size.inside) for block in blocks], height)) == 1:
            break
    return replace(paper, parts=(blocks,))


def _draw_part(canvas: TaggedCanvas, paper: Paper, blocks: Sequence[Block]) -> None:
    size = paper.format
    laid: list[Laid] = [block.laid(size.inside) for block in blocks]
    height = size.height - 2 * size.margin
    foot = _Foot(paper, numbered=False)
    pages = paginate(laid, height - foot.height)
    if len(pages) > 1:
        foot = _Foot(paper, numbered=True)
        pages = paginate(laid, height - foot.height)
    with canvas.struct("Sect"):
        for number, page in enumerate(pages, start=1):
            draw_page(canvas, laid, page, size.margin, size.height - size.margin)
            foot.draw(canvas, number, len(pages))
            canvas.showPage()


class _Foot:
    """The foot is for the hand that sorts sheets; read aloud, it would interrupt on every page."""

    def __init__(self, paper: Paper, *, numbered: bool) -> None:
        self._format = paper.format
        self._numbered = numbered
        self._size = paper.foot_size
        self._leading = self._size * _FOOT_LEADING
        said = (clean(paper.foot), clean(paper.title) if numbered else "")
        words = " · ".join(filter(None, said))
        number = width_of("Seite 100 von 100", MEDIUM, self._size) + 16 if numbered else 0.0
        look = Span(words, REGULAR, self._size, SOFT)
        self._lines = broken((look,), paper.format.inside - number)
        rows = max(len(self._lines), int(numbered))
        self._words_height = rows * self._leading
        self.height = self._words_height + _ABOVE_FOOT if rows else 0.0

    def draw(self, canvas: TaggedCanvas, number: int, pages: int) -> None:
        if not self.height:
            return
        left, right = self._format.margin, self._format.width - self._format.margin
        top = self._format.margin + self._words_height
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.7)
        canvas.line(left, top + 3, right, top + 3)
        base = top - self._size
        placed: list[tuple[float, float, Line]] = [
            (left, base - n * self._leading, line) for n, line in enumerate(self._lines)
        ]
        if self._numbered:
            look = Span(f"Seite {number} von {pages}", MEDIUM, self._size, SOFT)
            (line,) = broken((look,), 1000)
            placed.append((right - line_width(line), base, line))
        draw_lines(canvas, placed)
