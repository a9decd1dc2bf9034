"""A button that says how many things of a kind there are, and is not there when there are none."""

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.theme import set_icon
from begegnung.ui.widgets.shown import set_shown

_PATIENCE_MS = 400
"""The count begins when the page has been painted."""


class CountingButton(QPushButton):
    """Says "Doppelt belegt (2)" and opens the list by `opens`.

    `prepare` makes the look for a thread (see `Repeating`): in a large house it is half a second of
    work. `number` counts what a look gave. It looks again when one of the entities `touched_by`
    changes while its page is shown.
    """

    def __init__(
        self,
        hub: Hub,
        opens: QAction,
        words: str,
        prepare: Callable[[], Callable[[], Any]],
        number: Callable[[Any], int],
        touched_by: Collection[str],
        *,
        icon: str,
        colour: str = "text",
    ) -> None:
        super().__init__()
        self._words, self._number, self._touched_by = words, number, frozenset(touched_by)
        self._search = Repeating(prepare, self)
        self._search.found.connect(self._show)
        self.setAutoDefault(False)
        set_icon(self, icon, colour)
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

    def _show(self, found: Any) -> None:
        number = self._number(found)
        self.setText(f" {self._words} ({number})")
        self.setAccessibleName(f"{self._words}: {number}")
        set_shown(self, bool(number))

    def _on_changed(self, entities: frozenset[str]) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible() and entities & self._touched_by:
            self.look_soon()
