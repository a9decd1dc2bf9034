"""Somebody comes who is not booked: find or note her, and she is ticked as present."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import DateLine
from begegnung.services.attendance import Mark, mark
from begegnung.services.people import person_card
from begegnung.ui.dialogs.people_hits import NEW, people_hits
from begegnung.ui.dialogs.person import PersonDialog
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
        self._person_id = ""
        self.body.addWidget(label(f"{date.title}: Wer ist ohne Anmeldung dabei?", "muted"))
        self.search = SearchList("Person suchen", "Name eintippen, z. B. mül ger", self._look)
        self.search.picked.connect(lambda _: self.try_confirm())
        self.body.addWidget(self.search, 1)
        self.search.setFocus()

    def try_confirm(self) -> None:
        """Ticks the person that is chosen, or asks for the data of a new one first."""
        line = self.search.hits.current_line()
        if line is None:
            self.refusal.say("Bitte einen Namen eintippen.", "info")
        elif line.key == NEW:
            PersonDialog(self._hub, self, typed=line.subject, saved=self._tick_new).open()
        else:
            self._person_id = line.key
            super().try_confirm()

    def confirm(self) -> None:
        """Ticks the person; raises what the rules refuse."""
        who = self._hub.read(person_card, self._person_id)
        said = f"{full_name(who.surname, who.first_name)} ist dabei: {self._date.title}."
        self._hub.act(mark, Mark(self._date.id, self._person_id, "present"), said)
        self._done(self._person_id)

    def _tick_new(self, person_id: str) -> None:
        self._person_id = person_id
        super().try_confirm()

    def _look(self, typed: str) -> Iterable[Line]:
        return people_hits(self._hub, typed)
