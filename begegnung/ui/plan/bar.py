"""The buttons over the plan: steps in time, kinds of plan, what can be done with the rooms."""

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from begegnung.ui.plan.flow import Flow
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button, spoken_key
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.shown import set_shown

Mode = Literal["day", "week", "room", "month"]
MODES: dict[Mode, tuple[str, str]] = {
    "day": ("Tag", "Alt+1"),
    "week": ("Woche", "Alt+2"),
    "room": ("Ein Raum", "Alt+3"),
    "month": ("Ein Raum, ein Monat", "Alt+4"),
}
"""The kinds of plan with their words and keys; a month is a kind of "Ein Raum"."""

_SPANS: dict[Mode, str] = {"room": "Eine Woche", "month": "Ein Monat"}


class PlanBar(Flow):
    """Steps in time, kinds of plan, the room that is shown, and verbs at the right."""

    def __init__(
        self,
        steps: Sequence[QAction],
        modes: Mapping[Mode, QAction],
        manage: Sequence[QAction],
        verbs: tuple[Sequence[QPushButton], Sequence[QPushButton]],
    ) -> None:
        left, row = _row()
        for step, icon in zip(steps, ("chevron_left", "", "chevron_right"), strict=True):
            row.addWidget(step_button(step, icon))
        kinds, beside = _row()
        self.mode_buttons = self._kinds(beside, modes)
        self.room = _RoomStrip(modes)
        middle, between = _row()
        right, end = _row()
        between.addWidget(_menu_button("Räume verwalten", "settings", manage))
        for place, buttons in zip((between, end), verbs, strict=True):
            for verb in buttons:
                place.addWidget(verb)
        super().__init__(left, kinds, self.room, right, middle, right=right)

    def _kinds(self, row: QHBoxLayout, modes: Mapping[Mode, QAction]) -> dict[Mode, QPushButton]:
        shown: tuple[Mode, ...] = ("day", "week", "room")
        group = QButtonGroup(row.parentWidget())
        made: dict[Mode, QPushButton] = {}
        for mode in shown:
            made[mode] = _mode_button(MODES[mode][0], modes[mode])
            group.addButton(made[mode])
            row.addWidget(made[mode])
        return made

    def show_mode(self, mode: Mode) -> None:
        """Marks the kind of plan that is shown, and offers the rooms where it is one room."""
        self.mode_buttons["room" if mode == "month" else mode].setChecked(True)
        self.room.show_mode(mode)


class _RoomStrip(QWidget):
    """Which room is shown, and for how long a time."""

    def __init__(self, modes: Mapping[Mode, QAction]) -> None:
        super().__init__()
        self.setObjectName("clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.4))
        self.choice = ChoiceField("Raum, der gezeigt wird")
        self.choice.setMinimumWidth(THEME.px(7))
        row.addWidget(self.choice)
        group = QButtonGroup(self)
        self.spans: dict[Mode, QPushButton] = {}
        for mode, word in _SPANS.items():
            self.spans[mode] = _mode_button(word, modes[mode])
            group.addButton(self.spans[mode])
            row.addWidget(self.spans[mode])

    def show_mode(self, mode: Mode) -> None:
        """Only where one room is shown there is something to choose."""
        set_shown(self, mode in self.spans)
        if mode in self.spans:
            self.spans[mode].setChecked(True)


def _row() -> tuple[QWidget, QHBoxLayout]:
    part = QWidget()
    part.setObjectName("clear")
    layout = QHBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(THEME.px(0.4))
    return part, layout


def _mode_button(word: str, mode: QAction) -> QPushButton:
    made = button(word)
    key = spoken_key(mode.shortcut().toString())
    made.setToolTip(f"{mode.text()} ({key})")
    made.setAccessibleDescription(f"Taste {key}")
    made.setCheckable(True)
    made.clicked.connect(mode.trigger)
    return made


def step_button(step: QAction, icon: str) -> QPushButton:
    """A button for an action whose key is only in the tool tip, to take little room."""
    made = button(step.text(), icon)
    made.setToolTip(spoken_key(f"{step.text()} ({step.shortcut().toString()})"))
    made.clicked.connect(step.trigger)
    if icon == "chevron_right":
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return made


def _menu_button(text: str, icon: str, actions: Sequence[QAction]) -> QPushButton:
    made = button(text, icon)
    menu = QMenu(made)
    menu.addActions(actions)
    made.setMenu(menu)
    return made
