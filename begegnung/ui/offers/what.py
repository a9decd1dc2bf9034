"""What shall take place: an offer that is there already, or a new one."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.offers import OFFER_TYPES
from begegnung.services.searching import find_everything
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList

_NEW = "new"


@dataclass(frozen=True, slots=True)
class What:
    """An offer by its identifier, or None with title and type of a new one."""

    offer_id: str | None
    title: str
    type: str


class WhatField(QWidget):
    """A title to type; offers that are there are offered below it.

    `settled()`: Enter took an offer or made it a new one. `changed()`: it is another one.
    """

    settled = Signal()
    changed = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._picked: Line | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.3))
        self.search = SearchList("Was?", "Titel eintippen", self._look, rows=2)
        self.search.hits.hide()
        self.search.picked.connect(self._pick)
        self.search.field.textChanged.connect(self._on_typed)
        self.row = FieldRow("Was?", self.search)
        box.addWidget(self.row)
        self.known = label("", "muted")
        self.known.hide()
        box.addWidget(self.known)
        self.type = ChoiceField("Art", [(t.key, t.german) for t in OFFER_TYPES.values()])
        self.type.set_value("group")
        self._type_row = FieldRow("Art des neuen Angebots", self.type)
        box.addWidget(self._type_row)
        self.setFocusProxy(self.search)

    def value(self) -> What:
        """What was chosen or typed; raises `Invalid` when nothing was."""
        if self._picked is not None and self._picked.key != _NEW:
            return What(self._picked.key, self._picked.title, "")
        title = self.search.field.bare()
        if not title:
            raise Invalid("title", "missing")
        return What(None, title, self.type.value())

    def take(self, offer_id: str, title: str, detail: str) -> None:
        """Chooses an offer that is there."""
        self._pick(Line(offer_id, title, detail), quiet=True)

    def _look(self, typed: str) -> Iterable[Line]:
        if not typed:
            return []
        hits = [
            Line(hit.id, hit.label, hit.detail, "vorhanden")
            for hit in self._hub.read(find_everything, typed, 5)
            if hit.kind == "offer"
        ]
        return [*hits, Line(_NEW, f"Neues Angebot „{typed}“", "wird mit den Terminen angelegt")]

    def _on_typed(self) -> None:
        self._picked = None
        self.search.hits.setVisible(bool(self.search.field.bare()))
        self.known.hide()
        self._type_row.show()
        self.changed.emit()

    def _pick(self, line: Line, *, quiet: bool = False) -> None:
        if line.key != _NEW:
            self.search.field.setText(line.title)
        self._picked = line
        self.search.hits.hide()
        known = line.key != _NEW
        self.known.setText(f"Vorhandenes Angebot · {line.detail}" if line.detail else "")
        self.known.setVisible(known)
        self._type_row.setVisible(not known)
        self.changed.emit()
        if not quiet:
            self.settled.emit()
