"""Somebody comes who is not booked: find her, and she is ticked as present."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import DateLine, PersonLine
from begegnung.services.attendance import Mark, mark
from begegnung.services.people import find_people
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList


class WalkInDialog(Dialog):
    """Searches a person and ticks her at `date`; `done(person_id)` is called afterwards."""

    def __init__(
        self, hub: Hub, date: DateLine, done: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__("Person hinzufügen", parent, verb="Als anwesend eintragen", width=34)
        self._hub, self._date, self._done = hub, date, done
        self.body.addWidget(label(f"{date.title}: Wer ist ohne Anmeldung dabei?", "muted"))
        self.search = SearchList("Person suchen", "Name, z. B. mül ger", self._look)
        self.search.picked.connect(lambda _: self.try_confirm())
        self.body.addWidget(self.search, 1)
        self.primary.setEnabled(False)
        self.search.hits.chosen.connect(lambda key: self.primary.setEnabled(bool(key)))
        self.search.setFocus()

    def confirm(self) -> None:
        """Ticks the person that is chosen."""
        line = self.search.hits.current_line()
        if line is None:
            return
        request = Mark(self._date.id, line.key, "present")
        self._hub.act(mark, request, f"{line.title} ist dabei: {self._date.title}.")
        self._done(line.key)

    def _look(self, typed: str) -> list[Line]:
        if not typed:
            return []
        return [_hit(person) for person in self._hub.read(find_people, typed, 30)]


def _hit(person: PersonLine) -> Line:
    born = f"Jahrgang {person.birth_year}" if person.birth_year else ""
    detail = " · ".join(filter(None, (born, person.district)))
    return Line(person.id, full_name(person.surname, person.first_name), detail)
