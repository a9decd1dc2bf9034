"""Fahrten: boarding points, who gets on where, and the list for the coach."""

from datetime import date

import pytest

from begegnung.model.errors import Invalid
from begegnung.model.offer_errors import BoardingPointTaken
from begegnung.services.boarding import BoardingStop, boarding_points
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.history import undo
from begegnung.services.ledger import Entry, enter
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, EditOffer, add_offer, edit_offer
from begegnung.services.trips import trip_list
from tests.desks import MONDAY, House

TRIP = OfferData(
    "Münster",
    "trip",
    capacity=40,
    fee_cents=3800,
    deposit_cents=1000,
    balance_due=date(2026, 12, 1),
    choices="Fisch\nVegetarisch",
)
STOPS = (BoardingStop("Hauptbahnhof", 480), BoardingStop("Hörde, Clarenberg", 500))


@pytest.fixture
def trip(house: House) -> str:
    return house.act(add_offer, AddOffer(TRIP, boarding=STOPS)).value.offer_id


def test_boarding_points_stay_in_the_order_of_the_journey(house: House, trip: str) -> None:
    points = house.desk.read(boarding_points, trip)
    swapped = tuple(BoardingStop(p.name, p.minute, p.id) for p in reversed(points))

    house.act(edit_offer, EditOffer(trip, TRIP, boarding=swapped))

    assert [(p.name, p.minute) for p in points] == [
        ("Hauptbahnhof", 480),
        ("Hörde, Clarenberg", 500),
    ]
    assert house.desk.read(boarding_points, trip) == list(reversed(points))


def test_editing_an_offer_otherwise_leaves_its_boarding_points(house: House, trip: str) -> None:
    house.act(edit_offer, EditOffer(trip, TRIP))

    assert len(house.desk.read(boarding_points, trip)) == 2


@pytest.mark.parametrize(
    ("stops", "problem"),
    [
        ((BoardingStop(" ", 480),), "missing"),
        ((BoardingStop("Hörde", 1440),), "not_a_time"),
        ((BoardingStop("Hörde"), BoardingStop("hörde", 480)), "already_there"),
    ],
)
def test_what_is_no_boarding_point_is_refused(
    house: House, stops: tuple[BoardingStop, ...], problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_offer, AddOffer(TRIP, boarding=stops))

    assert (caught.value.field, caught.value.problem) == ("boarding", problem)


def test_no_boarding_point_goes_while_somebody_gets_on_there(house: House, trip: str) -> None:
    point = house.desk.read(boarding_points, trip)[0]
    booking = house.book(house.person(), trip).booking_id
    house.act(set_details, SetDetails(booking, point.id))

    with pytest.raises(BoardingPointTaken) as caught:
        house.act(edit_offer, EditOffer(trip, TRIP, boarding=()))
    assert (caught.value.name, caught.value.people) == ("Hauptbahnhof", 1)

    house.act(cancel, CancelBooking(booking))
    house.act(edit_offer, EditOffer(trip, TRIP, boarding=()))
    assert house.desk.read(boarding_points, trip) == []


def test_the_list_of_a_trip_goes_by_boarding_point_and_name(house: House, trip: str) -> None:
    first, second = house.desk.read(boarding_points, trip)
    contact = {"contact_name": "Erna Beispiel", "contact_phone": "0231 5"}
    people = {
        "Weber": house.person("Weber", phone="0231 1"),
        "Adler": house.person("Adler", mobile="0170 2", **contact),
        "Groß": house.person("Groß"),
    }
    booked = {name: house.book(who, trip).booking_id for name, who in people.items()}
    house.act(set_details, SetDetails(booked["Weber"], first.id, "Fisch"))
    house.act(set_details, SetDetails(booked["Adler"], second.id))

    found = house.desk.read(trip_list, trip)

    assert [(line.surname, line.boarding, line.choice) for line in found.lines] == [
        ("Weber", "Hauptbahnhof", "Fisch"),
        ("Adler", "Hörde, Clarenberg", ""),
        ("Groß", "", ""),
    ]
    assert found.seats == 3
    assert found.by_point == ((first.id, 1), (second.id, 1), (None, 1))
    adler = found.lines[1]
    assert (adler.phone, adler.contact_name, adler.contact_phone) == (
        "0170 2",
        "Erna Beispiel",
        "0231 5",
    )


def test_the_list_of_a_trip_says_what_is_paid_and_what_is_open(house: House, trip: str) -> None:
    who = house.person()
    booking = house.book(who, trip).booking_id
    entry = Entry(booking, who, 1000, "deposit", "cash", MONDAY)
    house.act(lambda work, _: enter(work, entry), None)

    (line,) = house.desk.read(trip_list, trip).lines

    assert (line.due_cents, line.deposit_cents, line.paid_cents) == (3800, 1000, 1000)


def test_only_a_boarding_point_and_a_menu_of_the_trip_can_be_chosen(
    house: House, trip: str
) -> None:
    other = house.act(add_offer, AddOffer(TRIP, boarding=STOPS)).value.offer_id
    foreign = house.desk.read(boarding_points, other)[0]
    booking = house.book(house.person(), trip).booking_id

    for request, field in (
        (SetDetails(booking, foreign.id), "boarding_point"),
        (SetDetails(booking, None, "Pommes"), "choice"),
    ):
        with pytest.raises(Invalid) as caught:
            house.act(set_details, request)
        assert caught.value.field == field


def test_a_menu_that_is_off_the_list_stays_with_who_chose_it(house: House, trip: str) -> None:
    booking = house.book(house.person(), trip).booking_id
    house.act(set_details, SetDetails(booking, None, "Fisch"))
    without_fish = OfferData("Münster", "trip", choices="Vegetarisch")
    house.act(edit_offer, EditOffer(trip, without_fish))

    house.act(
        set_details, SetDetails(booking, house.desk.read(boarding_points, trip)[0].id, "Fisch")
    )

    assert house.desk.read(trip_list, trip).lines[0].choice == "Fisch"


def test_the_details_of_a_booking_can_be_taken_back(house: House, trip: str) -> None:
    booking = house.book(house.person(), trip).booking_id
    house.act(set_details, SetDetails(booking, None, "Fisch"))

    house.act(undo, None)

    assert house.desk.read(trip_list, trip).lines[0].choice == ""


def test_nothing_is_noted_of_a_booking_that_was_cancelled(house: House, trip: str) -> None:
    booking = house.book(house.person(), trip).booking_id
    house.act(cancel, CancelBooking(booking))

    with pytest.raises(Invalid):
        house.act(set_details, SetDetails(booking, None, "Fisch"))
