"""The button that says how many dates lie over each other, and is not there when none do."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from begegnung.ui.dialogs.double_booked import coming_conflicts
from begegnung.ui.hub import Hub
from begegnung.ui.theme import set_icon
from begegnung.ui.widgets.shown import set_shown

_PATIENCE_MS = 300
"""The look over a whole year waits until the plan has been painted and nobody types."""


class ClashButton(QPushButton):
    """Says "Doppelt belegt (2)": counts what nobody has agreed to; opens the list."""

    def __init__(self, hub: Hub, opens: QAction) -> None:
        super().__init__()
        self._hub = hub
        self.setAutoDefault(False)
        set_icon(self, "warning", "bad")
        self.clicked.connect(opens.trigger)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self.count)
        hub.changed.connect(self._on_changed)
        self.hide()

    def look_soon(self) -> None:
        """Counts in a moment."""
        self._timer.start()

    def count(self) -> None:
        """Counts now."""
        number = sum(not hit.reason for hit in coming_conflicts(self._hub))
        self.setText(f" Doppelt belegt ({number})")
        self.setAccessibleName(f"Doppelt belegt: {number}")
        set_shown(self, bool(number))

    def _on_changed(self, entities: frozenset[str]) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible() and entities & {"occurrence", "room", "room_part"}:
            self.look_soon()
