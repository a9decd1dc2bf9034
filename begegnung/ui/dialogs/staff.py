"""Who is at the desk: change the user with one key, or add one."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from begegnung.model.rows import StaffLine
from begegnung.services.staff import ROLES, AddStaff, add_staff, staff
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class UserDialog(Dialog):
    """The users of the house to choose from, and a line for a new one.

    Signing in names the doer in the history. It is no lock: the PC is locked by the system.
    """

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Wer sitzt am Empfang?", parent, verb="Anmelden", icon="person", width=32)
        self.hub = hub
        self.body.addWidget(
            label("Ihr Name steht dann im Verlauf bei allem, was Sie eintragen.", "muted")
        )
        self.list = LineList("Mitarbeitende")
        self.list.setMinimumHeight(THEME.px(9))
        lines = hub.read(staff)
        self.list.show_lines(map(_line, lines), choose=hub.desk.actor or "")
        self.list.opened.connect(lambda _: self.try_confirm())
        self.list.setVisible(bool(lines))
        self.body.addWidget(self.list, 1)
        card = Card("Neu hier?")
        self.name = TextField("Name", "z. B. Vorname Nachname")
        self.role = ChoiceField("Aufgabe", ROLES.items())
        self.form.add("Name", self.name, "name")
        self.form.add("Aufgabe", self.role, "role", beside=True)
        card.body.addWidget(self.form)
        self.body.addWidget(card)
        self.name.textChanged.connect(self._name_verb)
        (self.list if lines else self.name).setFocus()

    def confirm(self) -> None:
        """Signs in the new user when a name is typed, the chosen one otherwise."""
        if self.name.bare() or not self.list.current_key():
            request = AddStaff(self.name.bare(), self.role.value())
            staff_id = self.hub.act(add_staff, request).value
        else:
            staff_id = self.list.current_key()
        self.hub.desk.actor = staff_id
        self.hub.keep(replace(self.hub.settings, last_user=staff_id))
        self.hub.said.emit(f"Angemeldet: {self._name_of(staff_id)}", False)

    def _name_of(self, staff_id: str) -> str:
        return next(line.name for line in self.hub.read(staff) if line.id == staff_id)

    def _name_verb(self) -> None:
        text = "Anlegen und anmelden" if self.name.bare() else "Anmelden"
        self.primary.setText(f" {text}")
        self.primary.setAccessibleName(text)


def _line(row: StaffLine) -> Line:
    return Line(key=row.id, title=row.name, detail=ROLES[row.role], icon="person")
