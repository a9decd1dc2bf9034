"""ReportLab's text object, which writes the same and remembers how letters and numbers are written.

ReportLab measures every run to know where the next one begins, looks each letter up again, and
formats each number anew; that was the larger part of the time a booklet took. Here runs are placed
by whoever broke them into lines. A test compares what both write.
"""

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary, ref

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject


class QuickText(PDFTextObject):
    """A text object whose runs are all placed by `setTextOrigin`, or follow each other."""

    # Private names of ReportLab's text object this class builds on.
    _code: list[str]
    _fontname: str
    _fontsize: float
    _leading: float
    _curSubset: int  # noqa: N815
    _doc: Any

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._letters = _letters_of(self._doc)

    def setTextOrigin(self, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Places what follows; the canvas counts upwards, as all of ours do."""
        self._code.append(f"1 0 0 1 {_number(x)} {_number(y)} Tm")
        self._x, self._y = x, y

    def setFillColor(self, aColor: Color, alpha: None = None) -> None:  # noqa: ARG002, N802, N803
        """Colours what follows; the colours of our papers are opaque."""
        red, green, blue = _number(aColor.red), _number(aColor.green), _number(aColor.blue)
        self._code.append(f"{red} {green} {blue} rg")

    def textOut(self, text: str) -> None:  # noqa: N802 - ReportLab's name
        """Writes a run; where it ends is not asked."""
        font = self._fontname
        letters = self._letters.get(font)
        if letters is None:
            letters = self._letters[font] = _Letters(font, self._doc)
        try:
            written = text.translate(letters)
        except _OtherSubset:
            formatted: Any = super()
            self._code.append(formatted._formatText(text))  # noqa: SLF001 - one class up
            return
        if not written:
            self._code.append("")
        elif self._curSubset:
            self._curSubset = 0
            name = letters.internal_name()
            size = f"{_number(self._fontsize)} Tf {_number(self._leading)} TL"
            self._code.append(f"{name} {size} ({written}) Tj")
        else:
            self._code.append(f"({written}) Tj")


class _OtherSubset(Exception):
    """A letter beyond the first 256 of its font in this document."""


class _Letters(dict[int, str]):
    """What stands in a document for each letter of a font, in the first subset of that font."""

    def __init__(self, font: str, document: Any) -> None:
        super().__init__()
        self._font: Any = pdfmetrics.getFont(font)
        # What is kept for a document must not keep the document.
        self._document = ref(document)

    def __missing__(self, letter: int) -> str:
        ((subset, code),) = self._font.splitString(chr(letter), self._document())
        if subset:
            raise _OtherSubset
        written = self[letter] = escapePDF(code)
        return written

    def internal_name(self) -> str:
        """The name of the subset in the document."""
        return self._font.getSubsetInternalName(0, self._document())


_known: WeakKeyDictionary[Any, dict[str, _Letters]] = WeakKeyDictionary()


def _letters_of(document: Any) -> dict[str, _Letters]:
    if document not in _known:
        _known[document] = {}
    return _known[document]


@lru_cache(maxsize=16_384)
def _number(value: float) -> str:
    return fp_str(value)
