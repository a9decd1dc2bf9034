"""A room is asked for on the telephone, and closed for a week: both by keyboard alone."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.model.local_time import day_of
from begegnung.services.dates import dates_between, dates_of
from begegnung.services.offers import offer_list
from begegnung.services.plan import coming_closures
from begegnung.ui.dialogs.closure import ClosureDialog
from begegnung.ui.dialogs.closure_hits import HitsDialog
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SINGLE, open_house, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text

LAST = MONDAY + timedelta(days=14)


def house_with_yoga(folder: Path) -> None:
    """A house with a course on three Mondays in its first room."""
    prepare(folder)
    with open_house(folder) as house:
        house.series("Yoga auf dem Stuhl", MONDAY, LAST)


def hub_of(shell: Shell) -> Hub:
    hub = shell.hub
    assert hub is not None
    return hub


def rooms_of(hub: Hub, title: str) -> list[str]:
    lines = hub.read(dates_between, MONDAY, LAST)
    return [line.room for line in lines if line.title == title and line.state == "planned"]


def test_a_wish_in_one_line_becomes_an_occupied_room(start: Start, tmp_path: Path) -> None:
    house_with_yoga(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)

    press(Qt.Key.Key_K, CTRL)
    type_text(focused(), "freien raum")
    settle()
    press(Qt.Key.Key_Return)
    asked = dialog()
    assert isinstance(asked, FindRoomDialog)
    type_text(focused(), "montags 10 bis 11, ab 23.11., 8 Personen")
    settle()
    assert asked.verdict.text() == "2 Räume sind an allen 6 Tagen frei."
    press(Qt.Key.Key_Return)

    occupy = dialog()
    assert isinstance(occupy, OccupyDialog)
    type_text(focused(), "Singkreis")
    press(Qt.Key.Key_Return, CTRL)

    assert dialog() is shell
    made = next(line.id for line in hub.read(offer_list) if line.title == "Singkreis")
    dates = hub.read(dates_of, made)
    assert [day_of(line.starts).day for line in dates] == [23, 30, 7, 14, 21, 28]
    assert SINGLE not in {line.room for line in dates}
    press(Qt.Key.Key_Z, CTRL)
    assert hub.read(dates_of, made) == []


def test_a_room_is_closed_and_what_it_hits_is_moved_and_all_of_it_taken_back(
    start: Start, tmp_path: Path
) -> None:
    house_with_yoga(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    shell.go_to("rooms")
    settle()

    press(Qt.Key.Key_K, CTRL)
    type_text(focused(), "raum sperren")
    settle()
    press(Qt.Key.Key_Return)
    closing = dialog()
    assert isinstance(closing, ClosureDialog)
    assert closing.room.currentText() == SINGLE
    tab_to("Letzter Tag")
    type_text(focused(), "30.11.2026")
    tab_to("Grund")
    type_text(focused(), "Wasserschaden")
    press(Qt.Key.Key_Return, CTRL)

    hits = dialog()
    assert isinstance(hits, HitsDialog)
    assert hits.verdict.text() == f"{SECOND} ist für alle 2 frei."
    tab_to("Alle verlegen")
    press(Qt.Key.Key_Space)
    assert dialog() is shell
    assert rooms_of(hub, "Yoga auf dem Stuhl") == [SECOND, SECOND, SINGLE]

    press(Qt.Key.Key_Z, CTRL)
    assert rooms_of(hub, "Yoga auf dem Stuhl") == [SINGLE] * 3
    assert len(hub.read(coming_closures, MONDAY)) == 1
    press(Qt.Key.Key_Z, CTRL)
    assert hub.read(coming_closures, MONDAY) == []
