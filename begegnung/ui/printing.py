"""Prints a finished PDF at its true size, never "fitted to the page".

On Windows the page goes to the printer as vectors; elsewhere, and where a printer driver refuses
that, as pictures at the resolution of the printer.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from begegnung.texts.printers import PrinterTrouble
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import PrintOrder, Progress, send
from begegnung.ui.qt_printing import QtDevice

_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer of this PC; `papers` are the names of the sizes it says it can take.

    `duplex` is whether it prints on both sides by itself. `troubles` are what keeps it from
    printing now. `look` asks the printer anew, which may take long where it hangs in a network: for
    a worker thread. Without `look` nothing changes.
    """

    name: str
    papers: frozenset[str] = frozenset()
    duplex: bool = True
    troubles: tuple[PrinterTrouble, ...] = ()
    look: "Callable[[], PrinterChoice] | None" = None

    def takes(self, paper: str) -> bool:
        """Whether it takes `paper` ("A4", "A3"); a printer that lists no sizes is trusted."""
        return not self.papers or paper.upper() in self.papers


def printers() -> tuple[PrinterChoice, ...]:
    """The printers of this PC, the default one first; what they can do is only known by `look`."""
    default = QPrinterInfo.defaultPrinterName()
    names = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != default)
    return tuple(PrinterChoice(name, look=partial(look_at, name)) for name in names)


def look_at(name: str) -> PrinterChoice:
    """What the printer called `name` can do and what is wrong with it now."""
    again = PrinterChoice(name, look=partial(look_at, name))
    if sys.platform == "win32":
        from begegnung.ui.windows_spooler import paper_sizes, printer_troubles, prints_both_sides

        troubles = printer_troubles(name)
        if "gone" in troubles:
            return replace(again, troubles=troubles)
        return replace(
            again,
            papers=frozenset(paper_name(size) for size in paper_sizes(name)),
            duplex=prints_both_sides(name),
            troubles=troubles,
        )
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        return replace(again, troubles=("gone",))
    sizes = (size.size(QPageSize.Unit.Point) for size in info.supportedPageSizes())
    stopped = info.state() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
    return replace(
        again,
        papers=frozenset(paper_name(size) for size in sizes),
        duplex=any(mode != QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes()),
        troubles=("stopped",) if stopped else (),
    )


def print_pdf(
    order: PrintOrder, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> None:
    """Prints `order`; for a worker thread. Raises `PrintingFailed` and `PrintingCancelled`."""
    pages = PdfPages(order.pdf)
    if sys.platform == "win32" and order.file is None:
        from begegnung.ui.windows_printing import GdiDevice, VectorsRefused

        try:
            send(order, pages.sizes, GdiDevice(order, pages), progress, cancelled)
        except VectorsRefused:
            send(order, pages.sizes, QtDevice(order, pages), progress, cancelled)
    else:
        send(order, pages.sizes, QtDevice(order, pages), progress, cancelled)


def paper_of(sizes: Sequence[QSizeF]) -> str:
    """The name of the largest of these papers; `sizes` in points."""
    return paper_name(max(sizes, key=lambda size: size.width() * size.height()))


def paper_name(size: QSizeF) -> str:
    """What a paper of this size in points is called, "A4", or its size in millimetres."""
    upright = size.transposed() if size.width() > size.height() else size
    match = QPageSize.id(upright, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch)
    if match != QPageSize.PageSizeId.Custom:
        return QPageSize.name(match).split(" ")[0].upper()
    return f"{upright.width() * _MM_PER_POINT:.0f} × {upright.height() * _MM_PER_POINT:.0f} mm"
