"""The backups of this PC in a sentence or two, for the page Abgleich."""

from collections.abc import Callable

from begegnung.services.backups import BackupState
from begegnung.texts.backups import last_backup_text, trial_text, warning_text
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message


class BackupCard(Card):
    """Last backup, last trial, the most urgent warning, and the way to everything else."""

    def __init__(self, wanted: Callable[[], None]) -> None:
        super().__init__("Sicherungen", "save")
        self.last = label("")
        self.trial = label("", "muted")
        self.warning = Message(closable=False)
        self.open_button = button("Sicherungen ansehen", "open")
        self.open_button.clicked.connect(wanted)
        for part in (self.last, self.trial, self.warning, self.open_button):
            self.body.addWidget(part)

    def show_state(self, state: BackupState | None, now_ms: int) -> None:
        """Shows how it stands; None before anybody has looked."""
        if state is None:
            self.last.setText("Der Stand wird gleich nachgesehen.")
            self.trial.clear()
            self.warning.say("")
            return
        self.last.setText(last_backup_text(state, now_ms))
        self.trial.setText(trial_text(state, now_ms))
        said = [warning_text(w, state) for w in state.warnings if w != "only_this_pc"]
        self.warning.say(said[0] if said else "", "warn")
