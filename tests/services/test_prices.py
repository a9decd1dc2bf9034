"""The price that is agreed at the registration and stays."""

from datetime import timedelta

import pytest

from begegnung.model.errors import Invalid
from begegnung.model.rows import BookingLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.offers import EditOffer, OfferData, edit_offer
from begegnung.services.reductions import SetReduction, set_reduction
from begegnung.texts.booking import due_text, price_reason
from tests.desks import MONDAY, House


def line_of(house: House, offer_id: str, surname: str = "Weber") -> BookingLine:
    return next(x for x in house.desk.read(bookings_of, offer_id) if x.surname == surname)


def test_a_later_change_of_the_fee_does_not_change_what_was_agreed(house: House) -> None:
    course = house.offer("Yoga", fee_cents=3000)
    house.book(house.person("Weber"), course)

    house.act(edit_offer, EditOffer(course, OfferData("Yoga", "course", fee_cents=4000)))
    house.book(house.person("Kaya"), course)

    assert line_of(house, course).due_cents == 3000
    assert line_of(house, course, "Kaya").due_cents == 4000


def test_a_reduction_is_granted_when_its_proof_was_seen_and_only_then(house: House) -> None:
    course = house.offer("Yoga", fee_cents=3000, material_cents=500)
    reduction_id = house.act(set_reduction, SetReduction("Dortmund-Karte", 50)).value
    who = house.person("Weber")

    with pytest.raises(Invalid) as refused:
        house.book(who, course, reduction_id=reduction_id)
    assert refused.value.field == "proof_seen"
    house.book(who, course, reduction_id=reduction_id, proof_seen=True)

    assert line_of(house, course).due_cents == 2000


def test_who_comes_in_the_middle_of_a_run_pays_for_the_dates_that_are_left(house: House) -> None:
    planned = house.series(
        "Yoga", MONDAY, MONDAY + timedelta(weeks=9), fee_cents=4000, pro_rata=True
    )
    house.clock.go_on(weeks=4, hours=3)

    house.book(house.person("Weber"), planned.offer_id)

    assert line_of(house, planned.offer_id).due_cents == 2000


def test_what_is_open_is_said_in_words() -> None:
    assert due_text(3800, 0) == "38,00 € offen"
    assert due_text(3800, 1000) == "10,00 € von 38,00 € bezahlt"
    assert due_text(3800, 3800) == "bezahlt"
    assert due_text(3800, 4000) == "bezahlt, 2,00 € zu viel"
    assert due_text(None, 0) == ""
    assert price_reason('{"reduction":"Dortmund-Karte","percent":50,"left":7,"dates":10}') == (
        "ermäßigt um 50 % (Dortmund-Karte), anteilig für 7 von 10 Terminen"
    )
