"""The button that says how many people have not been here for two years, to whom may erase them."""

from functools import partial

from PySide6.QtGui import QAction

from begegnung.services.desk import Desk
from begegnung.services.long_absent import AbsentLine, due_for_review
from begegnung.ui.counting_button import CountingButton
from begegnung.ui.hub import Hub

TOUCHED_BY = frozenset({"attendance", "booking", "person"})
"""What makes somebody one who was here, or not."""


def absent(desk: Desk) -> list[AbsentLine]:
    """Those of whom nothing was heard for long, for a thread with a desk of its own.

    Nobody for who may not erase: there would be nothing to do.
    """
    return desk.read(due_for_review) if desk.may("erasure.erase_person") else []


def review_button(hub: Hub, opens: QAction) -> CountingButton:
    """Says "Lange nicht da, bitte prüfen (12)"."""
    return CountingButton(
        hub,
        opens,
        "Lange nicht da, bitte prüfen",
        lambda: partial(absent, hub.desk.for_thread()),
        len,
        TOUCHED_BY,
        icon="clock",
    )
