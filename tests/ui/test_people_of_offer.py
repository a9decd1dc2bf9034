"""What can be done with the people of an offer: signing off, going over, substitutes, order."""

from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from begegnung.model.rows import BookingLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, BookTogether, book_together
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.places import PlacesDialog
from begegnung.ui.dialogs.sign_off import SignOffDialog
from begegnung.ui.dialogs.substitute import SubstituteDialog
from begegnung.ui.dialogs.together import TogetherDialog
from begegnung.ui.dialogs.transfer import TransferDialog
from begegnung.ui.dialogs.waiting_order import WaitingOrderDialog
from begegnung.ui.dialogs.why import WhyDialog
from begegnung.ui.offers.panel import PEOPLE, WAITING
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text

T = TypeVar("T")


@pytest.fixture
def page(shell: Shell) -> OffersPage:
    shell.go_to("offers")
    settle()
    assert isinstance(shell.page, OffersPage)
    return shell.page


def show(page: OffersPage, offer_id: str, tab: int = PEOPLE) -> None:
    page.reload()
    page.present({"offer_id": offer_id})
    page.panel.tabs.setCurrentIndex(tab)
    settle()


def opened(kind: type[T]) -> T:
    settle()
    asked = dialog()
    assert isinstance(asked, kind), type(asked)
    assert audit(asked) == []
    return asked


def lines(house: House, offer_id: str) -> dict[str, BookingLine]:
    return {line.surname: line for line in house.desk.read(bookings_of, offer_id)}


def two_in_three_wait(house: House, **known: Any) -> str:
    """A course of two places with two people in it and three who wait."""
    offer = house.offer("Pilates", capacity=2, **known)
    for name in ("Adler", "Buche", "Clemens", "Dorn", "Esche"):
        house.book(house.person(name, "Ada", phone=f"0231 55500{len(name)}"), offer)
    return offer


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_signing_off_asks_why_and_names_who_moves_up(
    page: OffersPage, house: House, shell: Shell
) -> None:
    offer = two_in_three_wait(house)
    show(page, offer)
    page.panel.people.setFocus()
    press(Qt.Key.Key_Delete)
    asked = opened(SignOffDialog)
    asked.reason.set_value("other")
    press(Qt.Key.Key_Return)
    assert asked.form.rows["reason"].fault() == "Bitte etwas eintragen."
    type_text(asked.words, "zieht um")
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text() == (
        "Ada Adler ist abgemeldet: Pilates. Ada Clemens rückt nach. Bitte anrufen: 0231 555007."
    )
    assert "Adler" not in lines(house, offer)
    assert lines(house, offer)["Clemens"].state == "booked"


def test_what_was_paid_is_told_before_somebody_is_signed_off(
    page: OffersPage, house: House
) -> None:
    offer = two_in_three_wait(house, fee_cents=4000)
    adler = lines(house, offer)["Adler"]
    house.act(note_payment, NotePayment(adler.id, 4000, MONDAY))
    show(page, offer)
    page.people.sign_off.trigger()

    asked = opened(SignOffDialog)

    said = " ".join(part.text() for part in asked.findChildren(type(asked.refusal.text)))
    assert "Bezahlt sind 40,00 €." in said


# A menu on a screen without a keyboard to grab.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_rarer_verbs_are_in_a_menu_that_needs_no_mouse(page: OffersPage, house: House) -> None:
    show(page, two_in_three_wait(house))
    page.people.more.trigger()
    settle()
    (menu,) = (one for one in page.findChildren(QMenu) if one.isVisible())

    texts = [made.text() for made in menu.actions()]
    assert texts == [
        "In anderes Angebot wechseln",
        "Ersatzperson",
        "Plätze ändern",
        "Gehören zusammen",
        "Warum?",
        "Bestätigung drucken",
    ]
    menu.close()
    show(page, page.list.current_key(), WAITING)
    assert page.people.order.isEnabled()
    assert not page.people.substitute.isEnabled()


