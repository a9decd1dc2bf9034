"""Courses that begin soon with too few people are seen in time."""

from datetime import timedelta
from typing import Any

import pytest

from begegnung.services.dates import CancelDate, cancel_date
from begegnung.services.minimum import below_minimum
from begegnung.services.offers import EndOffer, end_offer
from tests.desks import MONDAY, House


def course(house: House, days: int, kind: str = "course", **known: Any) -> str:
    offer_id = house.offer("Yoga", kind, **{"minimum": 2, **known})
    for more in (days, days + 7):
        house.one_date(offer_id, day=MONDAY + timedelta(days=more), room=None)
    return offer_id


@pytest.mark.parametrize(
    ("days", "shown"), [(-2, False), (-1, True), (0, True), (3, True), (4, False)]
)
def test_it_is_shown_from_three_days_before_until_the_day_after(
    house: House, days: int, shown: bool
) -> None:
    course(house, days)

    assert bool(house.desk.read(below_minimum)) is shown


def test_it_goes_when_enough_people_are_booked(house: House) -> None:
    yoga = course(house, 3)
    house.book(house.person("Weber"), yoga)
    (line,) = house.desk.read(below_minimum)
    assert (line.offer_id, line.title, line.booked, line.minimum) == (yoga, "Yoga", 1, 2)

    house.book(house.person("Adler"), yoga)

    assert house.desk.read(below_minimum) == []


def test_the_first_date_that_takes_place_counts(house: House) -> None:
    yoga = course(house, -3)
    dropped = house.one_date(yoga, day=MONDAY - timedelta(days=3), start=800, end=860, room=None)
    house.act(cancel_date, CancelDate(dropped, "krank"))
    assert house.desk.read(below_minimum) == []

    late = house.offer("Chor", "group", minimum=3)
    first = house.one_date(late, day=MONDAY, room=None)
    house.one_date(late, day=MONDAY + timedelta(days=14), room=None)
    assert [line.title for line in house.desk.read(below_minimum)] == ["Chor"]
    house.act(cancel_date, CancelDate(first, "krank"))
    assert house.desk.read(below_minimum) == []


def test_what_has_ended_or_takes_no_names_is_not_below_its_minimum(house: House) -> None:
    house.act(end_offer, EndOffer(course(house, 1)))
    course(house, 1, "event", registration="none")
    course(house, 1, "lunch")

    assert house.desk.read(below_minimum) == []
