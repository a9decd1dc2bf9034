"""A morning at the desk: the list of a course is ticked without touching the mouse."""

from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.services.attendance import sheet
from begegnung.services.bookings import Book, book
from begegnung.services.dates import AddDate, add_date
from begegnung.services.desk import Desk
from begegnung.services.houses import rooms
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, focused, press, type_text

Key = Qt.Key


def a_morning(window: Shell) -> tuple[Desk, str, str]:
    """Three people in a course at ten, a café in the afternoon, and somebody who just comes."""
    assert window.hub is not None
    desk = window.hub.desk
    room = desk.read(rooms)[0].id
    yoga = desk.act(add_offer, AddOffer(OfferData("Yoga auf dem Stuhl", "course"))).value.offer_id
    for surname in ("Aydın", "Becker", "Groß"):
        person = desk.act(add_person, PersonData(surname)).value
        desk.act(book, Book(person, yoga))
    desk.act(add_person, PersonData("Hoffmann", "Erna"))
    treff = desk.act(add_offer, AddOffer(OfferData("Tanzcafé", "open_meeting"))).value.offer_id
    course = desk.act(add_date, AddDate(yoga, MONDAY, 600, 660, room)).value
    return desk, course, desk.act(add_date, AddDate(treff, MONDAY, 840, 960, room)).value


def marked(desk: Desk, occurrence_id: str) -> dict[str, str | None]:
    lines = desk.read(sheet, occurrence_id).lines
    return {line.surname: line.state for line in lines}


def test_a_list_is_ticked_by_keyboard_alone(start: Start, tmp_path: Path) -> None:
    prepare(tmp_path)
    window = start(tmp_path)
    desk, date, cafe = a_morning(window)

    press(Key.Key_5, CTRL)
    assert window.header.title.text() == "Anwesenheit"
    press(Key.Key_Return)
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_A)
    press(Key.Key_Down)
    press(Key.Key_E)
    assert marked(desk, date) == {"Aydın": "present", "Becker": "present", "Groß": "excused"}

    press(Key.Key_Z, CTRL)
    assert marked(desk, date) == {"Aydın": "present", "Becker": "present", "Groß": None}

    press(Key.Key_F9)
    assert marked(desk, date) == dict.fromkeys(("Aydın", "Becker", "Groß"), "present")

    press(Key.Key_Insert)
    type_text(focused(), "hof er")
    press(Key.Key_Return)
    assert marked(desk, date)["Hoffmann"] == "present"

    press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    press(Key.Key_Down)
    press(Key.Key_Return)
    type_text(focused(), "23")
    press(Key.Key_Return)
    press(Key.Key_Plus)
    assert desk.read(sheet, cafe).total == 24

    press(Key.Key_Z, CTRL)
    assert desk.read(sheet, cafe).total == 23
