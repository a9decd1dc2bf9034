"""Going over to another course and Ersatzpersonen: the place and what was paid follow."""

from typing import Any

import pytest

from begegnung.model.booking_errors import NoPlace, SameOffer, WaitingListFirst
from begegnung.model.errors import CourseFull, PersonBlocked
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, CancelBooking, cancel
from begegnung.services.check import check
from begegnung.services.decisions import decisions_about
from begegnung.services.history import redo, undo
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.transfers import Moved, Substitute, Transfer, substitute, transfer
from begegnung.texts.booking import decision_text
from tests.desks import MONDAY, House


def lines(house: House, offer_id: str) -> list[tuple[str, str, int]]:
    found = house.desk.read(bookings_of, offer_id)
    return [(line.surname, line.state, line.paid_cents) for line in found]


def paid_booking(
    house: House, surname: str = "Weber", cents: int = 3000, **known: Any
) -> tuple[str, str]:
    """A course with somebody who has paid; gives the course and her booking."""
    course = house.offer("Yoga", fee_cents=3000, **known)
    booked = house.book(house.person(surname), course)
    house.act(note_payment, NotePayment(booked.booking_id, cents, MONDAY, "17"))
    return course, booked.booking_id


def go(house: House, booking_id: str, target: str) -> Moved:
    return house.act(transfer, Transfer(booking_id, Book("", target))).value


def test_a_transfer_takes_the_payment_along_and_frees_the_place(house: House) -> None:
    course, booking_id = paid_booking(house, capacity=1)
    waiting = house.book(house.person("Kaya"), course)
    target = house.offer("Tai-Chi", capacity=5, fee_cents=4000)

    moved = go(house, booking_id, target)

    assert (moved.carried_cents, moved.moved_up) == (3000, (waiting.booking_id,))
    assert lines(house, course) == [("Kaya", "booked", 0)]
    assert lines(house, target) == [("Weber", "booked", 3000)]
    (line,) = house.desk.read(bookings_of, target)
    assert line.due_cents == 4000


def test_without_a_place_in_the_other_course_everything_stays(house: House) -> None:
    course, booking_id = paid_booking(house, capacity=1)
    target = house.offer("Tai-Chi", capacity=1)
    house.book(house.person("Kaya"), target)

    with pytest.raises(CourseFull) as refused:
        go(house, booking_id, target)

    assert refused.value.waiting == 0
    assert lines(house, course) == [("Weber", "booked", 3000)]


def test_a_transfer_is_taken_back_and_brought_again_with_the_payment(house: House) -> None:
    course, booking_id = paid_booking(house)
    target = house.offer("Tai-Chi")
    go(house, booking_id, target)

    house.act(undo, None)
    assert lines(house, course) == [("Weber", "booked", 3000)]
    assert lines(house, target) == []
    house.act(redo, None)

    assert lines(house, course) == []
    assert lines(house, target) == [("Weber", "booked", 3000)]
    assert house.desk.read(check).clean


def test_nobody_is_transferred_to_where_she_is_or_after_she_cancelled(house: House) -> None:
    course, booking_id = paid_booking(house)

    with pytest.raises(SameOffer):
        go(house, booking_id, course)
    house.act(cancel, CancelBooking(booking_id))
    with pytest.raises(NoPlace):
        go(house, booking_id, house.offer("Tai-Chi"))


def test_an_ersatzperson_gets_the_place_with_what_was_paid_for_it(house: House) -> None:
    course, booking_id = paid_booking(house, capacity=1)
    kaya = house.person("Kaya")

    moved = house.act(substitute, Substitute(booking_id, kaya)).value

    assert moved.carried_cents == 3000
    assert lines(house, course) == [("Kaya", "booked", 3000)]
    (line,) = house.desk.read(decisions_about, moved.booking.booking_id)
    assert decision_text(line.kind, line.facts) == (
        "Hat als Ersatzperson den Platz von Nr. 1 übernommen."
    )


def test_while_others_wait_an_ersatzperson_needs_a_reason_that_is_kept(house: House) -> None:
    course, booking_id = paid_booking(house, capacity=1)
    house.book(house.person("Groß"), course)
    kaya = house.person("Kaya")

    with pytest.raises(WaitingListFirst):
        house.act(substitute, Substitute(booking_id, kaya))
    moved = house.act(substitute, Substitute(booking_id, kaya, "laut Teilnahmebedingungen")).value

    (line,) = house.desk.read(decisions_about, moved.booking.booking_id)
    assert "1 Person wartete. Begründung: laut Teilnahmebedingungen" in (
        decision_text(line.kind, line.facts)
    )
    assert [line[:2] for line in lines(house, course)] == [("Kaya", "booked"), ("Groß", "waiting")]


def test_who_waits_herself_leaves_the_waiting_list_when_she_is_the_ersatzperson(
    house: House,
) -> None:
    course, booking_id = paid_booking(house, capacity=1)
    kaya = house.person("Kaya")
    house.book(kaya, course)

    house.act(substitute, Substitute(booking_id, kaya))

    assert lines(house, course) == [("Kaya", "booked", 3000)]
    house.act(undo, None)
    assert [line[:2] for line in lines(house, course)] == [("Weber", "booked"), ("Kaya", "waiting")]


def test_no_ersatzperson_without_a_place_or_who_is_there_or_blocked(house: House) -> None:
    course, booking_id = paid_booking(house, capacity=2)
    there, blocked = house.person("Kaya"), house.person("Groß")
    other = house.book(there, course)
    house.act(block_person, BlockPerson(blocked, blocked=True))

    with pytest.raises(SameOffer):
        house.act(substitute, Substitute(booking_id, there))
    with pytest.raises(PersonBlocked):
        house.act(substitute, Substitute(booking_id, blocked))
    house.act(cancel, CancelBooking(other.booking_id))
    with pytest.raises(NoPlace):
        house.act(substitute, Substitute(other.booking_id, there))
