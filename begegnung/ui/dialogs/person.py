"""The form of a person, with a hint while she may be there already."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.services.duplicates import likely_same
from begegnung.services.houses import districts
from begegnung.services.people import (
    GENDERS,
    EditPerson,
    PersonData,
    add_person,
    edit_person,
    person_card,
)
from begegnung.services.present import today_of
from begegnung.ui.hub import Hub
from begegnung.ui.people.hint import same_person_hint
from begegnung.ui.typed import read_year
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.message import Message

_TEXTS = (
    ("Nachname", "surname", False, ""),
    ("Vorname", "first_name", True, ""),
    ("Telefon", "phone", False, ""),
    ("Mobiltelefon", "mobile", True, ""),
    ("Straße und Hausnummer", "street", False, ""),
    ("E-Mail", "mail", False, ""),
    ("Geburtsjahr", "birth_year", True, "z. B. 1948"),
)
"""Inputs: name, column, beside the one before, example."""

_HINT_MS = 250


class PersonDialog(Dialog):
    """A new person, or the data of one that is there (`person_id`).

    `typed` fills surname and first name of a new person; `saved` gets the identifier after
    the dialog has closed.
    """

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        person_id: str = "",
        typed: str = "",
        saved: Callable[[str], object] | None = None,
    ) -> None:
        title = "Person bearbeiten" if person_id else "Neue Person"
        verb, icon = ("Speichern", "save") if person_id else ("Anlegen", "person_add")
        super().__init__(title, parent, verb=verb, icon=icon, width=40)
        self.hub = hub
        self._person_id = person_id
        if saved is not None:
            self.accepted.connect(lambda: saved(self._person_id))
        self.same = Message(closable=False)
        self.fields: dict[str, TextField] = {}
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hint)
        if person_id:
            self._fill(person_id)
        else:
            self.fields["surname"].setText(_as_surname(typed))
            self.fields["first_name"].setText(_as_first_name(typed))
            for column in ("surname", "first_name", "phone", "birth_year"):
                self.fields[column].textChanged.connect(lambda _: self._timer.start(_HINT_MS))
            self._hint()
        self.fields["surname"].setFocus()

    def confirm(self) -> None:
        """Writes the person."""
        data = self._data()
        name = full_name(data.surname, data.first_name)
        if self._person_id:
            request = EditPerson(self._person_id, data)
            self.hub.act(edit_person, request, f"{name} ist gespeichert")
        else:
            done = self.hub.act(add_person, data, f"{name} ist angelegt")
            self._person_id = done.value

    def _build(self) -> None:
        for name, column, beside, example in _TEXTS:
            self.fields[column] = TextField(name, example)
            self.form.add(name, self.fields[column], column, beside=beside)
        rows = [(None, "nicht angegeben"), *((d.id, d.name) for d in self.hub.read(districts))]
        self.district = ChoiceField("Stadtbezirk", rows)
        self.gender = ChoiceField("Geschlecht", GENDERS.items())
        self.form.add("Stadtbezirk", self.district, "district_id")
        self.form.add("Geschlecht", self.gender, "gender", beside=True)
        for name, column, beside in (
            ("Im Notfall benachrichtigen", "contact_name", False),
            ("Telefon dieser Person", "contact_phone", True),
        ):
            self.fields[column] = TextField(name)
            self.form.add(name, self.fields[column], column, beside=beside)
        self.body.addWidget(self.same)
        self.body.addWidget(self.form)

    def _fill(self, person_id: str) -> None:
        card = self.hub.read(person_card, person_id)
        for column, field in self.fields.items():
            value = getattr(card, column)
            field.setText("" if value is None else str(value))
        self.district.set_value(card.district_id)
        self.gender.set_value(card.gender)

    def _data(self) -> PersonData:
        texts = {column: field.bare() for column, field in self.fields.items()}
        today = today_of(self.hub.desk.now_ms())
        year = read_year(texts.pop("birth_year"), today)
        return PersonData(
            **texts,
            birth_year=year,
            district_id=self.district.value(),
            gender=self.gender.value(),
        )

    def _hint(self) -> None:
        there = self.hub.read(
            likely_same,
            self.fields["surname"].bare(),
            self.fields["first_name"].bare(),
            self.fields["phone"].bare(),
            self._year(),
        )
        sentence = same_person_hint(there)
        if sentence != self.same.text.text():
            self.same.say(sentence, "warn")
            self.fit()

    def _year(self) -> int | None:
        """The year of birth as far as it can be read already."""
        try:
            return read_year(self.fields["birth_year"].bare(), today_of(self.hub.desk.now_ms()))
        except Invalid:
            return None


def _as_surname(typed: str) -> str:
    """The first typed word, or what stands before a comma: people are searched by surname."""
    words = typed.replace(",", " ").split()
    return words[0][:1].upper() + words[0][1:] if words else ""


def _as_first_name(typed: str) -> str:
    words = typed.replace(",", " ").split()[1:]
    return " ".join(word[:1].upper() + word[1:] for word in words)
