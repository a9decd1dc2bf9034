"""Choosing one person: from the list, or noted in place when she is not there yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.services.people import PersonData, add_person
from begegnung.ui.booking.newcomer import NewcomerPart
from begegnung.ui.booking.people import hits_shown
from begegnung.ui.booking.registering import Chosen, chosen
from begegnung.ui.dialogs.people_hits import NEW, people_hits
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.search_list import SearchList


class WhoPart(QWidget):
    """A search for one person with the form of a newcomer behind it.

    `picked()`: Enter or a click on somebody in the list. `switched()`: the other one is shown.
    """

    picked = Signal()
    switched = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._noted: tuple[PersonData, Chosen] | None = None
        self.search = SearchList(
            "Person suchen",
            "Name eintippen, z. B. mül ger",
            lambda typed: people_hits(hub, typed),
            rows=hits_shown(),
        )
        self.newcomer = NewcomerPart(hub)
        self.newcomer.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.search, 1)
        box.addWidget(self.newcomer, 1)
        self.search.picked.connect(lambda _: self.picked.emit())
        self.setFocusProxy(self.search)

    @property
    def noting(self) -> bool:
        """Whether the form of a newcomer is shown."""
        return self.newcomer.isVisibleTo(self)

    @property
    def form(self) -> Form:
        """The form of the newcomer, where wrong inputs are marked."""
        return self.newcomer.form

    def back(self) -> None:
        """Goes back to the search; what was typed stays."""
        self._show(noting=False)
        self.search.setFocus()

    def take(self) -> Chosen | None:
        """Who was chosen; None when a newcomer has to be noted first, whose form then appears.

        Raises `Invalid` when nobody is chosen or the form is not complete.
        """
        if self.noting:
            return self._note(self.newcomer.data())
        line = self.search.hits.current_line()
        if line is None:
            raise Invalid("name", "missing")
        if line.key == NEW:
            self.newcomer.take(line.subject)
            self._show(noting=True)
            self.newcomer.next_empty().setFocus()
            return None
        return chosen(line.subject)

    def _note(self, data: PersonData) -> Chosen:
        """Notes the newcomer once, also when what follows is refused and tried again."""
        if self._noted is None or self._noted[0] != data:
            name = full_name(data.surname, data.first_name)
            person_id = self._hub.act(add_person, data, f"{name} ist angelegt").value
            self._noted = data, Chosen(person_id, name)
        return self._noted[1]

    def _show(self, *, noting: bool) -> None:
        self.search.setVisible(not noting)
        self.newcomer.setVisible(noting)
        self.switched.emit()
