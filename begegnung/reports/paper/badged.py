"""A paragraph with the pictogram of a category before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from begegnung.reports.ornaments import draw_badge
from begegnung.reports.paper.flow import Unrepeated
from begegnung.reports.paper.paragraph import LaidParagraph, Paragraph
from begegnung.reports.paragraphs import broken
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import Badge

_BETWEEN = 10.0


@dataclass(frozen=True, slots=True)
class Badged:
    """`paragraph`, which says the category in words, beside the badge; `edge` in points."""

    paragraph: Paragraph
    badge: Badge
    edge: float = 34.0

    def laid(self, width: float) -> "LaidBadged":
        """Badge and lines for a width."""
        return LaidBadged(self, width)


class LaidBadged(Unrepeated):
    """The lines beside the badge, in the middle of its height where they are lower."""

    def __init__(self, badged: Badged, width: float) -> None:
        self._badged = badged
        self._indent = badged.edge + _BETWEEN
        lines = broken(badged.paragraph.spans, width - self._indent)
        self._lines = LaidParagraph(badged.paragraph, lines, width - self._indent)
        slabs = self._lines.slabs
        spare = max(0.0, badged.edge - sum(slab.height for slab in slabs))
        self._down = spare / 2
        self.slabs = [*slabs[:-1], *(replace(one, height=one.height + spare) for one in slabs[-1:])]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the badge, which is no more than the words say, as decoration."""
        first, top = spots[0]
        if first == 0:
            edge = self._badged.edge
            draw_badge(canvas, self._badged.badge, (x, top - edge, edge))
        lower = [(number, at - self._down) for number, at in spots]
        self._lines.draw(canvas, x + self._indent, lower)
