"""`begegnung receipts`, `payments` and `cash-book` as an administrator calls them."""

from pathlib import Path

import pytest

from begegnung.services.ledger import default_till_id
from begegnung.services.payments import NotePayment, VoidPayment, note_payment, void_payment
from begegnung.services.tills import SwitchReceipts, switch_receipts
from tests.desks import MONDAY, House
from tests.test_command_line import answer, begegnung


@pytest.fixture
def paid(house: House) -> House:
    """A house with numbered receipts, one of them cancelled, and somebody who has to pay."""
    till_id = default_till_id(house.desk.centre_id or "")
    house.act(switch_receipts, SwitchReceipts(till_id, numbered=True, agreed=True))
    course = house.offer("Yoga", fee_cents=3000)
    one = house.book(house.person("Weber", "Ruth"), course).booking_id
    wrong = house.act(note_payment, NotePayment(one, 9900, MONDAY)).value
    house.act(void_payment, VoidPayment(wrong, "vertippt"))
    house.act(note_payment, NotePayment(one, 1000, MONDAY))
    return house


def test_receipts_are_listed_with_their_stornos(paid: House) -> None:
    code, values = answer("receipts", "list", "--data", paid.folder, "--year", "2026")

    assert code == 0
    found = [(r["number"], r["amount_cents"], r["storno"]) for r in values["receipts"]]
    assert found == [
        ("H1-2026-0001", 9900, False),
        ("H1-2026-0002", -9900, True),
        ("H1-2026-0003", 1000, False),
    ]
    assert values["receipts"][0]["cancelled"]
    _, none = answer("receipts", "list", "--data", paid.folder, "--series", "F1")
    assert none == {"receipts": []}


def test_payments_of_a_month_are_listed(paid: House) -> None:
    code, values = answer("payments", "list", "--data", paid.folder, "--month", "2026-11")

    assert code == 0
    assert sorted(p["amount_cents"] for p in values["payments"]) == [-9900, 1000, 9900]
    assert {p["offer"] for p in values["payments"]} == {"Yoga"}


def test_what_is_outstanding_is_listed(paid: House) -> None:
    code, values = answer("payments", "outstanding", "--data", paid.folder)

    assert code == 0
    (one,) = values["outstanding"]
    assert (one["name"], one["missing_cents"]) == ("Ruth Weber", 2000)


def test_the_cash_book_is_written_for_the_city(paid: House, tmp_path: Path) -> None:
    file = tmp_path / "kasse.csv"

    code, values = answer(
        *("cash-book", "export", "--data", paid.folder),
        *("--month", "2026-11", "--output", file),
    )

    assert (code, values["entries"], values["month"]) == (0, 3, "2026-11")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfNr.;Datum;")


@pytest.mark.parametrize("month", ["2026-13", "November", "26-11"])
def test_a_month_that_cannot_be_is_refused_in_german(paid: House, month: str) -> None:
    done = begegnung("payments", "list", "--data", paid.folder, "--month", month)

    assert done.returncode == 1
    assert "Monat" in done.stderr
