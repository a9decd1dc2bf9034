"""Taking back, bringing again, and the log that makes both possible."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from begegnung.db import search
from begegnung.db.tables import action, receipt_series
from begegnung.model.errors import (
    AlreadyBooked,
    ChangedSince,
    CourseFull,
    NothingToRedo,
    NothingToUndo,
    RoomClosed,
    RoomTaken,
)
from begegnung.model.ids import new_id
from begegnung.model.ledger import APPEND_ONLY
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.counter_entries import needed_by_ledger
from begegnung.services.dates import CancelDate, MoveDate, cancel_date, date_line, move_date
from begegnung.services.desk import Desk, View
from begegnung.services.history import next_steps, recent_actions, redo, undo
from begegnung.services.houses import AddClosure, EditRoom, add_closure, edit_room
from begegnung.services.people import (
    EditPerson,
    PersonData,
    edit_person,
    people_list,
    person_card,
)
from begegnung.services.staff import AddStaff, add_staff
from begegnung.texts import german
from tests.desks import (
    MONDAY,
    SECOND,
    SHARED_ROOM,
    SINGLE,
    Content,
    House,
    content,
    copy_of,
    log,
    open_house,
    search_words,
)
from tests.services.verbs import FIRST, STEP, Chance


def other_pc(house: House) -> House:
    """Another PC of the house, whose actions have arrived in this file."""
    device = new_id(7, house.clock())
    desk = Desk(house.desk._engine, house.desk.path, device, house.clock)
    return House(desk, house.clock, house.folder)


def replayed(changes: list[Any]) -> Content:
    """The tables as the log alone tells them."""
    tables: Content = {}
    for change in changes:
        rows = tables.setdefault(change.entity, {})
        before, after = json.loads(change.before or "{}"), json.loads(change.after or "{}")
        if change.kind == "I":
            assert change.entity_id not in rows
            rows[change.entity_id] = after
            continue
        known = rows[change.entity_id]
        assert {name: known[name] for name in before} == before
        if change.kind == "D":
            assert before == known
            del rows[change.entity_id]
        else:
            known.update(after)
    return tables


def filled(tables: Content) -> Content:
    """Only the tables with rows."""
    return {name: rows for name, rows in tables.items() if rows}


def actions(view: View) -> int:
    """How many actions the log has."""
    return view.connection.execute(select(func.count()).select_from(action)).scalar_one()


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(STEP, min_size=5, max_size=22))
def test_everything_can_be_taken_back_and_brought_again_and_the_log_tells_it_all(
    prepared: Path, steps: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        chance = Chance(house)
        start, before = house.desk.read(content), house.desk.read(actions)
        for step in (*FIRST, *steps):
            chance.do(*step)
        end, words = house.desk.read(content), house.desk.read(search_words)
        made = house.desk.read(actions) - before

        assert filled(replayed(house.desk.read(log))) == filled(end)
        for _ in range(made):
            house.act(undo, None)
        assert_is_again(house, start)
        for _ in range(made):
            house.act(redo, None)
        assert_is_again(house, end)
        assert house.desk.read(search_words) == words
        assert filled(replayed(house.desk.read(log))) == filled(house.desk.read(content))
        with house.desk.local_transaction() as connection:
            search.rebuild(connection)
        assert house.desk.read(search_words) == words


def assert_is_again(house: House, before: Content) -> None:
    """Everything is as it was; only the ledger keeps what was entered, with what it rests on."""
    now = house.desk.read(content)
    rows = [(name, row_id) for name, ids in now.items() for row_id in ids]
    kept_by = house.desk.read(lambda view: needed_by_ledger(view.connection, rows))
    assert net_sums(now) == net_sums(before)
    for name in now.keys() - APPEND_ONLY - {receipt_series.name}:
        kept = now[name].keys() - before[name].keys()
        assert {(name, row_id) for row_id in kept} <= kept_by
        assert {i: row for i, row in now[name].items() if i not in kept} == before[name]


def net_sums(tables: Content) -> dict[tuple[str | None, str | None], int]:
    """What the ledger holds for each booking and card, without those that come to nothing."""
    sums: Counter[tuple[str | None, str | None]] = Counter()
    for row in tables["payment_note"].values():
        sums[row["booking_id"], row["punch_card_id"]] += row["amount_cents"]
    return {key: cents for key, cents in sums.items() if cents}


MOVES = st.one_of(STEP, st.sampled_from([("undo", 0, 0), ("redo", 0, 0)]))


@settings(max_examples=8, deadline=None)
@given(moves=st.lists(MOVES, min_size=5, max_size=22))
def test_undo_and_redo_walk_back_and_forth_through_the_states_there_were(
    prepared: Path, moves: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        chance = Chance(house)
        states, here = [house.desk.read(content)], 0
        for move in (*FIRST, *moves):
            known = house.desk.read(actions)
            if move[0] == "undo" and here > 0:
                house.act(undo, None)
                here -= 1
            elif move[0] == "redo" and here < len(states) - 1:
                house.act(redo, None)
                here += 1
            elif move[0] == "redo":
                with pytest.raises(NothingToRedo):
                    house.act(redo, None)
            elif move[0] != "undo":
                chance.do(*move)
                now = house.desk.read(content)
                if house.desk.read(actions) == known + 1:
                    states, here = [*states[: here + 1], now], here + 1
                elif house.desk.read(actions) == known + 2:  # a series and a user of the desk
                    return
            assert_is_again(house, states[here])


def test_a_pc_that_did_nothing_yet_has_nothing_to_take_back(house: House) -> None:
    fresh = other_pc(house)

    assert fresh.desk.read(next_steps) == (None, None)
    with pytest.raises(NothingToUndo):
        fresh.act(undo, None)
    with pytest.raises(NothingToRedo):
        fresh.act(redo, None)


def test_the_house_itself_is_not_taken_back(house: House) -> None:
    house.act(undo, None)  # the room that was added last

    with pytest.raises(NothingToUndo):
        house.act(undo, None)
    assert house.desk.centre_id is not None


def test_the_next_steps_are_named_by_verb_and_subject(house: House) -> None:
    house.person("Weber", "Ruth")
    house.act(undo, None)

    back, again = house.desk.read(next_steps)

    assert back is not None
    assert again is not None
    assert (back.verb, back.title) == ("houses.add_room", SHARED_ROOM)
    assert (again.verb, again.title) == ("people.add_person", "Ruth Weber")


def test_a_new_action_ends_what_could_be_brought_again(house: House) -> None:
    house.person("Weber")
    house.act(undo, None)
    house.person("Kaya")

    with pytest.raises(NothingToRedo):
        house.act(redo, None)
    assert [line.surname for line in house.desk.read(people_list)] == ["Kaya"]


def test_only_own_actions_are_taken_back(house: House) -> None:
    house.person("Hier")
    there = other_pc(house)
    there.person("Dort")

    house.act(undo, None)

    assert [line.surname for line in house.desk.read(people_list)] == ["Dort"]


def test_what_somebody_changed_since_is_not_overwritten_by_undo(house: House) -> None:
    who = house.person("Weber", "Ruth", phone="1111")
    house.act(edit_person, EditPerson(who, PersonData("Weber", "Ruth", phone="2222")))
    there = other_pc(house)
    there.act(edit_person, EditPerson(who, PersonData("Weber", "Ruth", phone="3333")))

    with pytest.raises(ChangedSince) as caught:
        house.act(undo, None)

    assert (caught.value.verb, caught.value.title) == ("people.edit_person", "Ruth Weber")
    assert "Person geändert: Ruth Weber" in german(caught.value)
    assert house.desk.read(person_card, who).phone == "3333"


def test_another_value_of_the_same_row_does_not_hinder_undo(house: House) -> None:
    who = house.person("Weber", phone="1111")
    house.act(edit_person, EditPerson(who, PersonData("Weber", phone="2222")))
    other_pc(house).act(edit_person, EditPerson(who, PersonData("Weber", "Ruth", phone="2222")))

    house.act(undo, None)

    card = house.desk.read(person_card, who)
    assert (card.first_name, card.phone) == ("Ruth", "1111")


def test_a_person_whom_another_pc_has_booked_does_not_vanish_by_undo(house: House) -> None:
    course = house.offer("Yoga")
    who = house.person("Weber", "Ruth")
    other_pc(house).book(who, course)

    with pytest.raises(ChangedSince) as caught:
        house.act(undo, None)

    assert caught.value.title == "Ruth Weber · Yoga"
    assert len(house.desk.read(bookings_of, course)) == 1


def test_a_cancellation_is_not_taken_back_when_the_place_is_taken_again(house: House) -> None:
    course = house.offer("Yoga", capacity=1)
    booked = house.book(house.person("A"), course)
    newcomer = house.person("B")
    house.act(cancel, CancelBooking(booked.booking_id))
    other_pc(house).book(newcomer, course)

    with pytest.raises(CourseFull) as caught:
        house.act(undo, None)

    assert (caught.value.offer, caught.value.capacity) == ("Yoga", 1)
    assert [line.surname for line in house.desk.read(bookings_of, course)] == ["B"]


def test_who_was_booked_anew_meanwhile_does_not_stand_there_twice_by_undo(house: House) -> None:
    course, who = house.offer(), house.person("A")
    booked = house.book(who, course)
    house.act(cancel, CancelBooking(booked.booking_id))
    other_pc(house).book(who, course)

    with pytest.raises(AlreadyBooked):
        house.act(undo, None)

    assert len(house.desk.read(bookings_of, course)) == 1


def test_a_place_that_undo_frees_goes_to_the_first_one_waiting(house: House) -> None:
    course = house.offer(capacity=1)
    first, second = house.person("A"), house.person("B")
    house.book(first, course)
    other_pc(house).book(second, course)

    house.act(undo, None)
    (line,) = house.desk.read(bookings_of, course)
    house.act(redo, None)

    assert (line.surname, line.state, line.informed) == ("B", "booked", False)
    states = [(line.surname, line.state) for line in house.desk.read(bookings_of, course)]
    assert states == [("A", "booked"), ("B", "waiting")]


def test_undo_of_a_cancellation_takes_the_place_back_from_who_moved_up(house: House) -> None:
    course = house.offer(capacity=1)
    booked = house.book(house.person("A"), course)
    house.book(house.person("B"), course)
    house.act(cancel, CancelBooking(booked.booking_id))

    house.act(undo, None)

    states = [(line.surname, line.state) for line in house.desk.read(bookings_of, course)]
    assert states == [("A", "booked"), ("B", "waiting")]


def test_a_dropped_date_does_not_come_back_into_a_taken_room(house: House) -> None:
    yoga = house.offer("Yoga")
    date = house.one_date(yoga)
    house.act(cancel_date, CancelDate(date, "Wetter"))
    there = other_pc(house)
    there.one_date(there.offer("Skat", "group"), 630, 690)

    with pytest.raises(RoomTaken) as caught:
        house.act(undo, None)

    assert [hit.title for hit in caught.value.overlaps] == ["Skat"]
    assert house.desk.read(date_line, date).state == "cancelled"


def test_a_date_comes_back_into_the_closure_it_lay_in_and_no_new_one_goes_there(
    house: House,
) -> None:
    date_id = house.one_date(house.offer("Chor", "group"))
    house.act(add_closure, AddClosure(house.room(), MONDAY, MONDAY, "Wasserschaden"))
    house.act(cancel_date, CancelDate(date_id, "Leitung verhindert"))

    house.act(undo, None)

    assert house.desk.read(date_line, date_id).state == "planned"
    with pytest.raises(RoomClosed):
        house.one_date(house.offer("Skat", "group"), 900, 960)


def test_what_is_brought_again_does_not_go_into_a_room_that_was_closed_meanwhile(
    house: House,
) -> None:
    date_id = house.one_date(house.offer("Chor", "group"))
    room_id = house.room(SECOND)
    house.act(move_date, MoveDate(date_id, MONDAY, 600, 660, room_id))
    house.act(undo, None)
    other_pc(house).act(add_closure, AddClosure(room_id, MONDAY, MONDAY, "Wasserschaden"))

    with pytest.raises(RoomClosed):
        house.act(redo, None)


def test_a_room_does_not_go_back_to_one_group_while_two_meet_in_it(house: House) -> None:
    hall = house.room()
    house.act(edit_room, EditRoom(hall, SINGLE, None, "", several_groups=True))
    there = other_pc(house)
    for title in ("Yoga", "Skat"):
        there.one_date(there.offer(title))

    with pytest.raises(RoomTaken):
        house.act(undo, None)


def test_the_list_of_actions_shows_what_was_taken_back_and_what_was_brought_again(
    house: House,
) -> None:
    house.person("Weber")

    def shown() -> list[tuple[str, str, bool]]:
        lines = house.desk.read(recent_actions, 3)
        return [(line.verb, line.undoes_verb, line.undone) for line in lines]

    house.act(undo, None)
    assert shown()[:2] == [
        ("history.undo", "people.add_person", False),
        ("people.add_person", "", True),
    ]
    house.act(redo, None)
    assert shown() == [
        ("history.redo", "history.undo", False),
        ("history.undo", "people.add_person", True),
        ("people.add_person", "", False),
    ]


def test_actions_are_listed_from_a_moment_on_with_the_user_and_the_pc(house: House) -> None:
    house.person("Gestern")
    house.clock.go_on(days=1)
    since = house.clock()
    house.desk.actor = house.act(add_staff, AddStaff("Frau Sommer")).value
    house.person("Heute")

    lines = house.desk.read(recent_actions, since_ms=since)

    assert [(line.title, line.actor, line.device) for line in lines] == [
        ("Heute", "Frau Sommer", "Empfang"),
        ("Frau Sommer", "", "Empfang"),
    ]
    assert lines[0].at_ms >= since


def test_a_series_is_not_brought_again_when_one_of_its_days_is_taken_meanwhile(
    house: House,
) -> None:
    house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=20))
    house.act(undo, None)
    elsewhere = other_pc(house)
    elsewhere.one_date(elsewhere.offer("Skat", "group"), 630, 690, day=MONDAY + timedelta(weeks=9))
    before = house.desk.read(content)

    with pytest.raises(RoomTaken) as caught:
        house.act(redo, None)

    assert [one.title for one in caught.value.overlaps] == ["Skat"]
    assert house.desk.read(content) == before
