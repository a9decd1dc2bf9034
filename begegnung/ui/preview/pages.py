"""The pages of a PDF as pictures and as text.

PDFium works for one thread at a time; the preview on the window's thread and the printing in its
own take turns by one lock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

PDFIUM = threading.RLock()
"""To be held by whoever calls PDFium."""

_BYTES_PER_PIXEL = 4
_BAND_BYTES = 16_000_000


class PdfPages:
    """The pages of a PDF, counted from 0, their sizes in points (1/72 inch).

    The PDF is opened anew for each picture, which takes a millisecond, so that nothing is left to
    be closed.
    """

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        with self._opened() as document:
            pages = range(len(document))
            self.sizes = tuple(QSizeF(*document.get_page_size(number)) for number in pages)

    def __len__(self) -> int:
        return len(self.sizes)

    @contextmanager
    def _opened(self) -> Iterator[pdfium.PdfDocument]:
        with PDFIUM:
            document = pdfium.PdfDocument(self._pdf)
            try:
                yield document
            finally:
                document.close()

    @contextmanager
    def page(self, number: int) -> Iterator[pdfium.PdfPage]:
        """A page for PDFium's own functions; nobody else calls PDFium meanwhile."""
        with self._opened() as document:
            yield document[number]

    def text(self, number: int) -> str:
        """What stands on the page, for those who cannot see the picture."""
        with self._opened() as document:
            text: str = document[number].get_textpage().get_text_bounded()
        return " ".join(text.split())

    def image(self, number: int, width: int, height: int) -> QImage:
        """The page on white, `width` by `height` pixels."""
        with self._opened() as document:
            return _drawn(document[number], width, height, 0, height, printing=False)

    def bands(self, number: int, width: int, height: int) -> Iterator[tuple[int, QImage]]:
        """The page in stripes from top to bottom, each with its distance from the top in pixels.

        A page of A3 at the resolution of a printer would take a quarter of a gigabyte at once.
        """
        rows = max(1, _BAND_BYTES // (_BYTES_PER_PIXEL * width))
        for top in range(0, height, rows):
            with self._opened() as document:
                count = min(rows, height - top)
                image = _drawn(document[number], width, height, top, count, printing=True)
            yield top, image


def _drawn(
    page: pdfium.PdfPage, width: int, height: int, top: int, rows: int, *, printing: bool
) -> QImage:
    """`rows` lines of the page from line `top` on, as if all of it were `width` by `height`."""
    bitmap = pdfium.PdfBitmap.new_native(width, rows, pdfium_raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
    flags = pdfium_raw.FPDF_ANNOT | (pdfium_raw.FPDF_PRINTING if printing else 0)
    pdfium_raw.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, flags)
    shown = QImage(bitmap.buffer, width, rows, bitmap.stride, QImage.Format.Format_RGB32)
    image = shown.copy()
    bitmap.close()
    return image
