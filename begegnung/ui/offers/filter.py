"""Which offers of the list are shown: typed words, state, kind."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.names import fold
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import OfferLine
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import ChoiceField, SearchField

_SHOWN = (
    ("running", "Laufende"),
    ("undated", "Termine fehlen"),
    ("free", "Mit freien Plätzen"),
    ("ended", "Beendete"),
)


class OfferFilter(QWidget):
    """A search field and two choices below it.

    `changed()`: other offers may match now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.search = SearchField("Angebot suchen", "Titel, Raum oder Leitung eintippen")
        self.shown = ChoiceField("Welche Angebote", _SHOWN)
        types = [(t.key, t.german) for t in OFFER_TYPES.values()]
        self.type = ChoiceField("Art der Angebote", [("", "Alle Arten"), *types])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        box.addWidget(self.search)
        below = QHBoxLayout()
        below.setSpacing(THEME.px(0.5))
        box.addLayout(below)
        below.addWidget(self.shown, 1)
        below.addWidget(self.type, 1)
        for field in (self.shown, self.type):
            field.setMinimumWidth(THEME.px(5))
            field.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.search.textChanged.connect(lambda _: self.changed.emit())

    def reset(self, *, ended: bool) -> None:
        """Shows all running or all ended offers, without saying so."""
        self.blockSignals(True)
        self.search.clear()
        self.type.set_value("")
        self.shown.set_value("ended" if ended else "running")
        self.blockSignals(False)

    def matching(self, offers: Iterable[OfferLine]) -> list[OfferLine]:
        """Those that are to be shown, in their order."""
        words = fold(self.search.bare()).split()
        return [line for line in offers if self._matches(line, words)]

    def _matches(self, line: OfferLine, words: list[str]) -> bool:
        shown, wanted = self.shown.value(), self.type.value()
        if line.ended != (shown == "ended") or (wanted and line.type != wanted):
            return False
        if shown == "undated" and line.dates:
            return False
        if shown == "free" and not _has_free_places(line):
            return False
        text = fold(f"{line.title} {line.room} {line.leader} {line.wording}")
        return all(word in text for word in words)


def _has_free_places(line: OfferLine) -> bool:
    if not line.takes_names or line.waiting:
        return False
    return line.capacity is None or line.booked < line.capacity
