"""Printing on Windows as vectors: PDFium draws the page straight into the printer's device context.

A page is some hundred kilobytes this way; as a picture at 600 dpi it would be 133 megabytes. The
functions and constants are those of the Windows documentation of `wingdi.h`.
"""

import ctypes
import sys
from ctypes import byref, c_int, c_uint, c_void_p, c_wchar_p, cast, sizeof
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from PySide6.QtCore import QSizeF

from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import Face, PrintingCancelled, PrintingFailed, PrintOrder
from begegnung.ui.windows_spooler import SpoolerRefused, driver_copies, settings

_LOGPIXELSX, _LOGPIXELSY, _PHYSICALOFFSETX, _PHYSICALOFFSETY = 88, 90, 112, 113
_CANCELLED = {63, 1223}
"""ERROR_PRINT_CANCELLED and ERROR_CANCELLED: a window of the printer's own was closed."""
_HALF_TURN = 2


class VectorsRefused(Exception):
    """The driver took nothing of the document this way; it can still be printed as pictures."""


class _DocInfo(ctypes.Structure):
    """DOCINFOW."""

    _fields_ = [
        ("size", c_int),
        ("title", c_wchar_p),
        ("output", c_wchar_p),
        ("data_type", c_wchar_p),
        ("kind", c_uint),
    ]


class GdiDevice:
    """A printer of Windows; see `print_order.Device`.

    Until the first side is complete it raises `VectorsRefused`, after it `PrintingFailed`: what a
    printer has begun is not printed a second time as pictures. `context` is the handle of the
    device context, None while nothing is printed.
    """

    def __init__(self, order: PrintOrder, pages: PdfPages) -> None:
        self._order, self._pages = order, pages
        self._gdi = _gdi()
        self.context: int | None = None
        self._size = QSizeF()
        self._copies = 1
        self._sides_done = 0

    def takes_copies(self, copies: int, pages: int) -> bool:
        """Whether the driver makes the copies, and sorts them."""
        alone = driver_copies(self._order.printer, copies, pages)
        self._copies = copies if alone else 1
        return alone

    def begin(self, size: QSizeF) -> None:
        """Begins a job in the printer's queue."""
        try:
            mode = settings(self._order, size, self._copies)
        except SpoolerRefused:
            raise VectorsRefused from None
        self.context = self._gdi.CreateDCW("WINSPOOL", self._order.printer, None, mode)
        if not self.context:
            raise VectorsRefused
        self._size = size
        info = _DocInfo(sizeof(_DocInfo), self._order.title, None, None, 0)
        if self._gdi.StartDocW(self.context, byref(info)) <= 0:
            code = _last_error()
            self._close()
            raise PrintingCancelled if code in _CANCELLED else VectorsRefused

    def draw(self, face: Face, size: QSizeF) -> None:
        """Draws one side at 100 %; the paper follows its size."""
        if size != self._size:
            self._change_paper(size)
        self._require(self._gdi.StartPage(self.context))
        if face.page is not None:
            with self._pages.page(face.page) as page:
                draw_vectors(self.context or 0, page, upside_down=face.upside_down)
        self._require(self._gdi.EndPage(self.context))
        self._sides_done += 1

    def _change_paper(self, size: QSizeF) -> None:
        try:
            mode = settings(self._order, size, self._copies)
        except SpoolerRefused:
            raise self._refusal() from None
        self._require(self._gdi.ResetDCW(self.context, mode) or 0)
        self._size = size

    def end(self) -> None:
        """The job is complete."""
        self._require(self._gdi.EndDoc(self.context))
        self._close()

    def abort(self) -> None:
        """Takes the job out of the queue."""
        if self.context:
            self._gdi.AbortDoc(self.context)
            self._close()

    def _close(self) -> None:
        if self.context:
            self._gdi.DeleteDC(self.context)
        self.context = None

    def _require(self, result: int) -> None:
        if result <= 0:
            raise self._refusal()

    def _refusal(self) -> Exception:
        if _last_error() in _CANCELLED:
            return PrintingCancelled()
        return PrintingFailed(self._order.printer) if self._sides_done else VectorsRefused()


def draw_vectors(context: int, page: pdfium.PdfPage, *, upside_down: bool = False) -> None:
    """Draws a page at 100 % into the device context with this handle.

    The origin of a context is where the printable area begins, that of a page the paper's edge.
    """
    gdi = _gdi()

    def ask(what: int) -> int:
        return int(gdi.GetDeviceCaps(context, what))

    # Only PDFium for Windows has it, so only there its parameters are known.
    render: Any = pdfium_raw.FPDF_RenderPage  # type: ignore[attr-defined]
    width, height = page.get_size()
    render(
        cast(c_void_p(context), render.argtypes[0]),
        page,
        -ask(_PHYSICALOFFSETX),
        -ask(_PHYSICALOFFSETY),
        round(width * ask(_LOGPIXELSX) / 72),
        round(height * ask(_LOGPIXELSY) / 72),
        _HALF_TURN if upside_down else 0,
        pdfium_raw.FPDF_PRINTING | pdfium_raw.FPDF_ANNOT,
    )


def _last_error() -> int:
    return ctypes.get_last_error() if sys.platform == "win32" else 0


def _gdi() -> Any:
    """gdi32; its handles are pointers, which ctypes has to be told."""
    if sys.platform != "win32" or not hasattr(pdfium_raw, "FPDF_RenderPage"):
        raise VectorsRefused
    gdi = ctypes.WinDLL("gdi32", use_last_error=True)
    gdi.CreateDCW.restype = c_void_p
    gdi.CreateDCW.argtypes = [c_wchar_p, c_wchar_p, c_wchar_p, c_void_p]
    gdi.ResetDCW.restype = c_void_p
    gdi.ResetDCW.argtypes = [c_void_p, c_void_p]
    gdi.GetDeviceCaps.argtypes = [c_void_p, c_int]
    gdi.StartDocW.argtypes = [c_void_p, c_void_p]
    for name in ("StartPage", "EndPage", "EndDoc", "AbortDoc", "DeleteDC"):
        getattr(gdi, name).argtypes = [c_void_p]
    return gdi
