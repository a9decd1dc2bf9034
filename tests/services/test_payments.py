"""Notes of payments: never overwritten, never gone."""

import pytest

from begegnung.model.errors import Invalid
from begegnung.services.bookings import bookings_of
from begegnung.services.payments import (
    NotePayment,
    VoidPayment,
    note_payment,
    payments_of,
    void_payment,
)
from begegnung.services.staff import AddStaff, add_staff
from tests.desks import MONDAY, House


def test_a_payment_shows_date_amount_receipt_and_who_took_it(house: House) -> None:
    course = house.offer("Yoga")
    booked = house.book(house.person("Weber"), course)
    house.desk.actor = house.act(add_staff, AddStaff("Frau Sommer")).value

    house.act(note_payment, NotePayment(booked.booking_id, 3000, MONDAY, " 17 "))

    (note,) = house.desk.read(payments_of, booked.booking_id)
    assert note[1:] == (MONDAY, 3000, "17", "Frau Sommer", "")
    (line,) = house.desk.read(bookings_of, course)
    assert line.paid_cents == 3000


def test_a_void_note_stays_but_no_longer_counts(house: House) -> None:
    course = house.offer("Yoga")
    booked = house.book(house.person("Weber"), course)
    wrong = house.act(note_payment, NotePayment(booked.booking_id, 3000, MONDAY)).value
    house.act(note_payment, NotePayment(booked.booking_id, 2500, MONDAY))

    house.act(void_payment, VoidPayment(wrong, " vertippt "))

    notes = house.desk.read(payments_of, booked.booking_id)
    assert sorted((n.amount_cents, n.void_reason) for n in notes) == [
        (2500, ""),
        (3000, "vertippt"),
    ]
    assert house.desk.read(bookings_of, course)[0].paid_cents == 2500


def test_the_reason_of_a_void_note_is_needed_and_never_replaced(house: House) -> None:
    booked = house.book(house.person("Weber"), house.offer("Yoga"))
    note = house.act(note_payment, NotePayment(booked.booking_id, 3000, MONDAY)).value

    with pytest.raises(Invalid):
        house.act(void_payment, VoidPayment(note, "  "))
    house.act(void_payment, VoidPayment(note, "vertippt"))
    with pytest.raises(Invalid):
        house.act(void_payment, VoidPayment(note, "doch nicht"))

    assert house.desk.read(payments_of, booked.booking_id)[0].void_reason == "vertippt"


@pytest.mark.parametrize("cents", [0, -100, 10_000_000])
def test_an_amount_that_cannot_be_is_refused(house: House, cents: int) -> None:
    booked = house.book(house.person("Weber"), house.offer("Yoga"))

    with pytest.raises(Invalid) as caught:
        house.act(note_payment, NotePayment(booked.booking_id, cents, MONDAY))

    assert (caught.value.field, caught.value.problem) == ("amount", "not_money")
