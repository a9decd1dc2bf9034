"""The dark strip at the left: the name of the house and the areas of the program."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from begegnung.ui.theme import THEME, icon
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class Area(NamedTuple):
    """A page as the rail names it."""

    key: str
    title: str
    icon: str


class Rail(QWidget):
    """The areas with icon and word; `wanted(str)` gives the key of the one that is chosen."""

    wanted = Signal(str)

    def __init__(self, areas: Sequence[Area], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas = areas
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, THEME.px(0.7), 0, THEME.px(0.4))
        box.setSpacing(THEME.px(0.1))
        brand = label("Begegnung", "brand")
        brand.setWordWrap(False)
        self.house = label("", "house")
        for text in (brand, self.house):
            text.setContentsMargins(THEME.px(1.1), 0, THEME.px(0.5), 0)
            box.addWidget(text)
        box.addSpacing(THEME.px(0.6))
        self.list = QListWidget()
        self.list.setObjectName("areas")
        self.list.setAccessibleName("Bereiche")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill()
        box.addWidget(self.list, 1)
        # Takes the room while the list is hidden, so that the name stays at the top.
        box.addStretch(0)
        self.list.currentRowChanged.connect(self._tell)
        THEME.changed.connect(self._draw)

    def _fill(self) -> None:
        for number, area in enumerate(self._areas, start=1):
            item = QListWidgetItem(area.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{area.title}, Strg+{number}")
            item.setToolTip(f"{area.title} (Strg+{number})")
            self.list.addItem(item)
        self._draw()

    def _draw(self) -> None:
        size = THEME.px(1.3)
        self.list.setIconSize(QSize(size, size))
        for row, area in enumerate(self._areas):
            item = self.list.item(row)
            item.setIcon(icon(area.icon, "rail_text", size))
            item.setSizeHint(QSize(THEME.px(5), THEME.px(2.5)))

    def show_current(self, key: str) -> None:
        """Marks the area of the page that is shown, without asking for it."""
        row = next((n for n, area in enumerate(self._areas) if area.key == key), -1)
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def set_narrow(self, narrow: bool) -> None:
        """Takes less room, without the name of the house."""
        self.setFixedWidth(THEME.px(9.5 if narrow else 12.5))
        set_shown(self.house, not narrow)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._areas):
            self.wanted.emit(self._areas[row].key)
