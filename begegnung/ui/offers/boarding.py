"""The input for boarding points (Zustiege): a line with place and time for each."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.offer_rows import BoardingPointRow
from begegnung.services.boarding import BoardingStop
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import IconButton, button
from begegnung.ui.widgets.fields import TextField, TimeField
from begegnung.ui.widgets.speech import announce


class _StopLine(QWidget):
    """Place and time of one boarding point, and the button that takes it out."""

    def __init__(self, number: int, stop: BoardingStop) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.point_id = stop.point_id
        self.place = TextField(f"Zustieg {number}, Ort", "z. B. Dortmund Hbf, Nordausgang")
        self.time = TimeField(f"Zustieg {number}, Uhrzeit", "boarding")
        self.time.setPlaceholderText("Uhrzeit")
        self.remove = IconButton(f"Zustieg {number} entfernen", "delete")
        self.place.setText(stop.name)
        self.time.set_value(stop.minute)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.place, 5)
        row.addWidget(self.time, 2)
        row.addWidget(self.remove)

    def is_empty(self) -> bool:
        """Whether nothing is typed here."""
        return not self.place.bare() and not self.time.bare()


class BoardingField(QWidget):
    """The boarding points in the order of the journey; empty lines do not count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.setAccessibleName("Zustieg")
        self.lines: list[_StopLine] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(THEME.px(0.4))
        box.addLayout(self._rows)
        self.add = button("Zustieg hinzufügen", "add")
        self.add.clicked.connect(self._add_by_hand)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        box.addLayout(below)
        self._add(BoardingStop(""))

    def value(self) -> tuple[BoardingStop, ...]:
        """What is typed; raises `Invalid` for a time that is none."""
        return tuple(
            BoardingStop(line.place.bare(), line.time.value(), line.point_id)
            for line in self.lines
            if not line.is_empty()
        )

    def show_points(self, points: Sequence[BoardingPointRow], *, anew: bool = False) -> None:
        """Shows boarding points; `anew` makes new ones of them, for another offer."""
        for line in list(self.lines):
            self._take_out(line)
        for point in points:
            self._add(BoardingStop(point.name, point.minute, None if anew else point.id))
        if not points:
            self._add(BoardingStop(""))
        self._order_tabs()

    def _add(self, stop: BoardingStop) -> _StopLine:
        line = _StopLine(len(self.lines) + 1, stop)
        line.remove.clicked.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._rows.addWidget(line)
        return line

    def _add_by_hand(self) -> None:
        self._add(BoardingStop(""))
        self._order_tabs()
        self.lines[-1].place.setFocus()

    def _order_tabs(self) -> None:
        """Lets the Tab key go through the lines and then to the button below them."""
        parts = [part for line in self.lines for part in (line.place, line.time, line.remove)]
        for before, after in pairwise((*parts, self.add)):
            QWidget.setTabOrder(before, after)

    def _remove(self, line: _StopLine) -> None:
        row = self.lines.index(line)
        self._take_out(line)
        if not self.lines:
            self._add(BoardingStop(""))
            self._order_tabs()
        self.lines[min(row, len(self.lines) - 1)].place.setFocus()
        announce(self, "Zustieg entfernt")

    def _take_out(self, line: _StopLine) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
