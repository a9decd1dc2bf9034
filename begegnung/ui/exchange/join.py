"""Diesen PC anmelden: ask, show six words, wait, and notice by itself that it was approved."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import FileUnreadable, Refusal, Trouble
from begegnung.model.key_errors import AnswerUnfitting, DeviceRevoked, FileInTheWay, NotApproved
from begegnung.services.desk import Desk
from begegnung.services.exchange import ExchangeOutcome
from begegnung.services.joining import (
    Asked,
    ask_by_file,
    ask_to_join,
    asked_words,
    house_name,
    take_answer,
)
from begegnung.services.present import local_now
from begegnung.texts import german
from begegnung.texts.exchange_state import trouble_words
from begegnung.ui.exchange.choosing import SHARE_PLACES, FolderStep, keep_share
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.exchange.words_view import WordsView
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

REQUEST_ENDING, ANSWER_ENDING = ".anfrage", ".antwort"
REQUEST_KINDS = f"Anfragen (*{REQUEST_ENDING});;Alle Dateien (*)"
ANSWER_KINDS = f"Antworten (*{ANSWER_ENDING});;Alle Dateien (*)"

_LOOKS_EVERY_MS = 10_000
_FOLDER, _WORDS, _FILES, _DONE = range(4)
_WAITS = "Wartet auf die Freigabe."


class JoinDialog(StepDialog):
    """Folder, six words, waiting; or two files on a stick. A request that waits goes on.

    `joined()`: this PC takes part, and what it may see has arrived.
    """

    joined = Signal()
    places: ClassVar = {**SHARE_PLACES, FileUnreadable: "answer", AnswerUnfitting: "answer"}

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__(hub, "Diesen PC anmelden", parent)
        self._answered = False
        self.words = WordsView()
        self.state = label(_WAITS, "strong")
        self.answer = FileField("Antwort", ANSWER_KINDS, f"E:\\pc{ANSWER_ENDING}")
        self.saved = label("", "muted")
        self.done_words = label("", "strong")
        for step in (
            self._folder_step(),
            self._words_step(),
            self._files_step(),
            self._done_step(),
        ):
            self.add_step(step)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        hub.exchanging.progressed.connect(self._show_run)
        hub.exchanging.finished.connect(self._looked)
        hub.exchanging.failed.connect(self._not_looked)
        words = asked_words(hub.desk)
        if words and hub.settings.share:
            self._wait(words)
        else:
            self.show_step(_FOLDER)

    def _folder_step(self) -> Step:
        self.folder = FolderStep(
            self.hub,
            "Andere PCs gleichen schon ab, und dieser soll dazukommen. Sie brauchen dafür jemanden "
            "am Telefon, der PCs freigeben darf: die Leitung des Hauses oder die Stadt.",
            "Wählen Sie den Ordner im Netz, den auch die anderen PCs haben. Die IT sagt Ihnen, "
            "welcher es ist.",
        )
        self.files_button = button("Ohne Telefon: mit einem Stick", "save")
        self.files_button.clicked.connect(lambda: self.show_step(_FILES))
        row = QHBoxLayout()
        row.addWidget(self.files_button)
        row.addStretch(1)
        box = self.folder.part.layout()
        if isinstance(box, QVBoxLayout):
            box.addLayout(row)
        return self.folder.step()

    def _words_step(self) -> Step:
        self.copy_button = button("Wörter kopieren")
        self.copy_button.clicked.connect(self._copy)
        part = step_of(
            label(
                "Rufen Sie an und lesen Sie diese sechs Wörter vor. Am anderen PC stehen unter "
                "„PCs freigeben“ auch sechs Wörter. Sind es dieselben, wird dieser PC dort "
                "freigegeben. Dieses Fenster merkt es von selbst."
            ),
            self.words,
            self.state,
            self.copy_button,
        )
        return Step(part, (), self.words, "Jetzt nachsehen", "arrow_sync", cancel="Schließen")

    def _files_step(self) -> Step:
        form = Form()
        form.add("Antwort", self.answer, "answer")
        form.place(self.answer.choose)
        self.save_button = button("Anfrage speichern …", "save")
        self.save_button.clicked.connect(self._ask_where)
        part = step_of(
            label(
                "1. Stecken Sie einen Stick ein und speichern Sie die Anfrage darauf.\n"
                "2. Bringen Sie ihn zu einem PC, der freigeben darf. Dort wird die Anfrage unter "
                "„PCs freigeben“ beantwortet.\n"
                "3. Kommen Sie mit dem Stick zurück und wählen Sie hier die Antwort."
            ),
            self.save_button,
            self.saved,
            form,
        )
        return Step(part, (form,), self.save_button, "Antwort einlesen", "checkmark_circle")

    def _done_step(self) -> Step:
        part = step_of(
            self.done_words,
            label("Von jetzt an gleicht dieser PC von selbst ab. Sie müssen nichts weiter tun."),
        )
        return Step(
            part, (), self.primary, "Fertig", "checkmark_circle", cancel="Schließen", back=False
        )

    def leave(self, step: int) -> None:
        """Asks, looks for an answer, reads one, or closes."""
        if step == _FOLDER:
            self._ask()
        elif step == _WORDS:
            self.look()
        elif step == _FILES:
            self._read_answer()
        else:
            self.accept()

    def back_from(self, step: int) -> int:
        """All ways begin with the folder."""
        del step
        self._timer.stop()
        return _FOLDER

    def _ask(self) -> None:
        share, folder = self.folder.share(), self.hub.folder
        if self._answered:
            self._settle()
            return

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> Asked:
            return ask_to_join(desk, folder, share)

        def asked(found: Asked) -> None:
            keep_share(self.hub, share)
            self._wait(found.words)

        self.work("Der Ordner wird geprüft …", work, asked)

    def _wait(self, words: tuple[str, ...]) -> None:
        self.words.show_words(words)
        self.state.setText(_WAITS)
        self.show_step(_WORDS)
        self._timer.start()

    def look(self) -> None:
        """Looks whether there is an answer; a run without one ends at once."""
        self.hub.exchanging.start(quiet=True)

    def _settle(self) -> None:
        """Runs after an answer was carried here; the steps of waiting show how it goes."""
        keep_share(self.hub, self.folder.share())
        self.state.setText("Freigegeben. Die Daten werden geholt …")
        set_shown(self.words, False)
        set_shown(self.copy_button, False)
        self.show_step(_WORDS)
        self._timer.start()
        self.look()

    def _show_run(self, text: str, done: int, total: int) -> None:
        # The first phase is the question whether this PC may; whoever gets further was approved.
        if self.step == _WORDS and done > 0:
            set_shown(self.progress, True)
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.progress.setFormat(f"{text} …")
            self.state.setText("Freigegeben. Die Daten werden geholt …")

    def _looked(self, outcome: ExchangeOutcome) -> None:
        if self.step != _WORDS:
            return
        set_shown(self.progress, False)
        trouble = outcome.trouble
        at = f"{local_now(outcome.at_ms):%H:%M} Uhr"
        if isinstance(trouble, NotApproved):
            self.state.setText(f"{_WAITS} Zuletzt nachgesehen: {at}.")
        elif isinstance(trouble, DeviceRevoked):
            self._timer.stop()
            self.refusal.say(german(trouble))
        elif trouble is not None:
            reason = trouble_words(type(trouble).__name__)
            self.state.setText(f"{at}: {reason}. Es wird weiter versucht.")
        else:
            self._finish()
        self.fit_soon()

    def _not_looked(self, error: Refusal | Trouble) -> None:
        if self.step == _WORDS:
            self.refusal.say(german(error))
            self.fit_soon()

    def _finish(self) -> None:
        self._timer.stop()
        name = self.hub.read(house_name, self.hub.desk.centre_id or "")
        said = f"Dieser PC gehört jetzt zu: {name}." if name else "Dieser PC ist jetzt dabei."
        self.done_words.setText(said)
        self.show_step(_DONE)
        announce(self.done_words, said)
        self.joined.emit()

    def _copy(self) -> None:
        self.words.copy()
        announce(self.copy_button, "Die Wörter sind kopiert.")

    def _ask_where(self) -> None:
        chooser = QFileDialog(self, "Anfrage speichern", "", REQUEST_KINDS)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(REQUEST_ENDING.removeprefix("."))
        chooser.selectFile(f"pc{REQUEST_ENDING}")
        chooser.fileSelected.connect(self.save_request)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_request(self, chosen: str) -> None:
        """Writes the request to a new file; says where it lies."""
        self._clear()
        try:
            ask_by_file(self.hub.desk, self.hub.folder, Path(chosen))
        except FileInTheWay as error:
            self.refusal.say(german(error))
        except (Refusal, Trouble) as error:
            self.show_refusal(error)
        else:
            self.saved.setText(f"Gespeichert: {chosen}")
            self.answer.setFocus()
        self.fit_soon()

    def _read_answer(self) -> None:
        path, folder = self.answer.path("answer"), self.hub.folder

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> None:
            take_answer(desk, folder, path)

        def taken(_: Any) -> None:
            self._answered = True
            if self.hub.settings.share:
                self._settle()
            else:
                self.show_step(_FOLDER)
                self.refusal.say(
                    "Die Antwort ist eingelesen. Bitte jetzt den gemeinsamen Ordner wählen.", "info"
                )

        self.work("Die Antwort wird gelesen …", work, taken)
