"""A bound booklet: pages counted through all parts, and words that name the page of others.

It is made twice from the same pages: one after the other to be read on a screen, and two by two on
sheets that are printed on both sides, folded and stitched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from begegnung.reports.paper.document import A4_LANDSCAPE, A5, PROGRAM, PaperFormat
from begegnung.reports.paper.flow import Block, Laid, Page, anchored, draw_page, paginate
from begegnung.reports.paper.paragraph import SMALL
from begegnung.reports.paragraphs import Span, broken, draw_lines, line_width
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import MEDIUM, PRINTING, REGULAR, SOFT, load_fonts

_FOOT = 28.0
_MOST_PASSES = 6
"""A page that names another one can move it; after this often nothing moves any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that begin on a new page; on a `plain` part, such as a cover, no page is numbered."""

    blocks: tuple[Block, ...]
    plain: bool = False


Parts = Callable[[Mapping[str, int]], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Volume:
    """What a booklet is called, whose it is, and its parts.

    `parts` is given the page of every anchor; in the first pass none is known. The last part stands
    at the very end: pages with `filler` come before it, so that the pages go into whole sheets.
    """

    title: str
    house: str
    parts: Parts
    filler: Part
    format: PaperFormat = A5


class _Leaf(NamedTuple):
    """A page with its blocks, and the number of the part it belongs to."""

    laid: list[Laid]
    page: Page
    part: int
    plain: bool


def bound(volume: Volume, *, sheets: bool = False) -> bytes:
    """The booklet as an accessible PDF (PDF/UA-1, PDF/A-2a); with `sheets` to be printed.

    Sheets are A4 on the side, printed on both sides and turned over the short edge.
    """
    with PRINTING:
        load_fonts()
        about = About(clean(volume.title), clean(volume.house), clean(volume.title), PROGRAM)
        leaves = _leaves(volume)
        if sheets:
            return _on_sheets(volume, about, leaves)
        size = volume.format
        canvas = TaggedCanvas(about, pagesize=(size.width, size.height), font=REGULAR)
        for number, leaf in enumerate(leaves, start=1):
            with canvas.struct("Sect", key=("part", leaf.part)):
                _draw_leaf(canvas, volume, leaf, number, 0.0)
            canvas.showPage()
        return canvas.finished()


def _leaves(volume: Volume) -> list[_Leaf]:
    """All pages; laid out until the pages they name are the pages there are."""
    known: dict[str, int] = {}
    leaves: list[_Leaf] = []
    paginated = _Paginated(volume.format)
    for _ in range(_MOST_PASSES):
        leaves, found = _pass(volume, volume.parts(known), paginated)
        if found == known:
            break
        known = found
    return leaves


class _Paginated:
    """Parts in pages; one that is the same in several passes is laid out once."""

    def __init__(self, size: PaperFormat) -> None:
        self._size = size
        self._known: dict[int, tuple[Part, list[Laid], list[Page]]] = {}

    def __call__(self, part: Part) -> tuple[list[Laid], list[Page]]:
        """The blocks for the width of a page, and the pages."""
        if id(part) not in self._known:
            laid = [block.laid(self._size.inside) for block in part.blocks]
            foot = 0.0 if part.plain else _FOOT
            pages = paginate(laid, self._size.height - 2 * self._size.margin - foot)
            self._known[id(part)] = part, laid, pages
        return self._known[id(part)][1:]


def _pass(
    volume: Volume, parts: Sequence[Part], paginated: _Paginated
) -> tuple[list[_Leaf], dict[str, int]]:
    leaves: list[_Leaf] = []
    found: dict[str, int] = {}
    for number, part in enumerate(parts):
        laid, pages = paginated(part)
        if number == len(parts) - 1:
            missing = -(len(leaves) + len(pages)) % 4
            filling, filled = paginated(volume.filler)
            leaves += [_Leaf(filling, filled[0], -1 - n, plain=False) for n in range(missing)]
        found |= anchored(laid, pages, len(leaves) + 1)
        leaves += [_Leaf(laid, one, number, part.plain) for one in pages]
    return leaves, found


def _draw_leaf(canvas: TaggedCanvas, volume: Volume, leaf: _Leaf, number: int, left: float) -> None:
    size = volume.format
    draw_page(canvas, leaf.laid, leaf.page, left + size.margin, size.height - size.margin)
    if leaf.plain:
        return
    # At the outer edge, where the thumb is; read aloud, it would interrupt on every page.
    (line,) = broken((Span(f"Seite\u00a0{number}", MEDIUM, SMALL, SOFT),), size.inside)
    right = size.width - size.margin - line_width(line)
    x = left + (right if number % 2 else size.margin)
    draw_lines(canvas, [(x, size.margin, line)])


class _SheetCanvas(TaggedCanvas):
    """Sheets are no pages to go to: their outline would lead across the booklet."""

    def bookmark(self, words: str, level: int, y: float) -> None:
        """Adds no entry."""


def _on_sheets(volume: Volume, about: About, leaves: Sequence[_Leaf]) -> bytes:
    sheet, page = A4_LANDSCAPE, volume.format
    canvas = _SheetCanvas(about, pagesize=(sheet.width, sheet.height), font=REGULAR)
    canvas.setViewerPreference("Duplex", "DuplexFlipShortEdge")
    # The pages are read in their order, not in the one in which they lie on the sheets.
    for number in range(len(leaves)):
        with canvas.struct("Sect", key=("page", number)):
            pass
    middle = sheet.width / 2
    for left, right in imposed(len(leaves)):
        for number, x in ((left, middle - page.width), (right, middle)):
            with canvas.struct("Sect", key=("page", number)):
                _draw_leaf(canvas, volume, leaves[number], number + 1, x)
        canvas.showPage()
    return canvas.finished()


def imposed(pages: int) -> list[tuple[int, int]]:
    """Which pages (from 0) are beside each other on each side of the sheets of a stitched booklet.

    Front and back of the outermost sheet come first; the number of pages is a multiple of 4.
    """
    last = pages - 1
    return [
        pair
        for k in range(pages // 4)
        for pair in ((last - 2 * k, 2 * k), (2 * k + 1, last - 1 - 2 * k))
    ]
