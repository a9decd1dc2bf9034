"""The page Anwesenheit: who came, noted by one key."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from begegnung.db.tables import attendance
from begegnung.services.attendance import CountHeads, Mark, count_heads, mark, sheet
from begegnung.services.dates import CancelDate, cancel_date
from begegnung.ui.attendance.tick_list import letter_places
from begegnung.ui.attendance.walk_in import WalkInDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.attendance import AttendancePage
from tests.desks import MONDAY, House, copy_of, open_house
from tests.ui.audit import audit
from tests.ui.keys import settle

Key = Qt.Key
PEOPLE = (("Aydın", "Ayşe"), ("Becker", "Horst"), ("Müller", "Gerda"))


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        yield opened


@pytest.fixture
def yoga(house: House) -> str:
    """A date of today with three booked people."""
    offer = house.offer(capacity=12)
    for surname, first_name in PEOPLE:
        house.book(house.person(surname, first_name), offer)
    return house.one_date(offer)


@pytest.fixture
def cafe(house: House) -> str:
    """A date of today that is counted by heads."""
    return house.one_date(house.offer("Tanzcafé", "open_meeting"), 840, 960)


Opener = Callable[[], AttendancePage]


@pytest.fixture
def opened(qtbot: QtBot, hub: Hub) -> Opener:
    """Shows the page in a window of its own."""

    def show() -> AttendancePage:
        page = AttendancePage(hub)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        settle()
        return page

    return show


def states(house: House, occurrence_id: str) -> list[str | None]:
    return [line.state for line in house.desk.read(sheet, occurrence_id).lines]


def chips(page: AttendancePage) -> list[tuple[str, str]]:
    return [(line.title, line.chip) for line in page.dates.lines.lines]


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_each_date_of_the_day_says_how_far_it_is(
    house: House, yoga: str, cafe: str, opened: Opener
) -> None:
    first = house.desk.read(sheet, yoga).lines[0]
    house.act(mark, Mark(yoga, first.person_id, "present"))
    house.act(count_heads, CountHeads(cafe, 23))
    off = house.one_date(house.offer("Malkreis"), 1020, 1080)
    house.act(cancel_date, CancelDate(off, "Leitung verhindert"))
    house.one_date(house.offer("Englisch"), 1080, 1140)

    page = opened()

    assert chips(page) == [
        ("Yoga auf dem Stuhl", "eingetragen 1 von 3"),
        ("Tanzcafé", "Kopfzahl 23"),
        ("Malkreis", "fällt aus"),
        ("Englisch", "keine Anmeldung"),
    ]


def test_one_key_ticks_the_current_person(house: House, yoga: str, opened: Opener) -> None:
    people = opened().sheet.people

    press(people, Key.Key_Space, Key.Key_Down, Key.Key_E, Key.Key_Down, Key.Key_U)
    assert states(house, yoga) == ["present", "excused", "absent"]

    press(people, Key.Key_Delete, Key.Key_Up, Key.Key_A, Key.Key_Up, Key.Key_Space)
    assert states(house, yoga) == [None, "present", None]


def test_a_screen_reader_hears_name_and_state(yoga: str, opened: Opener) -> None:
    page = opened()

    press(page.sheet.people, Key.Key_E)

    model = page.sheet.people.lines
    spoken = [model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in (0, 1)]
    assert spoken == ["Ayşe Aydın, entschuldigt", "Horst Becker, noch nichts eingetragen"]


def test_a_click_on_a_letter_sets_its_state_and_beside_it_ticks(
    house: House, yoga: str, opened: Opener
) -> None:
    people = opened().sheet.people
    ground = people.visualRect(people.lines.index(1))
    excused = letter_places(ground.toRectF().adjusted(4, 2, -4, -2))["excused"].center().toPoint()

    QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=excused)
    assert states(house, yoga) == [None, "excused", None]

    beside = QPoint(40, ground.center().y())
    QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert states(house, yoga) == [None, "present", None]


def test_all_present_leaves_what_is_entered(house: House, yoga: str, opened: Opener) -> None:
    page = opened()
    press(page.sheet.people, Key.Key_U)

    page.page_actions()[0].trigger()

    assert states(house, yoga) == ["absent", "present", "present"]
    assert not page.page_actions()[0].isEnabled()
    assert chips(page) == [("Yoga auf dem Stuhl", "fertig · 2 anwesend")]


def test_undo_takes_the_last_tick_back_and_the_page_follows(
    house: House, hub: Hub, yoga: str, opened: Opener
) -> None:
    page = opened()
    press(page.sheet.people, Key.Key_A, Key.Key_Down, Key.Key_A)

    hub.undo()

    assert states(house, yoga) == ["present", None, None]
    assert chips(page) == [("Yoga auf dem Stuhl", "eingetragen 1 von 3")]
    assert page.sheet.people.currentIndex().row() == 1


def test_somebody_without_a_booking_is_found_and_ticked(
    qtbot: QtBot, house: House, yoga: str, opened: Opener
) -> None:
    house.person("Hoffmann", "Erna", birth_year=1948)
    page = opened()

    page.page_actions()[1].trigger()
    dialog = page.findChild(WalkInDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.search.field, "hof er")
    press(dialog.search.field, Key.Key_Return)

    lines = house.desk.read(sheet, yoga).lines
    assert [(x.surname, x.booked, x.state) for x in lines if not x.booked] == [
        ("Hoffmann", False, "present")
    ]
    current = page.sheet.people.current_line()
    assert current is not None
    assert (current.title, current.detail) == ("Hoffmann, Erna", "ohne Anmeldung dabei")


def test_somebody_unknown_is_noted_and_ticked(house: House, yoga: str, opened: Opener) -> None:
    page = opened()
    page.page_actions()[1].trigger()
    dialog = page.findChild(WalkInDialog)
    assert dialog is not None

    QTest.keyClicks(dialog.search.field, "Neumann Karl")
    press(dialog.search.field, Key.Key_Return)
    person = dialog.findChild(PersonDialog)
    assert person is not None
    person.try_confirm()

    guests = [line for line in house.desk.read(sheet, yoga).lines if not line.booked]
    assert [(x.surname, x.first_name, x.state) for x in guests] == [("Neumann", "Karl", "present")]


def test_heads_are_counted_by_plus_and_minus_or_typed(
    house: House, cafe: str, opened: Opener
) -> None:
    field = opened().sheet.counter.field

    press(field, Key.Key_Plus, Key.Key_Plus, Key.Key_Minus)
    assert house.desk.read(sheet, cafe).total == 1

    field.selectAll()
    QTest.keyClicks(field, "23")
    press(field, Key.Key_Return)
    assert house.desk.read(sheet, cafe).total == 23


def test_a_number_that_is_none_is_explained_and_stays_to_be_corrected(
    house: House, cafe: str, opened: Opener
) -> None:
    counter = opened().sheet.counter

    QTest.keyClicks(counter.field, "2x")
    press(counter.field, Key.Key_Return)

    assert counter.problem() == "„2x“ passt nicht. Bitte eine Zahl größer als null eintragen."
    assert counter.field.text() == "2x"
    assert house.desk.read(sheet, cafe).total is None


def test_a_count_can_be_taken_away(house: House, cafe: str, opened: Opener) -> None:
    house.act(count_heads, CountHeads(cafe, 5))
    counter = opened().sheet.counter

    counter.clear_button.click()

    assert house.desk.read(sheet, cafe).total is None
    assert counter.field.text() == ""


def test_a_past_day_is_noted_as_entered_late_and_says_so(
    house: House, yoga: str, opened: Opener
) -> None:
    house.clock.go_on(days=1)
    page = opened()

    page.present({"occurrence_id": yoga})
    press(page.sheet.people, Key.Key_A)

    assert "nachgetragen" in page.sheet.late.text()
    assert page.sheet.late.isVisible()
    late = house.desk.read(
        lambda view: view.connection.execute(select(attendance.c.entered_late)).scalars().all()
    )
    assert late == [True]


def test_a_cancelled_date_takes_no_ticks(house: House, yoga: str, opened: Opener) -> None:
    house.act(cancel_date, CancelDate(yoga, "Leitung verhindert"))

    page = opened()

    assert page.sheet.sentence() == "Dieser Termin fällt aus: Leitung verhindert."
    assert not page.sheet.people.isVisible()


def test_an_empty_day_leads_to_the_next_one_with_dates(
    house: House, qtbot: QtBot, opened: Opener
) -> None:
    house.one_date(house.offer(), day=MONDAY + timedelta(days=9))
    page = opened()

    assert page.nothing.isVisible()
    page.nothing.button.click()

    assert page.subtitle() == "Mittwoch, 2. Dezember 2026"
    assert [title for title, _ in chips(page)] == ["Yoga auf dem Stuhl"]


def test_the_next_morning_shows_the_new_day_unless_another_was_chosen(
    house: House, yoga: str, opened: Opener
) -> None:
    page = opened()
    house.clock.go_on(days=1)
    page.enter()
    assert page.subtitle() == "Dienstag, 24. November 2026"

    page.present({"day": date(2026, 11, 20)})
    house.clock.go_on(days=1)
    page.enter()
    assert page.subtitle() == "Freitag, 20. November 2026"


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_page_can_be_read_and_reached_by_everybody(
    look: str, yoga: str, cafe: str, opened: Opener
) -> None:
    page = opened()

    assert audit(page) == []
    page.dates.choose(cafe)
    settle()
    assert audit(page) == []
