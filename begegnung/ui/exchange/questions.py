"""Zu klären: the clashes as sentences, one after the other, and deciding the current one."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from begegnung.db.tables import SHARED
from begegnung.services.clashes import Clash, OrphanClash, all_clashes, clashes
from begegnung.services.desk import Desk
from begegnung.services.present import local_now
from begegnung.texts import counted, german
from begegnung.ui.dialogs.settle import SettleDialog
from begegnung.ui.exchange.clash_words import clash_line
from begegnung.ui.exchange.sentences import SentenceList
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

WATCHED = frozenset(SHARED)
"""Everything that is exchanged can make or settle a question."""

NOTHING = "Es gibt nichts zu klären."


def _orphans(desk: Desk) -> tuple[OrphanClash, ...]:
    """What belongs to nothing, for a thread with a desk of its own."""
    return desk.read(all_clashes).orphans


class QuestionsCard(Card):
    """The list; Eingabe or a double click opens a question, afterwards the next one is current.

    `settled()`: the last question that was shown is settled.
    """

    settled = Signal()

    def __init__(self, hub: Hub) -> None:
        super().__init__("Zu klären", "warning")
        self._hub = hub
        self._orphans: tuple[OrphanClash, ...] = ()
        self._search = Repeating(lambda: partial(_orphans, hub.desk.for_thread()), self)
        self._search.found.connect(self._show_orphans)
        self._search.failed.connect(self._not_found)
        self.list = SentenceList("Zu klären")
        self.nothing = label(NOTHING, "muted")
        self.trouble = label("", "muted")
        self.trouble.hide()
        for part in (self.nothing, self.list, self.trouble):
            self.body.addWidget(part)
        self.list.opened.connect(lambda _: self._open())

    @property
    def looking(self) -> bool:
        """Whether what belongs to nothing is still looked for."""
        return self._search.looking

    def reload(self) -> None:
        """Reads what is open; the current question, or the one after it, stays the current one."""
        found: tuple[Clash, ...] = self._hub.read(clashes).everything
        self._show((*found, *self._orphans))

    def look_thoroughly(self) -> None:
        """Looks in a thread for what belongs to nothing, which takes a moment."""
        self._search.look()

    def focus_list(self) -> None:
        """Goes to the current question."""
        self.list.setFocus()

    def _show(self, found: tuple[Clash, ...]) -> None:
        now = local_now(self._hub.desk.now_ms())
        self.list.show_lines(clash_line(one, now) for one in found)
        set_shown(self.list, bool(found))
        set_shown(self.nothing, not found)
        self.set_note(counted(len(found), "Frage", "Fragen") if found else "")

    def _show_orphans(self, found: tuple[OrphanClash, ...]) -> None:
        self.trouble.hide()
        if found != self._orphans:
            self._orphans = found
            self.reload()

    def _not_found(self, error: Any) -> None:
        self.trouble.setText(german(error))
        self.trouble.show()

    def _open(self) -> None:
        line = self.list.current_line()
        if line is None:
            return
        dialog = SettleDialog(self._hub, line.subject, self)
        if isinstance(line.subject, OrphanClash):
            dialog.accepted.connect(self.look_thoroughly)
        # After the dialog has given the focus back: a list that is empty now cannot take it.
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, *_: object) -> None:
        if not self.list.lines.rowCount():
            self.settled.emit()
