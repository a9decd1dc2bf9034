"""Two desks sold the last seat while they could not see each other: a call, and a decision."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, book
from begegnung.services.calls import calls_of
from begegnung.services.check import check
from begegnung.services.clashes import clashes
from begegnung.settings import load_settings, save_settings
from begegnung.ui.dialogs.settle import SettleDialog
from begegnung.ui.pages.exchange import ExchangePage
from tests.joined import FIRST, SECOND_PC, exchanges, town_in
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, focused, press, tab_to

Key = Qt.Key


def test_two_desks_that_sold_the_last_seat_offline_call_and_decide_once_for_both(
    qtbot: QtBot, start: Start, prepared_exchange: Path, tmp_path: Path
) -> None:
    with town_in(prepared_exchange, tmp_path / "Stadt") as town:
        reception, folder = town.house, tmp_path / "Stadt" / SECOND_PC
        assert reception.folder.name == FIRST
        inge = reception.person("Weiß", "Inge", phone="0231 5550111")
        otto = reception.person("Öz", "Otto", phone="0231 5550777")
        course = reception.offer("Yoga auf dem Stuhl", capacity=1)
        assert exchanges(reception, town.share).complete
        save_settings(folder, replace(load_settings(folder), share=str(town.share)))
        window = start(folder)
        assert window.hub is not None
        office = window.hub.desk
        press(Key.Key_8, CTRL)
        page = window.page
        assert isinstance(page, ExchangePage)

        def exchange() -> None:
            press(Key.Key_F5)
            qtbot.waitUntil(lambda: not page.busy, timeout=60_000)

        exchange()
        reception.book(inge, course)
        held = office.act(book, Book(otto, course)).value
        assert held.state == "booked"
        exchange()
        assert exchanges(reception, town.share).complete
        exchange()

        (seat,) = reception.desk.read(clashes).seats
        assert office.read(clashes).seats[0].id == seat.id
        page.present({"clashes": True})
        (line,) = page.questions.list.lines.lines
        assert line.detail.startswith("„Yoga auf dem Stuhl“ hat 1 Platz, vergeben sind 2; ")
        press(Key.Key_Return)
        dialog = page.findChildren(SettleDialog)[-1]
        while "Otto" not in dialog.phone.text():
            press(Key.Key_Up)
        assert dialog.phone.text() == "Otto Öz: 0231 5550777"
        tab_to("Nicht erreicht")
        press(Key.Key_Space)
        dialog.choices.setFocus()
        press(Key.Key_Return)
        assert page.questions.list.lines.lines == []
        assert focused().accessibleName() == "Jetzt abgleichen"
        exchange()
        assert exchanges(reception, town.share).complete

        assert reception.desk.read(clashes).number == 0
        states = {one.surname: one.state for one in reception.desk.read(bookings_of, course)}
        assert states == {"Weiß": "booked", "Öz": "waiting"}
        calls = reception.desk.read(calls_of, held.booking_id)
        # Both at the same moment: the clock of the test stands.
        assert {call.outcome for call in calls} == {"waits", "no_answer"}

        press(Key.Key_Z, CTRL)
        assert [one.title for one in page.questions.list.lines.lines] == ["Platz"]
        exchange()
        assert exchanges(reception, town.share).complete
        assert [one.id for one in reception.desk.read(clashes).seats] == [seat.id]
        assert office.read(check).clean
        assert reception.desk.read(check).clean
