"""Mittagstisch: who eats on a day, what, and how many portions the kitchen makes."""

from datetime import timedelta

import pytest

from begegnung.model.booking_errors import RegistrationClosed
from begegnung.model.local_time import moment
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.meals import meal_list
from tests.desks import MONDAY, House

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def lunch(house: House) -> str:
    """Every day, ordered until ten of the day before."""
    return house.offer(
        "Mittagstisch",
        "lunch",
        choices="Rind\nVegetarisch",
        deadline_days=1,
        deadline_minute=600,
    )


def test_the_meal_list_counts_the_portions_of_each_menu(house: House, lunch: str) -> None:
    day = house.one_date(lunch, 720, 780, day=TUESDAY, room=None)
    for name, places, choice in (
        ("Weber", 2, "Rind"),
        ("Adler", 1, "Vegetarisch"),
        ("Groß", 1, ""),
    ):
        who = house.person(name)
        booked = house.book(who, lunch, occurrence_id=day, places=places).booking_id
        house.act(set_details, SetDetails(booked, None, choice))

    found = house.desk.read(meal_list, day)

    assert [(line.surname, line.places, line.choice) for line in found.lines] == [
        ("Adler", 1, "Vegetarisch"),
        ("Groß", 1, ""),
        ("Weber", 2, "Rind"),
    ]
    assert found.totals == (("Rind", 2), ("Vegetarisch", 1), ("", 1))
    assert found.portions == 4
    assert found.deadline == moment(MONDAY, 600)


def test_who_eats_on_another_day_is_not_on_the_list(house: House, lunch: str) -> None:
    days = [house.one_date(lunch, day=MONDAY + timedelta(days=n), room=None) for n in (1, 2)]
    house.book(house.person(), lunch, occurrence_id=days[0])

    assert house.desk.read(meal_list, days[1]).lines == ()


def test_nobody_orders_after_the_deadline(house: House, lunch: str) -> None:
    day = house.one_date(lunch, 720, 780, day=TUESDAY, room=None)
    house.book(house.person("Weber"), lunch, occurrence_id=day)
    house.clock.go_on(hours=3)

    with pytest.raises(RegistrationClosed):
        house.book(house.person("Adler"), lunch, occurrence_id=day)
