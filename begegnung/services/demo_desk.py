"""What the example house shows of registering and money.

A trip with a deposit and boarding points, a reduction, payments of today, a card of ten visits, a
course whose registration has not begun, and a note for whoever comes next.
"""

from dataclasses import replace
from datetime import date, timedelta

from begegnung.model.local_time import DAY, moment
from begegnung.model.rows import PersonLine
from begegnung.services.boarding import BoardingStop
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, BookTogether, book, book_together
from begegnung.services.dates import AddDate, add_date
from begegnung.services.desk import Desk
from begegnung.services.handover import AddNote, add_note
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer, offer_list
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.people import people_list
from begegnung.services.present import today_of
from begegnung.services.punch_cards import SellCard, sell_card
from begegnung.services.reductions import SetReduction, set_reduction

_TRAVELLERS = 9
_DEPOSIT, _PRICE = 1000, 3800
_CARD_PRICE, _CARD_VISITS = 5000, 10


def show_desk_and_money(desk: Desk) -> None:
    """Adds the examples to the furnished house."""
    today = today_of(desk.now_ms())
    people = [line for line in desk.read(people_list) if line.phone]
    reduction_id = desk.act(set_reduction, SetReduction("Ermäßigung mit Ausweis", 50)).value
    _trip(desk, today, people, reduction_id)
    _course_to_come(desk, today)
    _payments(desk, today)
    _card(desk, people[7])
    note = "Der Beamer im Computerraum flackert. Die Haustechnik kommt um 10 Uhr."
    desk.act(add_note, AddNote(today, note))


def _trip(desk: Desk, today: date, people: list[PersonLine], reduction_id: str) -> None:
    """A day trip: two boarding points, a deposit, a couple on the coach, somebody pays less."""
    day = today + timedelta(days=23)
    data = OfferData(
        title="Tagesfahrt an die See",
        type="trip",
        category="music",
        place="Abfahrt am Haus",
        capacity=48,
        minimum=25,
        registration="required",
        fee_cents=_PRICE,
        deposit_cents=_DEPOSIT,
        balance_due=day - timedelta(days=9),
        choices="Fisch\nVegetarisch",
        fee_text="38 €, Anzahlung 10 €",
    )
    stops = (BoardingStop("Am Haus", 7 * 60 + 30), BoardingStop("Bahnhof", 7 * 60 + 50))
    offer_id = desk.act(add_offer, AddOffer(data, boarding=stops)).value.offer_id
    desk.act(add_date, AddDate(offer_id, day, 450, 1170, None))
    first, second, *others = people[:: len(people) // _TRAVELLERS][:_TRAVELLERS]
    couple = BookTogether(Book(first.id, offer_id, choice="Fisch"), (second.id,))
    desk.act(book_together, couple)
    for n, line in enumerate(others):
        wish = Book(line.id, offer_id, choice=("Fisch", "Vegetarisch")[n % 2])
        if n == 0:
            wish = replace(wish, reduction_id=reduction_id, proof_seen=True)
        desk.act(book, wish)
    for n, line in enumerate(desk.read(bookings_of, offer_id)[:5]):
        request = NotePayment(line.id, _DEPOSIT, today, f"{230 + n}", "deposit")
        desk.act(note_payment, request)


def _course_to_come(desk: Desk, today: date) -> None:
    """A course for which one can register from next week on."""
    monday = today + timedelta(days=7 - today.weekday())
    data = OfferData(
        title="Englisch für die Reise",
        type="course",
        category="languages",
        capacity=12,
        minimum=6,
        registration="required",
        registration_opens=moment(monday, 9 * 60),
        registration_closes=moment(monday, 28 * DAY),
        fee_cents=3000,
        fee_text="10 Termine 30 €",
    )
    desk.act(add_offer, AddOffer(data))


def _payments(desk: Desk, today: date) -> None:
    """Most people of the courses have paid, one of them today."""
    courses = [line for line in desk.read(offer_list) if line.type == "course"]
    number = 201
    for course in courses:
        lines = desk.read(bookings_of, course.id)
        paying = [line for line in lines if line.state == "booked" and line.due_cents]
        for n, line in enumerate(paying[:-2]):
            day = today if n == 0 else today - timedelta(days=1 + n)
            request = NotePayment(line.id, line.due_cents or 0, day, f"{number}")
            desk.act(note_payment, request)
            number += 1


def _card(desk: Desk, line: PersonLine) -> None:
    desk.act(sell_card, SellCard(line.id, _CARD_VISITS, _CARD_PRICE, receipt_number="240"))
