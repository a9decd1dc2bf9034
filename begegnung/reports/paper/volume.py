"""A bound booklet: pages counted through all parts, and words that name the page of others.

It is made twice from the same pages: one after the other to be read on a screen, and two by two on
sheets that are printed on both sides, folded and stitched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from begegnung.model.house_look import PLAIN, Look
from begegnung.reports import imposition
from begegnung.reports.paper.document import A4_LANDSCAPE, A5, PROGRAM, PaperFormat
from begegnung.reports.paper.flow import Block, Laid, Page, anchored, draw_page, paginate
from begegnung.reports.paper.paragraph import SMALL
from begegnung.reports.paper_canvas import PaperCanvas
from begegnung.reports.paragraphs import Span, broken, draw_lines, line_width
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.tagging.structure import Annotated, Element, Marked
from begegnung.reports.text import clean
from begegnung.reports.theme import HAIRLINE, MEDIUM, PRINTING, REGULAR, SOFT, load_fonts

_FOOT = 30.0
_RULE = 15.0
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
    heads: Mapping[str, str] = field(default_factory=dict[str, str])
    format: PaperFormat = A5
    look: Look = PLAIN


class _Leaf(NamedTuple):
    """A page with its blocks, the number of the part it belongs to, and the words at its foot."""

    laid: list[Laid]
    page: Page
    part: int
    plain: bool
    head: str = ""


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
        canvas = PaperCanvas(about, (size.width, size.height), volume.look)
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
        here = anchored(laid, pages, len(leaves) + 1)
        heads = {
            page: volume.heads[anchor] for anchor, page in here.items() if anchor in volume.heads
        }
        head = ""
        for one in pages:
            head = heads.get(len(leaves) + 1, head)
            leaves.append(_Leaf(laid, one, number, part.plain, head))
        found |= here
    return leaves, found


def _draw_leaf(canvas: TaggedCanvas, volume: Volume, leaf: _Leaf, number: int, left: float) -> None:
    size = volume.format
    top = size.height - size.margin
    draw_page(canvas, leaf.laid, leaf.page, left + size.margin, top)
    for spot in leaf.page.spots:
        if anchor := leaf.laid[spot.block].slabs[spot.slab].anchor:
            canvas.destination(anchor, top - spot.down)
    if leaf.plain:
        return
    # At the outer edge, where the thumb is; read aloud, it would interrupt on every page.
    (line,) = broken((Span(f"Seite\u00a0{number}", MEDIUM, SMALL, SOFT),), size.inside)
    first, last = left + size.margin, left + size.width - size.margin
    outer = last - line_width(line) if number % 2 else first
    placed = [(outer, size.margin, line)]
    for words in broken((Span(leaf.head, REGULAR, SMALL, SOFT),), size.inside)[:1]:
        inner = first if number % 2 else last - line_width(words)
        placed.append((inner, size.margin, words))
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.7)
    canvas.line(first, size.margin + _RULE, last, size.margin + _RULE)
    draw_lines(canvas, placed)


_Begin = tuple[int, int]
"""A page of the booklet and the place on it, in the order of drawing."""


class _SheetCanvas(PaperCanvas):
    """A canvas on which pages are drawn as they lie on sheets, and read in their order."""

    def __init__(self, about: About, size: tuple[float, float], look: Look) -> None:
        self._drawing = 0
        self._page_of: dict[Marked, int] = {}
        super().__init__(about, size, look)

    def begin(self, number: int) -> None:
        """What follows belongs to the page with this number."""
        self._drawing = number

    def bookmark(self, words: str, level: int, y: float) -> None:
        """Adds no entry: an outline would lead across the booklet."""

    def lead(self, name: str, rect: tuple[float, float, float, float], contents: str) -> None:
        """Leads nowhere: a sheet is read on paper."""

    def finished(self) -> bytes:
        """The file, its elements in the order of the pages."""
        self._put_in_order(self._tree.root)
        return super().finished()

    def _switch(self, element: Element | None) -> None:
        opened = element is not None and element is not self._open
        super()._switch(element)
        if element is not None and opened and isinstance(marked := element.kids[-1], Marked):
            self._page_of[marked] = self._drawing

    def _put_in_order(self, element: Element) -> _Begin | None:
        """Orders what is below an element; gives where it begins, None where nothing is drawn."""
        begin: _Begin = (0, 0)
        kids: list[tuple[_Begin, int, Element | Marked | Annotated]] = []
        for number, kid in enumerate(element.kids):
            # What is empty, such as a cell, stays behind what it was made after.
            begin = self._begin_of(kid) or begin
            kids.append((begin, number, kid))
        kids.sort(key=lambda one: one[:2])
        element.kids[:] = [kid for _, _, kid in kids]
        return kids[0][0] if kids else None

    def _begin_of(self, kid: Element | Marked | Annotated) -> _Begin | None:
        if isinstance(kid, Element):
            return self._put_in_order(kid)
        return (self._page_of[kid], kid.mcid) if isinstance(kid, Marked) else None


def _on_sheets(volume: Volume, about: About, leaves: Sequence[_Leaf]) -> bytes:
    sheet, page = A4_LANDSCAPE, volume.format
    canvas = _SheetCanvas(about, (sheet.width, sheet.height), volume.look)
    canvas.setViewerPreference("Duplex", "DuplexFlipShortEdge")
    folded = imposition.booklet(len(leaves))
    for side in folded.sides:
        for number, left in side:
            x = left + (folded.widths[number] - page.width) / 2
            canvas.begin(number)
            with canvas.struct("Sect", key=("part", leaves[number].part)):
                _draw_leaf(canvas, volume, leaves[number], number + 1, x)
        canvas.showPage()
    return canvas.finished()
