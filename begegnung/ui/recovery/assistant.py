"""The assistant that puts the data of a PC together again: look, say what will be done, do it.

It works without a desk: the database cannot be opened. Nothing is changed before somebody has read
what will happen and has said yes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from begegnung.model.durability_errors import BackupLocked
from begegnung.model.errors import FileUnreadable, Invalid, Refusal, Trouble
from begegnung.model.key_errors import PassphraseWrong
from begegnung.services.backup_places import SUFFIX, own_place
from begegnung.services.desk import system_clock
from begegnung.services.recovering import Recovered, exchange_with, recover
from begegnung.services.recovery import Plan, Recover, Stopped, discard, examine, share_answers
from begegnung.texts import german, problem_text
from begegnung.texts.backups import (
    hint_sentence,
    loss_sentence,
    plan_sentences,
    recovered_sentences,
)
from begegnung.ui.exchange.seed_input import PLACES, SeedInput
from begegnung.ui.guard import guarded
from begegnung.ui.jobs import Job
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]

_INTRODUCTION = (
    "Das Programm sieht nach, woraus sich Ihre Daten wiederherstellen lassen. Dabei wird nichts "
    "verändert."
)


class RecoveryAssistant(Dialog):
    """Looks, says what will be done, and does it.

    `recovered()`: the database is in place and can be opened.
    """

    recovered = Signal()

    def __init__(
        self,
        wish: Recover,
        parent: QWidget | None,
        clock: Callable[[], int] | None = None,
    ) -> None:
        super().__init__("Daten wiederherstellen", parent, verb="Jetzt wiederherstellen", width=40)
        self._wish, self._clock = wish, clock or system_clock
        self._plan: Plan | None = None
        self._job: Job | None = None
        self._done = False
        self.text = label(_INTRODUCTION)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(THEME.px(0.35))
        self.hint = Message(closable=False)
        self.loss = label("", "strong")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt der Wiederherstellung")
        self.other_button = button("Andere Sicherung wählen …", "open")
        self.other_button.clicked.connect(self._choose)
        self.again_button = button("Noch einmal nachsehen", "arrow_sync")
        self.again_button.clicked.connect(self.look)
        self.sheet_button = button("Mit dem Wiederherstellungsblatt öffnen …", "open")
        self.sheet_button.clicked.connect(self.ask_for_sheet)
        self.seed = SeedInput()
        self.seed.way.currentIndexChanged.connect(self._fit_soon)
        self._lay_out()
        self.look()

    def _lay_out(self) -> None:
        self.body.addWidget(self.text)
        self.body.addLayout(self.steps)
        for part in (self.hint, self.loss, self.seed, self.progress):
            self.body.addWidget(part)
        set_shown(self.seed, False)
        self._locked = False
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        self.body.addWidget(self.sheet_button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.other_button)
        row.addWidget(self.again_button)
        row.addStretch(1)
        self.body.addLayout(row)

    @property
    def busy(self) -> bool:
        """Whether something is being looked at or done."""
        return self._job is not None

    def look(self) -> None:
        """Looks what there is; in a thread, for a stick or a network may be slow."""
        self._forget_plan()
        self.refusal.say("")
        wish, clock = self._wish, self._clock

        def work(progress: Progress, cancelled: Cancelled) -> Plan:
            return examine(wish, share_answers, progress, cancelled, clock)

        self._start(_INTRODUCTION, work, self._found)

    def ask_for_sheet(self) -> None:
        """Asks for the keys of the city, which open every backup."""
        self._forget_plan()
        self.refusal.say("")
        self.hint.say("")
        self.loss.clear()
        self._say("Mit den 27 Wörtern des Blattes lässt sich die Sicherung öffnen.")
        set_shown(self.seed, True)
        set_shown(self.sheet_button, False)
        self.rename_primary("Sicherung öffnen")
        self.primary.setEnabled(True)
        self.seed.setFocus()
        self._fit_soon()

    def _open_with_sheet(self) -> None:
        """Takes what was typed; opening a recovery file takes about a second."""
        try:
            seed = self.seed.seed()
        except (Refusal, Trouble) as error:
            self._refuse_seed(error)
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> bytes:
            return seed()

        self._start("Die Schlüssel werden geöffnet.", work, self._take_seed)

    def _take_seed(self, seed: bytes) -> None:
        self._end()
        self._wish = replace(self._wish, seed=seed)
        self.seed.forget()
        set_shown(self.seed, False)
        self.look()

    def _refuse_seed(self, error: Refusal | Trouble) -> None:
        """Says what is wrong with the keys where they were typed; what was typed stays."""
        set_shown(self.seed, True)
        self.primary.setEnabled(True)
        key = error.field if isinstance(error, Invalid) else PLACES.get(type(error), "")
        said = problem_text(error) if isinstance(error, Invalid) else german(error)
        if not self.seed.mark(error) and not self.seed.form.mark(key, said):
            self.refusal.say(german(error))
        self._fit_soon()

    def confirm(self) -> None:
        """Carries the plan out, or leads on when that is done."""
        if self._plan is None:
            return
        plan, clock = self._plan, self._clock
        exchange = exchange_with(plan.wish, plan.share)

        def work(progress: Progress, cancelled: Cancelled) -> Recovered:
            return recover(plan, exchange, progress, cancelled, clock)

        self._plan = None
        said = "Ihre Daten werden wiederhergestellt. Bitte den PC nicht ausschalten."
        self._start(said, work, self._finished)

    def try_confirm(self) -> None:
        """Stays open while it works; closes when the data are back."""
        if self._done:
            self.accept()
        elif self._job is None and not self.seed.isHidden():
            self._open_with_sheet()
        elif self._job is None:
            self.confirm()

    @guarded()
    def accept(self) -> None:
        """Closes and says that the data can be opened."""
        super().accept()
        self.recovered.emit()

    @guarded()
    def reject(self) -> None:
        """Ends what is going on; nothing is changed then."""
        if self._done:
            self.accept()
        elif self._job is None:
            self._forget_plan()
            super().reject()
        else:
            self._job.cancel()
            self.progress.setFormat("Wird abgebrochen …")

    def _start(
        self, said: str, work: Callable[[Progress, Cancelled], Any], finish: Callable[[Any], None]
    ) -> None:
        self.loss.clear()
        self.hint.say("")
        self._say(said)
        self._show_working(working=True)
        self.progress.setRange(0, 0)
        self.progress.setFormat("")
        self._job = Job(work, self)
        self._job.progressed.connect(self._advance)
        self._job.finished.connect(finish)
        self._job.failed.connect(self._failed)
        self._job.start()

    def _advance(self, text: str, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(f"{text} …")

    def _found(self, plan: Plan) -> None:
        self._end()
        self._plan = plan
        self._locked = plan.backup is None and plan.locked > 0
        set_shown(self.sheet_button, self._locked)
        now_ms = self._clock()
        self.loss.setText(loss_sentence(plan, now_ms))
        self._say("Das geschieht, wenn Sie zustimmen:", plan_sentences(plan, now_ms))
        self.hint.say(hint_sentence(plan), "warn")
        self.primary.setEnabled(True)
        self.primary.setFocus()
        self._fit_soon()

    def _finished(self, done: Recovered) -> None:
        self._end()
        self._done = True
        first, *more = recovered_sentences(done)
        self._say(first, more)
        for part in (
            self.other_button,
            self.again_button,
            self.sheet_button,
            self.cancel_button,
        ):
            set_shown(part, False)
        self.rename_primary("Programm öffnen")
        self.primary.setEnabled(True)
        self.primary.setFocus()
        self._fit_soon()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Stopped):
            self._say("Es wurde abgebrochen und nichts verändert.")
        elif isinstance(error, PassphraseWrong | FileUnreadable):
            self._say("")
            self._refuse_seed(error)
            return
        elif isinstance(error, Refusal | Trouble):
            self._say("")
            self.refusal.say(german(error))
            set_shown(self.sheet_button, isinstance(error, BackupLocked))
        else:
            raise error
        self.again_button.setFocus()
        self._fit_soon()

    def _fit_soon(self) -> None:
        # The new lines have their heights only when they have been laid out.
        QTimer.singleShot(0, self, self.fit)

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        self._show_working(working=False)

    def _show_working(self, *, working: bool) -> None:
        set_shown(self.progress, working)
        for part in (self.other_button, self.again_button):
            set_shown(part, not working)
        set_shown(self.sheet_button, not working and self._locked)
        if working:
            set_shown(self.seed, False)
            self.rename_primary("Jetzt wiederherstellen")
        # What there is to agree to is known only when it has been found.
        self.primary.setEnabled(False)
        if working:
            self.cancel_button.setFocus()

    def _say(self, text: str, steps: Sequence[str] = ()) -> None:
        """Shows a sentence and those that follow from it, each for itself."""
        self.text.setText(text)
        for part in (self.text, self.loss):
            set_shown(part, bool(part.text()))
        while (item := self.steps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for step in steps:
            self.steps.addWidget(label(f"•  {step}"))
        announce(self.text, " ".join(filter(None, (text, *steps, self.loss.text()))))

    def _forget_plan(self) -> None:
        if self._plan is not None:
            discard(self._plan)
            self._plan = None

    def _choose(self) -> None:
        start = str(own_place(self._wish.folder))
        chooser = QFileDialog(self, "Sicherung wählen", start, f"Sicherungen (*{SUFFIX})")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.take)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def take(self, path: str) -> None:
        """Looks again, with a certain backup."""
        self._wish = replace(self._wish, backup=Path(path))
        self.look()
