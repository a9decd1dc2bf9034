"""Registration day at the desk, by keyboard alone: booking, paying, printing, moving up."""

from pathlib import Path

import page as validator
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from begegnung.model.rows import BookingLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, BookTogether, book_together
from begegnung.services.dates import AddDate, add_date
from begegnung.services.houses import rooms
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.people import PersonData, add_person, find_people
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.moved_up import MovedUpDialog
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.dialogs.sign_off import SignOffDialog
from begegnung.ui.dialogs.substitute import SubstituteDialog
from begegnung.ui.dialogs.transfer import TransferDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, StandingClock, open_house, prepare
from tests.journeys.conftest import Start
from tests.journeys.keyboard import Keyboard
from tests.processes import PROCESSES
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text

Key = Qt.Key


@pytest.fixture
def shell(start: Start, tmp_path: Path) -> Shell:
    """The window on a house with some people, nobody registered."""
    prepare(tmp_path / "Daten")
    return start(tmp_path / "Daten")


@pytest.fixture
def hub(shell: Shell) -> Hub:
    assert shell.hub is not None
    return shell.hub


def offer_today(hub: Hub, title: str, start: int = 600, **known: object) -> str:
    """An offer with one date today, at ten if nothing else is said."""
    data = OfferData(title, "course", room_id=hub.read(rooms)[0].id, **known)  # type: ignore[arg-type]
    offer_id = hub.act(add_offer, AddOffer(data)).value.offer_id
    hub.act(add_date, AddDate(offer_id, MONDAY, start, start + 60, data.room_id))
    settle()
    return offer_id


def people(hub: Hub, *names: str) -> list[str]:
    """People with a telephone each."""
    return [
        hub.act(add_person, PersonData(name, "Ada", phone=f"0231 5550{n:02}")).value
        for n, name in enumerate(names)
    ]


def by_name(hub: Hub, offer_id: str) -> dict[str, BookingLine]:
    return {line.surname: line for line in hub.read(bookings_of, offer_id)}


def states(hub: Hub, offer_id: str) -> dict[str, str]:
    return {name: line.state for name, line in by_name(hub, offer_id).items()}


def open_people(title: str, tab: str) -> None:
    """Goes to the people of an offer, or to its waiting list, by keys."""
    press(Key.Key_2, CTRL)
    type_text(focused(), title)
    press(Key.Key_Return)
    tab_to("Termine")
    for _ in range(1 if tab == "Angemeldete" else 2):
        press(Key.Key_Tab, CTRL)
    tab_to(tab)


def by_search(action: str) -> None:
    """Does something of the page by the search over everything."""
    press(Key.Key_K, CTRL)
    type_text(focused(), action)
    press(Key.Key_Return)
    settle()


