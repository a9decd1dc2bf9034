"""Angebote: the list, the card of one, its form, and what follows for the people in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.services.booking_lists import bookings_of
from begegnung.services.dates import date_line, dates_of
from begegnung.services.offers import EndOffer, OfferData, end_offer, offer_card, offer_list
from begegnung.services.payments import payments_of
from begegnung.ui.dialogs.date import DateDialog
from begegnung.ui.dialogs.move import AddDateDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.dialogs.payment_back import VoidDialog
from begegnung.ui.offers.panel import DATES, PEOPLE, WAITING
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import SECOND, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


@pytest.fixture
def page(shell: Shell) -> OffersPage:
    shell.go_to("offers")
    settle()
    assert isinstance(shell.page, OffersPage)
    return shell.page


def offer_named(house: House, title: str) -> str:
    lines = house.desk.read(offer_list, with_ended=True)
    return next(line.id for line in lines if line.title == title)


def show(page: OffersPage, house: House, title: str, tab: int = DATES) -> str:
    offer_id = offer_named(house, title)
    page.present({"offer_id": offer_id})
    page.panel.tabs.setCurrentIndex(tab)
    settle()
    return offer_id


def opened(kind: type[QWidget]) -> QWidget:
    settle()
    assert isinstance(dialog(), kind), type(dialog())
    return dialog()


def titles(page: OffersPage) -> list[str]:
    return [line.title for line in page.list.lines.lines]


def said(part: QWidget) -> str:
    return " | ".join(w.text() for w in part.findChildren(QLabel) if w.isVisible())


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (960, 540)])
@pytest.mark.parametrize("tab", [DATES, PEOPLE, WAITING])
def test_it_shuts_nobody_out(
    shell: Shell, page: OffersPage, house: House, size: tuple[int, int], tab: int
) -> None:
    show(page, house, "Gedächtnistraining", tab)
    shell.resize(*size)
    settle()

    assert audit(shell) == []


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("title", ["", "Yoga auf dem Stuhl"])
def test_its_form_shuts_nobody_out(page: OffersPage, house: House, title: str) -> None:
    form = OfferDialog(page.hub, page.window(), offer_named(house, title) if title else "")
    form.open()
    form.resize(1200, 800)
    settle()

    assert audit(form) == []


def test_every_offer_says_in_words_how_it_stands(page: OffersPage) -> None:
    chips = {line.title: line.chip for line in page.list.lines.lines}

    assert chips["Yoga auf dem Stuhl"] == "2 Plätze frei"
    assert chips["Gedächtnistraining"] == "voll · 1 auf Warteliste"
    assert chips["Spieletreff"] == "ohne Anmeldung"
    assert chips["Chor"] == "Termine fehlen"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("undated", ["Chor", "Tanzcafé"]),
        ("ended", ["Englisch A2"]),
        ("free", ["Chor", "Mittagstisch", "Rückenfit am Morgen", "Tanzcafé", "Yoga auf dem Stuhl"]),
    ],
)
def test_the_list_shows_only_what_is_asked_for(
    page: OffersPage, house: House, shown: str, expected: list[str]
) -> None:
    house.act(end_offer, EndOffer(offer_named(house, "Englisch A2")))
    page.reload()

    page.filter.shown.set_value(shown)

    assert titles(page) == expected


def test_searching_finds_titles_rooms_and_leaders_without_umlauts(page: OffersPage) -> None:
    type_text(page.filter.search, "gedaechtnis")
    assert titles(page) == ["Gedächtnistraining"]
    page.filter.search.clear()
    type_text(page.filter.search, "renate")
    assert titles(page) == ["Yoga auf dem Stuhl"]
    page.filter.search.clear()
    type_text(page.filter.search, "Kegeln")
    assert titles(page) == []
    assert page.none_found.isVisible()
    assert not page.panel.isVisible()


def test_the_card_numbers_the_people_and_shows_who_waits(page: OffersPage, house: House) -> None:
    show(page, house, "Gedächtnistraining", PEOPLE)

    assert [line.title[:3] for line in page.panel.people.lines.lines] == ["1. ", "2. "]
    assert [line.title for line in page.panel.waiting.lines.lines] == ["1. Person 06"]
    assert page.panel.tabs.tabText(WAITING) == "Warteliste (1)"


def test_who_moves_up_is_named_when_somebody_signs_off(
    shell: Shell, page: OffersPage, house: House
) -> None:
    offer_id = show(page, house, "Gedächtnistraining", PEOPLE)
    heard: list[str] = []
    page.hub.said.connect(lambda text, _: heard.append(text))

    page.people.sign_off.trigger()
    settle()
    press(Qt.Key.Key_Return)

    sentence = "Person 04 ist abgemeldet: Gedächtnistraining. Person 06 rückt nach."
    assert heard == [f"{sentence} Bitte Bescheid geben."]
    states = {line.surname: line.state for line in house.desk.read(bookings_of, offer_id)}
    assert states == {"Person 05": "booked", "Person 06": "booked"}
    chips = [line.chip for line in page.panel.people.lines.lines]
    assert "nachgerückt, bitte anrufen bis Mi., 25.11.2026" in chips
    page.hub.undo()
    assert page.panel.tabs.tabText(WAITING) == "Warteliste (1)"


def test_dates_say_in_words_when_they_are_dropped_or_over(page: OffersPage, house: House) -> None:
    show(page, house, "Tanzcafé")
    dropped = page.panel.dates.lines.lines[0]
    assert (dropped.chip, dropped.detail) == ("fällt aus", "Leitung verhindert · Saal")

    show(page, house, "Rückenfit am Morgen")
    chips = [line.chip for line in page.panel.dates.lines.lines]

    assert chips == ["beendet", ""]
    assert page.panel.dates.current_line() == page.panel.dates.lines.lines[1]


def test_a_dropped_date_takes_place_after_all(page: OffersPage, house: House) -> None:
    show(page, house, "Tanzcafé")
    page.panel.dates.setFocus()
    press(Qt.Key.Key_Return)
    asked = opened(DateDialog)
    assert "fällt aus: Leitung verhindert" in said(asked)

    press(Qt.Key.Key_Space)

    assert house.desk.read(date_line, page.panel.dates.current_key()).state == "planned"


def test_an_open_meeting_has_no_people_and_no_booking(page: OffersPage, house: House) -> None:
    show(page, house, "Spieletreff")

    assert not page.panel.tabs.isTabVisible(PEOPLE)
    assert not page.book.isEnabled()


def test_a_new_offer_with_its_dates_by_keyboard_alone(page: OffersPage, house: House) -> None:
    page.add.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)
    assert focused() is form.fields.title
    type_text(focused(), "Doppelkopf für alle")
    form.wording.setFocus()
    type_text(focused(), "jeden Dienstag 15 bis 17 Uhr")
    assert form.check.verdict.text() == "6 Termine, Saal ist an allen frei."

    press(Qt.Key.Key_Return, CTRL)

    offer_id = offer_named(house, "Doppelkopf für alle")
    card, dates = house.desk.read(offer_card, offer_id), house.desk.read(dates_of, offer_id)
    assert card.wording == "jeden Dienstag 15 bis 17 Uhr"
    assert {(day_of(d.starts).weekday(), minute_of(d.starts)) for d in dates} == {(1, 900)}
    assert page.list.current_key() == offer_id


def test_words_without_dates_are_kept_for_the_paper(page: OffersPage, house: House) -> None:
    page.add.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)
    type_text(form.fields.title, "Besuchsdienst")
    type_text(form.wording, "nach Absprache")
    assert "keine Termine" in said(form)

    press(Qt.Key.Key_Return, CTRL)

    card = house.desk.read(offer_card, offer_named(house, "Besuchsdienst"))
    assert (card.wording, card.rules) == ("nach Absprache", ())


def test_errors_stand_beside_their_inputs_and_nothing_typed_is_lost(page: OffersPage) -> None:
    page.add.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)
    type_text(form.fields.capacity, "viele")
    press(Qt.Key.Key_Return, CTRL)
    assert "„viele“ passt nicht" in form.form.rows["capacity"].fault()
    assert focused() is form.fields.capacity

    form.fields.capacity.setText("8")
    press(Qt.Key.Key_Return, CTRL)

    assert form.isVisible()
    assert form.form.rows["title"].fault() == "Bitte etwas eintragen."
    assert form.form.rows["capacity"].fault() == ""
    assert form.fields.capacity.text() == "8"


def test_fewer_places_than_people_are_refused(page: OffersPage, house: House) -> None:
    offer_id = show(page, house, "Yoga auf dem Stuhl")
    page.edit.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)

    form.fields.capacity.setText("2")
    press(Qt.Key.Key_Return, CTRL)

    assert "hat schon 3 angemeldete Personen" in form.refusal.text.text()
    assert house.desk.read(offer_card, offer_id).capacity == 5


def test_editing_keeps_what_the_form_does_not_show(page: OffersPage, house: House) -> None:
    known = OfferData("Singen", "group", audience="alle", organiser="Chor", time_text="abends")
    offer_id = house.offer("Singen", "group", audience="alle", organiser="Chor", time_text="abends")
    page.reload()
    show(page, house, "Singen")
    page.edit.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)
    form.fields.leader.setText("Frau Beispiel")
    press(Qt.Key.Key_Return, CTRL)

    card = house.desk.read(offer_card, offer_id)

    assert card.leader == "Frau Beispiel"
    assert (card.audience, card.organiser, card.time_text) == (
        known.audience,
        known.organiser,
        known.time_text,
    )


def test_another_room_takes_the_coming_dates_along(page: OffersPage, house: House) -> None:
    offer_id = show(page, house, "Yoga auf dem Stuhl")
    page.edit.trigger()
    form = opened(OfferDialog)
    assert isinstance(form, OfferDialog)
    form.room.set_value(house.room(SECOND))
    assert form.move_dates.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert "Werkraum ist schon belegt" in form.refusal.text.text()

    form.room.set_value(house.room(GYM))
    press(Qt.Key.Key_Return, CTRL)

    assert {line.room for line in house.desk.read(dates_of, offer_id)} == {GYM}


def test_dates_are_added_one_by_one_and_in_series(page: OffersPage, house: House) -> None:
    offer_id = show(page, house, "Chor")
    page.dates.add.trigger()
    one = opened(AddDateDialog)
    assert isinstance(one, AddDateDialog)
    one.slot.day.setText("24.11.")
    one.slot.start.setText("18")
    press(Qt.Key.Key_Return, CTRL)
    page.dates.plan.trigger()
    many = opened(OccupyDialog)
    assert isinstance(many, OccupyDialog)
    many.when.words.setText("jeden Mittwoch 18 bis 20 Uhr")
    press(Qt.Key.Key_Return, CTRL)

    dates = house.desk.read(dates_of, offer_id)

    assert [day_of(d.starts).weekday() for d in dates] == [1] + [2] * 6
    assert dates[0].end_assumed
    assert house.desk.read(offer_card, offer_id).room == SINGLE


def test_ending_an_offer_is_taken_back_by_undo(page: OffersPage, house: House) -> None:
    offer_id = show(page, house, "Yoga auf dem Stuhl")

    page.end.trigger()
    assert house.desk.read(offer_card, offer_id).ended
    assert "Yoga auf dem Stuhl" not in titles(page)
    page.hub.undo()

    assert not house.desk.read(offer_card, offer_id).ended
    assert {line.state for line in house.desk.read(dates_of, offer_id)} == {"planned"}


def test_a_payment_is_noted_and_made_void_but_never_deleted(page: OffersPage, house: House) -> None:
    offer_id = house.offer("Töpfern", capacity=5, fee_cents=3000)
    booking = house.book(house.person("Beispiel", "Ruth"), offer_id)
    page.reload()
    show(page, house, "Töpfern", PEOPLE)
    assert page.panel.people.lines.lines[0].chip == "30,00 € offen"
    page.people.pay.trigger()
    asked = opened(PaymentDialog)
    assert isinstance(asked, PaymentDialog)
    assert asked.amount.text() == "30,00 €"
    type_text(asked.receipt, "4711")
    press(Qt.Key.Key_Return, CTRL)
    assert page.panel.people.lines.lines[0].chip == "bezahlt"

    page.people.pay.trigger()
    again = opened(PaymentDialog)
    assert isinstance(again, PaymentDialog)
    assert again.amount.text() == ""
    assert again.list.choose(again.list.lines.lines[0].key)
    again.void.click()
    reason = opened(VoidDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert reason.isVisible()
    type_text(focused(), "vertippt")
    press(Qt.Key.Key_Return, CTRL)

    notes = house.desk.read(payments_of, booking.booking_id)
    assert sorted((n.amount_cents, n.receipt_number, n.void_reason) for n in notes) == [
        (-3000, "4711", ""),
        (3000, "4711", "vertippt"),
    ]
    assert {line.chip for line in again.list.lines.lines} == {"storniert", "Storno"}


def test_an_offer_that_is_ended_can_be_shown_from_elsewhere(page: OffersPage, house: House) -> None:
    offer_id = offer_named(house, "Englisch A2")
    house.act(end_offer, EndOffer(offer_id))
    page.reload()
    type_text(page.filter.search, "Yoga")

    page.hub.show("offers", offer_id=offer_id)
    settle()

    assert page.list.current_key() == offer_id
    assert page.panel.name.text() == "Englisch A2"
    assert not page.dates.plan.isEnabled()
