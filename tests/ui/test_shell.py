"""The window around the pages: keys, messages, undo, history, users, starting twice."""

import logging
import os
import subprocess
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from begegnung.model.errors import NothingToUndo
from begegnung.services.opened_files import place_to_open
from begegnung.services.people import PersonData, add_person, people_list
from begegnung.settings import Settings, load_settings
from begegnung.texts import german
from begegnung.ui.app import Opening
from begegnung.ui.crash import LOG, CrashDialog, install, where
from begegnung.ui.dialogs.help import HelpDialog
from begegnung.ui.dialogs.history import HistoryDialog
from begegnung.ui.dialogs.set_up import SetUpPage
from begegnung.ui.dialogs.staff import UserDialog
from begegnung.ui.hub import Hub
from begegnung.ui.only_window import OnlyWindow
from begegnung.ui.shell import AREAS, Shell
from begegnung.ui.theme import THEME
from begegnung.ui.trouble_page import TroublePage
from begegnung.wiring import DATABASE
from tests.desks import House, copy_of
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


def names(house: House) -> set[str]:
    return {line.surname for line in house.desk.read(people_list)}


def add(shell: Shell, surname: str) -> None:
    assert shell.hub is not None
    shell.hub.act(add_person, PersonData(surname), f"{surname} ist angelegt")
    settle()


def test_every_page_has_its_key(shell: Shell) -> None:
    for number, area in enumerate(AREAS, start=1):
        press(Qt.Key(Qt.Key.Key_0 + number), CTRL)

        assert shell.page is not None
        assert shell.page.key == area.key
        assert shell.header.title.text() == area.title
        assert shell.page.isAncestorOf(focused()) or focused() is shell.page


def test_nothing_is_offered_twice_in_the_search(shell: Shell) -> None:
    for area in AREAS:
        shell.go_to(area.key)
        texts = [made.text() for made in shell.actions_now()]

        assert len(texts) == len(set(texts)), area.key


def test_the_head_names_house_user_and_last_exchange(shell: Shell) -> None:
    assert shell.windowTitle() == "Haus Linde"
    assert shell.rail.house.text() == "Haus Linde"
    assert shell.status.exchange.text() == "Noch kein Abgleich"


def test_what_was_done_can_be_taken_back_by_key_and_by_button(shell: Shell, house: House) -> None:
    add(shell, "Neumann")
    assert shell.toast.text.text() == "Neumann ist angelegt"

    press(Qt.Key.Key_Z, CTRL)
    assert "Neumann" not in names(house)
    assert shell.toast.text.text() == "Rückgängig gemacht – Person angelegt: Neumann"
    assert not shell.toast.undo_button.isVisible()

    press(Qt.Key.Key_Y, CTRL)
    assert "Neumann" in names(house)
    shell.toast.undo_button.click()
    assert "Neumann" not in names(house)


def test_typing_is_undone_in_its_field_first(shell: Shell, house: House) -> None:
    add(shell, "Neumann")
    shell.go_to("people")
    type_text(focused(), "xyz")

    press(Qt.Key.Key_Z, CTRL)
    assert "Neumann" in names(house)

    while focused().isUndoAvailable():  # type: ignore[attr-defined]
        press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert "Neumann" not in names(house)


def test_a_refusal_stays_until_it_is_closed(shell: Shell) -> None:
    assert shell.hub is not None
    shell.hub.refused.emit(german(NothingToUndo()))
    settle()

    assert shell.message.isVisible()
    assert shell.message.text.text() == "Es gibt nichts, was sich rückgängig machen lässt."
    assert audit(shell) == []
    shell.message.close_button.click()
    assert not shell.message.isVisible()


def test_the_history_shows_today_with_what_was_taken_back(shell: Shell) -> None:
    add(shell, "Neumann")
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_H, CTRL)

    opened = dialog()
    assert isinstance(opened, HistoryDialog)
    first, second = opened.list.lines.lines[:2]
    assert first.title == "Rückgängig gemacht – Person angelegt: Neumann"
    assert (second.title, second.chip) == ("Person angelegt: Neumann", "rückgängig gemacht")
    assert audit(opened) == []

    opened.list.setCurrentIndex(opened.list.lines.index(1, 0))
    opened.look()
    assert opened.step_button.accessibleName() == "Diesen Schritt wiederherstellen"
    opened.step_button.click()
    assert opened.list.lines.lines[0].title.startswith("Wiederhergestellt")
    assert opened.step_button.accessibleName() == "Diesen Schritt zurücknehmen"


def test_help_says_the_steps_and_the_keys(shell: Shell) -> None:
    press(Qt.Key.Key_F1)

    opened = dialog()
    assert isinstance(opened, HelpDialog)
    text = opened.text.toPlainText()
    assert "Strg+Z" in text
    assert "Warteliste" in text
    assert audit(opened) == []


def test_somebody_else_takes_the_desk_and_is_remembered(shell: Shell, house: House) -> None:
    press(Qt.Key.Key_U, CTRL)
    opened = dialog()
    assert isinstance(opened, UserDialog)
    assert audit(opened) == []
    opened.name.setText("Herr Neu")
    opened.try_confirm()
    settle()

    assert shell.status.user.text() == "Angemeldet: Herr Neu, Empfang"
    assert load_settings(house.folder).last_user == house.desk.actor
    add(shell, "Neumann")
    press(Qt.Key.Key_H, CTRL)
    history = dialog()
    assert isinstance(history, HistoryDialog)
    assert history.list.lines.lines[0].detail.startswith("Herr Neu")


