"""Printing on Windows: vectors at true size, and what its spooler says.

What goes through a queue is tried with the printers that are there; without one it is skipped.
"""

import ctypes
import struct
import sys
from collections.abc import Callable, Iterator
from ctypes import c_char_p, c_uint, c_void_p, c_wchar_p
from typing import Any

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QApplication

from begegnung.reports.weekly import weekly_programme
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import Face, PrintingFailed, PrintOrder
from begegnung.ui.printing import look_at, print_pdf, printers
from begegnung.ui.windows_printing import GdiDevice, VectorsRefused, draw_vectors
from tests.ui.test_printing import barred, week

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has GDI")

GONE = "Gibt es nicht"
A4, A4_ACROSS = (595.28, 841.89), (841.89, 595.28)
_PHYSICALWIDTH, _PHYSICALHEIGHT = 110, 111
_PICTURES = {76, 80, 81}
"""EMR_BITBLT, EMR_SETDIBITSTODEVICE, EMR_STRETCHDIBITS."""
_FILL_BYTES = 100
"""A record of that kind that is no longer fills a rectangle."""
_OUTLINES = {88, 91}
"""EMR_POLYBEZIERTO16 and EMR_POLYPOLYGON16."""


@pytest.fixture
def gdi() -> Any:
    """gdi32 with the functions of metafiles."""
    if sys.platform != "win32":
        return None
    made = ctypes.WinDLL("gdi32")
    made.CreateEnhMetaFileW.restype = c_void_p
    made.CreateEnhMetaFileW.argtypes = [c_void_p, c_wchar_p, c_void_p, c_wchar_p]
    made.CloseEnhMetaFile.restype = c_void_p
    made.CloseEnhMetaFile.argtypes = [c_void_p]
    made.GetEnhMetaFileBits.argtypes = [c_void_p, c_uint, c_char_p]
    made.DeleteEnhMetaFile.argtypes = [c_void_p]
    made.GetDeviceCaps.argtypes = [c_void_p, ctypes.c_int]
    return made


def metafile(gdi: Any, draw: Callable[[int], None]) -> bytes:
    """The bytes of the enhanced metafile that `draw` fills through its device context."""
    context = gdi.CreateEnhMetaFileW(None, None, None, None)
    draw(context)
    handle = gdi.CloseEnhMetaFile(context)
    size = gdi.GetEnhMetaFileBits(handle, 0, None)
    buffer = ctypes.create_string_buffer(size)
    gdi.GetEnhMetaFileBits(handle, size, buffer)
    gdi.DeleteEnhMetaFile(handle)
    return buffer.raw


def records(content: bytes) -> Iterator[tuple[int, int]]:
    """The kind and the length in bytes of each record of a metafile."""
    place = 0
    while place < len(content):
        kind, length = struct.unpack_from("<II", content, place)
        yield kind, length
        place += length


def test_a_page_is_drawn_as_outlines_and_not_as_a_picture(gdi: Any, qapp: QApplication) -> None:
    pdf = weekly_programme(week(), "a4").pdf

    def draw(context: int) -> None:
        with PdfPages(pdf).page(0) as page:
            draw_vectors(context, page)

    drawn = list(records(metafile(gdi, draw)))

    assert [one for one in drawn if one[0] in _PICTURES and one[1] > _FILL_BYTES] == []
    assert len([kind for kind, _ in drawn if kind in _OUTLINES]) > 100


def test_a_printer_that_is_not_there_is_said_to_be_gone(qapp: QApplication) -> None:
    found = look_at(GONE)
    # What it could do is not known, so nothing else is said of it.
    assert (found.troubles, found.duplex, found.takes("A3")) == (("gone",), True, True)

    device = GdiDevice(PrintOrder("", barred(A4), GONE), PdfPages(barred(A4)))
    with pytest.raises(VectorsRefused):
        device.begin(QSizeF(*A4))
    with pytest.raises(PrintingFailed):
        print_pdf(PrintOrder("", barred(A4), GONE), lambda *_: None)


@pytest.fixture
def printer(qapp: QApplication) -> str:
    """A printer of this PC."""
    found = printers()
    if not found:
        pytest.skip("no printer on this PC")
    return found[0].name


def test_a_printer_says_what_it_can(printer: str) -> None:
    found = look_at(printer)

    assert "A4" in found.papers
    assert found.troubles == ()


def test_the_paper_follows_the_size_of_each_page(gdi: Any, printer: str) -> None:
    pdf = barred(A4, A4_ACROSS)
    device = GdiDevice(PrintOrder("Probe", pdf, printer), PdfPages(pdf))
    seen: list[bool] = []

    device.begin(QSizeF(*A4))
    try:
        for number, size in enumerate((A4, A4_ACROSS)):
            device.draw(Face(number), QSizeF(*size))
            wide = gdi.GetDeviceCaps(device.context, _PHYSICALWIDTH)
            high = gdi.GetDeviceCaps(device.context, _PHYSICALHEIGHT)
            seen.append(wide > high)
    finally:
        device.abort()

    assert seen == [False, True]


def test_copies_sides_and_an_empty_back_are_taken(printer: str) -> None:
    pdf = barred(A4, A4_ACROSS, A4)
    done: list[str] = []

    order = PrintOrder("Probe", pdf, printer, copies=2, sides="long_edge")
    print_pdf(order, lambda words, *_: done.append(words))

    assert done[0] in ("Seite 1 von 3", "Seite 1 von 8")
