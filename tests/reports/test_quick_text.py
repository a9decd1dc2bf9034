"""What is written quickly is what ReportLab would have written."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from begegnung.reports.quick_text import QuickText
from begegnung.reports.theme import ACCENT, BOLD, REGULAR, TEXT, load_fonts

load_fonts()

MANY = "".join(map(chr, range(0x100, 0x250))) + "".join(map(chr, range(0x400, 0x450)))
RUNS = (
    (72.0, 700.125, REGULAR, 12.5, TEXT, "Straße (5\u00a0€) \\ Öffnung "),
    (72.0, 680, BOLD, 14.0, ACCENT, "Nguyễn"),
    (-3.0000001, 0.00000001, BOLD, 14.0, ACCENT, ""),
    (72.0, 660.0, REGULAR, 12.0, TEXT, MANY),
    (72.0, 640.0, REGULAR, 12.0, TEXT, "wieder im ersten Teil, dann \u0450 und \u0451 "),
    (72.0, 620.0, REGULAR, 12.0, TEXT, "ein Zeichen, das fehlt: \U0001f600"),
)


def written(kind: type[PDFTextObject]) -> str:
    """The operators of all runs, in a document of their own."""
    text = kind(Canvas(BytesIO()))
    for x, y, font, size, colour, words in RUNS:
        text.setTextOrigin(x, y)
        text.setFont(font, size)
        text.setFillColor(colour)
        text.textOut(words)
        text.textOut(words[:5])
    return text.getCode()


def test_letters_numbers_and_colours_are_written_as_reportlab_writes_them() -> None:
    assert written(QuickText) == written(PDFTextObject)