def test_going_over_tells_the_price_and_takes_the_payment_along(
    page: OffersPage, house: House, shell: Shell
) -> None:
    offer = two_in_three_wait(house, fee_cents=3000)
    target = house.offer("Aquarell", capacity=4, fee_cents=5000)
    house.act(note_payment, NotePayment(lines(house, offer)["Adler"].id, 3000, MONDAY))
    show(page, offer)
    page.people.transfer.trigger()
    asked = opened(TransferDialog)
    type_text(focused(), "aqua")
    (hit,) = asked.offers.hits.lines.lines
    assert (hit.title, hit.chip) == ("Aquarell", "4 frei")
    assert asked.money.text() == (
        "Preis dort: 50,00 €, bisher 30,00 €. Bezahlt sind 30,00 €, das geht mit. "
        "Noch zu zahlen: 20,00 €."
    )
    press(Qt.Key.Key_Return)
    assert focused() is asked.primary
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text().startswith(
        "Ada Adler wechselt: Pilates → Aquarell, 30,00 € gehen mit. Ada Clemens rückt nach."
    )
    there = lines(house, target)["Adler"]
    assert (there.state, there.due_cents, there.paid_cents) == ("booked", 5000, 3000)


def test_a_full_offer_keeps_her_where_she_is(page: OffersPage, house: House) -> None:
    offer = two_in_three_wait(house)
    target = house.offer("Aquarell", capacity=1)
    house.book(house.person("Fink"), target)
    show(page, offer)
    page.people.transfer.trigger()
    asked = opened(TransferDialog)
    type_text(focused(), "aqua")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)

    assert asked.refusal.text.text() == "„Aquarell“ ist voll: 1 Platz, 0 auf der Warteliste."
    assert lines(house, offer)["Adler"].state == "booked"


def test_lunch_can_be_moved_to_another_day(page: OffersPage, house: House) -> None:
    offer = house.offer("Frühstück", "lunch")
    days = [house.one_date(offer, 720, 780, day=MONDAY.replace(day=MONDAY.day + n)) for n in (0, 1)]
    house.book(house.person("Adler", "Ada"), offer, occurrence_id=days[0])
    show(page, offer)
    page.people.transfer.trigger()
    asked = opened(TransferDialog)
    type_text(focused(), "früh")
    press(Qt.Key.Key_Return)
    assert focused() is asked.day
    asked.day.setCurrentIndex(1)
    asked.primary.click()

    assert lines(house, offer)["Adler"].occurrence_starts is not None
    (line,) = house.desk.read(bookings_of, offer)
    assert line.occurrence_starts is not None
    assert line.occurrence_starts % 1440 == 720


def test_a_substitute_who_is_new_takes_the_place_and_what_was_paid(
    page: OffersPage, house: House, shell: Shell
) -> None:
    offer = house.offer("Aquarell", capacity=4, fee_cents=4000)
    adler = house.book(house.person("Adler", "Ada"), offer)
    house.act(note_payment, NotePayment(adler.booking_id, 4000, MONDAY))
    show(page, offer)
    page.people.substitute.trigger()
    asked = opened(SubstituteDialog)
    type_text(focused(), "Zander Ute")
    press(Qt.Key.Key_Return)
    assert dialog() is asked
    assert asked.who.noting
    assert audit(asked) == []
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text() == (
        "Ute Zander kommt statt Ada Adler: Aquarell, 40,00 € gehen mit"
    )
    found = lines(house, offer)
    assert list(found) == ["Zander"]
    assert (found["Zander"].paid_cents, found["Zander"].due_cents) == (4000, 4000)


def test_while_others_wait_a_substitute_needs_a_reason_and_is_noted_only_once(
    page: OffersPage, house: House
) -> None:
    offer = two_in_three_wait(house)
    show(page, offer)
    page.people.substitute.trigger()
    asked = opened(SubstituteDialog)
    type_text(focused(), "Zander Ute")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert "Soll eine Ersatzperson ihn bekommen" in asked.refusal.text.text()
    assert focused() is asked.reason
    type_text(focused(), "Schwester")
    press(Qt.Key.Key_Return)

    assert lines(house, offer)["Zander"].state == "booked"
    everybody = [line.surname for line in house.desk.read(bookings_of, offer)]
    assert everybody == ["Buche", "Zander", "Clemens", "Dorn", "Esche"]


def test_places_are_changed_and_the_price_follows(page: OffersPage, house: House) -> None:
    offer = house.offer("Aquarell", capacity=4, fee_cents=4000)
    house.book(house.person("Adler", "Ada"), offer)
    show(page, offer)
    page.people.places.trigger()
    asked = opened(PlacesDialog)
    asked.places.set_value(2)
    press(Qt.Key.Key_Return)

    line = lines(house, offer)["Adler"]
    assert (line.places, line.due_cents) == (2, 8000)


