"""The booking dialog: whom, into what, on which day, and what is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from begegnung.db.tables import household, person
from begegnung.db.work import Work
from begegnung.model.local_time import moment
from begegnung.services.boarding import BoardingStop
from begegnung.services.booking_lists import bookings_of
from begegnung.services.offers import AddOffer, OfferData, add_offer, offer_list
from begegnung.services.payments import payments_of
from begegnung.services.people import find_people
from begegnung.services.reductions import SetReduction, set_reduction
from begegnung.services.staff import AddStaff, add_staff
from begegnung.services.tills import SwitchReceipts, switch_receipts, tills
from begegnung.ui.dialogs.book import BookDialog, Stage
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text

Open = Callable[..., BookDialog]


def offer(house: House, title: str) -> str:
    return next(line.id for line in house.desk.read(offer_list) if line.title == title)


def names(house: House, title: str) -> list[tuple[str, str]]:
    lines = house.desk.read(bookings_of, offer(house, title))
    return [(f"{line.first_name} {line.surname}".strip(), line.state) for line in lines]


@pytest.fixture
def opened(shell: Shell, hub: Hub) -> Open:
    def open_it(**what: Any) -> BookDialog:
        made = BookDialog(hub, shell, **what)
        made.open()
        made.activateWindow()
        settle()
        return made

    return open_it


def titles(search: object) -> list[str]:
    return [line.title for line in search.hits.lines.lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    type_text(focused(), "mull")

    assert audit(asked) == []


def test_namesakes_show_what_tells_them_apart(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    type_text(focused(), "müll gerh")

    people = asked.people.hits.lines.lines
    assert [line.title for line in people[:2]] == ["Gerhard Müller", "Gerhard Müller"]
    assert {line.detail for line in people[:2]} == {"geb. 1950", "geb. 1958 · Musterweg 1"}


def test_a_full_course_says_which_place_on_the_waiting_list(
    opened: Open, house: House, shell: Shell
) -> None:
    opened(offer_id=offer(house, "Gedächtnistraining"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    expected = "Gertrud Müller steht auf der Warteliste, Platz 2: Gedächtnistraining"
    assert shell.toast.text.text() == expected
    assert ("Gertrud Müller", "waiting") in names(house, "Gedächtnistraining")


def test_lunch_is_booked_for_the_chosen_day(opened: Open, house: House, shell: Shell) -> None:
    asked = opened(offer_id=offer(house, "Mittagstisch"))
    days = asked.options.days
    assert days.isVisible()
    assert len(days.lines.lines) == 2
    days.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    asked.people.setFocus()
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text() == (
        "Gertrud Müller ist angemeldet: Mittagstisch, Mo., 30.11.2026, 12:00 Uhr"
    )
    line = house.desk.read(bookings_of, offer(house, "Mittagstisch"))[0]
    assert line.occurrence_starts is not None


def test_an_open_meeting_takes_no_names_and_says_so(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Spieletreff"))

    assert asked.refusal.text.text() == (
        "„Spieletreff“ (Offener Treff) wird ohne Namen geführt. "
        "Es gibt keine Anmeldung, nur die Zahl der Besuche."
    )
    assert asked.offers.isVisible()
    assert audit(asked) == []


def test_another_offer_can_be_chosen(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Englisch A2"))
    asked.change.click()
    type_text(focused(), "yog")
    assert titles(asked.offers) == ["Yoga auf dem Stuhl"]

    press(Qt.Key.Key_Return)
    assert asked.title.text() == "Yoga auf dem Stuhl"
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert ("Gertrud Müller", "booked") in names(house, "Yoga auf dem Stuhl")


def test_from_a_person_only_the_offer_is_asked(opened: Open, house: House, shell: Shell) -> None:
    gertrud = house.desk.read(find_people, "müll gert")[0]
    asked = opened(person_id=gertrud.id)
    assert asked.title.text() == "Wofür wird Gertrud Müller angemeldet?"
    type_text(focused(), "chor")
    press(Qt.Key.Key_Return)

    assert names(house, "Chor") == [("Gertrud Müller", "booked")]
    press(Qt.Key.Key_Escape)
    settle()
    assert shell.isActiveWindow()


def test_an_unknown_name_is_noted_in_the_same_dialog(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))
    type_text(focused(), "Schröder Ute")
    assert titles(asked.people) == ["Neue Person „Schröder Ute“ anlegen"]

    press(Qt.Key.Key_Return)
    assert dialog() is asked
    assert (asked.newcomer.surname.text(), asked.newcomer.first_name.text()) == ("Schröder", "Ute")
    assert focused() is asked.newcomer.phone
    type_text(focused(), "0231 555009")
    press(Qt.Key.Key_Escape)
    assert asked.people.field.text() == "Schröder Ute"
    assert names(house, "Chor") == []

    press(Qt.Key.Key_Return)
    assert asked.newcomer.phone.text() == "0231 555009"
    assert audit(asked) == []
    press(Qt.Key.Key_Return)

    assert names(house, "Chor") == [("Ute Schröder", "booked")]
    assert house.desk.read(find_people, "schröder")[0].phone == "0231 555009"
    assert asked.stage is Stage.DONE


def test_a_newcomer_of_a_known_name_is_hinted_at(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))
    type_text(focused(), "Müller Gertrud")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)

    assert asked.newcomer.same.text.text() == (
        "Gibt es schon: Gertrud Müller (geb. 1936). Ist das dieselbe Person? "
        "Dann mit Esc zurück und in der Liste wählen."
    )
    assert audit(asked) == []


def test_a_newcomer_without_a_name_is_asked_for_it(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))
    type_text(focused(), "Schröder Ute")
    press(Qt.Key.Key_Return)
    asked.newcomer.surname.clear()
    press(Qt.Key.Key_Return)

    assert asked.newcomer.form.rows["surname"].fault() == "Bitte etwas eintragen."
    assert asked.newcomer.first_name.text() == "Ute"
    assert names(house, "Chor") == []


def test_enter_without_a_name_asks_for_one(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))

    asked.primary.click()

    assert asked.refusal.text.text() == "Bitte einen Namen eintippen."
    assert asked.isVisible()


def test_the_search_for_an_offer_shows_how_many_places_are_free(opened: Open, house: House) -> None:
    monday = MONDAY + timedelta(days=49)
    house.offer("Aquarell", capacity=3)
    house.offer("Bauchtanz", registration_opens=moment(monday, 540))
    house.offer(
        "Chigong",
        registration_opens=moment(monday, 540),
        priority_opens=moment(MONDAY, 480),
    )
    house.offer("Dart", registration_closes=moment(MONDAY, 480))

    asked = opened()

    chips = {line.title: line.chip for line in asked.offers.hits.lines.lines}
    assert chips["Aquarell"] == "3 frei"
    assert chips["Bauchtanz"] == "Anmeldung ab Mo., 11.01. 9:00 Uhr"
    assert chips["Chigong"] == "nur Vorkaufsrecht"
    assert chips["Dart"] == "Anmeldung beendet"
    assert chips["Gedächtnistraining"] == "voll, 1 wartet"
    assert chips["Mittagstisch"] == "tageweise"
    assert chips["Spieletreff"] == "ohne Anmeldung"


def paid(house: House, title: str) -> list[tuple[str, int | None, int]]:
    lines = house.desk.read(bookings_of, offer(house, title))
    return [(line.first_name, line.due_cents, line.paid_cents) for line in lines]


def test_enter_notes_the_full_payment_and_the_next_enter_prints(
    opened: Open, house: House, qtbot: QtBot
) -> None:
    house.offer("Aquarell", fee_cents=4000, capacity=8)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    assert asked.paying.said.text.text() == "Gertrud Müller ist angemeldet: Aquarell."
    assert asked.paying.number.text() == "Anmeldung Nr. 1 · noch 7 Plätze frei"
    assert asked.paying.sum.text() == "Betrag 40,00 €"
    assert asked.primary.accessibleName() == "Bezahlt"
    assert audit(asked) == []

    press(Qt.Key.Key_Return)
    assert paid(house, "Aquarell") == [("Gertrud", 4000, 4000)]
    assert asked.paying.sum.text() == "Bezahlt: 40,00 €."
    assert asked.primary.accessibleName() == "Bestätigung drucken"
    assert audit(asked) == []

    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(dialog(), PrintDialog), timeout=20_000)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not asked_is_open(asked), timeout=5_000)
    assert names(house, "Aquarell") == [("Gertrud Müller", "booked")]


def asked_is_open(asked: BookDialog) -> bool:
    return isValid(asked) and asked.isVisible()


def test_leaving_without_paying_keeps_the_place(opened: Open, house: House) -> None:
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)

    assert not asked_is_open(asked)
    assert paid(house, "Aquarell") == [("Gertrud", 4000, 0)]


def test_part_of_it_with_the_number_of_the_receipt_is_noted_too(opened: Open, house: House) -> None:
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    asked.paying.amount.setText("15")
    asked.paying.receipt.setText("0017")
    press(Qt.Key.Key_Return)

    assert asked.paying.sum.text() == "Bezahlt: 15,00 € (Quittung 0017). Noch offen: 25,00 €."
    assert paid(house, "Aquarell") == [("Gertrud", 4000, 1500)]


def test_an_amount_that_is_none_is_marked_and_nothing_is_noted(opened: Open, house: House) -> None:
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    asked.paying.amount.setText("viel")
    asked.primary.click()

    assert "viel" in asked.paying.form.rows["amount"].fault()
    assert paid(house, "Aquarell") == [("Gertrud", 4000, 0)]


def test_a_reduction_counts_once_the_proof_was_seen(opened: Open, house: House) -> None:
    house.act(set_reduction, SetReduction("Dortmund-Karte", 50))
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    asked.paying.reduction.setCurrentIndex(1)
    assert asked.paying.sum.text() == "Betrag 40,00 €"
    asked.primary.click()
    assert asked.paying.form.rows["proof_seen"].fault()

    asked.paying.proof.setChecked(True)
    assert asked.paying.sum.text() == "Betrag 20,00 €"
    asked.primary.click()

    assert paid(house, "Aquarell") == [("Gertrud", 2000, 2000)]


def test_taking_the_reduction_back_makes_it_the_full_price_again(
    opened: Open, house: House
) -> None:
    house.act(set_reduction, SetReduction("Dortmund-Karte", 50))
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    asked.paying.reduction.setCurrentIndex(1)
    asked.paying.proof.setChecked(True)
    asked.paying.reduction.setCurrentIndex(0)

    assert asked.paying.sum.text() == "Betrag 40,00 €"
    assert paid(house, "Aquarell") == [("Gertrud", 4000, 0)]


def trip(house: House) -> str:
    data = OfferData(
        "Aachen", "trip", capacity=40, fee_cents=3800, deposit_cents=1000, choices="Fisch\nGemüse"
    )
    stops = (BoardingStop("Markt", 480), BoardingStop("Bahnhof", 495))
    return house.act(add_offer, AddOffer(data, boarding=stops)).value.offer_id


def test_a_trip_asks_for_menu_and_boarding_point_and_takes_the_deposit(
    opened: Open, house: House
) -> None:
    trip_id = trip(house)
    asked = opened(offer_id=trip_id)
    asked.options.choice.set_value("Gemüse")
    asked.options.boarding.setCurrentIndex(2)
    assert asked.options.boarding.currentText() == "Bahnhof, 08:15 Uhr"
    type_text(focused(), "mull gert")
    assert audit(asked) == []
    press(Qt.Key.Key_Return)
    assert asked.paying.amount.text() == "10,00 €"
    press(Qt.Key.Key_Return)

    (line,) = house.desk.read(bookings_of, trip_id)
    assert line.choice == "Gemüse"
    (entry,) = house.desk.read(payments_of, line.id)
    assert (entry.amount_cents, entry.kind) == (1000, "deposit")
    assert asked.paying.sum.text() == "Bezahlt: 10,00 €. Noch offen: 28,00 €."


def test_the_whole_trip_can_be_paid_at_once(opened: Open, house: House) -> None:
    trip_id = trip(house)
    asked = opened(offer_id=trip_id)
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    asked.paying.kind.set_value("fee")
    assert asked.paying.amount.text() == "38,00 €"
    asked.primary.click()

    (line,) = house.desk.read(bookings_of, trip_id)
    assert house.desk.read(payments_of, line.id)[0].kind == "fee"


def test_a_couple_is_registered_and_pays_together(opened: Open, house: House) -> None:
    house.offer("Aquarell", fee_cents=4000, capacity=8)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_F9)
    assert asked.who.words.text().startswith("Gertrud Müller. Wer kommt mit?")
    assert audit(asked) == []
    type_text(focused(), "mull ger")
    assert "Gertrud Müller" not in titles(asked.people)
    press(Qt.Key.Key_Return)
    assert asked.paying.said.text.text() == (
        "Gertrud Müller und Gerhard Müller sind angemeldet: Aquarell."
    )
    assert asked.paying.sum.text() == "Betrag 80,00 €"
    press(Qt.Key.Key_Return)

    assert sorted(paid(house, "Aquarell")) == [("Gerhard", 4000, 4000), ("Gertrud", 4000, 4000)]
    lines = house.desk.read(bookings_of, offer(house, "Aquarell"))
    assert len({line.party_id for line in lines}) == 1
    assert not any(line.splittable for line in lines)


def test_a_couple_may_say_that_single_places_are_right(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Gedächtnistraining"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_F9)
    asked.options.together.set_value(True)
    type_text(focused(), "mull ger")
    press(Qt.Key.Key_Return)

    assert asked.paying.sum.text() == "Bezahlt wird erst, wenn ein Platz frei wird."
    assert asked.primary.accessibleName() == "Schließen"
    lines = house.desk.read(bookings_of, offer(house, "Gedächtnistraining"))
    couple = [line for line in lines if line.party_id is not None]
    assert [line.splittable for line in couple] == [True, True]


def test_the_household_is_offered_without_typing(opened: Open, house: House) -> None:
    gertrud, gerhard = (house.desk.read(find_people, name)[0].id for name in ("gertru", "gerhar"))

    def live_together(work: Work, _request: None) -> None:
        home = work.insert(household, {"centre_id": work.centre(), "phone": "0231 555001"})
        for one in (gertrud, gerhard):
            work.update(person, one, {"household_id": home})

    house.act(live_together, None)
    asked = opened(offer_id=offer(house, "Chor"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_F9)
    assert titles(asked.people) == ["Gerhard Müller"]
    press(Qt.Key.Key_Return)

    assert sorted(names(house, "Chor")) == [
        ("Gerhard Müller", "booked"),
        ("Gertrud Müller", "booked"),
    ]


def test_f9_without_a_first_person_asks_for_one(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))
    press(Qt.Key.Key_F9)

    assert asked.refusal.text.text() == "Bitte zuerst die erste Person suchen."


def test_several_days_of_lunch_are_booked_at_once(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Mittagstisch"))
    asked.options.days.toggle(asked.options.days.lines.lines[1].key)
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert asked.paying.said.text.text() == "Gertrud Müller ist angemeldet: Mittagstisch, 2 Tage."
    assert len(names(house, "Mittagstisch")) == 2


def test_no_day_ticked_is_said_at_the_days(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Mittagstisch"))
    asked.options.days.toggle(asked.options.days.lines.lines[0].key)
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert asked.options.form.rows["occurrence"].fault() == "Bitte mindestens einen Tag ankreuzen."
    assert names(house, "Mittagstisch") == []


def test_two_places_for_one_person(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    asked.options.places.set_value(2)
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    lines = house.desk.read(bookings_of, offer(house, "Yoga auf dem Stuhl"))
    assert [line.places for line in lines if line.first_name == "Gertrud"] == [2]


def test_the_manager_may_register_before_it_opens_with_a_reason(opened: Open, house: House) -> None:
    opens = moment(MONDAY + timedelta(days=49), 540)
    house.offer("Pilates", registration_opens=opens)
    house.desk.actor = house.act(add_staff, AddStaff("Frau Leitung", "manager")).value
    asked = opened(offer_id=offer(house, "Pilates"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    assert "hat noch nicht begonnen" in asked.refusal.text.text()
    assert focused() is asked.overruling.reason
    assert audit(asked) == []

    press(Qt.Key.Key_Return)
    assert asked.overruling.form.rows["reason"].fault() == "Bitte den Grund eintragen."
    assert names(house, "Pilates") == []
    type_text(focused(), "zugesagt")
    press(Qt.Key.Key_Return)

    assert names(house, "Pilates") == [("Gertrud Müller", "booked")]
    assert asked.stage is Stage.DONE


def test_the_reception_reads_who_may_register_before_it_opens(opened: Open, house: House) -> None:
    house.desk.actor = house.act(add_staff, AddStaff("Frau Leitung", "manager")).value
    reception = house.act(add_staff, AddStaff("Herr Empfang", "reception")).value
    house.offer("Pilates", registration_opens=moment(MONDAY + timedelta(days=49), 540))
    house.desk.actor = reception
    asked = opened(offer_id=offer(house, "Pilates"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert not asked.overruling.button.isVisible()
    assert asked.overruling.others.text() == (
        "Trotzdem anmelden kann nur: Leitung. Den Benutzer wechseln Sie mit Strg+U."
    )
    assert audit(asked) == []


def test_the_next_one_in_the_queue_comes_by_f2(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F2)
    assert asked.title.text() == "Yoga auf dem Stuhl"
    assert asked.seats.text() == "1 frei"
    type_text(focused(), "mull gerh")
    press(Qt.Key.Key_Return)

    assert ("Gerhard Müller", "booked") in names(house, "Yoga auf dem Stuhl")


def test_what_is_paid_at_each_date_is_not_asked_for_now(opened: Open, house: House) -> None:
    house.offer("Singen", fee_cents=300, fee_kind="date")
    asked = opened(offer_id=offer(house, "Singen"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert asked.paying.sum.text() == "Jetzt ist nichts zu bezahlen."
    assert not asked.paying.amount.isVisible()


def test_where_the_program_numbers_receipts_no_number_is_asked_for(
    opened: Open, house: House
) -> None:
    house.desk.actor = house.act(add_staff, AddStaff("Frau Leitung", "manager")).value
    till = house.desk.read(tills)[0].id
    house.act(switch_receipts, SwitchReceipts(till, numbered=True, agreed=True))
    house.offer("Aquarell", fee_cents=4000)
    asked = opened(offer_id=offer(house, "Aquarell"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)
    assert not asked.paying.receipt.isVisible()
    press(Qt.Key.Key_Return)

    assert asked.paying.sum.text().startswith("Bezahlt: 40,00 € (Quittung ")


def test_a_day_that_is_too_late_is_refused_and_not_silently_another_one(
    opened: Open, house: House
) -> None:
    lunch = house.offer("Frühstück", "lunch", deadline_days=0, deadline_minute=480)
    days = [
        house.one_date(lunch, 600, 660, day=MONDAY + timedelta(days=n), room=None) for n in (0, 1)
    ]
    asked = opened(offer_id=lunch, occurrence_id=days[0])
    assert asked.options.days.lines.lines[0].chip == "Bestellschluss vorbei"
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert "ist die Anmeldung zu Ende" in asked.refusal.text.text()
    assert names(house, "Frühstück") == []
