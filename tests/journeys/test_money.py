"""A day with money, by keyboard alone: paying, giving back, counting, closing the month."""

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.services.bookings import Book, book
from begegnung.services.cash_reports import cash_reports
from begegnung.services.month_closings import closings
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.payments import payments_of
from begegnung.services.people import PersonData, add_person
from begegnung.ui.dialogs.cash_report import CashReportDialog
from begegnung.ui.dialogs.month_closing import MonthsDialog
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.dialogs.payment_back import RefundDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import StandingClock, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text

Key = Qt.Key


def somebody_has_to_pay(shell: Shell) -> tuple[Hub, str]:
    """Ruth Weber has a place in a course for 30 euros."""
    assert shell.hub is not None
    hub = shell.hub
    course = hub.act(add_offer, AddOffer(OfferData("Aquarell", "course", fee_cents=3000)))
    person = hub.act(add_person, PersonData("Weber", "Ruth")).value
    booking = hub.act(book, Book(person, course.value.offer_id)).value.booking_id
    settle()
    return hub, booking


def pay(hub: Hub, receipt: str) -> None:
    """Looks for Ruth on the page Kasse and notes what she pays."""
    press(Key.Key_6, CTRL)
    type_text(focused(), "weber")
    press(Key.Key_Return)
    assert isinstance(dialog(), PaymentDialog)
    tab_to("Nummer der Quittung")
    type_text(focused(), receipt)
    press(Key.Key_Return)


def test_a_payment_is_noted_and_given_back_because_the_course_is_dropped(
    start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path)
    shell = start(tmp_path)
    hub, booking = somebody_has_to_pay(shell)

    pay(hub, "17")
    assert shell.toast.text.text() == "30,00 € vermerkt: Ruth Weber"

    tab_to("Einträge von heute")
    press(Key.Key_Return)
    assert isinstance(dialog(), PaymentDialog)
    tab_to("Geld zurückgeben")
    press(Key.Key_Space)
    back = dialog()
    assert isinstance(back, RefundDialog)
    press(Key.Key_Return)
    assert back.form.rows["reason"].fault()
    type_text(focused(), "Kurs fällt aus")
    press(Key.Key_Return)
    assert shell.toast.text.text() == "30,00 € zurückgegeben: Ruth Weber"
    press(Key.Key_Escape)

    lines = hub.read(payments_of, booking)
    assert sorted((line.amount_cents, line.reason) for line in lines) == [
        (-3000, "Kurs fällt aus"),
        (3000, ""),
    ]
    press(Key.Key_Z, CTRL)
    assert sum(line.amount_cents for line in hub.read(payments_of, booking)) == 3000
    assert len(hub.read(payments_of, booking)) == 3


def test_the_till_is_counted_in_the_evening_and_the_month_closed(
    start: Start, tmp_path: Path, clock: StandingClock
) -> None:
    prepare(tmp_path)
    shell = start(tmp_path)
    hub, _ = somebody_has_to_pay(shell)
    pay(hub, "17")

    press(Key.Key_F8)
    counting = dialog()
    assert isinstance(counting, CashReportDialog)
    type_text(focused(), "50")
    tab_to("Scheine zu 50 €")
    type_text(focused(), "1")
    tab_to("Scheine zu 20 €")
    type_text(focused(), "1")
    tab_to("Münzen zu 2 €")
    type_text(focused(), "4")
    assert counting.difference.text() == "2,00 € zu wenig"
    press(Key.Key_Return)
    assert focused() is counting.reason
    type_text(focused(), "Wechselgeldfehler")
    press(Key.Key_Return)

    (report,) = hub.read(cash_reports, None)
    assert (report.opening_cents, report.expected_cents, report.difference_cents) == (
        5000,
        8000,
        -200,
    )
    clock.now = datetime(2026, 12, 1, 9) + timedelta(minutes=3)  # noqa: DTZ001 the wall clock
    press(Key.Key_1, CTRL)
    press(Key.Key_6, CTRL)
    tab_to("Monat abschließen")
    press(Key.Key_Space)
    months = dialog()
    assert isinstance(months, MonthsDialog)
    assert months.month.currentText() == "November 2026"
    tab_to("Diesen Monat abschließen")
    press(Key.Key_Space)

    (line,) = hub.read(closings, None)
    assert (line.month, line.total_cents) == (11, 3000)
