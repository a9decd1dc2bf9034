"""Dates that lie over each other: counted on the page, listed, shown in the plan, moved apart."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from begegnung.services.dates import AddDate, add_date
from begegnung.services.dates import date_line as line_of
from begegnung.ui.dialogs.double_booked import DoubleBookedDialog
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.pages.rooms import RoomsPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, dialog, press, settle

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def page(shell: Shell) -> RoomsPage:
    shell.go_to("rooms")
    settle()
    assert isinstance(shell.page, RoomsPage)
    return shell.page


def clash(house: House) -> tuple[str, str]:
    """Two dates that an exchange has brought into one room."""
    skat = house.one_date(house.offer("Skat", "group"), 600, 720, day=TUESDAY)
    chess = house.one_date(house.offer("Schach", "group"), 660, 780, day=TUESDAY, room=GYM)
    with house.desk.local_transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE occurrence SET room_id = ? WHERE id = ?", (house.room(), chess)
        )
    return skat, chess


def agreed(house: House) -> None:
    """Two quiet groups in one room, with the reason."""
    room = house.room(GYM)
    house.one_date(house.offer("Lesen", "group"), 900, 960, day=TUESDAY, room=GYM)
    other = house.offer("Stricken", "group")
    house.act(add_date, AddDate(other, TUESDAY, 915, 975, room, overrule="ruhige Gruppen"))


def opened(page: RoomsPage) -> DoubleBookedDialog:
    page.verbs.clashes.trigger()
    settle()
    found = dialog()
    assert isinstance(found, DoubleBookedDialog)
    looked(found)
    return found


def looked(asked: DoubleBookedDialog) -> None:
    """Waits until the list is there."""
    for _ in range(500):
        if not asked.looking:
            break
        QTest.qWait(10)
    assert not asked.looking


def said(asked: DoubleBookedDialog) -> str:
    return " | ".join(w.text() for w in asked.findChildren(QLabel) if w.isVisible())


def test_the_page_counts_what_nobody_has_agreed_to(
    page: RoomsPage, house: House, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not page.clashes.counting)
    assert not page.clashes.isVisible()

    clash(house)
    agreed(house)
    page.hub.changed.emit(frozenset({"occurrence"}))
    qtbot.waitUntil(page.clashes.isVisible)

    assert page.clashes.text() == " Doppelt belegt (1)"
    page.clashes.click()
    settle()
    assert isinstance(dialog(), DoubleBookedDialog)


def test_the_list_names_both_dates_with_room_and_reason(page: RoomsPage, house: House) -> None:
    agreed(house)
    clash(house)
    asked = opened(page)
    lines = [line.sentence() for line in asked.list.lines.lines]

    assert lines == [
        "Skat und Schach, Di., 24.11.2026, 11:00 bis 12:00 Uhr · Saal, doppelt belegt",
        (
            "Lesen und Stricken, Di., 24.11.2026, 15:15 bis 16:00 Uhr · Gymnastikraum · "
            "trotzdem belegt: ruhige Gruppen, mit Grund"
        ),
    ]
    assert "1 Paar von Terminen im selben Raum zur selben Zeit. 1 weitere mit Grund." in said(asked)
    assert audit(asked) == []


def test_enter_shows_the_dates_in_the_plan(page: RoomsPage, house: House) -> None:
    clash(house)
    page.show_mode("month")
    opened(page)

    press(Qt.Key.Key_Return)
    settle()

    assert (page.mode, page.day) == ("day", TUESDAY)
    block = page.views.timeline.current_block()
    assert block is not None
    assert block.line is not None
    assert (block.line.title, block.warning) == ("Skat", "doppelt belegt")


def test_moving_one_of_them_settles_it(page: RoomsPage, house: House) -> None:
    _, chess = clash(house)
    asked = opened(page)
    assert asked.second.accessibleName() == "Schach verlegen, Di., 24.11.2026, 11:00 bis 13:00 Uhr"

    asked.second.click()
    settle()
    move = dialog()
    assert isinstance(move, MoveDialog)
    move.slot.room.set_value(house.room(GYM))
    press(Qt.Key.Key_Return, CTRL)
    settle()

    assert house.desk.read(line_of, chess).room == GYM
    assert dialog() is asked
    looked(asked)
    assert "Kein Raum ist doppelt belegt." in said(asked)
    assert SINGLE in {lane.room for lane in page.views.timeline.sheet.lanes}
