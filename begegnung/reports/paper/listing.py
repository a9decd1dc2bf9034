"""Contents and index: words at the left, the pages they stand on at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from begegnung.reports.aloud import aloud
from begegnung.reports.paper.flow import Slab, Unrepeated
from begegnung.reports.paper.paragraph import LEADING, SMALL
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, followed, line_width
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import BOLD, INK, MEDIUM, REGULAR, SOFT, TEXT

_ROLES = {"contents": ("TOC", "TOCI", "Reference"), "index": ("L", "LI", "LBody")}
_INDENT = 14.0
_BETWEEN = 12.0
_BASE = 0.78
_DOTS_FROM = 6.0
_WIDEST_PAGES = 0.4
"""Pages take no more of the width than this."""
_TOGETHER = 6
"""Entries of so many lines are not divided."""


class Entry(NamedTuple):
    """What stands on which `pages`; a `head` has the entries up to the next one below it.

    With an `anchor` the entry leads there.
    """

    words: str
    pages: tuple[int, ...]
    head: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries in their order, `indented` where they are no heads.

    The pages of `contents` need the same room whatever they are, so that pages do not change
    when their numbers become known.
    """

    entries: tuple[Entry, ...]
    kind: Literal["contents", "index"] = "contents"
    size: float = SMALL + 0.5

    def laid(self, width: float) -> "LaidListing":
        """The entries for a width."""
        return LaidListing(self, width)


class _Row(NamedTuple):
    entry: int
    words: Line
    pages: Line


class LaidListing(Unrepeated):
    """A listing broken into rows."""

    def __init__(self, listing: Listing, width: float) -> None:
        self._listing, self._width = listing, width
        self._leading = listing.size * LEADING
        self._rows: list[_Row] = []
        self.slabs: list[Slab] = []
        for number, entry in enumerate(listing.entries):
            rows = list(self._rows_of(number, entry))
            last = len(rows) - 1
            heads = entry.head and number + 1 < len(listing.entries)
            for n in range(len(rows)):
                gap = (9.0 if entry.head or not number else 3.0) if n == 0 else 0.0
                keeps = heads if n == last else last < _TOGETHER
                self.slabs.append(Slab(self._leading, gap, keeps))
            self._rows += rows

    def _rows_of(self, number: int, entry: Entry) -> Iterator[_Row]:
        size = self._listing.size
        said = ", ".join(map(str, entry.pages))
        least = width_of("0000", BOLD, size)
        wide = min(max(width_of(said, BOLD, size) + 1, least), self._width * _WIDEST_PAGES)
        font, colour = (BOLD, INK) if entry.head else (REGULAR, TEXT)
        room = self._width - self._indent(entry) - wide - _BETWEEN
        words = broken((Span(clean(entry.words), font, size, colour),), room)
        words = (*words[:-1], *(followed(line) for line in words[-1:]))
        pages = broken((Span(said, BOLD if entry.head else MEDIUM, size, colour),), wide)
        above = max(0, len(words) - len(pages))
        for n in range(max(len(words), len(pages), 1)):
            yield _Row(
                number,
                words[n] if n < len(words) else (),
                pages[n - above] if 0 <= n - above < len(pages) else (),
            )

    def _indent(self, entry: Entry) -> float:
        heads = any(one.head for one in self._listing.entries)
        return _INDENT if heads and not entry.head else 0.0

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws entries; one over two pages stays one."""
        outer, item, inner = _ROLES[self._listing.kind]
        with canvas.struct(outer, key=self):
            for number, some in groupby(spots, lambda spot: self._rows[spot[0]].entry):
                entry, here = self._listing.entries[number], list(some)
                said = _spoken(entry)
                with canvas.struct(item, key=(self, number)):
                    if not entry.anchor:
                        with canvas.tag(inner, key=(self, number, inner), actual=said):
                            self._draw_entry(canvas, x, entry, here)
                        continue
                    with (
                        canvas.struct(inner, key=(self, number, inner)),
                        canvas.tag("Link", key=(self, number, "Link"), actual=said),
                    ):
                        self._draw_entry(canvas, x, entry, here)
                        low, top = here[-1][1] - self._leading, here[0][1]
                        canvas.lead(entry.anchor, (x, low, x + self._width, top), said)
        for number, top in spots:
            self._draw_dots(canvas, x, self._rows[number], top)

    def _draw_entry(
        self, canvas: TaggedCanvas, x: float, entry: Entry, spots: Sequence[tuple[int, float]]
    ) -> None:
        words: list[tuple[float, float, Line]] = []
        pages: list[tuple[float, float, Line]] = []
        for number, top in spots:
            row, base = self._rows[number], top - self._leading * _BASE
            if row.words:
                words.append((x + self._indent(entry), base, row.words))
            if row.pages:
                pages.append((x + self._width - line_width(row.pages), base, row.pages))
        draw_lines(canvas, [*words, *pages])

    def _draw_dots(self, canvas: TaggedCanvas, x: float, row: _Row, top: float) -> None:
        """Dots that lead the eye from the words to the page."""
        if not (row.words and row.pages):
            return
        indent = self._indent(self._listing.entries[row.entry])
        left = x + indent + line_width(row.words) + _DOTS_FROM
        right = x + self._width - line_width(row.pages) - _DOTS_FROM
        if right - left < _DOTS_FROM:
            return
        canvas.saveState()
        canvas.setStrokeColor(SOFT)
        canvas.setLineWidth(1)
        canvas.setLineCap(1)
        canvas.setDash(0, 4)
        # From the right, so that the dots of all rows stand below each other.
        canvas.line(right, top - self._leading * _BASE, left, top - self._leading * _BASE)
        canvas.restoreState()


def _spoken(entry: Entry) -> str:
    pages = ", ".join(map(str, entry.pages))
    return f"{aloud(clean(entry.words))}, Seite {pages}" if pages else ""
