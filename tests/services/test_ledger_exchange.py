"""The ledger over the exchange: nothing is overwritten, nothing is lost, late entries are told."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from begegnung.db.tables import payment_note
from begegnung.db.work import Work
from begegnung.services.check import check
from begegnung.services.history import undo
from begegnung.services.ledger import default_till_id
from begegnung.services.month_closings import CloseMonth, close_month, closings
from begegnung.services.payments import (
    NotePayment,
    ledger_between,
    note_payment,
    payments_of,
)
from begegnung.services.receipts import receipts
from begegnung.services.tills import SwitchReceipts, switch_receipts
from tests.desks import MONDAY, House, content
from tests.services.test_exchange import house, now, second, share
from tests.services.test_receipts import assert_gap_free

__all__ = ["house", "second", "share"]

OCTOBER = date(2026, 10, 30)


def meet(here: House, there: House, share: Path) -> None:
    """Both PCs know everything afterwards."""
    for desk in (here, there, here):
        assert now(desk, share).complete


def booked(house: House, surname: str = "Weber") -> str:
    return house.book(house.person(surname), house.offer(f"Yoga mit {surname}")).booking_id


def test_an_entry_of_another_pc_in_a_closed_month_comes_in_and_is_told(
    house: House, second: House, share: Path
) -> None:
    one = booked(house)
    house.act(note_payment, NotePayment(one, 1000, OCTOBER))
    meet(house, second, share)
    second.act(note_payment, NotePayment(one, 500, OCTOBER))
    house.act(close_month, CloseMonth(None, 2026, 10))

    meet(house, second, share)

    for desk in (house, second):
        (line,) = desk.desk.read(closings, None)
        assert (line.entries, line.late, line.total_cents) == (1, 1, 1000)
    late = {e.amount_cents: e.late for e in house.desk.read(ledger_between, OCTOBER, OCTOBER)}
    assert late == {1000: False, 500: True}


def test_no_other_pc_can_change_or_delete_an_entry(
    house: House, second: House, share: Path
) -> None:
    one = booked(house)
    house.act(note_payment, NotePayment(one, 1000, MONDAY))
    other = house.act(note_payment, NotePayment(one, 500, MONDAY)).value
    meet(house, second, share)

    def tamper(work: Work, _request: None) -> None:
        for row_id in work.connection.execute(select(payment_note.c.id)).scalars().all():
            if row_id == other:
                work.remove(payment_note, row_id)
            else:
                work.update(payment_note, row_id, {"amount_cents": 1})

    second.act(tamper, None)
    meet(house, second, share)

    assert sorted(n.amount_cents for n in house.desk.read(payments_of, one)) == [500, 1000]
    assert house.desk.read(check).clean
    found = [(p.kind, p.entity) for p in second.desk.read(check).problems]
    assert found == [("differs from log", "payment_note"), ("only in log", "payment_note")]


def test_undo_on_one_pc_is_a_counter_entry_on_both(
    house: House, second: House, share: Path
) -> None:
    one = booked(house)
    house.act(note_payment, NotePayment(one, 1000, MONDAY))
    meet(house, second, share)

    house.act(undo, None)
    meet(house, second, share)

    for desk in (house, second):
        lines = desk.desk.read(payments_of, one)
        assert sorted(line.amount_cents for line in lines) == [-1000, 1000]
        assert desk.desk.read(check).clean
    assert house.desk.read(content) == second.desk.read(content)


def test_two_pcs_without_a_connection_never_give_the_same_number(
    house: House, second: House, share: Path
) -> None:
    one = booked(house)
    meet(house, second, share)
    till_id = default_till_id(house.desk.centre_id or "")
    house.act(switch_receipts, SwitchReceipts(till_id, numbered=True, agreed=True))
    meet(house, second, share)

    for desk in (house, second, second):
        desk.act(note_payment, NotePayment(one, 500, MONDAY))
    meet(house, second, share)

    for desk in (house, second):
        found = [(line.series, line.number) for line in desk.desk.read(receipts)]
        assert len(set(found)) == 3
        assert len({series for series, _ in found}) == 2
        assert_gap_free(desk)
