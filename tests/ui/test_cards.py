"""Mehrfachkarten in the window: sold, punched by one key, looked at, put right."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from begegnung.services.card_lists import cards_of, punches_of
from begegnung.services.punch_cards import Punch, SellCard, punch_visit, sell_card
from begegnung.services.tills import SetTill, SwitchReceipts, set_till, switch_receipts, tills
from begegnung.ui.attendance.tick_list import CARD, letter_places
from begegnung.ui.cards.card import CardDialog, PayCardDialog, VoidCardDialog
from begegnung.ui.cards.sell import SellCardDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.attendance import AttendancePage
from begegnung.ui.people.cards_card import CardsCard
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


@pytest.fixture
def gym(house: House) -> str:
    """A group that takes cards, each date for 4 euros."""
    return house.offer("Gymnastik", "group", takes_cards=True, fee_cents=400, fee_kind="date")


@pytest.fixture
def monday(house: House, gym: str) -> str:
    return house.one_date(gym, 1080, 1140, room=None)


@pytest.fixture
def ruth(house: House, gym: str) -> str:
    """Somebody who is booked into it."""
    who = house.person("Weber", "Ruth")
    house.book(who, gym)
    return who


def sold(house: House, who: str, offer_id: str | None, punches: int = 10) -> str:
    return house.act(sell_card, SellCard(who, punches, 4000, offer_id)).value


def sheet_of(shell: Shell, occurrence_id: str) -> AttendancePage:
    shell.go_to("attendance")
    page = shell.page
    assert isinstance(page, AttendancePage)
    page.present({"occurrence_id": occurrence_id})
    settle()
    return page


def details(page: AttendancePage) -> list[str]:
    return [line.detail for line in page.sheet.people.lines.lines]


def said(part: QWidget) -> str:
    return " | ".join(w.text() for w in part.findChildren(QLabel) if w.isVisible())


def test_one_key_takes_the_visit_from_the_card_and_shows_what_is_left(
    shell: Shell, house: House, gym: str, monday: str, ruth: str
) -> None:
    card = sold(house, ruth, gym)
    page = sheet_of(shell, monday)
    assert details(page) == ["Karte: noch 10 von 10"]

    QTest.keyClick(page.sheet.people, Qt.Key.Key_K)
    settle()

    assert details(page) == ["Karte: abgezogen, noch 9 von 10"]
    assert page.sheet.people.lines.lines[0].subject.state == "present"
    assert len(house.desk.read(punches_of, card)) == 1

    QTest.keyClick(page.sheet.people, Qt.Key.Key_K)
    settle()
    assert details(page) == ["Karte: noch 10 von 10"]


def test_the_letter_of_the_card_can_be_clicked(
    shell: Shell, house: House, gym: str, monday: str, ruth: str
) -> None:
    sold(house, ruth, gym)
    page = sheet_of(shell, monday)
    people = page.sheet.people
    row = people.visualRect(people.lines.index(0, 0)).toRectF().adjusted(4, 2, -4, -2)
    place: QPoint = letter_places(row, with_card=True)[CARD].center().toPoint()

    QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()

    assert details(page) == ["Karte: abgezogen, noch 9 von 10"]


def test_who_has_no_card_is_seen_in_words_and_gets_one_by_the_same_key(
    shell: Shell, house: House, monday: str, ruth: str
) -> None:
    page = sheet_of(shell, monday)
    assert details(page) == ["ohne Mehrfachkarte"]

    QTest.keyClick(page.sheet.people, Qt.Key.Key_K)
    settle()

    form = dialog()
    assert isinstance(form, SellCardDialog)
    assert form.offer.currentText() == "Gymnastik"
    press(Qt.Key.Key_Return, CTRL)
    assert [line.punches for line in house.desk.read(cards_of, ruth)] == [5]
    assert details(page) == ["Karte: noch 5 von 5"]


def test_where_no_cards_count_nothing_is_said_of_them(shell: Shell, house: House) -> None:
    choir = house.offer("Chor", "group")
    house.book(house.person("Weber", "Ruth"), choir)
    page = sheet_of(shell, house.one_date(choir, 1080, 1140, room=None))

    assert details(page) == [""]
    assert "Mehrfachkarte" not in said(page)
    QTest.keyClick(page.sheet.people, Qt.Key.Key_K)
    settle()
    assert dialog() is shell


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_list_with_cards_shuts_nobody_out(
    shell: Shell, house: House, gym: str, monday: str, ruth: str
) -> None:
    sold(house, ruth, gym)
    sheet_of(shell, monday)

    assert audit(shell) == []


def test_the_price_of_a_card_is_proposed_until_somebody_types_one(
    shell: Shell, hub: Hub, house: House, ruth: str
) -> None:
    form = SellCardDialog(hub, shell, ruth, "Ruth Weber")
    form.open()
    settle()
    assert form.price.value() == 2000
    form.size_choice.set_value(10)
    assert form.price.value() == 4000

    form.price.selectAll()
    type_text(form.price, "35")
    form.size_choice.set_value(5)

    assert form.price.value() == 3500


def test_a_card_of_another_size_that_is_paid_later_is_sold(
    shell: Shell, hub: Hub, house: House, ruth: str
) -> None:
    form = SellCardDialog(hub, shell, ruth, "Ruth Weber")
    form.open()
    form.size_choice.set_value(0)
    settle()
    type_text(form.punches, "viele")
    press(Qt.Key.Key_Return, CTRL)
    assert "passt nicht" in form.form.rows["punches"].fault()
    form.punches.setText("8")
    form.price.setText("30")
    form.paid.click()
    assert not form.receipt.isVisible()
    press(Qt.Key.Key_Return, CTRL)

    (line,) = house.desk.read(cards_of, ruth)
    assert (line.punches, line.price_cents, line.paid_cents) == (8, 3000, 0)


def test_where_the_program_numbers_receipts_no_paper_number_is_asked(
    shell: Shell, hub: Hub, house: House, ruth: str
) -> None:
    own = house.desk.read(tills)[0]
    house.act(set_till, SetTill(own.name, own.code, own.id))
    house.act(switch_receipts, SwitchReceipts(own.id, numbered=True, agreed=True))
    form = SellCardDialog(hub, shell, ruth, "Ruth Weber")
    form.open()
    settle()
    assert not form.receipt.isVisible()

    form.means.set_value("transfer")
    assert form.receipt.isVisible()


def test_nothing_is_sold_where_no_offer_takes_cards(shell: Shell, hub: Hub, house: House) -> None:
    form = SellCardDialog(hub, shell, house.person("Weber"), "Ruth Weber")
    form.open()
    settle()

    assert not form.primary.isEnabled()
    assert "unter „Kosten“" in said(form)


def test_the_cards_of_a_person_say_what_is_left_and_what_is_owed(
    shell: Shell, hub: Hub, house: House, gym: str, monday: str, ruth: str
) -> None:
    house.act(sell_card, SellCard(ruth, 5, 2000, gym, paid=False))
    house.act(punch_visit, Punch(sold(house, ruth, None), monday))
    shown = CardsCard(hub)
    shown.show_person(ruth, "Ruth Weber")
    shown.show()

    lines = shown.list.lines.lines
    assert {(line.title, line.chip) for line in lines} == {
        ("5er-Karte · Gymnastik", "noch 5 von 5"),
        ("10er-Karte · alle Angebote mit Mehrfachkarte", "noch 9 von 10"),
    }
    assert any("offen 20,00 €" in line.detail for line in lines)
    shown.close()


def test_the_card_hides_itself_in_a_house_without_cards(hub: Hub, house: House) -> None:
    shown = CardsCard(hub)
    shown.show_person(house.person("Weber"), "Weber")

    assert shown.isHidden()


def test_a_visit_is_given_back_a_debt_paid_and_a_card_made_void(
    shell: Shell, hub: Hub, house: House, gym: str, monday: str, ruth: str
) -> None:
    card = house.act(sell_card, SellCard(ruth, 5, 2000, gym, paid=False)).value
    house.act(punch_visit, Punch(card, monday))
    (line,) = house.desk.read(cards_of, ruth)
    shown = CardDialog(hub, shell, line)
    shown.open()
    settle()
    assert shown.state.text() == "noch 4 von 5"
    assert audit(shown) == []

    shown.give_back.click()
    settle()
    assert shown.state.text() == "noch 5 von 5"
    assert not shown.give_back.isEnabled()

    shown.pay.click()
    settle()
    assert isinstance(dialog(), PayCardDialog)
    type_text(focused(), "4711")
    press(Qt.Key.Key_Return, CTRL)
    assert not shown.pay.isVisible()
    assert house.desk.read(cards_of, ruth)[0].paid_cents == 2000

    shown.void.click()
    settle()
    asked = dialog()
    assert isinstance(asked, VoidCardDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["reason"].fault() == "Bitte etwas eintragen."
    type_text(asked.reason, "zieht um")
    asked.refund.setText("30")
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    assert "20,00 €" in asked.refusal.text.text()
    asked.refund.setText("10")
    press(Qt.Key.Key_Return, CTRL)
    settle()
    assert shown.state.text() == "ungültig"
    assert house.desk.read(cards_of, ruth)[0].paid_cents == 1000


def test_taking_the_sale_back_closes_the_card(
    shell: Shell, hub: Hub, house: House, gym: str, ruth: str
) -> None:
    hub.act(sell_card, SellCard(ruth, 5, 2000, gym, paid=False))
    (line,) = house.desk.read(cards_of, ruth)
    shown = CardDialog(hub, shell, line)
    shown.open()
    settle()

    hub.undo()
    settle()

    assert dialog() is shell


def test_a_card_that_is_used_up_says_so_before_the_next_one_is_sold(
    shell: Shell, house: House, gym: str, monday: str, ruth: str
) -> None:
    card = sold(house, ruth, gym, punches=1)
    next_week = house.one_date(gym, 1080, 1140, day=MONDAY + timedelta(days=7), room=None)
    house.act(punch_visit, Punch(card, monday))
    page = sheet_of(shell, next_week)

    assert details(page) == ["Karte: aufgebraucht (1 von 1)"]
    QTest.keyClick(page.sheet.people, Qt.Key.Key_K)
    settle()
    assert isinstance(dialog(), SellCardDialog)
