"""Numbered receipts: off until somebody has decided, then gap-free whatever happens."""

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from begegnung.db.tables import change, device, payment_note, receipt
from begegnung.db.work import Work
from begegnung.model.errors import Invalid, Refusal
from begegnung.model.ids import new_id
from begegnung.model.ledger import APPEND_ONLY
from begegnung.services.check import check
from begegnung.services.desk import Desk, View
from begegnung.services.history import redo, undo
from begegnung.services.ledger import default_till_id, paid_for
from begegnung.services.payments import (
    NotePayment,
    Refund,
    VoidPayment,
    note_payment,
    payments_of,
    refund,
    void_payment,
)
from begegnung.services.receipts import receipts
from begegnung.services.tills import SwitchReceipts, switch_receipts
from tests.desks import MONDAY, House, copy_of, open_house
from tests.processes import PROCESSES


def number_receipts(house: House) -> str:
    """Switches the numbered receipts of the house's till on; gives the till."""
    till_id = default_till_id(house.desk.centre_id or "")
    house.act(switch_receipts, SwitchReceipts(till_id, numbered=True, agreed=True))
    return till_id


def booked(house: House, surname: str = "Weber") -> str:
    return house.book(house.person(surname), house.offer(f"Yoga mit {surname}")).booking_id


def second_pc(house: House) -> House:
    """Another PC of the house on the same file."""
    device_id = new_id(7, house.clock())

    def known(work: Work, _request: None) -> None:
        centre_id = house.desk.centre_id
        work.insert(device, {"id": device_id, "name": "Theke 2", "centre_id": centre_id})

    house.act(known, None)
    desk = Desk(house.desk._engine, house.desk.path, device_id, house.clock)
    return House(desk, house.clock, house.folder)


def sums(view: View) -> tuple[int, int]:
    """The sum of the ledger as one statement tells it, and of its entries one by one."""
    whole = view.connection.execute(select(func.sum(payment_note.c.amount_cents))).scalar() or 0
    return whole, sum(view.connection.execute(select(payment_note.c.amount_cents)).scalars())


def assert_gap_free(house: House) -> None:
    """Every series and year counts 1, 2, 3..., and every cancelled receipt has one storno."""
    lines = house.desk.read(receipts)
    numbers: dict[tuple[str, int], list[int]] = {}
    for line in lines:
        numbers.setdefault((line.series, line.year), []).append(line.number)
    for found in numbers.values():
        assert found == list(range(1, len(found) + 1))
    stornos = Counter(line.cancels_id for line in lines if line.cancels_id is not None)
    assert set(stornos.values()) <= {1}
    by_id = {line.id: line for line in lines}
    for cancelled in stornos:
        storno = next(line for line in lines if line.cancels_id == cancelled)
        assert by_id[cancelled].amount_cents == -storno.amount_cents
        assert by_id[cancelled].cancelled


def test_without_a_decision_the_program_numbers_nothing(house: House) -> None:
    house.act(note_payment, NotePayment(booked(house), 3000, MONDAY, "17"))

    assert house.desk.read(receipts) == []


def test_switching_on_needs_the_consent_of_the_finance_department(house: House) -> None:
    till_id = default_till_id(house.desk.centre_id or "")

    with pytest.raises(Invalid) as caught:
        house.act(switch_receipts, SwitchReceipts(till_id, numbered=True))

    assert (caught.value.field, caught.value.problem) == ("agreed", "not_agreed")


