"""Dialogs by which PCs come into the exchange and out of it, over a real folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.services.exchange_page import overview
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.settings import Settings
from begegnung.ui.dialogs.set_up import SetUpPage
from begegnung.ui.exchange.approve import ApproveDialog
from begegnung.ui.exchange.approve_file import ApproveFileDialog
from begegnung.ui.exchange.join import JoinDialog
from begegnung.ui.exchange.revoke import RevokeDialog
from begegnung.ui.exchange.stepping import StepDialog
from begegnung.ui.hub import Hub
from tests.desks import House, open_house
from tests.joined import JoinedTown, exchanges
from tests.ui.audit import audit
from tests.ui.keys import settle

WAIT = 30_000


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[House]:
    """A PC that was never used."""
    with open_house(tmp_path / "Neu") as opened:
        yield opened


def hub_of(house: House, share: Path | None, owner: QWidget) -> Hub:
    """A hub that ends with the window it works for."""
    hub = Hub(house.desk, house.folder, Settings(share=str(share) if share else ""))
    owner.destroyed.connect(hub.exchanging.stop)
    return hub


@pytest.fixture
def window(qtbot: QtBot, look: str) -> QWidget:
    """A window for dialogs to belong to."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def joining(newcomer: House, window: QWidget) -> JoinDialog:
    """The dialog of the new PC."""
    dialog = JoinDialog(hub_of(newcomer, None, window), window)
    dialog.open()
    settle()
    return dialog


@pytest.fixture
def approving(town: JoinedTown, window: QWidget) -> ApproveDialog:
    """The dialog of the PC that may approve."""
    dialog = ApproveDialog(hub_of(town.house, town.share, window), window)
    dialog.open()
    settle()
    return dialog


