"""Typing as a person does; letters that a test keyboard does not have included."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def type_text(widget: QWidget | None, text: str) -> None:
    """Types `text` into a widget; QTest aborts the process at umlauts, so they are sent plainly."""
    assert widget is not None
    for letter in text:
        if ord(letter) < 127:
            QTest.keyClicks(widget, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def focused() -> QWidget:
    """The widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key where the focus is."""
    QTest.keyClick(focused(), key, modifier)
    settle()


def settle() -> None:
    """Lets everything happen that is due."""
    for _ in range(3):
        QApplication.processEvents()


def delete_windows() -> None:
    """Deletes every window there is, as the end of the program does.

    Qt deletes later, when control comes back to the event loop; in a test it never does. Windows of
    earlier tests would stay, and every change of the look would reach all their widgets.
    """
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def dialog() -> QWidget:
    """The dialog that is open."""
    widget = QApplication.activeWindow()
    assert widget is not None
    return widget


def tab_to(name: str) -> None:
    """Presses Tab until the focus is on the control a screen reader calls by this name."""
    for _ in range(40):
        if (focused().accessibleName() or getattr(focused(), "text", str)()) == name:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"{name} is not reached by Tab")
