"""People are found although their name was heard or typed wrongly, and are marked as such."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.db import search
from begegnung.db.search import find
from begegnung.services.people import BlockPerson, block_person, find_people
from begegnung.services.searching import find_everything
from begegnung.wiring import database_path, open_desk
from tests.desks import House, copy_of, open_house


def found(house: House, typed: str) -> list[tuple[str, bool]]:
    """Who is found, and whether by a similar name only."""
    lines = house.desk.read(find_people, typed)
    return [(f"{line.first_name} {line.surname}".strip(), line.similar) for line in lines]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Meier", "Maier"),
        ("Meier", "Mayer"),
        ("Schmidt", "Schmitt"),
        ("Schmidt", "schmiet"),
        ("Kowalski", "Kohwalsky"),
        ("Öztürk", "Östürk"),
        ("Stephan", "Steffan"),
    ],
)
def test_a_name_is_found_by_its_sound(house: House, name: str, typed: str) -> None:
    house.person(name, "Ruth")
    house.person("Weber", "Hans")

    assert found(house, typed) == [(f"Ruth {name}", True)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Schneider", "Schnieder"),
        ("Schneider", "Schneidre"),
        ("Schneider", "Shcneider"),
        ("Schneider", "Schneiderr"),
        ("Schneider", "Schneier"),
        ("Weber", "Qeber"),
        ("Weber", "Webrr"),
        ("Kaya", "Kzya"),
        ("Grabowski", "Grabwosik"),
        ("Grabowski", "Gravows"),
    ],
)
def test_a_name_is_found_in_spite_of_a_typing_error(house: House, name: str, typed: str) -> None:
    house.person(name, "Ruth")
    house.person("Lindenberg", "Hans")

    assert (f"Ruth {name}", True) in found(house, typed)
    assert len(found(house, typed)) == 1


def test_both_names_may_have_an_error_and_come_in_any_order(house: House) -> None:
    house.person("Schneider", "Gerhard")
    house.person("Schneider", "Renate")

    for typed in ("Gerhatd Schnieder", "schneidre gerh", "Schnider Gehrard"):
        assert found(house, typed) == [("Gerhard Schneider", True)]


def test_who_has_what_was_typed_stands_first_then_the_sound_then_the_spelling(
    house: House,
) -> None:
    for surname in ("Moier", "Beier", "Meier", "Zweier"):
        house.person(surname)

    assert found(house, "meier") == [("Meier", False), ("Moier", True), ("Beier", True)]


def test_nobody_similar_disturbs_a_list_that_is_long_enough(house: House) -> None:
    for n in range(10):
        house.person("Meier", f"Nummer {n}")
    house.person("Maier")

    assert all(not similar for _, similar in found(house, "meier"))


def test_three_letters_are_a_beginning_and_no_misspelling(house: House) -> None:
    house.person("Meier")

    assert found(house, "mai") == []


def test_a_street_is_no_name_that_somebody_could_mean(house: House) -> None:
    house.person("Weber", street="Schneiderweg 5")

    assert found(house, "Schnieder") == []
    assert found(house, "schneiderweg") == [("Weber", False)]


@pytest.mark.parametrize("typed", ["Hauptstr", "hauptstr. 5", "Hauptstraße 5", "hauptstrasse"])
@pytest.mark.parametrize("street", ["Hauptstr. 5", "Hauptstraße 5", "Haupt Str. 5"])
def test_a_street_may_be_written_short_or_long(house: House, street: str, typed: str) -> None:
    house.person("Weber", street=street)
    house.person("Kaya", street="Hauptmannweg 5")

    if street.startswith("Haupt "):
        typed = typed.lower().replace("hauptstr", "haupt str")
    assert found(house, typed) == [("Weber", False)]


def test_a_blocked_person_is_not_found_by_a_similar_name_either(house: House) -> None:
    who = house.person("Meier")
    house.act(block_person, BlockPerson(who, blocked=True))

    assert found(house, "meier") == found(house, "maier") == []
    assert house.desk.read(find_everything, "meier") == []
    assert len(house.desk.read(find_people, "meier", with_blocked=True)) == 1
    assert len(house.desk.read(find_people, "maier", with_blocked=True)) == 1


def test_the_search_over_everything_says_who_is_only_similar(house: House) -> None:
    house.person("Meier", birth_year=1948)

    (hit,) = house.desk.read(find_everything, "maier")

    assert (hit.label, hit.detail) == ("Meier", "ähnlich · geb. 1948")


NAME = st.text("abehlmnorstu", min_size=5, max_size=11)


@settings(max_examples=40, deadline=None)
@given(name=NAME, others=st.lists(NAME, max_size=6), data=st.data())
def test_every_single_typing_error_is_forgiven(
    prepared: Path, name: str, others: list[str], data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from("aehst"))
    typed = data.draw(
        st.sampled_from(
            [
                name[:n] + letter + name[n:],
                name[:n] + letter + name[n + 1 :],
                name[:n] + name[n + 1 :],
                name[:n] + name[n + 1] + name[n] + name[n + 2 :],
            ]
        )
    )
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        for one in others:
            house.person(one)
        who = house.person(name)

        assert who in [line.id for line in house.desk.read(find_people, typed, 30)]


def test_a_file_with_an_older_index_is_indexed_anew_when_it_is_opened(
    prepared: Path, tmp_path: Path
) -> None:
    folder = copy_of(prepared, tmp_path)
    with open_house(folder) as house:
        house.person("Meier")
    with closing(sqlite3.connect(database_path(folder))) as plain, plain:
        plain.execute("UPDATE local SET value = '1' WHERE key = 'search format'")
        plain.execute("INSERT INTO search(search) VALUES ('delete-all')")
        plain.execute("UPDATE search_entry SET words = 'meier', n = n - 7")
        plain.execute("INSERT INTO search(rowid, words) SELECT n, words FROM search_entry")

    desk = open_desk(folder)

    assert [line.similar for line in desk.read(find_people, "maier")] == [True]
    desk.close()


def test_the_first_hits_by_name_come_first_however_they_were_entered(house: House) -> None:
    for n in (7, 3, 5, 1, 2, 6, 4):
        house.person("Müller", f"Nummer {n}")
    with house.desk.local_transaction() as connection:
        anew = [find(connection, "mul", "person", 3)]
        search.rebuild(connection)
        anew.append(find(connection, "mul", "person", 3))

    names = [line.first_name for line in house.desk.read(find_people, "mul", 3)]
    assert names == ["Nummer 1", "Nummer 2", "Nummer 3"]
    assert anew[0] == anew[1]
