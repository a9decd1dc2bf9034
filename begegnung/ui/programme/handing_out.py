"""Printing, saving and opening the programme that is shown."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.services.documents import write_pdf
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.dialogs.save_elsewhere import save_or_ask
from begegnung.ui.hub import Hub
from begegnung.ui.papers.handed_out import handed_out
from begegnung.ui.pdf_program import open_in_pdf_program
from begegnung.ui.printing import PrinterChoice
from begegnung.ui.programme.press import Proof
from begegnung.ui.programme.wording import document_name, week_words

_FOLDED = ("flyer", "leaflet")


class HandingOut(QObject):
    """Hands out the `proof`; `find_printers` gives the printers of this PC.

    `a4_wanted()`: the printer has no larger paper, and the week shall be printed on A4.
    """

    a4_wanted = Signal()

    def __init__(
        self, hub: Hub, parent: QWidget, find_printers: Callable[[], tuple[PrinterChoice, ...]]
    ) -> None:
        super().__init__(parent)
        self._hub, self._window, self._find_printers = hub, parent, find_printers
        self._folder = _documents()
        self.proof: Proof | None = None
        self.print_to_file: Path | None = None

    def ask_print(self) -> None:
        """Opens the dialog for printing."""
        if self.proof is None:
            return
        title, edition = f"Wochenprogramm {week_words(self.proof.week.monday)}", self.proof.edition
        PrintDialog(
            self._hub,
            title,
            self.proof.pdf,
            self._find_printers(),
            self.ask_save,
            self._window,
            sides="short_edge" if self.proof.wish.paper in _FOLDED else "",
            on_a4=self.a4_wanted.emit,
            on_printed=lambda _: handed_out(self._hub, f"{title} ist gedruckt.", edition),
            file=self.print_to_file,
        ).open()

    def ask_save(self) -> None:
        """Asks where to save the PDF."""
        if self.proof is None:
            return
        where = str(self._folder)
        chooser = QFileDialog(self._window, "Wochenprogramm speichern", where, "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.selectFile(_file_name(self.proof))
        chooser.fileSelected.connect(self.save_chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_chosen(self, chosen: str) -> None:
        """Saves to a path; where that cannot be, says why or offers another name."""
        save_or_ask(self._hub, chosen, self.save_to, self._window)

    def save_to(self, path: Path) -> None:
        """Saves the PDF that is shown; raises what `write_pdf` raises."""
        if self.proof is None:
            return
        write_pdf(path, self.proof.pdf)
        self._folder = path.parent
        said = f"Gespeichert: {path.name} im Ordner {path.parent}."
        handed_out(self._hub, said, self.proof.edition)

    def open_elsewhere(self) -> None:
        """Opens the PDF that is shown in the program of this PC, to be looked at."""
        if self.proof is None:
            return
        name = _file_name(self.proof)
        if refused := open_in_pdf_program(self._hub, name, self.proof.pdf):
            self._hub.refused.emit(refused)


def _file_name(proof: Proof) -> str:
    return document_name(proof.week.house.name, proof.week.monday, proof.wish)


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
