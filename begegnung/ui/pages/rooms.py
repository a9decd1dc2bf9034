"""Räume: who is in which room when, for a day, a week, or one room."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from begegnung.model.calendar import monday_of
from begegnung.model.local_time import day_of
from begegnung.model.rows import ClosureRow, DateLine
from begegnung.services.dates import date_line
from begegnung.services.plan import Plan, plan
from begegnung.services.present import moment_of
from begegnung.texts import long_date
from begegnung.ui.dialogs.closure import ClosureDialog, ClosuresDialog
from begegnung.ui.dialogs.date import CancelDateDialog, DateDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.room import RoomsDialog
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.plan.bar import MODES, Mode, PlanBar
from begegnung.ui.plan.blocks import Block, Lane, day_sheet, room_sheet
from begegnung.ui.plan.legend import Legend
from begegnung.ui.plan.timeline import Timeline
from begegnung.ui.plan.week import WeekGrid
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.fields import ChoiceField


class RoomsPage(Page):
    """The occupancy plan."""

    key = "rooms"
    title = "Räume"
    icon = "building"
    watches = frozenset({"occurrence", "offer", "room", "closure", "booking", "centre"})

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(hub, parent)
        self.day = day_of(moment_of(hub.desk.now_ms()))
        self.mode: Mode = "day"
        self._plan: Plan | None = None
        self._room_id: str | None = None
        self._make_actions()
        self.timeline, self.week, self.room_week = Timeline(), WeekGrid(), Timeline(upright=True)
        self.empty = EmptyState(
            "Noch ist kein Raum angelegt. Mit den Räumen entsteht hier der Belegungsplan.",
            "Räume anlegen",
            self._edit_rooms,
            "building",
        )
        self.views = QStackedWidget()
        for view in (self.timeline, self.week, self.room_week, self.empty):
            self.views.addWidget(view)
        self.legend = Legend()
        self.bar = PlanBar(
            (self._back, self._today, self._forth),
            self._modes,
            (self._close, self._closures, self._rooms),
            self.occupy_action,
        )
        self.room_choice = ChoiceField("Raum, der gezeigt wird")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        box.addWidget(self.bar)
        box.addWidget(self.room_choice)
        box.addWidget(self.views, 1)
        box.addWidget(self.legend)
        self._connect()

    def _make_actions(self) -> None:
        def made(text: str, do: Any, shortcut: str = "") -> QAction:
            new = action(text, shortcut, self)
            # Without the tick that Qt hands on.
            new.triggered.connect(lambda _=False: do())
            return new

        self.occupy_action = made("Raum belegen", self.occupy, "F6")
        self._back = made("Zurück", lambda: self._go(-1), "Alt+Left")
        self._today = made("Heute", self._go_today, "Alt+Home")
        self._forth = made("Weiter", lambda: self._go(1), "Alt+Right")
        self._modes: dict[Mode, QAction] = {
            mode: made(f"Plan: {word}", partial(self.show_mode, mode))
            for mode, word in MODES.items()
        }
        self._close = made("Raum sperren", self._add_closure)
        self._closures = made("Sperren und Schließtage", self._open_closures)
        self._rooms = made("Räume bearbeiten", self._edit_rooms)

    def _connect(self) -> None:
        for view in (self.timeline, self.room_week):
            view.opened.connect(self._open_date)
            view.closure_opened.connect(self._open_closure)
            view.wanted.connect(self._occupy_gap)
            view.cancelling.connect(self._cancel_date)
        self.week.opened.connect(self._open_cell)
        self.room_choice.currentIndexChanged.connect(self._choose_room)

    def enter(self) -> None:
        """Puts the focus on the plan, where the arrow keys are of use, when it is on the page."""
        super().enter()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._focus_plan()

    def page_actions(self) -> list[QAction]:
        """All that can be done here."""
        steps = [self._back, self._today, self._forth]
        rest = [*self._modes.values(), self._close, self._closures, self._rooms]
        return [self.occupy_action, *steps, *rest]

    def subtitle(self) -> str:
        """The day or week that is shown, with a public holiday."""
        if self.mode == "day":
            holiday = dict(self._plan.holidays).get(self.day, "") if self._plan else ""
            return " · ".join(filter(None, ("Belegungsplan", long_date(self.day), holiday)))
        monday = monday_of(self.day)
        sunday = monday + timedelta(days=6)
        week = monday.isocalendar().week
        return f"Belegungsplan · Woche {week} · {monday:%d.%m.} bis {sunday:%d.%m.%Y}"

    def reload(self) -> None:
        """Reads the day or week and shows it."""
        first = self.day if self.mode == "day" else monday_of(self.day)
        last = self.day if self.mode == "day" else first + timedelta(days=6)
        self._plan = shown = self.hub.read(plan, first, last)
        now = moment_of(self.hub.desk.now_ms())
        self._fill_rooms(shown)
        if not shown.rooms:
            self.views.setCurrentWidget(self.empty)
        elif self.mode == "day":
            self.timeline.setAccessibleName(f"Belegungsplan, {long_date(self.day)}")
            self.timeline.show_sheet(day_sheet(shown, self.day), now)
            self.views.setCurrentWidget(self.timeline)
        elif self.mode == "week":
            self.week.show_plan(shown)
            self.views.setCurrentWidget(self.week)
        else:
            room = next((r for r in shown.rooms if r.id == self._room_id), shown.rooms[0])
            self.room_week.setAccessibleName(f"Belegungsplan, {room.name}, eine Woche")
            self.room_week.show_sheet(room_sheet(shown, room), now)
            self.views.setCurrentWidget(self.room_week)
        self.bar.mode_buttons[self.mode].setChecked(True)
        self.room_choice.setVisible(self.mode == "room")
        self.retitled.emit()

    def _fill_rooms(self, shown: Plan) -> None:
        self.room_choice.blockSignals(True)
        self.room_choice.set_choices([(row.id, row.name) for row in shown.rooms])
        self.room_choice.set_value(self._room_id)
        self._room_id = self.room_choice.value()
        self.room_choice.blockSignals(False)

    def show_mode(self, mode: Mode) -> None:
        """Shows a day, a week, or one room."""
        self.mode = mode
        self.reload()
        self._focus_plan()

    def _focus_plan(self) -> None:
        view = self.views.currentWidget()
        if view is not None:
            view.setFocus()

    def show_day(self, day: date) -> None:
        """Shows another day, or the week it lies in."""
        self.day = day
        self.reload()

    def present(self, what: dict[str, Any]) -> None:
        """`occurrence_id`, `room_id`, `day`: what to show; `occupy`: opens the dialog at once."""
        if "occurrence_id" in what:
            line = self.hub.read(date_line, what["occurrence_id"])
            what = {"day": day_of(line.starts), "room_id": line.room_id, **what}
        self._room_id = what.get("room_id", self._room_id)
        if "day" in what:
            self.day = what["day"]
            self.mode = "day"
        elif "room_id" in what:
            self.mode = "room"
        self.reload()
        if self.mode == "day" and "room_id" in what:
            self.timeline.choose_in(what["room_id"], what.get("occurrence_id"))
        self._focus_plan()
        if what.get("occupy"):
            self.occupy()

    def occupy(self) -> None:
        """Opens the dialog for a new occupation, filled from the gap that is chosen."""
        view, block, lane = self._chosen()
        if view is not None and block is not None and block.kind == "gap":
            view.open_block(block)
        else:
            room_id = lane.room_id if lane else self._room_id
            OccupyDialog(self.hub, self.window(), room_id=room_id).open()

    def _chosen(self) -> tuple[Timeline | None, Block | None, Lane | None]:
        view = self.views.currentWidget()
        if not isinstance(view, Timeline):
            return None, None, None
        block = view.current_block()
        return view, block, view.sheet.lanes[block.lane] if block else None

    def _occupy_gap(self, lane: Lane, start: int, end: int) -> None:
        OccupyDialog(
            self.hub, self.window(), room_id=lane.room_id, day=lane.day, times=(start, end)
        ).open()

    def _open_date(self, line: DateLine) -> None:
        DateDialog(self.hub, self.window(), line.id).open()

    def _cancel_date(self, line: DateLine) -> None:
        CancelDateDialog(self.hub, self.window(), line).open()

    def _open_closure(self, row: ClosureRow) -> None:
        self._open_closures(row.id)

    def _open_closures(self, closure_id: str = "") -> None:
        ClosuresDialog(self.hub, self.window(), closure_id=closure_id).open()

    def _add_closure(self) -> None:
        _, _, lane = self._chosen()
        room_id, day = (lane.room_id, lane.day) if lane else (self._room_id, self.day)
        ClosureDialog(self.hub, self.window(), room_id=room_id, day=day).open()

    def _edit_rooms(self) -> None:
        RoomsDialog(self.hub, self.window()).open()

    def _open_cell(self, room_id: str | None, day: date) -> None:
        self.day = day
        self.show_mode("day")
        self.timeline.choose_in(room_id)

    def _choose_room(self) -> None:
        self._room_id = self.room_choice.value()
        self.reload()

    def _go(self, step: int) -> None:
        self.show_day(self.day + timedelta(days=step if self.mode == "day" else 7 * step))

    def _go_today(self) -> None:
        self.show_day(day_of(moment_of(self.hub.desk.now_ms())))
