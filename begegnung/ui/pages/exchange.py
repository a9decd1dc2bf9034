"""Abgleich: how the exchange with the other PCs stands, starting it, and what is to be settled."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from begegnung import __version__
from begegnung.model.errors import Refusal, Trouble
from begegnung.services.documents import file_name, write_file
from begegnung.services.exchange import ExchangeOutcome
from begegnung.services.exchange_page import Overview, PcRow, overview
from begegnung.services.present import local_now
from begegnung.texts import german
from begegnung.texts.exchange_log import log_text
from begegnung.texts.exchange_state import outcome_text
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.questions import WATCHED, QuestionsCard
from begegnung.ui.exchange.revoke import PcDialog
from begegnung.ui.exchange.sentences import SentenceList
from begegnung.ui.exchange.state_card import StateCard
from begegnung.ui.exchange.verbs import Verbs
from begegnung.ui.exchange.wording import pc_line, run_line
from begegnung.ui.hub import BACKUPS, Hub
from begegnung.ui.page import Page
from begegnung.ui.recovery.backup_card import BackupCard
from begegnung.ui.recovery.backups_dialog import BackupsDialog
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.card import Card, Columns, column
from begegnung.ui.widgets.shown import set_shown

_SHOWN_RUNS = 10


class ExchangePage(Page):
    """The exchange of this PC; `present` takes `clashes` to go to what is to be settled."""

    key = "exchange"
    title = "Abgleich"
    icon = "arrow_sync"
    watches = WATCHED | {EXCHANGE, BACKUPS}

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self.verbs = Verbs(hub, self)
        self.verbs.closed.connect(self.reload)
        self.verbs.save_log.triggered.connect(self._ask_where)
        self.state = StateCard(self.verbs)
        self.questions = QuestionsCard(hub)
        self.partners = SentenceList("PCs und Häuser", most=20)
        self.runs = SentenceList("Letzte Läufe", most=18)
        self.backups = BackupCard(self._show_backups)
        self._view: Overview | None = None
        self._lay_out()
        self.questions.settled.connect(self._go_on)
        self.state.found.closed.connect(self.reload)
        self.partners.opened.connect(lambda _: self._show_pc())
        hub.exchanging.began.connect(self._begin)
        hub.exchanging.progressed.connect(self.state.show_progress)
        hub.exchanging.finished.connect(self._done)
        hub.exchanging.failed.connect(self._broken)

    def _lay_out(self) -> None:
        self._partner_card = Card("PCs und Häuser", "building")
        self._partner_card.body.addWidget(self.partners)
        self._partner_card.body.addWidget(action_button(self.verbs.approve, "add"))
        self._run_card = Card("Letzte Läufe", "clock")
        self._run_card.body.addWidget(self.runs)
        self._run_card.body.addWidget(action_button(self.verbs.save_log, "save"))
        columns = Columns(below=46, lead_height=1)
        columns.add(column(self.state, self.questions), 3)
        columns.add(column(self._partner_card, self._run_card, self.backups), 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self.hub.exchanging.busy

    def page_actions(self) -> list[QAction]:
        """Exchanging, the ways into an exchange, and deciding about PCs."""
        return self.verbs.all()

    def reload(self) -> None:
        """Reads the state, the other PCs, the earlier runs and what is open."""
        self._view = view = overview(self.hub.desk, self.hub.folder)
        now_ms = self.hub.desk.now_ms()
        share, now = self.hub.settings.share, local_now(now_ms)
        self.verbs.allow(view, share, busy=self.busy)
        self.state.show_state(view, share, now_ms)
        self.partners.show_lines(pc_line(pc, now) for pc in view.pcs)
        self.runs.show_lines(run_line(run, now) for run in view.runs[:_SHOWN_RUNS])
        set_shown(self._run_card, bool(view.runs))
        self.backups.show_state(self.hub.backups, now_ms)
        self.questions.reload()

    def enter(self) -> None:
        """Reads what is shown, and looks for what takes longer beside the window."""
        super().enter()
        self.questions.look_thoroughly()

    def present(self, what: dict[str, Any]) -> None:
        """Goes to what is to be settled."""
        if what.get("clashes"):
            self.questions.focus_list()

    def start(self) -> None:
        """Begins a run in a thread of its own."""
        self.hub.exchanging.start()

    def _begin(self) -> None:
        self.state.found.say("")
        self.state.show_progress("Abgleich beginnt", 0, 1)
        self.verbs.start.setEnabled(False)
        self.verbs.cancel.setEnabled(True)

    def _done(self, outcome: ExchangeOutcome) -> None:
        self.state.show_idle()
        if not self.hub.exchanging.quiet:
            if outcome.trouble is None:
                self.hub.said.emit(outcome_text(outcome), False)
            else:
                self.state.found.say(german(outcome.trouble))
        self.reload()

    def _broken(self, error: Refusal | Trouble) -> None:
        self.state.show_idle()
        self.reload()
        self.state.found.say(german(error))

    def _go_on(self) -> None:
        """After the last question: the others should hear of what was decided."""
        if self.verbs.start.isEnabled():
            self.state.focus_start()

    def _show_pc(self) -> None:
        line = self.partners.current_line()
        pc: PcRow | None = None if line is None else line.subject
        if pc is not None and self._view is not None:
            PcDialog(self.hub, pc, self._view, self).open()

    def _show_backups(self) -> None:
        BackupsDialog(self.hub, self.window()).open()

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chooser = QFileDialog(self.window(), "Protokoll speichern", folder, "Textdateien (*.txt)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("txt")
        chooser.selectFile(file_name("Protokoll Abgleich", suffix=".txt"))
        chooser.fileSelected.connect(lambda chosen: self.save_log(Path(chosen)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_log(self, path: Path) -> None:
        """Writes the log to a file; it names nobody."""
        view = overview(self.hub.desk, self.hub.folder)
        text = log_text(view, self.hub.settings.share, self.hub.desk.now_ms(), __version__)
        try:
            write_file(path, text.encode("utf-8"))
        except Trouble as error:
            self.hub.refused.emit(german(error))
            return
        self.hub.said.emit(f"Gespeichert: {path.name} im Ordner {path.parent}.", False)
