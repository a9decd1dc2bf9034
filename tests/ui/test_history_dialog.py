"""Verlauf: each single action is taken back, brought again, or says why not."""

import pytest
from PySide6.QtCore import Qt

from begegnung.services.people import EditPerson, PersonData, add_person, edit_person, people_list
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.history import HistoryDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle


def opened_dialog() -> HistoryDialog:
    press(Qt.Key.Key_H, CTRL)
    opened = dialog()
    assert isinstance(opened, HistoryDialog)
    return opened


def titles(opened: HistoryDialog) -> list[str]:
    return [line.title for line in opened.list.lines.lines]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_step_from_before_is_taken_back_by_keyboard_and_brought_again(
    shell: Shell, hub: Hub, house: House
) -> None:
    for surname in ("Erste", "Mitte", "Letzte"):
        house.clock.go_on(minutes=1)
        hub.act(add_person, PersonData(surname))
    opened = opened_dialog()
    assert audit(opened) == []
    assert focused() is opened.list
    press(Qt.Key.Key_Down)
    opened.look()
    assert opened.step_button.accessibleName() == "Diesen Schritt zurücknehmen"
    assert opened.step_button.isEnabled()

    press(Qt.Key.Key_Return)

    assert "Mitte" not in {line.surname for line in house.desk.read(people_list)}
    assert titles(opened)[0] == "Rückgängig gemacht – Person angelegt: Mitte"
    assert opened.list.current_line().chip == "rückgängig gemacht"  # type: ignore[union-attr]
    assert opened.step_button.accessibleName() == "Diesen Schritt wiederherstellen"
    press(Qt.Key.Key_Return)
    assert "Mitte" in {line.surname for line in house.desk.read(people_list)}


def test_what_cannot_be_taken_back_says_why(shell: Shell, hub: Hub, house: House) -> None:
    person = house.person("Neumann")
    house.clock.go_on(minutes=1)
    hub.act(edit_person, EditPerson(person, PersonData("Neumann", "Ruth")))
    house.clock.go_on(minutes=1)
    hub.act(edit_person, EditPerson(person, PersonData("Neumann", "Rut")))
    opened = opened_dialog()
    press(Qt.Key.Key_Down)
    opened.look()

    assert not opened.step_button.isEnabled()
    assert "Das lässt sich nicht mehr rückgängig machen" in opened.reason.text()
    assert opened.list.accessibleDescription() == opened.reason.text()
    assert audit(opened) == []
    before = titles(opened)
    press(Qt.Key.Key_Return)
    assert titles(opened) == before


def test_only_the_own_steps_and_those_of_yesterday_can_be_looked_at(
    shell: Shell, hub: Hub, house: House
) -> None:
    other = house.act(add_staff, AddStaff("Herr Winter")).value
    me = house.act(add_staff, AddStaff("Frau Sommer")).value
    house.desk.actor = other
    house.clock.go_on(days=1)
    hub.act(add_person, PersonData("Fremd"))
    house.desk.actor = me
    hub.act(add_person, PersonData("Eigen"))
    opened = opened_dialog()
    assert titles(opened) == ["Person angelegt: Eigen", "Person angelegt: Fremd"]
    assert not opened.after.isEnabled()

    opened.whose.set_value("mine")
    assert titles(opened) == ["Person angelegt: Eigen"]
    opened.whose.set_value("all")
    opened.before.click()
    settle()

    assert "Mitarbeitende angelegt: Herr Winter" in titles(opened)
    assert "Person angelegt: Eigen" not in titles(opened)
    assert opened.after.isEnabled()
    opened.before.click()
    settle()
    assert not opened.list.isVisible()
    assert not opened.step_button.isVisible()
    assert audit(opened) == []
