"""The canvas of our papers: font and language of all of them, and the colours of the house."""

from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from begegnung.model.house_look import PLAIN, Look
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.theme import ACCENT, INK, LANGUAGE, REGULAR


class PaperCanvas(TaggedCanvas):
    """Everything is drawn with `INK` and `ACCENT`; which colours these are the `look` says.

    As a printer fills another ink into the same press: layout knows nothing of colours, so nothing
    that was laid out before, or is kept for another paper, has to know them either.
    """

    def __init__(self, about: About, size: tuple[float, float], look: Look = PLAIN) -> None:
        """`size` is width and height of the page in points."""
        inks = ((INK, look.ink), (ACCENT, look.accent)) if look != PLAIN else ()
        self._tints: dict[Color, Color] = {drawn: HexColor(shown) for drawn, shown in inks}
        super().__init__(about, pagesize=size, font=REGULAR, lang=LANGUAGE)

    def tinted(self, colour: Any) -> Any:
        """The colour that is put on this paper where `colour` is drawn with."""
        return self._tints.get(colour, colour) if self._tints else colour

    def setFillColor(self, aColor: Any, alpha: Any = None) -> None:  # noqa: N802, N803 - ReportLab
        """Fills with a colour from now on."""
        super().setFillColor(self.tinted(aColor), alpha)

    def setStrokeColor(self, aColor: Any, alpha: Any = None) -> None:  # noqa: N802, N803 - ReportLab
        """Strokes with a colour from now on."""
        super().setStrokeColor(self.tinted(aColor), alpha)


def tinted(canvas: Canvas, colour: Color) -> Color:
    """The colour that a canvas puts on its paper; one that has no look takes it as it is."""
    return canvas.tinted(colour) if isinstance(canvas, PaperCanvas) else colour
