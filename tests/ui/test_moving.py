"""Moving a date in the plan: by keys and by pointer, refused, put back, taken back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from begegnung.model.local_time import DAY, day_of, minute_of, moment
from begegnung.model.rows import DateLine, RoomRow
from begegnung.services.dates import date_line
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.plan import Plan
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.pages.rooms import RoomsPage
from begegnung.ui.plan.blocks import Block
from begegnung.ui.plan.carry import GRID, Carried
from begegnung.ui.plan.sheets import day_sheet
from begegnung.ui.plan.timeline import Timeline
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House
from tests.ui.furnishing import GYM
from tests.ui.keys import ALT, CTRL, dialog, focused, press, settle
from tests.ui.test_plan_blocks import line as made

YOGA = "Yoga auf dem Stuhl"


@pytest.fixture
def page(shell: Shell) -> RoomsPage:
    shell.go_to("rooms")
    settle()
    assert isinstance(shell.page, RoomsPage)
    shell.page.views.timeline.setFocus()
    return shell.page


@pytest.fixture
def heard(page: RoomsPage) -> list[str]:
    """Everything the toast and the message say."""
    words: list[str] = []
    page.hub.said.connect(lambda text, _: words.append(text))
    page.hub.refused.connect(words.append)
    return words


def view_of(page: RoomsPage) -> Timeline:
    view = page.views.current_timeline()
    assert view is not None
    return view


def row_of(view: Timeline, title: str, kind: str = "date") -> int:
    return next(
        row
        for row, block in enumerate(view.sheet.blocks)
        if block.kind == kind and block.line is not None and block.line.title == title
    )


def choose(page: RoomsPage, title: str) -> DateLine:
    view = view_of(page)
    view.choose(row_of(view, title))
    block = view.current_block()
    assert block is not None
    assert block.line is not None
    return block.line


def said(page: RoomsPage) -> str:
    return " | ".join(w.text() for w in page.legend.findChildren(QLabel) if w.isVisible())


def place(house: House, line: DateLine) -> tuple[str, int, int]:
    now = house.desk.read(date_line, line.id)
    return now.room, minute_of(now.starts), minute_of(now.ends)


def drag(view: Timeline, title: str, minute: int, lane: int) -> None:
    """Drags the middle of a date to a minute of a lane, in three steps, without letting go."""
    block = view.sheet.blocks[row_of(view, title)]
    middle = (block.start + block.end) // 2
    begin = point(view, middle, block.lane)
    end = point(view, minute + middle - block.start, lane)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    for step in (1, 2, 3):
        QTest.mouseMove(view.viewport(), begin + (end - begin) * step / 3)
        settle()


def point(view: Timeline, minute: int, lane: int) -> QPoint:
    """The middle of a lane at a minute, in the viewport."""
    rect = view.places.span_rect(lane, minute, minute + GRID)
    offset = QPoint(view.horizontalOffset(), view.verticalOffset())
    middle, start = rect.center(), rect.topLeft()
    at = QPoint(middle.x(), start.y()) if view.upright else QPoint(start.x(), middle.y())
    return at - offset


def lane_of(view: Timeline, room: str) -> int:
    return next(n for n, lane in enumerate(view.sheet.lanes) if lane.room == room)


def let_go(view: Timeline, minute: int, lane: int) -> None:
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=point(view, minute, lane))
    settle()


def test_ctrl_and_arrows_move_a_date_and_enter_puts_it_down(
    page: RoomsPage, house: House, heard: list[str]
) -> None:
    yoga = choose(page, YOGA)

    press(Qt.Key.Key_Right, CTRL)
    assert "Saal, Montag, 10:15 bis 11:15 Uhr, frei" in said(page)
    for _ in range(3):
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    assert "Werkraum, Montag, 11:00 bis 12:00 Uhr, belegt: Gedächtnistraining" in said(page)
    assert place(house, yoga) == (SINGLE, 600, 660)
    for _ in range(2):
        press(Qt.Key.Key_Down)
    assert "Gymnastikraum, Montag, 11:00 bis 12:00 Uhr, frei" in said(page)
    press(Qt.Key.Key_Return)

    assert place(house, yoga) == (GYM, 660, 720)
    told = "Bitte benachrichtigen: 3 angemeldete Personen"
    assert heard == [f"{YOGA} ist verlegt: {GYM}, Mo., 23.11.2026, 11:00 Uhr. {told}"]
    block = view_of(page).current_block()
    assert block is not None
    assert block.line is not None
    assert (block.line.title, block.start) == (YOGA, 660)
    assert focused() is view_of(page)
    press(Qt.Key.Key_Z, CTRL)
    assert place(house, yoga) == (SINGLE, 600, 660)


def test_esc_puts_a_date_back_and_nothing_is_written(
    page: RoomsPage, house: House, heard: list[str]
) -> None:
    yoga = choose(page, YOGA)

    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Escape)

    assert view_of(page).carried is None
    assert "verschieben · Eingabe: ablegen" not in said(page)
    assert place(house, yoga) == (SINGLE, 600, 660)
    assert heard == []
    press(Qt.Key.Key_Left)
    assert view_of(page).current_block() != yoga


def test_leaving_the_plan_puts_a_date_back(page: RoomsPage, house: House) -> None:
    yoga = choose(page, YOGA)
    press(Qt.Key.Key_Right, CTRL)

    press(Qt.Key.Key_Tab)

    assert view_of(page).carried is None
    assert place(house, yoga) == (SINGLE, 600, 660)


def test_a_date_put_down_where_it_was_writes_nothing(page: RoomsPage, heard: list[str]) -> None:
    choose(page, YOGA)

    press(Qt.Key.Key_Right, CTRL)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)

    assert heard == []


def test_a_taken_room_is_refused_and_the_dialog_shows_the_ways_out(
    page: RoomsPage, house: House
) -> None:
    yoga = choose(page, YOGA)
    press(Qt.Key.Key_Down, CTRL)
    press(Qt.Key.Key_Return)
    settle()

    asked = dialog()
    assert isinstance(asked, MoveDialog)
    assert place(house, yoga) == (SINGLE, 600, 660)
    assert asked.slot.room.currentText() == SECOND
    assert (asked.slot.start.text(), asked.slot.end.text()) == ("10:00", "11:00")
    assert asked.slot.check.verdict.text() == f"{SECOND} ist nicht frei."

    asked.slot.check.room_wanted.emit(house.room(GYM))
    press(Qt.Key.Key_Return, CTRL)

    assert place(house, yoga) == (GYM, 600, 660)


def test_a_date_is_dragged_to_another_room_and_time(page: RoomsPage, house: House) -> None:
    yoga, view = choose(page, YOGA), view_of(page)
    gym = lane_of(view, GYM)

    drag(view, YOGA, 14 * 60 + 4, gym)
    assert view.carried is not None
    assert (view.carried.lane, view.carried.start) == (gym, 14 * 60)
    assert place(house, yoga) == (SINGLE, 600, 660)
    let_go(view, 14 * 60 + 34, gym)

    assert place(house, yoga) == (GYM, 14 * 60, 15 * 60)
    press(Qt.Key.Key_Z, CTRL)
    assert place(house, yoga) == (SINGLE, 600, 660)


def test_esc_while_dragging_puts_the_date_back(page: RoomsPage, house: House) -> None:
    yoga, view = choose(page, YOGA), view_of(page)
    gym = lane_of(view, GYM)

    drag(view, YOGA, 14 * 60, gym)
    press(Qt.Key.Key_Escape)
    let_go(view, 14 * 60 + 30, gym)

    assert place(house, yoga) == (SINGLE, 600, 660)


def test_a_trembling_hand_moves_nothing(page: RoomsPage, house: House) -> None:
    yoga, view = choose(page, YOGA), view_of(page)
    at = point(view, 630, lane_of(view, SINGLE))

    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view.viewport(), at + QPoint(4, 3))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(4, 3))

    assert place(house, yoga) == (SINGLE, 600, 660)


def test_what_is_over_without_a_time_or_elsewhere_is_not_moved_by_accident(
    page: RoomsPage, house: House, heard: list[str]
) -> None:
    view = view_of(page)
    back = choose(page, "Rückenfit am Morgen")
    house.clock.go_on(hours=1)
    page.reload()
    choose(page, "Rückenfit am Morgen")

    press(Qt.Key.Key_Right, CTRL)
    drag(view, "Rückenfit am Morgen", 14 * 60, lane_of(view, GYM))
    let_go(view, 14 * 60, lane_of(view, GYM))

    assert place(house, back) == (GYM, 480, 540)
    assert (
        heard
        == ["Rückenfit am Morgen ist schon vorbei. Ändern geht mit Eingabe und „Verlegen“."] * 2
    )
    view.choose(next(n for n, b in enumerate(view.sheet.blocks) if b.kind == "gap"))
    press(Qt.Key.Key_F8)
    assert heard[-1] == "Verschieben lassen sich nur Termine."


def test_in_the_plan_of_a_room_a_date_moves_to_another_day(page: RoomsPage, house: House) -> None:
    choose(page, YOGA)
    press(Qt.Key.Key_3, ALT)
    yoga = choose(page, YOGA)

    press(Qt.Key.Key_Right, CTRL)
    press(Qt.Key.Key_Down)
    assert "Dienstag, 10:15 bis 11:15 Uhr, frei" in said(page)
    press(Qt.Key.Key_Return)

    now = house.desk.read(date_line, yoga.id)
    assert (day_of(now.starts), minute_of(now.starts)) == (MONDAY + timedelta(days=1), 615)
    assert now.moved_from == yoga.starts


def test_a_closed_day_is_refused_like_a_taken_room(page: RoomsPage, house: House) -> None:
    tuesday = MONDAY + timedelta(days=1)
    house.act(add_closure, AddClosure(house.room(), tuesday, tuesday, "Fest"))
    choose(page, YOGA)
    press(Qt.Key.Key_4, ALT)
    yoga = choose(page, YOGA)

    press(Qt.Key.Key_Down, CTRL)
    assert "Dienstag, 10:00 bis 11:00 Uhr, gesperrt" in said(page)
    press(Qt.Key.Key_Return)
    settle()

    assert isinstance(dialog(), MoveDialog)
    assert place(house, yoga) == (SINGLE, 600, 660)


def test_an_outing_keeps_its_place_when_its_time_moves(page: RoomsPage, house: House) -> None:
    trip = house.offer("Ausflug", "trip", place="Westfalenpark, Eingang")
    house.one_date(trip, 540, 720, room=None)
    page.reload()
    outing = choose(page, "Ausflug")

    press(Qt.Key.Key_Right, CTRL)
    press(Qt.Key.Key_Return)

    moved = house.desk.read(date_line, outing.id)
    assert (moved.room_id, moved.place) == (None, "Westfalenpark, Eingang")
    assert minute_of(moved.starts) == 555


def test_an_outing_can_be_put_into_a_room(page: RoomsPage, house: House) -> None:
    trip = house.offer("Ausflug", "trip", place="Westfalenpark, Eingang")
    house.one_date(trip, 1080, 1140, room=None)
    page.reload()
    outing = choose(page, "Ausflug")

    press(Qt.Key.Key_Up, CTRL)
    press(Qt.Key.Key_Return)

    assert place(house, outing) == (GYM, 1080, 1140)


def test_the_week_says_where_dates_can_be_moved(page: RoomsPage, heard: list[str]) -> None:
    page.show_mode("week")

    press(Qt.Key.Key_F8)

    assert heard == ["Verschieben geht im Plan eines Tages oder eines Raums."]


def test_several_groups_in_a_room_meant_for_it_are_no_clash(page: RoomsPage) -> None:
    choose(page, "Mittagstisch")

    for _ in range(8):
        press(Qt.Key.Key_Right, CTRL)

    assert f"{SHARED_ROOM}, Montag, 14:00 bis 15:30 Uhr, frei" in said(page)


HALL = RoomRow("r1", "Saal 1", 20, "", False, False)
OLD = RoomRow("r2", "Alter Saal", 20, "", False, True)
ANNEX = RoomRow("r3", "Anbau", 20, "", False, False)


@given(
    st.integers(480, 1100),
    st.integers(5, 150),
    st.integers(0, 30),
    st.lists(st.sampled_from(["later", "earlier", "up", "down"]), max_size=40),
)
def test_a_moved_date_keeps_its_length_stays_in_the_plan_and_on_the_grid(
    start: int, length: int, setup: int, ways: list[str]
) -> None:
    date = made("A", start, start + length, HALL, setup_minutes=setup)
    old = made("B", 600, 660, OLD)
    sheet = day_sheet(Plan(MONDAY, MONDAY, (HALL, OLD, ANNEX), (date, old), (), ()), MONDAY)
    block = next(b for b in sheet.blocks if b.line is date)
    carried = Carried.from_block(sheet, block)
    assert not carried.moved

    for way in ways:
        before = carried
        if way in ("later", "earlier"):
            carried = carried.later(1 if way == "later" else -1)
            edge = carried.span[0] == sheet.first_minute or carried.span[1] == sheet.last_minute
            assert carried.start % GRID == 0 or edge
            assert (carried.start > before.start) == (way == "later") or edge
        else:
            carried = carried.across(1 if way == "down" else -1)
        assert carried.end - carried.start == length
        assert sheet.first_minute <= carried.span[0]
        assert carried.span[1] <= sheet.last_minute <= DAY
        assert carried.target().bookable


def test_what_is_moved_does_not_clash_with_itself() -> None:
    date = made("A", 600, 660, HALL, setup_minutes=15, clearing_minutes=15)
    other = made("B", 720, 780, HALL)
    sheet = day_sheet(Plan(MONDAY, MONDAY, (HALL,), (date, other), (), ()), MONDAY)
    carried = Carried.from_block(sheet, next(b for b in sheet.blocks if b.line is date))

    def clashing(where: Carried) -> list[Block]:
        return [block for block in where.clashes() if block.line is not None]

    assert clashing(carried.later(1)) == []
    assert [b.line.title for b in clashing(carried.later(4)) if b.line] == ["B"]
    assert carried.later(4).state() == "belegt: B"
    assert moment(MONDAY, carried.later(3).span[1]) == other.starts
    assert carried.later(3).state() == "frei"
