"""Taking back one action and leaving what came after it."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.model.errors import ChangedSince, NotFound, NothingToRedo, Refusal
from begegnung.model.history_errors import AlreadyUndone, Lasting, NotUndone, OtherDevice
from begegnung.services.devices import Register, register
from begegnung.services.history import next_steps, recent_actions, redo, undo
from begegnung.services.people import EditPerson, PersonData, add_person, edit_person, people_list
from begegnung.services.single_undo import RedoOne, UndoOne, is_undone, redo_one, undo_one
from begegnung.services.staff import AddStaff, add_staff
from begegnung.texts import german
from tests.desks import House, content, copy_of, log, open_house
from tests.services.test_history import assert_is_again, filled, other_pc, replayed
from tests.services.verbs import FIRST, STEP, Chance


def names(house: House) -> list[str]:
    return [line.surname for line in house.desk.read(people_list)]


def add(house: House, surname: str) -> str:
    """Adds a person; gives the identifier of the action."""
    house.clock.go_on(minutes=1)
    return house.act(add_person, PersonData(surname)).action.id


@settings(max_examples=8, deadline=None)
@given(
    steps=st.lists(STEP, min_size=5, max_size=15),
    picks=st.lists(st.integers(0, 40), min_size=3, max_size=6),
)
def test_what_is_taken_back_alone_comes_back_as_it_was_and_is_told_before(
    prepared: Path, steps: list[tuple[str, int, int]], picks: list[int]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        chance = Chance(house)
        for step in (*FIRST, *steps):
            chance.do(*step)
        made = house.desk.read(recent_actions, 100)
        for pick in picks:
            action_id = made[pick % len(made)].id
            before = house.desk.read(content)
            refused = house.desk.refusal_of(undo_one, UndoOne(action_id))
            assert house.desk.read(content) == before
            with suppress(Refusal):
                house.act(undo_one, UndoOne(action_id))
                assert refused is None
                assert house.desk.read(is_undone, action_id)
                house.act(redo_one, RedoOne(action_id))
                assert_is_again(house, before)
                assert not house.desk.read(is_undone, action_id)
                continue
            assert refused is not None
        assert filled(replayed(house.desk.read(log))) == filled(house.desk.read(content))


def test_a_step_in_the_middle_goes_and_the_others_stay(house: House) -> None:
    add(house, "Erste")
    middle = add(house, "Mitte")
    add(house, "Zweite")

    done = house.act(undo_one, UndoOne(middle))

    assert (done.value.verb, done.value.title) == ("people.add_person", "Mitte")
    assert names(house) == ["Erste", "Zweite"]
    lines = {line.title: line for line in house.desk.read(recent_actions, 3)}
    assert lines["Zweite"].undone is False


def test_the_steps_of_undo_and_redo_go_on_from_there(house: House) -> None:
    add(house, "Erste")
    middle = add(house, "Mitte")
    add(house, "Zweite")
    house.act(undo_one, UndoOne(middle))

    back, forth = house.desk.read(next_steps)
    assert back is not None
    assert forth is not None
    assert (back.title, forth.title) == ("Zweite", "Mitte")
    house.act(undo, None)
    assert names(house) == ["Erste"]
    house.act(redo, None)
    house.act(redo, None)
    assert names(house) == ["Erste", "Mitte", "Zweite"]
    with pytest.raises(NothingToRedo):
        house.act(redo, None)


def test_every_line_of_a_chain_speaks_of_the_same_action(house: House) -> None:
    first = add(house, "Erste")
    undone = house.act(undo_one, UndoOne(first)).action.id
    with pytest.raises(AlreadyUndone):
        house.act(undo_one, UndoOne(first))
    with pytest.raises(AlreadyUndone):
        house.act(undo_one, UndoOne(undone))

    house.act(redo_one, RedoOne(undone))

    assert names(house) == ["Erste"]
    with pytest.raises(NotUndone):
        house.act(redo_one, RedoOne(first))


def test_a_value_that_was_changed_since_is_left_alone_and_the_reason_told(house: House) -> None:
    person = house.person("Neumann")
    first = house.act(edit_person, EditPerson(person, PersonData("Neumann", "Ruth"))).action.id
    house.act(edit_person, EditPerson(person, PersonData("Neumann", "Rut")))

    refused = house.desk.refusal_of(undo_one, UndoOne(first))

    assert isinstance(refused, ChangedSince)
    assert german(refused).endswith("danach etwas geändert wurde: Person geändert: Rut Neumann.")
    with pytest.raises(ChangedSince):
        house.act(undo_one, UndoOne(first))


def test_an_action_of_another_pc_is_taken_back_there(house: House) -> None:
    other = other_pc(house)
    other.act(register, Register("Büro"))
    theirs = add(other, "Fremde")

    with pytest.raises(OtherDevice) as caught:
        house.act(undo_one, UndoOne(theirs))

    assert "(Büro)" in german(caught.value)
    other.act(undo_one, UndoOne(theirs))
    assert names(house) == []


def test_what_the_desk_rests_on_and_what_is_not_there_is_not_taken_back(house: House) -> None:
    for line in house.desk.read(recent_actions, 10):
        if line.verb == "houses.set_up_house":
            with pytest.raises(Lasting):
                house.act(undo_one, UndoOne(line.id))
    with pytest.raises(NotFound):
        house.act(undo_one, UndoOne("nichts"))


def test_the_history_of_a_day_and_of_one_user(house: House) -> None:
    before = house.clock()
    house.clock.go_on(minutes=1)
    me = house.act(add_staff, AddStaff("Frau Sommer")).value
    house.desk.actor = me
    own = add(house, "Neumann")
    until = house.clock() + 1
    house.clock.go_on(days=1)
    house.desk.actor = None
    house.act(undo_one, UndoOne(own))

    listed = house.desk.read(recent_actions, since_ms=before + 1, until_ms=until, actor=me)

    assert [(line.id, line.undone) for line in listed] == [(own, True)]
