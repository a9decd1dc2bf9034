"""Sheets with many equal cards: badges, visitor's cards, address labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from begegnung.model.house_look import PLAIN, Look
from begegnung.reports.paper.document import A4, PROGRAM
from begegnung.reports.paper_canvas import PaperCanvas
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, line_width
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import HAIRLINE, PRINTING, TEXT, load_fonts

MM = 72 / 25.4
_LEADING = 1.15


@dataclass(frozen=True, slots=True)
class Grid:
    """So many cards on a sheet of A4, each `width` by `height` points; `cut` draws thin lines."""

    columns: int
    rows: int
    width: float
    height: float
    cut: bool = True

    @property
    def left(self) -> float:
        """The margin at the left, so that the cards are in the middle of the sheet."""
        return (A4.width - self.columns * self.width) / 2

    @property
    def bottom(self) -> float:
        """The margin below."""
        return (A4.height - self.rows * self.height) / 2


CARDS = Grid(2, 5, 85 * MM, 54 * MM)
"""As large as a bank card (ISO/IEC 7810 ID-1, rounded)."""
BADGES = Grid(2, 5, 90 * MM, 54 * MM)
LABELS = Grid(3, 8, 70 * MM, 36 * MM, cut=False)
"""The usual sheet of 24 labels."""


@dataclass(frozen=True, slots=True)
class Card:
    """A place on the sheet: its lower left corner and its size, in points."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height


def sheets(
    title: str,
    house: str,
    grid: Grid,
    cards: Sequence[Callable[[TaggedCanvas, Card], None]],
    look: Look = PLAIN,
) -> bytes:
    """The cards, drawn by these functions, as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    with PRINTING:
        load_fonts()
        about = About(clean(title), clean(house), clean(title), PROGRAM)
        canvas = PaperCanvas(about, (A4.width, A4.height), look)
        for number, draw in enumerate(cards):
            place = number % (grid.columns * grid.rows)
            if number and not place:
                canvas.showPage()
            row, column = divmod(place, grid.columns)
            left = grid.left + column * grid.width
            bottom = grid.bottom + (grid.rows - row - 1) * grid.height
            if grid.cut:
                canvas.setStrokeColor(HAIRLINE)
                canvas.setLineWidth(0.7)
                canvas.rect(left, bottom, grid.width, grid.height)
            with canvas.struct("Sect"):
                draw(canvas, Card(left, bottom, grid.width, grid.height))
        canvas.showPage()
        return canvas.finished()


def fitted(
    words: str, font: str, sizes: Sequence[float], width: float, height: float
) -> tuple[Line, ...]:
    """The words in the largest of `sizes` in which they fit, better with no word divided.

    In the smallest one they take what they need.
    """
    text = clean(words)
    ways = [(size, broken((Span(text, font, size, TEXT),), width)) for size in sizes]
    fitting = [way for way in ways if block_height(way[1]) <= height] or ways[-1:]

    def divides(way: tuple[float, tuple[Line, ...]]) -> bool:
        return any(width_of(word, font, way[0]) > width for word in text.split(" "))

    return min(fitting, key=divides)[1]


def block_height(lines: Sequence[Line]) -> float:
    """The height of lines below each other."""
    return sum(max((run.look.size for run in line), default=0.0) * _LEADING for line in lines)


def draw_block(
    canvas: TaggedCanvas,
    role: str,
    lines: Sequence[Line],
    place: tuple[float, float, float],
    *,
    centred: bool = False,
) -> float:
    """Draws lines from `place` on (left, top, width); gives where they end."""
    left, top, width = place
    placed: list[tuple[float, float, Line]] = []
    for line in lines:
        leading = max((run.look.size for run in line), default=0.0) * _LEADING
        shift = (width - line_width(line)) / 2 if centred else 0.0
        placed.append((left + shift, top - leading * 0.82, line))
        top -= leading
    if placed:
        with canvas.tag(role):
            draw_lines(canvas, placed)
    return top
