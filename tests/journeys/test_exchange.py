"""Closing time: the desk chooses the shared folder, exchanges and settles, all by keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from begegnung.services.check import check
from begegnung.services.exchange import sync_now
from begegnung.services.people import EditPerson, PersonData, add_person, edit_person, person_card
from begegnung.settings import load_settings
from begegnung.ui.pages.exchange import ExchangePage
from begegnung.wiring import open_desk
from tests.desks import House, StandingClock, open_house, prepare
from tests.joined import found, join
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, focused, press, settle, type_text

Key = Qt.Key


def test_two_pcs_exchange_and_a_doubtful_telephone_is_settled_once_for_both(
    qtbot: QtBot, clock: StandingClock, start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(tmp_path / "Daten") as first:
        found(first, share)
    window = start(tmp_path / "Daten")
    assert window.hub is not None
    desk = window.hub.desk
    who = desk.act(add_person, PersonData("Kaya", "Emine", "0231 100")).value

    press(Key.Key_8, CTRL)
    page = window.page
    assert isinstance(page, ExchangePage)
    choose = next(made for made in page.page_actions() if made.text() == "Ordner wählen")
    choose.trigger()
    settle()
    type_text(focused(), str(share))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(load_settings(tmp_path / "Daten").share), timeout=10_000)
    press(Key.Key_F5)
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)

    other_folder = tmp_path / "Büro"
    other = open_desk(other_folder, clock=clock, device_name="Büro")
    join(House(other, clock, other_folder), House(desk, clock, window.hub.folder), share)
    other.act(edit_person, EditPerson(who, PersonData("Kaya", "Emine", "0231 300")))
    desk.act(edit_person, EditPerson(who, PersonData("Kaya", "Emine", "0231 200")))
    sync_now(other, other_folder, str(share))
    press(Key.Key_F5)
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)

    qtbot.waitUntil(page.questions.list.isVisible, timeout=30_000)
    page.present({"clashes": True})
    press(Key.Key_Return)
    press(Key.Key_Return)
    settled = desk.read(person_card, who).phone
    press(Key.Key_F5)
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)
    sync_now(other, other_folder, str(share))

    assert not page.questions.list.isVisible()
    assert settled in ("0231 200", "0231 300")
    assert other.read(person_card, who).phone == settled
    assert desk.read(check).clean
    assert other.read(check).clean
    other.close()
