"""Erasing a person at the window: asked twice, by keyboard, told what goes and what stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.services.attendance import Mark, mark
from begegnung.services.booking_lists import bookings_of
from begegnung.services.consents import GiveConsent, give_consent
from begegnung.services.handover import AddNote, add_note, notes_for
from begegnung.services.history import recent_actions
from begegnung.services.offers import offer_list
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.people import people_list, person_card
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.erase import ErasedDialog, EraseDialog, KeptDialog, SureDialog, open_erase
from begegnung.ui.dialogs.review import ReviewDialog
from begegnung.ui.pages.people import PeoplePage
from begegnung.ui.shell import Shell
from begegnung.ui.widgets.dialog import Dialog
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, tab_to
from tests.ui.test_people_ties import hub_of, person
from tests.ui.test_tab_order import is_stop, stops

Make = Callable[[Shell, House], Dialog]


@pytest.fixture
def page(shell: Shell) -> PeoplePage:
    shell.go_to("people")
    settle()
    assert isinstance(shell.page, PeoplePage)
    return shell.page


def offer(house: House, title: str) -> str:
    return next(one.id for one in house.desk.read(offer_list) if one.title == title)


def with_all(house: House) -> str:
    """Somebody with a bit of everything."""
    her = person(house, 1936)
    memory = offer(house, "Gedächtnistraining")
    for line in house.desk.read(bookings_of, memory)[:1]:
        assert line.state == "booked"
    place = house.offer("Malen", capacity=1)
    house.one_date(place, day=MONDAY + timedelta(days=7), room=None)
    house.book(her, place)
    house.book(person(house, 1958), place)
    for week in (1, 2):
        when = house.one_date(place, day=MONDAY - timedelta(days=7 * week), room=None)
        house.act(mark, Mark(when, her, "present"))
    house.act(give_consent, GiveConsent(her, "photo_notice", MONDAY))
    house.act(add_note, AddNote(MONDAY, "Frau Müller wegen Malen anrufen"))
    house.act(add_note, AddNote(MONDAY, "Kaffee kaufen"))
    return her


def paid(house: House) -> str:
    """Somebody whom the ledger keeps."""
    her = person(house, 1950)
    english = offer(house, "Englisch A2")
    booked = next(b.id for b in house.desk.read(bookings_of, english) if b.person_id == her)
    house.act(note_payment, NotePayment(booked, 3000, MONDAY))
    return her


def erasing(shell: Shell, house: House) -> Dialog:
    made = open_erase(hub_of(shell), shell, with_all(house))
    assert isinstance(made, EraseDialog)
    return made


def kept(shell: Shell, house: House) -> Dialog:
    made = open_erase(hub_of(shell), shell, paid(house))
    assert isinstance(made, KeptDialog)
    return made


def sure(shell: Shell, house: House) -> Dialog:
    made = erasing(shell, house)
    made.try_confirm()
    settle()
    asked = dialog()
    assert isinstance(asked, SureDialog)
    return asked


def erased(shell: Shell, house: House) -> Dialog:
    asked = sure(shell, house)
    asked.try_confirm()
    settle()
    told = dialog()
    assert isinstance(told, ErasedDialog)
    return told


def reviewing(shell: Shell, house: House) -> Dialog:
    house.clock.go_on(days=800)
    made = ReviewDialog(hub_of(shell), shell)
    made.open()
    while made.looking:
        settle()
    return made


DIALOGS: tuple[Make, ...] = (erasing, kept, sure, erased, reviewing)


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("make", DIALOGS, ids=lambda make: make.__name__)
def test_every_dialog_shuts_nobody_out_and_is_walked_by_the_tab_key(
    shell: Shell, house: House, make: Make
) -> None:
    asked = make(shell, house)
    settle()

    assert audit(asked) == []
    missed = {widget for widget in asked.findChildren(QWidget) if is_stop(widget)} - stops()
    assert [widget.accessibleName() for widget in missed] == []


def test_a_person_is_erased_by_the_keyboard_after_two_questions(
    page: PeoplePage, house: House
) -> None:
    her, place = with_all(house), "Malen"
    page.present({"person_id": her})
    page.erase.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, EraseDialog)
    assert [line.detail for line in asked.going.lines.lines][1:3] == [
        "Der Platz wird frei: Malen. 1 Person wartet und kann nachrücken.",
        "1 Anmeldung, mit allen Anrufen und Gründen dazu.",
    ]
    assert (
        asked.staying.lines.lines[0].detail == "2 Besuche zählen weiter in den Zahlen, ohne Namen."
    )
    assert asked.notes is not None
    asked.notes.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    # Eingabe without reading keeps her.
    assert focused().text() == "Nein, behalten"  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return)
    assert house.desk.read(person_card, her).surname == "Müller"
    assert dialog() is asked
    asked.try_confirm()
    settle()
    tab_to("Ja, für immer löschen")
    press(Qt.Key.Key_Space)

    told = dialog()
    assert isinstance(told, ErasedDialog)
    (call,) = told.calls.lines.lines
    assert call.detail == "Gerhard Müller rückt nach: Malen. Bitte Bescheid geben."
    press(Qt.Key.Key_Escape)
    assert not any(line.id == her for line in house.desk.read(people_list))
    lines = house.desk.read(bookings_of, offer(house, place))
    assert [(line.birth_year, line.state) for line in lines] == [(1958, "booked")]
    assert [note.text for note in house.desk.read(notes_for, MONDAY)] == ["Kaffee kaufen"]
    newest = house.desk.read(recent_actions)[0]
    assert (newest.verb, newest.title) == ("erasure.erase_person", "auf Wunsch der Person")


def test_whom_the_ledger_keeps_can_be_blocked_instead(page: PeoplePage, house: House) -> None:
    her = paid(house)
    page.present({"person_id": her})
    page.erase.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, KeptDialog)

    press(Qt.Key.Key_Return)

    assert house.desk.read(person_card, her).blocked
    again = open_erase(page.hub, page.window(), her)
    assert not again.primary.isVisible()


def test_only_who_may_is_offered_it(page: PeoplePage, house: House) -> None:
    house.act(add_staff, AddStaff("Frau Leitung", "manager"))
    house.desk.actor = house.act(add_staff, AddStaff("Herr Empfang", "reception")).value
    page.hub.signed_in.emit("")
    settle()

    assert not page.erase.isVisible()
    assert not page.review.isVisible()


def test_who_was_not_here_for_long_is_named_and_erased_from_the_list(
    page: PeoplePage, house: House, qtbot: QtBot
) -> None:
    assert not page.review_button.isVisible()
    house.clock.go_on(days=800)
    page.review_button.look_soon()
    qtbot.waitUntil(lambda: not page.review_button.counting)
    assert page.review_button.accessibleName() == "Lange nicht da, bitte prüfen: 9"

    page.review_button.click()
    settle()
    asked = dialog()
    assert isinstance(asked, ReviewDialog)
    qtbot.waitUntil(lambda: not asked.looking)
    first = asked.list.current_line()
    assert first is not None
    asked.block.click()
    qtbot.waitUntil(lambda: not asked.looking)
    assert house.desk.read(person_card, first.key).blocked
    asked.erase.click()
    settle()
    question = dialog()
    assert isinstance(question, EraseDialog)
    question.try_confirm()
    settle()
    sure_now = dialog()
    assert isinstance(sure_now, SureDialog)
    sure_now.try_confirm()
    settle()
    qtbot.waitUntil(lambda: not asked.looking)

    assert len(asked.list.lines.lines) == 8
