"""The inputs for where something takes place: a room of the house, or a place outside it."""

from PySide6.QtCore import QObject, Signal

from begegnung.services.houses import rooms
from begegnung.ui.hub import Hub
from begegnung.ui.offers.slot import ELSEWHERE
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.form import Form


class WhereFields(QObject):
    """Adds its inputs to a form. `changed`: another room was chosen."""

    changed = Signal()

    def __init__(self, form: Form, hub: Hub) -> None:
        super().__init__(form)
        self._rooms = {row.id: row.name for row in hub.read(rooms)}
        choices: list[tuple[str | None, str]] = [*self._rooms.items(), (None, ELSEWHERE)]
        self.room = ChoiceField("Raum", choices)
        self.room.setCurrentIndex(0)
        self.place = TextField("Ort", "z. B. Westfalenpark, Eingang")
        form.add("Raum", self.room, "room")
        self._place_row = form.add("Ort", self.place, "place")
        self.room.currentIndexChanged.connect(self._on_changed)
        self._place_row.setVisible(self.room_id is None)

    @property
    def room_id(self) -> str | None:
        """The room, None for a place outside the house."""
        return self.room.value()

    @property
    def room_name(self) -> str:
        """The name of the room, "" outside the house."""
        return self._rooms.get(self.room.value(), "")

    def values(self) -> tuple[str | None, str]:
        """The room, or None with the place."""
        return self.room_id, "" if self.room_id else self.place.bare()

    def show_values(self, room_id: str | None, place: str) -> None:
        """Fills the inputs."""
        self.room.set_value(room_id)
        self.place.setText(place)

    def take(self, room_id: str) -> None:
        """Takes a room that was proposed."""
        self.room.set_value(room_id)
        self.room.setFocus()

    def _on_changed(self) -> None:
        self._place_row.setVisible(self.room_id is None)
        self.changed.emit()