# The list of names under the field of the file dialog is a window of its own.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_found_booked_paid_and_printed_in_ten_keys(
    shell: Shell, hub: Hub, qtbot: QtBot, tmp_path: Path
) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", fee_cents=4000, capacity=8)
    people(hub, "Müller", "Adler")
    hub.show("today")
    settle()
    keyboard = Keyboard()

    keyboard.keys(Key.Key_F2, "mul", Key.Key_Return)
    assert by_name(hub, offer)["Müller"].state == "booked"
    keyboard.keys(Key.Key_Return)
    assert by_name(hub, offer)["Müller"].paid_cents == 4000
    keyboard.keys(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(dialog(), PrintDialog), timeout=20_000)
    keyboard.keys(Key.Key_Return)

    assert keyboard.count <= 10
    qtbot.waitUntil(lambda: isinstance(dialog(), QFileDialog), timeout=5_000)
    path = tmp_path / "Bestätigung.pdf"
    press(Key.Key_A, CTRL)
    type_text(focused(), str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert validator.validate_pdf(str(path), profile="ua1").is_compliant


def book_elsewhere(folder: Path, person_id: str, offer_id: str) -> None:
    """Another process at another desk of the house takes a place."""
    with open_house(folder) as house:
        house.book(person_id, offer_id)


def test_on_registration_day_the_second_desk_is_told_who_took_the_last_place(
    shell: Shell, hub: Hub, tmp_path: Path
) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", capacity=1)
    _ada, other = people(hub, "Müller", "Adler")
    press(Key.Key_F2)
    asked = dialog()
    assert isinstance(asked, BookDialog)
    assert asked.seats.text() == "1 frei"
    type_text(focused(), "mul")

    process = PROCESSES.Process(target=book_elsewhere, args=(tmp_path / "Daten", other, offer))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    press(Key.Key_Return)

    assert asked.paying.said.text.text() == (
        "Der letzte Platz wurde eben an einem anderen Arbeitsplatz vergeben. "
        "Ada Müller steht auf der Warteliste, Platz 1: Yoga auf dem Stuhl."
    )
    assert states(hub, offer) == {"Adler": "booked", "Müller": "waiting"}


def test_a_caller_nobody_knows_is_noted_while_the_telephone_is_in_the_hand(
    shell: Shell, hub: Hub
) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", fee_cents=4000)
    people(hub, "Müller")

    press(Key.Key_F2)
    type_text(focused(), "Öztürk Ayşe")
    press(Key.Key_Return)
    asked = dialog()
    assert isinstance(asked, BookDialog)
    type_text(focused(), "0231 555017")
    press(Key.Key_Return)
    assert dialog() is asked
    press(Key.Key_Escape)
    settle()

    assert shell.isActiveWindow()
    assert states(hub, offer) == {"Öztürk": "booked"}
    assert hub.read(find_people, "öztürk")[0].phone == "0231 555017"


def test_a_couple_waits_together_and_moves_up_together(shell: Shell, hub: Hub) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", capacity=2)
    people(hub, "Adler", "Buche", "Fink", "Frank")
    for name in ("adl", "buc"):
        press(Key.Key_F2)
        type_text(focused(), name)
        press(Key.Key_Return)
        press(Key.Key_Escape)
    press(Key.Key_F2)
    type_text(focused(), "fink")
    press(Key.Key_F9)
    type_text(focused(), "fran")
    press(Key.Key_Return)
    asked = dialog()
    assert isinstance(asked, BookDialog)
    assert asked.paying.said.text.text() == (
        "Ada Fink und Ada Frank stehen auf der Warteliste, Platz 1: Yoga auf dem Stuhl."
    )
    press(Key.Key_Return)

    open_people("Yoga", "Angemeldete")
    press(Key.Key_Delete)
    assert isinstance(dialog(), SignOffDialog)
    press(Key.Key_Return)
    assert shell.toast.text.text() == "Ada Adler ist abgemeldet: Yoga auf dem Stuhl."
    assert states(hub, offer) == {"Buche": "booked", "Fink": "waiting", "Frank": "waiting"}

    tab_to("Angemeldete")
    press(Key.Key_Delete)
    press(Key.Key_Return)
    assert shell.toast.text.text() == (
        "Ada Buche ist abgemeldet: Yoga auf dem Stuhl. Ada Fink und Ada Frank rücken nach. "
        "Bitte anrufen: 0231 555002 oder 0231 555003."
    )
    assert states(hub, offer) == {"Fink": "booked", "Frank": "booked"}
    press(Key.Key_Z, CTRL)
    assert states(hub, offer) == {"Buche": "booked", "Fink": "waiting", "Frank": "waiting"}


def test_going_over_to_another_course_takes_the_payment_along(shell: Shell, hub: Hub) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", fee_cents=3000)
    target = offer_today(hub, "Aquarell", 720, fee_cents=5000, capacity=3)
    people(hub, "Adler")
    hub.show("people")
    settle()
    open_people("Yoga", "Angemeldete")
    press(Key.Key_F2)
    type_text(focused(), "adl")
    press(Key.Key_Return)
    press(Key.Key_Return)
    press(Key.Key_Escape)
    assert by_name(hub, offer)["Adler"].paid_cents == 3000

    tab_to("Angemeldete")
    by_search("In anderes Angebot")
    assert isinstance(dialog(), TransferDialog)
    type_text(focused(), "aqua")
    press(Key.Key_Return)
    press(Key.Key_Return)

    assert by_name(hub, offer) == {}
    there = by_name(hub, target)["Adler"]
    assert (there.state, there.paid_cents, there.due_cents) == ("booked", 3000, 5000)
    press(Key.Key_Z, CTRL)
    assert by_name(hub, offer)["Adler"].paid_cents == 3000
    assert by_name(hub, target) == {}


def test_a_substitute_comes_with_the_place_and_the_payment(shell: Shell, hub: Hub) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", fee_cents=3000, capacity=1)
    adler, _buche = people(hub, "Adler", "Buche")
    booked = hub.act(book_together, BookTogether(Book(adler, offer), ())).value[0]
    hub.act(note_payment, NotePayment(booked.booking_id, 3000, MONDAY))
    open_people("Yoga", "Angemeldete")

    by_search("Ersatzperson")
    assert isinstance(dialog(), SubstituteDialog)
    type_text(focused(), "buc")
    press(Key.Key_Return)

    assert shell.toast.text.text() == (
        "Ada Buche kommt statt Ada Adler: Yoga auf dem Stuhl, 30,00 € gehen mit"
    )
    assert states(hub, offer) == {"Buche": "booked"}
    assert by_name(hub, offer)["Buche"].paid_cents == 3000


def test_who_cannot_be_reached_in_time_hands_the_place_on(
    shell: Shell, hub: Hub, clock: StandingClock
) -> None:
    offer = offer_today(hub, "Yoga auf dem Stuhl", capacity=1)
    for person_id in people(hub, "Adler", "Buche", "Clemens"):
        hub.act(book_together, BookTogether(Book(person_id, offer), ()))
    open_people("Yoga", "Angemeldete")
    press(Key.Key_Delete)
    press(Key.Key_Return)
    press(Key.Key_1, CTRL)

    tab_to(f"Anrufen: {moved_up('Buche', '01')} Antwort bis Mi., 25.11.2026.")
    press(Key.Key_Space)
    asked = dialog()
    assert isinstance(asked, MovedUpDialog)
    assert asked.phone.text() == "0231 555001"
    tab_to("Nicht erreicht")
    press(Key.Key_Space)
    tab_to("Platz weitergeben")
    press(Key.Key_Space)
    assert "kann bis Mi., 25.11.2026 antworten" in asked.refusal.text.text()
    press(Key.Key_Escape)
    assert states(hub, offer) == {"Buche": "booked", "Clemens": "waiting"}

    clock.go_on(days=3)
    by_search("Nachgerückte anrufen")
    asked = dialog()
    assert isinstance(asked, MovedUpDialog)
    tab_to("Platz weitergeben")
    press(Key.Key_Space)

    assert asked.name.text() == "Ada Clemens · Yoga auf dem Stuhl"
    assert states(hub, offer) == {"Buche": "waiting", "Clemens": "booked"}
    tab_to("Erreicht, nimmt den Platz")
    press(Key.Key_Space)
    press(Key.Key_Escape)
    settle()
    assert shell.isActiveWindow()


def moved_up(name: str, number: str) -> str:
    """What Heute says of somebody who moved up."""
    return f"Ada {name} (Tel. 0231 5550{number}) ist nachgerückt: Yoga auf dem Stuhl."
