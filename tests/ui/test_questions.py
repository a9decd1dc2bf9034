"""Zu klären in the window: whole sentences, proposals by keyboard, the next question after each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from begegnung.db.tables import offer
from begegnung.services import staff
from begegnung.services.booking_lists import bookings_of
from begegnung.services.clashes import clashes
from begegnung.services.people import person_card
from begegnung.settings import Settings
from begegnung.ui.dialogs.merge import MergeDialog
from begegnung.ui.dialogs.settle import SettleDialog
from begegnung.ui.exchange.questions import QuestionsCard
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import scrolled
from tests.services.clash_scenarios import NEVER_ARRIVED, change, phone
from tests.services.two_pcs import TwoPcs, copied, opened, two_pcs
from tests.ui.audit import audit
from tests.ui.keys import CTRL, focused, press, settle, tab_to, type_text

Key = Qt.Key


@pytest.fixture(scope="module")
def disagreeing(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two PCs with one question each about a place, a room, a telephone and a person."""
    folder = tmp_path_factory.mktemp("disagreeing")
    with two_pcs(prepared, folder) as pcs:
        here, there = pcs.both
        inge = here.person("Weiß", "Inge", phone="0231 111")
        otto = here.person("Öz", "Otto", phone="0231 5550777")
        course = here.offer("Yoga auf dem Stuhl", capacity=1)
        skat, bingo = here.offer("Skat"), here.offer("Bingo")
        pcs.meet()
        here.book(inge, course)
        phone(here, inge, "0231 222")
        here.one_date(skat, 1000, 1060)
        here.person("Neu", "Erna", phone="0231 777")
        there.clock.go_on(minutes=5)
        there.book(otto, course)
        phone(there, inge, "0231 333")
        there.one_date(bingo, 1030, 1090)
        there.person("Neu", "Erna", phone="0231 777")
        pcs.meet()
    return folder


@pytest.fixture
def pcs(disagreeing: Path, tmp_path: Path) -> Iterator[TwoPcs]:
    """The two PCs a little later."""
    with opened(copied(disagreeing, tmp_path)) as both:
        for one in both.both:
            one.clock.go_on(minutes=30)
        yield both


@pytest.fixture
def hub(pcs: TwoPcs, look: str) -> Hub:
    """The hub on the PC of the reception."""
    return Hub(pcs.empfang.desk, pcs.empfang.folder, Settings(appearance=look))  # type: ignore[arg-type]


Opener = Callable[..., QuestionsCard]


@pytest.fixture
def shown(qtbot: QtBot, hub: Hub) -> Opener:
    """Shows the questions in a window of their own, the focus on the list."""
    windows: list[QWidget] = []

    def show(width: int = 1100, height: int = 700) -> QuestionsCard:
        card = QuestionsCard(hub)
        window = scrolled(card)
        window.setAccessibleName("Abgleich")
        windows.append(window)
        qtbot.addWidget(window)
        hub.changed.connect(lambda _: card.reload())
        window.resize(width, height)
        card.reload()
        card.look_thoroughly()
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: not card.looking, timeout=30_000)
        card.focus_list()
        settle()
        return card

    return show


def titles(card: QuestionsCard) -> list[str]:
    """What the questions are about."""
    return [line.title for line in card.list.lines.lines]


def opened_by_enter(card: QuestionsCard, kind: str) -> SettleDialog:
    """The dialog of the question of this kind, reached by the arrow keys."""
    press(Key.Key_Home)
    for _ in range(titles(card).index(kind)):
        press(Key.Key_Down)
    assert card.list.current_line().title == kind  # type: ignore[union-attr]
    press(Key.Key_Return)
    return card.findChildren(SettleDialog)[-1]


