"""The assistant that puts the data together again, from the page that says they are damaged."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from begegnung.services.backup_places import own_place
from begegnung.services.backups import BackUp, back_up
from begegnung.services.people import people_list
from begegnung.services.recovery import Recover
from begegnung.settings import Settings
from begegnung.ui.app import Opening
from begegnung.ui.recovery.assistant import RecoveryAssistant
from begegnung.ui.shell import Shell
from begegnung.ui.trouble_page import TroublePage
from begegnung.wiring import database_path
from tests.desks import StandingClock, copy_of, open_house
from tests.joined import PASSPHRASE, found
from tests.ui.audit import audit
from tests.ui.keys import dialog, press, settle

PAGE = 4096


@pytest.fixture
def clock() -> StandingClock:
    made = StandingClock()
    made.go_on(hours=4)
    return made


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A data folder with a backup, something entered since, and a broken file."""
    place = copy_of(prepared, tmp_path / "Daten")
    with open_house(place) as house:
        house.person("Vorher")
        back_up(house.desk, BackUp(place))
        house.clock.go_on(hours=2)
        house.person("Nachher")
    with database_path(place).open("r+b") as file:
        file.write(os.urandom(PAGE))
    return place


@pytest.fixture
def opening(
    look: str, qapp: QApplication, qtbot: QtBot, folder: Path, clock: StandingClock
) -> Iterator[Opening]:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.resize(1100, 760)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    made = Opening(qapp, shell, folder, Settings(appearance="light"), clock)
    made.open()
    settle()
    yield made
    made.close()


def wait(qtbot: QtBot, made: RecoveryAssistant) -> None:
    qtbot.waitUntil(lambda: not made.busy, timeout=60_000)
    settle()


def steps(made: RecoveryAssistant) -> list[str]:
    items = (made.steps.itemAt(n) for n in range(made.steps.count()))
    return [item.widget().text() for item in items]  # type: ignore[union-attr]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_damaged_database_is_mended_by_keyboard_alone_and_the_program_opens(
    opening: Opening, folder: Path, qtbot: QtBot
) -> None:
    shell = opening._shell
    page = shell.findChild(TroublePage)
    assert isinstance(page, TroublePage)
    assert audit(shell) == []
    assert page.recover_button.hasFocus()

    press(Qt.Key.Key_Space)
    made = dialog()
    assert isinstance(made, RecoveryAssistant)
    wait(qtbot, made)
    assert audit(made) == []
    assert made.text.text() == "Das geschieht, wenn Sie zustimmen:"
    assert made.loss.text() == "Es geht voraussichtlich nichts verloren."
    assert "Aus der beschädigten Datei ist noch 1 Eintrag lesbar." in steps(made)[1]
    assert made.primary.hasFocus()

    press(Qt.Key.Key_Return)
    wait(qtbot, made)
    assert made.text.text() == "Die Daten sind wieder da. Sie können weiterarbeiten."
    assert audit(made) == []
    press(Qt.Key.Key_Return)
    settle()

    assert shell.hub is not None
    names = {line.surname for line in shell.hub.read(people_list)}
    assert {"Vorher", "Nachher"} <= names
    assert shell.page is not None
    assert shell.page.key == "today"
    assert audit(shell) == []


def test_who_says_no_finds_everything_as_it_was(
    opening: Opening, folder: Path, qtbot: QtBot
) -> None:
    files = {path: path.read_bytes() for path in folder.rglob("*.s*") if path.is_file()}
    opening._recover()
    settle()
    made = dialog()
    assert isinstance(made, RecoveryAssistant)
    wait(qtbot, made)

    press(Qt.Key.Key_Escape)
    settle()

    assert {path: path.read_bytes() for path in files} == files
    assert not [path for path in folder.iterdir() if path.name.startswith("wiederherstellung")]
    assert opening._shell.findChild(TroublePage) is not None


def test_without_anything_to_restore_from_it_says_so_and_can_look_again(
    qtbot: QtBot, look: str, tmp_path: Path
) -> None:
    path = database_path(tmp_path)
    path.write_bytes(b"kein SQLite" * 500)
    made = RecoveryAssistant(Recover(tmp_path, path), None)
    qtbot.addWidget(made)
    made.open()
    wait(qtbot, made)

    assert made.refusal.text.text().startswith("Es gibt keine Sicherung")
    assert not made.primary.isEnabled()
    assert audit(made) == []
    made.again_button.click()
    assert made.busy
    wait(qtbot, made)


def test_a_backup_of_another_pc_opens_with_the_recovery_file(
    qtbot: QtBot, look: str, prepared: Path, tmp_path: Path, clock: StandingClock
) -> None:
    share, folder = tmp_path / "Freigabe", tmp_path / "Neuer PC"
    share.mkdir()
    with open_house(copy_of(prepared, tmp_path / "Alter PC")) as house:
        found(house, share)
        house.person("Weber")
        back_up(house.desk, BackUp(house.folder))
        shutil.copytree(own_place(house.folder), own_place(folder))
        file = house.folder / "stadt.wiederherstellung"
    wish = Recover(folder, database_path(folder), str(share))
    made = RecoveryAssistant(wish, None, clock)
    qtbot.addWidget(made)
    made.open()
    wait(qtbot, made)
    assert made.sheet_button.isVisible()

    made.sheet_button.click()
    settle()
    assert audit(made) == []
    made.try_confirm()
    assert made.seed.form.rows["file"].fault() or made.seed.form.rows["passphrase"].fault()
    made.seed.file.setText(str(file))
    made.seed.passphrase.setText("falsch geraten")
    made.try_confirm()
    wait(qtbot, made)
    assert made.seed.form.rows["passphrase"].fault()
    assert made.seed.file.text() == str(file)
    made.seed.passphrase.setText(PASSPHRASE)
    made.try_confirm()
    qtbot.waitUntil(lambda: not made.busy and made.seed.isHidden(), timeout=60_000)
    settle()

    assert steps(made)[0].startswith("•  Die Sicherung wird geholt: heute")
    made.try_confirm()
    wait(qtbot, made)
    with qtbot.waitSignal(made.recovered):
        made.try_confirm()
    with open_house(folder) as house:
        assert [line.surname for line in house.desk.read(people_list)] == ["Weber"]
