"""White words on a field of colour, with a pictogram before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color

from begegnung.reports.ornaments import draw_icon
from begegnung.reports.paper.flow import Slab, Unrepeated
from begegnung.reports.paper.paragraph import LaidParagraph, Paragraph
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import WHITE

_ROUND = 10.0


@dataclass(frozen=True, slots=True)
class Banner:
    """Paragraphs in white on `colour`, which has a contrast of 7:1 and more to it.

    `icon` is the name of a pictogram, `edge` points high; it says no more than the words. `inside`
    is the white between the words and the edge of the field.
    """

    paragraphs: tuple[Paragraph, ...]
    colour: Color
    icon: str = ""
    edge: float = 0.0
    gap: float = 0.0
    inside: float = 12.0

    def laid(self, width: float) -> "LaidBanner":
        """The field for a width."""
        return LaidBanner(self, width)


class LaidBanner(Unrepeated):
    """The field with its lines; it is never divided."""

    def __init__(self, banner: Banner, width: float) -> None:
        self._banner, self._width = banner, width
        self._indent = banner.inside + (banner.edge + banner.inside if banner.icon else 0.0)
        room = width - self._indent - banner.inside
        self._laid: list[tuple[LaidParagraph, list[tuple[int, float]]]] = []
        down = 0.0
        for paragraph in banner.paragraphs:
            laid = paragraph.laid(room)
            spots: list[tuple[int, float]] = []
            for number, slab in enumerate(laid.slabs):
                down += slab.gap if down else 0.0
                spots.append((number, down))
                down += slab.height
            self._laid.append((laid, spots))
        self._text = down
        anchor = next((one.anchor for one in banner.paragraphs if one.anchor), "")
        height = max(down, banner.edge if banner.icon else 0.0) + 2 * banner.inside
        self.slabs = [Slab(height, banner.gap, keeps=True, anchor=anchor)]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the field, the pictogram and the words."""
        banner, top, height = self._banner, spots[0][1], self.slabs[0].height
        canvas.setFillColor(banner.colour)
        canvas.roundRect(x, top - height, self._width, height, _ROUND, stroke=0, fill=1)
        if banner.icon:
            low = top - height + (height - banner.edge) / 2
            draw_icon(canvas, banner.icon, (x + banner.inside, low, banner.edge), WHITE)
        first = top - (height - self._text) / 2
        for laid, down in self._laid:
            placed = [(number, first - at) for number, at in down]
            if placed:
                laid.draw(canvas, x + self._indent, placed)
