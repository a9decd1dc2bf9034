"""Which paper, what of: with a preview that follows, to the printer or into a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.model.week_papers import Alternative
from begegnung.services.desk import Desk
from begegnung.services.documents import file_name, write_file
from begegnung.services.printing.advice import Advice, advice_for, document_of
from begegnung.services.printing.registry import DOCUMENTS, Made, made_document
from begegnung.texts import german
from begegnung.texts.folded_paper import what_is_too_full
from begegnung.texts.full_week import alternative_text, as_it_is, crowded_text
from begegnung.texts.papers import DOCUMENT_TITLES
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.papers.advice_panel import AdvicePanel
from begegnung.ui.papers.handed_out import handed_out
from begegnung.ui.papers.options import OptionFields, narrow
from begegnung.ui.pdf_program import open_in_pdf_program
from begegnung.ui.preview.panel import PreviewPanel
from begegnung.ui.printing import PrinterChoice, printers
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import Form

_WAIT_MS = 300
"""So long nothing is typed before the preview is made anew."""
_LEAST, _MOST, _AROUND = 18.0, 30.0, 18.0
"""Height of the preview, and of the window around it, in em."""
_FILE_WORDS = {"reader": "zum Lesen", "sheet": "Druckbogen"}
"""What the name of a file says where there are two of one paper."""
_NO_PREVIEW = "Dieses Papier ist kein PDF. Bitte speichern und mit einem Textprogramm öffnen."


class PapersDialog(Dialog):
    """Everything that can be printed; begins with the paper `name` and the values `typed`.

    `find_printers` gives the printers of this PC; with `file` a printer's result goes into a file.
    """

    def __init__(
        self,
        hub: Hub,
        parent: QWidget,
        name: str = "participants",
        typed: dict[str, str] | None = None,
        *,
        find_printers: Callable[[], tuple[PrinterChoice, ...]] = printers,
        file: Path | None = None,
    ) -> None:
        super().__init__("Papiere drucken", parent, verb="Drucken …", icon="print", width=62)
        self._hub, self._find_printers, self._file = hub, find_printers, file
        self._job: Job | None = None
        self._stale = False
        self._print_when_ready = False
        self._made: tuple[str, Made] | None = None
        titles = sorted(DOCUMENT_TITLES.items(), key=lambda one: one[1])
        self.paper = ChoiceField("Welches Papier?", titles)
        narrow(self.paper)
        self.paper.set_value(name)
        self.options = OptionFields(hub)
        self.options.keep(typed or {})
        self.advice = AdvicePanel()
        self.advice.chosen.connect(self._take)
        self.preview = PreviewPanel()
        # As much of a sheet as the window has room for: on a small one it is enlarged by hand.
        room = parent.window().height() / THEME.em - _AROUND
        self.preview.setMinimumHeight(THEME.px(max(_LEAST, min(room, _MOST))))
        self.save_button = button("Speichern …")
        self.open_button = button("Im PDF-Programm öffnen")
        self.cancel_button.setText("Schließen")
        self.cancel_button.setAccessibleName("Schließen")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make)
        self._lay_out()
        self.paper.currentIndexChanged.connect(lambda _: self._choose())
        self.options.changed.connect(lambda: self._timer.start(_WAIT_MS))
        self.save_button.clicked.connect(self.ask_where)
        self.open_button.clicked.connect(self.open_elsewhere)
        self._choose()
        self.paper.setFocus()

    def _lay_out(self) -> None:
        form = Form()
        form.add("Welches Papier?", self.paper, "document")
        left = QWidget()
        left.setObjectName("clear")
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(form)
        box.addWidget(self.options)
        box.addWidget(self.advice)
        box.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.8))
        row.addWidget(left, 2)
        row.addWidget(self.preview, 3)
        self.body.addLayout(row, 1)
        self.buttons.insertWidget(0, self.open_button)
        self.buttons.insertWidget(2, self.save_button)

    @property
    def busy(self) -> bool:
        """Whether the paper is being made, or about to be."""
        return self._job is not None or self._timer.isActive()

    def _choose(self) -> None:
        """Shows what can be asked of the paper that was chosen."""
        self.options.show_options(DOCUMENTS[self.paper.value()].options)
        self._make()
        self.fit()

    def _make(self) -> None:
        """Makes the paper away from the window; when something changed meanwhile, once more."""
        self._timer.stop()
        if self._job is not None:
            self._stale = True
            return
        self._set_ready(None)
        self.options.form.clear_faults()
        self.advice.clear()
        self.refusal.say("")
        try:
            typed = self.options.typed()
        except Refusal as error:
            self._say(error)
            return
        name, desk = self.paper.value(), self._hub.desk.for_thread()
        self._job = Job(lambda _p, _c: _paper(desk, name, typed), self._hub)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)
        self._job.start()

    def _done(self, made: tuple[str, Made | ProgrammeTooFull, Advice | None]) -> None:
        self._end()
        if self._stale:
            self._stale = False
            self._make()
            return
        name, found, advice = made
        if isinstance(found, ProgrammeTooFull):
            self.preview.say("Noch keine Vorschau.")
            self._advise(advice, what_is_too_full(found))
            return
        self._set_ready((name, found))
        if DOCUMENTS[name].suffix == ".pdf":
            self.preview.show_pdf(found.content, DOCUMENT_TITLES[name])
        else:
            self.preview.say(_NO_PREVIEW)
        if advice is not None and advice.crowded is not None:
            self._advise(advice, crowded_text(advice.crowded))

    def _advise(self, advice: Advice | None, sentence: str) -> None:
        """Says that the week is too full, and what would be better."""
        if advice is None:
            return
        words = [(one, alternative_text(one, advice.paper)) for one in advice.alternatives]
        leave = "" if advice.crowded is None else as_it_is(advice.crowded)
        self.advice.show_advice(sentence, words, leave)
        self.fit()

    def _take(self, one: Alternative) -> None:
        """Takes what was offered in place of a paper that is too full."""
        name, typed = document_of(one)
        self.options.take(typed)
        if self.paper.value() == name:
            self._choose()
        else:
            self.paper.set_value(name)

    def _broken(self, error: Exception) -> None:
        self._end()
        if self._stale:
            self._stale = False
            self._make()
            return
        if not isinstance(error, Refusal | Trouble):
            raise error
        self._say(error)

    def _say(self, error: Refusal | Trouble) -> None:
        """What is missing or wrong, at its input."""
        self.preview.say("Noch keine Vorschau.")
        self.form = self.options.form
        self.show_refusal(error)

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None

    def _set_ready(self, made: tuple[str, Made] | None) -> None:
        self._made = made
        self.save_button.setEnabled(made is not None)
        is_pdf = made is not None and DOCUMENTS[made[0]].suffix == ".pdf"
        self.primary.setEnabled(is_pdf)
        self.open_button.setEnabled(is_pdf)
        if is_pdf and self._print_when_ready:
            self._print_when_ready = False
            self.try_confirm()

    def try_confirm(self) -> None:
        """Asks for the printer; this dialog stays, for the next paper."""
        if self._made is None:
            return
        name, (pdf, edition) = self._made
        title = DOCUMENT_TITLES[name]
        PrintDialog(
            self._hub,
            title,
            pdf,
            self._find_printers(),
            self.ask_where,
            self,
            sides=self._sides(name),
            on_a4=self._print_on_a4 if self._papers().count("a4") else None,
            on_printed=lambda _: handed_out(self._hub, f"{title} ist gedruckt.", edition),
            file=self._file,
        ).open()

    def _sides(self, name: str) -> str:
        if self._layout == "sheet":
            return "short_edge"
        return "one" if DOCUMENTS[name].one_sided else ""

    def _papers(self) -> list[str]:
        """The sizes of paper that can be chosen for the document that is shown."""
        options = {option.name: option for option in DOCUMENTS[self.paper.value()].options}
        return list(options["paper"].choices) if "paper" in options else []

    def _print_on_a4(self) -> None:
        field = self.options.inputs.get("paper")
        if isinstance(field, ChoiceField):
            self._print_when_ready = True
            field.set_value("a4")

    @property
    def _layout(self) -> str:
        """Whether sheets to be folded were chosen, "" where there is nothing to choose."""
        field = self.options.inputs.get("layout")
        return str(field.value() or "") if isinstance(field, ChoiceField) else ""

    def open_elsewhere(self) -> None:
        """Opens the paper in the program for PDF files, under a name that names nobody."""
        if self._made is not None:
            name, (pdf, _) = self._made
            self.refusal.say(open_in_pdf_program(self._hub, file_name(DOCUMENT_TITLES[name]), pdf))

    def ask_where(self) -> None:
        """Asks where to save the paper."""
        if self._made is None:
            return
        name = self._made[0]
        suffix = DOCUMENTS[name].suffix
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kind = f"{suffix[1:].upper()} (*{suffix})"
        chooser = QFileDialog(self, "Papier speichern", folder, kind)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(suffix[1:])
        kind_of_file = _FILE_WORDS.get(self._layout, "")
        chooser.selectFile(file_name(DOCUMENT_TITLES[name], kind_of_file, suffix=suffix))
        chooser.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save(self, path: Path) -> None:
        """Saves the paper that is shown."""
        if self._made is None:
            return
        try:
            write_file(path, self._made[1].content)
        except Trouble as error:
            self.refusal.say(german(error))
            return
        said = f"Gespeichert: {path.name} im Ordner {path.parent}."
        handed_out(self._hub, said, self._made[1].edition)


def _paper(
    desk: Desk, name: str, typed: dict[str, str]
) -> tuple[str, Made | ProgrammeTooFull, Advice | None]:
    """The paper, or why it cannot be, and what would be better."""
    try:
        made = made_document(desk, name, typed)
    except ProgrammeTooFull as error:
        return name, error, advice_for(desk, name, typed)
    return name, made, advice_for(desk, name, typed)
