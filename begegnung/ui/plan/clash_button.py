"""The button that says how many dates lie over each other without anybody having agreed to it."""

from functools import partial

from PySide6.QtGui import QAction

from begegnung.services.conflicts import RoomConflict
from begegnung.ui.counting_button import CountingButton
from begegnung.ui.dialogs.double_booked import coming_conflicts
from begegnung.ui.hub import Hub

_MOVING = ("occurrence", "room", "room_part")


def clash_button(hub: Hub, opens: QAction) -> CountingButton:
    """Says "Doppelt belegt (2)"."""
    return CountingButton(
        hub,
        opens,
        "Doppelt belegt",
        lambda: partial(coming_conflicts, hub.desk.for_thread()),
        _not_agreed,
        _MOVING,
        icon="warning",
        colour="bad",
    )


def _not_agreed(found: list[RoomConflict]) -> int:
    return sum(not hit.reason for hit in found)
