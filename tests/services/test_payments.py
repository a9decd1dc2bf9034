"""Notes of payments: never overwritten, never gone; refunds, dues, and what is missing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from begegnung.db.tables import change
from begegnung.model.errors import Invalid
from begegnung.model.ledger import APPEND_ONLY
from begegnung.model.ledger_errors import AlreadyCancelled, CannotBeUndone, MoreThanPaid
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book
from begegnung.services.desk import View
from begegnung.services.history import redo, undo
from begegnung.services.outstanding import due_for, outstanding
from begegnung.services.payments import (
    NotePayment,
    Refund,
    VoidPayment,
    ledger_between,
    note_payment,
    payments_of,
    refund,
    void_payment,
)
from begegnung.services.prices import SetPrice, set_price
from begegnung.services.reductions import (
    RetireReduction,
    SetReduction,
    reductions,
    retire_reduction,
    set_reduction,
)
from begegnung.services.staff import AddStaff, add_staff
from begegnung.services.transfers import Transfer, transfer
from tests.desks import MONDAY, House


def act(house: House, verb: Any, request: Any) -> Any:
    """Does something a second later, so that the entries have an order."""
    house.clock.go_on(seconds=1)
    return house.act(verb, request)


def paid_by(house: House, surname: str = "Weber", cents: int = 3000, **known: Any) -> str:
    """A person booked into a new course, with a payment noted; gives the booking."""
    course = house.offer(f"Yoga mit {surname}", **known)
    booked = house.book(house.person(surname), course).booking_id
    if cents:
        act(house, note_payment, NotePayment(booked, cents, MONDAY))
    return booked


def amounts(house: House, booking_id: str) -> list[int]:
    return [line.amount_cents for line in house.desk.read(payments_of, booking_id)]


def ledger_writes(view: View) -> set[str]:
    """How rows of the ledger were ever written."""
    kinds = view.connection.execute(select(change.c.kind).where(change.c.entity.in_(APPEND_ONLY)))
    return set(kinds.scalars())


def test_a_payment_shows_date_amount_receipt_and_who_took_it(house: House) -> None:
    course = house.offer("Yoga")
    booked = house.book(house.person("Weber"), course)
    house.desk.actor = act(house, add_staff, AddStaff("Frau Sommer")).value

    act(house, note_payment, NotePayment(booked.booking_id, 3000, MONDAY, " 17 "))

    (note,) = house.desk.read(payments_of, booked.booking_id)
    assert note[1:6] == (MONDAY, 3000, "17", "Frau Sommer", "")
    assert (note.kind, note.means, note.standing) == ("fee", "cash", True)
    (line,) = house.desk.read(bookings_of, course)
    assert line.paid_cents == 3000


def test_a_cancelled_note_stays_and_an_entry_of_its_own_takes_it_back(house: House) -> None:
    booked = paid_by(house)
    (wrong,) = house.desk.read(payments_of, booked)
    act(house, note_payment, NotePayment(booked, 2500, MONDAY))

    act(house, void_payment, VoidPayment(wrong.id, " vertippt "))

    notes = house.desk.read(payments_of, booked)
    assert [(n.amount_cents, n.void_reason, n.reason, n.standing) for n in notes] == [
        (3000, "vertippt", "", False),
        (2500, "", "", True),
        (-3000, "", "vertippt", False),
    ]
    assert notes[2].cancels_id == wrong.id
    assert house.desk.read(due_for, booked).paid_cents == 2500  # type: ignore[union-attr]
    assert house.desk.read(ledger_writes) == {"I"}


def test_a_cancellation_needs_a_reason_and_happens_once(house: House) -> None:
    booked = paid_by(house)
    (note,) = house.desk.read(payments_of, booked)

    with pytest.raises(Invalid):
        act(house, void_payment, VoidPayment(note.id, "  "))
    counter = act(house, void_payment, VoidPayment(note.id, "vertippt")).value
    with pytest.raises(AlreadyCancelled) as caught:
        act(house, void_payment, VoidPayment(note.id, "doch nicht"))
    with pytest.raises(CannotBeUndone):
        act(house, void_payment, VoidPayment(counter, "doch nicht"))

    assert caught.value.reason == "vertippt"
    assert amounts(house, booked) == [3000, -3000]


@pytest.mark.parametrize("cents", [0, -100, 10_000_000])
def test_an_amount_that_cannot_be_is_refused(house: House, cents: int) -> None:
    booked = house.book(house.person("Weber"), house.offer("Yoga"))

    with pytest.raises(Invalid) as caught:
        act(house, note_payment, NotePayment(booked.booking_id, cents, MONDAY))

    assert (caught.value.field, caught.value.problem) == ("amount", "not_money")


def test_a_payment_of_tomorrow_is_refused(house: House) -> None:
    booked = paid_by(house, cents=0)

    with pytest.raises(Invalid) as caught:
        act(house, note_payment, NotePayment(booked, 500, MONDAY + timedelta(days=1)))

    assert (caught.value.field, caught.value.problem) == ("paid_on", "in_the_future")


def test_undo_and_redo_of_a_payment_write_entries_and_delete_none(house: House) -> None:
    booked = paid_by(house)

    act(house, undo, None)
    act(house, redo, None)
    act(house, undo, None)
    act(house, redo, None)

    lines = house.desk.read(payments_of, booked)
    assert [line.amount_cents for line in lines] == [3000, -3000, 3000, -3000, 3000]
    assert [line.standing for line in lines] == [False, False, False, False, True]
    assert house.desk.read(ledger_writes) == {"I"}


def test_undo_of_a_cancellation_brings_the_payment_back_with_its_number(house: House) -> None:
    booked = paid_by(house, cents=0)
    note = act(house, note_payment, NotePayment(booked, 3000, MONDAY, "17")).value
    act(house, void_payment, VoidPayment(note, "vertippt"))

    act(house, undo, None)

    last = house.desk.read(payments_of, booked)[-1]
    assert (last.amount_cents, last.receipt_number, last.reason) == (3000, "17", "")
    assert last.standing
    act(house, void_payment, VoidPayment(last.id, "noch einmal"))
    assert sum(amounts(house, booked)) == 0


def test_a_booking_that_was_paid_is_cancelled_by_undo_and_not_deleted(house: House) -> None:
    course = house.offer("Yoga")
    booked = house.book(house.person("Weber"), course).booking_id
    act(house, note_payment, NotePayment(booked, 3000, MONDAY))

    for _ in range(3):
        act(house, undo, None)

    assert house.desk.read(bookings_of, course) == []
    assert amounts(house, booked) == [3000, -3000]
    (entry, _) = house.desk.read(ledger_between, MONDAY, MONDAY)
    assert (entry.name, entry.offer) == ("Weber", "Yoga")
    for _ in range(3):
        act(house, redo, None)
    (line,) = house.desk.read(bookings_of, course)
    assert (line.id, line.state, line.paid_cents) == (booked, "booked", 3000)


def test_a_refund_has_a_reason_and_is_never_more_than_was_paid(house: House) -> None:
    booked = paid_by(house)

    with pytest.raises(MoreThanPaid) as caught:
        act(house, refund, Refund(booked, 3001, MONDAY, "Kurs fiel aus"))
    with pytest.raises(Invalid):
        act(house, refund, Refund(booked, 1000, MONDAY, " "))
    act(house, refund, Refund(booked, 1000, MONDAY, "Kurs fiel aus", "18"))
    with pytest.raises(MoreThanPaid):
        act(house, refund, Refund(booked, 2500, MONDAY, "noch einmal"))

    assert (caught.value.wanted_cents, caught.value.paid_cents) == (3001, 3000)
    last = house.desk.read(payments_of, booked)[-1]
    assert (last.amount_cents, last.kind, last.reason) == (-1000, "refund", "Kurs fiel aus")


def test_what_was_paid_follows_a_transfer_without_any_cash(house: House) -> None:
    booked = paid_by(house)
    other = house.offer("Tanzen im Sitzen")
    person_id = house.desk.read(bookings_of, other)  # nobody is there yet
    assert person_id == []

    done = act(house, transfer, Transfer(booked, Book("", other))).value

    assert done.carried_cents == 3000
    moved = house.desk.read(payments_of, done.booking.booking_id)
    assert [(n.amount_cents, n.kind, n.means) for n in moved] == [(3000, "carried", "carried")]
    assert amounts(house, booked) == [3000, -3000]
    act(house, undo, None)
    assert sum(amounts(house, booked)) == 3000
    assert sum(amounts(house, done.booking.booking_id)) == 0


def test_outstanding_tells_who_owes_what_for_which_offer(house: House) -> None:
    paid = paid_by(house, "Anders", 3000, fee_cents=3000)
    half = paid_by(house, "Berg", 1000, fee_cents=3000)
    nothing = paid_by(house, "Chen", 0, fee_cents=3000)
    paid_by(house, "Dorn", 0, fee_cents=3000, fee_kind="donation")
    paid_by(house, "Ernst", 0)

    found = {line.booking_id: line for line in house.desk.read(outstanding)}

    assert paid not in found
    assert found.keys() == {half, nothing}
    assert [found[one].missing_cents for one in (half, nothing)] == [2000, 3000]
    assert found[half].title == "Yoga mit Berg"


def test_a_deposit_and_the_day_of_the_rest_are_told(house: House) -> None:
    due = MONDAY - timedelta(days=3)
    trip = house.offer("Fahrt zum See", "trip", fee_cents=5000, deposit_cents=1000, balance_due=due)
    booked = house.book(house.person("Weber"), trip, places=2).booking_id

    (line,) = house.desk.read(outstanding)
    assert (line.due_cents, line.deposit_cents, line.balance_due) == (10_000, 2000, due)
    act(house, note_payment, NotePayment(booked, 2000, MONDAY, kind="deposit"))

    (line,) = house.desk.read(outstanding)
    assert (line.deposit_cents, line.missing_cents) == (0, 8000)


def test_another_price_needs_a_reason_and_counts_from_then_on(house: House) -> None:
    booked = paid_by(house, cents=0, fee_cents=3000)

    with pytest.raises(Invalid):
        act(house, set_price, SetPrice(booked, 1500))
    act(house, set_price, SetPrice(booked, 1500, "kommt nur jede zweite Woche"))

    (line,) = house.desk.read(outstanding)
    assert line.due_cents == 1500


def test_a_reduction_counts_only_with_its_proof(house: House) -> None:
    booked = paid_by(house, cents=0, fee_cents=3000)
    rule = act(house, set_reduction, SetReduction("Stadtpass", 50)).value

    with pytest.raises(Invalid) as caught:
        act(house, set_price, SetPrice(booked, reduction_id=rule))
    assert caught.value.field == "proof_seen"
    act(house, set_price, SetPrice(booked, reduction_id=rule, proof_seen=True))

    (line,) = house.desk.read(outstanding)
    assert line.due_cents == 1500


def test_a_rule_of_reduced_fees_can_be_changed_and_taken_out_of_use(house: House) -> None:
    rule = act(house, set_reduction, SetReduction("Stadtpass", 50)).value

    with pytest.raises(Invalid):
        act(house, set_reduction, SetReduction("stadtpass", 20))
    for percent in (0, 101):
        with pytest.raises(Invalid):
            act(house, set_reduction, SetReduction("Ehrenamt", percent))
    with pytest.raises(Invalid):
        act(house, set_reduction, SetReduction("Ehrenamt", 10, on_fee=False))
    act(house, set_reduction, SetReduction("Stadtpass", 40, on_material=True, reduction_id=rule))
    assert house.desk.read(reductions)[0][1:5] == ("Stadtpass", 40, True, True)

    act(house, retire_reduction, RetireReduction(rule))

    assert house.desk.read(reductions) == []
    assert [line.retired for line in house.desk.read(reductions, with_retired=True)] == [True]


def test_a_payment_that_was_given_back_is_not_cancelled_a_second_time(house: House) -> None:
    booked = paid_by(house)
    (note,) = house.desk.read(payments_of, booked)
    act(house, refund, Refund(booked, 1000, MONDAY, "zu viel"))

    with pytest.raises(MoreThanPaid) as caught:
        act(house, void_payment, VoidPayment(note.id, "vertippt"))

    assert (caught.value.wanted_cents, caught.value.paid_cents) == (3000, 2000)