def test_people_who_belong_together_say_so_in_the_list(page: OffersPage, house: House) -> None:
    offer = two_in_three_wait(house)
    show(page, offer, WAITING)
    page.people.together.trigger()
    asked = opened(TogetherDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.refusal.text.text() == "Bitte mindestens eine Person ankreuzen."
    key = next(line.key for line in asked.others.lines.lines if line.title == "Ada Dorn")
    asked.others.toggle(key)
    asked.primary.click()

    details = [line.detail for line in page.panel.waiting.lines.lines]
    assert "nur zusammen mit Ada Dorn" in details[0]
    assert "nur zusammen mit Ada Clemens" in details[1]


def test_the_waiting_list_says_since_when_and_with_whom(page: OffersPage, house: House) -> None:
    offer = two_in_three_wait(house)
    first, second = house.person("Fink", "Ida"), house.person("Fink", "Udo")
    house.act(book_together, BookTogether(Book(first, offer), (second,), splittable=True))
    show(page, offer, WAITING)

    shown = page.panel.waiting.lines.lines
    assert shown[0].title == "1. Ada Clemens"
    assert shown[0].detail.startswith("Nr. 3, seit 23.11.2026, 09:10 Uhr")
    assert "mit Udo Fink" in shown[3].detail
    assert "nur zusammen" not in shown[3].detail


def test_the_order_is_changed_by_the_manager_with_a_reason_only(
    page: OffersPage, house: House, shell: Shell
) -> None:
    offer = two_in_three_wait(house)
    house.desk.actor = house.act(add_staff, AddStaff("Frau Leitung", "manager")).value
    show(page, offer, WAITING)
    page.panel.waiting.choose(page.panel.waiting.lines.lines[2].key)
    page.people.order.trigger()
    asked = opened(WaitingOrderDialog)
    press(Qt.Key.Key_Return)
    assert asked.form.rows["reason"].fault() == "Bitte etwas eintragen."
    type_text(asked.reason, "am Telefon zugesagt")
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text() == "Ada Esche ist nach vorn gestellt."
    assert page.panel.waiting.lines.lines[0].title == "1. Ada Esche"
    assert page.panel.waiting.lines.lines[0].chip == "nach vorn gestellt"


def test_the_manager_gives_a_place_above_the_number_and_it_is_explained(
    page: OffersPage, house: House, shell: Shell
) -> None:
    offer = two_in_three_wait(house)
    house.desk.actor = house.act(add_staff, AddStaff("Frau Leitung", "manager")).value
    show(page, offer, WAITING)
    page.people.order.trigger()
    asked = opened(WaitingOrderDialog)
    asked.where.set_value("place")
    type_text(asked.reason, "Zusage vom Montag")
    press(Qt.Key.Key_Return)

    assert "über die Zahl hinaus" in shell.toast.text.text()
    line = next(x for x in house.desk.read(bookings_of, offer) if x.number == 3)
    assert line.state == "booked"


def test_why_answers_the_person_without_naming_others(page: OffersPage, house: House) -> None:
    offer = two_in_three_wait(house)
    show(page, offer, WAITING)
    page.people.why.trigger()
    asked = opened(WhyDialog)

    own, others = asked.text.toPlainText().split("Alle anderen, die letzten zuerst")
    assert "Warteliste, Platz 1, als Nr. 3" in own
    assert "Adler" not in own
    assert "Nr. 1, Ada Adler" in others


def test_every_verb_is_found_by_the_search_over_everything(page: OffersPage) -> None:
    texts = [made.text() for made in page.page_actions()]

    for text in ("Abmelden", "Ersatzperson", "Warum?", "Reihenfolge ändern"):
        assert texts.count(text) == 1


def test_the_dialog_is_left_by_tab_and_esc(page: OffersPage, house: House) -> None:
    show(page, two_in_three_wait(house))
    page.people.sign_off.trigger()
    opened(SignOffDialog)
    tab_to("Abbrechen")
    press(Qt.Key.Key_Escape)
    settle()

    assert dialog() is page.window()
