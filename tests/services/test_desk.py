"""What the one door for writing promises."""

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from begegnung.db.engine import UnloggedWrite
from begegnung.db.tables import person
from begegnung.db.work import Work
from begegnung.model.errors import (
    AlreadyBooked,
    DatabaseBusy,
    DiskFull,
    Invalid,
    NoCentre,
    NotFound,
)
from begegnung.services.bookings import Book, book
from begegnung.services.desk import Desk, View
from begegnung.services.people import (
    EditPerson,
    PersonData,
    add_person,
    edit_person,
    people_list,
    person_card,
)
from begegnung.services.staff import AddStaff, add_staff
from begegnung.texts import german
from begegnung.wiring import open_desk
from tests.desks import House, content, log, search_words


def write_two_then_fail(work: Work, error: Exception) -> None:
    work.insert(person, {"centre_id": work.centre(), "surname": "Erste"})
    work.insert(person, {"centre_id": work.centre(), "surname": "Zweite"})
    raise error


@pytest.mark.parametrize("error", [Invalid("surname", "missing"), ZeroDivisionError()])
def test_a_verb_that_fails_halfway_leaves_nothing_behind(house: House, error: Exception) -> None:
    before = house.desk.read(content), house.desk.read(log), house.desk.read(search_words)

    with pytest.raises(type(error)):
        house.act(write_two_then_fail, error)

    assert (house.desk.read(content), house.desk.read(log), house.desk.read(search_words)) == before


def test_the_desk_goes_on_after_a_failure(house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        house.act(write_two_then_fail, ZeroDivisionError())

    house.person("Danach")

    assert [line.surname for line in house.desk.read(people_list)] == ["Danach"]


def test_one_verb_is_one_action_with_the_values_of_the_changed_columns_only(house: House) -> None:
    who = house.person("Weber", "Ruth", phone="0231 1234567", birth_year=1948)
    known = len(house.desk.read(log))

    done = house.act(
        edit_person,
        EditPerson(who, PersonData("Weber", "Ruth", phone="0231 7654321", birth_year=1948)),
    )

    (change,) = house.desk.read(log)[known:]
    assert (change.action_id, change.entity, change.entity_id, change.kind) == (
        done.action.id,
        "person",
        who,
        "U",
    )
    assert json.loads(change.before) == {"phone": "0231 1234567"}
    assert json.loads(change.after) == {"phone": "0231 7654321"}
    assert (done.action.verb, done.action.title) == ("people.edit_person", "Ruth Weber")
    assert done.changed == {"person"}


def test_saving_without_a_change_makes_no_action(house: House) -> None:
    who = house.person("Weber")
    known = len(house.desk.read(log))

    done = house.act(edit_person, EditPerson(who, PersonData("Weber")))

    assert (done.action, done.changed) == (None, frozenset())
    assert len(house.desk.read(log)) == known


def test_actions_of_a_pc_are_numbered_without_gaps_and_stamped_in_order(house: House) -> None:
    actions = [house.act(add_person, PersonData("Weber")).action]
    with pytest.raises(Invalid):
        house.act(add_person, PersonData(" "))
    house.clock.go_on(hours=-5)
    actions.append(house.act(add_person, PersonData("Weber")).action)
    house.clock.go_on(days=2)
    actions.append(house.act(add_person, PersonData("Weber")).action)

    first = actions[0].seq
    assert [action.seq for action in actions] == [first, first + 1, first + 2]
    assert actions[0].stamp < actions[1].stamp < actions[2].stamp


def test_numbers_and_stamps_go_on_after_closing_and_opening(house: House) -> None:
    before = house.act(add_person, PersonData("Weber")).action
    house.desk.close()
    again = open_desk(house.folder, clock=house.clock)
    after = again.act(add_person, PersonData("Weber")).action
    again.close()

    assert after is not None
    assert (after.device, after.seq) == (before.device, before.seq + 1)
    assert after.stamp > before.stamp


def write_past_the_log(view: View, statement: str) -> None:
    view.connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM room",
        "  delete from room",
        "UPDATE room SET name = ''",
        "\nINSERT INTO local VALUES ('a', 'b')",
        "REPLACE INTO local VALUES ('a', 'b')",
        "WITH gone AS (SELECT id FROM room) DELETE FROM room WHERE id IN gone",
        "DROP TABLE person",
    ],
)
def test_no_query_can_write(house: House, statement: str) -> None:
    before = house.desk.read(content)

    with pytest.raises(UnloggedWrite):
        house.desk.read(write_past_the_log, statement)

    assert house.desk.read(content) == before


