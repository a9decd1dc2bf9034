"""The state of the exchange in one sentence, and the button for it."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from begegnung.services.exchange import ExchangeState
from begegnung.ui.exchange.wording import state_sentence, state_tone, waiting_sentence
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, label
from begegnung.ui.widgets.message import Message


class StateCard(Card):
    """Sentence, waiting changes, progress while it runs, and what was found."""

    def __init__(self, start: QAction, cancel: QAction, choose: QAction) -> None:
        super().__init__()
        self.sentence = label("", "h1")
        self.sentence.setWordWrap(True)
        self._mark = IconLabel("info", "info", filled=True)
        self._waiting = label("")
        self._share = label("", "muted")
        self.found = Message()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt des Abgleichs")
        self._running = QWidget()
        self._running.setObjectName("clear")
        self._buttons = QWidget()
        self._buttons.setObjectName("clear")
        self._lay_out(start, cancel, choose)
        self.show_idle()

    def _lay_out(self, start: QAction, cancel: QAction, choose: QAction) -> None:
        head = QHBoxLayout()
        head.setSpacing(THEME.px(0.6))
        head.addWidget(self._mark)
        head.addWidget(self.sentence, 1)
        running = QHBoxLayout(self._running)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self.progress, 1)
        running.addWidget(action_button(cancel, "dismiss"))
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(THEME.px(0.5))
        buttons.addWidget(action_button(start, "arrow_sync", kind="primary"))
        buttons.addWidget(action_button(choose, "open"))
        buttons.addStretch(1)
        self.body.addLayout(head)
        for part in (self._waiting, self._share, self.found, self._running, self._buttons):
            self.body.addWidget(part)

    def show_state(self, state: ExchangeState, share: str, now_ms: int) -> None:
        """Shows how it stands."""
        tone = state_tone(state, share, now_ms)
        self.sentence.setText(state_sentence(state, share, now_ms))
        self._mark.show_icon(TONE_ICONS[tone], tone, filled=True)
        self._waiting.setText(waiting_sentence(state.waiting))
        self._waiting.setVisible(bool(share))
        self._share.setText(
            f"Gemeinsamer Ordner: {share}"
            if share
            else "Ihre Eingaben sind auf diesem PC gespeichert. Mit einem gemeinsamen Ordner "
            "sehen alle PCs dasselbe."
        )

    def waiting(self) -> str:
        """What this PC has not handed over yet, as it is shown."""
        return self._waiting.text()

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
