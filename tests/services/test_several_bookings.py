"""Several days, several people, one payment: each at once, each taken back by one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.booking_rows import shared_out
from begegnung.model.errors import AlreadyBooked, Invalid
from begegnung.model.local_time import moment
from begegnung.services.booking_choices import (
    bookable_days,
    bookable_offers,
    companions,
    openings_today,
    program_numbers,
)
from begegnung.services.booking_lists import bookings_of
from begegnung.services.booking_terms import price_now, terms_of
from begegnung.services.bookings import Book, BookTogether, book_together
from begegnung.services.history import undo
from begegnung.services.payments import payments_of
from begegnung.services.reductions import SetReduction, set_reduction
from begegnung.services.several_bookings import (
    AgreePrice,
    BookDays,
    PayTogether,
    agree_price,
    book_days,
    pay_together,
)
from begegnung.services.tills import SwitchReceipts, switch_receipts, tills
from tests.desks import MONDAY, House


def lunch(house: House, **known: object) -> tuple[str, list[str]]:
    """Lunch on three days of this week, with a place each."""
    offer = house.offer("Mittagstisch", "lunch", capacity=1, **known)
    days = [
        house.one_date(offer, 720, 780, day=MONDAY.replace(day=MONDAY.day + n)) for n in range(3)
    ]
    return offer, days


def states(house: House, offer_id: str) -> list[tuple[str, str]]:
    lines = house.desk.read(bookings_of, offer_id)
    return sorted((line.surname, line.state) for line in lines)


def test_several_days_are_booked_in_one_step_and_taken_back_in_one(house: House) -> None:
    offer, days = lunch(house)
    person = house.person("Muster")
    request = BookDays(BookTogether(Book(person, offer), ()), tuple((day, 1) for day in days))

    done = house.act(book_days, request)

    assert [one.state for one in done.value] == ["booked"] * 3
    assert done.action is not None
    assert done.action.title == "Muster · Mittagstisch · 3 Tage"
    house.act(undo, None)
    assert states(house, offer) == []


def test_one_day_that_cannot_be_booked_keeps_all_of_them_from_it(house: House) -> None:
    offer, days = lunch(house)
    person = house.person()
    house.book(person, offer, occurrence_id=days[1])

    request = BookDays(BookTogether(Book(person, offer), ()), tuple((day, 1) for day in days))
    with pytest.raises(AlreadyBooked):
        house.act(book_days, request)

    assert len(states(house, offer)) == 1


def test_no_day_is_no_registration(house: House) -> None:
    offer, _days = lunch(house)

    with pytest.raises(Invalid) as refused:
        house.act(book_days, BookDays(BookTogether(Book(house.person(), offer), ()), ()))

    assert refused.value.field == "occurrence"


def test_a_couple_pays_at_once_and_each_has_an_entry_of_her_own(house: House) -> None:
    offer = house.offer(fee_cents=4000)
    first, second = house.people(2)
    couple = house.act(book_together, BookTogether(Book(first, offer), (second,))).value
    shares = tuple((one.booking_id, 4000) for one in couple)

    house.act(pay_together, PayTogether(shares, MONDAY, "17"))

    for one in couple:
        (entry,) = house.desk.read(payments_of, one.booking_id)
        assert (entry.amount_cents, entry.receipt_number) == (4000, "17")
    house.act(undo, None)
    paid = [line.paid_cents for line in house.desk.read(bookings_of, offer)]
    assert paid == [0, 0]


@pytest.mark.parametrize("cents", [0, -5])
def test_nothing_is_no_payment(house: House, cents: int) -> None:
    booked = house.book(house.person(), house.offer(fee_cents=100))

    with pytest.raises(Invalid):
        house.act(pay_together, PayTogether(((booked.booking_id, cents),), MONDAY))


@given(amount=st.integers(1, 100_000), wanted=st.lists(st.integers(-50, 9000), min_size=1))
def test_a_shared_payment_loses_no_cent_and_gives_nobody_less_than_nothing(
    amount: int, wanted: list[int]
) -> None:
    shares = shared_out(amount, tuple(wanted))

    assert sum(shares) == amount
    assert min(shares) >= 0
    rest = amount - sum(max(need, 0) for need in wanted)
    for need, share in list(zip(wanted, shares, strict=True))[1:]:
        assert share <= max(need, 0)
        assert rest < 0 or share == max(need, 0)


def test_a_reduction_counts_for_both_only_once_the_proof_was_seen(house: House) -> None:
    offer = house.offer(fee_cents=4000)
    rule = house.act(set_reduction, SetReduction("Dortmund-Karte", 50)).value
    first, second = house.people(2)
    couple = house.act(book_together, BookTogether(Book(first, offer), (second,))).value
    ids = tuple(one.booking_id for one in couple)

    with pytest.raises(Invalid):
        house.act(agree_price, AgreePrice(ids, rule, proof_seen=False))
    assert house.act(agree_price, AgreePrice(ids, rule, proof_seen=True)).value == 4000
    assert [line.due_cents for line in house.desk.read(bookings_of, offer)] == [2000, 2000]
    assert house.act(agree_price, AgreePrice(ids)).value == 8000


def test_the_price_elsewhere_is_told_under_the_same_conditions(house: House) -> None:
    rule = house.act(set_reduction, SetReduction("Dortmund-Karte", 50)).value
    here, there = house.offer(fee_cents=3000), house.offer("Aquarell", fee_cents=5000)
    each = house.offer("Singen", fee_cents=300, fee_kind="date")
    booked = house.book(house.person(), here, places=2, reduction_id=rule, proof_seen=True)

    terms = house.desk.read(terms_of, booked.booking_id)

    assert (terms.places, terms.due_cents, terms.paid_cents) == (2, 3000, 0)
    assert house.desk.read(price_now, there, terms) == 5000
    assert house.desk.read(price_now, each, terms) is None


def test_offers_show_their_free_places_and_when_registration_opens(house: House) -> None:
    opens = moment(MONDAY, 9 * 60)
    course = house.offer("Pilates", capacity=3, registration_opens=opens)
    house.offer("Spieletreff", "open_meeting")
    full = house.offer("Malen", capacity=1)
    house.book(house.person(), full)
    house.book(house.person("Zweite"), full)

    found = {one.title: one for one in house.desk.read(bookable_offers)}

    assert found["Pilates"].free == 3
    assert found["Pilates"].window.opens == opens
    assert (found["Malen"].free, found["Malen"].waiting) == (0, 1)
    assert found["Spieletreff"].kind == "none"
    (opening,) = house.desk.read(openings_today)
    assert (opening.offer_id, opening.opens, opening.priority) == (course, opens, False)
    house.clock.go_on(days=1)
    assert house.desk.read(openings_today) == []


def test_a_day_whose_deadline_is_over_cannot_be_ordered(house: House) -> None:
    offer, days = lunch(house, deadline_days=1, deadline_minute=720)

    today, tomorrow, _later = house.desk.read(bookable_days, offer)

    assert (today.date.id, today.is_open) == (days[0], False)
    assert (tomorrow.is_open, tomorrow.free) == (True, 1)
    house.clock.go_on(hours=5)
    assert house.desk.read(bookable_days, offer)[1].is_open is False


def test_who_lives_alone_has_no_companions(house: House) -> None:
    assert house.desk.read(companions, house.person()) == []


def test_the_program_numbers_receipts_only_where_that_was_switched_on(house: House) -> None:
    offer = house.offer(fee_cents=100)
    assert house.desk.read(program_numbers, offer) is False

    own_till = house.desk.read(tills)[0].id
    house.act(switch_receipts, SwitchReceipts(own_till, numbered=True, agreed=True))

    assert house.desk.read(program_numbers, offer) is True
