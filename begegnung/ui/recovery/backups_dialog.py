"""Sicherungen: when the last one was, where they lie, making one now, choosing a second place."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.services.backup_places import BackupLine, suggested_places
from begegnung.services.backup_sheet import make_backup_sheet
from begegnung.services.backups import (
    BackUp,
    BackupDone,
    BackupState,
    TrialDone,
    back_up,
    backup_state,
    try_newest,
)
from begegnung.services.desk import Desk
from begegnung.texts import counted, german
from begegnung.texts.backups import last_backup_text, made_text, trial_text, warning_text
from begegnung.texts.durability import size_text
from begegnung.ui.exchange.sheets import SheetPrinting
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.recovery.upkeeping import wish_of
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

_FIELD = "second"
_SECOND = {
    "none": "",
    "written": " Am zweiten Ort liegt sie auch.",
    "absent": " Der zweite Ort ist gerade nicht da.",
    "failed": " Am zweiten Ort ließ sie sich nicht ablegen.",
}

Work = Callable[[Desk, BackUp], Any]


class BackupsDialog(Dialog):
    """How it stands with the backups of this PC; work runs in a thread, the dialog stays usable."""

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__("Sicherungen", parent, width=40)
        self.hub = hub
        self._job: Job | None = None
        self._finish: Callable[[Any], str] = _nothing_said
        self._left: QWidget | None = None
        self._has_backup = False
        self.last = label("", "strong")
        self.trial = label("")
        self.warning = Message(closable=False)
        self.working = label("", "muted")
        self.now_button = button("Jetzt sichern", "save", kind="primary")
        self.try_button = button("Zur Probe zurückholen", "arrow_sync")
        self.sheet_button = button("Wiederherstellungsblatt drucken …", "print")
        self.second = TextField("Zweiter Ort", "z. B. E:\\")
        self.choose_button = button("Ordner wählen …", "open")
        self.suggest_button = button("")
        self.found = LineList("Sicherungen")
        self._suggested = next(iter(suggested_places(hub.folder)), None)
        self._lay_out()
        self._connect()
        self.now_button.setFocus()
        if hub.backups is not None:
            self._show(hub.backups)
        self.look()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.now_button)
        row.addWidget(self.try_button)
        row.addStretch(1)
        for part in (self.last, self.trial, self.warning):
            self.body.addWidget(part)
        self.body.addWidget(self.sheet_button, 0, Qt.AlignmentFlag.AlignLeft)
        set_shown(self.sheet_button, False)
        self.body.addLayout(row)
        self.working.hide()
        self.body.addWidget(self.working)
        self.second.setText(self.hub.settings.backup_folder)
        self.form.add(
            "Zweiter Ort",
            self.second,
            _FIELD,
            hint="Stick oder zweite Festplatte; leer, wenn es keinen gibt",
        )
        self.body.addWidget(self.form)
        places = QHBoxLayout()
        places.setSpacing(THEME.px(0.5))
        places.addWidget(self.choose_button)
        if self._suggested is not None:
            self.suggest_button.setText(f"{self._suggested} nehmen")
            self.suggest_button.setAccessibleName(self.suggest_button.text())
        set_shown(self.suggest_button, self._suggested is not None)
        places.addWidget(self.suggest_button)
        places.addStretch(1)
        self.body.addLayout(places)
        self.found.setMinimumHeight(THEME.px(9))
        self.body.addWidget(self.found, 1)

    def _connect(self) -> None:
        self.now_button.clicked.connect(self.back_up)
        self.try_button.clicked.connect(self.try_newest)
        self.sheet_button.clicked.connect(self.print_sheet)
        self.choose_button.clicked.connect(self._choose)
        self.suggest_button.clicked.connect(lambda: self.take_place(str(self._suggested)))
        self.second.editingFinished.connect(lambda: self.take_place(self.second.bare()))

    @property
    def busy(self) -> bool:
        """Whether a backup is being made or tried."""
        return self._job is not None

    def back_up(self) -> None:
        """Makes a backup now."""
        self._run("Es wird gesichert. Sie können weiterarbeiten.", back_up, _made_text)

    def try_newest(self) -> None:
        """Restores the newest backup into a file that is thrown away."""
        self._run("Die Sicherung wird zur Probe zurückgeholt.", try_newest, _tried_text)

    def print_sheet(self) -> None:
        """Makes a sheet that opens the backups from now on, makes the first of them, and prints."""

        def work(desk: Desk, wish: BackUp) -> bytes:
            pdf = make_backup_sheet(desk)
            # Without a backup now the next one will do: the sheet must not get lost.
            with suppress(Trouble):
                back_up(desk, wish)
            return pdf

        self._run("Das Blatt wird gemacht, und es wird gesichert.", work, self._print)

    def _print(self, pdf: bytes) -> str:
        SheetPrinting(self.hub, self, pdf).start()
        return "Von jetzt an öffnet das Blatt die Sicherungen. Bitte gut verwahren."

    def look(self) -> None:
        """Looks how it stands; a second place in a network may be slow to answer."""
        self._run("Einen Augenblick, es wird nachgesehen.", _only_look, _nothing_said)

    def take_place(self, folder: str) -> None:
        """Keeps another second place, or none; says at the input when it is not there."""
        self.form.clear_faults()
        if folder == self.hub.settings.backup_folder or self.busy:
            return
        self.second.setText(folder)

        def is_there(_desk: Desk, _wish: BackUp) -> bool:
            return not folder or (Path(folder).is_absolute() and Path(folder).is_dir())

        self._run("Der Ordner wird geprüft.", is_there, lambda there: self._keep(folder, there))

    def _keep(self, folder: str, there: bool) -> str:
        if not there:
            self.form.mark(_FIELD, "Diesen Ordner gibt es gerade nicht. Ist der Stick eingesteckt?")
            self.fit()
            return ""
        self.hub.keep(replace(self.hub.settings, backup_folder=folder))
        said = f"Zweiter Ort für Sicherungen: {folder}" if folder else "Ohne zweiten Ort."
        self.hub.said.emit(said, False)
        return said

    @guarded()
    def reject(self) -> None:
        """Closes when nothing is going on any more; what has begun is finished first."""
        if self._job is None:
            super().reject()

    def _run(self, said: str, work: Work, finish: Callable[[Any], str]) -> None:
        """Does work in a thread; `finish` gives the sentence that says what came of it."""
        if self._job is not None:
            return
        desk, wish = self.hub.desk.for_thread(), wish_of(self.hub)
        self._finish = finish
        self.refusal.say("")
        self._say(said)
        self._allow(idle=False)
        self._job = Job(
            lambda _progress, _cancelled: (work(desk, wish), backup_state(desk, wish)), self
        )
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.start()

    def _done(self, result: tuple[Any, BackupState]) -> None:
        value, state = result
        self._end()
        self.hub.show_backups(state)
        self._show(state)
        self._say(self._finish(value))

    def _say(self, said: str) -> None:
        self.working.setText(said)
        set_shown(self.working, bool(said))
        announce(self.working, said)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._say("")
        if not isinstance(error, Refusal | Trouble):
            raise error
        self.refusal.say(german(error))
        self.fit()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        self._allow(idle=True)

    def _allow(self, *, idle: bool) -> None:
        if not idle:
            self._left = self.focusWidget()
        for part in (self.now_button, self.cancel_button, self.form):
            part.setEnabled(idle)
        self.try_button.setEnabled(idle and self._has_backup)
        if idle and self._left is not None:
            self._left.setFocus()

    def _show(self, state: BackupState) -> None:
        now_ms = self.hub.desk.now_ms()
        self.last.setText(last_backup_text(state, now_ms))
        self.trial.setText(trial_text(state, now_ms))
        first = state.warnings[0] if state.warnings else None
        tone = "info" if first == "only_this_pc" else "warn"
        self.warning.say(warning_text(first, state) if first else "", tone)
        self._has_backup = bool(state.last_ms)
        self.try_button.setEnabled(self._has_backup and self._job is None)
        set_shown(self.sheet_button, not state.exchanging)
        self.found.show_lines(backup_lines(state))
        self.fit()

    def _choose(self) -> None:
        chooser = QFileDialog(self, "Zweiten Ort wählen", self.second.bare())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.fileSelected.connect(self.take_place)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()


def _only_look(_desk: Desk, _wish: BackUp) -> None:
    """Nothing is done: how it stands is looked up behind every work."""


def _nothing_said(_value: Any) -> str:
    return ""


def _made_text(done: BackupDone) -> str:
    return f"Gesichert und geprüft.{_SECOND[done.second]}"


def _tried_text(done: TrialDone) -> str:
    rows = f"{done.rows:,}".replace(",", ".")
    return f"Die Sicherung ist in Ordnung. Alle {rows} Einträge waren da."


def backup_lines(state: BackupState) -> list[Line]:
    """The backups, each once, newest first, with the places it lies at."""
    by_name: dict[str, list[BackupLine]] = {}
    for place in state.places:
        for one in place.backups:
            by_name.setdefault(one.path.name, []).append(one)
    newest = sorted(by_name.values(), key=lambda found: found[0].made, reverse=True)
    return [
        Line(
            found[0].path.name,
            made_text(found[0].made),
            size_text(found[0].size),
            counted(len(found), "Ort", "Orte"),
        )
        for found in newest
    ]
