"""The button that says how many pairs of entries may be one person; not there when none may."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from begegnung.services.duplicates import PossibleDuplicate
from begegnung.ui.dialogs.duplicates import TOUCHED_BY, suspected
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.theme import set_icon
from begegnung.ui.widgets.shown import set_shown

_PATIENCE_MS = 400
"""The look over everybody begins when the page has been painted."""


class DuplicatesButton(QPushButton):
    """Says "Mögliche Dubletten (2)"; counts in a thread, opens the list."""

    def __init__(self, hub: Hub, opens: QAction) -> None:
        super().__init__()
        self._search = Repeating(lambda: partial(suspected, hub.desk.for_thread()), self)
        self._search.found.connect(self._show)
        self.setAutoDefault(False)
        set_icon(self, "people")
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

    def _show(self, found: list[PossibleDuplicate]) -> None:
        self.setText(f" Mögliche Dubletten ({len(found)})")
        self.setAccessibleName(f"Mögliche Dubletten: {len(found)}")
        set_shown(self, bool(found))

    def _on_changed(self, entities: frozenset[str]) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible() and entities & TOUCHED_BY:
            self.look_soon()
