"""Places and the waiting list."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.db.tables import offer
from begegnung.model.errors import (
    AlreadyBooked,
    CapacityBelowBookings,
    Invalid,
    NoBooking,
    NotFound,
    OfferEnded,
    PersonBlocked,
    WrongHouse,
)
from begegnung.model.rows import BookingLine
from begegnung.services.booking_lists import bookings_of, promoted_and_not_told
from begegnung.services.bookings import Booked, CancelBooking, cancel
from begegnung.services.dates import CancelDate, cancel_date, date_line
from begegnung.services.offers import (
    EditOffer,
    EndOffer,
    OfferData,
    edit_offer,
    end_offer,
    offer_card,
    offer_list,
)
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.waiting import MarkInformed, mark_informed
from tests.desks import House, copy_of, open_house


def states(house: House, offer_id: str) -> list[tuple[str, str]]:
    lines = house.desk.read(bookings_of, offer_id)
    return [(line.surname, line.state) for line in lines]


def test_people_get_places_until_none_is_left_and_then_wait_in_their_order(house: House) -> None:
    course = house.offer(capacity=2)
    ruth, emine, horst, gerd = (house.person(n) for n in ("Ruth", "Emine", "Horst", "Gerd"))

    booked = [house.book(who, course) for who in (gerd, ruth, horst, emine)]

    assert [(b.state, b.position, b.places_left) for b in booked] == [
        ("booked", 0, 1),
        ("booked", 0, 0),
        ("waiting", 1, 0),
        ("waiting", 2, 0),
    ]
    assert states(house, course) == [
        ("Gerd", "booked"),
        ("Ruth", "booked"),
        ("Horst", "waiting"),
        ("Emine", "waiting"),
    ]


def test_an_offer_without_a_limit_is_never_full(house: House) -> None:
    course = house.offer()

    assert [house.book(who, course).places_left for who in house.people(3)] == [None] * 3


def test_when_somebody_cancels_the_first_one_waiting_gets_the_place_and_is_to_be_told(
    house: House,
) -> None:
    course = house.offer("Yoga", capacity=1)
    first, second, third = house.person("A"), house.person("B", phone="0231 1"), house.person("C")
    holder = house.book(first, course)
    waiting = house.book(second, course)
    house.book(third, course)

    moved = house.act(cancel, CancelBooking(holder.booking_id)).value

    assert moved == (waiting.booking_id,)
    assert states(house, course) == [("B", "booked"), ("C", "waiting")]
    (told,) = house.desk.read(promoted_and_not_told)
    assert (told.name, told.phone, told.title) == ("B", "0231 1", "Yoga")
    house.act(mark_informed, MarkInformed(waiting.booking_id))
    assert house.desk.read(promoted_and_not_told) == []


def test_nobody_passes_a_couple_that_waits_for_two_places(house: House) -> None:
    course = house.offer(capacity=2)
    one = house.book(house.person("A"), course)
    two = house.book(house.person("B"), course)
    couple = house.book(house.person("Paar"), course, places=2)
    house.book(house.person("Schnell"), course)

    assert house.act(cancel, CancelBooking(one.booking_id)).value == ()
    newcomer = house.book(house.person("Neu"), course)
    moved = house.act(cancel, CancelBooking(two.booking_id)).value

    assert newcomer.state == "waiting"
    assert moved == (couple.booking_id,)


def test_when_the_first_one_gives_up_waiting_the_next_ones_move_up(house: House) -> None:
    course = house.offer(capacity=2)
    house.book(house.person("A"), course)
    couple = house.book(house.person("Paar"), course, places=2)
    single = house.book(house.person("B"), course)

    assert house.act(cancel, CancelBooking(couple.booking_id)).value == (single.booking_id,)


def test_who_comes_back_after_cancelling_is_the_last_again(house: House) -> None:
    course = house.offer(capacity=1)
    who = house.person("A")
    first = house.book(who, course)
    house.book(house.person("B"), course)
    house.act(cancel, CancelBooking(first.booking_id))

    again = house.book(who, course)

    assert (again.state, again.position) == ("waiting", 1)
    assert states(house, course) == [("B", "booked"), ("A", "waiting")]


@pytest.mark.parametrize(("capacity", "state"), [(5, "booked"), (1, "waiting")])
def test_nobody_is_booked_twice(house: House, capacity: int, state: str) -> None:
    course = house.offer("Yoga", capacity=capacity)
    house.book(house.person("A"), course)
    who = house.person("Kaya", "Emine")
    house.book(who, course)

    with pytest.raises(AlreadyBooked) as caught:
        house.book(who, course)

    assert (caught.value.person, caught.value.offer) == ("Emine Kaya", "Yoga")
    assert caught.value.state == state


@pytest.mark.parametrize("kind", ["open_meeting", "care_group", "advice", "internal"])
def test_an_offer_without_names_takes_no_booking(house: House, kind: str) -> None:
    offer = house.offer("Offen", kind)

    with pytest.raises(NoBooking) as caught:
        house.book(house.person(), offer)

    assert caught.value.offer_type == kind


@pytest.mark.parametrize("places", [0, -1, 10])
def test_a_number_of_places_that_cannot_be_is_refused(house: House, places: int) -> None:
    with pytest.raises(Invalid) as caught:
        house.book(house.person(), house.offer(), places=places)

    assert caught.value.field == "places"


def test_lunch_is_booked_by_the_day_and_every_day_has_its_own_list(house: House) -> None:
    lunch = house.offer("Mittagstisch", "lunch", capacity=1)
    monday, later = house.one_date(lunch, 720, 780), house.one_date(lunch, 840, 900)
    first, second = house.people(2)

    assert house.book(first, lunch, occurrence_id=monday).state == "booked"
    assert house.book(second, lunch, occurrence_id=monday).state == "waiting"
    assert house.book(second, lunch, occurrence_id=later).state == "booked"
    line = house.desk.read(date_line, monday)
    assert (line.booked, line.waiting) == (1, 1)
    on_monday = house.desk.read(bookings_of, lunch, monday)
    assert [line.state for line in on_monday] == ["booked", "waiting"]


def test_more_places_at_lunch_let_people_move_up_on_every_day(house: House) -> None:
    lunch = house.offer("Mittagstisch", "lunch", capacity=1)
    days = [house.one_date(lunch, 720, 780), house.one_date(lunch, 840, 900)]
    people = house.people(2)
    for day in days:
        for who in people:
            house.book(who, lunch, occurrence_id=day)

    moved = house.act(edit_offer, EditOffer(lunch, OfferData("Mittagstisch", "lunch", capacity=2)))

    assert len(moved.value) == 2
    assert {line.state for line in house.desk.read(bookings_of, lunch)} == {"booked"}


def wrong_dates(house: House) -> dict[str, tuple[str, str | None, str]]:
    """Bookings of a date that cannot be: offer, date, problem."""
    lunch, course = house.offer("Mittagstisch", "lunch"), house.offer("Yoga")
    on_lunch, on_course = house.one_date(lunch, 720, 780), house.one_date(course)
    dropped = house.one_date(lunch, 840, 900)
    house.act(cancel_date, CancelDate(dropped, "Wetter"))
    return {
        "no date": (lunch, None, "missing"),
        "of another offer": (lunch, on_course, "unknown"),
        "of a course": (course, on_course, "unknown"),
        "of another offer, the course's": (course, on_lunch, "unknown"),
        "cancelled": (lunch, dropped, "cancelled"),
    }


@pytest.mark.parametrize(
    "case",
    ["no date", "of another offer", "of a course", "of another offer, the course's", "cancelled"],
)
def test_a_date_that_cannot_be_booked_is_refused(house: House, case: str) -> None:
    offer, occurrence, problem = wrong_dates(house)[case]

    with pytest.raises(Invalid) as caught:
        house.book(house.person(), offer, occurrence_id=occurrence)

    assert (caught.value.field, caught.value.problem) == ("occurrence", problem)


def test_people_and_offers_that_are_gone_are_named(house: House) -> None:
    course, who = house.offer(), house.person()

    with pytest.raises(NotFound) as no_person:
        house.book("nobody", course)
    with pytest.raises(NotFound) as no_offer:
        house.book(who, "nothing")

    assert (no_person.value.entity, no_offer.value.entity) == ("person", "offer")


def test_another_house_is_only_looked_at(house: House) -> None:
    theirs = house.elsewhere(offer, {"title": "Chor", "type": "group"})

    with pytest.raises(WrongHouse) as caught:
        house.book(house.person(), theirs)
    assert caught.value.centre == "Haus Eiche"


def test_places_cannot_be_fewer_than_people_who_have_one(house: House) -> None:
    course = house.offer("Yoga", capacity=3)
    for who in house.people(3):
        house.book(who, course)

    with pytest.raises(CapacityBelowBookings) as caught:
        house.act(edit_offer, EditOffer(course, OfferData("Yoga", "course", capacity=2)))

    assert (caught.value.capacity, caught.value.booked) == (2, 3)
    assert house.desk.read(offer_card, course).capacity == 3


def test_lists_and_card_count_the_same_people(house: House) -> None:
    course = house.offer("Yoga", capacity=3)
    date = house.one_date(course)
    house.book(house.person("Paar"), course, places=2)
    house.book(house.person("B"), course, places=2)
    house.book(house.person("C"), course)

    card = house.desk.read(offer_card, course)
    (line,) = house.desk.read(offer_list)
    on_date = house.desk.read(date_line, date)

    assert (card.booked, card.waiting) == (2, 2)
    assert (line.booked, line.waiting) == (2, 2)
    assert (on_date.booked, on_date.waiting) == (2, 2)


BOOK = st.tuples(st.just("book"), st.integers(0, 7), st.sampled_from([1, 1, 1, 2]))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 30), st.just(0))
PLACES = st.tuples(st.just("places"), st.sampled_from([1, 2, 3, 5, 0]), st.just(0))


class Steps:
    """What happened to one course, in the order in which it happened."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = house.people(8)
        self.course = house.offer("Kurs", capacity=2)
        self.made: list[Booked] = []

    def do(self, what: str, number: int, places: int) -> None:
        if what == "book":
            self.made.append(self.house.book(self.people[number], self.course, places=places))
        elif what == "cancel" and self.made:
            booking = self.made[number % len(self.made)]
            self.house.act(cancel, CancelBooking(booking.booking_id))
        elif what == "places":
            data = OfferData("Kurs", "course", capacity=number or None)
            self.house.act(edit_offer, EditOffer(self.course, data))

    def lines(self) -> list[BookingLine]:
        return sorted(self.house.desk.read(bookings_of, self.course), key=lambda line: line.number)


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(st.one_of(BOOK, BOOK, CANCEL, PLACES), max_size=14))
def test_no_order_of_things_gives_too_many_places_or_lets_anybody_overtake(
    prepared: Path, steps: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        story = Steps(house)
        got_place: set[str] = set()
        for step in steps:
            with suppress(AlreadyBooked, CapacityBelowBookings):
                story.do(*step)
            lines = story.lines()
            capacity = house.desk.read(offer_card, story.course).capacity
            taken = sum(line.places for line in lines if line.state == "booked")
            waiting = [line for line in lines if line.state == "waiting"]

            assert capacity is None or taken <= capacity
            if waiting:
                assert capacity is not None
                assert taken + waiting[0].places > capacity, "the first one waits without need"
                passed = {
                    line.id
                    for line in lines
                    if line.state == "booked" and line.number > waiting[0].number
                }
                assert passed == set(), "somebody overtook the first one waiting"
            places = {line.id for line in lines if line.state == "booked"}
            still_there = {line.id for line in lines}
            assert got_place & still_there <= places, "somebody lost a place"
            got_place = places


def test_nobody_is_booked_into_an_offer_that_has_ended(house: House) -> None:
    course = house.offer("Yoga")
    house.act(end_offer, EndOffer(course))

    with pytest.raises(OfferEnded):
        house.book(house.person("Klein"), course)


def test_a_blocked_person_is_not_booked(house: House) -> None:
    who = house.person("Klein", "Otto")
    house.act(block_person, BlockPerson(who, blocked=True))

    with pytest.raises(PersonBlocked) as refused:
        house.book(who, house.offer("Yoga"))
    assert refused.value.person == "Otto Klein"
