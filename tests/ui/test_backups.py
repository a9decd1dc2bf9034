"""Backups in the window: how it stands, making one, a second place, and what Heute says of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from begegnung.services import disk_space
from begegnung.services.backup_places import SECOND_FOLDER, backups_at, own_place
from begegnung.services.backups import BackUp, BackupState, backup_state
from begegnung.services.upkeep import keep_up
from begegnung.services.upkeep_state import note_state
from begegnung.settings import load_settings
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.today import TodayPage
from begegnung.ui.recovery.backup_card import BackupCard
from begegnung.ui.recovery.backups_dialog import BackupsDialog
from begegnung.ui.recovery.damage import DamageDialog
from begegnung.ui.recovery.upkeeping import Upkeeping, back_up_at_the_end
from begegnung.ui.shell import Shell
from begegnung.wiring import database_path
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, press, settle


@pytest.fixture(autouse=True)
def no_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fifty megabytes for every test."""
    monkeypatch.setattr(disk_space, "RESERVE", 1)


@pytest.fixture
def opened(shell: Shell, hub: Hub, qtbot: QtBot) -> BackupsDialog:
    made = BackupsDialog(hub, shell)
    made.open()
    wait(qtbot, made)
    return made


def wait(qtbot: QtBot, made: BackupsDialog) -> None:
    qtbot.waitUntil(lambda: not made.busy, timeout=30_000)
    settle()


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_nothing_of_it_shuts_anybody_out(opened: BackupsDialog, qtbot: QtBot) -> None:
    assert audit(opened) == []
    opened.back_up()
    wait(qtbot, opened)

    assert audit(opened) == []


def test_a_backup_is_made_by_one_key_and_can_be_tried(
    opened: BackupsDialog, house: House, qtbot: QtBot
) -> None:
    assert opened.last.text() == "Von diesem PC gibt es noch keine Sicherung."
    assert not opened.try_button.isEnabled()
    assert opened.now_button.hasFocus()

    press(Qt.Key.Key_Space)
    assert opened.working.text() == "Es wird gesichert. Sie können weiterarbeiten."
    wait(qtbot, opened)

    assert opened.working.text() == "Gesichert und geprüft."
    assert opened.last.text() == "Letzte Sicherung: heute, 09:10 Uhr."
    assert len(backups_at(own_place(house.folder))) == 1
    assert [line.title for line in opened.found.lines.lines] == ["23.11.2026, 09:10 Uhr"]

    opened.try_button.click()
    wait(qtbot, opened)

    assert opened.working.text().startswith("Die Sicherung ist in Ordnung.")
    assert opened.trial.text().startswith("Zur Probe zurückgeholt: heute, 09:10 Uhr. Alle ")


