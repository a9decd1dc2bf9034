"""Lines to write on."""

from collections.abc import Sequence
from dataclasses import dataclass

from begegnung.reports.paper.flow import Slab, Unrepeated
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import HAIRLINE

_APART = 30.0


@dataclass(frozen=True, slots=True)
class Ruled:
    """So many lines, far enough apart for handwriting."""

    lines: int

    def laid(self, width: float) -> "LaidRuled":
        """The lines for a width."""
        return LaidRuled(self.lines, width)


class LaidRuled(Unrepeated):
    """Lines of one length."""

    def __init__(self, lines: int, width: float) -> None:
        self._width = width
        self.slabs = [Slab(_APART)] * lines

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the lines, which nobody needs to hear of."""
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.7)
        for _, top in spots:
            canvas.line(x, top - _APART, x + self._width, top - _APART)
