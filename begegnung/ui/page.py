"""What every page of the window is."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from begegnung.ui.hub import Hub


class Page(QWidget):
    """A page of the window, built on its first visit.

    `key` names it for `Hub.show`, `title` stands at its top, `icon` is a name of the icon set and
    `watches` the entities whose changes make it read anew (only while it is visible; a hidden page
    is marked stale and reads when it is shown again).

    `retitled()`: `subtitle` gives another line now.
    """

    retitled = Signal()

    key: str = ""
    title: str = ""
    icon: str = ""
    watches: frozenset[str] = frozenset()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(self.title)
        self.hub = hub
        self._stale = True
        hub.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Reads what the page shows; called when it is shown and when something it watches changed.

        Keeps selection, focus and scroll position where the rows are still there.
        """
        raise NotImplementedError

    def subtitle(self) -> str:
        """The line under the title, for example the date that is shown."""
        return ""

    def page_actions(self) -> list[QAction]:
        """Actions that belong to the page: listed in the command palette, shortcuts included.

        The window makes their keys work while the page is shown; a key that a global action has
        too belongs to the page then.
        """
        return []

    def present(self, what: dict[str, Any]) -> None:
        """Shows a certain thing, as asked by `Hub.show(key, **what)`; called after `reload`."""

    def enter(self) -> None:
        """Called by the shell each time the page comes to the front."""
        if self._stale:
            self._stale = False
            self.reload()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if not self.watches & entities:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
