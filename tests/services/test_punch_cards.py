"""Mehrfachkarten: sold once, taken visit by visit, and never more than there are."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.db.tables import punch
from begegnung.db.work import Work
from begegnung.model.card_errors import (
    AlreadyPunched,
    CardNotValid,
    CardUsedUp,
    CardVoid,
    NoCardsTaken,
)
from begegnung.model.errors import Invalid, PersonBlocked, Refusal
from begegnung.model.ids import derived_id
from begegnung.model.ledger_errors import MoreThanPaid
from begegnung.services.attendance import sheet
from begegnung.services.card_lists import all_cards, cards_for, cards_of, punches_of
from begegnung.services.clashes import clashes
from begegnung.services.dates import CancelDate, cancel_date
from begegnung.services.history import redo, undo
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.punch_cards import (
    PayCard,
    Punch,
    SellCard,
    TakeBackPunch,
    VoidCard,
    pay_card,
    punch_visit,
    sell_card,
    take_back_punch,
    void_card,
)
from tests.desks import MONDAY, House


@pytest.fixture
def gym(house: House) -> str:
    """A group that takes cards."""
    return house.offer("Gymnastik", "group", takes_cards=True)


def dates(house: House, offer_id: str, number: int) -> list[str]:
    days = [MONDAY + timedelta(days=7 * n) for n in range(number)]
    return [house.one_date(offer_id, day=day, room=None) for day in days]


def sold(house: House, person_id: str, offer_id: str | None, punches: int = 5) -> str:
    request = SellCard(person_id, punches, 4000, offer_id, receipt_number="4711")
    return house.act(sell_card, request).value


def test_a_card_is_sold_with_its_payment_and_counts_down(house: House, gym: str) -> None:
    who = house.person("Weber", "Ruth")
    card = sold(house, who, gym)
    first, second = dates(house, gym, 2)

    assert house.act(punch_visit, Punch(card, first)).value == 4
    assert house.act(punch_visit, Punch(card, second)).value == 3

    (line,) = house.desk.read(cards_of, who)
    assert (line.offer, line.punches, line.left) == ("Gymnastik", 5, 3)
    assert (line.price_cents, line.paid_cents) == (4000, 4000)
    assert [one.occurrence_id for one in house.desk.read(punches_of, card)] == [second, first]


def test_who_is_punched_is_ticked_as_present(house: House, gym: str) -> None:
    who = house.person()
    (date,) = dates(house, gym, 1)

    house.act(punch_visit, Punch(sold(house, who, gym), date))

    assert [(line.person_id, line.state) for line in house.desk.read(sheet, date).lines] == [
        (who, "present")
    ]


def test_a_card_that_is_not_paid_yet_shows_what_is_owed(house: House, gym: str) -> None:
    who = house.person()
    house.act(sell_card, SellCard(who, 10, 8000, gym, paid=False))

    assert [line.paid_cents for line in house.desk.read(cards_of, who)] == [0]


def test_what_is_owed_for_a_card_is_paid_later_and_once(house: House, gym: str) -> None:
    who = house.person()
    card = house.act(sell_card, SellCard(who, 10, 8000, gym, paid=False)).value

    assert house.act(pay_card, PayCard(card, receipt_number="4712")).value == 8000

    assert [line.paid_cents for line in house.desk.read(cards_of, who)] == [8000]
    with pytest.raises(Invalid):
        house.act(pay_card, PayCard(card))


def test_money_for_a_void_card_goes_back_but_never_more_than_was_paid(
    house: House, gym: str
) -> None:
    who = house.person()
    card = sold(house, who, gym)
    with pytest.raises(MoreThanPaid):
        house.act(void_card, VoidCard(card, "zieht um", refund_cents=4001))

    house.act(void_card, VoidCard(card, "zieht um", refund_cents=2400))

    (line,) = house.desk.read(cards_of, who)
    assert (line.void_reason, line.paid_cents) == ("zieht um", 1600)


def test_a_date_is_taken_from_a_card_once(house: House, gym: str) -> None:
    card = sold(house, house.person("Weber", "Ruth"), gym)
    (date,) = dates(house, gym, 1)
    house.act(punch_visit, Punch(card, date))

    with pytest.raises(AlreadyPunched):
        house.act(punch_visit, Punch(card, date))


def test_a_card_that_is_used_up_takes_no_visit(house: House, gym: str) -> None:
    card = sold(house, house.person("Weber", "Ruth"), gym, punches=1)
    first, second = dates(house, gym, 2)
    house.act(punch_visit, Punch(card, first))

    with pytest.raises(CardUsedUp) as caught:
        house.act(punch_visit, Punch(card, second))

    assert (caught.value.person, caught.value.punches) == ("Ruth Weber", 1)


def test_a_void_card_takes_no_visit_and_is_void_once(house: House, gym: str) -> None:
    card = sold(house, house.person(), gym)
    (date,) = dates(house, gym, 1)
    house.act(void_card, VoidCard(card, "verloren"))

    with pytest.raises(CardVoid):
        house.act(punch_visit, Punch(card, date))
    with pytest.raises(CardVoid):
        house.act(void_card, VoidCard(card, "noch einmal"))
    assert house.desk.read(all_cards) == []
    assert len(house.desk.read(all_cards, with_ended=True)) == 1


def test_a_card_is_made_void_with_a_reason_only(house: House, gym: str) -> None:
    card = sold(house, house.person(), gym)

    with pytest.raises(Invalid):
        house.act(void_card, VoidCard(card, "  "))


def test_a_card_for_one_offer_does_not_count_for_another(house: House, gym: str) -> None:
    card = sold(house, house.person("Weber", "Ruth"), gym)
    other = house.offer("Yoga", "course", takes_cards=True)
    (date,) = dates(house, other, 1)

    with pytest.raises(CardNotValid) as caught:
        house.act(punch_visit, Punch(card, date))

    assert caught.value.card_offer == "Gymnastik"
    assert house.desk.read(cards_for, date) == {}


def test_a_card_goes_on_counting_in_the_next_half_year(house: House, gym: str) -> None:
    who = house.person()
    card = sold(house, who, gym)
    data = OfferData("Gymnastik", "group", takes_cards=True)
    for _ in range(2):
        gym = house.act(add_offer, AddOffer(data, continues_id=gym)).value.offer_id
    (date,) = dates(house, gym, 1)

    assert house.desk.read(cards_for, date)[who].card_id == card
    assert house.act(punch_visit, Punch(card, date)).value == 4


def test_a_card_for_all_counts_wherever_cards_are_taken(house: House, gym: str) -> None:
    who = house.person()
    card = sold(house, who, None)
    taking, refusing = dates(house, gym, 1)[0], house.one_date(house.offer("Chor"), room=None)

    assert house.act(punch_visit, Punch(card, taking)).value == 4
    with pytest.raises(CardNotValid):
        house.act(punch_visit, Punch(card, refusing))
    assert house.desk.read(cards_for, refusing) == {}


def test_no_card_is_sold_for_an_offer_that_takes_none(house: House) -> None:
    with pytest.raises(NoCardsTaken):
        sold(house, house.person(), house.offer("Chor"))


def test_no_card_is_sold_to_somebody_who_is_blocked(house: House, gym: str) -> None:
    who = house.person()
    house.act(block_person, BlockPerson(who, blocked=True))

    with pytest.raises(PersonBlocked):
        sold(house, who, gym)


@pytest.mark.parametrize(("punches", "price"), [(0, 1), (101, 1), (5, -1)])
def test_what_is_no_card_is_not_sold(house: House, gym: str, punches: int, price: int) -> None:
    with pytest.raises(Invalid):
        house.act(sell_card, SellCard(house.person(), punches, price, gym))


def test_no_visit_is_taken_for_a_date_that_is_dropped(house: House, gym: str) -> None:
    card = sold(house, house.person(), gym)
    (date,) = dates(house, gym, 1)
    house.act(cancel_date, CancelDate(date, "krank"))

    with pytest.raises(Invalid):
        house.act(punch_visit, Punch(card, date))


def test_a_visit_that_was_given_back_can_be_taken_again(house: House, gym: str) -> None:
    who = house.person()
    card = sold(house, who, gym, punches=1)
    first, second = dates(house, gym, 2)
    house.act(punch_visit, Punch(card, first))

    house.act(take_back_punch, TakeBackPunch(derived_id(punch.name, card, first)))

    assert house.act(punch_visit, Punch(card, second)).value == 0
    assert house.desk.read(cards_for, second)[who].punched


def test_the_visit_that_would_be_too_many_does_not_come_back_by_undo(
    house: House, gym: str
) -> None:
    card = sold(house, house.person(), gym, punches=1)
    first, second = dates(house, gym, 2)
    house.act(punch_visit, Punch(card, first))
    house.act(take_back_punch, TakeBackPunch(derived_id(punch.name, card, first)))
    other = house.desk.for_thread()
    other.device = "other"
    other.act(punch_visit, Punch(card, second))

    with pytest.raises(CardUsedUp):
        house.act(undo, None)


def test_two_pcs_that_took_the_last_visit_are_shown_to_be_settled(house: House, gym: str) -> None:
    who = house.person("Weber", "Ruth")
    card = sold(house, who, gym, punches=1)
    first, second = dates(house, gym, 2)
    house.act(punch_visit, Punch(card, first))

    def arrive(work: Work, _request: None) -> None:
        work.insert(punch, {"punch_card_id": card, "occurrence_id": second})

    house.act(arrive, None)

    (clash,) = house.desk.read(clashes).cards
    assert (clash.name, clash.punches, clash.used) == ("Ruth Weber", 1, 2)
    assert [line.left for line in house.desk.read(cards_of, who)] == [-1]


def test_taking_the_sale_back_leaves_no_card_to_punch(house: House, gym: str) -> None:
    who = house.person()
    card = sold(house, who, gym)

    house.act(undo, None)

    (line,) = house.desk.read(cards_of, who)
    assert (line.id, line.void_reason, line.paid_cents) == (card, "Rückgängig gemacht", 0)
    (date,) = dates(house, gym, 1)
    assert house.desk.read(cards_for, date) == {}


STEPS = st.lists(st.sampled_from(["punch", "give back", "undo", "redo"]), max_size=14)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS, st.integers(1, 3))
def test_whatever_is_done_and_taken_back_the_visits_left_are_right(
    house: House, steps: list[str], punches: int
) -> None:
    offer_id = house.offer("Gymnastik", "group", takes_cards=True)
    ids = dates(house, offer_id, 4)
    who = house.person()
    card = sold(house, who, offer_id, punches)
    for number, step in enumerate(steps):
        verb, request = {
            "punch": (punch_visit, Punch(card, ids[number % 4])),
            "give back": (take_back_punch, TakeBackPunch(derived_id(punch.name, card, ids[0]))),
            "undo": (undo, None),
            "redo": (redo, None),
        }[step]
        with suppress(Refusal):
            house.act(verb, request)
        for line in house.desk.read(cards_of, who):
            assert line.used == len(house.desk.read(punches_of, card))
            assert 0 <= line.left <= punches
