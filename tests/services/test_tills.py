"""Tills: counting, handing over, closing a month, and the list for the city's cash office."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from begegnung.formats.ledger_csv import COLUMNS
from begegnung.model.cash import DENOMINATIONS, counted_cents
from begegnung.model.errors import Invalid
from begegnung.model.ledger_errors import CannotBeUndone, MonthClosed, TillInUse
from begegnung.services.cash_reports import (
    CancelReport,
    CountTill,
    HandOver,
    PutInChange,
    cancel_report,
    cash_reports,
    cash_state,
    count_till,
    hand_over,
    put_in_change,
)
from begegnung.services.history import redo, undo
from begegnung.services.ledger import default_till_id
from begegnung.services.month_closings import (
    CloseMonth,
    ReopenMonth,
    cash_book,
    close_month,
    closings,
    open_months,
    reopen_month,
)
from begegnung.services.payments import (
    NotePayment,
    Refund,
    VoidPayment,
    ledger_between,
    note_payment,
    refund,
    void_payment,
)
from begegnung.services.tills import RetireTill, SetTill, retire_till, set_till, tills
from tests.desks import MONDAY, House

OCTOBER = date(2026, 10, 30)


def act(house: House, verb: Any, request: Any) -> Any:
    """Does something a second later, so that the entries have an order; gives the value."""
    house.clock.go_on(seconds=1)
    return house.act(verb, request).value


def booked(house: House, surname: str = "Weber", **known: Any) -> str:
    return house.book(house.person(surname), house.offer(f"Yoga mit {surname}", **known)).booking_id


def expected(house: House, till_id: str | None = None, day: date = MONDAY) -> int:
    return house.desk.read(cash_state, till_id, day).expected_cents


def count(
    house: House, cents: int, reason: str = "", opening_cents: int = 0, day: date = MONDAY
) -> str:
    """Counts the till in coins of one cent and notes of ten euros."""
    pieces = {1000: cents // 1000, 1: cents % 1000}
    return act(house, count_till, CountTill(None, day, pieces, reason, opening_cents))


def go_to(house: House, day: date) -> None:
    house.clock.now = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001 the wall clock


def test_notes_and_coins_of_the_euro_are_counted_in_cents() -> None:
    assert counted_cents({50000: 1, 500: 2, 200: 3, 1: 4}) == 51_604
    assert list(DENOMINATIONS) == sorted(DENOMINATIONS, reverse=True)
    assert counted_cents(dict.fromkeys(DENOMINATIONS, 1)) == 88_888


def test_a_report_expects_the_opening_and_what_moved_since(house: House) -> None:
    one = booked(house)
    act(house, note_payment, NotePayment(one, 3000, MONDAY))
    act(house, note_payment, NotePayment(one, 500, MONDAY, means="transfer"))
    count(house, 8000, opening_cents=5000)

    go_to(house, MONDAY + timedelta(days=1))
    tuesday = MONDAY + timedelta(days=1)
    act(house, note_payment, NotePayment(one, 2000, tuesday))
    act(house, refund, Refund(one, 700, tuesday, "zu viel"))
    state = house.desk.read(cash_state, None, tuesday)

    assert (state.opening_cents, state.in_cents, state.out_cents) == (8000, 2000, -700)
    assert state.expected_cents == 9300
    (report,) = house.desk.read(cash_reports, None)
    assert (report.expected_cents, report.counted_cents, report.difference_cents) == (8000, 8000, 0)


def test_an_entry_that_is_dated_before_the_last_report_is_in_the_next_one(house: House) -> None:
    one = booked(house)
    count(house, 5000, opening_cents=5000)
    act(house, note_payment, NotePayment(one, 3000, MONDAY - timedelta(days=1)))

    assert expected(house) == 8000


def test_a_cancelled_payment_is_neither_in_nor_out(house: House) -> None:
    note = act(house, note_payment, NotePayment(booked(house), 3000, MONDAY))
    act(house, void_payment, VoidPayment(note, "vertippt"))

    state = house.desk.read(cash_state, None, MONDAY)

    assert (state.in_cents, state.out_cents) == (0, 0)


def test_a_difference_needs_a_reason(house: House) -> None:
    with pytest.raises(Invalid) as caught:
        count(house, 4800, opening_cents=5000)
    assert (caught.value.field, caught.value.problem) == ("reason", "difference")

    count(house, 4800, "Wechselgeldfehler", opening_cents=5000)

    (report,) = house.desk.read(cash_reports, None)
    assert (report.difference_cents, report.reason) == (-200, "Wechselgeldfehler")
    assert expected(house) == 4800


@pytest.mark.parametrize("pieces", [{3: 1}, {100: -1}, {100: 10_000}])
def test_pieces_that_cannot_be_are_refused(house: House, pieces: dict[int, int]) -> None:
    with pytest.raises(Invalid):
        act(house, count_till, CountTill(None, MONDAY, pieces, "gezählt"))


def test_a_till_is_not_counted_for_tomorrow_nor_before_the_last_report(house: House) -> None:
    with pytest.raises(Invalid):
        count(house, 0, day=MONDAY + timedelta(days=1))
    count(house, 0)
    with pytest.raises(Invalid) as caught:
        count(house, 0, day=MONDAY - timedelta(days=1))

    assert caught.value.problem == "before_last_report"


def test_only_the_last_report_is_taken_back_and_the_one_before_counts_again(house: House) -> None:
    first = count(house, 5000, opening_cents=5000)
    second = count(house, 5500, "gefunden")

    with pytest.raises(CannotBeUndone):
        act(house, cancel_report, CancelReport(first, "verzählt"))
    act(house, cancel_report, CancelReport(second, "verzählt"))

    assert expected(house) == 5000
    lines = house.desk.read(cash_reports, None)
    assert [(line.counted_cents, line.standing) for line in lines] == [(5500, False), (5000, True)]
    act(house, undo, None)
    assert expected(house) == 5500
    act(house, redo, None)
    assert expected(house) == 5000


def test_handing_over_and_change_money_move_the_cash_only(house: House) -> None:
    act(house, note_payment, NotePayment(booked(house), 3000, MONDAY))
    count(house, 8000, opening_cents=5000)

    act(house, put_in_change, PutInChange(None, 2000, MONDAY, "geholt"))
    act(house, hand_over, HandOver(None, 6000, MONDAY, "SK 4711"))
    with pytest.raises(Invalid) as caught:
        act(house, hand_over, HandOver(None, 4001, MONDAY))

    assert (caught.value.field, caught.value.problem) == ("amount", "more_than_there")
    assert expected(house) == 4000
    kinds = [line.kind for line in house.desk.read(ledger_between, MONDAY, MONDAY)]
    assert kinds == ["fee", "float", "handed_over"]


def test_the_money_of_the_supporters_lies_in_a_till_of_its_own(house: House) -> None:
    friends = act(house, set_till, SetTill("Kasse des Fördervereins", "F"))
    one = booked(house, till_id=friends)
    other = booked(house, "Kaya")
    act(house, note_payment, NotePayment(one, 4500, MONDAY))
    act(house, note_payment, NotePayment(other, 1000, MONDAY))

    assert (expected(house, friends), expected(house)) == (4500, 1000)
    own, second = house.desk.read(tills)
    assert (own.id, second.id) == (default_till_id(house.desk.centre_id or ""), friends)
    with pytest.raises(TillInUse):
        act(house, retire_till, RetireTill(friends))


@pytest.mark.parametrize(
    ("name", "code", "field"),
    [
        (" ", "F", "name"),
        ("Kasse des Hauses", "F", "name"),
        ("Förderverein", "", "code"),
        ("Förderverein", "h", "code"),
        ("Förderverein", "F1", "code"),
    ],
)
def test_a_till_needs_a_name_and_a_code_of_its_own(
    house: House, name: str, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        act(house, set_till, SetTill(name, code))

    assert caught.value.field == field


def test_a_closed_month_takes_nothing_and_opens_only_with_a_reason(house: House) -> None:
    one = booked(house)
    note = act(house, note_payment, NotePayment(one, 3000, OCTOBER))
    assert house.desk.read(open_months, None) == [(2026, 10)]
    closed = act(house, close_month, CloseMonth(None, 2026, 10))

    with pytest.raises(MonthClosed) as caught:
        act(house, note_payment, NotePayment(one, 500, OCTOBER))
    with pytest.raises(MonthClosed):
        act(house, close_month, CloseMonth(None, 2026, 10))
    assert (caught.value.year, caught.value.month) == (2026, 10)
    act(house, void_payment, VoidPayment(note, "vertippt"))
    entries = house.desk.read(ledger_between, OCTOBER, MONDAY)
    assert [(line.amount_cents, line.paid_on) for line in entries] == [
        (3000, OCTOBER),
        (-3000, MONDAY),
    ]
    with pytest.raises(Invalid):
        act(house, reopen_month, ReopenMonth(closed, " "))
    act(house, reopen_month, ReopenMonth(closed, "Zahlung vergessen"))

    assert house.desk.read(closings, None) == []
    act(house, note_payment, NotePayment(one, 500, OCTOBER))


def test_a_closing_tells_what_the_month_brought(house: House) -> None:
    act(house, note_payment, NotePayment(booked(house), 3000, OCTOBER))
    act(house, put_in_change, PutInChange(None, 5000, OCTOBER))
    act(house, close_month, CloseMonth(None, 2026, 10))

    (line,) = house.desk.read(closings, None)
    assert (line.year, line.month, line.total_cents, line.entries, line.late) == (
        2026,
        10,
        3000,
        2,
        0,
    )


def test_a_month_is_closed_from_its_last_day_on(house: House) -> None:
    with pytest.raises(Invalid) as caught:
        act(house, close_month, CloseMonth(None, 2026, 11))
    assert caught.value.problem == "not_over"

    go_to(house, date(2026, 11, 30))
    act(house, close_month, CloseMonth(None, 2026, 11))


def test_closing_a_month_is_taken_back_by_undo_and_brought_again(house: House) -> None:
    one = booked(house)
    act(house, note_payment, NotePayment(one, 3000, OCTOBER))
    act(house, close_month, CloseMonth(None, 2026, 10))

    act(house, undo, None)
    assert house.desk.read(closings, None) == []
    act(house, redo, None)

    assert [line.month for line in house.desk.read(closings, None)] == [10]
    with pytest.raises(MonthClosed):
        act(house, note_payment, NotePayment(one, 500, OCTOBER))


def test_the_other_till_stays_open_when_one_is_closed(house: House) -> None:
    friends = act(house, set_till, SetTill("Kasse des Fördervereins", "F"))
    act(house, close_month, CloseMonth(friends, 2026, 10))

    act(house, note_payment, NotePayment(booked(house), 500, OCTOBER))
    with pytest.raises(MonthClosed):
        act(house, note_payment, NotePayment(booked(house, "Kaya", till_id=friends), 1, OCTOBER))


def test_the_list_for_the_cash_office_has_german_numbers_no_names_and_no_formulas(
    house: House,
) -> None:
    course = house.offer("=SUMME(A1:A9)")
    one = house.book(house.person("Weber"), course).booking_id
    act(house, note_payment, NotePayment(one, 123450, OCTOBER, "+17"))
    act(house, refund, Refund(one, 700, OCTOBER, "@Kurs; fiel\naus"))
    act(house, hand_over, HandOver(None, 100000, OCTOBER, "-4711"))

    content = house.desk.read(cash_book, 2026, 10)

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"Weber" not in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    named = [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]
    assert [(r["Einnahme"], r["Ausgabe"], r["Saldo"]) for r in named] == [
        ("1234,50", "", "1234,50"),
        ("", "7,00", "1227,50"),
        ("", "1000,00", "227,50"),
    ]
    assert [row["Datum"] for row in named] == ["30.10.2026"] * 3
    assert (named[0]["Angebot"], named[0]["Beleg"]) == ("'=SUMME(A1:A9)", "'+17")
    assert (named[1]["Grund"], named[2]["Beleg"]) == ("'@Kurs; fiel aus", "'-4711")
