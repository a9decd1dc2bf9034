"""The recovery sheets of the city: printing them, now or once more, and putting them away."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.model.errors import Invalid
from begegnung.services.desk import Desk
from begegnung.services.documents import file_name, write_pdf
from begegnung.services.exchange_page import put_sheets_away
from begegnung.services.recovery_sheets import sheet_again
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.dialogs.save_elsewhere import save_or_ask
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.seed_input import PLACES, SeedInput
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.printing import printers
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import Tick
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

TITLE = "Wiederherstellungsblatt"
_COPIES = 2


class SheetPrinting(QObject):
    """Prints a sheet twice, or saves it where there is no printer; outlives who asked for it.

    `print_to_file` shows what a printer would get.
    """

    def __init__(
        self, hub: Hub, owner: QWidget, pdf: bytes, print_to_file: Path | None = None
    ) -> None:
        super().__init__(owner.window())
        self._hub, self._owner, self._pdf, self._file = hub, owner, pdf, print_to_file

    def start(self) -> None:
        """Asks where to print."""
        found = printers()
        dialog = PrintDialog(
            self._hub, TITLE, self._pdf, found, self._ask_where, self._owner, file=self._file
        )
        if found:
            dialog.copies.set_value(_COPIES)
        dialog.open()

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chooser = QFileDialog(self._owner, f"{TITLE} speichern", folder, "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.selectFile(file_name(TITLE))
        chooser.fileSelected.connect(self.save_chosen)
        chooser.finished.connect(chooser.deleteLater)
        # The dialog that asked closes first and gives the focus back.
        QTimer.singleShot(0, chooser.open)

    def save_chosen(self, chosen: str) -> None:
        """Saves to a path; where that cannot be, says why or offers another name."""
        save_or_ask(self._hub, chosen, self._save_to, self._owner)

    def _save_to(self, path: Path) -> None:
        write_pdf(path, self._pdf)
        said = f"Gespeichert: {path.name}. Bitte zweimal drucken und die Datei danach löschen."
        self._hub.said.emit(said, False)


class PutAwayStep:
    """The last step of founding and of printing again: print, put away, say so."""

    def __init__(self, hub: Hub, owner: StepDialog, said: str) -> None:
        self._hub, self._owner = hub, owner
        self._pdf = b""
        self._printing: SheetPrinting | None = None
        self.form = Form()
        self.said = label(said, "strong")
        self.print_button = button("Zwei Blätter drucken …", "print")
        self.print_button.clicked.connect(self._print)
        self.put_away = Tick("Zwei Blätter sind gut verwahrt")
        self.put_away.setAccessibleName(self.put_away.text())
        self.form.add("Verwahrt?", self.put_away, "put_away")
        self.part = step_of(
            self.said,
            label(
                "Auf dem Wiederherstellungsblatt stehen 27 Wörter. Wer sie hat, kann alles lesen. "
                "Ohne sie hilft niemand, wenn alle PCs verloren sind."
            ),
            label(
                "1. Drucken Sie zwei Blätter.\n"
                "2. Stecken Sie jedes in einen Umschlag und kleben Sie ihn zu.\n"
                "3. Legen Sie die Umschläge an zwei sichere Orte, zum Beispiel in zwei Tresore."
            ),
            self.print_button,
            self.form,
        )

    def step(self) -> Step:
        """As the dialog takes it."""
        return Step(
            self.part,
            (self.form,),
            self.print_button,
            "Fertig",
            "checkmark_circle",
            cancel="Später",
            back=False,
        )

    def show(self, pdf: bytes) -> None:
        """Takes the sheet that is to be printed."""
        self._pdf = pdf

    def finish(self) -> None:
        """Notes that the sheets are put away; raises `Invalid` without the tick."""
        if not self.put_away.isChecked():
            raise Invalid("put_away", "not_put_away")
        put_sheets_away(self._hub.desk, done=True)
        self._hub.changed.emit(frozenset({EXCHANGE}))

    def _print(self) -> None:
        self._printing = SheetPrinting(self._hub, self._owner, self._pdf)
        self._printing.start()


_KEYS, _PUT_AWAY = 0, 1


class SheetsDialog(StepDialog):
    """Printing the sheets once more, with the recovery file or another sheet."""

    places: ClassVar = PLACES

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__(hub, "Blätter drucken", parent)
        self.keys = SeedInput()
        said = label(
            "Dafür braucht es die Wiederherstellungsdatei oder ein Blatt, das es noch gibt."
        )
        self.add_step(Step(step_of(said, self.keys), (self.keys.form,), self.keys.way, "Weiter"))
        self.put_away = PutAwayStep(hub, self, "Das Blatt ist bereit.")
        self.add_step(self.put_away.step())
        self.show_step(_KEYS)

    def leave(self, step: int) -> None:
        """Opens the keys; at the end notes that the sheets are put away."""
        if step == _PUT_AWAY:
            self.put_away.finish()
            self.accept()
            return
        seed = self.keys.seed()

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> bytes:
            return sheet_again(desk, seed())

        self.work("Das Blatt wird vorbereitet …", work, self._ready)

    def show_refusal(self, error: Any) -> None:
        """Shows what is wrong with a word at its place."""
        if not self.keys.mark(error):
            super().show_refusal(error)

    def _ready(self, pdf: bytes) -> None:
        self.keys.forget()
        self.put_away.show(pdf)
        self.show_step(_PUT_AWAY)
