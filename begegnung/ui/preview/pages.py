"""The pages of a PDF as pictures and as text.

PDFium works for one thread at a time; the preview on the window's thread and the printing in its
own take turns by one lock.
"""

import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

PDFIUM = threading.RLock()
"""To be held by whoever calls PDFium."""

_BYTES_PER_PIXEL = 4
_BAND_BYTES = 16_000_000


class PdfPages:
    """An opened PDF; pages count from 0, sizes are points (1/72 inch)."""

    def __init__(self, pdf: bytes) -> None:
        with PDFIUM:
            self._document = pdfium.PdfDocument(pdf)
            pages = range(len(self._document))
            self.sizes = tuple(QSizeF(*self._document.get_page_size(i)) for i in pages)

    def __len__(self) -> int:
        return len(self.sizes)

    def text(self, number: int) -> str:
        """What stands on the page, for those who cannot see the picture."""
        with PDFIUM:
            page = self._document[number]
            textpage = page.get_textpage()
            text: str = textpage.get_text_bounded()
            textpage.close()
            page.close()
        return " ".join(text.split())

    def image(self, number: int, width: int, height: int) -> QImage:
        """The page on white, `width` by `height` pixels."""
        with PDFIUM:
            page = self._document[number]
            image = _drawn(page, width, height, 0, height, printing=False)
            page.close()
        return image

    def bands(self, number: int, width: int, height: int) -> Iterator[tuple[int, QImage]]:
        """The page in stripes from top to bottom, each with its distance from the top in pixels.

        A page of A3 at the resolution of a printer would take a quarter of a gigabyte at once.
        """
        rows = max(1, _BAND_BYTES // (_BYTES_PER_PIXEL * width))
        for top in range(0, height, rows):
            with PDFIUM:
                page = self._document[number]
                count = min(rows, height - top)
                image = _drawn(page, width, height, top, count, printing=True)
                page.close()
            yield top, image

    def close(self) -> None:
        """Lets go of the PDF."""
        with PDFIUM:
            self._document.close()


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
