"""The confirmation of a registration, from the desk to what is printed."""

from datetime import timedelta

from begegnung.model.booking_rows import SlipDate
from begegnung.services.booking_slip import slips_of
from begegnung.services.bookings import Book, BookTogether, CancelBooking, book_together, cancel
from begegnung.services.payments import NotePayment, note_payment
from tests.desks import HOUSE, MONDAY, House


def test_it_tells_the_coming_dates_the_place_and_the_money(house: House) -> None:
    planned = house.series(
        "Yoga", MONDAY, MONDAY + timedelta(weeks=2), fee_cents=4000, leader="Renate Beispiel"
    )
    booked = house.book(house.person("Müller", "Gerhard"), planned.offer_id)
    house.act(note_payment, NotePayment(booked.booking_id, 1000, MONDAY))

    (slip,) = house.desk.read(slips_of, (booked.booking_id,))

    assert (slip.house, slip.name, slip.title) == (HOUSE, "Gerhard Müller", "Yoga")
    assert slip.dates[0] == SlipDate(MONDAY, 600, 660)
    assert len(slip.dates) == 3
    assert (slip.place, slip.leader) == ("Saal", "Renate Beispiel")
    assert (slip.due_cents, slip.paid_cents) == (4000, 1000)
    assert (slip.position, slip.numbers, slip.places) == (0, (1,), 1)
    assert f"{slip.registered:%d.%m.%Y %H:%M}" == "23.11.2026 08:00"


def test_who_waits_is_told_the_place_on_the_list(house: House) -> None:
    offer = house.offer(capacity=1)
    house.book(house.person(), offer)
    house.book(house.person("Zweite"), offer)
    third = house.book(house.person("Dritte"), offer)

    (slip,) = house.desk.read(slips_of, (third.booking_id,))

    assert slip.position == 2


def test_a_couple_gets_a_sheet_each_and_several_days_stand_on_one(house: House) -> None:
    offer = house.offer("Mittagstisch", "lunch", fee_cents=300)
    days = [house.one_date(offer, 720, 780, day=MONDAY + timedelta(days=n)) for n in range(2)]
    first, second = house.people(2)
    ids: list[str] = []
    for day in days:
        together = BookTogether(Book(first, offer, day), (second,))
        ids += [one.booking_id for one in house.act(book_together, together).value]

    slips = house.desk.read(slips_of, ids)

    assert [slip.name for slip in slips] == ["Person 01", "Person 02"]
    assert [one.day for one in slips[0].dates] == [MONDAY, MONDAY + timedelta(days=1)]
    assert slips[0].due_cents == 600


def test_who_was_signed_off_has_no_confirmation(house: House) -> None:
    booked = house.book(house.person(), house.offer())
    house.act(cancel, CancelBooking(booked.booking_id))

    assert house.desk.read(slips_of, (booked.booking_id,)) == []
