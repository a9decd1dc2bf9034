"""Verlegen and Termin hinzufügen: the same check, the same ways out, the same reason."""

import pytest
from PySide6.QtCore import Qt

from begegnung.model.local_time import minute_of
from begegnung.model.rows import DateLine
from begegnung.services.dates import date_line, dates_between, dates_of
from begegnung.services.history import undo
from begegnung.services.houses import EditRoom, edit_room
from begegnung.services.offers import offer_card
from begegnung.ui.dialogs.move import AddDateDialog, MoveDialog
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, press, settle


@pytest.fixture
def yoga(house: House) -> DateLine:
    return next(d for d in house.desk.read(dates_between, MONDAY, MONDAY) if "Yoga" in d.title)


def moving(shell: Shell, line: DateLine, room_id: str) -> MoveDialog:
    made = MoveDialog(shell.hub, shell, line, to=(MONDAY, (645, 705), room_id))  # type: ignore[arg-type]
    made.open()
    made.resize(1000, 760)
    settle()
    return made


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(shell: Shell, house: House, yoga: DateLine) -> None:
    asked = moving(shell, yoga, house.room(SECOND))
    asked.slot.check.panel.tick.setChecked(True)
    settle()

    assert audit(asked) == []


def test_where_it_was_dropped_is_filled_in_and_checked(
    shell: Shell, house: House, yoga: DateLine
) -> None:
    asked = moving(shell, yoga, house.room(SECOND))

    assert (asked.slot.start.text(), asked.slot.end.text()) == ("10:45", "11:45")
    assert asked.slot.room.currentText() == SECOND
    assert asked.slot.check.verdict.text() == "Werkraum ist nicht frei."


def test_it_is_moved_all_the_same_only_with_a_reason_and_one_undo_takes_it_back(
    shell: Shell, house: House, yoga: DateLine
) -> None:
    asked = moving(shell, yoga, house.room(SECOND))
    press(Qt.Key.Key_Return, CTRL)
    assert "schon belegt" in asked.refusal.text.text()
    asked.slot.check.panel.tick.setChecked(True)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.slot.check.reason_row.fault() == "Bitte etwas eintragen."

    asked.slot.check.panel.reason.setText("Zusammen mit der anderen Gruppe")
    press(Qt.Key.Key_Return, CTRL)

    moved = house.desk.read(date_line, yoga.id)
    assert (moved.room, moved.overruled) == (SECOND, "Zusammen mit der anderen Gruppe")
    house.act(undo, None)
    assert house.desk.read(date_line, yoga.id) == yoga


def test_a_free_time_is_taken_by_its_button(shell: Shell, house: House, yoga: DateLine) -> None:
    asked = moving(shell, yoga, house.room(SECOND))
    start, end = asked.slot.check.panel._conflict.free_times[0]

    asked.slot.check.time_wanted.emit(start, end)
    assert asked.slot.check.verdict.text() == "1 Termin, Werkraum ist da frei."
    press(Qt.Key.Key_Return, CTRL)

    assert minute_of(house.desk.read(date_line, yoga.id).starts) == start


def test_a_room_that_is_too_small_warns_and_does_not_refuse(
    shell: Shell, house: House, yoga: DateLine
) -> None:
    gym = house.room(GYM)
    house.act(edit_room, EditRoom(gym, GYM, 3, "", several_groups=False))
    asked = moving(shell, yoga, gym)

    assert "3 Plätze" in asked.slot.check.too_small.text.text()
    press(Qt.Key.Key_Return, CTRL)

    assert house.desk.read(date_line, yoga.id).room == GYM


def test_set_up_of_the_offer_counts_for_one_more_date(shell: Shell, house: House) -> None:
    choir = house.offer("Singkreis", "group", setup_minutes=30, room_id=house.room())
    asked = AddDateDialog(shell.hub, shell, house.desk.read(offer_card, choir))  # type: ignore[arg-type]
    asked.open()
    asked.slot.preset(MONDAY, (675, 720), house.room(), "")
    settle()
    assert asked.slot.check.verdict.text() == f"{SINGLE} ist nicht frei."
    asked.slot.check.panel.tick.setChecked(True)
    asked.slot.check.panel.reason.setText("Aufbau vor der Tür")

    press(Qt.Key.Key_Return, CTRL)

    (added,) = house.desk.read(dates_of, choir)
    assert (added.overruled, added.setup_minutes) == ("Aufbau vor der Tür", 30)
