"""Printing on Windows as vectors: PDFium draws the page straight into the printer's device context.

A page is some hundred kilobytes this way; as a picture at 600 dpi it would be 133 megabytes. The
functions and constants are those of the Windows documentation of `wingdi.h` and `winspool.h`.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import byref, c_int, c_short, c_uint, c_void_p, c_wchar_p, cast, sizeof
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from begegnung.ui.preview.pages import PDFIUM

if TYPE_CHECKING:
    from begegnung.ui.printing import PrintOrder, Sides

_DM_OUT_BUFFER, _DM_IN_BUFFER = 2, 8
_DM_ORIENTATION, _DM_PAPERSIZE, _DM_COPIES, _DM_DUPLEX = 0x1, 0x2, 0x100, 0x1000
_DMORIENT_PORTRAIT, _DMORIENT_LANDSCAPE = 1, 2
_PAPERS = {(842, 1191): 8, (595, 842): 9, (420, 595): 11}
_DUPLEX: "dict[Sides, int]" = {"one": 1, "long_edge": 2, "short_edge": 3}
_LOGPIXELSX, _LOGPIXELSY, _PHYSICALOFFSETX, _PHYSICALOFFSETY = 88, 90, 112, 113
_NAME_LENGTH = 32


class VectorsRefused(Exception):
    """The driver did not take the document this way; it can still be printed as pictures."""


class DevMode(ctypes.Structure):
    """The public part of DEVMODEW; a driver keeps more behind it, so it lies in a larger buffer."""

    _fields_ = [
        ("device_name", ctypes.c_uint16 * _NAME_LENGTH),
        ("spec_version", ctypes.c_ushort),
        ("driver_version", ctypes.c_ushort),
        ("size", ctypes.c_ushort),
        ("driver_extra", ctypes.c_ushort),
        ("fields", ctypes.c_uint32),
        ("orientation", c_short),
        ("paper_size", c_short),
        ("paper_length", c_short),
        ("paper_width", c_short),
        ("scale", c_short),
        ("copies", c_short),
        ("default_source", c_short),
        ("print_quality", c_short),
        ("color", c_short),
        ("duplex", c_short),
    ]


class _DocInfo(ctypes.Structure):
    """DOCINFOW."""

    _fields_ = [
        ("size", c_int),
        ("title", c_wchar_p),
        ("output", c_wchar_p),
        ("data_type", c_wchar_p),
        ("kind", c_uint),
    ]


def print_vectors(order: "PrintOrder", progress: Callable[[str, int, int], None]) -> None:
    """Prints `order`; raises `VectorsRefused`, and then leaves nothing in the printer's queue."""
    gdi, spooler = _libraries()
    with PDFIUM:
        document = pdfium.PdfDocument(order.pdf)
        try:
            settings = _settings(spooler, order, document.get_page_size(0))
            context = gdi.CreateDCW("WINSPOOL", order.printer, None, settings)
            if not context:
                raise VectorsRefused
            try:
                _print_document(gdi, context, document, order.title, progress)
            finally:
                gdi.DeleteDC(c_void_p(context))
        finally:
            document.close()


def _libraries() -> tuple[Any, Any]:
    """gdi32 and winspool; their handles are pointers, which ctypes has to be told."""
    if sys.platform != "win32":
        raise VectorsRefused
    if not hasattr(pdfium_raw, "FPDF_RenderPage"):
        raise VectorsRefused
    gdi = ctypes.WinDLL("gdi32", use_last_error=True)
    spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
    gdi.CreateDCW.restype = c_void_p
    gdi.CreateDCW.argtypes = [c_wchar_p, c_wchar_p, c_wchar_p, c_void_p]
    gdi.GetDeviceCaps.argtypes = [c_void_p, c_int]
    gdi.StartDocW.argtypes = [c_void_p, c_void_p]
    for name in ("StartPage", "EndPage", "EndDoc", "AbortDoc", "DeleteDC"):
        getattr(gdi, name).argtypes = [c_void_p]
    spooler.OpenPrinterW.argtypes = [c_wchar_p, c_void_p, c_void_p]
    spooler.ClosePrinter.argtypes = [c_void_p]
    spooler.DocumentPropertiesW.argtypes = [
        c_void_p, c_void_p, c_wchar_p, c_void_p, c_void_p, ctypes.c_uint32,
    ]  # fmt: skip
    spooler.DocumentPropertiesW.restype = ctypes.c_long
    return gdi, spooler


