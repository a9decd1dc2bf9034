"""A trip from its form to the list for the coach: boarding, deposit and rest."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.services.boarding import boarding_points
from begegnung.services.bookings import Book, book
from begegnung.services.offers import offer_card, offer_list
from begegnung.services.people import PersonData, add_person
from begegnung.services.trips import trip_list
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.kinds.trip import TripDialog
from begegnung.ui.offers.panel import PEOPLE
from begegnung.ui.offers.parts import BOARDING, COSTS, REGISTRATION
from begegnung.ui.pages.offers import OffersPage
from tests.desks import prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


def fill_in(form: OfferDialog) -> None:
    """Types a trip with two boarding points and a deposit."""
    type_text(form.fields.title, "Münster")
    form.fields.type.set_value("trip")
    type_text(form.fields.capacity, "2")
    type_text(form.wording, "9.12.2026 8 bis 18 Uhr")
    form.parts.setCurrentIndex(REGISTRATION)
    form.parts.registration.choices.setPlainText("Fisch\nGemüse")
    form.parts.setCurrentIndex(COSTS)
    type_text(form.parts.costs.fee, "38")
    type_text(form.parts.costs.deposit, "10")
    type_text(form.parts.costs.balance_due, "1.12.2026")
    form.parts.setCurrentIndex(BOARDING)
    first = form.parts.boarding.lines[0]
    type_text(first.place, "Hauptbahnhof")
    type_text(first.time, "8")
    form.parts.boarding.add.click()
    type_text(form.parts.boarding.lines[1].place, "Hörde")


def test_a_trip_is_planned_booked_paid_in_two_parts_and_listed(
    start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    shell = start(tmp_path / "Daten")
    hub = shell.hub
    assert hub is not None
    hub.show("offers")
    settle()
    press(Qt.Key.Key_N, CTRL)
    form = dialog()
    assert isinstance(form, OfferDialog)
    fill_in(form)
    press(Qt.Key.Key_Return, CTRL)
    (line,) = hub.read(offer_list)
    card = hub.read(offer_card, line.id)
    assert (card.type, card.deposit_cents, card.balance_due) == ("trip", 1000, date(2026, 12, 1))
    assert len(hub.read(boarding_points, line.id)) == 2

    for name, phone in (("Weber", "0231 11"), ("Adler", "0231 22")):
        who = hub.act(add_person, PersonData(name, phone=phone)).value
        hub.act(book, Book(who, line.id))
    page = shell.page
    assert isinstance(page, OffersPage)
    page.present({"offer_id": line.id})
    page.panel.tabs.setCurrentIndex(PEOPLE)
    settle()
    page.trip.trigger()
    settle()
    listed = dialog()
    assert isinstance(listed, TripDialog)
    assert listed.seats.text() == "2 von 2 Plätzen belegt"
    assert [one.chip for one in listed.people.lines.lines] == ["Anzahlung offen: 10,00 €"] * 2

    # Where she gets on, and what she eats.
    press(Qt.Key.Key_Return)
    assert focused() is listed.point
    press(Qt.Key.Key_Down)
    listed.choice.set_value("Gemüse")
    listed.enter.click()
    settle()
    first = hub.read(trip_list, line.id).lines[0]
    assert (first.surname, first.boarding, first.choice) == ("Adler", "Hauptbahnhof", "Gemüse")

    # The deposit, and later the rest.
    for amount, chip in (("10", "Rest offen: 28,00 €"), ("28", "bezahlt")):
        listed.pay.click()
        settle()
        payment = dialog()
        assert isinstance(payment, PaymentDialog)
        payment.amount.selectAll()
        type_text(payment.amount, amount)
        press(Qt.Key.Key_Return, CTRL)
        settle()
        assert listed.people.lines.lines[0].chip == chip

    assert "Tel. 0231 22" in listed.people.lines.lines[0].detail
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Z, CTRL)
    assert hub.read(trip_list, line.id).lines[0].paid_cents == 1000