def test_a_receipt_tells_number_payer_and_purpose_and_stays_as_it_is(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    house.act(note_payment, NotePayment(one, 3000, MONDAY, "wird nicht gebraucht"))

    (line,) = house.desk.read(receipts)
    assert (line.series, line.year, line.number, line.amount_cents) == ("H1", 2026, 1, 3000)
    assert (line.payer, line.purpose) == ("Weber", "Yoga mit Weber")
    (note,) = house.desk.read(payments_of, one)
    assert note.receipt_number == "H1-2026-0001"


def test_a_cancelled_receipt_has_a_storno_with_the_next_number(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    note = house.act(note_payment, NotePayment(one, 3000, MONDAY)).value
    house.act(note_payment, NotePayment(one, 500, MONDAY))

    house.act(void_payment, VoidPayment(note, "vertippt"))

    first, second, storno = house.desk.read(receipts)
    assert (first.cancelled, second.cancelled) == (True, False)
    assert (storno.number, storno.cancels_id, storno.amount_cents) == (3, first.id, -3000)
    assert storno.reason == "vertippt"


def test_a_transfer_has_no_receipt_and_a_refund_in_cash_has_one(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    house.act(note_payment, NotePayment(one, 3000, MONDAY, means="transfer"))
    house.act(refund, Refund(one, 1000, MONDAY, "Kurs fiel aus"))

    (line,) = house.desk.read(receipts)
    assert (line.number, line.amount_cents, line.reason) == (1, -1000, "Kurs fiel aus")


def test_a_receipt_is_cancelled_by_one_even_after_numbering_was_switched_off(house: House) -> None:
    till_id = number_receipts(house)
    note = house.act(note_payment, NotePayment(booked(house), 3000, MONDAY)).value
    house.act(switch_receipts, SwitchReceipts(till_id, numbered=False))

    house.act(void_payment, VoidPayment(note, "vertippt"))

    assert [line.number for line in house.desk.read(receipts)] == [1, 2]
    assert_gap_free(house)


def test_every_year_begins_with_one(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    house.act(note_payment, NotePayment(one, 3000, MONDAY))
    house.clock.now = datetime(2027, 1, 4, 9)  # noqa: DTZ001 the desk's wall clock
    house.act(note_payment, NotePayment(one, 500, MONDAY.replace(2027, 1, 4)))

    assert [(line.year, line.number) for line in house.desk.read(receipts)] == [
        (2026, 1),
        (2027, 1),
    ]


def test_two_pcs_count_in_series_of_their_own(house: House) -> None:
    there = second_pc(house)
    number_receipts(house)
    one = booked(house)
    for desk in (house, there, there, house):
        desk.act(note_payment, NotePayment(one, 500, MONDAY))

    found = [(line.series, line.number) for line in house.desk.read(receipts)]
    assert found == [("H1", 1), ("H1", 2), ("H2", 1), ("H2", 2)]


def test_a_pc_that_joins_later_begins_the_next_series(house: House) -> None:
    number_receipts(house)
    there = second_pc(house)
    there.act(note_payment, NotePayment(booked(house), 500, MONDAY))

    assert [line.series for line in house.desk.read(receipts)] == ["H2"]


def test_undo_writes_a_storno_and_redo_a_fresh_receipt(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    house.act(note_payment, NotePayment(one, 3000, MONDAY))
    for verb in (undo, redo, undo):
        house.clock.go_on(seconds=1)
        house.act(verb, None)

    lines = house.desk.read(receipts)
    assert [(line.number, line.amount_cents) for line in lines] == [
        (1, 3000),
        (2, -3000),
        (3, 3000),
        (4, -3000),
    ]
    assert [line.cancelled for line in lines] == [True, False, True, False]
    assert_gap_free(house)


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay", "refund", "void", "undo", "redo", "switch"]),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=18,
)


def do(house: House, bookings: list[str], doing: str, number: int) -> None:
    """One thing with money, refused or not."""
    house.clock.go_on(seconds=1)
    one = bookings[number % len(bookings)]
    notes = house.desk.read(payments_of, one)
    requests: dict[str, tuple[Any, Any]] = {
        "pay": (note_payment, NotePayment(one, 100 + number, MONDAY)),
        "refund": (refund, Refund(one, 60 + number, MONDAY, "zu viel")),
        "undo": (undo, None),
        "redo": (redo, None),
    }
    if doing == "void" and notes:
        note = notes[number % len(notes)].id
        requests["void"] = (void_payment, VoidPayment(note, "vertippt"))
    if doing == "switch":
        till_id = default_till_id(house.desk.centre_id or "")
        on = SwitchReceipts(till_id, numbered=number % 2 == 0, agreed=True)
        requests["switch"] = (switch_receipts, on)
    if doing in requests:
        with suppress(Refusal):
            house.act(*requests[doing])


@settings(max_examples=12, deadline=None)
@given(doings=DOINGS)
def test_whatever_is_done_receipts_have_no_gap_and_the_ledger_its_sum(
    prepared: Path, doings: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        number_receipts(house)
        bookings = [booked(house, name) for name in ("Weber", "Kaya")]
        for doing in doings:
            do(house, bookings, *doing)

        assert_gap_free(house)
        whole, added = house.desk.read(sums)
        assert whole == added
        by_booking = [house.desk.read(lambda v, b=b: paid_for(v.connection, b)) for b in bookings]
        assert sum(by_booking) == whole
        assert min(by_booking) >= 0
        kinds = select(change.c.kind).where(change.c.entity.in_(APPEND_ONLY)).distinct()
        written = house.desk.read(lambda v: set(v.connection.execute(kinds).scalars()))
        assert written <= {"I"}
        assert house.desk.read(check).clean


def pay_without_end(folder: Path, booking_id: str) -> None:
    """Notes payments and cancels every third, until somebody ends the process."""
    with open_house(folder) as house:
        for number in range(100_000):
            note = house.act(note_payment, NotePayment(booking_id, 100, MONDAY)).value
            if number % 3 == 0:
                house.act(void_payment, VoidPayment(note, "vertippt"))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_process_that_is_killed_in_the_middle_leaves_no_gap(house: House) -> None:
    number_receipts(house)
    one = booked(house)

    for _ in range(3):
        there = len(house.desk.read(receipts))
        process = PROCESSES.Process(target=pay_without_end, args=(house.folder, one))
        process.start()
        while len(house.desk.read(receipts)) < there + 5:
            time.sleep(0.01)
            assert process.is_alive()
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)
        house.act(note_payment, NotePayment(one, 100, MONDAY))
        assert_gap_free(house)

    def pairs(view: View) -> tuple[int, int]:
        counts = (select(func.count()).select_from(t) for t in (receipt, payment_note))
        return tuple(view.connection.execute(one).scalar_one() for one in counts)  # type: ignore[return-value]

    given_out, entered = house.desk.read(pairs)
    assert given_out == entered
    assert house.desk.read(check).clean


def test_the_check_finds_a_receipt_that_is_missing_and_one_given_twice(house: House) -> None:
    number_receipts(house)
    one = booked(house)
    for _ in range(3):
        house.act(note_payment, NotePayment(one, 100, MONDAY))
    assert house.desk.read(check).clean

    with house.desk.local_transaction() as connection:
        connection.execute(receipt.update().where(receipt.c.number == 2).values(number=3))

    found = [(p.kind, p.detail) for p in house.desk.read(check).problems if "receipt" in p.kind]
    assert found == [
        ("receipt missing", "H1-2026-0002"),
        ("receipt given twice", "H1-2026-0003"),
    ]
