"""Abgleich: how the exchange with the other PCs stands, starting it, and what is to be settled."""

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from begegnung.exchange.report import Finding
from begegnung.model.errors import Refusal, Trouble
from begegnung.services.clashes import CardClash, RoomClash, SeatClash, ValueClash, clashes
from begegnung.services.exchange import ExchangeOutcome, exchange_state, sync_now
from begegnung.services.present import local_now
from begegnung.texts import german
from begegnung.ui.dialogs.settle import SettleDialog
from begegnung.ui.dialogs.share import ShareDialog
from begegnung.ui.exchange.clash_words import clash_entries
from begegnung.ui.exchange.state_card import StateCard
from begegnung.ui.exchange.wording import (
    outcome_sentence,
    partner_entry,
    run_entry,
    warnings,
)
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.page import Page
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action
from begegnung.ui.widgets.card import Card, Columns, column
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

_SHARED_ENTITIES = frozenset(
    {
        "attendance", "booking", "centre", "closure", "device", "district", "head_count",
        "occurrence", "offer", "payment_note", "person", "provider", "room", "rule", "staff_user",
    }
)  # fmt: skip


class ExchangePage(Page):
    """The exchange of this PC; `present` takes `clashes` to go to what is to be settled."""

    key = "exchange"
    title = "Abgleich"
    icon = "arrow_sync"
    watches = _SHARED_ENTITIES

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._job: Job | None = None
        self._start = action("Jetzt abgleichen", "F5", self)
        self._cancel = action("Abbrechen", "", self)
        self._choose = action("Ordner wählen", "", self)
        self._start.triggered.connect(self.start)
        self._cancel.triggered.connect(self._stop)
        self._choose.triggered.connect(self._choose_share)
        self.state = StateCard(self._start, self._cancel, self._choose)
        self.clashes = LineList("Zu klären")
        self._clash_card = Card("Zu klären", "warning")
        self.partners = LineList("PCs und Häuser")
        self._partner_card = Card("PCs und Häuser", "building")
        self.runs = LineList("Letzte Läufe")
        self._run_card = Card("Letzte Läufe", "clock")
        self._lay_out()
        self.clashes.opened.connect(lambda _: self._settle())

    def _lay_out(self) -> None:
        self._nothing = label("Es gibt nichts zu klären.", "muted")
        self._clash_card.body.addWidget(self._nothing)
        for card, part in (
            (self._clash_card, self.clashes),
            (self._partner_card, self.partners),
            (self._run_card, self.runs),
        ):
            card.body.addWidget(part)
        columns = Columns(below=46, lead_height=1)
        columns.add(column(self.state, self._clash_card), 3)
        columns.add(column(self._partner_card, self._run_card), 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self._job is not None

    def page_actions(self) -> list[QAction]:
        """Exchanging and choosing the folder."""
        return [self._start, self._choose, self._cancel]

    def reload(self) -> None:
        """Reads the state, the other PCs, the earlier runs and what is open."""
        state = self.hub.read(exchange_state)
        now_ms = self.hub.desk.now_ms()
        share, now = self.hub.settings.share, local_now(now_ms)
        self.state.show_state(state, share, now_ms)
        self._start.setEnabled(bool(share) and not self.busy)
        self._cancel.setEnabled(self.busy)
        _fill(self.partners, [partner_entry(partner, now) for partner in state.partners])
        runs = [run_entry(run, now) for run in state.runs[:10]]
        _fill(self.runs, runs)
        self._run_card.setVisible(bool(runs))
        found = clash_entries(self.hub.read(clashes))
        _fill(self.clashes, found)
        self.clashes.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._clash_card.set_note(str(len(found)) if found else "")

    def present(self, what: dict[str, Any]) -> None:
        """Goes to what is to be settled."""
        if what.get("clashes"):
            self.clashes.setFocus()

    def start(self) -> None:
        """Begins a run in a thread of its own."""
        if self._job is not None:
            return
        desk, folder, share = self.hub.desk.for_thread(), self.hub.folder, self.hub.settings.share
        self._job = Job(
            lambda progress, cancelled: sync_now(desk, folder, share, progress, cancelled), self
        )
        self._job.progressed.connect(self.state.show_progress)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)
        self.state.found.say("")
        self.state.show_progress("Abgleich beginnt", 0, 1)
        self._start.setEnabled(False)
        self._cancel.setEnabled(True)
        self._job.start()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.state.progress.setFormat("Wird abgebrochen …")

    def _done(self, outcome: ExchangeOutcome) -> None:
        self._end()
        news = outcome.findings.get(Finding.TAKEN_IN.value, 0) > 0
        self.hub.changed.emit(_SHARED_ENTITIES if news else frozenset())
        if outcome.trouble is not None:
            self.state.found.say(german(outcome.trouble))
        else:
            self.hub.said.emit(outcome_sentence(outcome), False)
            self.state.found.say(" ".join(warnings(outcome)), "warn")
        self.reload()

    def _broken(self, error: Exception) -> None:
        self._end()
        self.reload()
        if not isinstance(error, Refusal | Trouble):
            raise error
        self.state.found.say(german(error))

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        self.state.show_idle()

    def _choose_share(self) -> None:
        dialog = ShareDialog(self.hub, self)
        dialog.accepted.connect(self.reload)
        dialog.open()

    def _settle(self) -> None:
        line = self.clashes.current_line()
        clash = line.subject if line else None
        if isinstance(clash, ValueClash):
            SettleDialog(self.hub, clash, self).open()
        elif isinstance(clash, SeatClash):
            self.hub.show("offers", offer_id=clash.offer_id)
        elif isinstance(clash, RoomClash):
            self.hub.show("rooms", occurrence_id=clash.second_id)
        elif isinstance(clash, CardClash):
            self.hub.show("people", person_id=clash.person_id)


def _fill(entries: LineList, lines: list[Line]) -> None:
    """Shows lines in a list that is as high as they are."""
    entries.show_lines(lines)
    entries.setFixedHeight(THEME.px(0.4 + 2.95 * min(max(len(lines), 1), 6)))
