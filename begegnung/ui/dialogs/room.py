"""The rooms of the house: adding, changing, taking out of the plan."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

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
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class PartsField(QWidget):
    """The other rooms of the house, each to be ticked when the room consists of it."""

    def __init__(self, rows: Sequence[RoomRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.setAccessibleName("Besteht aus")
        self.ticks: dict[str, Tick] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(THEME.px(0.8))
        grid.setVerticalSpacing(0)
        for number, row in enumerate(rows):
            tick = Tick(row.name)
            tick.setAccessibleDescription("Teil dieses Raumes")
            grid.addWidget(tick, number // 2, number % 2)
            self.ticks[row.id] = tick
        if rows:
            self.setFocusProxy(self.ticks[rows[0].id])

    def value(self) -> tuple[str, ...]:
        """The identifiers of the ticked rooms."""
        return tuple(room_id for room_id, tick in self.ticks.items() if tick.isChecked())

    def set_value(self, room_ids: Sequence[str]) -> None:
        """Ticks these rooms and no others."""
        for room_id, tick in self.ticks.items():
            tick.setChecked(room_id in room_ids)


class RoomDialog(Dialog):
    """A new room, or new values of one."""

    def __init__(self, hub: Hub, parent: QWidget | None, room: RoomRow | None = None) -> None:
        title = "Raum bearbeiten" if room else "Neuer Raum"
        verb = "Speichern" if room else "Anlegen"
        super().__init__(title, parent, verb=verb, icon="save", width=32)
        self._hub, self._room = hub, room
        self.name = TextField("Name", "z. B. Saal 1")
        self.capacity = NumberField("Plätze", "capacity")
        self.equipment = TextField("Ausstattung", "z. B. Klavier, Beamer, Induktionsschleife")
        self.several = Tick("Mehrere Gruppen zur gleichen Zeit")
        self.parts = PartsField([row for row in hub.read(rooms) if room is None or row != room])
        self.form.add("Name", self.name, "name")
        self.form.add("Plätze", self.capacity, "capacity", hint="leer: nicht begrenzt")
        self.form.add("Ausstattung", self.equipment, "equipment")
        self.form.place(self.several)
        self._add_parts()
        self.body.addWidget(self.form)
        if room is not None:
            self.name.setText(room.name)
            self.capacity.set_value(room.capacity)
            self.equipment.setText(room.equipment)
            self.several.setChecked(room.several_groups)
            self.parts.set_value(room.parts)
        self.name.setFocus()

    def _add_parts(self) -> None:
        if not self.parts.ticks:
            return
        row = FieldRow("Besteht aus", self.parts, hint="wer ihn belegt, belegt dann alle Teile")
        self.form.rows["parts"] = row
        self.form.place(row)

    def confirm(self) -> None:
        """Writes the room with what it consists of, as one action."""
        name, capacity, parts = self.name.bare(), self.capacity.value(), self.parts.value()
        equipment, several = self.equipment.bare(), self.several.isChecked()
        if self._room is None:
            request = AddRoom(name, capacity, equipment, several, parts)
            self._hub.act(add_room, request, f"{name} ist angelegt")
        else:
            change = EditRoom(self._room.id, name, capacity, equipment, several, parts)
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
        names = {row.id: row.name for row in self._rows.values()}
        self.list.show_lines(_line(row, names) for row in self._rows.values())
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


def _line(row: RoomRow, names: dict[str, str]) -> Line:
    parts = " + ".join(names[part] for part in row.parts if part in names)
    several = "mehrere Gruppen" if row.several_groups else ""
    made_of = f"besteht aus {parts}" if parts else ""
    detail = " · ".join(filter(None, (made_of, row.equipment, several)))
    return Line(row.id, row.name, detail or "keine Angaben", seats_of(row), "info", "door")
