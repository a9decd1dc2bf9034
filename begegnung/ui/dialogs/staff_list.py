"""Mitarbeitende verwalten: who may sit at the desk, with which role; for the manager."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.roles import ADMINISTRATION, MANAGER, RECEPTION, ROLES
from begegnung.model.rows import StaffLine
from begegnung.services.staff import AddStaff, EditStaff, add_staff, edit_staff, staff
from begegnung.ui.dialogs.pin import ResetPinDialog
from begegnung.ui.hub import Hub
from begegnung.ui.signing_in.who import PinField
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

_MINUTES = ((5, "nach 5 Minuten"), (10, "nach 10 Minuten"), (20, "nach 20 Minuten"), (0, "nie"))

_DUTIES = {
    RECEPTION: "Empfang: alles, was am Tag zu tun ist – anmelden, kassieren, Räume, Anwesenheit.",
    MANAGER: "Leitung: alles, auch Mitarbeitende, Haus und Räume, Sperrungen und Ausnahmen.",
    ADMINISTRATION: "Verwaltung: wie Empfang, dazu Haus und Räume, Halbjahr, Einlesen, "
    "Ermäßigungen, Erstattungen und Monatsabschluss.",
}
"""What a role is for, in one line."""


class StaffDialog(Dialog):
    """Everybody who works at the desk, those who left at the end."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Mitarbeitende verwalten", parent, width=38)
        self.hub = hub
        self._may = hub.desk.may("staff.edit_staff")
        if not self._may:
            self.body.addWidget(label("Ändern kann das nur die Leitung.", "muted"))
        self.list = LineList("Mitarbeitende")
        self.list.setMinimumHeight(THEME.px(14))
        self.list.chosen.connect(lambda _: self._allow())
        self.list.opened.connect(lambda _: self._edit())
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.add_button = button("Neu anlegen …", "person_add")
        self.edit_button = button("Bearbeiten …", "edit")
        self.reset_button = button("PIN zurücksetzen …", "key")
        self.add_button.clicked.connect(self._add)
        self.edit_button.clicked.connect(self._edit)
        self.reset_button.clicked.connect(self._reset)
        row.addWidget(self.add_button)
        row.addWidget(self.edit_button)
        row.addStretch(1)
        self.buttons.insertWidget(0, self.reset_button)
        self.body.addLayout(row)
        self.minutes = ChoiceField("Bildschirm sperren", _MINUTES)
        known = {minutes for minutes, _ in _MINUTES}
        kept = hub.settings.lock_minutes
        self.minutes.set_value(kept if kept in known else 10)
        self.minutes.currentIndexChanged.connect(self._keep_minutes)
        self.form.add(
            "Bildschirm sperren", self.minutes, hint="an diesem PC, sobald jemand eine PIN hat"
        )
        self.body.addWidget(self.form)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.list.setFocus()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "staff_user" in entities:
            self._reload()

    def _reload(self) -> None:
        everybody = self.hub.read(staff, active_only=False)
        self.list.show_lines(map(_line, sorted(everybody, key=lambda line: not line.active)))
        self._allow()

    def _chosen(self) -> StaffLine | None:
        line = self.list.current_line()
        return line.subject if line else None

    def _allow(self) -> None:
        chosen = self._chosen()
        self.add_button.setEnabled(self._may)
        self.minutes.setEnabled(self._may)
        self.edit_button.setEnabled(self._may and chosen is not None)
        self.reset_button.setEnabled(self._may and chosen is not None and chosen.active)

    def _add(self) -> None:
        StaffEditDialog(self.hub, self).open()

    def _edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._may:
            StaffEditDialog(self.hub, self, chosen).open()

    def _reset(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            ResetPinDialog(self.hub, self, chosen).open()

    def _keep_minutes(self) -> None:
        self.hub.keep(replace(self.hub.settings, lock_minutes=self.minutes.value()))


class StaffEditDialog(Dialog):
    """Name and role of a user; a new one may get a PIN to begin with."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: StaffLine | None = None) -> None:
        title = "Mitarbeitende bearbeiten" if line else "Mitarbeitende anlegen"
        super().__init__(title, parent, verb="Speichern", icon="save", width=34)
        self.hub, self.line = hub, line
        self.name = TextField("Name", "z. B. Vorname Nachname")
        self.role = ChoiceField("Aufgabe", ROLES.items())
        self.pin = PinField("PIN zum Anfangen")
        self.active = Tick("arbeitet hier und kann sich anmelden")
        self.form.add("Name", self.name, "name")
        self.form.add("Aufgabe", self.role, "role")
        self.body.addWidget(self.form)
        self.explained = label("", "muted")
        self.body.addWidget(self.explained)
        if line is None:
            self.form.add("PIN zum Anfangen", self.pin, "pin", hint="freiwillig")
        else:
            self.name.setText(line.name)
            self.role.set_value(line.role)
            self.active.setChecked(line.active)
            self.body.addWidget(self.active)
        self.role.currentIndexChanged.connect(self._explain)
        self._explain()
        self.name.setFocus()

    def confirm(self) -> None:
        """Writes the user."""
        name, role = self.name.bare(), self.role.value()
        if self.line is None:
            request = AddStaff(name, role, self.pin.text())
            self.hub.act(add_staff, request, f"Angelegt: {name}")
        else:
            edit = EditStaff(self.line.id, name, role, active=self.active.isChecked())
            self.hub.act(edit_staff, edit, f"Geändert: {name}")

    def _explain(self) -> None:
        self.explained.setText(_DUTIES[self.role.value()])


def _line(row: StaffLine) -> Line:
    chip = "nicht mehr aktiv" if not row.active else "mit PIN" if row.has_pin else "ohne PIN"
    detail = ROLES.get(row.role, row.role)
    return Line(
        row.id, row.name, detail, chip, "muted", icon="person", faded=not row.active, subject=row
    )
