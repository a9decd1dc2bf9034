"""The check finds what escaped the one door for writing."""

import sqlite3
from pathlib import Path

import pytest

from begegnung.services.check import Problem, check
from begegnung.wiring import database_path
from tests.desks import House


def beside_the_program(folder: Path, *statements: str) -> None:
    """Writes with another program, by somebody who knows how to open the door."""
    connection = sqlite3.connect(database_path(folder))
    for statement in ("UPDATE door SET open = 1", *statements, "UPDATE door SET open = 0"):
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def busy(house: House) -> House:
    """A house with a person in a course."""
    house.book(house.person("Lange", "Petra"), house.offer("Yoga"))
    return house


def kinds(house: House) -> set[tuple[str, str]]:
    """Kind and table of every problem found."""
    return {(problem.kind, problem.entity) for problem in house.desk.read(check).problems}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET surname = 'Anders'",
        "DELETE FROM booking",
        "INSERT INTO district (id, name) VALUES ('x', 'Nirgends')",
    ],
)
def test_another_program_cannot_write_past_the_log(busy: House, statement: str) -> None:
    connection = sqlite3.connect(database_path(busy.folder))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert busy.desk.read(check).clean


def test_what_the_desk_wrote_is_clean(busy: House) -> None:
    verdict = busy.desk.read(check)

    assert verdict.clean
    assert verdict.problems == ()
    assert verdict.rows["booking"] == 1
    assert verdict.actions >= 4


def test_a_value_changed_past_the_log_is_found(busy: House) -> None:
    beside_the_program(busy.folder, "UPDATE person SET phone = '0231 1'")

    assert kinds(busy) == {("differs from log", "person")}


def test_a_row_that_vanished_past_the_log_is_found(busy: House) -> None:
    beside_the_program(busy.folder, "DELETE FROM booking")

    assert kinds(busy) == {("only in log", "booking"), ("orphan", "seat_decision")}


def test_a_row_that_came_past_the_log_is_found_and_so_is_what_it_refers_to(busy: House) -> None:
    beside_the_program(
        busy.folder,
        "INSERT INTO booking (id, offer_id, person_id, state, number, booked_at)"
        " VALUES ('x', 'nowhere', 'nobody', 'booked', 1, 1)",
    )

    assert kinds(busy) == {("not in log", "booking"), ("orphan", "booking")}


def test_a_person_that_cannot_be_found_is_reported(busy: House) -> None:
    beside_the_program(busy.folder, "DELETE FROM search_entry WHERE kind = 'person'")

    assert kinds(busy) == {("not searchable", "person")}


def test_problems_name_rows_but_never_people(busy: House) -> None:
    beside_the_program(busy.folder, "UPDATE person SET surname = 'Kurz'")

    (problem,) = busy.desk.read(check).problems
    assert isinstance(problem, Problem)
    assert "Lange" not in str(problem)
    assert "Kurz" not in str(problem)
