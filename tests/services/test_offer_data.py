"""What an offer notes of registration and costs, and what cannot be right."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from begegnung.db.tables import till
from begegnung.model.errors import Invalid, WrongHouse
from begegnung.model.local_time import moment
from begegnung.model.offer_errors import StillBooked
from begegnung.model.offers import books_by
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, EditOffer, add_offer, edit_offer, offer_card
from tests.desks import MONDAY, House

NINE = moment(MONDAY, 540)
COURSE = OfferData(
    "Yoga",
    "course",
    capacity=12,
    minimum=6,
    registration="required",
    registration_opens=NINE,
    priority_opens=NINE - 7 * 1440,
    registration_closes=NINE + 14 * 1440,
    queue_order="filling",
    most_places=1,
    answer_days=3,
    fee_cents=4000,
    material_cents=500,
    pro_rata=True,
    takes_cards=True,
)


def test_everything_about_registration_and_costs_is_kept(house: House) -> None:
    offer_id = house.act(add_offer, AddOffer(COURSE)).value.offer_id

    card = house.desk.read(offer_card, offer_id)

    kept = OfferData(**{name: getattr(card, name) for name in OfferData.__dataclass_fields__})
    assert kept == COURSE


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"registration_closes": NINE}, "registration_closes", "not_after_opening"),
        ({"priority_opens": NINE}, "priority_opens", "not_before_opening"),
        ({"registration_opens": None}, "registration_opens", "missing_for_priority"),
        ({"most_places": 0}, "most_places", "not_places"),
        ({"most_places": 10}, "most_places", "not_places"),
        ({"answer_days": 15}, "answer_days", "not_answer_days"),
        ({"queue_order": "lottery"}, "queue_order", "unknown"),
        ({"minimum": 13}, "minimum", "above_capacity"),
        ({"deadline_days": 1}, "deadline_minute", "missing"),
        ({"deadline_minute": 600}, "deadline_days", "missing"),
        ({"deadline_days": 15, "deadline_minute": 600}, "deadline_days", "not_deadline_days"),
        ({"deadline_days": 1, "deadline_minute": 1440}, "deadline_minute", "not_a_time"),
        ({"fee_kind": "each"}, "fee_kind", "unknown"),
        ({"fee_kind": "free", "pro_rata": False}, "fee", "free_of_charge"),
        ({"fee_kind": "date"}, "pro_rata", "not_the_whole_fee"),
        ({"material_cents": -1}, "material", "not_money"),
        ({"deposit_cents": 4001}, "deposit", "above_fee"),
        (
            {"deposit_cents": 1000, "fee_kind": "donation", "pro_rata": False},
            "deposit",
            "not_the_whole_fee",
        ),
        ({"balance_due": date(2026, 12, 1)}, "balance_due", "without_deposit"),
        ({"type": "open_meeting"}, "takes_cards", "without_names"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_input(
    house: House, change: dict[str, Any], field: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_offer, AddOffer(replace(COURSE, **change)))

    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_an_event_without_registration_takes_no_names(house: House) -> None:
    assert books_by("event", "none") == "none"
    assert books_by("event", "required") == "named"
    assert books_by("course", "none") == "named"
    assert books_by("care_group", "required") == "none"

    open_event = house.offer("Adventsfeier", "event", registration="none")

    assert not house.desk.read(offer_card, open_event).takes_names


def test_an_event_with_names_in_it_cannot_be_opened_to_all(house: House) -> None:
    data = OfferData("Vortrag", "event", registration="required")
    event = house.act(add_offer, AddOffer(data)).value.offer_id
    house.book(house.person(), event)

    with pytest.raises(StillBooked) as caught:
        house.act(edit_offer, EditOffer(event, replace(data, registration="none")))

    assert (caught.value.offer, caught.value.people) == ("Vortrag", 1)


def test_money_goes_into_no_till_of_another_house(house: House) -> None:
    foreign = house.elsewhere(till, {"name": "Verein", "code": "V"})

    with pytest.raises(WrongHouse):
        house.act(add_offer, AddOffer(replace(COURSE, till_id=foreign)))
