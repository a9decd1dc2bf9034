"""Closing a room: what it hits is shown, and all of it is moved or dropped by one action."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from begegnung.model.rows import ClosureRow
from begegnung.services.dates import dates_between
from begegnung.services.history import undo
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.plan import coming_closures
from begegnung.ui.dialogs.closure import ClosureDialog, ClosuresDialog
from begegnung.ui.dialogs.closure_hits import HitsDialog
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, dialog, press, settle, type_text

WEEK = MONDAY + timedelta(days=7)
WEDNESDAY = MONDAY + timedelta(days=2)


def closed(house: House, room: str | None = SINGLE, last: date = WEEK) -> ClosureRow:
    room_id = house.room(room) if room else None
    made = house.act(add_closure, AddClosure(room_id, MONDAY, last, "Wasserschaden")).value
    return next(row for row in house.desk.read(coming_closures, MONDAY) if row.id == made)


def shown(shell: Shell, row: ClosureRow) -> HitsDialog:
    made = HitsDialog(shell.hub, shell, row)  # type: ignore[arg-type]
    made.open()
    made.resize(1180, 780)
    settle()
    return made


def states(asked: HitsDialog) -> list[tuple[str, str]]:
    return [(line.title, line.chip) for line in asked.list.lines.lines]


def planned(house: House, room: str) -> list[str]:
    lines = house.desk.read(dates_between, MONDAY, WEEK)
    return [line.title for line in lines if line.room == room and line.state == "planned"]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("room", [SINGLE, None])
@pytest.mark.parametrize("size", [(1180, 780), (920, 500)])
def test_it_shuts_nobody_out(
    shell: Shell, house: House, room: str | None, size: tuple[int, int]
) -> None:
    asked = shown(shell, closed(house, room))
    if room:
        asked.room.set_value(house.room(SECOND))
        asked.panel.tick.setChecked(True)
    asked.resize(*size)
    settle()

    assert audit(asked) == []


def test_a_room_that_is_free_for_all_of_them_is_offered_first(shell: Shell, house: House) -> None:
    asked = shown(shell, closed(house))

    assert asked.room.currentText() == f"{GYM} – für alle frei"
    assert asked.verdict.text() == f"{GYM} ist für alle 2 frei."
    assert states(asked) == [
        ("Mo., 23.11.2026, 10:00 Uhr: Yoga auf dem Stuhl", "frei"),
        ("Mo., 30.11.2026, 10:00 Uhr: Yoga auf dem Stuhl", "frei"),
    ]


def test_one_action_moves_all_of_them_and_one_undo_brings_them_back(
    shell: Shell, house: House
) -> None:
    asked = shown(shell, closed(house))

    asked.move_all.click()
    settle()

    assert dialog() is shell
    assert planned(house, GYM).count("Yoga auf dem Stuhl") == 2
    house.act(undo, None)
    assert planned(house, SINGLE).count("Yoga auf dem Stuhl") == 2


def test_what_cannot_move_is_named_with_who_is_there(shell: Shell, house: House) -> None:
    house.one_date(house.offer("Lesekreis", "group"), 840, 960, day=WEDNESDAY)
    asked = shown(shell, closed(house))

    asked.room.set_value(house.room(SECOND))

    assert asked.verdict.text() == f"{SECOND}: 2 von 3 können nicht dorthin."
    first, free, _ = asked.list.lines.lines
    assert first.chip == "geht nicht"
    assert first.detail.startswith("dort ist schon: Englisch A2, Gedächtnistraining")
    assert free.chip == "frei"
    assert not asked.move_all.isEnabled()


def test_those_that_can_move_are_moved_and_the_others_stay_to_be_decided(
    shell: Shell, house: House
) -> None:
    house.one_date(house.offer("Lesekreis", "group"), 840, 960, day=WEDNESDAY)
    row = closed(house)
    asked = shown(shell, row)
    asked.room.set_value(house.room(SECOND))

    asked.move_free.click()
    settle()

    assert "Lesekreis" in planned(house, SECOND)
    rest = dialog()
    assert isinstance(rest, HitsDialog)
    assert ["Yoga" in line.title for line in rest.list.lines.lines] == [True, True]


def test_they_move_all_the_same_with_a_reason_that_is_noted(shell: Shell, house: House) -> None:
    asked = shown(shell, closed(house))
    asked.room.set_value(house.room(SECOND))
    asked.panel.tick.setChecked(True)
    asked.move_all.click()
    assert asked.panel.reason_row.fault() == "Bitte etwas eintragen."
    assert asked.isVisible()

    asked.panel.reason.setText("Beide rücken zusammen")
    asked.move_all.click()
    settle()

    moved = [d for d in house.desk.read(dates_between, MONDAY, WEEK) if "Yoga" in d.title]
    assert {(d.room, d.overruled) for d in moved} == {(SECOND, "Beide rücken zusammen")}


def test_they_can_move_to_a_place_outside_the_house(shell: Shell, house: House) -> None:
    asked = shown(shell, closed(house, None))
    assert not asked.verdict.isVisible() or not asked.verdict.text()
    asked.move_all.click()
    assert asked.form.rows["place"].fault() == "Bitte etwas eintragen."

    asked.place.setText("Gemeindehaus")
    asked.move_all.click()
    settle()

    lines = house.desk.read(dates_between, WEEK, WEEK)
    assert {line.place for line in lines} == {"Gemeindehaus"}


def test_one_action_drops_all_of_them_with_the_reason_of_the_closure(
    shell: Shell, house: House
) -> None:
    asked = shown(shell, closed(house))
    assert asked.reason.text() == "Wasserschaden"
    asked.reason.clear()
    asked.drop_all.click()
    assert asked.form.rows["reason"].fault() == "Bitte etwas eintragen."

    asked.reason.setText("Rohrbruch")
    asked.drop_all.click()
    settle()

    dropped = [d for d in house.desk.read(dates_between, MONDAY, WEEK) if "Yoga" in d.title]
    assert {(d.state, d.state_reason) for d in dropped} == {("cancelled", "Rohrbruch")}
    house.act(undo, None)
    assert planned(house, SINGLE).count("Yoga auf dem Stuhl") == 2


def test_closing_leads_to_what_it_hits(shell: Shell, house: House) -> None:
    asked = ClosureDialog(shell.hub, shell, room_id=house.room(), day=MONDAY)  # type: ignore[arg-type]
    asked.open()
    settle()
    type_text(asked.reason, "Fest")
    press(Qt.Key.Key_Return, CTRL)
    settle()

    assert isinstance(dialog(), HitsDialog)
    press(Qt.Key.Key_Escape)
    assert len(house.desk.read(coming_closures, MONDAY)) == 1


def test_closing_a_room_that_is_empty_leads_nowhere(shell: Shell, house: House) -> None:
    later = MONDAY + timedelta(days=60)
    asked = ClosureDialog(shell.hub, shell, room_id=house.room(), day=later)  # type: ignore[arg-type]
    asked.open()
    settle()
    assert asked.verdict.text() == "In dieser Zeit ist dort nichts geplant."
    type_text(asked.reason, "Fest")
    press(Qt.Key.Key_Return, CTRL)
    settle()

    assert dialog() is shell


def test_a_closure_in_the_past_or_that_ends_before_it_begins_is_refused_at_its_input(
    shell: Shell, house: House
) -> None:
    asked = ClosureDialog(shell.hub, shell, room_id=house.room())  # type: ignore[arg-type]
    asked.open()
    settle()
    type_text(asked.reason, "Fest")
    for first, last in (
        ("24.11.2026", "23.11.2026"),
        ("2.11.2026", "6.11.2026"),
        ("24.11.2026", "31.12.9999"),
        ("24.11.2026", "1.1.1900"),
    ):
        asked.first.setText(first)
        asked.last.setText(last)
        press(Qt.Key.Key_Return, CTRL)
        assert asked.form.rows["last_day"].fault()
        assert asked.isVisible()

    assert house.desk.read(coming_closures, date(2026, 1, 1)) == []


def test_the_list_says_how_many_dates_each_closure_hits_and_opens_them(
    shell: Shell, house: House
) -> None:
    closed(house)
    closed(house, GYM, MONDAY)
    listed = ClosuresDialog(shell.hub, shell)  # type: ignore[arg-type]
    listed.open()
    settle()
    chips = {line.title: line.chip for line in listed.list.lines.lines}
    assert chips == {SINGLE: "2 Termine betroffen", GYM: ""}
    listed.list.choose(next(x.key for x in listed.list.lines.lines if x.title == GYM))
    assert not listed.hits.isEnabled()

    listed.list.choose(next(x.key for x in listed.list.lines.lines if x.title == SINGLE))
    listed.hits.click()
    settle()
    asked = dialog()
    assert isinstance(asked, HitsDialog)
    asked.drop_all.click()
    settle()

    assert {line.chip for line in listed.list.lines.lines} == {""}