def test_a_dialog_gives_the_focus_back(shell: Shell) -> None:
    before = focused()
    press(Qt.Key.Key_F1)
    press(Qt.Key.Key_Escape)

    assert focused() is before


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_first_start_shuts_nobody_out(
    look: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    opening = Opening(qapp, shell, tmp_path / "Daten", Settings())
    opening.open()
    settle()
    page = shell.findChild(SetUpPage)
    assert isinstance(page, SetUpPage)

    page.go_on()

    assert page.name.accessibleDescription() == "Bitte etwas eintragen."
    assert audit(shell) == []
    opening.close()


def test_what_was_opened_elsewhere_goes_when_the_program_begins_and_ends(
    look: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    opening = Opening(qapp, shell, tmp_path, Settings())
    before = place_to_open(tmp_path, "Teilnehmerliste.pdf", b"%PDF")

    opening.open()
    assert not before.exists()
    during = place_to_open(tmp_path, "Teilnehmerliste.pdf", b"%PDF")
    opening.close()

    assert not during.exists()


def test_data_that_cannot_be_opened_are_explained(
    look: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / DATABASE).write_bytes(b"kein SQLite" * 500)
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    opening = Opening(qapp, shell, tmp_path, Settings())

    opening.open()
    settle()

    page = shell.findChild(TroublePage)
    assert isinstance(page, TroublePage)
    assert page.message.text.text().startswith("Die Datenbank ist beschädigt")
    assert page.path.text() == str(tmp_path)
    assert (tmp_path / DATABASE).read_bytes().startswith(b"kein SQLite")
    assert audit(shell) == []
    opening.close()


def test_a_second_start_calls_the_first_window_and_ends(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    called: list[bool] = []
    first = OnlyWindow(tmp_path)
    assert first.acquire()
    first.listen(lambda: called.append(True))
    command = [sys.executable, "-m", "begegnung", "--data", str(tmp_path)]
    second = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")

    qtbot.waitUntil(lambda: bool(called), timeout=30_000)
    _, said = second.communicate(timeout=30)

    assert second.returncode == 3
    assert "Das Programm ist schon geöffnet" in said
    first.release()
    again = OnlyWindow(tmp_path)
    assert again.acquire()
    again.release()


def test_the_program_starts_on_its_data_shows_heute_and_ends(
    furnished: Path, tmp_path: Path
) -> None:
    folder, picture = copy_of(furnished, tmp_path / "Daten"), tmp_path / "heute.png"
    code = (
        "import sys; from pathlib import Path; from begegnung.ui.app import run_window;"
        "sys.exit(run_window(Path(sys.argv[1]), grab=Path(sys.argv[2])))"
    )
    command = [sys.executable, "-X", "faulthandler", "-c", code, str(folder), str(picture)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert not QImage(str(picture)).isNull()
    assert not (folder / "begegnung.log").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    command = [sys.executable, "-m", "begegnung", "--data", str(tmp_path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 3
    assert done.stderr.startswith("Es gibt keinen Bildschirm für das Fenster.")


def test_a_fault_is_shown_without_names_of_people(shell: Shell) -> None:
    def fail() -> None:
        raise ValueError("Gerhard Müller")

    with pytest.raises(ValueError, match="Gerhard") as caught:
        fail()
    details = where(caught.value)
    opened = CrashDialog(details, shell)
    opened.open()
    settle()

    assert "ValueError" in details
    assert "test_shell.py" in details
    assert "Müller" not in opened.details.toPlainText()
    assert audit(opened) == []


def test_a_fault_is_noted_once_shown_once_and_the_window_goes_on(
    shell: Shell, tmp_path: Path
) -> None:
    before = sys.excepthook
    try:
        install(tmp_path, shell)
        for _ in range(2):
            error = ValueError("Gerhard Müller")
            sys.excepthook(ValueError, error, None)
        settle()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog)]
        press(Qt.Key.Key_Return)
        settle()
    finally:
        sys.excepthook = before
        log = logging.getLogger("begegnung")
        for handler in [h for h in log.handlers if isinstance(h, RotatingFileHandler)]:
            handler.close()
            log.removeHandler(handler)

    assert len(shown) == 1
    assert shell.isActiveWindow()
    noted = (tmp_path / LOG).read_text(encoding="utf-8")
    assert noted.count("ValueError") == 2
    assert "Müller" not in noted


def test_the_window_is_painted_before_the_database_is_imported() -> None:
    code = (
        "import sys\n"
        "from begegnung.ui.shell import Shell\n"
        "import begegnung.ui.app\n"
        "heavy = {'sqlalchemy', 'alembic', 'reportlab', 'holidays', 'cryptography'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )

    assert done.stderr.strip() == ""


def test_another_look_and_larger_letters_take_effect_at_once(hub: Hub, shell: Shell) -> None:
    from begegnung.ui.dialogs.appearance import AppearanceDialog

    opened = AppearanceDialog(hub, shell)
    opened.open()
    assert audit(opened) == []
    opened.appearance.set_value("dark")
    opened.scale.set_value(130)
    opened.try_confirm()
    settle()

    assert THEME.dark
    assert THEME.em == 26
    assert load_settings(hub.folder).appearance == "dark"
    assert audit(shell) == []