def test_a_second_place_is_kept_and_one_that_is_not_there_is_said_at_its_input(
    opened: BackupsDialog, house: House, hub: Hub, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.take_place(str(tmp_path / "kein Stick"))
    wait(qtbot, opened)
    assert "Diesen Ordner gibt es gerade nicht" in opened.form.rows["second"].fault()
    assert opened.second.text() == str(tmp_path / "kein Stick")
    assert hub.settings.backup_folder == ""

    (tmp_path / "Stick").mkdir()
    opened.take_place(str(tmp_path / "Stick"))
    wait(qtbot, opened)
    assert load_settings(house.folder).backup_folder == str(tmp_path / "Stick")
    opened.back_up()
    wait(qtbot, opened)

    assert opened.working.text() == "Gesichert und geprüft. Am zweiten Ort liegt sie auch."
    assert len(backups_at(tmp_path / "Stick" / SECOND_FOLDER)) == 1
    assert opened.found.lines.lines[0].chip == "2 Orte"
    assert audit(opened) == []


def test_a_house_without_an_exchange_is_told_to_print_a_sheet_and_can(
    opened: BackupsDialog, qtbot: QtBot
) -> None:
    opened.back_up()
    wait(qtbot, opened)
    assert "hilft auch der Stick nicht" in opened.warning.text.text()

    opened.sheet_button.click()
    wait(qtbot, opened)

    made = dialog()
    assert isinstance(made, PrintDialog)
    made.reject()
    settle()
    assert opened.warning.isHidden()
    assert "Bitte gut verwahren" in opened.working.text()


def test_what_stands_in_the_way_is_said_and_the_dialog_stays(
    opened: BackupsDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(disk_space, "LEAST_FOR_WORK", 1 << 60)

    opened.back_up()
    wait(qtbot, opened)

    assert opened.refusal.text.text().startswith("Auf diesem PC ist fast kein Platz mehr")
    assert opened.isVisible()
    assert opened.now_button.isEnabled()


def said_on_today(shell: Shell) -> list[str]:
    assert isinstance(shell.page, TodayPage)
    return [made.accessibleName() for made in shell.page.notices.buttons]


def state_of(hub: Hub) -> BackupState:
    return backup_state(hub.desk, BackUp(hub.folder))


def test_heute_says_once_what_is_urgent_and_leads_to_the_backups(
    shell: Shell, hub: Hub, house: House, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    keep_up(hub.desk, BackUp(hub.folder))
    hub.show_backups(state_of(hub))
    assert not [said for said in said_on_today(shell) if "Sicherung" in said]

    monkeypatch.setattr("begegnung.services.backups.free_space", lambda _: 300 << 20)
    note_state(hub.folder, backup_trouble="DiskFull")
    (house.folder / disk_space.RESERVE_FILE).write_bytes(b"")
    hub.show_backups(state_of(hub))

    (said,) = [said for said in said_on_today(shell) if "Sicherungen ansehen" in said]
    assert "nur noch 300 MB frei" in said
    assert isinstance(shell.page, TodayPage)
    shell.page.notices.buttons[0].click()
    settle()
    made = dialog()
    assert isinstance(made, BackupsDialog)
    wait(qtbot, made)
    assert audit(shell) == []


def test_the_card_for_the_page_abgleich_says_how_it_stands(
    shell: Shell, hub: Hub, qtbot: QtBot
) -> None:
    wanted: list[bool] = []
    card = BackupCard(lambda: wanted.append(True))
    qtbot.addWidget(card)
    card.resize(600, 260)
    card.show()
    card.show_state(None, hub.desk.now_ms())
    assert card.last.text() == "Der Stand wird gleich nachgesehen."

    keep_up(hub.desk, BackUp(hub.folder))
    card.show_state(state_of(hub), hub.desk.now_ms())
    settle()
    card.open_button.click()

    assert card.last.text() == "Letzte Sicherung: heute, 09:10 Uhr."
    assert card.warning.isHidden()
    assert wanted == [True]
    assert audit(card) == []


def test_the_window_looks_after_backups_by_itself(
    shell: Shell, hub: Hub, house: House, qtbot: QtBot
) -> None:
    care = Upkeeping(hub, shell)
    care.look()
    qtbot.waitUntil(lambda: not care.busy, timeout=30_000)

    assert hub.backups is not None
    assert hub.backups.last_ms == hub.desk.now_ms()
    assert len(backups_at(own_place(house.folder))) == 1
    house.clock.go_on(hours=9)
    house.person("Abends")
    back_up_at_the_end(hub)
    assert max(line.made.hour for line in backups_at(own_place(house.folder))) == 18
    care.stop()


def test_damage_is_said_with_the_way_out(
    shell: Shell, hub: Hub, house: House, qtbot: QtBot
) -> None:
    house.desk.close()
    with database_path(house.folder).open("r+b") as file:
        file.seek(30 * 4096)
        file.write(b"\xff" * (60 * 4096))
    care = Upkeeping(hub, shell)

    with qtbot.waitSignal(care.damaged, timeout=30_000):
        care.look()
    care.stop()
    made = DamageDialog(hub.desk, shell)
    made.open()
    settle()

    assert audit(made) == []
    with qtbot.waitSignal(made.restart):
        press(Qt.Key.Key_Return)


def test_an_entry_that_needed_the_reserve_is_said_once(shell: Shell, hub: Hub) -> None:
    from begegnung.services.people import PersonData, add_person

    hub.desk.reserve_given = True
    hub.act(add_person, PersonData("Weber"), "gespeichert")

    assert shell.message.text.text().startswith("Der Datenträger war voll.")
    assert not hub.desk.reserve_given
    assert QApplication.activeWindow() is shell
