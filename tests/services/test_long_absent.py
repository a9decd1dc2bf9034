"""Who was not here for two years is named, and nobody else."""

from datetime import timedelta

from begegnung.services.attendance import Mark, mark
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.consents import GiveConsent, give_consent
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.long_absent import due_for_review
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.person_merges import Merge, merge
from tests.desks import MONDAY, House

TWO_YEARS = 732


def due(house: House) -> list[str]:
    return [line.surname for line in house.desk.read(due_for_review)]


def test_in_a_house_that_is_younger_than_two_years_nobody_is_due(house: House) -> None:
    house.people(3)
    house.clock.go_on(days=700)

    assert due(house) == []
    house.clock.go_on(days=TWO_YEARS - 700)
    assert due(house) == ["Person 01", "Person 02", "Person 03"]


def test_whoever_did_anything_since_is_not_due(house: House) -> None:
    ids = {
        name: house.person(name)
        for name in ("Besuch", "Buchung", "Chor", "Einwilligung", "Absage", "Ohne", "Alt")
    }
    choir, old = house.offer("Chor", "group"), house.offer("Alter Kurs")
    then = house.one_date(old, day=MONDAY - timedelta(days=1), room=None)
    house.act(mark, Mark(then, ids["Ohne"], "present"))
    house.book(ids["Chor"], choir)
    house.book(ids["Alt"], old)
    cancelled = house.book(ids["Absage"], old).booking_id
    house.clock.go_on(days=TWO_YEARS)
    assert due(house) == ["Absage", "Alt", "Besuch", "Buchung", "Einwilligung", "Ohne"]

    house.clock.go_on(days=30)
    today = MONDAY + timedelta(days=TWO_YEARS + 30)
    when = house.one_date(choir, day=today, room=None)
    house.act(mark, Mark(when, ids["Besuch"], "present"))
    house.book(ids["Buchung"], old)
    house.act(cancel, CancelBooking(cancelled))
    house.act(give_consent, GiveConsent(ids["Einwilligung"], "photo_notice", today))

    assert due(house) == ["Alt", "Ohne"]


def test_the_last_day_known_and_the_time_of_the_ledger_are_told(house: House) -> None:
    visited, paid, never = house.person("A"), house.person("B"), house.person("C")
    course = house.offer("Yoga")
    then = house.one_date(course, day=MONDAY - timedelta(days=3), room=None)
    house.act(mark, Mark(then, visited, "present"))
    booked = house.book(paid, course).booking_id
    house.act(note_payment, NotePayment(booked, 500, MONDAY))
    house.act(block_person, BlockPerson(never, blocked=True))
    house.clock.go_on(days=TWO_YEARS)

    lines = house.desk.read(due_for_review)

    assert [(line.last, line.kept and line.kept.year, line.blocked) for line in lines] == [
        (MONDAY - timedelta(days=3), None, False),
        (MONDAY, 2036, False),
        (None, None, True),
    ]


def test_entries_that_stand_for_nobody_are_not_named(house: House) -> None:
    keeper, twin, her = house.person("Weber"), house.person("Wagner"), house.person("Kaya")
    then = house.one_date(house.offer("Yoga"), day=MONDAY - timedelta(days=3), room=None)
    house.act(mark, Mark(then, her, "present"))
    house.act(merge, Merge(keeper, twin))
    house.act(erase_person, ErasePerson(her, "unneeded"))
    house.clock.go_on(days=TWO_YEARS)

    assert due(house) == ["Weber"]
