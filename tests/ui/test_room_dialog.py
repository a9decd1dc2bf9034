"""The dialogs of the rooms: what a room holds, what it consists of, and what refuses to go."""

import pytest
from PySide6.QtCore import Qt

from begegnung.model.rows import RoomRow
from begegnung.services.history import undo
from begegnung.services.houses import AddRoom, add_room, rooms
from begegnung.ui.dialogs.room import RoomDialog, RoomsDialog
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, focused, press, settle, type_text

BOTH = "Saal + Werkraum"


def row(house: House, name: str) -> RoomRow:
    return next(room for room in house.desk.read(rooms) if room.name == name)


def asked(shell: Shell, room: RoomRow | None = None) -> RoomDialog:
    made = RoomDialog(shell.hub, shell, room)  # type: ignore[arg-type]
    made.open()
    settle()
    return made


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(shell: Shell, house: House) -> None:
    dialog = asked(shell, row(house, SINGLE))
    dialog.resize(700, 700)
    settle()

    assert audit(dialog) == []


def test_a_room_is_put_together_from_others_by_keyboard_and_one_undo_takes_it_back(
    shell: Shell, house: House
) -> None:
    dialog = asked(shell)
    type_text(dialog.name, BOTH)
    type_text(dialog.capacity, "90")
    dialog.parts.ticks[house.room(SINGLE)].setFocus()
    for _ in range(2):
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return, CTRL)

    made = row(house, BOTH)
    assert (made.capacity, made.parts) == (90, (house.room(SINGLE), house.room(SECOND)))
    house.act(undo, None)
    assert BOTH not in [room.name for room in house.desk.read(rooms)]


def test_what_a_room_consists_of_is_ticked_and_can_be_changed(shell: Shell, house: House) -> None:
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom(BOTH, part_ids=parts))
    dialog = asked(shell, row(house, BOTH))
    assert house.room(BOTH) not in dialog.parts.ticks
    assert dialog.parts.value() == parts

    dialog.parts.ticks[house.room(SECOND)].setChecked(False)
    dialog.parts.ticks[house.room(GYM)].setChecked(True)
    press(Qt.Key.Key_Return, CTRL)

    assert set(row(house, BOTH).parts) == {house.room(SINGLE), house.room(GYM)}


def test_a_room_cannot_contain_itself_over_others(shell: Shell, house: House) -> None:
    house.act(add_room, AddRoom(BOTH, part_ids=(house.room(SINGLE), house.room(SECOND))))
    dialog = asked(shell, row(house, SINGLE))
    type_text(dialog.equipment, "Klavier")

    dialog.parts.ticks[house.room(BOTH)].setChecked(True)
    press(Qt.Key.Key_Return, CTRL)

    assert dialog.isVisible()
    assert "enthält diesen Raum selbst" in dialog.form.rows["parts"].fault()
    assert focused() in dialog.parts.ticks.values()
    assert row(house, SINGLE).equipment == ""


def test_parts_whose_dates_would_lie_over_each_other_are_refused_with_the_dates(
    shell: Shell, house: House
) -> None:
    house.act(add_room, AddRoom("Klub"))
    house.one_date(house.offer("Skat", "group"), 600, 660, day=MONDAY, room="Klub")
    dialog = asked(shell, row(house, "Klub"))

    dialog.parts.ticks[house.room(SINGLE)].setChecked(True)
    press(Qt.Key.Key_Return, CTRL)

    assert "schon belegt" in dialog.refusal.text.text()
    assert "Mo., 23.11.2026, 10:00" in dialog.refusal.text.text()
    assert row(house, "Klub").parts == ()


def test_the_list_says_what_a_room_consists_of_and_a_part_in_use_stays(
    shell: Shell, house: House
) -> None:
    house.act(add_room, AddRoom("Klub"))
    house.act(add_room, AddRoom("Klub + Garten", part_ids=(house.room("Klub"),)))
    listed = RoomsDialog(shell.hub, shell)  # type: ignore[arg-type]
    listed.open()
    settle()
    details = {line.title: line.detail for line in listed.list.lines.lines}
    assert details["Klub + Garten"] == "besteht aus Klub"

    listed.list.choose(house.room("Klub"))
    listed.retire.click()

    assert "als Teil von 1 anderem Raum" in listed.refusal.text.text()
    assert "Klub" in [room.name for room in house.desk.read(rooms)]
