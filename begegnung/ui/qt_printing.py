"""Printing through Qt: every page as a picture in stripes, at the resolution of the printer."""

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import Face, PrintingFailed, PrintOrder, Sides

_FILE_DPI = 300
_MOST_DPI = 600
"""More than that takes minutes and is seen by nobody."""

_DUPLEX: dict[Sides, QPrinter.DuplexMode] = {
    "one": QPrinter.DuplexMode.DuplexNone,
    "long_edge": QPrinter.DuplexMode.DuplexLongSide,
    "short_edge": QPrinter.DuplexMode.DuplexShortSide,
}


class QtDevice:
    """A printer as Qt sees it, or the file that `order` names; see `print_order.Device`."""

    def __init__(self, order: PrintOrder, pages: PdfPages) -> None:
        self._order, self._pages = order, pages
        self._painter = QPainter()
        self._begun = False
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)

    def takes_copies(self, copies: int, pages: int) -> bool:  # noqa: ARG002 Qt sorts them
        """Whether the printer makes the copies; a file holds each page once."""
        return self._order.file is not None or self._printer_has_copies()

    def _printer_has_copies(self) -> bool:
        self._name_printer()
        return self._printer.supportsMultipleCopies()

    def _name_printer(self) -> None:
        if self._order.file is not None:
            self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            self._printer.setOutputFileName(str(self._order.file))
            self._printer.setResolution(_FILE_DPI)
            return
        if QPrinterInfo.printerInfo(self._order.printer).isNull():
            raise PrintingFailed(self._order.printer)
        self._printer.setPrinterName(self._order.printer)
        self._printer.setResolution(min(self._printer.resolution(), _MOST_DPI))

    def begin(self, size: QSizeF) -> None:
        """Opens the printer with the paper of the first side."""
        order, printer = self._order, self._printer
        self._name_printer()
        printer.setDocName(order.title)
        if order.part == "all":
            printer.setDuplex(_DUPLEX[order.sides])
            if self.takes_copies(order.copies, len(self._pages)):
                printer.setCopyCount(order.copies)
                printer.setCollateCopies(True)
        else:
            printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
        # The page of the PDF brings its own margins: the picture begins at the edge of the paper.
        printer.setFullPage(True)
        _set_paper(printer, size)
        if not self._painter.begin(printer):
            raise PrintingFailed(order.printer)

    def draw(self, face: Face, size: QSizeF) -> None:
        """Draws one side; the paper follows its size."""
        if self._begun and not (_set_paper(self._printer, size) and self._printer.newPage()):
            raise PrintingFailed(self._order.printer)
        self._begun = True
        if face.page is None:
            return
        dots = self._printer.resolution() / 72
        wide, high = round(size.width() * dots), round(size.height() * dots)
        if face.upside_down:
            self._painter.save()
            self._painter.translate(wide, high)
            self._painter.rotate(180)
        for top, image in self._pages.bands(face.page, wide, high):
            self._painter.drawImage(0, top, image)
        if face.upside_down:
            self._painter.restore()

    def end(self) -> None:
        """Hands over what was drawn."""
        if not self._painter.end() or self._printer.printerState() == QPrinter.PrinterState.Error:
            raise PrintingFailed(self._order.printer)

    def abort(self) -> None:
        """Takes back what was drawn, where the printer can."""
        self._printer.abort()
        if self._painter.isActive():
            self._painter.end()


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