def insert_past_work(work: Work, surname: str) -> None:
    work.insert(person, {"centre_id": work.centre(), "surname": "Im Protokoll"})
    values = {"id": work.new_id(), "centre_id": work.centre(), "surname": surname}
    work.connection.execute(insert(person).values(values))


def test_no_verb_can_write_past_the_change_log(house: House) -> None:
    with pytest.raises(UnloggedWrite):
        house.act(insert_past_work, "Weber")

    assert house.desk.read(people_list) == []
    house.person("Weber")
    assert len(house.desk.read(people_list)) == 1


def test_a_query_sees_one_moment_while_another_desk_writes(house: House) -> None:
    other = open_desk(house.folder, clock=house.clock)

    def count_twice(view: View) -> tuple[int, int]:
        first = len(people_list(view))
        other.act(add_person, PersonData("Neu"))
        return first, len(people_list(view))

    try:
        assert house.desk.read(count_twice) == (0, 0)
        assert len(house.desk.read(people_list)) == 1
    finally:
        other.close()


def write_many(work: Work, number: int) -> None:
    work.insert_many(
        person, [{"centre_id": work.centre(), "surname": f"Person {n}"} for n in range(number)]
    )


def wait_briefly(desk: Desk) -> None:
    """Lets the test wait 50 ms for a lock instead of five seconds."""
    with desk._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")


def test_a_kept_lock_is_told_in_german_and_the_desk_goes_on_afterwards(house: House) -> None:
    other = open_desk(house.folder, clock=house.clock)
    wait_briefly(house.desk)
    with other.local_transaction(), pytest.raises(DatabaseBusy) as caught:
        house.person("Weber")
    other.close()

    assert "hält die Daten gerade fest" in german(caught.value)
    house.person("Weber")
    assert len(house.desk.read(people_list)) == 1


def test_a_full_disk_is_told_in_german_and_nothing_acknowledged_is_lost(house: House) -> None:
    house.person("Weber")
    with house.desk._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")

    with pytest.raises(DiskFull) as caught:
        house.act(write_many, 500)

    assert "Der Datenträger ist voll" in german(caught.value)
    assert [line.surname for line in house.desk.read(people_list)] == ["Weber"]
    with house.desk._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    house.act(write_many, 500)
    assert len(house.desk.read(people_list)) == 501


def test_reading_needs_no_lock(house: House) -> None:
    house.person("Weber")
    other = open_desk(house.folder, clock=house.clock)
    wait_briefly(house.desk)
    with other.local_transaction():
        assert len(house.desk.read(people_list)) == 1
    other.close()


def test_a_desk_without_a_house_says_so(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    try:
        with pytest.raises(NoCentre):
            desk.act(add_person, PersonData("Weber"))
        with pytest.raises(NoCentre):
            desk.read(people_list)
    finally:
        desk.close()


def test_a_row_that_is_gone_is_named(house: House) -> None:
    with pytest.raises(NotFound) as caught:
        house.act(edit_person, EditPerson("nobody", PersonData("Weber")))

    assert (caught.value.entity, caught.value.entity_id) == ("person", "nobody")


def test_the_signed_in_user_stands_in_the_log(house: House) -> None:
    somebody = house.act(add_staff, AddStaff("Frau Sommer")).value
    house.desk.actor = somebody

    assert house.act(add_person, PersonData("Weber")).action.actor == somebody
    worker = house.desk.for_thread()
    written = worker.act(add_person, PersonData("Kaya")).action
    assert written is not None
    assert written.actor == somebody


def test_notes_of_this_pc_are_no_action(house: House) -> None:
    before = house.desk.read(log)

    house.desk.note("share", "Freigabe")

    assert house.desk.read(log) == before


def test_a_refused_verb_can_be_tried_again(house: House) -> None:
    who, course = house.person("Weber"), house.offer()
    house.book(who, course)
    with pytest.raises(AlreadyBooked):
        house.act(book, Book(who, course))

    assert len(house.desk.read(person_card, who).bookings) == 1
