"""What has still to be paid for cards, and in offers where visits are paid by card."""

from begegnung.services.booking_lists import bookings_of
from begegnung.services.outstanding import outstanding
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.punch_cards import (
    PayCard,
    SellCard,
    VoidCard,
    pay_card,
    sell_card,
    void_card,
)
from tests.desks import House


def owed(house: House) -> list[tuple[str, str, int]]:
    lines = house.desk.read(outstanding)
    return [(line.name, line.title, line.missing_cents) for line in lines]


def test_a_card_that_was_not_paid_stands_among_what_is_outstanding_until_it_is(
    house: House,
) -> None:
    house.offer("Gymnastik", "group", takes_cards=True)
    who = house.person("Weber", "Ida", phone="0231 1")
    card = house.act(sell_card, SellCard(who, 10, 5000, paid=False)).value

    assert owed(house) == [("Ida Weber", "10er-Karte", 5000)]
    (line,) = house.desk.read(outstanding)
    assert (line.card_id, line.booking_id, line.phone) == (card, "", "0231 1")
    house.act(pay_card, PayCard(card))
    assert owed(house) == []


def test_a_void_card_is_not_outstanding(house: House) -> None:
    house.offer("Gymnastik", "group", takes_cards=True)
    card = house.act(sell_card, SellCard(house.person("Weber"), 5, 2500, paid=False)).value
    house.act(void_card, VoidCard(card, "verschrieben"))

    assert owed(house) == []


def test_nothing_is_agreed_where_visits_are_paid_by_card(house: House) -> None:
    group = house.offer("Gymnastik", "group", takes_cards=True, fee_cents=4000)
    house.book(house.person("Weber"), group)

    (line,) = house.desk.read(bookings_of, group)
    assert line.due_cents is None
    assert owed(house) == []


def test_a_blocked_person_owes_without_her_name(house: House) -> None:
    course = house.offer("Yoga", fee_cents=3000)
    who = house.person("Weber", "Ida", phone="0231 1")
    house.book(who, course)
    house.act(block_person, BlockPerson(who, blocked=True))

    (line,) = house.desk.read(outstanding)
    assert (line.name, line.phone, line.missing_cents) == ("(gesperrt)", "", 3000)
