"""The rooms of the house: adding, changing, taking out of the plan."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Refusal
from begegnung.model.rows import RoomRow
from begegnung.services.houses import (
    AddRoom,
    EditRoom,
    RetireRoom,
    add_room,
    edit_room,
    retire_room,
    rooms,
)
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.plan.blocks import seats_of
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import NumberField, TextField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class RoomDialog(Dialog):
    """A new room, or new values of one."""

    def __init__(self, hub: Hub, parent: QWidget | None, room: RoomRow | None = None) -> None:
        title = "Raum bearbeiten" if room else "Neuer Raum"
        verb = "Speichern" if room else "Anlegen"
        super().__init__(title, parent, verb=verb, icon="save", width=28)
        self._hub, self._room = hub, room
        self.name = TextField("Name", "z. B. Saal 1")
        self.capacity = NumberField("Plätze", "capacity")
        self.equipment = TextField("Ausstattung", "z. B. Klavier, Beamer, Induktionsschleife")
        self.several = Tick("Mehrere Gruppen zur gleichen Zeit")
        self.form.add("Name", self.name, "name")
        self.form.add("Plätze", self.capacity, "capacity", hint="leer: nicht begrenzt")
        self.form.add("Ausstattung", self.equipment, "equipment")
        self.form.place(self.several)
        self.body.addWidget(self.form)
        if room is not None:
            self.name.setText(room.name)
            self.capacity.set_value(room.capacity)
            self.equipment.setText(room.equipment)
            self.several.setChecked(room.several_groups)
        self.name.setFocus()

    def confirm(self) -> None:
        """Writes the room."""
        name, capacity = self.name.bare(), self.capacity.value()
        equipment, several = self.equipment.bare(), self.several.isChecked()
        if self._room is None:
            request = AddRoom(name, capacity, equipment, several)
            self._hub.act(add_room, request, f"{name} ist angelegt")
        else:
            change = EditRoom(self._room.id, name, capacity, equipment, several)
            self._hub.act(edit_room, change, f"{name} ist geändert")


class RoomsDialog(Dialog):
    """All rooms in use."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Räume bearbeiten", parent, width=36)
        self._hub = hub
        self._rows: dict[str, RoomRow] = {}
        self.empty = label("Noch gibt es keinen Raum. Legen Sie den ersten an.", "muted")
        self.list = LineList("Räume des Hauses")
        self.list.setMinimumHeight(THEME.px(15))
        self.list.opened.connect(self._edit)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.add = button("Neuer Raum", "add")
        self.add.clicked.connect(lambda: RoomDialog(hub, self).open())
        self.edit = button("Bearbeiten", "edit")
        self.edit.clicked.connect(self._edit)
        self.retire = button("Aus dem Plan nehmen", "delete")
        self.retire.clicked.connect(self._retire)
        for made in (self.add, self.edit, self.retire):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.list.setFocus()

    def _reload(self) -> None:
        self._rows = {row.id: row for row in self._hub.read(rooms)}
        self.list.show_lines(map(_line, self._rows.values()))
        self.empty.setVisible(not self._rows)
        for made in (self.edit, self.retire):
            made.setEnabled(bool(self._rows))

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "room" in entities:
            self._reload()

    def _edit(self) -> None:
        room = self._rows.get(self.list.current_key())
        if room is not None:
            RoomDialog(self._hub, self, room).open()

    def _retire(self) -> None:
        room = self._rows.get(self.list.current_key())
        if room is None:
            return
        self.refusal.say("")
        try:
            said = f"{room.name} ist aus dem Plan genommen"
            self._hub.act(retire_room, RetireRoom(room.id), said)
        except Refusal as error:
            self.refusal.say(german(error))


def _line(row: RoomRow) -> Line:
    several = "mehrere Gruppen" if row.several_groups else ""
    detail = " · ".join(filter(None, (row.equipment, several)))
    return Line(row.id, row.name, detail or "keine Angaben", seats_of(row), "info", "door")
