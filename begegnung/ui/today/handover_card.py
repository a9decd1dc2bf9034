"""Übergabe: what was left for this day, with a button to tick it off."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from begegnung.model.handover_rows import HandoverLine
from begegnung.texts import short_date
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import IconLabel, label


class HandoverCard(Card):
    """The notes of a day; hidden while there are none.

    `ticked(HandoverLine)`: done, or not done after all. `changing(HandoverLine)`: to be edited.
    """

    ticked = Signal(object)
    changing = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Übergabe", "info", parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(THEME.px(0.5))
        self.body.addLayout(self._rows)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_notes(self, notes: Sequence[HandoverLine], day: date) -> None:
        """Shows the notes of `day`, what is done at the end."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        for note in notes:
            self._rows.addWidget(self._row(note, day))
        self.setVisible(bool(notes))

    def _row(self, note: HandoverLine, day: date) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        icon, tone = ("checkmark_circle", "ok") if note.done else ("info", "info")
        box.addWidget(IconLabel(icon, tone, filled=True), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(THEME.px(0.1))
        words.addWidget(label(note.text, "muted" if note.done else ""))
        words.addWidget(label(_about(note, day), "muted"))
        line = QHBoxLayout()
        tick = button("Doch noch offen" if note.done else "Erledigt")
        tick.clicked.connect(lambda: self.ticked.emit(note))
        line.addWidget(self._named(tick, note))
        if not note.done:
            change = button("Ändern")
            change.clicked.connect(lambda: self.changing.emit(note))
            line.addWidget(self._named(change, note))
        line.addStretch(1)
        words.addLayout(line)
        box.addLayout(words, 1)
        return row

    def _named(self, pressed: QPushButton, note: HandoverLine) -> QPushButton:
        pressed.setAccessibleName(f"{pressed.text()}: {note.text}")
        self.buttons.append(pressed)
        return pressed


def _about(note: HandoverLine, day: date) -> str:
    """By whom and, when it is of another day, for when; and that it is done."""
    parts = (
        f"von {note.author}" if note.author else "",
        f"für {short_date(note.for_day)}" if note.for_day != day else "",
        "erledigt" if note.done else "",
    )
    return " · ".join(filter(None, parts))
