"""Finding people, offers and rooms by what somebody says on the telephone."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.db.search import HITS
from begegnung.model.names import fold
from begegnung.services.houses import AddRoom, RetireRoom, add_room, retire_room
from begegnung.services.offers import EditOffer, OfferData, edit_offer
from begegnung.services.people import EditPerson, PersonData, edit_person, find_people
from begegnung.services.searching import find_everything
from begegnung.wiring import database_path
from tests.desks import SECOND, House


def found(house: House, typed: str) -> list[str]:
    return spoken(house, typed, similar=False)


def alike(house: House, typed: str) -> list[str]:
    return spoken(house, typed, similar=True)


def spoken(house: House, typed: str, *, similar: bool) -> list[str]:
    lines = house.desk.read(find_people, typed)
    names = [(line.similar, f"{line.first_name} {line.surname}".strip()) for line in lines]
    assert names == sorted(names, key=lambda one: one[0])
    return [name for is_similar, name in names if is_similar == similar]


@pytest.mark.parametrize("typed", ["Müller", "Mueller", "Muller", "müll", "MUE", "mul", "mü"])
def test_umlauts_may_be_typed_in_every_way(house: House, typed: str) -> None:
    for surname in ("Müller", "Mueller", "Muller", "Maler"):
        house.person(surname)

    assert found(house, typed) == ["Müller", "Mueller", "Muller"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Öztürk", "Ozturk"),
        ("Öztürk", "Oeztuerk"),
        ("Öztürk", "OZT"),
        ("Groß", "Gross"),
        ("Gross", "Groß"),
        ("GROẞ", "gross"),
        ("Nguyễn", "Nguyen"),
        ("Nguyen", "Nguyễn"),
        ("Łukasiewicz", "luka"),
        ("Işık", "isik"),
        ("Sørensen", "Soerensen"),
        ("Meyer-Lüdenscheid", "lüden"),
        ("Meyer-Lüdenscheid", "meyer lued"),
        ("O'Brien", "brien"),
        ("von der Heide", "heide"),
    ],
)
def test_a_name_is_found_however_it_is_written(house: House, name: str, typed: str) -> None:
    house.person(name)
    house.person("Andere")

    assert found(house, typed) == [name]


@pytest.mark.parametrize(
    "typed", ["Gerhard Müller", "Müller Gerhard", "Müller, Gerhard", "ger mül", "mue ger", "gerh"]
)
def test_first_and_last_name_may_come_in_any_order(house: House, typed: str) -> None:
    house.person("Müller", "Gerhard")
    house.person("Müller", "Renate")
    house.person("Weber", "Manfred")

    assert found(house, typed) == ["Gerhard Müller"]


@pytest.mark.parametrize(
    "typed",
    ["1234567", "4567", "0231 1234567", "0231/1234567", "0231-123 4567", "+49 231 1234567",
     "0049 (231) 1234567", "+49 (0)231 1234567", "02311234"],
)  # fmt: skip
def test_a_telephone_number_is_found_by_its_beginning_or_its_end(house: House, typed: str) -> None:
    house.person("Weber", phone="0231 / 123 45-67")
    house.person("Kaya", mobile="0171 9999999")

    assert found(house, typed) == ["Weber"]


def test_a_mobile_number_is_found_too(house: House) -> None:
    house.person("Kaya", mobile="+49 171 9999888")

    assert found(house, "9888") == ["Kaya"]
    assert found(house, "0171") == ["Kaya"]


def test_street_and_year_of_birth_find_people(house: House) -> None:
    house.person("Weber", street="Große Straße 5", birth_year=1948)

    assert found(house, "grosse str") == ["Weber"]
    assert found(house, "weber 1948") == ["Weber"]


@pytest.mark.parametrize("typed", ["", "  ", "*", '"', "'; DROP TABLE person", "AND OR NOT", "%"])
def test_nothing_that_is_typed_breaks_the_search(house: House, typed: str) -> None:
    house.person("Weber")

    assert found(house, typed) == []


def test_a_changed_name_is_found_by_the_new_one_only(house: House) -> None:
    who = house.person("Weber", "Ruth")
    house.act(edit_person, EditPerson(who, PersonData("Kaya", "Ruth")))

    assert found(house, "weber") == []
    assert found(house, "kaya") == ["Ruth Kaya"]


def test_no_more_than_asked_for_come_first_by_name(house: House) -> None:
    for n in (3, 1, 2):
        house.person("Weber", f"Nummer {n}")

    lines = house.desk.read(find_people, "weber", 2)

    assert [line.first_name for line in lines] == ["Nummer 1", "Nummer 2"]


def test_one_search_finds_people_offers_and_rooms(house: House) -> None:
    house.person("Werner", "Ruth", birth_year=1948, street="Am Markt")
    house.offer("Werken mit Holz", "group", room_id=house.room(SECOND))
    ended = house.offer("Singen", leader="Frau Werner")

    hits = house.desk.read(find_everything, "wer")

    assert [(hit.kind, hit.label, hit.detail) for hit in hits] == [
        ("person", "Ruth Werner", "geb. 1948 · Am Markt"),
        ("offer", "Singen", "Kurs"),
        ("offer", "Werken mit Holz", f"AG / Interessengruppe · {SECOND}"),
        ("room", SECOND, ""),
    ]
    assert hits[1].id == ended


def test_a_new_title_is_found_at_once_and_a_room_out_of_use_no_longer(house: House) -> None:
    yoga = house.offer("Yoga")
    house.act(edit_offer, EditOffer(yoga, OfferData("Qigong", "course")))
    attic = house.act(add_room, AddRoom("Dachboden", 12)).value

    assert [hit.id for hit in house.desk.read(find_everything, "qi")] == [yoga]
    assert house.desk.read(find_everything, "yoga") == []
    assert [hit.detail for hit in house.desk.read(find_everything, "dach")] == ["12 Personen"]
    house.act(retire_room, RetireRoom(attic))
    assert house.desk.read(find_everything, "dach") == []


@given(
    word=st.text(st.sampled_from("aeouäöüßsmn"), min_size=1, max_size=12), cut=st.integers(1, 12)
)
def test_every_beginning_of_a_word_is_a_beginning_of_its_folded_form(word: str, cut: int) -> None:
    assert fold(word).startswith(fold(word[:cut]))


def test_the_words_are_looked_up_first_however_many_people_there_are(house: House) -> None:
    with closing(sqlite3.connect(database_path(house.folder))) as plain:
        given = ('"m"*', 0, 1 << 60, 2000, 8)
        steps = [row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {HITS}", given)]

    (asked,) = [n for n, step in enumerate(steps) if "SCAN s VIRTUAL TABLE" in step]
    (joined,) = [n for n, step in enumerate(steps) if "SEARCH e USING INTEGER PRIMARY KEY" in step]
    assert asked < joined
