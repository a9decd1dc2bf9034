"""A Mehrfachkarte from the day it is sold to the next half-year, by keyboard."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.services.bookings import Book, book
from begegnung.services.card_lists import cards_of
from begegnung.services.dates import AddDate, add_date
from begegnung.services.offers import AddOffer, OfferData, add_offer, offer_card
from begegnung.services.people import PersonData, add_person
from begegnung.ui.cards.sell import SellCardDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.parts import COSTS
from begegnung.ui.pages.attendance import AttendancePage
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.pages.people import PeoplePage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, StandingClock, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text


def group_with_dates(hub: Hub, continues: str | None = None, days: int = 0) -> tuple[str, str]:
    """A group that costs 4 euros a date, with one date."""
    data = OfferData("Gymnastik", "group", fee_cents=400, fee_kind="date")
    if continues is not None:
        data = OfferData("Gymnastik", "group", fee_cents=400, fee_kind="date", takes_cards=True)
    offer_id = hub.act(add_offer, AddOffer(data, continues_id=continues)).value.offer_id
    day = MONDAY + timedelta(days=days)
    return offer_id, hub.act(add_date, AddDate(offer_id, day, 600, 660, None)).value


def details(shell: Shell) -> list[str]:
    page = shell.page
    assert isinstance(page, AttendancePage)
    return [line.detail for line in page.sheet.people.lines.lines]


def test_a_card_is_sold_punched_and_goes_on_in_the_next_half_year(
    start: Start, tmp_path: Path, clock: StandingClock
) -> None:
    prepare(tmp_path / "Daten")
    shell = start(tmp_path / "Daten")
    hub = shell.hub
    assert hub is not None
    gym, today = group_with_dates(hub)
    ruth = hub.act(add_person, PersonData("Weber", "Ruth")).value
    hub.act(book, Book(ruth, gym))
    settle()

    # The group takes cards from now on.
    hub.show("offers", offer_id=gym)
    settle()
    assert isinstance(shell.page, OffersPage)
    press(Qt.Key.Key_F8)
    form = dialog()
    assert isinstance(form, OfferDialog)
    form.parts.setCurrentIndex(COSTS)
    form.parts.costs.takes_cards.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert hub.read(offer_card, gym).takes_cards

    # Ruth buys ten visits.
    hub.show("people", person_id=ruth)
    settle()
    page = shell.page
    assert isinstance(page, PeoplePage)
    tab_to("Karte verkaufen")
    press(Qt.Key.Key_Space)
    sale = dialog()
    assert isinstance(sale, SellCardDialog)
    press(Qt.Key.Key_Down)
    assert sale.price.text() == "40,00 €"
    tab_to("Nummer der Quittung")
    type_text(focused(), "4711")
    press(Qt.Key.Key_Return, CTRL)
    assert [line.chip for line in page.cards.list.lines.lines] == ["noch 10 von 10"]
    assert hub.read(cards_of, ruth)[0].paid_cents == 4000

    # One key takes the visit, and Strg+Z gives it back.
    hub.show("attendance", occurrence_id=today)
    settle()
    assert details(shell) == ["Karte: noch 10 von 10"]
    press(Qt.Key.Key_K)
    assert details(shell) == ["Karte: abgezogen, noch 9 von 10"]
    assert shell.toast.text.text() == "Besuch abgezogen: Ruth Weber, noch 9 von 10"
    press(Qt.Key.Key_Z, CTRL)
    assert details(shell) == ["Karte: noch 10 von 10"]
    press(Qt.Key.Key_K)

    # In the next half-year the group is a new offer, and the card is the same.
    following, later = group_with_dates(hub, gym, days=60)
    hub.act(book, Book(ruth, following))
    clock.go_on(days=60)
    hub.show("attendance", occurrence_id=later)
    settle()
    assert details(shell) == ["Karte: noch 9 von 10"]
    press(Qt.Key.Key_K)
    assert [line.left for line in hub.read(cards_of, ruth)] == [8]
