"""The page Abgleich: two PCs of a house over a real folder, and what only people can decide."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from begegnung.services.exchange import sync_now
from begegnung.services.people import EditPerson, PersonData, edit_person, person_card
from begegnung.settings import load_settings
from begegnung.ui.dialogs.share import ShareDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.exchange import ExchangePage
from begegnung.wiring import open_desk
from tests.desks import House, copy_of, open_house
from tests.joined import found, join
from tests.ui.audit import audit
from tests.ui.keys import settle


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        yield opened


@pytest.fixture
def share(house: House, tmp_path: Path) -> Path:
    """The shared folder, founded by the PC of the house."""
    folder = tmp_path / "Gemeinsamer Ordner für Häuser"
    folder.mkdir()
    found(house, folder)
    return folder


@pytest.fixture
def second(house: House, share: Path, tmp_path: Path) -> Iterator[House]:
    """Another PC of the same house, which has everything that the first one has."""
    folder = tmp_path / "Zweiter PC"
    desk = open_desk(folder, clock=house.clock, device_name="Büro")
    newcomer = House(desk, house.clock, folder)
    join(newcomer, house, share)
    yield newcomer
    desk.close()


Opener = Callable[..., ExchangePage]


@pytest.fixture
def opened(qtbot: QtBot, hub: Hub) -> Opener:
    """Shows the page in a window of its own, with this folder in the settings."""

    def show(share: Path | None = None) -> ExchangePage:
        if share is not None:
            hub.keep(type(hub.settings)(share=str(share)))
        page = ExchangePage(hub)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        settle()
        return page

    return show


def run(qtbot: QtBot, page: ExchangePage) -> None:
    """Exchanges by the page's own action and waits for the end."""
    page.page_actions()[0].trigger()
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)


def sync(*houses: House, share: Path) -> None:
    for one in houses:
        one.clock.go_on(minutes=1)
        assert sync_now(one.desk, one.folder, str(share)).complete


def disagree(house: House, second: House, share: Path) -> str:
    """Both PCs change the telephone of one person without knowing of each other."""
    person = house.person("Müller", "Gerhard")
    sync(house, second, share=share)
    for desk, phone in ((house.desk, "0231 111"), (second.desk, "0231 222")):
        house.clock.go_on(minutes=1)
        desk.act(edit_person, EditPerson(person, PersonData("Müller", "Gerhard", phone=phone)))
    sync(house, second, house, share=share)
    return person


def test_without_a_folder_the_page_says_so_and_offers_to_choose_one(opened: Opener) -> None:
    page = opened()

    assert page.state.sentence.text() == "Noch kein gemeinsamer Ordner gewählt."
    assert not page.page_actions()[0].isEnabled()
    assert page.page_actions()[1].isEnabled()


def test_a_run_hands_over_what_waits_and_says_so(
    qtbot: QtBot, house: House, hub: Hub, share: Path, opened: Opener
) -> None:
    house.person("Müller", "Gerhard")
    page = opened(share)
    assert page.state.sentence.text() == "Noch nicht abgeglichen."
    assert "warten auf den nächsten Abgleich" in page.state.waiting()

    with qtbot.waitSignal(hub.said) as said:
        run(qtbot, page)

    assert said.args is not None
    assert said.args[0].startswith("Abgeglichen: ")
    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – alles ist angekommen."
    assert page.state.waiting() == "Von diesem PC wartet nichts mehr auf den Abgleich."
    assert [(run.title, run.chip) for run in page.runs.lines.lines] == [
        ("heute, 08:00 Uhr", "vollständig")
    ]


def test_what_others_wrote_arrives_and_every_page_hears_of_it(
    qtbot: QtBot, house: House, second: House, hub: Hub, share: Path, opened: Opener
) -> None:
    person = second.person("Öztürk", "Mehmet")
    sync(second, share=share)
    page = opened(share)

    with qtbot.waitSignal(hub.changed) as changed:
        run(qtbot, page)

    assert changed.args is not None
    assert {"person", "booking", "occurrence"} <= changed.args[0]
    assert house.desk.read(person_card, person).surname == "Öztürk"
    partners = {line.title: line.chip for line in page.partners.lines.lines}
    assert partners == {"Haus Linde · Empfang": "dieser PC", "Haus Linde · Büro": ""}


def test_a_folder_that_is_gone_is_explained_and_stays_in_the_log(
    qtbot: QtBot, tmp_path: Path, opened: Opener
) -> None:
    page = opened(tmp_path / "gibt es nicht")

    run(qtbot, page)

    assert page.state.found.text.text().startswith("Der gemeinsame Ordner ist nicht erreichbar")
    assert page.state.found.isVisible()
    assert page.runs.lines.lines[0].chip == "Ordner nicht erreichbar"
    assert page.state.sentence.text().endswith("noch nicht vollständig.")


def test_a_run_can_be_broken_off(qtbot: QtBot, share: Path, opened: Opener) -> None:
    page = opened(share)

    page.page_actions()[0].trigger()
    page.page_actions()[2].trigger()
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)

    assert page.page_actions()[0].isEnabled()
    assert not page.page_actions()[2].isEnabled()


def test_foreign_files_in_the_folder_are_mentioned_in_plain_words(
    qtbot: QtBot, house: House, share: Path, opened: Opener
) -> None:
    sync(house, share=share)
    bundle = next(share.rglob("*.bz"))
    bundle.with_name("Kopie von Programm.bz").write_bytes(b"?")
    page = opened(share)

    run(qtbot, page)

    assert "Fremde Dateien im gemeinsamen Ordner" in page.state.found.text.text()


def test_the_folder_is_tried_before_it_is_taken(
    qtbot: QtBot, hub: Hub, share: Path, tmp_path: Path, opened: Opener
) -> None:
    page = opened()
    page.page_actions()[1].trigger()
    dialog = page.findChild(ShareDialog)
    assert dialog is not None

    dialog.folder.setText(str(tmp_path / "gibt es nicht"))
    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert dialog.isVisible()
    assert "nicht erreichbar" in dialog.form.rows["share"].fault()
    assert hub.settings.share == ""

    dialog.folder.setText(str(share))
    with qtbot.waitSignal(dialog.accepted, timeout=30_000):
        dialog.try_confirm()

    assert load_settings(hub.folder).share == str(share)
    assert [path.name for path in share.rglob("*") if path.is_file()] == []
    assert page.page_actions()[0].isEnabled()


def test_the_log_of_the_runs_names_nobody(
    qtbot: QtBot, house: House, share: Path, opened: Opener
) -> None:
    house.person("Geheimnis", "Gerda")
    page = opened(share)

    run(qtbot, page)

    shown = json.dumps([list(line[:-1]) for line in page.runs.lines.lines])
    assert "Geheimnis" not in shown


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_page_can_be_read_and_reached_by_everybody(
    qtbot: QtBot, look: str, house: House, second: House, share: Path, opened: Opener
) -> None:
    disagree(house, second, share)
    page = opened(share)
    run(qtbot, page)
    settle()

    assert audit(page) == []
