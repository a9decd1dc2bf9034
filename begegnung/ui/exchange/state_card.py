"""The state of the exchange in one sentence, what to know about it, and what can be done."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from begegnung.services.exchange_page import Overview
from begegnung.texts.exchange_state import headline, others_text, waiting_text
from begegnung.ui.exchange.remarks import RemarkRows
from begegnung.ui.exchange.verbs import Verbs
from begegnung.ui.plan.flow import Flow
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown

_WITHOUT = (
    "Ihre Eingaben sind auf diesem PC gespeichert. Mit einem gemeinsamen Ordner sehen alle PCs "
    "dasselbe."
)
_WAYS = {
    "join": "Andere PCs gleichen schon ab. Dieser kommt dazu.",
    "found": "Es gibt noch keinen Abgleich. Dieser PC ist der erste.",
    "regain": "Alle PCs, die freigeben dürfen, sind verloren. Datei oder Blatt der Stadt ist da.",
}
"""When each of the ways into an exchange is the right one."""


class StateCard(Card):
    """Sentence, waiting changes, remarks, progress while it runs, and the buttons."""

    def __init__(self, verbs: Verbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.sentence = label("", "h1")
        self.sentence.setWordWrap(True)
        self._mark = IconLabel("info", "info", filled=True)
        self._waiting = label("")
        self._others = label("")
        self._share = label("", "muted")
        self.remarks = RemarkRows({"asks to join": verbs.approve, "sheets": verbs.sheets})
        self.found = Message()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt des Abgleichs")
        self._running = QWidget()
        self._running.setObjectName("clear")
        self._start_button = action_button(verbs.start, "arrow_sync", kind="primary")
        self._buttons = Flow(
            self._start_button,
            action_button(verbs.words, "key"),
            action_button(verbs.choose, "open"),
            action_button(verbs.refill, "arrow_sync"),
        )
        self._ways = self._make_ways()
        self._lay_out()
        self.show_idle()

    def _make_ways(self) -> QWidget:
        ways = QWidget()
        ways.setObjectName("clear")
        box = QVBoxLayout(ways)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.2))
        for made, icon, why in (
            (self._verbs.join, "add", _WAYS["join"]),
            (self._verbs.found, "building", _WAYS["found"]),
            (self._verbs.regain, "key", _WAYS["regain"]),
        ):
            box.addWidget(_way(made, icon, why))
        return ways

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(THEME.px(0.6))
        head.addWidget(self._mark)
        head.addWidget(self.sentence, 1)
        running = QHBoxLayout(self._running)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self.progress, 1)
        running.addWidget(action_button(self._verbs.cancel, "dismiss"))
        self.body.addLayout(head)
        for part in (
            self._waiting,
            self._others,
            self.remarks,
            self.found,
            self._share,
            self._running,
            self._buttons,
            self._ways,
        ):
            self.body.addWidget(part)

    def show_state(self, view: Overview, share: str, now_ms: int) -> None:
        """Shows how it stands."""
        sentence, tone = headline(view, share, now_ms)
        self.sentence.setText(sentence)
        self._mark.show_icon(TONE_ICONS[tone], tone, filled=True)
        self._waiting.setText(waiting_text(view))
        set_shown(self._waiting, bool(share))
        self._others.setText(others_text(view))
        set_shown(self._others, bool(self._others.text()))
        said = self.found.isVisibleTo(self)
        self.remarks.show_remarks(r for r in view.remarks if not (said and r.kind == "trouble"))
        self._share.setText(f"Gemeinsamer Ordner: {share}" if share else _WITHOUT)
        outside = view.state in ("none", "revoked")
        set_shown(self._ways, outside)

    def focus_start(self) -> None:
        """Goes to the button that exchanges."""
        self._start_button.setFocus()

    def waiting(self) -> str:
        """What this PC has not handed over yet, as it is shown."""
        return self._waiting.text()

    def others(self) -> str:
        """How the other PCs stand, as it is shown."""
        return self._others.text()

    def show_idle(self) -> None:
        """Nothing runs."""
        self._running.hide()
        self._buttons.show()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Shows what the run is doing."""
        self._buttons.hide()
        self._running.show()
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(f"{text} …")

    def show_cancelling(self) -> None:
        """Shows that the run will end soon."""
        self.progress.setFormat("Wird abgebrochen …")


def _way(made: QAction, icon: str, why: str) -> QWidget:
    """A button with the sentence that says when it is the right one."""
    way = QWidget()
    way.setObjectName("clear")
    box = QVBoxLayout(way)
    box.setContentsMargins(0, 0, 0, THEME.px(0.3))
    box.setSpacing(THEME.px(0.1))
    row = QHBoxLayout()
    pressed = action_button(made, icon)
    pressed.setAccessibleDescription(why)
    row.addWidget(pressed)
    row.addStretch(1)
    box.addLayout(row)
    box.addWidget(label(why, "muted"))
    return way
