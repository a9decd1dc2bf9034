"""Printing the confirmation of a registration, or saving it where there is no printer."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.model.booking_rows import Slip
from begegnung.services.booking_slip import slips_of
from begegnung.services.documents import file_name, write_pdf
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.dialogs.save_elsewhere import save_or_ask
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.printing import PrinterChoice, printers

FindPrinters = Callable[[], tuple[PrinterChoice, ...]]


class SlipPrinting(QObject):
    """Makes the confirmations of some bookings and asks where to print them.

    `done()`: they were handed to the printer, or are being saved. `print_to_file` shows what a
    printer would get.
    """

    done = Signal()

    def __init__(
        self,
        hub: Hub,
        owner: QWidget,
        find_printers: FindPrinters = printers,
        print_to_file: Path | None = None,
    ) -> None:
        super().__init__(owner)
        self._hub, self._owner = hub, owner
        self._find_printers = find_printers
        self._file = print_to_file
        self._job: Job | None = None
        self._slips: list[Slip] = []
        self._pdf = b""

    @property
    def busy(self) -> bool:
        """Whether the document is being made."""
        return self._job is not None

    def start(self, booking_ids: Sequence[str]) -> None:
        """Begins; asking twice while the document is being made makes it once."""
        if self._job is not None:
            return
        self._slips = slips = self._hub.read(slips_of, booking_ids)
        self._job = Job(lambda _progress, _cancelled: _made(slips), self)
        self._job.finished.connect(self._ask)
        self._job.failed.connect(self._broken)
        self._job.start()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None

    def _ask(self, pdf: bytes) -> None:
        self._end()
        self._pdf = pdf
        dialog = PrintDialog(
            self._hub,
            f"Bestätigung: {self._slips[0].name}",
            pdf,
            self._find_printers(),
            self._ask_where,
            self._owner,
            # Each goes to somebody else.
            sides="one",
            file=self._file,
        )
        dialog.accepted.connect(self.done)
        dialog.open()

    def _broken(self, error: Exception) -> None:
        self._end()
        raise error

    def _ask_where(self) -> None:
        window = self._owner.window()
        above = window.parentWidget() or window
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chooser = QFileDialog(above, "Bestätigung speichern", folder, "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.selectFile(file_name("Bestätigung", self._slips[0].name, self._slips[0].title))
        save = _Saving(self._hub, above, self._pdf)
        chooser.fileSelected.connect(save.save_chosen)
        chooser.finished.connect(chooser.deleteLater)
        # The dialogs that asked close first and give the focus back; then it belongs to this one.
        QTimer.singleShot(0, chooser.open)


class _Saving(QObject):
    """Saves a document; outlives the dialog that asked for it."""

    def __init__(self, hub: Hub, above: QWidget, pdf: bytes) -> None:
        super().__init__(above)
        self._hub, self._above, self._pdf = hub, above, pdf

    def save_chosen(self, chosen: str) -> None:
        """Saves to a path; where that cannot be, says why or offers another name."""
        save_or_ask(self._hub, chosen, self._save_to, self._above)

    def _save_to(self, path: Path) -> None:
        write_pdf(path, self._pdf)
        self._hub.said.emit(f"Gespeichert: {path.name} im Ordner {path.parent}.", False)


def _made(slips: Sequence[Slip]) -> bytes:
    from begegnung.reports.booking_slip import booking_slips

    return booking_slips(slips)
