"""Strg+K: one search over people, offers, rooms and everything that can be done.

The focus stays in the field; the arrows move in the list; every hit is announced.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from begegnung.model.names import fold
from begegnung.model.rows import Hit
from begegnung.services.searching import find_everything
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import spoken_key
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList

if TYPE_CHECKING:
    from begegnung.ui.shell import Shell

_KINDS = {
    "person": ("Person", "person", "people"),
    "offer": ("Angebot", "hat_graduation", "offers"),
    "room": ("Raum", "door", "rooms"),
}
"""Word, icon and page of each kind of hit."""


class Palette(QFrame):
    """The search, over the page; Esc, Tab or a click beside it closes it."""

    def __init__(self, shell: "Shell", hub: Hub) -> None:
        super().__init__(shell.body)
        self._over = shell.body
        self._hub = hub
        self._actions: Sequence[QAction] = ()
        self._came_from: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName("Suchen über alles")
        box = QVBoxLayout(self)
        side = THEME.px(0.7)
        box.setContentsMargins(side, side, side, THEME.px(0.5))
        self.search = SearchList(
            "Suchen über alles", "Person, Angebot, Raum oder Aufgabe eingeben …", self._look, rows=3
        )
        box.addWidget(self.search, 1)
        hint = label("↑ ↓ auswählen     Eingabe öffnen     Esc schließen", "muted")
        hint.setWordWrap(False)
        box.addWidget(hint)
        self.search.picked.connect(self._do)
        self.search.field.installEventFilter(self)
        self.hide()

    def open(self, actions: Sequence[QAction]) -> None:
        """Shows an empty search that also offers `actions`."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self._actions = actions
        room = self._over.rect()
        wide = min(THEME.px(38), room.width() - THEME.px(2))
        high = min(THEME.px(30), room.height() - THEME.px(4.5))
        self.setGeometry((room.width() - wide) // 2, THEME.px(3.6), wide, high)
        self.search.field.clear()
        self.search.refresh()
        self.show()
        self.raise_()
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_search(self) -> None:
        """Goes back to where the focus was before; restored first, so that it never jumps."""
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _look(self, typed: str) -> Iterable[Line]:
        if typed:
            yield from (_hit_line(hit) for hit in self._hub.read(find_everything, typed))
        words = fold(typed).split()
        for n, made in enumerate(self._actions):
            known = fold(made.text()).split()
            if all(any(k.startswith(w) for k in known) for w in words):
                yield _action_line(n, made)

    def _do(self, line: Line) -> None:
        self.close_search()
        if isinstance(line.subject, Hit):
            hit = line.subject
            self._hub.show(_KINDS[hit.kind][2], **{f"{hit.kind}_id": hit.id})
        elif isinstance(line.subject, QAction):
            line.subject.trigger()

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc and Tab leave the search, as does the focus going elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            active = QApplication.activeWindow()
            if active is self.window() and self.isVisible():
                self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            leave = event.key() == Qt.Key.Key_Escape and not self.search.field.text()
            if leave or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.close_search()
                return True
        return super().eventFilter(watched, event)


def _hit_line(hit: Hit) -> Line:
    word, icon, _page = _KINDS[hit.kind]
    return Line(
        key=f"{hit.kind}:{hit.id}",
        title=hit.label,
        detail=hit.detail,
        chip=word,
        tone="muted",
        icon=icon,
        spoken=", ".join(filter(None, (word, hit.label, hit.detail))),
        subject=hit,
    )


def _action_line(number: int, made: QAction) -> Line:
    key = made.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
    return Line(
        key=f"action:{number}",
        title=made.text(),
        detail=f"Taste {spoken_key(key)}" if key else "",
        chip="Aufgabe",
        tone="info",
        icon="open",
        subject=made,
    )
