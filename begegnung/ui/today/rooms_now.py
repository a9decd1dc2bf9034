"""Räume – jetzt frei: where somebody can sit down now, and until when."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.rows import RoomNow
from begegnung.texts import clock_time
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label


class RoomsNow(Card):
    """The free rooms as rows; `wanted(str)` gives the room that is pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Räume – jetzt frei", parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(THEME.px(0.1))
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_rooms(self, free: Sequence[RoomNow], now: int) -> None:
        """Shows these rooms at the moment `now`."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.set_note(f"{clock_time(now)} Uhr")
        if not free:
            self._rows.addWidget(label("Zurzeit ist kein Raum frei.", "muted"))
        for room in free:
            until = (
                "heute ganz frei" if room.until is None else f"frei bis {clock_time(room.until)}"
            )
            pressed = button(f"{room.name} · {until}", "door", kind="row")
            pressed.clicked.connect(lambda _=False, key=room.room_id: self.wanted.emit(key))
            self._rows.addWidget(pressed)
