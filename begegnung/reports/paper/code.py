"""A QR code with the same address in words beside it: not every telephone reads codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from begegnung.reports.ornaments import draw_qr
from begegnung.reports.paper.flow import Slab, Unrepeated
from begegnung.reports.paper.paragraph import BODY, LEADING
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import MEDIUM, TEXT

_BETWEEN = 14.0


@dataclass(frozen=True, slots=True)
class Code:
    """The code of `target` with `words` beside it; `edge` in points, at least 57 (20 mm)."""

    target: str
    words: str
    edge: float = 85.0
    gap: float = 16.0

    def laid(self, width: float) -> "LaidCode":
        """Code and words for a width."""
        return LaidCode(self, width)


class LaidCode(Unrepeated):
    """The code, and the lines of the words."""

    def __init__(self, code: Code, width: float) -> None:
        self._code = code
        look = Span(clean(code.words), MEDIUM, BODY, TEXT)
        self._lines = broken((look,), width - code.edge - _BETWEEN)
        height = max(code.edge, len(self._lines) * BODY * LEADING)
        self.slabs = [Slab(height, code.gap)]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the code at the left."""
        edge, top = self._code.edge, spots[0][1]
        low = top - edge
        alt = f"QR-Code: {clean(self._code.words)}"
        with canvas.tag("Figure", alt=alt, box=(x, low, x + edge, top)):
            draw_qr(canvas, self._code.target, (x, low, edge))
        leading = BODY * LEADING
        first = top - max(0.0, (edge - len(self._lines) * leading) / 2)
        placed: list[tuple[float, float, Line]] = [
            (x + edge + _BETWEEN, first - (n + 0.78) * leading, line)
            for n, line in enumerate(self._lines)
        ]
        if placed:
            with canvas.tag("P"):
                draw_lines(canvas, placed)
