"""Prints a finished PDF at its true size, never "fitted to the page".

On Windows the page goes to the printer as vectors; elsewhere, and where a printer driver refuses
that, as pictures at the resolution of the printer.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from begegnung.ui.preview.pages import PdfPages

Sides = Literal["one", "long_edge", "short_edge"]

_FILE_DPI = 300
_MM_PER_POINT = 25.4 / 72

_DUPLEX: dict[Sides, QPrinter.DuplexMode] = {
    "one": QPrinter.DuplexMode.DuplexNone,
    "long_edge": QPrinter.DuplexMode.DuplexLongSide,
    "short_edge": QPrinter.DuplexMode.DuplexShortSide,
}


class PrintingFailed(Exception):
    """The printer did not take the document; `printer` is its name."""

    def __init__(self, printer: str) -> None:
        super().__init__(printer)
        self.printer = printer


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What to print where.

    `printer` is a name from `printers`. With `file` the same pictures go into a PDF file instead,
    which shows what a printer would get.
    """

    title: str
    pdf: bytes
    printer: str
    copies: int = 1
    sides: Sides = "one"
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer of this PC; `papers` are the names of the sizes it says it can take."""

    name: str
    papers: frozenset[str]
    duplex: bool

    def takes(self, paper: str) -> bool:
        """Whether it takes `paper` ("A4", "A3"); a printer that lists no sizes is trusted."""
        return not self.papers or paper.upper() in self.papers


def printers() -> tuple[PrinterChoice, ...]:
    """The printers of this PC, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    known = sorted(QPrinterInfo.availablePrinters(), key=lambda info: info.printerName() != default)
    return tuple(
        PrinterChoice(
            info.printerName(),
            frozenset(_paper_name(size) for size in info.supportedPageSizes()),
            any(mode != QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes()),
        )
        for info in known
    )


def print_pdf(order: PrintOrder, progress: Callable[[str, int, int], None]) -> None:
    """Prints `order`; for a worker thread. Raises `PrintingFailed`."""
    if sys.platform == "win32" and order.file is None:
        from begegnung.ui.windows_printing import VectorsRefused, print_vectors

        try:
            print_vectors(order, progress)
        except VectorsRefused:
            _print_pictures(order, progress)
    else:
        _print_pictures(order, progress)


def _print_pictures(order: PrintOrder, progress: Callable[[str, int, int], None]) -> None:
    pages = PdfPages(order.pdf)
    printer = _printer(order, pages.sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintingFailed(order.printer)
    try:
        for number in range(len(pages)):
            progress(f"Seite {number + 1} von {len(pages)}", number, len(pages))
            if number and not (_set_paper(printer, pages.sizes[number]) and printer.newPage()):
                raise PrintingFailed(order.printer)
            _draw_page(painter, printer, pages, number)
    finally:
        painter.end()


def _draw_page(painter: QPainter, printer: QPrinter, pages: PdfPages, number: int) -> None:
    dots = printer.resolution() / 72
    wide = round(pages.sizes[number].width() * dots)
    high = round(pages.sizes[number].height() * dots)
    for top, image in pages.bands(number, wide, high):
        painter.drawImage(0, top, image)


def _printer(order: PrintOrder, size: QSizeF) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if order.file is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(order.file))
        printer.setResolution(_FILE_DPI)
    else:
        if QPrinterInfo.printerInfo(order.printer).isNull():
            raise PrintingFailed(order.printer)
        printer.setPrinterName(order.printer)
    printer.setDocName(order.title)
    printer.setCopyCount(order.copies)
    printer.setDuplex(_DUPLEX[order.sides])
    # The page of the PDF brings its own margins: the picture begins at the edge of the paper.
    printer.setFullPage(True)
    _set_paper(printer, size)
    return printer


def _set_paper(printer: QPrinter, size: QSizeF) -> bool:
    across = size.width() > size.height()
    upright = size.transposed() if across else size
    layout = QPageLayout(
        QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch),
        QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait,
        QMarginsF(),
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return printer.setPageLayout(layout)


def _paper_name(size: QPageSize) -> str:
    return QPageSize.name(size.id()).split(" ")[0].upper()


def paper_of(pdf: bytes) -> str:
    """The name of the paper that the first page needs: "A4", "A3", or its size in millimetres."""
    size = PdfPages(pdf).sizes[0]
    upright = size.transposed() if size.width() > size.height() else size
    match = QPageSize.id(upright, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch)
    if match != QPageSize.PageSizeId.Custom:
        return _paper_name(QPageSize(match))
    return f"{upright.width() * _MM_PER_POINT:.0f} × {upright.height() * _MM_PER_POINT:.0f} mm"
