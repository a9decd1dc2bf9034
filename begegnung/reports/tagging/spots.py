"""The places where ReportLab 5.1 writes less, or other bytes, than the two standards ask for.

Each spot is changed once, when the tagging layer is imported, and stays valid for untagged
documents. The version of ReportLab is pinned because of them, the validator tests guard them.
"""

import re
from typing import Any

from reportlab.pdfbase import pdfdoc, ttfonts

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


def change_spots() -> None:
    """Changes ReportLab; calling it again changes nothing."""
    # A page writes only the keys it knows; the structure needs these two.
    for key in ("StructParents", "Tabs"):
        if key not in pdfdoc.PDFPage.__NoDefault__:
            pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, key]
    # The catalog likewise; PDF/A keeps its colour profile there.
    if "OutputIntents" not in pdfdoc.PDFCatalog.__NoDefault__:
        pdfdoc.PDFCatalog.__NoDefault__.append("OutputIntents")
    ttfonts.makeToUnicodeCMap = _unicode_map_without_gaps
    pdfdoc.PDFStream.format = _stream_with_line_end
