"""What shall take place: an offer that is there already, or a new one."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.model.offers import OFFER_TYPES
from begegnung.services.offers import offer_list
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

    The whole title of an offer that is there means this offer, unless "Neues Angebot" is chosen in
    the list. `settled()`: Enter took an offer or made it a new one. `changed()`: it is another one.
    """

    settled = Signal()
    changed = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._picked: Line | None = None
        self._titles: dict[str, list[Line]] = {}
        for one in hub.read(offer_list):
            detail = " · ".join(filter(None, (OFFER_TYPES[one.type].german, one.room)))
            line = Line(one.id, one.title, detail)
            self._titles.setdefault(sort_key(one.title), []).append(line)
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
        self.type.currentIndexChanged.connect(self._explain)
        self._type_row = FieldRow("Art des neuen Angebots", self.type)
        box.addWidget(self._type_row)
        self.setFocusProxy(self.search)

    def value(self) -> What:
        """What was chosen or typed; raises `Invalid` when nothing was, or several may be meant."""
        if self._picked is not None and self._picked.key != _NEW:
            return What(self._picked.key, self._picked.title, "")
        title = self.search.field.bare()
        if not title:
            raise Invalid("title", "missing")
        if self._picked is None and self._same():
            raise Invalid("title", "several", title)
        return What(None, title, self.type.value())

    @property
    def offer_id(self) -> str | None:
        """The offer that is meant, None for a new one or while nothing is decided."""
        return self._picked.key if self._picked is not None and self._picked.key != _NEW else None

    def take(self, offer_id: str, title: str, detail: str) -> None:
        """Chooses an offer that is there."""
        self._pick(Line(offer_id, title, detail), quiet=True)

    def _same(self) -> list[Line]:
        """The offers whose whole title is typed."""
        return self._titles.get(sort_key(" ".join(self.search.field.text().split())), [])

    def _look(self, typed: str) -> Iterable[Line]:
        if not typed:
            return []
        found = self._hub.read(find_everything, typed, 5)
        hits = [
            Line(hit.id, hit.label, hit.detail, "vorhanden") for hit in found if hit.kind == "offer"
        ]
        return [*hits, Line(_NEW, f"Neues Angebot „{typed}“", "wird mit den Terminen angelegt")]

    def _on_typed(self) -> None:
        same = self._same()
        self._picked = same[0] if len(same) == 1 else None
        self.search.hits.setVisible(bool(self.search.field.bare()))
        self._explain()
        self.changed.emit()

    def _pick(self, line: Line, *, quiet: bool = False) -> None:
        if line.key != _NEW:
            self.search.field.setText(line.title)
        self._picked = line
        self.search.hits.hide()
        self._explain()
        self.changed.emit()
        if not quiet:
            self.settled.emit()

    def _explain(self) -> None:
        """Says what the dates will belong to."""
        self._type_row.setVisible(self.offer_id is None)
        same, title = self._same(), self.search.field.bare()
        if self.offer_id is not None and self._picked is not None:
            facts = f" · {self._picked.detail}" if self._picked.detail else ""
            said = f"Vorhandenes Angebot{facts}. Die Termine kommen dazu."
        elif same and self._picked is None:
            said = f"Es gibt {len(same)} Angebote „{title}“. Bitte in der Liste wählen."
        elif same:
            said = f"Neu angelegt, neben dem vorhandenen Angebot „{title}“."
        elif not OFFER_TYPES[self.type.value()].public:
            said = "Steht nicht im gedruckten Programm, ohne Anmeldung."
        else:
            said = ""
        self.known.setText(said)
        self.known.setVisible(bool(said))
