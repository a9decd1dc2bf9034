"""Räume: the plan by keyboard, by ear, and what can be done from it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from begegnung.model.local_time import day_of, moment
from begegnung.services.dates import date_line, dates_between
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    RetireRoom,
    add_closure,
    add_room,
    closures,
    retire_room,
    rooms,
)
from begegnung.services.offers import offer_list
from begegnung.services.plan import plan
from begegnung.ui.dialogs.agreement import AgreementsDialog
from begegnung.ui.dialogs.calendar_file import ReadCalendarDialog, SaveCalendarDialog
from begegnung.ui.dialogs.closure import ClosureDialog, ClosuresDialog
from begegnung.ui.dialogs.date import CancelDateDialog, DateDialog
from begegnung.ui.dialogs.double_booked import DoubleBookedDialog
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.room import RoomDialog, RoomsDialog
from begegnung.ui.pages.rooms import RoomsPage
from begegnung.ui.plan.colours import tones
from begegnung.ui.plan.model import BlockModel
from begegnung.ui.plan.sheets import day_sheet
from begegnung.ui.plan.week import WeekModel
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import spoken_key
from tests.desks import MONDAY, SECOND, SINGLE, House
from tests.ui.audit import audit, contrast
from tests.ui.furnishing import GYM
from tests.ui.keys import ALT, CTRL, dialog, focused, press, settle, type_text

SENTENCE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(shell: Shell) -> RoomsPage:
    shell.go_to("rooms")
    settle()
    assert isinstance(shell.page, RoomsPage)
    shell.page.views.timeline.setFocus()
    return shell.page


def spoken(page: RoomsPage) -> str:
    return str(page.views.timeline.currentIndex().data(SENTENCE))


def choose(page: RoomsPage, beginning: str) -> None:
    model = page.views.timeline.model()
    rows = [n for n in range(model.rowCount()) if beginning in model.index(n, 0).data(SENTENCE)]
    page.views.timeline.choose(rows[0])


def opened(kind: type[QWidget]) -> QWidget:
    settle()
    assert isinstance(dialog(), kind), type(dialog())
    return dialog()


def said(part: QWidget) -> str:
    return " | ".join(w.text() for w in part.findChildren(QLabel) if w.isVisible())


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (960, 540)])
@pytest.mark.parametrize("mode", ["day", "week", "room", "month"])
def test_it_shuts_nobody_out(
    shell: Shell, page: RoomsPage, size: tuple[int, int], mode: str
) -> None:
    page.show_mode(mode)  # type: ignore[arg-type]
    shell.resize(*size)
    settle()

    assert audit(shell) == []


def test_the_models_keep_the_rules_of_models(house: House) -> None:
    shown = house.desk.read(plan, MONDAY, MONDAY + timedelta(days=6))
    blocks, week = BlockModel(), WeekModel()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (blocks, week)]

    blocks.show_sheet(day_sheet(shown, MONDAY))
    week.show_plan(shown)

    assert len(testers) == 2
    assert (week.rowCount(), week.columnCount()) == (4, 7)
    assert blocks.rowCount() > 10


def test_every_block_is_a_list_item_with_name_and_place_for_a_screen_reader(
    page: RoomsPage,
) -> None:
    QAccessible.setActive(True)
    seen = QAccessible.queryAccessibleInterface(page.views.timeline)
    items = [seen.child(n) for n in range(seen.childCount())]
    names = [item.text(QAccessible.Text.Name) for item in items]

    assert seen.role() == QAccessible.Role.List
    assert "Englisch A2, Kurs, Werkraum, Montag 08:45 bis 10:15 Uhr, 1 von 12 Plätzen belegt" in (
        names
    )
    assert "Saal, Montag, frei 08:00 bis 10:00 Uhr" in names
    assert all(item.rect().isValid() for item in items)


def test_the_arrow_keys_walk_through_every_block_and_gap_of_every_room(page: RoomsPage) -> None:
    total = page.views.timeline.model().rowCount()
    page.views.timeline.choose(0)
    heard = set()
    for _ in page.views.timeline.sheet.lanes:
        press(Qt.Key.Key_Home)
        heard.add(spoken(page))
        for _ in range(12):
            press(Qt.Key.Key_Right)
            heard.add(spoken(page))
        press(Qt.Key.Key_Down)

    assert len(heard) == total


def test_down_leads_to_the_block_nearest_in_time_in_the_next_room(page: RoomsPage) -> None:
    choose(page, "Yoga auf dem Stuhl")

    press(Qt.Key.Key_Down)

    assert spoken(page).startswith("Gedächtnistraining, Kurs, Werkraum, Montag 10:30")


def test_the_current_block_is_always_scrolled_into_view(shell: Shell, page: RoomsPage) -> None:
    shell.resize(960, 540)
    settle()
    for _ in range(8):
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_End)
    view = page.views.timeline

    shown = view.visualRect(view.currentIndex()).intersected(view.viewport().rect())

    assert not shown.isEmpty()
    assert shown.height() == view.visualRect(view.currentIndex()).height()


def test_enter_on_a_gap_asks_what_shall_be_there(page: RoomsPage) -> None:
    choose(page, "Werkraum, Montag, frei 12:00")

    press(Qt.Key.Key_Return)

    asked = opened(OccupyDialog)
    assert isinstance(asked, OccupyDialog)
    assert asked.when.words.text() == "23.11.2026"
    assert (asked.when.start.text(), asked.when.end.text()) == ("12:00", "14:00")
    assert asked.room.currentText() == SECOND
    assert asked.check.verdict.text() == "1 Termin, Werkraum ist da frei."


def test_a_double_click_in_a_gap_starts_at_the_quarter_hour_that_was_hit(page: RoomsPage) -> None:
    choose(page, "Saal, Montag, frei 11:00")
    view = page.views.timeline
    start = view.places.along(13 * 60 + 20) - view.horizontalOffset()
    point = QPoint(start, view.visualRect(view.currentIndex()).center().y())

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)

    asked = opened(OccupyDialog)
    assert isinstance(asked, OccupyDialog)
    assert asked.when.start.text() == "13:15"


def test_enter_on_a_date_shows_it_and_what_can_be_done(page: RoomsPage) -> None:
    choose(page, "Yoga auf dem Stuhl")

    press(Qt.Key.Key_Return)

    shown = opened(DateDialog)
    assert "10:00 bis 11:00 Uhr" in said(shown)
    assert "3 von 5 Plätzen belegt" in said(shown)
    press(Qt.Key.Key_Escape)
    assert focused() is page.views.timeline
    assert spoken(page).startswith("Yoga auf dem Stuhl")


def test_delete_drops_a_date_with_a_reason_and_its_room_is_free(
    page: RoomsPage, house: House
) -> None:
    choose(page, "Yoga auf dem Stuhl")
    line = page.views.timeline.current_block()

    press(Qt.Key.Key_Delete)
    asked = opened(CancelDateDialog)
    assert "3 angemeldete Personen" in said(asked)
    press(Qt.Key.Key_Return, CTRL)

    assert line is not None
    assert line.line is not None
    dropped = house.desk.read(date_line, line.line.id)
    assert (dropped.state, dropped.state_reason) == ("cancelled", "Leitung verhindert")
    assert spoken(page) == (
        "Yoga auf dem Stuhl fällt aus (Leitung verhindert), Saal ist frei, "
        "Montag 10:00 bis 11:00 Uhr"
    )
    press(Qt.Key.Key_Left)
    assert spoken(page) == "Saal, Montag, frei 08:00 bis 21:00 Uhr"


def test_a_reason_of_ones_own_has_to_be_written(page: RoomsPage) -> None:
    choose(page, "Yoga auf dem Stuhl")
    press(Qt.Key.Key_Delete)
    asked = opened(CancelDateDialog)
    assert isinstance(asked, CancelDateDialog)

    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return, CTRL)

    assert asked.isVisible()
    assert focused() is asked.words
    assert "Bitte etwas eintragen." in said(asked)


def test_a_move_into_a_taken_room_is_refused_and_a_free_one_is_offered(
    page: RoomsPage, house: House
) -> None:
    choose(page, "Yoga auf dem Stuhl")
    date_id = page.views.timeline.current_block().line.id  # type: ignore[union-attr]
    press(Qt.Key.Key_Return)
    opened(DateDialog)
    press(Qt.Key.Key_Space)
    asked = opened(MoveDialog)
    assert isinstance(asked, MoveDialog)
    assert asked.slot.check.verdict.text() == "1 Termin, Saal ist da frei."

    asked.slot.room.set_value(house.room(SECOND))
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    assert "Gedächtnistraining" in asked.refusal.text.text()
    assert asked.slot.check.verdict.text() == "Werkraum ist nicht frei."

    asked.slot.check.room_wanted.emit(house.room(GYM))
    press(Qt.Key.Key_Return, CTRL)

    assert house.desk.read(date_line, date_id).room == GYM
    assert spoken(page).startswith("Yoga auf dem Stuhl, Kurs, Gymnastikraum")


def test_a_clash_that_an_exchange_brought_is_shown_in_words(page: RoomsPage, house: House) -> None:
    yoga = next(line.id for line in house.desk.read(offer_list) if line.title.startswith("Yoga"))
    other = house.one_date(yoga, 630, 700, room=GYM)
    with house.desk.local_transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE occurrence SET room_id = ? WHERE id = ?", (house.room(), other)
        )

    page.reload()

    clashing = [b.line.starts for b in page.views.timeline.sheet.blocks if b.line and b.warning]
    assert clashing == [moment(MONDAY, 600), moment(MONDAY, 630)]
    choose(page, "doppelt belegt")
    assert spoken(page).endswith("doppelt belegt")


def test_a_week_is_a_cell_a_day_and_enter_opens_the_day(page: RoomsPage) -> None:
    page.show_mode("week")
    week = page.views.week
    cell = week.week.index(1, 0)

    assert cell.data(SENTENCE) == (
        "Werkraum, Montag: 08:45 Englisch A2, Kurs; 10:30 Gedächtnistraining, Kurs"
    )
    assert week.week.index(1, 1).data(SENTENCE) == "Werkraum, Dienstag: nichts geplant"
    week.setCurrentIndex(cell)
    press(Qt.Key.Key_Return)

    assert page.mode == "day"
    assert focused() is page.views.timeline
    assert spoken(page).startswith("Englisch A2")


def test_steps_in_time_keep_the_kind_of_plan(page: RoomsPage) -> None:
    press(Qt.Key.Key_Right, ALT)
    assert page.subtitle() == "Belegungsplan · Dienstag, 24. November 2026"
    page.show_mode("week")
    press(Qt.Key.Key_Right, ALT)
    assert page.subtitle() == "Belegungsplan · Woche 49 · 30.11. bis 06.12.2026"
    press(Qt.Key.Key_Home, ALT)

    assert page.day == MONDAY
    assert page.mode == "week"


def test_one_room_has_its_days_beside_each_other_and_hours_downwards(page: RoomsPage) -> None:
    page.present({"room_id": page.hub.read(rooms)[1].id})
    view = page.views.room_week
    rows = [n for n, b in enumerate(view.sheet.blocks) if b.line]
    english, memory = (view.visualRect(view.model().index(n, 0)) for n in rows[:2])

    assert page.mode == "room"
    assert english.left() == memory.left()
    assert english.bottom() < memory.top()
    view.choose(rows[0])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert view.currentIndex().data(SENTENCE).startswith("Gedächtnistraining")
    press(Qt.Key.Key_Right)
    assert "Dienstag" in view.currentIndex().data(SENTENCE)


def test_closing_a_room_shows_first_what_it_hits(page: RoomsPage, house: House) -> None:
    page.verbs.close.trigger()
    asked = opened(ClosureDialog)
    assert isinstance(asked, ClosureDialog)
    asked.room.set_value(house.room(SECOND))

    assert "2 Termine sind betroffen" in asked.verdict.text()
    assert [line.title for line in asked.hits.lines.lines] == ["Englisch A2", "Gedächtnistraining"]
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    type_text(asked.reason, "Heizung wird repariert")
    press(Qt.Key.Key_Return, CTRL)

    assert [row.room for row in house.desk.read(closures, MONDAY, MONDAY)] == [SECOND]
    choose(page, "Sperre: Heizung wird repariert, Werkraum")


def test_a_closure_is_opened_and_taken_back_from_the_plan(page: RoomsPage, house: House) -> None:
    house.act(add_closure, AddClosure(house.room(), MONDAY, MONDAY, "Fest"))
    page.reload()
    choose(page, "Sperre: Fest")

    press(Qt.Key.Key_Return)
    shown = opened(ClosuresDialog)
    assert isinstance(shown, ClosuresDialog)
    shown.remove.click()

    assert house.desk.read(closures, MONDAY, MONDAY) == []
    assert "Zurzeit ist nichts gesperrt." in said(shown)


def test_rooms_are_added_and_one_in_use_cannot_go(page: RoomsPage, house: House) -> None:
    page.verbs.rooms.trigger()
    shown = opened(RoomsDialog)
    assert isinstance(shown, RoomsDialog)
    shown.retire.click()
    assert "wird noch gebraucht" in shown.refusal.text.text()

    shown.add.click()
    asked = opened(RoomDialog)
    assert isinstance(asked, RoomDialog)
    type_text(asked.name, "saal")
    press(Qt.Key.Key_Return)
    assert "„saal“ gibt es schon." in said(asked)
    asked.name.clear()
    type_text(asked.name, "Küche")
    type_text(asked.capacity, "12")
    press(Qt.Key.Key_Return)

    assert [row.name for row in house.desk.read(rooms)][-1] == "Küche"
    assert "Küche" in [line.title for line in shown.list.lines.lines]


def test_a_room_gets_another_name_and_size(page: RoomsPage, house: House) -> None:
    page.verbs.rooms.trigger()
    shown = opened(RoomsDialog)
    assert isinstance(shown, RoomsDialog)
    press(Qt.Key.Key_Return)
    asked = opened(RoomDialog)
    assert isinstance(asked, RoomDialog)
    assert asked.name.text() == SINGLE

    type_text(asked.name, "Großer Saal")
    type_text(asked.capacity, "60")
    press(Qt.Key.Key_Return)

    first = house.desk.read(rooms)[0]
    assert (first.name, first.capacity) == ("Großer Saal", 60)
    assert page.views.timeline.sheet.lanes[0].detail == "60 Personen"


def test_without_rooms_the_page_says_what_to_do_first(page: RoomsPage, house: House) -> None:
    house.clock.go_on(days=30)
    for row in house.desk.read(rooms):
        house.act(retire_room, RetireRoom(row.id))

    page._go_today()

    assert page.views.currentWidget() is page.empty
    assert "Noch ist kein Raum angelegt" in page.empty.sentence.text()


def test_a_date_can_be_shown_from_elsewhere(page: RoomsPage, house: House) -> None:
    next_week = MONDAY + timedelta(days=7)
    line = house.desk.read(dates_between, next_week, next_week)[1]

    page.hub.show("rooms", occurrence_id=line.id)
    settle()

    assert page.day == day_of(line.starts)
    assert spoken(page).startswith(line.title)


def test_what_changes_elsewhere_is_read_anew(page: RoomsPage, house: House) -> None:
    chosen = spoken(page)
    house.one_date(house.offer("Neu"), 1080, 1140)

    page.hub.changed.emit(frozenset({"occurrence"}))

    assert "Neu" in {b.line.title for b in page.views.timeline.sheet.blocks if b.line}
    assert spoken(page) == chosen
    assert spoken_key("Alt+Left") == "Alt+Links"
    assert SINGLE in {lane.title for lane in page.views.timeline.sheet.lanes}


def test_the_plan_follows_the_theme(page: RoomsPage, qapp: QApplication) -> None:
    light = page.views.timeline.grab().toImage()

    THEME.apply(qapp, "dark")
    settle()

    assert page.views.timeline.look.dark
    assert page.views.timeline.grab().toImage() != light


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_every_kind_of_block_can_be_read_on_its_ground(page: RoomsPage) -> None:
    look = page.views.timeline.look
    pairs = [(shades.text, shades.ground) for shades in look.shades.values()]
    pairs += [(shades.text, shades.pale) for shades in look.shades.values()]
    pairs += [(look.muted, look.ground), (look.muted, look.band)]

    assert [p for p in pairs if contrast(*p) < 4.5] == []
    bars = [(shades.bar, look.ground) for shades in look.shades.values()]
    assert [p for p in [*bars, (look.now, look.ground)] if contrast(*p) < 3] == []


def test_in_a_contrast_theme_the_plan_has_only_the_colours_of_the_system(
    page: RoomsPage,
) -> None:
    THEME.contrast = True
    try:
        found = tones(page.palette())
    finally:
        THEME.contrast = False

    assert len(set(found.values())) == 1
    assert found.keys() == tones(page.palette()).keys()


def test_the_kinds_of_plan_have_keys_and_buttons_and_are_kept(
    page: RoomsPage, shell: Shell
) -> None:
    modes = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        press(key, ALT)
        modes.append((page.mode, focused() is page.views.currentWidget()))
    assert modes == [(mode, True) for mode in ("week", "room", "month", "day")]

    page.bar.mode_buttons["room"].click()
    assert page.bar.room.spans["room"].isVisible()
    page.bar.room.spans["month"].click()
    assert page.mode == "month"
    assert page.bar.mode_buttons["room"].isChecked()
    shell.go_to("today")
    shell.go_to("rooms")

    assert page.mode == "month"
    assert page.subtitle() == "Belegungsplan · November 2026"


def test_a_month_of_one_room_has_every_day_below_each_other(page: RoomsPage, house: House) -> None:
    choose(page, "Englisch A2")
    press(Qt.Key.Key_4, ALT)
    view = page.views.room_month

    assert page.bar.room.choice.currentText() == SECOND
    assert [lane.title for lane in view.sheet.lanes][:2] == ["So 01.11.", "Mo 02.11."]
    assert len(view.sheet.lanes) == 30
    assert view.currentIndex().data(SENTENCE) == "Werkraum, Montag, frei 08:00 bis 08:45 Uhr"
    press(Qt.Key.Key_Down)
    assert view.currentIndex().data(SENTENCE) == "Werkraum, Dienstag, frei 08:00 bis 21:00 Uhr"
    press(Qt.Key.Key_Right, ALT)
    assert page.subtitle() == "Belegungsplan · Dezember 2026"
    press(Qt.Key.Key_Left, ALT)
    press(Qt.Key.Key_Left, ALT)
    assert page.subtitle() == "Belegungsplan · Oktober 2026"
    page.bar.room.choice.set_value(house.room(GYM))
    assert {lane.room for lane in view.sheet.lanes} == {GYM}


def test_the_chosen_block_names_the_room_that_is_shown_alone(page: RoomsPage) -> None:
    choose(page, "Mittagstisch")

    press(Qt.Key.Key_3, ALT)

    assert page.views.room_week.sheet.lanes[0].room == "Foyer"


def test_insert_in_a_week_occupies_the_room_on_that_day(page: RoomsPage) -> None:
    page.show_mode("week")
    page.views.week.setCurrentIndex(page.views.week.week.index(1, 2))

    press(Qt.Key.Key_Insert)

    asked = opened(OccupyDialog)
    assert isinstance(asked, OccupyDialog)
    assert asked.when.words.text() == "25.11.2026"
    assert asked.room.currentText() == SECOND


def test_one_key_lets_a_cancelled_date_take_place_after_all(page: RoomsPage, house: House) -> None:
    choose(page, "Tanzcafé fällt aus")
    block = page.views.timeline.current_block()
    assert block is not None
    assert block.line is not None

    press(Qt.Key.Key_F12)

    assert house.desk.read(date_line, block.line.id).state == "planned"
    assert spoken(page).startswith("Tanzcafé, Gruppe, Saal, Montag 15:00 bis 17:00 Uhr")
    press(Qt.Key.Key_Z, CTRL)
    assert house.desk.read(date_line, block.line.id).state == "cancelled"


def test_a_room_taken_by_a_combined_one_leads_to_the_real_date(
    page: RoomsPage, house: House
) -> None:
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom("Beide Räume", part_ids=parts))
    house.one_date(house.offer("Großes Fest", "event"), 1080, 1140, room="Beide Räume")
    page.reload()

    choose(page, "Saal, Montag, belegt durch Beide Räume: Großes Fest, 18:00 bis 19:00 Uhr")
    press(Qt.Key.Key_Delete)
    assert dialog() is page.window()
    press(Qt.Key.Key_Return)

    shown = opened(DateDialog)
    assert "Beide Räume" in said(shown)
    assert "18:00 bis 19:00 Uhr" in said(shown)


def test_buttons_go_on_in_a_new_row_where_they_do_not_fit(page: RoomsPage, shell: Shell) -> None:
    page.show_mode("room")
    settle()
    wide = page.bar.height()

    shell.resize(960, 540)
    settle()

    assert page.bar.height() > wide
    for part in page.bar.findChildren(QPushButton):
        if part.isVisible():
            assert page.bar.rect().contains(part.geometry().translated(part.parent().pos()))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("find", FindRoomDialog),
        ("agreements", AgreementsDialog),
        ("clashes", DoubleBookedDialog),
        ("save_calendar", SaveCalendarDialog),
        ("read_calendar", ReadCalendarDialog),
    ],
)
def test_everything_about_rooms_is_reached_from_the_plan(
    page: RoomsPage, verb: str, kind: type[QWidget]
) -> None:
    made = getattr(page.verbs, verb)
    assert made in page.page_actions()

    made.trigger()
    opened(kind)
    press(Qt.Key.Key_Escape)

    assert focused() is page.views.timeline


def test_the_calendar_of_the_room_that_is_shown_alone_is_saved(
    page: RoomsPage, house: House
) -> None:
    choose(page, "Englisch A2")
    press(Qt.Key.Key_3, ALT)

    page.verbs.save_calendar.trigger()

    asked = opened(SaveCalendarDialog)
    assert isinstance(asked, SaveCalendarDialog)
    assert asked.what.value() == ("room", house.room(SECOND))
