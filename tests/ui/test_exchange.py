"""The page Abgleich: how it stands, in words, with three PCs of two houses over a real folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from begegnung.services.people import people_list, person_card
from begegnung.services.revoking import revoke
from begegnung.services.staff import AddStaff, add_staff
from begegnung.settings import Settings, load_settings
from begegnung.ui.dialogs.share import ShareDialog
from begegnung.ui.exchange.refill import RefillDialog
from begegnung.ui.exchange.revoke import PcDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.exchange import ExchangePage
from tests.desks import House
from tests.joined import JoinedTown, exchanges
from tests.ui.audit import audit
from tests.ui.keys import settle


@pytest.fixture
def house(town: JoinedTown) -> House:
    """The first PC of the house, which is one of the city."""
    return town.house


@pytest.fixture
def hub(house: House, town: JoinedTown, look: str) -> Iterator[Hub]:
    """The hub on that PC, the shared folder chosen."""
    made = Hub(house.desk, house.folder, Settings(share=str(town.share)))
    yield made
    made.exchanging.stop()


Opener = Callable[[Hub], ExchangePage]


@pytest.fixture
def opened(qtbot: QtBot) -> Opener:
    """Shows the page in a window of its own."""

    def show(hub: Hub) -> ExchangePage:
        page = ExchangePage(hub)
        qtbot.addWidget(page)
        page.resize(1100, 760)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        settle()
        return page

    return show


@pytest.fixture
def page(hub: Hub, opened: Opener) -> ExchangePage:
    """The page of a PC that takes part."""
    return opened(hub)


def run(qtbot: QtBot, page: ExchangePage) -> None:
    """Exchanges by the page's own action and waits for the end."""
    page.verbs.start.trigger()
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)


def all_exchange(town: JoinedTown) -> None:
    """Everybody twice: then all have everything."""
    for one in (town.house, town.second, town.other) * 2:
        one.clock.go_on(minutes=1)
        assert exchanges(one, town.share).complete


def chips(page: ExchangePage) -> list[str]:
    """The states of the PCs, in the order of the list."""
    return [line.chip for line in page.partners.lines.lines]


def visible(page: ExchangePage) -> set[str]:
    """What can be done on the page now."""
    return {made.text() for made in page.page_actions() if made.isVisible() and made.isEnabled()}


def test_a_pc_of_no_exchange_is_offered_the_ways_into_one(opened: Opener, prepared: Path) -> None:
    from tests.desks import open_house

    with open_house(prepared) as alone:
        page = opened(Hub(alone.desk, alone.folder, Settings()))

        assert page.state.sentence.text() == "Noch kein gemeinsamer Ordner gewählt."
        assert visible(page) == {
            "Diesen PC anmelden",
            "Abgleich einrichten",
            "Abgleich wiederherstellen",
        }
        assert chips(page) == ["dieser PC"]


def test_a_run_hands_over_what_waits_and_says_who_has_to_fetch_it(
    qtbot: QtBot, house: House, hub: Hub, page: ExchangePage
) -> None:
    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – 3 von 3 PCs gleich."
    hub.act(add_staff, AddStaff("Frau Empfang"))
    assert page.state.waiting() == (
        "Ihre Eingaben sind auf diesem PC gesichert (1 Änderung wartet)."
    )

    with qtbot.waitSignal(hub.said) as said:
        run(qtbot, page)

    assert said.args is not None
    assert said.args[0] == "Abgeglichen: 1 gesendet."
    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – alles ist angekommen."
    assert page.state.others() == (
        "2 von 3 PCs gleich. 1 PC holt das Neueste beim nächsten eigenen Abgleich."
    )
    assert page.state.waiting() == "Von diesem PC wartet nichts mehr auf den Abgleich."
    assert sorted(chips(page)) == ["dieser PC", "gleich", "wartet auf Neues"]


def test_what_others_wrote_arrives_and_every_page_hears_of_it(
    qtbot: QtBot, town: JoinedTown, hub: Hub, page: ExchangePage
) -> None:
    person = town.second.person("Öztürk", "Mehmet")
    assert exchanges(town.second, town.share).complete

    with qtbot.waitSignal(hub.changed) as changed:
        run(qtbot, page)

    assert changed.args is not None
    assert {"person", "booking", "occurrence"} <= changed.args[0]
    assert town.house.desk.read(person_card, person).surname == "Öztürk"
    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – 3 von 3 PCs gleich."


