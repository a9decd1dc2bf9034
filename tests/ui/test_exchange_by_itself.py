"""The exchange that nobody has to think of: at the start, after a failure, before the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from begegnung.services.exchange import exchange_state
from begegnung.services.exchange_runs import earlier_runs
from begegnung.settings import Settings
from begegnung.ui.exchange.at_the_end import ClosingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.joined import JoinedTown, exchanges
from tests.ui.audit import audit
from tests.ui.keys import settle

WAIT = 30_000


@pytest.fixture
def house(town: JoinedTown) -> House:
    """The first PC of the house."""
    return town.house


@pytest.fixture
def hub(house: House, town: JoinedTown, look: str) -> Iterator[Hub]:
    """The hub on that PC, the shared folder chosen."""
    made = Hub(house.desk, house.folder, Settings(share=str(town.share)))
    yield made
    made.exchanging.stop()


@pytest.fixture
def window(hub: Hub, qtbot: QtBot) -> Shell:
    """The window with Heute in front."""
    made = Shell()
    qtbot.addWidget(made, before_close_func=lambda _: hub.exchanging.stop())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.attach(hub)
    made.open_for_work()
    settle()
    return made


def done(qtbot: QtBot, hub: Hub) -> None:
    qtbot.waitUntil(lambda: not hub.exchanging.busy, timeout=WAIT)
    settle()


def runs(house: House) -> int:
    """How often this PC has tried."""
    return sum(run.times for run in house.desk.read(earlier_runs))


def test_the_first_look_exchanges_quietly_and_the_next_only_after_a_failure_or_long(
    qtbot: QtBot, town: JoinedTown, house: House, hub: Hub
) -> None:
    said: list[str] = []
    hub.said.connect(lambda sentence, _: said.append(sentence))
    hub.refused.connect(said.append)
    before = runs(house)

    hub.exchanging.look()
    done(qtbot, hub)
    hub.exchanging.look()
    assert runs(house) == before + 1

    away = town.share.rename(town.share.with_name("abgezogen"))
    house.clock.go_on(hours=13)
    for _ in range(3):
        hub.exchanging.look()
        done(qtbot, hub)
    assert runs(house) == before + 4
    away.rename(town.share)
    hub.exchanging.look()
    done(qtbot, hub)
    hub.exchanging.look()
    assert runs(house) == before + 5
    assert said == []


def test_nothing_runs_by_itself_without_a_folder_or_without_an_exchange(
    house: House, town: JoinedTown, prepared: Path, look: str
) -> None:
    from tests.desks import open_house

    alone = Hub(house.desk, house.folder, Settings())
    with open_house(prepared) as outside:
        stranger = Hub(outside.desk, outside.folder, Settings(share=str(town.share)))
        for hub in (alone, stranger):
            hub.exchanging.look()
            assert not hub.exchanging.busy
            assert not hub.exchanging.wanted_at_end()


def test_a_run_that_somebody_wants_during_another_follows_it(
    qtbot: QtBot, house: House, hub: Hub
) -> None:
    before = runs(house)
    hub.exchanging.start(quiet=True)
    house.person("Kaya", "Emine")
    hub.exchanging.start()
    hub.exchanging.start()
    done(qtbot, hub)

    assert runs(house) == before + 2
    assert house.desk.read(exchange_state).waiting == 0


def test_closing_hands_over_first_and_closes_by_itself(
    qtbot: QtBot, town: JoinedTown, house: House, window: Shell
) -> None:
    house.person("Kaya", "Emine")

    window.close()
    assert window.isVisible()
    dialog = window.findChild(ClosingDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Abgleich läuft …"
    assert audit(dialog) == []
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)

    assert house.desk.read(exchange_state).waiting == 0
    assert exchanges(town.second, town.share).complete


def test_closing_without_anything_new_closes_at_once(window: Shell) -> None:
    window.close()

    assert not window.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_nobody_has_to_wait_for_it(
    qtbot: QtBot, house: House, hub: Hub, window: Shell, key: Qt.Key
) -> None:
    house.person("Kaya", "Emine")
    window.close()
    dialog = window.findChild(ClosingDialog)
    assert dialog is not None

    QTest.keyClick(dialog, key)
    settle()

    assert window.isVisible() == (key == Qt.Key.Key_Escape)
    done(qtbot, hub)
