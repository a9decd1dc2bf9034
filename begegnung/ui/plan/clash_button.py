"""The button that says how many dates lie over each other, and is not there when none do."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from begegnung.services.conflicts import RoomConflict
from begegnung.ui.dialogs.double_booked import coming_conflicts
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.theme import set_icon
from begegnung.ui.widgets.shown import set_shown

_PATIENCE_MS = 300
"""The look over a whole year begins when the plan has been painted."""

_MOVING = frozenset({"occurrence", "room", "room_part"})


class ClashButton(QPushButton):
    """Says "Doppelt belegt (2)": counts what nobody has agreed to; opens the list.

    It counts in a thread: in a large house a year is half a second of work.
    """

    def __init__(self, hub: Hub, opens: QAction) -> None:
        super().__init__()
        self._search = Repeating(lambda: partial(coming_conflicts, hub.desk.for_thread()), self)
        self._search.found.connect(self._show)
        self.setAutoDefault(False)
        set_icon(self, "warning", "bad")
        self.clicked.connect(opens.trigger)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._search.look)
        hub.changed.connect(self._on_changed)
        self.hide()

    @property
    def counting(self) -> bool:
        """Whether the number may still change."""
        return self._timer.isActive() or self._search.looking

    def look_soon(self) -> None:
        """Counts in a moment."""
        self._timer.start()

    def _show(self, found: list[RoomConflict]) -> None:
        number = sum(not hit.reason for hit in found)
        self.setText(f" Doppelt belegt ({number})")
        self.setAccessibleName(f"Doppelt belegt: {number}")
        set_shown(self, bool(number))

    def _on_changed(self, entities: frozenset[str]) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible() and entities & _MOVING:
            self.look_soon()
