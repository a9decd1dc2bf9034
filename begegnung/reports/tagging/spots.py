"""The places where ReportLab 5.1 writes less, or other bytes, than the two standards ask for.

Each spot is changed once, when the tagging layer is imported, and stays valid for untagged
documents. They and the names the canvas builds on are private to ReportLab: `missing_names` tells
when another version has them no more, the validators in the tests whether they mean the same.
"""

import re
from io import BytesIO
from typing import Any

import reportlab
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen.canvas import Canvas

_LEANS_ON: tuple[tuple[Any, str], ...] = (
    (ttfonts, "makeToUnicodeCMap"),
    (pdfdoc.PDFStream, "format"),
    (pdfdoc.PDFPage, "__NoDefault__"),
    (pdfdoc.PDFCatalog, "__NoDefault__"),
    (pdfdoc.PDFDocument, "Reference"),
    (pdfdoc.PDFDocument, "SaveToFile"),
    (Canvas, "_setColorSpace"),
    (Canvas, "_absRect"),
    (Canvas, "_addAnnotation"),
    (Canvas, "_bookmarkReference"),
)
_CANVAS_HAS = ("_code", "_doc", "_pageNumber", "_annotationrefs")
_DOCUMENT_HAS = ("Catalog", "Pages", "idToObjectNumberAndVersion", "info", "_timeStamp")

_makes_unicode_map: Any = ttfonts.makeToUnicodeCMap
_formats_stream: Any = pdfdoc.PDFStream.format
_BFCHAR = re.compile(r"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]+)>")
_NO_CHARACTER = (0x0000, 0xFEFF, 0xFFFE)


def _unicode_map_without_gaps(fontname: str, subset: list[int]) -> str:
    """The character map of a font subset without its unused codes.

    ReportLab maps unused codes to U+0000, which ISO 14289-1, 7.21.7 forbids, and writes characters
    beyond U+FFFF as their number, where ISO 32000-1, 9.10.3 asks for UTF-16. A block holds at most
    100 pairs (Adobe Technical Note 5014).
    """
    head, body = _makes_unicode_map(fontname, subset).split("endcodespacerange\n", 1)
    pairs = [pair for pair in _BFCHAR.findall(body) if int(pair[1], 16) not in _NO_CHARACTER]
    lines = [f"{head}endcodespacerange"]
    for first in range(0, len(pairs), 100):
        block = pairs[first : first + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code}> <{_utf16(character)}>" for code, character in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(character: str) -> str:
    """A character number in hexadecimal digits as UTF-16, big end first."""
    return chr(int(character, 16)).encode("utf-16-be", "surrogatepass").hex().upper()


def _stream_with_line_end(self: pdfdoc.PDFStream, document: Any) -> bytes:
    """The stream with an end of line before `endstream`, as ISO 19005-2, 6.1.7.1 asks for.

    Both characters, because content that happens to end with the first one would otherwise seem to
    be one byte shorter than its length says.
    """
    return _formats_stream(self, document).removesuffix(b"endstream\n") + b"\r\nendstream\n"


def missing_names() -> list[str]:
    """The private names this layer builds on that this version of ReportLab does not have."""
    missing = [f"{of.__name__}.{name}" for of, name in _LEANS_ON if not hasattr(of, name)]
    canvas: Any = Canvas(BytesIO())
    missing += [f"Canvas().{name}" for name in _CANVAS_HAS if not hasattr(canvas, name)]
    document = getattr(canvas, "_doc", None)
    missing += [f"PDFDocument().{name}" for name in _DOCUMENT_HAS if not hasattr(document, name)]
    return missing


def change_spots() -> None:
    """Changes ReportLab; calling it again changes nothing.

    Raises `RuntimeError` with the names where this version of ReportLab cannot be changed so.
    """
    if missing := missing_names():
        words = f"tagging does not work with ReportLab {reportlab.__version__}; it has no "
        raise RuntimeError(words + ", ".join(missing))
    # A page writes only the keys it knows; the structure needs these two.
    for key in ("StructParents", "Tabs"):
        if key not in pdfdoc.PDFPage.__NoDefault__:
            pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, key]
    # The catalog likewise; PDF/A keeps its colour profile there.
    if "OutputIntents" not in pdfdoc.PDFCatalog.__NoDefault__:
        pdfdoc.PDFCatalog.__NoDefault__.append("OutputIntents")
    ttfonts.makeToUnicodeCMap = _unicode_map_without_gaps
    pdfdoc.PDFStream.format = _stream_with_line_end
