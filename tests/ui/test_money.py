"""The page Kasse and its dialogs at a real desk."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.services.cash_reports import CountTill, cash_reports, cash_state, count_till
from begegnung.services.ledger import default_till_id
from begegnung.services.month_closings import closings
from begegnung.services.outstanding import due_for
from begegnung.services.payments import NotePayment, note_payment, payments_of
from begegnung.services.receipts import receipts
from begegnung.services.reductions import SetReduction, reductions, set_reduction
from begegnung.services.tills import SetTill, SwitchReceipts, set_till, switch_receipts, tills
from begegnung.ui.dialogs.cash_report import CancelReportDialog, CashReportDialog, ReportsDialog
from begegnung.ui.dialogs.month_closing import MonthsDialog, ReopenDialog
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.dialogs.payment_back import RefundDialog, VoidDialog
from begegnung.ui.dialogs.price import PriceDialog
from begegnung.ui.dialogs.receipts import ReceiptsDialog
from begegnung.ui.dialogs.till_cash import ChangeMoneyDialog, HandOverDialog
from begegnung.ui.dialogs.tills import (
    ReductionDialog,
    SwitchReceiptsDialog,
    TillDialog,
    TillsDialog,
)
from begegnung.ui.pages.money import MoneyPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

LOOKS = pytest.mark.parametrize("look", ["light", "dark"], indirect=True)


@pytest.fixture
def due(house: House) -> str:
    """A trip with a deposit that nobody has paid yet; gives the booking."""
    trip = house.offer(
        "Fahrt zum See",
        "trip",
        fee_cents=4500,
        deposit_cents=1000,
        balance_due=MONDAY - timedelta(days=2),
    )
    return house.book(house.person("Weber", "Ruth", phone="0231 555009"), trip).booking_id


@pytest.fixture
def page(shell: Shell, due: str) -> MoneyPage:
    shell.go_to("money")
    settle()
    assert isinstance(shell.page, MoneyPage)
    return shell.page


def own_till(house: House) -> str:
    return default_till_id(house.desk.centre_id or "")


def opened(kind: type[QWidget]) -> QWidget:
    settle()
    assert isinstance(dialog(), kind), type(dialog())
    return dialog()


@LOOKS
def test_the_page_shuts_nobody_out(page: MoneyPage, house: House, due: str, look: str) -> None:
    house.act(set_till, SetTill("Kasse des Fördervereins", "F"))
    house.act(note_payment, NotePayment(due, 500, MONDAY, "17"))
    page.hub.changed.emit(frozenset({"payment_note"}))
    settle()

    assert audit(page) == []


def test_a_deposit_is_found_and_paid_by_keyboard(page: MoneyPage, house: House, due: str) -> None:
    type_text(focused(), "weber see")
    settle()
    (line,) = page.due.hits.lines.lines
    assert (line.title, line.chip) == ("Ruth Weber", "Anzahlung fehlt: 10,00 €")

    press(Qt.Key.Key_Return)
    asked = opened(PaymentDialog)
    assert isinstance(asked, PaymentDialog)
    assert (asked.amount.text(), asked.kind.value()) == ("10,00 €", "deposit")
    press(Qt.Key.Key_Return)
    settle()

    (note,) = house.desk.read(payments_of, due)
    assert (note.amount_cents, note.kind) == (1000, "deposit")
    (line,) = page.due.hits.lines.lines
    assert line.chip == "Rest fällig seit Sa., 21.11.2026: 35,00 €"
    assert page.entries.lines.lines[0].title == "10,00 € · Ruth Weber"
    assert page.state.text() == "Heute bar ein: 10,00 €, aus: 0,00 €"


def test_an_entry_of_today_is_cancelled_with_its_reason(
    page: MoneyPage, house: House, due: str
) -> None:
    page.hub.act(note_payment, NotePayment(due, 9900, MONDAY))
    settle()
    page.entries.setFocus()
    page.void.trigger()
    asked = opened(VoidDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    type_text(focused(), "Betrag vertippt")
    press(Qt.Key.Key_Return, CTRL)

    assert sorted(n.amount_cents for n in house.desk.read(payments_of, due)) == [-9900, 9900]
    chips = sorted(line.chip for line in page.entries.lines.lines)
    assert chips == ["Storno", "storniert"]
    for line in page.entries.lines.lines:
        page.entries.choose(line.key)
        assert not page.void.isEnabled()


def test_the_sum_follows_the_pieces_and_a_difference_asks_for_its_reason(
    page: MoneyPage, house: House
) -> None:
    page.count.trigger()
    asked = opened(CashReportDialog)
    assert isinstance(asked, CashReportDialog)
    type_text(asked.opening, "50")
    asked.pieces[3].setFocus()
    type_text(asked.pieces[3], "1")
    assert (asked.counted.text(), asked.expected.text()) == ("Gezählt 50,00 €", "erwartet 50,00 €")
    assert asked.difference.text() == "stimmt"
    assert not asked.reason.isVisible()
    type_text(asked.pieces[8], "2")
    assert asked.difference.text() == "2,00 € zu viel"

    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    assert asked.form.rows["reason"].fault()
    assert audit(asked) == []
    type_text(asked.reason, "Trinkgeld")
    press(Qt.Key.Key_Return, CTRL)

    (report,) = house.desk.read(cash_reports, None)
    assert (report.counted_cents, report.expected_cents, report.reason) == (5200, 5000, "Trinkgeld")
    assert page.state.text() == "In der Kasse sollten sein: 52,00 €"


def test_the_last_report_can_be_taken_back(page: MoneyPage, house: House) -> None:
    house.act(count_till, CountTill(None, MONDAY, {5000: 1}, "", 5000))
    page.reports.trigger()
    shown = opened(ReportsDialog)
    assert isinstance(shown, ReportsDialog)
    assert audit(shown) == []
    shown.cancel.click()
    opened(CancelReportDialog)
    type_text(focused(), "verzählt")
    press(Qt.Key.Key_Return, CTRL)

    assert [line.chip for line in shown.list.lines.lines] == ["zurückgenommen"]
    assert not shown.cancel.isEnabled()
    assert [line.standing for line in house.desk.read(cash_reports, None)] == [False]


@pytest.mark.parametrize(
    ("trigger", "kind", "cents"),
    [
        (lambda page: page.hand_over, HandOverDialog, 3000),
        (lambda page: page.change, ChangeMoneyDialog, 7000),
    ],
)
def test_cash_goes_out_and_comes_in_without_a_booking(
    page: MoneyPage,
    house: House,
    trigger: Callable[[MoneyPage], object],
    kind: type[QWidget],
    cents: int,
) -> None:
    house.act(count_till, CountTill(None, MONDAY, {5000: 1}, "", 5000))
    trigger(page).trigger()  # type: ignore[attr-defined]
    asked = opened(kind)
    assert audit(asked) == []
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["amount"].fault()  # type: ignore[attr-defined]
    type_text(focused(), "20")
    press(Qt.Key.Key_Return, CTRL)

    assert house.desk.read(cash_state, None, MONDAY).expected_cents == cents


def test_a_month_is_closed_saved_and_opened_again(
    page: MoneyPage, house: House, due: str, tmp_path: Path
) -> None:
    house.act(note_payment, NotePayment(due, 1000, MONDAY - timedelta(days=31)))
    page.months.trigger()
    shown = opened(MonthsDialog)
    assert isinstance(shown, MonthsDialog)
    assert shown.month.currentText() == "Oktober 2026"
    shown.close_it.click()
    settle()
    assert [line.chip for line in shown.list.lines.lines] == ["abgeschlossen"]
    assert audit(shown) == []
    shown.save_list(tmp_path / "kasse.csv")
    assert "10,00" in (tmp_path / "kasse.csv").read_text(encoding="utf-8-sig")

    shown.reopen.click()
    opened(ReopenDialog)
    type_text(focused(), "Zahlung vergessen")
    press(Qt.Key.Key_Return, CTRL)

    assert house.desk.read(closings, None) == []
    assert shown.month.currentText() == "Oktober 2026"


def test_a_reduced_price_needs_the_proof(page: MoneyPage, house: House, due: str) -> None:
    house.act(set_reduction, SetReduction("Stadtpass", 50))
    asked = PaymentDialog(page.hub, page.window(), due)
    asked.open()
    asked.price.click()
    price = opened(PriceDialog)
    assert isinstance(price, PriceDialog)
    price.choice.setCurrentIndex(1)
    settle()
    assert audit(price) == []
    press(Qt.Key.Key_Return, CTRL)
    assert price.form.rows["proof_seen"].fault()
    price.proof.setChecked(True)
    press(Qt.Key.Key_Return, CTRL)

    line = house.desk.read(due_for, due)
    assert line is not None
    assert line.due_cents == 2250


def test_a_price_of_ones_own_needs_its_reason(page: MoneyPage, house: House, due: str) -> None:
    price = PriceDialog(page.hub, page.window(), due)
    price.open()
    settle()
    price.choice.setCurrentIndex(price.choice.count() - 1)
    type_text(price.amount, "12")
    press(Qt.Key.Key_Return, CTRL)
    assert price.form.rows["reason"].fault()
    type_text(price.reason, "nur halbe Strecke")
    press(Qt.Key.Key_Return, CTRL)

    line = house.desk.read(due_for, due)
    assert line is not None
    assert line.due_cents == 1200


def test_more_than_was_paid_is_not_given_back(page: MoneyPage, house: House, due: str) -> None:
    house.act(note_payment, NotePayment(due, 1000, MONDAY))
    asked = RefundDialog(page.hub, page.window(), due)
    asked.open()
    settle()
    assert asked.amount.text() == "10,00 €"
    assert audit(asked) == []
    asked.amount.setText("11")
    type_text(asked.reason, "Fahrt fällt aus")
    press(Qt.Key.Key_Return, CTRL)
    assert "10,00 €" in asked.refusal.text.text()
    asked.amount.setText("10")
    press(Qt.Key.Key_Return, CTRL)

    assert sorted(n.amount_cents for n in house.desk.read(payments_of, due)) == [-1000, 1000]


def test_numbered_receipts_are_switched_on_only_after_the_explanation(
    page: MoneyPage, house: House, due: str
) -> None:
    page.settings.trigger()
    shown = opened(TillsDialog)
    assert isinstance(shown, TillsDialog)
    assert audit(shown) == []
    shown.numbers.click()
    asked = opened(SwitchReceiptsDialog)
    assert isinstance(asked, SwitchReceiptsDialog)
    assert audit(asked) == []
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["agreed"].fault()
    asked.agreed.setChecked(True)
    press(Qt.Key.Key_Return, CTRL)
    assert shown.tills.lines.lines[0].chip == "Programm nummeriert"
    shown.reject()

    payment = PaymentDialog(page.hub, page.window(), due)
    payment.open()
    settle()
    assert payment.numbered.isVisible()
    assert not payment.receipt.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert [line.number for line in house.desk.read(receipts)] == [1]


def test_the_receipts_of_the_program_are_shown_with_their_stornos(
    page: MoneyPage, house: House, due: str
) -> None:
    house.act(switch_receipts, SwitchReceipts(own_till(house), numbered=True, agreed=True))
    house.act(note_payment, NotePayment(due, 1000, MONDAY))
    page.receipts.trigger()
    shown = opened(ReceiptsDialog)
    assert isinstance(shown, ReceiptsDialog)

    assert shown.sum.text() == "1 Quittung, 0 davon Storno, ohne Lücke"
    assert shown.list.lines.lines[0].title == "H1-2026-0001 · 10,00 €"
    assert audit(shown) == []


def test_tills_and_reductions_are_set_up_by_the_office(page: MoneyPage, house: House) -> None:
    page.settings.trigger()
    shown = opened(TillsDialog)
    assert isinstance(shown, TillsDialog)
    shown.add_till.click()
    opened(TillDialog)
    type_text(focused(), "Kasse des Fördervereins")
    press(Qt.Key.Key_Tab)
    type_text(focused(), "f")
    press(Qt.Key.Key_Return, CTRL)
    shown.add_rule.click()
    asked = opened(ReductionDialog)
    assert audit(asked) == []
    type_text(focused(), "Stadtpass")
    press(Qt.Key.Key_Tab)
    type_text(focused(), "50")
    press(Qt.Key.Key_Return, CTRL)

    assert [line.code for line in house.desk.read(tills)] == ["H", "F"]
    assert [(r.name, r.percent) for r in house.desk.read(reductions)] == [("Stadtpass", 50)]
    shown.retire_rule.click()
    settle()
    assert house.desk.read(reductions) == []
    assert shown.retire_rule.accessibleName() == "Wieder benutzen"
