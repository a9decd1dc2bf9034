"""A city begins to exchange: the first PC founds, a second one joins by six words, by keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from begegnung.services.check import check
from begegnung.services.people import PersonData, add_person
from begegnung.services.present import local_now
from begegnung.ui.dialogs.set_up import EXISTING
from begegnung.ui.exchange.approve import ApproveDialog
from begegnung.ui.exchange.found import FoundDialog
from begegnung.ui.exchange.join import JoinDialog
from begegnung.ui.pages.exchange import ExchangePage
from begegnung.ui.shell import Shell
from tests.desks import StandingClock, content, prepare
from tests.joined import CHEAP
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, focused, press, settle, tab_to, type_text

Key = Qt.Key
WAIT = 30_000
PASSPHRASE = "Korb Ziege Laterne Mond"


def exchange_page(window: Shell) -> ExchangePage:
    """The page Abgleich, by its key."""
    press(Key.Key_8, CTRL)
    page = window.page
    assert isinstance(page, ExchangePage)
    return page


def open_by_key(window: Shell, name: str, kind: type) -> object:
    """Goes to a button by Tab and presses it; gives the dialog that opens."""
    tab_to(name)
    press(Key.Key_Space)
    found = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    assert found
    return found[-1]


def test_the_first_pc_founds_the_second_joins_by_six_words_and_both_see_the_same(
    qtbot: QtBot, clock: StandingClock, start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    share, file = tmp_path / "Freigabe", tmp_path / "stadt.wiederherstellung"
    share.mkdir()
    first = start(tmp_path / "Daten")
    assert first.hub is not None
    first.hub.act(add_person, PersonData("Kaya", "Emine", "0231 100"))
    page = exchange_page(first)

    founding = open_by_key(first, "Abgleich einrichten", FoundDialog)
    assert isinstance(founding, FoundDialog)
    founding._cost = CHEAP
    type_text(focused(), str(share))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: founding.step == 1, timeout=WAIT)
    type_text(focused(), PASSPHRASE)
    press(Key.Key_Tab)
    type_text(focused(), PASSPHRASE)
    press(Key.Key_Return)
    type_text(focused(), str(file))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: founding.step == 3, timeout=WAIT)
    tab_to("Zwei Blätter sind gut verwahrt")
    press(Key.Key_Space)
    press(Key.Key_Return)
    settle()
    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – alles ist angekommen."

    second = start(tmp_path / "Neuer PC")
    joining = open_by_key(second, EXISTING, JoinDialog)
    assert isinstance(joining, JoinDialog)
    type_text(focused(), str(share))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: joining.step == 1, timeout=WAIT)
    read_out = joining.words.words()

    first.activateWindow()
    settle()
    approving = open_by_key(first, "PCs freigeben", ApproveDialog)
    assert isinstance(approving, ApproveDialog)
    qtbot.waitUntil(lambda: not approving.looking, timeout=WAIT)
    settle()
    assert approving.words.words() == read_out
    tab_to("Stimmen die Wörter überein?")
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert "stimmen nicht überein" in approving.fault("same")
    press(Key.Key_Up)
    with qtbot.waitSignal(approving.accepted, timeout=WAIT):
        press(Key.Key_Return)

    joining.activateWindow()
    settle()
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: joining.step == 3, timeout=WAIT)
    press(Key.Key_Return)
    settle()
    assert second.hub is not None
    assert second.windowTitle() == "Haus Linde"
    second.hub.act(add_person, PersonData("Horn", "Edith"))

    clock.go_on(minutes=5)
    for window in (second, first, second):
        window.activateWindow()
        settle()
        shown = exchange_page(window)
        press(Key.Key_F5)
        qtbot.waitUntil(lambda page=shown: not page.busy, timeout=WAIT)
    at = f"{local_now(clock()):%H:%M}"
    assert shown.state.sentence.text() == f"Abgleich heute, {at} Uhr – 2 von 2 PCs gleich."
    desks = [window.hub.desk for window in (first, second) if window.hub is not None]
    assert desks[0].read(content) == desks[1].read(content)
    assert [desk.read(check).clean for desk in desks] == [True, True]
