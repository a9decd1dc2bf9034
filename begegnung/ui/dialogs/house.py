"""The data of the house, as they stand on the printed programme."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.laender import LAENDER
from begegnung.services.houses import EditHouse, edit_house, own_centre
from begegnung.ui.dialogs.school_holidays import SchoolHolidaysDialog
from begegnung.ui.hub import Hub
from begegnung.ui.look.dialog import LookDialog
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField

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
        self.look = button("Aussehen der Papiere …", "edit")
        self.look.clicked.connect(lambda: LookDialog(hub, self).open())
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.holidays)
        row.addWidget(self.look)
        row.addStretch(1)
        self.body.addLayout(row)
        self.fields["name"].setFocus()

    def confirm(self) -> None:
        """Writes the data of the house."""
        values: dict[str, str | None] = {c: field.bare() for c, field in self.fields.items()}
        values["land"] = self.land.value()
        self.hub.act(edit_house, EditHouse(values), "Angaben zum Haus gespeichert")
