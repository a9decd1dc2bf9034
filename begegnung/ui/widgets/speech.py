"""Saying something to people who hear the window instead of seeing it."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Lets a screen reader say `sentence` without moving the focus."""
    if not sentence:
        return
    # Not needed for the first picture of the window.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