def idle(qtbot: QtBot, dialog: StepDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    settle()


def ask(qtbot: QtBot, dialog: JoinDialog, share: Path) -> None:
    """The new PC asks over this folder, and shows its words."""
    dialog.folder.field.setText(str(share))
    dialog.try_confirm()
    idle(qtbot, dialog)
    assert dialog.step == 1


def look(qtbot: QtBot, dialog: JoinDialog) -> None:
    """The new PC looks for an answer now."""
    dialog.look()
    qtbot.waitUntil(lambda: not dialog.hub.exchanging.busy, timeout=WAIT)
    settle()


def seen(qtbot: QtBot, dialog: ApproveDialog) -> None:
    """The approving PC has looked who waits."""
    qtbot.waitUntil(lambda: not dialog.looking, timeout=WAIT)
    dialog.look()
    qtbot.waitUntil(lambda: not dialog.looking, timeout=WAIT)
    settle()


def test_a_new_pc_waits_is_approved_by_the_words_and_gets_everything(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog, approving: ApproveDialog
) -> None:
    ask(qtbot, joining, town.share)
    assert joining.hub.settings.share == str(town.share)
    look(qtbot, joining)
    assert joining.state.text() == "Wartet auf die Freigabe. Zuletzt nachgesehen: 08:00 Uhr."

    seen(qtbot, approving)
    assert approving.words.words() == joining.words.words()
    approving.same.set_value("yes")
    assert (approving.who.house.currentText(), approving.who.role.value()) == ("Haus Linde", "pc")
    with qtbot.waitSignal(approving.accepted, timeout=WAIT):
        approving.try_confirm()

    with qtbot.waitSignal(joining.joined, timeout=WAIT):
        joining.look()
    assert joining.done_words.text() == "Dieser PC gehört jetzt zu: Haus Linde."
    own = joining.hub.desk.centre_id
    assert own == town.house.desk.centre_id
    assert len(overview(joining.hub.desk, joining.hub.folder).taking_part) == 4


def test_nobody_is_approved_without_an_answer_to_the_question_or_with_no(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog, approving: ApproveDialog
) -> None:
    ask(qtbot, joining, town.share)
    seen(qtbot, approving)
    approving.who.role.set_value("manager")

    approving.try_confirm()
    assert "erst am Telefon vergleichen" in approving.fault("same")
    approving.same.set_value("no")
    approving.try_confirm()

    assert "stimmen nicht überein" in approving.fault("same")
    assert approving.who.role.value() == "manager"
    assert len(overview(town.house.desk, town.house.folder).pcs) == 3
    look(qtbot, joining)
    assert joining.step == 1


def test_the_answer_belongs_to_the_words_it_was_given_for(
    qtbot: QtBot,
    town: JoinedTown,
    joining: JoinDialog,
    approving: ApproveDialog,
    window: QWidget,
    tmp_path: Path,
) -> None:
    ask(qtbot, joining, town.share)
    with open_house(tmp_path / "Noch einer") as other:
        second = JoinDialog(hub_of(other, None, window), window)
        ask(qtbot, second, town.share)
        seen(qtbot, approving)
        approving.same.set_value("yes")

        approving.list.step(1)

        assert approving.words.words() in (joining.words.words(), second.words.words())
        assert approving.same.value() == ""
        second.reject()


def test_a_wrong_folder_is_told_at_its_input_and_what_was_typed_stays(
    qtbot: QtBot, joining: JoinDialog, tmp_path: Path
) -> None:
    joining.try_confirm()
    assert joining.fault("share") == "Bitte etwas eintragen."
    empty = tmp_path / "leer"
    empty.mkdir()
    for folder, words in (
        (tmp_path / "gibt es nicht", "nicht erreichbar"),
        (empty, "Der gemeinsame Ordner ist leer"),
    ):
        joining.folder.field.setText(str(folder))
        joining.try_confirm()
        idle(qtbot, joining)
        assert words in joining.fault("share")
        assert joining.folder.field.text() == str(folder)
    assert joining.hub.settings.share == ""


def test_a_request_that_waits_shows_its_words_again_after_a_new_start(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog, newcomer: House, window: QWidget
) -> None:
    ask(qtbot, joining, town.share)
    words = joining.words.words()
    joining.reject()

    hub = hub_of(newcomer, town.share, window)
    again = JoinDialog(hub, window)
    page = SetUpPage(hub)
    qtbot.addWidget(page)

    assert again.words.words() == words
    assert page.join_button.text().strip() == "Freigabe: die sechs Wörter zeigen"


def test_the_words_are_heard_one_by_one_and_can_be_copied(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog
) -> None:
    ask(qtbot, joining, town.share)
    words = joining.words
    said: list[str] = []
    for _ in range(6):
        interface = QAccessible.queryAccessibleInterface(words)
        assert interface is not None
        row = interface.child(words.currentIndex().row())
        said.append(row.text(QAccessible.Text.Name))
        QTest.keyClick(words, Qt.Key.Key_Down)

    assert said == [f"{n}. Wort: {word}" for n, word in enumerate(words.words(), start=1)]
    joining.copy_button.click()
    assert QGuiApplication.clipboard().text() == " ".join(words.words())


def test_two_files_on_a_stick_do_what_the_telephone_does(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog, window: QWidget, tmp_path: Path
) -> None:
    request, answer = tmp_path / "pc.anfrage", tmp_path / "pc.antwort"
    joining.files_button.click()
    joining.save_request(str(request))
    joining.save_request(str(request))
    assert "gibt es schon" in joining.refusal.text.text()

    carried = ApproveFileDialog(hub_of(town.house, town.share, window), window)
    carried.open()
    carried.request.setText(str(tmp_path / "weg"))
    carried.answer.setText(str(answer))
    carried.try_confirm()
    idle(qtbot, carried)
    assert carried.fault("request")
    carried.request.setText(str(request))
    carried.try_confirm()
    idle(qtbot, carried)
    assert answer.exists()
    carried.try_confirm()
    qtbot.waitUntil(lambda: not carried.hub.exchanging.busy, timeout=WAIT)

    joining.answer.setText(str(request))
    joining.try_confirm()
    idle(qtbot, joining)
    assert joining.fault("answer")
    joining.answer.setText(str(answer))
    joining.try_confirm()
    idle(qtbot, joining)
    assert joining.refusal.text.text().startswith("Die Antwort ist eingelesen.")
    joining.folder.field.setText(str(town.share))
    with qtbot.waitSignal(joining.joined, timeout=WAIT):
        joining.try_confirm()
    assert joining.hub.desk.centre_id == town.house.desk.centre_id


def test_the_first_pc_of_another_house_keeps_its_house_and_may_approve_the_next(
    qtbot: QtBot,
    town: JoinedTown,
    newcomer: House,
    joining: JoinDialog,
    approving: ApproveDialog,
) -> None:
    newcomer.act(set_up_house, SetUpHouse("Haus Birke"))
    ask(qtbot, joining, town.share)
    seen(qtbot, approving)

    assert not approving.who.house.isVisible()
    assert approving.who.role.value() == "manager"
    approving.same.set_value("yes")
    with qtbot.waitSignal(approving.accepted, timeout=WAIT):
        approving.try_confirm()
    with qtbot.waitSignal(joining.joined, timeout=WAIT):
        joining.look()
    assert joining.done_words.text() == "Dieser PC gehört jetzt zu: Haus Birke."


def test_a_stolen_pc_is_locked_out_and_nothing_it_had_given_is_lost(
    qtbot: QtBot, town: JoinedTown, window: QWidget
) -> None:
    town.second.person("Kaya", "Emine")
    exchanges(town.second, town.share)
    hub = hub_of(town.house, town.share, window)
    view = overview(town.house.desk, town.house.folder)
    pc = next(pc for pc in view.pcs if pc.device == town.second.desk.device)
    dialog = RevokeDialog(hub, pc, window)
    dialog.open()

    dialog.try_confirm()
    assert dialog.fault("reason") == "Bitte etwas eintragen."
    dialog.reason.set_value("stolen")
    assert "Datenschutz" in dialog.hint.text()
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.try_confirm()

    states = {one.device: one.state for one in overview(hub.desk, hub.folder).pcs}
    assert states[pc.device] == "revoked"
    town.second.person("Danach", "Zu spät")
    trouble = exchanges(town.second, town.share).trouble
    assert type(trouble).__name__ == "DeviceRevoked"


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_dialogs_can_be_read_and_reached_by_everybody(
    qtbot: QtBot, town: JoinedTown, joining: JoinDialog, approving: ApproveDialog
) -> None:
    assert audit(joining) == []
    ask(qtbot, joining, town.share)
    seen(qtbot, approving)
    settle()

    assert audit(joining) == []
    assert audit(approving) == []