def test_a_folder_that_is_gone_is_explained_and_the_days_without_it_are_counted(
    qtbot: QtBot, town: JoinedTown, house: House, page: ExchangePage
) -> None:
    away = town.share.rename(town.share.with_name("abgezogen"))
    house.person("Arndt", "Otto")

    run(qtbot, page)
    assert page.state.sentence.text() == (
        "Abgleich heute, 08:00 Uhr nicht gelungen: Netzlaufwerk nicht erreichbar."
    )
    assert page.state.found.text.text().startswith("Der gemeinsame Ordner ist nicht erreichbar")
    house.clock.go_on(days=5)
    for _ in range(2):
        house.clock.go_on(minutes=30)
        run(qtbot, page)

    assert page.state.sentence.text() == (
        "Seit 5 Tagen kein Abgleich: Netzlaufwerk nicht erreichbar."
    )
    assert page.state.waiting() == (
        "Ihre Eingaben sind auf diesem PC gesichert (1 Änderung wartet)."
    )
    newest = page.runs.lines.lines[0]
    assert newest.chip == "Netzlaufwerk nicht erreichbar"
    assert newest.title == "23.11.2026, 08:00 Uhr, bis heute, 09:00 Uhr (3 Versuche)"
    assert not any("nicht da" in said for said in page.state.remarks.sentences())
    away.rename(town.share)


def test_a_run_can_be_broken_off(qtbot: QtBot, page: ExchangePage) -> None:
    page.verbs.start.trigger()
    page.verbs.cancel.trigger()
    qtbot.waitUntil(lambda: not page.busy, timeout=30_000)

    assert page.verbs.start.isEnabled()
    assert not page.verbs.cancel.isEnabled()


