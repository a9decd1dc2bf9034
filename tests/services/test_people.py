"""People, as far as the desk needs to know them."""

from dataclasses import replace
from typing import Any

import pytest

from begegnung.db.tables import person
from begegnung.model.errors import Invalid, StaleEdit, WrongHouse
from begegnung.model.local_time import moment
from begegnung.services.attendance import Mark, mark
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.houses import districts
from begegnung.services.people import (
    BlockPerson,
    EditPerson,
    PersonData,
    add_person,
    block_person,
    edit_person,
    find_people,
    people_list,
    person_card,
)
from tests.desks import MONDAY, House

RUTH = PersonData("Weber", "Ruth", phone="0231 1111", street="Am Markt 1", birth_year=1948)


def names(house: House) -> list[str]:
    return [f"{line.first_name} {line.surname}".strip() for line in house.desk.read(people_list)]


def test_everything_that_was_noted_stands_on_the_card(house: House) -> None:
    district = house.desk.read(districts)[0]
    noted = PersonData(
        "Weber",
        "Ruth",
        phone="0231 1111",
        mobile="0171 2222",
        mail="ruth@example.org",
        street="Am Markt 1",
        district_id=district.id,
        birth_year=1948,
        gender="female",
        contact_name="Tochter",
        contact_phone="0231 3333",
    )
    who = house.act(add_person, noted).value

    card = house.desk.read(person_card, who)

    assert PersonData(**{name: getattr(card, name) for name in PersonData.__slots__}) == noted
    assert (card.district, card.blocked, card.bookings) == (district.name, False, ())


def test_only_the_surname_is_needed_and_blanks_are_tidied(house: House) -> None:
    house.person("  von   der  Heide ", " Anna  Maria ")

    assert names(house) == ["Anna Maria von der Heide"]


def test_people_stand_in_the_order_of_a_german_telephone_book(house: House) -> None:
    for surname in ("Zander", "Öztürk", "Muller", "Ottke", "Müller", "Mueller", "Ärmel", "Groß"):
        house.person(surname)

    assert names(house) == [
        "Ärmel",
        "Groß",
        "Müller",
        "Mueller",
        "Muller",
        "Öztürk",
        "Ottke",
        "Zander",
    ]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"surname": " "}, "surname", "missing"),
    ({"birth_year": 1905}, "birth_year", "not_a_year"),
    ({"birth_year": 2027}, "birth_year", "not_a_year"),
    ({"birth_year": 48}, "birth_year", "not_a_year"),
    ({"mail": "ruth.example.org"}, "mail", "not_a_mail"),
    ({"phone": "keins"}, "phone", "not_a_phone"),
    ({"mobile": "12"}, "mobile", "not_a_phone"),
    ({"contact_phone": "-"}, "contact_phone", "not_a_phone"),
    ({"gender": "x"}, "gender", "unknown"),
]


@pytest.mark.parametrize(("change", "field", "problem"), WRONG)
def test_a_wrong_input_is_named(
    house: House, change: dict[str, Any], field: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_person, replace(RUTH, **change))

    assert (caught.value.field, caught.value.problem) == (field, problem)


@pytest.mark.parametrize("year", [1906, 1948, 2026])
def test_every_possible_year_of_birth_is_taken(house: House, year: int) -> None:
    who = house.act(add_person, replace(RUTH, birth_year=year)).value

    assert house.desk.read(person_card, who).birth_year == year


def test_an_edit_writes_only_what_it_changed_itself(house: House) -> None:
    who = house.act(add_person, RUTH).value
    house.act(edit_person, EditPerson(who, replace(RUTH, phone="0231 9999"), RUTH))

    house.act(edit_person, EditPerson(who, replace(RUTH, street="Am See 2"), RUTH))

    card = house.desk.read(person_card, who)
    assert (card.phone, card.street) == ("0231 9999", "Am See 2")


def test_an_edit_does_not_go_over_a_newer_one_of_the_same_value(house: House) -> None:
    who = house.act(add_person, RUTH).value
    house.act(edit_person, EditPerson(who, replace(RUTH, phone="0231 9999"), RUTH))

    with pytest.raises(StaleEdit) as caught:
        house.act(edit_person, EditPerson(who, replace(RUTH, phone="0231 5555"), RUTH))

    assert (caught.value.column, caught.value.now) == ("phone", "0231 9999")
    assert house.desk.read(person_card, who).phone == "0231 9999"


def test_a_blocked_person_is_in_no_list_and_no_search_until_she_is_unblocked(
    house: House,
) -> None:
    who = house.person("Weber")
    house.act(block_person, BlockPerson(who, blocked=True))

    assert names(house) == []
    assert house.desk.read(find_people, "web") == []
    (line,) = house.desk.read(people_list, with_blocked=True)
    assert line.blocked
    house.act(block_person, BlockPerson(who, blocked=False))
    assert names(house) == ["Weber"]


def test_the_card_shows_bookings_that_matter_and_counts_visits(house: House) -> None:
    who = house.person("Weber")
    yoga, skat, lunch = house.offer("Yoga"), house.offer("Skat", "group"), house.offer("E", "lunch")
    date, eating = house.one_date(yoga), house.one_date(lunch, 720, 780)
    house.book(who, yoga)
    gone = house.book(who, skat)
    house.book(who, lunch, occurrence_id=eating)
    house.act(cancel, CancelBooking(gone.booking_id))
    house.act(mark, Mark(date, who, "present"))
    house.act(mark, Mark(eating, who, "absent"))

    card = house.desk.read(person_card, who)

    assert [(b.title, b.state, b.occurrence_starts) for b in card.bookings] == [
        ("E", "booked", moment(MONDAY, 720)),
        ("Yoga", "booked", None),
    ]
    assert card.bookings[1].next_starts == moment(MONDAY, 600)
    assert (card.visits, card.last_visit) == (1, moment(MONDAY, 600))


def test_people_of_another_house_are_not_changed(house: House) -> None:
    who = house.elsewhere(person, {"surname": "Fremd"})

    with pytest.raises(WrongHouse):
        house.act(edit_person, EditPerson(who, RUTH))
    assert names(house) == []
