"""The whole program on a data folder, as a person starts it; only the clock stands still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from begegnung.settings import load_settings
from begegnung.ui.app import Opening
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME
from tests.desks import StandingClock
from tests.ui.keys import delete_windows, settle

Start = Callable[[Path], Shell]


@pytest.fixture(autouse=True)
def clear_screen(qapp: QApplication) -> Iterator[None]:
    """No window of one test is there in the next."""
    yield
    delete_windows()


@pytest.fixture
def clock() -> StandingClock:
    """Monday, 23 November 2026, eight in the morning."""
    return StandingClock()


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, clock: StandingClock, tmp_path: Path
) -> Iterator[Start]:
    """Starts the program on a folder and gives its window, painted and open.

    The program ends before `tmp_path` is cleared away.
    """
    opened: list[Opening] = []

    def started(folder: Path) -> Shell:
        settings = load_settings(folder)
        THEME.apply(qapp, "light")
        shell = Shell()
        opening = Opening(qapp, shell, folder, settings, clock)
        # The window is closed like that of a program that ends, without a last exchange.
        qtbot.addWidget(shell, before_close_func=lambda _: opening.close())
        assert opening.is_first()
        opened.append(opening)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        opening.open()
        settle()
        return shell

    yield started
    for opening in opened:
        opening.close()
