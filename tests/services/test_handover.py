"""Übergabe: what one at the desk leaves for the next."""

from datetime import date, timedelta

import pytest

from begegnung.model.errors import Invalid
from begegnung.services.handover import (
    AddNote,
    EditNote,
    TickNote,
    add_note,
    edit_note,
    notes_for,
    tick_note,
)
from begegnung.services.history import recent_actions, undo
from begegnung.services.staff import AddStaff, add_staff
from tests.desks import MONDAY, House

TUESDAY = MONDAY + timedelta(days=1)


def texts(house: House, day: date) -> list[tuple[str, bool]]:
    return [(note.text, note.done) for note in house.desk.read(notes_for, day)]


def test_a_note_stands_on_its_day_with_who_wrote_it(house: House) -> None:
    house.desk.actor = house.act(add_staff, AddStaff("Frau Sommer")).value
    house.act(add_note, AddNote(TUESDAY, " Der Schlüssel liegt im Fach 3. "))

    (note,) = house.desk.read(notes_for, TUESDAY)
    assert (note.text, note.author, note.done) == (
        "Der Schlüssel liegt im Fach 3.",
        "Frau Sommer",
        False,
    )
    assert texts(house, MONDAY) == []


def test_what_nobody_ticked_off_stays_until_it_is_done(house: House) -> None:
    first = house.act(add_note, AddNote(TUESDAY, "Erstes")).value
    house.act(add_note, AddNote(TUESDAY + timedelta(days=1), "Zweites"))
    house.clock.go_on(days=3)
    today = MONDAY + timedelta(days=3)
    assert texts(house, today) == [("Erstes", False), ("Zweites", False)]

    house.act(tick_note, TickNote(first))

    assert texts(house, today) == [("Zweites", False)]
    assert texts(house, TUESDAY) == [("Erstes", True)]
    house.act(undo, None)
    assert texts(house, today) == [("Erstes", False), ("Zweites", False)]


def test_a_note_is_changed_and_keeps_its_author(house: House) -> None:
    house.desk.actor = house.act(add_staff, AddStaff("Frau Sommer")).value
    note = house.act(add_note, AddNote(TUESDAY, "Erstes")).value
    house.desk.actor = house.act(add_staff, AddStaff("Herr Winter")).value

    house.act(edit_note, EditNote(note, TUESDAY, "Besser"))

    assert [(n.text, n.author) for n in house.desk.read(notes_for, TUESDAY)] == [
        ("Besser", "Frau Sommer")
    ]


@pytest.mark.parametrize(
    ("day", "text", "field", "problem"),
    [
        (TUESDAY, " ", "note", "missing"),
        (TUESDAY, "x" * 501, "note", "too_long"),
        (MONDAY - timedelta(days=1), "Text", "day", "in_the_past"),
        (MONDAY + timedelta(days=400), "Text", "day", "too_far"),
    ],
)
def test_a_wrong_input_is_named(
    house: House, day: date, text: str, field: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_note, AddNote(day, text))

    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_the_text_of_a_note_does_not_stand_in_the_history(house: House) -> None:
    house.act(add_note, AddNote(TUESDAY, "Gerhard hat angerufen"))

    assert house.desk.read(recent_actions, 1)[0].title == "für den 24.11.2026"
