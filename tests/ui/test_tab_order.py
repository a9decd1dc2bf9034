"""Every control of every page is reached by the Tab key, the members of a choice by the arrows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from begegnung.ui.pages.programme import ProgrammePage
from begegnung.ui.shell import AREAS, Shell
from tests.ui.keys import focused, settle

MOST_STOPS = 100


def is_stop(widget: QWidget) -> bool:
    """Whether the Tab key has to come here."""
    if isinstance(widget, QTabWidget):
        # Its bar takes the focus for it.
        return False
    if isinstance(widget, QAbstractButton) and not widget.isChecked():
        group = widget.group()
        if widget.autoExclusive() or (group is not None and group.checkedButton() is not None):
            return False
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return by_tab and widget.isVisible() and widget.isEnabled()


def stops() -> set[QWidget]:
    """Where the Tab key comes to until it is back where it began."""
    first = focused()
    seen = {first}
    for _ in range(MOST_STOPS):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() is first:
            return seen
        seen.add(focused())
    raise AssertionError("the Tab key does not come back")


@pytest.mark.parametrize("key", [area.key for area in AREAS])
def test_the_tab_key_reaches_every_control(qtbot: QtBot, shell: Shell, key: str) -> None:
    shell.go_to(key)
    page = shell.page
    assert page is not None
    if isinstance(page, ProgrammePage):
        qtbot.waitUntil(lambda: not page.press.busy, timeout=30_000)
    settle()

    missed = {widget for widget in page.findChildren(QWidget) if is_stop(widget)} - stops()

    assert [widget.accessibleName() for widget in missed] == []
