"""Freien Raum suchen: one line of words or a few fields, and the rooms that fit, the free first."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from begegnung.services.dates import dates_of
from begegnung.services.houses import AddClosure, EditRoom, add_closure, edit_room
from begegnung.services.offers import offer_list
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, dialog, press, settle, type_text

MONDAYS = "montags 10 bis 11, ab 23.11., 12 Personen"


@pytest.fixture
def asked(shell: Shell, house: House) -> FindRoomDialog:
    house.act(edit_room, EditRoom(house.room(GYM), GYM, 15, "Beamer, Matten", several_groups=False))
    house.act(edit_room, EditRoom(house.room(SECOND), SECOND, 8, "Werkbank", several_groups=False))
    made = FindRoomDialog(shell.hub, shell)  # type: ignore[arg-type]
    made.open()
    made.resize(1200, 780)
    settle()
    return made


def shown(asked: FindRoomDialog) -> list[tuple[str, str]]:
    return [(line.title, line.chip) for line in asked.rooms.lines.lines]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1200, 780), (920, 500)])
@pytest.mark.parametrize("words", ["", MONDAYS])
def test_it_shuts_nobody_out(asked: FindRoomDialog, size: tuple[int, int], words: str) -> None:
    asked.words.setText(words)
    if words:
        asked.rooms.choose(asked.rooms.lines.lines[-1].key)
    asked.resize(*size)
    settle()

    assert audit(asked) == []


def test_one_line_of_words_fills_the_fields(asked: FindRoomDialog) -> None:
    type_text(asked.words, "mittwochs 14 bis 16, ab Januar, 12 Personen, Beamer")

    assert asked.weekday.currentText() == "jeden Mittwoch"
    assert (asked.start.text(), asked.end.text()) == ("14:00", "16:00")
    assert asked.first.value() == date(2027, 1, 6)
    assert (asked.people.text(), asked.equipment.text()) == ("12", "Beamer")
    assert asked.asked.text().startswith("Verstanden: Mi., 06.01.2027 bis ")
    assert [title for title, _ in shown(asked)] == [GYM]


def test_rooms_that_are_free_on_all_days_come_first_then_those_with_the_clashes_named(
    asked: FindRoomDialog,
) -> None:
    asked.words.setText(MONDAYS)

    assert asked.found.text() == "2 Räume sind an allen 6 Tagen frei."
    assert shown(asked) == [
        (GYM, "an allen 6 Tagen frei"),
        (SHARED_ROOM, "an allen 6 Tagen frei"),
        (SINGLE, "4 von 6 Tagen frei"),
    ]
    saal = asked.rooms.lines.lines[2]
    yoga = "10:00 Yoga auf dem Stuhl"
    assert saal.detail == f"Mo., 23.11. {yoga}; Mo., 30.11. {yoga}"
    assert not asked.against.isVisible()
    asked.rooms.choose(saal.key)
    assert [line.detail for line in asked.against.lines.lines] == [
        "Hier ist schon: Yoga auf dem Stuhl"
    ] * 2


def test_a_closed_day_is_named_with_its_reason(asked: FindRoomDialog, house: House) -> None:
    house.act(add_closure, AddClosure(house.room(GYM), MONDAY, MONDAY, "Wasserschaden"))

    asked.words.setText(MONDAYS)

    gym = next(line for line in asked.rooms.lines.lines if line.title == GYM)
    assert (gym.chip, gym.detail) == ("5 von 6 Tagen frei", "Mo., 23.11. Wasserschaden")


def test_the_fields_do_the_same_without_words(asked: FindRoomDialog) -> None:
    assert asked.found.text() == "Hier erscheinen die Räume, die passen."
    asked.weekday.set_value(0)
    type_text(asked.start, "10")
    type_text(asked.end, "11")
    type_text(asked.people, "12")

    assert asked.found.text() == "2 Räume sind an allen 6 Tagen frei."
    type_text(asked.equipment, "Matten")
    assert [title for title, _ in shown(asked)] == [GYM]
    asked.people.setText("200")
    assert asked.found.text() == "Keiner dieser Räume hat: Matten."


def test_where_no_room_has_the_equipment_those_without_it_are_offered(
    asked: FindRoomDialog,
) -> None:
    asked.words.setText(f"{MONDAYS}, Konzertflügel")
    type_text(asked.equipment, "Konzertflügel")

    assert asked.found.text() == "Keiner dieser Räume hat: Konzertflügel."
    assert [title for title, _ in shown(asked)] == [GYM, SHARED_ROOM, SINGLE]


def test_what_was_set_by_hand_stays_while_the_words_say_nothing_of_it(
    asked: FindRoomDialog,
) -> None:
    type_text(asked.people, "12")
    type_text(asked.words, "montags 10 bis 11")
    assert asked.people.text() == "12"

    type_text(asked.words, ", 6 Personen")
    assert asked.people.text() == "6"
    asked.words.setText("montags 10 bis 11")

    assert asked.people.text() == ""


def test_what_is_not_understood_or_missing_is_said(asked: FindRoomDialog) -> None:
    asked.words.setText("mittwochs")
    assert "?" in asked.asked.text()
    asked.words.setText("montags 10 bis 11, Hubschrauber")
    assert "Nicht verstanden: „Hubschrauber“." in asked.asked.text()

    asked.words.clear()
    asked.weekday.set_value("")
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["weekday"].fault() == "Bitte etwas eintragen."


@pytest.mark.parametrize(
    ("field", "text"),
    [("end", "9"), ("end", "25:00"), ("from", "30.2.2027"), ("until", "1.1.1900"), ("people", "x")],
)
def test_what_cannot_be_is_answered_with_a_sentence(
    asked: FindRoomDialog, field: str, text: str
) -> None:
    asked.words.setText(MONDAYS)
    asked.form.rows[field].field.setText(text)  # type: ignore[attr-defined]

    assert shown(asked) == []
    assert len(asked.found.text()) > 20
    press(Qt.Key.Key_Return, CTRL)
    assert dialog() is asked


def test_enter_occupies_the_room_with_everything_filled_in(
    asked: FindRoomDialog, shell: Shell, house: House
) -> None:
    asked.words.setFocus()
    type_text(asked.words, MONDAYS)
    press(Qt.Key.Key_Return)
    settle()

    occupy = dialog()
    assert isinstance(occupy, OccupyDialog)
    assert occupy.room.currentText() == GYM
    assert occupy.check.verdict.text() == "6 Termine, Gymnastikraum ist an allen frei."
    type_text(occupy.what.search.field, "Qigong")
    press(Qt.Key.Key_Return, CTRL)
    settle()

    made = next(line.id for line in house.desk.read(offer_list) if line.title == "Qigong")
    assert len(house.desk.read(dates_of, made)) == 6
    assert dialog() is shell


def test_escape_leads_back_to_the_rooms(asked: FindRoomDialog) -> None:
    asked.words.setText(MONDAYS)
    asked.rooms.setFocus()
    press(Qt.Key.Key_Return)
    assert isinstance(dialog(), OccupyDialog)

    press(Qt.Key.Key_Escape)

    assert dialog() is asked


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1. Mittwoch im Monat 14 bis 16, ab Januar bis Ende Juni, 10 Personen", 6),
        ("24.11.2026 14 bis 16, Beamer", 1),
        ("am 3.12. und 10.12. von 14 bis 16 Uhr", 2),
    ],
)
def test_days_of_a_rule_or_of_a_list_are_occupied_as_they_were_found(
    asked: FindRoomDialog, words: str, number: int
) -> None:
    asked.words.setText(words)
    press(Qt.Key.Key_Return, CTRL)
    settle()

    occupy = dialog()
    assert isinstance(occupy, OccupyDialog)
    assert len(occupy.when.wish().slots) == number
    assert (occupy.when.start.text(), occupy.when.end.text()) == ("14:00", "16:00")
