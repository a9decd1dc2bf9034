"""The list of people: rows as the query gives them, worded only when they are seen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.rows import PersonLine
from begegnung.services.searching import namesake
from begegnung.ui.guard import guarded
from begegnung.ui.widgets.lines import LINE_ROLE, Index, Line, LineList, LineModel

SIMILAR = "ähnlich"
"""At people who were found by a name that sounds or looks like the typed one."""


class PeopleModel(LineModel):
    """A hundred thousand people as the tuples of the query."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.people: Sequence[PersonLine] = ()
        super().__init__(parent)

    def show_people(self, people: Sequence[PersonLine]) -> None:
        """Shows other people."""
        self.beginResetModel()
        self.people = people
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a person, -1 when she is not shown."""
        return next((n for n, person in enumerate(self.people) if person.id == key), -1)

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        """How many people there are."""
        return 0 if parent.isValid() else len(self.people)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, sentence or the line of a person."""
        if not index.isValid() or index.row() >= len(self.people):
            return None
        person = self.people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return by_surname(person)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return person_line(person).sentence()
        return person_line(person) if role == LINE_ROLE else None


class PeopleList(LineList):
    """People in name order."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._model = PeopleModel()
        super().__init__(name, parent, model=self._model)

    def show_people(self, people: Sequence[PersonLine], choose: str = "") -> None:
        """Shows these people; the current one stays where she is still there."""
        with self.keeping(choose):
            self._model.show_people(people)


def by_surname(person: PersonLine) -> str:
    """The name as a list is sorted: "Müller, Gerhard"."""
    return ", ".join(filter(None, (person.surname, person.first_name)))


def person_line(person: PersonLine) -> Line:
    """A person as a line of a list."""
    detail = " · ".join(filter(None, (namesake(person), person.phone)))
    return Line(
        key=person.id,
        title=by_surname(person),
        detail=detail,
        chip="gesperrt" if person.blocked else SIMILAR if person.similar else "",
        tone="muted" if person.blocked else "info",
        icon="person",
        faded=person.blocked,
        subject=person,
    )
