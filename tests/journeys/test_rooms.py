"""A room for a new group, by keyboard alone: taken, another one, saved, taken back."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from begegnung.model.local_time import day_of, minute_of
from begegnung.services.dates import dates_between, dates_of
from begegnung.services.offers import offer_list
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.rooms import RoomsPage
from begegnung.ui.plan.timeline import Timeline
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SINGLE, StandingClock, open_house, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, tab_to, type_text

WORDS = "jeden Montag 10 bis 12 Uhr"


def house_with_yoga(folder: Path) -> None:
    """A house with a course on three Mondays in its first room."""
    prepare(folder)
    with open_house(folder) as house:
        house.series("Yoga auf dem Stuhl", MONDAY, MONDAY.replace(month=12, day=7))


def hub_of(shell: Shell) -> Hub:
    hub = shell.hub
    assert hub is not None
    return hub


def plan_of(shell: Shell) -> Timeline:
    page = shell.page
    assert isinstance(page, RoomsPage)
    return page.views.timeline


def test_a_group_finds_a_free_room_although_the_wished_one_is_taken(
    start: Start, tmp_path: Path
) -> None:
    house_with_yoga(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    heard: list[str] = []
    hub.said.connect(lambda text, _: heard.append(text))

    press(Qt.Key.Key_F6)
    asked = dialog()
    assert isinstance(asked, OccupyDialog)
    type_text(focused(), "Gedächtnistraining für alle")
    settle()
    press(Qt.Key.Key_Return)
    assert focused() is asked.when.words
    type_text(focused(), WORDS)
    settle()
    assert asked.check.verdict.text() == f"{SINGLE}: 3 von 6 Terminen gehen nicht."
    press(Qt.Key.Key_Return, CTRL)
    assert dialog() is asked
    assert "Yoga auf dem Stuhl" in asked.refusal.text.text()

    tab_to(f"{SECOND} nehmen")
    press(Qt.Key.Key_Space)
    assert asked.check.verdict.text() == f"6 Termine, {SECOND} ist an allen frei."
    press(Qt.Key.Key_Return, CTRL)

    assert heard == [f"Gedächtnistraining für alle: 6 Termine in {SECOND} eingetragen"]
    (offer,) = [line for line in hub.read(offer_list) if line.title.startswith("Gedächtnis")]
    dates = hub.read(dates_of, offer.id)
    assert {(line.room, minute_of(line.starts), minute_of(line.ends)) for line in dates} == {
        (SECOND, 600, 720)
    }

    press(Qt.Key.Key_Z, CTRL)

    assert [line.title for line in hub.read(offer_list)] == ["Yoga auf dem Stuhl"]
    assert len(hub.read(dates_between, MONDAY, MONDAY)) == 1


def test_a_gap_in_the_plan_becomes_a_date_that_is_moved_and_dropped(
    start: Start, tmp_path: Path, clock: StandingClock
) -> None:
    house_with_yoga(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    press(Qt.Key.Key_4, CTRL)
    assert focused() is plan_of(shell)

    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    type_text(focused(), "Skat")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)

    skat = next(line for line in hub.read(dates_between, MONDAY, MONDAY) if line.title == "Skat")
    assert (skat.room, minute_of(skat.starts), minute_of(skat.ends)) == (SECOND, 480, 600)

    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    type_text(focused(), "24.11.")
    press(Qt.Key.Key_Return, CTRL)
    moved = hub.read(dates_of, skat.offer_id)[0]
    assert day_of(moved.starts).day == 24

    press(Qt.Key.Key_Z, CTRL)
    assert hub.read(dates_of, skat.offer_id) == [skat]
    assert plan_of(shell).current_block() is not None
    assert clock.now.hour == 8


def heard_in(view: Timeline) -> str:
    """What a screen reader says of the block with the focus."""
    return str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_plan_is_walked_filled_and_rearranged_and_everything_taken_back(
    start: Start, tmp_path: Path
) -> None:
    house_with_yoga(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    before = hub.read(dates_between, MONDAY, MONDAY)
    press(Qt.Key.Key_4, CTRL)
    view = plan_of(shell)

    heard = [heard_in(view)]
    for _ in range(2):
        press(Qt.Key.Key_Right)
        heard.append(heard_in(view))
    assert heard == [
        f"{SINGLE}, Montag, frei 08:00 bis 10:00 Uhr",
        f"Yoga auf dem Stuhl, Kurs, {SINGLE}, Montag 10:00 bis 11:00 Uhr",
        f"{SINGLE}, Montag, frei 11:00 bis 21:00 Uhr",
    ]

    press(Qt.Key.Key_Return)
    type_text(focused(), "Skat")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert heard_in(view).startswith("Skat, ")

    press(Qt.Key.Key_Left, CTRL)
    press(Qt.Key.Key_Return)
    settle()
    asked = dialog()
    assert isinstance(asked, MoveDialog)
    tab_to("Trotzdem belegen")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog() is asked
    assert focused().accessibleName() == "Grund"
    type_text(focused(), "ruhige Gruppen")
    press(Qt.Key.Key_Return, CTRL)
    assert focused() is view
    assert heard_in(view).endswith("trotzdem belegt: ruhige Gruppen")

    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert heard_in(view).startswith(f"Skat, Gruppe, {SECOND}, Montag 10:45 bis 12:45 Uhr")
    assert "trotzdem" not in heard_in(view)

    drag_by(view, minutes=120)
    assert f"{SECOND}, Montag 12:45 bis 14:45 Uhr" in heard_in(view)

    for _ in range(4):
        press(Qt.Key.Key_Z, CTRL)
    assert hub.read(dates_between, MONDAY, MONDAY) == before


def drag_by(view: Timeline, *, minutes: int) -> None:
    """Drags the block with the focus to a later time with the mouse."""
    begin = view.visualRect(view.currentIndex()).center()
    end = begin + QPoint(view.places.along(600 + minutes) - view.places.along(600), 0)
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    for step in (1, 2):
        QTest.mouseMove(port, begin + (end - begin) * step / 2)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    settle()
