"""A window on a furnished house: every page and dialog is tried at a real desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from begegnung.services.desk import Desk
from begegnung.settings import Settings
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME
from tests.desks import House, copy_of, open_house, prepare
from tests.ui import keys
from tests.ui.furnishing import furnish
from tests.ui.pdf_viewer import Viewer


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is only copied."""
    folder = tmp_path_factory.mktemp("furnished")
    prepare(folder)
    with open_house(folder) as house:
        house.clock.go_on(hours=1, minutes=10)
        furnish(house)
    return folder


@pytest.fixture(autouse=True)
def clear_screen(qapp: QApplication) -> Iterator[None]:
    """No window of one test is there in the next."""
    yield
    keys.delete_windows()


@pytest.fixture(params=["light"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    """How the window looks; `@pytest.mark.parametrize("look", [...], indirect=True)` for others."""
    qapp.setCursorFlashTime(0)
    THEME.apply(qapp, request.param)
    return request.param


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    """The furnished house at ten past nine on its Monday, somebody signed in."""
    with open_house(copy_of(furnished, tmp_path / "Daten")) as opened:
        opened.clock.go_on(hours=1, minutes=10)
        yield opened


@pytest.fixture
def desk(house: House) -> Desk:
    """The desk of the house."""
    return house.desk


@pytest.fixture
def hub(house: House, look: str) -> Hub:
    """The hub on the desk."""
    return Hub(house.desk, house.folder, Settings(appearance=look))  # type: ignore[arg-type]


@pytest.fixture
def viewer(qapp: QApplication) -> Iterator[Viewer]:
    """The program of this PC for PDF files."""
    yield Viewer()
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def type_text() -> Callable[[QWidget | None, str], None]:
    """Types into a widget, umlauts too."""
    return keys.type_text


@pytest.fixture
def shell(hub: Hub, qtbot: QtBot) -> Iterator[Shell]:
    """The window with Heute in front, active, at 1440 x 900.

    It goes before the desk does, as at the end of the program: an input that loses the focus then
    may still ask the desk.
    """
    window = Shell()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.attach(hub)
    window.open_for_work()
    keys.settle()
    yield window
    keys.delete_windows()
