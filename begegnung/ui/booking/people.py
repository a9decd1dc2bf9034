"""Looking for the person, and for those who come along."""

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.services.booking_choices import companions
from begegnung.ui.booking.registering import Chosen
from begegnung.ui.booking.wording import companion_line
from begegnung.ui.dialogs.people_hits import people_hits
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList

_LOW_SCREEN = 36.0
"""Below this height of the screen in em a search shows fewer hits at once."""


def hits_shown() -> float:
    """How many hits a search of the dialog shows without scrolling: fewer where letters are big."""
    high = QGuiApplication.primaryScreen().availableSize().height()
    return 2 if high < THEME.px(_LOW_SCREEN) else 4


class PeoplePart(QWidget):
    """A search for people; `party` are those who are taken already and wait for the last one.

    While nothing is typed, the household of the first one is offered.
    """

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self.party: list[Chosen] = []
        self.words = label("", "strong")
        self.search = SearchList(
            "Person suchen", "Name eintippen, z. B. mül ger", self._look, rows=hits_shown()
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        box.addWidget(self.words)
        box.addWidget(self.search, 1)
        self.setFocusProxy(self.search)
        self.clear()

    def take_along(self, one: Chosen) -> None:
        """Takes somebody and goes on looking for the next one."""
        if one not in self.party:
            self.party.append(one)
        self._start_anew()

    def clear(self) -> None:
        """Nobody is taken."""
        self.party = []
        self._start_anew()

    def _start_anew(self) -> None:
        names = " und ".join(one.name for one in self.party)
        self.search.field.clear()
        self.search.refresh()
        more = "die Eingabe nimmt die markierte Person mit"
        if self.search.hits.current_line() is None:
            more = "die Eingabe ohne Namen meldet ohne weitere Person an"
        self.words.setText(f"{names}. Wer kommt mit? ({more})" if names else "")
        self.words.setVisible(bool(names))

    def _look(self, typed: str) -> Iterable[Line]:
        taken = {one.person_id for one in self.party}
        if not typed and self.party:
            others = self._hub.read(companions, self.party[0].person_id)
            return [companion_line(one) for one in others if one.id not in taken]
        return (line for line in people_hits(self._hub, typed) if line.key not in taken)
