"""When the week was printed first, and what has changed since."""

from datetime import date

from PySide6.QtCore import Signal

from begegnung.model.editions import Changes, Edition
from begegnung.services.editions import BeginEdition, begin_edition
from begegnung.texts import counted
from begegnung.texts.moments import long_date
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

NEVER = (
    "Noch nicht gedruckt. Beim ersten Drucken oder Speichern merkt sich das Programm den Stand; "
    "danach stehen Änderungen in einem Kasten auf dem Blatt."
)
_FIRST, _NEW = "Als gedruckt merken", "Neue Auflage"


class EditionCard(Card):
    """Says when it was printed; `shown_changed` when the changes shall be on the paper or not."""

    shown_changed = Signal()

    def __init__(self, hub: Hub) -> None:
        super().__init__("Drucklegung")
        self._hub = hub
        self._edition: Edition | None = None
        self._printed = False
        self.state = label("")
        self.state.setAccessibleName("Stand der Drucklegung")
        self.shows = Tick("Änderungen zeigen")
        self.shows.setChecked(True)
        self.shows.toggled.connect(lambda _: self.shown_changed.emit())
        self.new_button = button(_FIRST, "checkmark_circle")
        self.new_button.clicked.connect(self.begin)
        self.hint = label("Danach gilt das Blatt von jetzt als gedruckt, ohne Kasten.", "muted")
        for part in (self.state, self.shows, self.new_button, self.hint):
            self.body.addWidget(part)

    def show_state(self, edition: Edition, changes: Changes | None) -> None:
        """Shows how it is with the week of `edition`."""
        self._edition, self._printed = edition, changes is not None
        self.state.setText(NEVER if changes is None else _words(changes))
        some = changes is not None and len(changes.differences) > 0
        set_shown(self.shows, some)
        set_shown(self.hint, some)
        set_shown(self.new_button, some or changes is None)
        words = _NEW if self._printed else _FIRST
        self.new_button.setText(f" {words}")
        self.new_button.setAccessibleName(words)

    def begin(self) -> None:
        """Lets what is shown now be what was printed."""
        if self._edition is not None:
            said = "Eine neue Auflage beginnt." if self._printed else "Als gedruckt gemerkt."
            self._hub.try_act(begin_edition, BeginEdition(self._edition), said)


def _words(changes: Changes) -> str:
    number = len(changes.differences)
    day = printed_on(changes.since)
    if not number:
        return f"{day}. Seither hat sich nichts geändert."
    return f"{day}; seither {counted(number, 'Änderung', 'Änderungen')}."


def printed_on(day: date) -> str:
    """When it was printed: "Gedruckt am Samstag, 21. November 2026"."""
    return f"Gedruckt am {long_date(day)}"