def test_what_is_wrong_in_the_folder_is_told_with_what_becomes_of_it(
    town: JoinedTown, page: ExchangePage
) -> None:
    known = set(town.share.rglob("*.bz"))
    town.second.person("Horn", "Edith")
    exchanges(town.second, town.share)
    (new,) = set(town.share.rglob("*.bz")) - known
    whole = new.read_bytes()
    new.write_bytes(whole[: len(whole) // 2])
    new.with_name("Kopie von Programm.bz").write_bytes(b"?")

    exchanges(town.house, town.share)
    page.reload()

    assert page.state.remarks.sentences() == [
        "1 beschädigte Datei wurde beiseitegelegt. Ein PC, der sie noch hat, legt sie wieder hin.",
        "1 fremde Datei liegt im gemeinsamen Ordner. Sie stört nicht.",
    ]
    for one in (town.second, town.house):
        assert exchanges(one, town.share).complete
    page.reload()
    assert page.state.remarks.sentences() == [
        "1 beschädigte Datei wurde ersetzt.",
        "1 fremde Datei liegt im gemeinsamen Ordner. Sie stört nicht.",
    ]
    town.house.clock.go_on(days=2)
    page.reload()
    assert page.state.remarks.sentences() == []


def test_a_pc_that_stays_away_is_named_with_the_days(
    qtbot: QtBot, town: JoinedTown, house: House, page: ExchangePage
) -> None:
    house.clock.go_on(days=9)
    house.person("Vogt", "Ilse")

    run(qtbot, page)

    (said,) = page.state.remarks.sentences()
    assert "war 9 Tage nicht da." in said
    assert sorted(chips(page)) == ["9 Tage nicht da", "dieser PC", "gleich"]


def test_a_locked_out_pc_is_told_so_and_can_ask_anew(
    town: JoinedTown, opened: Opener, look: str
) -> None:
    second = town.second
    revoke(town.house.desk, town.house.folder, str(town.share), second.desk.device)
    hub = Hub(second.desk, second.folder, Settings(share=str(town.share)))
    exchanges(second, town.share)

    page = opened(hub)

    assert page.state.sentence.text() == "Dieser PC ist für den Abgleich gesperrt."
    assert "Diesen PC anmelden" in visible(page)
    assert "Abgleich einrichten" not in visible(page)


def test_the_folder_is_tried_before_it_is_taken(
    qtbot: QtBot, hub: Hub, page: ExchangePage, tmp_path: Path
) -> None:
    other = tmp_path / "Anderer Ordner"
    other.mkdir()
    page.verbs.choose.trigger()
    dialog = page.findChild(ShareDialog)
    assert dialog is not None

    dialog.folder.setText(str(tmp_path / "gibt es nicht"))
    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert dialog.isVisible()
    assert "nicht erreichbar" in dialog.form.rows["share"].fault()

    dialog.folder.setText(str(other))
    with qtbot.waitSignal(dialog.accepted, timeout=30_000):
        dialog.try_confirm()

    assert load_settings(hub.folder).share == str(other)
    assert [path.name for path in other.rglob("*") if path.is_file()] == []


def test_the_reception_decides_nothing_about_pcs(
    qtbot: QtBot, house: House, hub: Hub, page: ExchangePage
) -> None:
    house.act(add_staff, AddStaff("Frau Leitung", role="manager"))
    house.desk.actor = house.act(add_staff, AddStaff("Herr Empfang")).value

    for made in (page.verbs.approve, page.verbs.choose, page.verbs.sheets):
        with qtbot.waitSignal(hub.refused) as refused:
            made.trigger()
        assert refused.args is not None
        assert refused.args[0].startswith("Das kann nur ")


def test_the_saved_log_names_nobody(
    house: House, hub: Hub, page: ExchangePage, tmp_path: Path
) -> None:
    house.person("Geheimnis", "Gerda")
    exchanges(house, Path(hub.settings.share))
    file = tmp_path / "protokoll.txt"

    page.save_log(file)

    text = file.read_bytes().decode("utf-8")
    assert "3 von 3" not in text
    assert "vollständig, 1 gesendet" in text
    assert house.desk.device in text
    for secret in ("Geheimnis", "Gerda", "Empfang", str(tmp_path)):
        assert secret not in text


def test_a_pc_of_the_list_opens_by_enter_and_says_what_its_state_means(
    town: JoinedTown, page: ExchangePage
) -> None:
    page.partners.choose(town.second.desk.device)
    QTest.keyClick(page.partners, Qt.Key.Key_Return)

    dialog = page.findChild(PcDialog)
    assert dialog is not None
    assert dialog.windowTitle().startswith("Haus Linde · ")
    assert dialog.revoke_button.isVisible()
    dialog.name.setText(" ")
    dialog.try_confirm()
    assert dialog.form.rows["name"].fault() == "Bitte etwas eintragen."
    dialog.name.setText("empfang")
    dialog.try_confirm()
    assert dialog.form.rows["name"].fault() == "„empfang“ gibt es schon."
    dialog.name.setText("Büro")
    dialog.try_confirm()
    current = page.partners.current_line()
    assert current is not None
    assert current.title == "Haus Linde · Büro"


def test_an_emptied_folder_is_filled_again_by_one_press_of_somebody_who_knows(
    qtbot: QtBot, town: JoinedTown, hub: Hub, page: ExchangePage
) -> None:
    town.house.person("Arndt")
    assert "Ordner wieder einrichten" not in visible(page)
    for path in sorted(town.share.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    run(qtbot, page)
    assert page.state.sentence.text().endswith("der gemeinsame Ordner ist nicht wiederzuerkennen.")
    page.verbs.refill.trigger()
    dialog = page.findChild(RefillDialog)
    assert dialog is not None
    assert audit(dialog) == []

    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)

    assert page.state.sentence.text() == "Abgleich heute, 08:00 Uhr – alles ist angekommen."
    assert "Ordner wieder einrichten" not in visible(page)
    assert exchanges(town.second, town.share).complete
    assert [line.surname for line in town.second.desk.read(people_list)] == ["Arndt"]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_page_can_be_read_and_reached_by_everybody(
    qtbot: QtBot, town: JoinedTown, house: House, page: ExchangePage
) -> None:
    house.clock.go_on(days=9)
    house.person("Vogt", "Ilse")
    run(qtbot, page)
    settle()

    assert audit(page) == []
