"""The buttons over the plan: steps in time, kinds of plan, and what can be done with rooms."""

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button, button, spoken_key
from begegnung.ui.widgets.card import Columns

Mode = Literal["day", "week", "room"]
MODES: dict[Mode, str] = {"day": "Tag", "week": "Woche", "room": "Ein Raum"}


class PlanBar(Columns):
    """Steps and kinds of plan at the left, verbs at the right; below each other when narrow."""

    def __init__(
        self,
        steps: Sequence[QAction],
        modes: Mapping[Mode, QAction],
        manage: Sequence[QAction],
        occupy: QAction,
    ) -> None:
        super().__init__(50, lead_height=2.2)
        self.setMinimumWidth(THEME.px(20))
        left, row = _row()
        for step, icon in zip(steps, ("chevron_left", "", "chevron_right"), strict=True):
            row.addWidget(_step_button(step, icon))
        row.addSpacing(THEME.px(0.5))
        self.mode_buttons: dict[Mode, QPushButton] = {m: button(word) for m, word in MODES.items()}
        for mode, pressed in self.mode_buttons.items():
            pressed.setCheckable(True)
            pressed.setAutoExclusive(True)
            pressed.clicked.connect(modes[mode].trigger)
            row.addWidget(pressed)
        row.addStretch(1)
        right, end = _row()
        end.addStretch(1)
        end.addWidget(_menu_button("Räume verwalten", "settings", manage))
        end.addWidget(action_button(occupy, "calendar_add", kind="primary"))
        self.add(left, 1)
        self.add(right, 0)


def _row() -> tuple[QWidget, QHBoxLayout]:
    part = QWidget()
    part.setObjectName("clear")
    layout = QHBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(THEME.px(0.4))
    return part, layout


def _step_button(step: QAction, icon: str) -> QPushButton:
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
