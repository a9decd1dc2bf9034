"""Printing: which printer, how many, on one side or both. Always at 100 percent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.printing import (
    PrinterChoice,
    PrintingFailed,
    PrintOrder,
    paper_of,
    print_pdf,
)
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, NumberField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message

_MOST_COPIES = 999
NO_PRINTER = (
    "Auf diesem PC ist kein Drucker eingerichtet. Sie können alles als PDF speichern und "
    "an einem anderen PC drucken."
)
_SIDES = (
    ("long_edge", "beidseitig, an der langen Seite wenden"),
    ("one", "einseitig"),
    ("short_edge", "beidseitig, an der kurzen Seite wenden"),
)


class PrintDialog(Dialog):
    """Asks how to print `pdf` and starts it; without a printer it offers `save` instead.

    `printers` are those of this PC. `sides` is how a document has to be turned that will be folded
    ("short_edge"), empty where people choose. `on_printed` is called with the order once the
    printer has taken all of it; the dialog is closed by then. With `file` the result goes into a
    PDF file, see `PrintOrder`.
    """

    def __init__(
        self,
        hub: Hub,
        title: str,
        pdf: bytes,
        printers: tuple[PrinterChoice, ...],
        save: Callable[[], None],
        parent: QWidget,
        *,
        pages: int = 1,
        sides: str = "",
        on_printed: Callable[[PrintOrder], object] | None = None,
        file: Path | None = None,
    ) -> None:
        verb = "Drucken" if printers else "Als PDF speichern"
        super().__init__("Drucken", parent, verb=verb, icon="print" if printers else "save")
        self._hub, self._title, self._pdf, self._file = hub, title, pdf, file
        self._printers = {choice.name: choice for choice in printers}
        self._save, self._on_printed = save, on_printed
        self._paper = paper_of(pdf)
        self.body.addWidget(label(title, "strong"))
        if printers:
            self._ask(pages, sides)
        else:
            self.body.addWidget(label(NO_PRINTER))
            self.primary.setFocus()

    def _ask(self, pages: int, sides: str) -> None:
        self.printer = ChoiceField("Drucker", [(name, name) for name in self._printers])
        self.copies = NumberField("Anzahl", "copies")
        self.copies.set_value(1)
        self.sides = ChoiceField("Seiten", _SIDES if pages > 1 else _SIDES[1:2])
        if self._paper == "A3":
            # A poster is read from one side.
            self.sides.set_value("one")
        if sides and pages > 1:
            self.sides.set_value(sides)
        self.form.add("Drucker", self.printer)
        self.form.add("Seiten", self.sides)
        self.form.add("Anzahl", self.copies, "copies")
        self.body.addWidget(self.form)
        self.body.addWidget(
            label(f"Papier {self._paper}. Gedruckt wird in 100 %, ohne Anpassung.", "muted")
        )
        self.warning = Message(closable=False)
        self.body.addWidget(self.warning)
        self.printer.currentIndexChanged.connect(self._warn)
        self.sides.currentIndexChanged.connect(self._warn)
        self._warn()
        self.printer.setFocus()

    def confirm(self) -> None:
        """Hands the document to the printer, or saves it."""
        if not self._printers:
            self._save()
            return
        copies = self.copies.value()
        if copies is None or not 1 <= copies <= _MOST_COPIES:
            raise Invalid("copies", "not_a_number", self.copies.bare())
        order = PrintOrder(
            self._title, self._pdf, self.printer.value(), copies, self.sides.value(), self._file
        )
        run = PrintRun(self._hub, order)
        if self._on_printed is not None:
            run.finished.connect(self._on_printed)
        run.start()

    def _warn(self) -> None:
        choice = self._printers[self.printer.value()]
        problems: list[str] = []
        if not choice.takes(self._paper):
            problems.append(
                f"Dieser Drucker kennt kein Papier {self._paper}: Es kann etwas fehlen."
            )
        if self.sides.value() != "one" and not choice.duplex:
            problems.append("Dieser Drucker meldet keinen beidseitigen Druck.")
        self.warning.say(" ".join(problems), "warn")


class PrintRun(QObject):
    """One document on its way to the printer; says how it went.

    `finished(PrintOrder)`: the printer has taken all of it; not emitted when it refused.
    """

    finished = Signal(object)

    def __init__(self, hub: Hub, order: PrintOrder) -> None:
        super().__init__(hub)
        self._hub, self._order = hub, order
        self._job = Job(lambda progress, _cancelled: print_pdf(order, progress), self)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)

    def start(self) -> None:
        """Begins."""
        self._job.start()

    def _done(self, _nothing: object) -> None:
        where = f"an „{self._order.printer}“" if self._order.printer else "in eine Datei"
        self._hub.said.emit(f"{self._order.title} ist {where} übergeben.", False)
        self.finished.emit(self._order)
        self.deleteLater()

    def _broken(self, error: Exception) -> None:
        self.deleteLater()
        if not isinstance(error, PrintingFailed):
            raise error
        self._hub.refused.emit(
            f"Der Drucker „{error.printer}“ hat den Auftrag nicht angenommen. Bitte prüfen, ob er "
            "eingeschaltet ist und Papier hat, und noch einmal drucken."
        )
