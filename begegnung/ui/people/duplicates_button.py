"""The button that says how many pairs of entries may be one person."""

from functools import partial

from PySide6.QtGui import QAction

from begegnung.ui.counting_button import CountingButton
from begegnung.ui.dialogs.duplicates import TOUCHED_BY, suspected
from begegnung.ui.hub import Hub


def duplicates_button(hub: Hub, opens: QAction) -> CountingButton:
    """Says "Mögliche Dubletten (2)"."""
    return CountingButton(
        hub,
        opens,
        "Mögliche Dubletten",
        lambda: partial(suspected, hub.desk.for_thread()),
        len,
        TOUCHED_BY,
        icon="people",
    )