def test_every_question_is_told_in_one_whole_sentence_to_the_eye_and_to_the_ear(
    shown: Opener,
) -> None:
    card = shown(width=560)

    assert titles(card) == ["Platz", "Raum", "Angabe", "Mögliche Dublette"]
    line = card.list.lines.lines[2]
    assert line.detail == (
        "Die Telefonnummer von Inge Weiß wurde an zwei PCs verschieden geändert: "
        "0231 333 (Büro, heute 08:06 Uhr) oder 0231 222 (Empfang, heute 08:01 Uhr)."
    )
    assert line.sentence() == f"Angabe: {line.detail}"
    metrics = card.list.fontMetrics()
    for row, each in enumerate(card.list.lines.lines):
        place = card.list.visualRect(card.list.lines.index(row, 0))
        lines = -(-metrics.horizontalAdvance(each.detail) // place.width())
        assert place.height() >= (lines + 1) * metrics.height(), each.detail
    assert card.list.height() >= sum(
        card.list.sizeHintForRow(row) for row in range(len(titles(card)))
    )


def test_all_questions_are_settled_by_keyboard_one_after_the_other(
    pcs: TwoPcs, shown: Opener
) -> None:
    card = shown()
    (seat,) = pcs.empfang.desk.read(clashes).seats

    dialog = opened_by_enter(card, "Platz")
    assert focused() is dialog.people
    press(Key.Key_Return)
    assert focused() is dialog.choices
    press(Key.Key_Return)
    assert titles(card) == ["Raum", "Angabe", "Mögliche Dublette"]
    assert focused() is card.list
    dialog = opened_by_enter(card, "Raum")
    press(Key.Key_Down)
    press(Key.Key_Return)
    dialog = opened_by_enter(card, "Angabe")
    press(Key.Key_Down)
    press(Key.Key_Return)
    dialog = opened_by_enter(card, "Mögliche Dublette")
    press(Key.Key_End)
    press(Key.Key_Return)

    assert titles(card) == []
    assert card.nothing.isVisible()
    assert not card.list.isVisible()
    pcs.meet()
    assert pcs.questions().number == 0
    states = [line.state for line in pcs.buero.desk.read(bookings_of, seat.offer_id)]
    assert sorted(states) == ["booked", "waiting"]


def test_after_the_last_question_it_is_said_that_all_is_settled(
    qtbot: QtBot, shown: Opener
) -> None:
    card = shown()
    for kind in ("Raum", "Angabe", "Platz"):
        opened_by_enter(card, kind)
        if kind == "Platz":
            press(Key.Key_Return)
        press(Key.Key_Return)
    opened_by_enter(card, "Mögliche Dublette")
    press(Key.Key_End)
    with qtbot.waitSignal(card.settled):
        press(Key.Key_Return)

    assert card.nothing.text() == "Es gibt nichts zu klären."


def test_a_decision_is_taken_back_and_the_question_is_there_again(
    pcs: TwoPcs, hub: Hub, qtbot: QtBot, shown: Opener
) -> None:
    card = shown()
    who = pcs.empfang.desk.read(clashes).values[0].entity_id
    opened_by_enter(card, "Angabe")
    press(Key.Key_Down)
    with qtbot.waitSignal(hub.said) as said:
        press(Key.Key_Return)
    assert said.args == ["Geklärt: 0231 222 (Empfang, heute 08:01 Uhr)", True]
    assert pcs.empfang.desk.read(person_card, who).phone == "0231 222"

    hub.undo()
    settle()

    assert titles(card) == ["Platz", "Raum", "Angabe", "Mögliche Dublette"]
    assert pcs.empfang.desk.read(person_card, who).phone == "0231 333"


def test_a_reason_is_asked_for_where_it_is_needed_and_kept(pcs: TwoPcs, shown: Opener) -> None:
    card = shown()
    dialog = opened_by_enter(card, "Raum")
    assert not dialog.form.isVisible()
    while dialog.choices.current_key() != "leave":
        press(Key.Key_Down)
    press(Key.Key_Return)
    assert focused() is dialog.typed["reason"]
    press(Key.Key_Return, CTRL)
    assert dialog.form.rows["reason"].fault() == "Bitte etwas eintragen."
    type_text(focused(), "Trennwand wird geschlossen")

    press(Key.Key_Return)

    assert focused() is card.list
    assert titles(card) == ["Platz", "Angabe", "Mögliche Dublette"]


def test_who_is_called_is_chosen_first_and_her_number_stands_beside_what_came_of_it(
    pcs: TwoPcs, shown: Opener
) -> None:
    card = shown()
    dialog = opened_by_enter(card, "Platz")
    assert dialog.phone.text() == "Otto Öz: 0231 5550777"
    assert "Otto Öz anrufen (0231 5550777)" in dialog.choices.lines.lines[0].title

    tab_to("Nicht erreicht")
    press(Key.Key_Space)
    assert dialog.isVisible()
    assert "1 Anruf: nicht erreicht" in dialog.people.current_line().detail  # type: ignore[union-attr]
    dialog.people.setFocus()
    press(Key.Key_Up)

    assert dialog.phone.text() == "Inge Weiß: 0231 333"
    assert "Inge Weiß anrufen (0231 333)" in dialog.choices.lines.lines[0].title
    assert len(dialog.choices.lines.lines) == 4


def test_two_entries_of_one_person_are_compared_before_they_are_made_one(
    pcs: TwoPcs, shown: Opener
) -> None:
    card = shown()
    opened_by_enter(card, "Mögliche Dublette")
    press(Key.Key_Return)

    merging = QApplication.activeWindow()
    assert isinstance(merging, MergeDialog)
    merging.try_confirm()
    settle()
    assert titles(card) == ["Platz", "Raum", "Angabe"]


def test_a_question_that_changed_meanwhile_is_shown_anew_and_what_was_typed_stays(
    pcs: TwoPcs, shown: Opener
) -> None:
    card = shown()
    dialog = opened_by_enter(card, "Platz")
    press(Key.Key_Return)
    press(Key.Key_End)
    type_text(dialog.typed["reason"], "Es passt")
    (seat,) = pcs.empfang.desk.read(clashes).seats
    pcs.empfang.act(change, (offer, seat.offer_id, {"capacity": 0}))

    dialog.try_confirm()
    settle()

    assert dialog.isVisible()
    assert "inzwischen" in dialog.refusal.text.text()
    assert dialog.typed["reason"].text() == "Es passt"


def test_a_question_that_somebody_else_settled_meanwhile_says_so_and_can_only_be_closed(
    pcs: TwoPcs, shown: Opener
) -> None:
    card = shown()
    dialog = opened_by_enter(card, "Angabe")
    (value,) = pcs.empfang.desk.read(clashes).values
    pcs.decide(pcs.empfang, value, "value-2")

    dialog.try_confirm()
    settle()

    assert dialog.refusal.text.text().startswith("Das ist schon geklärt")
    assert not dialog.primary.isVisible()
    assert focused() is dialog.cancel_button
    press(Key.Key_Return)
    assert focused() is card.list


def test_a_way_that_only_the_manager_may_go_says_so_before_it_is_tried(
    pcs: TwoPcs, shown: Opener
) -> None:
    pcs.empfang.act(staff.add_staff, staff.AddStaff("Frau Blum", "manager"))
    helper = pcs.empfang.act(staff.add_staff, staff.AddStaff("Herr Stern")).value
    pcs.empfang.desk.actor = helper
    card = shown()
    dialog = opened_by_enter(card, "Platz")

    chips = {line.key: line.chip for line in dialog.choices.lines.lines}
    assert chips == {"waiting-2": "", "resigned-2": "", "places": "", "leave": "nur Leitung"}
    press(Key.Key_Return)
    press(Key.Key_End)
    type_text(dialog.typed["reason"], "bitte")
    press(Key.Key_Return)
    assert "Das kann nur die Leitung" in dialog.refusal.text.text()
    assert dialog.isVisible()


def test_where_more_is_known_is_one_button_away(hub: Hub, qtbot: QtBot, shown: Opener) -> None:
    card = shown()
    opened_by_enter(card, "Raum")
    tab_to("Im Raumplan zeigen")
    with qtbot.waitSignal(hub.wanted) as wanted:
        press(Key.Key_Space)

    assert wanted.args is not None
    assert wanted.args[0] == "rooms"


def test_what_never_arrived_is_found_beside_the_window(
    qtbot: QtBot, pcs: TwoPcs, shown: Opener
) -> None:
    NEVER_ARRIVED.here(pcs.empfang, {})
    pcs.empfang.clock.go_on(days=8)
    card = shown()

    assert titles(card)[-1] == "Zuordnung"
    opened_by_enter(card, "Zuordnung")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: not card.looking, timeout=30_000)
    assert "Zuordnung" not in titles(card)


def test_with_letters_twice_as_high_the_current_entry_stays_in_view(
    qapp: QApplication, shown: Opener
) -> None:
    THEME.apply(qapp, "light", 200)
    try:
        card = shown(900, 600)
        dialog = opened_by_enter(card, "Raum")
        dialog.resize(700, 500)
        settle()
        for _ in range(6):
            press(Key.Key_Down)
            place = dialog.choices.visualRect(dialog.choices.currentIndex())
            corner = dialog.choices.viewport().mapTo(dialog, place.center())
            assert dialog.rect().contains(corner)
            assert dialog.choices.viewport().visibleRegion().contains(place.center())
        assert audit(dialog) == []
        QTest.keyClick(dialog, Key.Key_Escape)
    finally:
        THEME.apply(qapp, "light")


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_list_and_dialog_can_be_read_and_reached_by_everybody(look: str, shown: Opener) -> None:
    card = shown()
    assert audit(card.window()) == []
    for kind in titles(card):
        dialog = opened_by_enter(card, kind)
        settle()
        assert audit(dialog) == [], kind
        press(Key.Key_Escape)