def _settings(spooler: Any, order: "PrintOrder", size: tuple[float, float]) -> Any:
    """The printer's own settings with paper, direction, copies and sides of this order."""
    handle = c_void_p()
    if not spooler.OpenPrinterW(order.printer, byref(handle), None):
        raise VectorsRefused
    try:
        needed = spooler.DocumentPropertiesW(None, handle, order.printer, None, None, 0)
        if needed < sizeof(DevMode):
            raise VectorsRefused
        buffer = ctypes.create_string_buffer(needed)
        if spooler.DocumentPropertiesW(
            None, handle, order.printer, buffer, None, _DM_OUT_BUFFER
        ) < 0:  # fmt: skip
            raise VectorsRefused
        fill_in(cast(buffer, ctypes.POINTER(DevMode)).contents, order, size)
        both = _DM_IN_BUFFER | _DM_OUT_BUFFER
        if spooler.DocumentPropertiesW(None, handle, order.printer, buffer, buffer, both) < 0:
            raise VectorsRefused
        return buffer
    finally:
        spooler.ClosePrinter(handle)


def fill_in(mode: DevMode, order: "PrintOrder", size: tuple[float, float]) -> None:
    """Writes paper, direction, copies and sides into the settings; `size` is in points."""
    wide, high = round(size[0]), round(size[1])
    mode.orientation = _DMORIENT_LANDSCAPE if wide > high else _DMORIENT_PORTRAIT
    mode.copies = order.copies
    mode.duplex = _DUPLEX[order.sides]
    mode.fields |= _DM_ORIENTATION | _DM_COPIES | _DM_DUPLEX
    paper = _PAPERS.get((min(wide, high), max(wide, high)))
    if paper is not None:
        mode.paper_size = paper
        mode.fields |= _DM_PAPERSIZE


def _print_document(
    gdi: Any,
    context: int,
    document: pdfium.PdfDocument,
    title: str,
    progress: Callable[[str, int, int], None],
) -> None:
    info = _DocInfo(sizeof(_DocInfo), title, None, None, 0)
    if gdi.StartDocW(context, byref(info)) <= 0:
        raise VectorsRefused
    try:
        for number in range(len(document)):
            progress(f"Seite {number + 1} von {len(document)}", number, len(document))
            _print_page(gdi, context, document[number])
        _require(gdi.EndDoc(context))
    except Exception:
        gdi.AbortDoc(context)
        raise


def _print_page(gdi: Any, context: int, page: pdfium.PdfPage) -> None:
    """Draws at 100 %: the origin of the context is where the printable area begins."""

    def ask(what: int) -> int:
        return int(gdi.GetDeviceCaps(context, what))

    # Only PDFium for Windows has it, so only there its parameters are known.
    render: Any = pdfium_raw.FPDF_RenderPage  # type: ignore[attr-defined]
    width, height = page.get_size()
    _require(gdi.StartPage(context))
    render(
        cast(c_void_p(context), render.argtypes[0]),
        page,
        -ask(_PHYSICALOFFSETX),
        -ask(_PHYSICALOFFSETY),
        round(width * ask(_LOGPIXELSX) / 72),
        round(height * ask(_LOGPIXELSY) / 72),
        0,
        pdfium_raw.FPDF_PRINTING | pdfium_raw.FPDF_ANNOT,
    )
    page.close()
    _require(gdi.EndPage(context))


def _require(result: int) -> None:
    if result <= 0:
        raise VectorsRefused
