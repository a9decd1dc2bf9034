"""The house: setting it up at the first start, and changing its data later."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.laender import LAENDER
from begegnung.services.houses import EditHouse, SetUpHouse, edit_house, own_centre, set_up_house
from begegnung.services.staff import ROLES, AddStaff, add_staff
from begegnung.texts import german, problem_text
from begegnung.ui.dialogs.school_holidays import SchoolHolidaysDialog
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextArea, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message

_COLUMNS = (
    ("Name des Hauses", "name", False),
    ("Straße und Hausnummer", "street", False),
    ("Postleitzahl und Ort", "town", True),
    ("Telefon", "phone", False),
    ("E-Mail", "mail", True),
    ("Internet", "web", False),
    ("Bürozeiten", "office_hours", True),
    ("Hinweis zum Zugang", "access_note", False),
)
"""Inputs of the house: name, column, and whether it stands beside the one before."""


class SetUpPage(QWidget):
    """The first start in three steps: the house, its rooms, the person at the desk."""

    finished = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hub = hub
        self._form = Form()
        self.name = TextField("Name des Hauses", "z. B. Begegnungszentrum Musterstraße")
        self.street = TextField("Straße und Hausnummer")
        self.town = TextField("Postleitzahl und Ort")
        self.phone = TextField("Telefon")
        self.rooms = TextArea("Räume", rows=8)
        self.rooms.setPlaceholderText("z. B. Saal 1")
        self.me = TextField("Mein Name")
        self.role = ChoiceField("Meine Aufgabe", ROLES.items())
        self.refusal = Message(closable=False)
        self._me_form = Form()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(THEME.px(0.8))
        columns = Columns(52)
        for card in (self._house_card(), self._rooms_card(), self._me_card()):
            columns.add(card)
        column.addWidget(columns)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        self.button = button("Einrichten und loslegen", "checkmark_circle", kind="primary")
        self.button.clicked.connect(self.set_up)
        row.addWidget(label("Alles lässt sich später ändern und ergänzen.", "muted"), 1)
        row.addWidget(self.button)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.name)
        for field in (self.name, self.street, self.town, self.phone, self.me):
            field.returnPressed.connect(self.set_up)

    def set_up(self) -> None:
        """Makes house, rooms and user; stays with a sentence when something is missing."""
        self.refusal.say("")
        for form in (self._form, self._me_form):
            form.clear_faults()
        try:
            self._set_up()
        except Invalid as error:
            form = self._me_form if error.field == "me" else self._form
            if not form.mark(error.field, problem_text(error)):
                self.refusal.say(german(error))
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
        else:
            self.finished.emit()

    def _set_up(self) -> None:
        if not self.name.bare():
            raise Invalid("name", "missing")
        if not self.me.bare():
            raise Invalid("me", "missing")
        house = SetUpHouse(
            name=self.name.bare(),
            street=self.street.bare(),
            town=self.town.bare(),
            phone=self.phone.bare(),
            rooms=tuple(self.rooms.bare().splitlines()),
        )
        self.hub.act(set_up_house, house)
        staff_id = self.hub.act(add_staff, AddStaff(self.me.bare(), self.role.value())).value
        self.hub.desk.actor = staff_id
        self.hub.keep(replace(self.hub.settings, last_user=staff_id))
        self.hub.changed.emit(frozenset({"centre", "staff_user"}))

    def _house_card(self) -> Card:
        card = Card("1. Das Haus", "home")
        self._form.add("Name des Hauses", self.name, "name")
        self._form.add("Straße und Hausnummer", self.street, hint="freiwillig")
        self._form.add("Postleitzahl und Ort", self.town, hint="freiwillig")
        self._form.add("Telefon", self.phone, hint="freiwillig")
        card.body.addWidget(self._form)
        card.body.addStretch(1)
        return card

    def _rooms_card(self) -> Card:
        card = Card("2. Die Räume", "door")
        card.body.addWidget(label("Ein Raum in jeder Zeile, so wie Sie ihn nennen.", "muted"))
        card.body.addWidget(self.rooms, 1)
        return card

    def _me_card(self) -> Card:
        card = Card("3. Ich", "person")
        self._me_form.add("Mein Name", self.me, "me")
        self._me_form.add("Meine Aufgabe", self.role)
        card.body.addWidget(self._me_form)
        card.body.addWidget(
            label(
                "Ihr Name steht im Verlauf bei dem, was Sie eintragen. "
                "Weitere Mitarbeitende kommen später dazu.",
                "muted",
            )
        )
        card.body.addStretch(1)
        return card


class HouseDialog(Dialog):
    """Address, telephone and hours of the house, as they stand on the printed programme."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Angaben zum Haus", parent, verb="Speichern", icon="save", width=38)
        self.hub = hub
        house = hub.read(own_centre)
        self.fields: dict[str, TextField] = {}
        for name, column, beside in _COLUMNS:
            field = TextField(name)
            field.setText(getattr(house, column))
            self.fields[column] = field
            self.form.add(name, field, column, beside=beside)
        self.land = ChoiceField("Bundesland", LAENDER.items())
        self.land.set_value(house.land)
        self.form.add("Bundesland", self.land, "land", hint="für Feiertage und Schulferien")
        self.body.addWidget(self.form)
        self.holidays = button("Schulferien …", "calendar_today")
        self.holidays.clicked.connect(lambda: SchoolHolidaysDialog(hub, self).open())
        self.body.addWidget(self.holidays)
        self.fields["name"].setFocus()

    def confirm(self) -> None:
        """Writes the data of the house."""
        values: dict[str, str | None] = {c: field.bare() for c, field in self.fields.items()}
        values["land"] = self.land.value()
        self.hub.act(edit_house, EditHouse(values), "Angaben zum Haus gespeichert")
