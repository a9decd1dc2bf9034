"""Setting up, PINs, the locked screen and the handover, by keyboard in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from begegnung.services.desk import Desk
from begegnung.services.houses import own_centre, rooms
from begegnung.services.people import PersonData, add_person, people_list
from begegnung.services.staff import AddStaff, EditStaff, add_staff, edit_staff, staff
from begegnung.settings import load_settings
from begegnung.ui.app import Opening
from begegnung.ui.dialogs.handover import HandoverDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.dialogs.pin import PinDialog, ResetPinDialog
from begegnung.ui.dialogs.set_up import SetUpPage
from begegnung.ui.dialogs.staff import UserDialog
from begegnung.ui.dialogs.staff_list import StaffDialog, StaffEditDialog
from begegnung.ui.pages.today import TodayPage
from begegnung.ui.shell import Shell
from begegnung.ui.signing_in.leave import LeaveDialog
from begegnung.ui.signing_in.lock_page import LockPage
from begegnung.wiring import open_desk
from tests.desks import StandingClock, copy_of, prepare
from tests.journeys.conftest import Start
from tests.ui.audit import audit
from tests.ui.keys import ALT, CTRL, dialog, focused, press, settle, tab_to, type_text

VOLUNTEER, MANAGER = "Frau Sommer", "Herr Winter"


@pytest.fixture
def staffed(tmp_path: Path) -> Path:
    """A house with a volunteer (PIN 1234), a manager (PIN 4711) and one visitor."""
    prepare(tmp_path / "fertig")
    folder = copy_of(tmp_path / "fertig", tmp_path / "Daten")
    desk = open_desk(folder, clock=StandingClock())
    desk.act(add_staff, AddStaff(VOLUNTEER, pin="1234"))
    desk.act(add_staff, AddStaff(MANAGER, "manager", "4711"))
    desk.act(add_person, PersonData("Neumann", "Gerhard", phone="0231 555001"))
    desk.close()
    return folder


def desk_of(shell: Shell) -> Desk:
    assert shell.hub is not None
    return shell.hub.desk


def lock_page(shell: Shell) -> LockPage:
    page = shell.centralWidget()
    assert isinstance(page, LockPage)
    return page


def sign_in(shell: Shell, name: str, pin: str) -> None:
    """Chooses a name on the locked screen by the arrows, types the PIN and presses Enter."""
    who = lock_page(shell).who
    who.list.setFocus()
    for _ in range(5):
        chosen = who.person()
        if chosen is not None and chosen.name == name:
            break
        press(Qt.Key.Key_Down if chosen is None or chosen.name < name else Qt.Key.Key_Up)
    for digit in pin:
        type_text(focused(), digit)
    press(Qt.Key.Key_Return)
    settle()


def spoken(interface: QAccessibleInterface | None) -> Iterator[str]:
    """Every name and value that a screen reader finds, what is hidden included."""
    if interface is None or not interface.isValid():
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        yield interface.text(kind)
    for number in range(interface.childCount()):
        yield from spoken(interface.child(number))


def everything_spoken() -> str:
    QAccessible.setActive(True)
    application = QApplication.instance()
    assert application is not None
    return "\n".join(spoken(QAccessible.queryAccessibleInterface(application)))


def test_an_empty_folder_becomes_a_house_in_three_steps(start: Start, tmp_path: Path) -> None:
    shell = start(tmp_path / "Daten")
    page = shell.findChild(SetUpPage)
    assert isinstance(page, SetUpPage)
    assert page.card.heading.text() == "Schritt 1 von 3: Das Haus"
    press(Qt.Key.Key_Return)
    assert page.forms[0].rows["name"].fault() == "Bitte etwas eintragen."
    type_text(focused(), "Haus Lärche")
    press(Qt.Key.Key_Return)
    assert page.card.heading.text() == "Schritt 2 von 3: Die Räume"
    type_text(focused(), "Saal")
    press(Qt.Key.Key_Return)
    type_text(focused(), "Küche")
    assert audit(shell) == []

    press(Qt.Key.Key_Return, CTRL)
    assert page.card.heading.text() == "Schritt 3 von 3: Ich"
    press(Qt.Key.Key_Left, ALT)
    assert page.rooms.bare() == "Saal\nKüche"
    press(Qt.Key.Key_Return, CTRL)
    type_text(focused(), "Frau Öz")
    tab_to("PIN")
    type_text(focused(), "12")
    tab_to("PIN noch einmal")
    type_text(focused(), "12")
    press(Qt.Key.Key_Return)
    assert page.forms[2].rows["pin"].fault() == "Eine PIN hat 4 bis 8 Ziffern."
    assert audit(shell) == []
    type_text(page.pin, "34")
    press(Qt.Key.Key_Return)
    assert page.forms[2].rows["pin_again"].fault() == "Das ist nicht zweimal dieselbe PIN."
    type_text(page.pin_again, "34")
    press(Qt.Key.Key_Return)

    assert isinstance(shell.page, TodayPage)
    desk = desk_of(shell)
    assert desk.read(own_centre).name == "Haus Lärche"
    assert [room.name for room in desk.read(rooms)] == ["Saal", "Küche"]
    (me,) = desk.read(staff)
    assert (me.name, me.role, me.has_pin, desk.actor) == ("Frau Öz", "manager", True, me.id)
    press(Qt.Key.Key_Z, CTRL)
    assert len(desk.read(staff)) == 1


def test_without_a_pin_nothing_stands_in_the_way(start: Start, tmp_path: Path) -> None:
    shell = start(tmp_path / "Daten")
    for typed in ("Haus Lärche", "", "Frau Öz"):
        type_text(focused(), typed)
        press(Qt.Key.Key_Return, CTRL)

    assert isinstance(shell.page, TodayPage)
    assert shell.lock is not None
    shell.lock.tick()
    assert not shell.lock.locked


def test_the_window_starts_locked_and_opens_by_pin(start: Start, staffed: Path) -> None:
    shell = start(staffed)
    assert shell.windowTitle() == "Begegnung ist gesperrt"
    assert shell.page is None
    assert desk_of(shell).actor is None
    assert audit(shell) == []

    sign_in(shell, VOLUNTEER, "9999")
    page = lock_page(shell)
    assert page.who.row.fault().startswith(f"Die PIN von {VOLUNTEER} stimmt nicht.")
    assert page.who.pin.text() == ""
    sign_in(shell, VOLUNTEER, "1234")

    assert isinstance(shell.page, TodayPage)
    assert shell.windowTitle() == "Haus Linde"
    assert shell.status.user.text() == f"Angemeldet: {VOLUNTEER}, Empfang"
    assert load_settings(staffed).last_user == desk_of(shell).actor


def test_a_locked_screen_shows_and_tells_nobody_and_gives_all_back(
    start: Start, staffed: Path
) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    shell.go_to("people")
    press(Qt.Key.Key_F3)
    opened = dialog()
    assert isinstance(opened, PersonDialog)
    type_text(focused(), "Geheimnis")
    assert "Geheimnis" in everything_spoken()

    press(Qt.Key.Key_L, CTRL)

    assert not opened.isVisible()
    said = everything_spoken()
    for word in ("Geheimnis", "Neumann", "Gerhard", "0231", "Neue Person"):
        assert word not in said
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_F1)
    assert QApplication.activeModalWidget() is None
    assert [line.surname for line in desk_of(shell).read(people_list)] == ["Neumann"]

    sign_in(shell, VOLUNTEER, "1234")
    assert opened.isVisible()
    assert dialog() is opened
    assert focused().text() == "Geheimnis"  # type: ignore[attr-defined]


def test_somebody_else_takes_over_and_what_was_begun_is_kept(start: Start, staffed: Path) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    press(Qt.Key.Key_F3)
    opened = dialog()
    type_text(focused(), "Geheimnis")
    press(Qt.Key.Key_L, CTRL)

    sign_in(shell, MANAGER, "4711")
    assert not opened.isVisible()
    assert shell.toast.text.text() == f"Was angefangen war, bleibt für {VOLUNTEER} aufgehoben."
    shell.close()
    settle()
    asked = dialog()
    assert isinstance(asked, LeaveDialog)
    assert audit(asked) == []
    press(Qt.Key.Key_Escape)
    assert shell.isVisible()

    press(Qt.Key.Key_U, CTRL)
    switch = dialog()
    assert isinstance(switch, UserDialog)
    switch.list.choose(next(s.id for s in desk_of(shell).read(staff) if s.name == VOLUNTEER))
    switch.list.setFocus()
    type_text(focused(), "1")
    type_text(focused(), "234")
    press(Qt.Key.Key_Return)
    settle()
    assert opened.isVisible()
    assert shell.lock is not None
    assert shell.lock.kept() == []


def test_nobody_at_the_desk_for_ten_minutes_locks_it(
    start: Start, staffed: Path, clock: StandingClock
) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    assert shell.lock is not None
    clock.go_on(minutes=9)
    shell.lock.tick()
    assert not shell.lock.locked

    clock.go_on(minutes=1)
    shell.lock.tick()

    assert shell.lock.locked


def test_the_manager_looks_after_the_staff(start: Start, staffed: Path) -> None:
    shell = start(staffed)
    sign_in(shell, MANAGER, "4711")
    press(Qt.Key.Key_U, CTRL)
    tab_to("Mitarbeitende verwalten …")
    press(Qt.Key.Key_Space)
    managing = dialog()
    assert isinstance(managing, StaffDialog)
    assert audit(managing) == []

    tab_to("Neu anlegen …")
    press(Qt.Key.Key_Space)
    adding = dialog()
    assert isinstance(adding, StaffEditDialog)
    assert audit(adding) == []
    type_text(focused(), VOLUNTEER.upper())
    press(Qt.Key.Key_Return)
    assert adding.form.rows["name"].fault() == f"„{VOLUNTEER.upper()}“ gibt es schon."
    adding.name.clear()
    type_text(adding.name, "Herr Neu")
    press(Qt.Key.Key_Return)
    assert "Herr Neu" in [line.name for line in desk_of(shell).read(staff)]

    managing.list.choose(next(s.id for s in desk_of(shell).read(staff) if s.name == VOLUNTEER))
    tab_to("PIN zurücksetzen …")
    press(Qt.Key.Key_Space)
    assert isinstance(dialog(), ResetPinDialog)
    assert audit(dialog()) == []
    press(Qt.Key.Key_Return)
    volunteer = next(s for s in desk_of(shell).read(staff) if s.name == VOLUNTEER)
    assert not volunteer.has_pin
    assert managing.list.current_line().chip == "ohne PIN"  # type: ignore[union-attr]
    managing.minutes.set_value(5)
    assert load_settings(staffed).lock_minutes == 5


def test_a_volunteer_is_told_who_can_do_it_and_changes_the_own_pin(
    start: Start, staffed: Path
) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    press(Qt.Key.Key_U, CTRL)
    switch = dialog()
    assert isinstance(switch, UserDialog)
    assert not switch.manage.isVisible()
    tab_to("Eigene PIN …")
    press(Qt.Key.Key_Space)
    opened = dialog()
    assert isinstance(opened, PinDialog)
    assert audit(opened) == []
    for digits in ("9999", "8642", "8642"):
        type_text(focused(), digits)
        press(Qt.Key.Key_Tab)
    opened.try_confirm()
    assert opened.form.rows["old_pin"].fault() == "Diese PIN stimmt nicht."
    opened.old.setText("1234")
    opened.try_confirm()
    settle()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_L, CTRL)
    sign_in(shell, VOLUNTEER, "8642")

    assert isinstance(shell.page, TodayPage)


def test_who_is_taken_off_the_list_does_not_go_on(start: Start, staffed: Path) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    desk = desk_of(shell)
    other = desk.for_thread()
    other.actor = None
    me = next(line for line in desk.read(staff) if line.name == VOLUNTEER)
    other.act(edit_staff, EditStaff(me.id, me.name, me.role, active=False))
    assert shell.hub is not None

    shell.hub.changed.emit(frozenset({"staff_user"}))
    settle()

    assert shell.lock is not None
    assert shell.lock.locked
    assert desk.actor is None


def test_a_note_is_left_for_tomorrow_and_ticked_off(
    start: Start, staffed: Path, clock: StandingClock
) -> None:
    shell = start(staffed)
    sign_in(shell, VOLUNTEER, "1234")
    press(Qt.Key.Key_F10)
    opened = dialog()
    assert isinstance(opened, HandoverDialog)
    assert audit(opened) == []
    press(Qt.Key.Key_Return, CTRL)
    assert opened.form.rows["note"].fault() == "Bitte etwas eintragen."
    type_text(focused(), "Der Schlüssel liegt im Fach 3.")
    press(Qt.Key.Key_Return, CTRL)
    assert isinstance(shell.page, TodayPage)
    assert not shell.page.handover.isVisible()
    opening = shell.findChild(Opening)
    assert isinstance(opening, Opening)
    shell.close()
    opening.close()

    clock.go_on(days=1)
    shell = start(staffed)
    sign_in(shell, MANAGER, "4711")
    page = shell.page
    assert isinstance(page, TodayPage)
    assert page.handover.isVisible()
    assert audit(shell) == []
    tab_to("Erledigt: Der Schlüssel liegt im Fach 3.")
    press(Qt.Key.Key_Space)
    assert page.handover.buttons[0].text() == "Doch noch offen"

    press(Qt.Key.Key_Z, CTRL)
    assert page.handover.buttons[0].text() == "Erledigt"
