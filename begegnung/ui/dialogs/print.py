"""Printing: which printer, how many, on one side or both. Always at 100 percent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.texts.printers import printer_words
from begegnung.ui.dialogs.sending import SendingDialog
from begegnung.ui.dialogs.turn_paper import TurnPaperDialog
from begegnung.ui.hub import Hub
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import PrintOrder
from begegnung.ui.printer_watch import PrinterWatch
from begegnung.ui.printing import PrinterChoice, paper_of
from begegnung.ui.theme import THEME
from begegnung.ui.typed import read_pages
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import ChoiceField, NumberField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown

_MOST_COPIES = 999
NO_PRINTER = (
    "Auf diesem PC ist kein Drucker eingerichtet. Sie können alles als PDF speichern und "
    "an einem anderen PC drucken."
)
BY_HAND = (
    "Dieser Drucker druckt nur auf eine Seite. Er druckt zuerst alle Vorderseiten. Dann sagt das "
    "Programm, wie Sie das Papier für die Rückseiten einlegen."
)
_SIDES = (
    ("long_edge", "beidseitig, an der langen Seite wenden"),
    ("one", "einseitig"),
    ("short_edge", "beidseitig, an der kurzen Seite wenden"),
)


class PrintDialog(SendingDialog):
    """Asks how to print `pdf` and hands it over; without a printer it offers `save` instead.

    `printers` are those of this PC. `sides` is how a document has to be turned that will be folded
    ("short_edge"), empty where people choose. `on_a4` makes the same document on A4, where it needs
    larger paper and has such a form. `on_printed` is called with the order once the printer has
    taken the whole document, not only some pages of it; the dialog is closed by then. With `file`
    the result goes into a PDF file, see `PrintOrder`.
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
        sides: str = "",
        on_a4: Callable[[], None] | None = None,
        on_printed: Callable[[PrintOrder], object] | None = None,
        file: Path | None = None,
    ) -> None:
        verb, icon = ("Drucken", "print") if printers else ("Als PDF speichern", "save")
        super().__init__(hub, "Drucken", parent, verb, icon)
        self._title, self._pdf, self._file = title, pdf, file
        self._printers = {choice.name: choice for choice in printers}
        self._save, self._on_a4, self._on_printed = save, on_a4, on_printed
        sizes = PdfPages(pdf).sizes
        self._count, self._paper = len(sizes), paper_of(sizes)
        self.body.addWidget(label(title, "strong"))
        self._watch = PrinterWatch(hub)
        self._watch.seen.connect(self._see)
        self.finished.connect(self._watch.stop)
        if printers:
            self._ask(sides)
        else:
            self.body.addWidget(label(NO_PRINTER))
            self.primary.setFocus()

    def _ask(self, sides: str) -> None:
        self.printer = ChoiceField("Drucker", [(name, name) for name in self._printers])
        self.sides = ChoiceField("Vorder- und Rückseite", _SIDES)
        self.pages = TextField("Nur diese Seiten")
        self.copies = NumberField("Anzahl", "copies")
        self.copies.set_value(1)
        # A poster is read from one side.
        self.sides.set_value(sides or ("one" if self._paper == "A3" else "long_edge"))
        self.form.add("Drucker", self.printer)
        self.state, self.by_hand = Message(closable=False), Message(closable=False)
        self.form.place(self.state)
        self.form.place(self._make_ways())
        if self._count > 1:
            self.form.add("Vorder- und Rückseite", self.sides)
            self.form.place(self.by_hand)
            hint = f"leer: alle {self._count}, sonst zum Beispiel 2 oder 1-3"
            self.form.add("Nur diese Seiten", self.pages, "pages", hint=hint)
        self.form.add("Anzahl", self.copies, "copies")
        self.body.addWidget(self.form)
        said = f"Papier {self._paper}. Gedruckt wird in 100 %, ohne Anpassung."
        self.body.addWidget(label(said, "muted"))
        self._begin_with_the_last()
        self.printer.currentIndexChanged.connect(self._choose)
        self.sides.currentIndexChanged.connect(self._show_state)
        self._choose()
        self.printer.setFocus()

    def _make_ways(self) -> QWidget:
        """What else can be done with a paper that the printer does not have."""
        self.a4_button = button("Stattdessen auf A4 drucken", "print")
        self.save_button = button("Als PDF speichern", "save")
        self.a4_button.clicked.connect(self.print_on_a4)
        self.save_button.clicked.connect(self.save_instead)
        self._ways = QWidget()
        self._ways.setObjectName("clear")
        column = QVBoxLayout(self._ways)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(THEME.px(0.4))
        for way in (self.a4_button, self.save_button):
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        return self._ways

    def _begin_with_the_last(self) -> None:
        """Chooses the printer that took this paper last."""
        last = self._hub.settings.printers.get(self._paper, "")
        self._missed = last if last and last not in self._printers else ""
        if last in self._printers:
            self.printer.set_value(last)

    def _choose(self) -> None:
        choice = self._printers[self.printer.value()]
        self._show_state()
        self._watch.watch(choice)

    def _see(self, choice: PrinterChoice) -> None:
        """Shows what the printer said of itself."""
        if choice != self._printers.get(choice.name):
            self._printers[choice.name] = choice
            self._show_state()

    def _show_state(self) -> None:
        choice = self._printers[self.printer.value()]
        said: list[str] = []
        if self._missed:
            said.append(f"Der Drucker „{self._missed}“ vom letzten Mal ist nicht mehr da.")
        if choice.troubles:
            said.append(printer_words(choice.troubles))
        lacks = "gone" not in choice.troubles and not choice.takes(self._paper)
        if lacks:
            said.append(f"Dieser Drucker kennt kein Papier {self._paper}: Es kann etwas fehlen.")
        words = " ".join(said)
        if words != self.state.text.text():
            self.state.say(words, "warn")
        set_shown(self._ways, lacks or bool(choice.troubles))
        set_shown(self.a4_button, lacks and self._on_a4 is not None)
        by_hand = BY_HAND if self._by_hand(choice) else ""
        if by_hand != self.by_hand.text.text():
            self.by_hand.say(by_hand, "info")
        self.fit()

    def _by_hand(self, choice: PrinterChoice) -> bool:
        return self._count > 1 and self.sides.value() != "one" and not choice.duplex

    def print_on_a4(self) -> None:
        """Gives this up for the same document on A4."""
        self.reject()
        if self._on_a4 is not None:
            self._on_a4()

    def save_instead(self) -> None:
        """Saves instead of printing."""
        self._save()
        self.accept()

    def try_confirm(self) -> None:
        """Hands the document to the printer and closes when it has taken it, or saves it."""
        if not self._printers:
            self.save_instead()
        elif not self.sending:
            self.attempt(self._begin)

    def _begin(self) -> None:
        copies = self.copies.value()
        if copies is None or not 1 <= copies <= _MOST_COPIES:
            raise Invalid("copies", "not_a_number", self.copies.bare())
        pages = read_pages(self.pages.bare(), self._count)
        name = self.printer.value()
        sides = "one" if (self._count if pages is None else len(pages)) == 1 else self.sides.value()
        order = PrintOrder(self._title, self._pdf, name, copies, sides, self._file, pages)
        if sides != "one" and not self._printers[name].duplex:
            self.send(replace(order, part="fronts"), self._turn)
        else:
            self.send(order, self._done)

    def _turn(self, fronts: PrintOrder) -> None:
        self._keep(fronts)
        self.accept()
        parent = self.parentWidget()
        if parent is not None:
            TurnPaperDialog(self._hub, fronts, self._tell_printed, parent).open()

    def _done(self, order: PrintOrder) -> None:
        self._keep(order)
        self.accept()
        self._tell_printed(order)

    def _keep(self, order: PrintOrder) -> None:
        settings = self._hub.settings
        if settings.printers.get(self._paper) != order.printer:
            kept = {**settings.printers, self._paper: order.printer}
            self._hub.keep(replace(settings, printers=kept))

    def _tell_printed(self, order: PrintOrder) -> None:
        where = f"an „{order.printer}“" if order.printer else "in eine Datei"
        self._hub.said.emit(f"{order.title} ist {where} übergeben.", False)
        if self._on_printed is not None and order.pages is None:
            self._on_printed(order)
