"""Räume: who is in which room when, for a day, a week, or one room."""

from calendar import monthrange
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from begegnung.model.calendar import monday_of
from begegnung.model.day_names import MONTHS
from begegnung.model.local_time import day_of
from begegnung.services.dates import date_line
from begegnung.services.plan import Plan, plan
from begegnung.services.present import moment_of
from begegnung.texts import long_date
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.plan.bar import MODES, Mode, PlanBar, step_button
from begegnung.ui.plan.blocks import Block, Lane
from begegnung.ui.plan.clash_button import clash_button
from begegnung.ui.plan.legend import KEYS, WEEK_KEYS, Legend
from begegnung.ui.plan.timeline import Timeline
from begegnung.ui.plan.verbs import PlanVerbs
from begegnung.ui.plan.views import PlanViews
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.shown import set_shown


class RoomsPage(Page):
    """The occupancy plan."""

    key = "rooms"
    title = "Räume"
    icon = "building"
    watches = frozenset(
        {"occurrence", "offer", "room", "room_part", "closure", "booking", "centre"}
    )

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(hub, parent)
        self.day = day_of(moment_of(hub.desk.now_ms()))
        self.mode: Mode = "day"
        self._plan: Plan | None = None
        self._room_id: str | None = None
        self.verbs = PlanVerbs(hub, self, self._where)
        self.empty = EmptyState(
            "Noch ist kein Raum angelegt. Mit den Räumen entsteht hier der Belegungsplan.",
            "Räume anlegen",
            self.verbs.rooms.trigger,
            "building",
        )
        self.views = PlanViews(self.empty)
        self._make_actions()
        self.legend = Legend()
        self.clashes = clash_button(hub, self.verbs.clashes)
        self.bar = PlanBar(
            (self._back, self._today, self._forth),
            self._modes,
            self.verbs.manage(),
            (
                (step_button(self.verbs.find, "search"), self.clashes),
                (action_button(self.occupy_action, "calendar_add", kind="primary"),),
            ),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        box.addWidget(self.bar)
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
            mode: made(f"Plan: {word}", partial(self.show_mode, mode), key)
            for mode, (word, key) in MODES.items()
        }
        self._move = made("Termin verschieben", self._pick_up, "F8")

    def _connect(self) -> None:
        views, verbs = self.views, self.verbs
        views.opened.connect(verbs.open_date)
        views.closure_opened.connect(lambda row: verbs.open_closures(row.id))
        views.wanted.connect(verbs.occupy_gap)
        views.cancelling.connect(verbs.cancel)
        views.restoring.connect(verbs.restore)
        views.dropped.connect(verbs.move)
        views.unmovable.connect(self.hub.refused)
        views.carrying.connect(self.legend.show_moving)
        views.cell_opened.connect(self._open_cell)
        views.cell_wanted.connect(verbs.occupy_cell)
        self.bar.room.choice.currentIndexChanged.connect(self._choose_room)

    def enter(self) -> None:
        """Puts the focus on the plan, where the arrow keys are of use, when it is on the page."""
        super().enter()
        self.clashes.look_soon()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._focus_plan()

    def page_actions(self) -> list[QAction]:
        """All that can be done here."""
        steps = [self._back, self._today, self._forth]
        return [self.occupy_action, self._move, *steps, *self._modes.values(), *self.verbs.all()]

    def subtitle(self) -> str:
        """The day, week or month that is shown, with a public holiday."""
        if self.mode == "day":
            holiday = dict(self._plan.holidays).get(self.day, "") if self._plan else ""
            return " · ".join(filter(None, ("Belegungsplan", long_date(self.day), holiday)))
        first, last = self._span()
        if self.mode == "month":
            return f"Belegungsplan · {MONTHS[first.month - 1]} {first.year}"
        week = first.isocalendar().week
        return f"Belegungsplan · Woche {week} · {first:%d.%m.} bis {last:%d.%m.%Y}"

    def _span(self) -> tuple[date, date]:
        """The first and last day that is shown."""
        if self.mode == "day":
            return self.day, self.day
        if self.mode == "month":
            days = monthrange(self.day.year, self.day.month)[1]
            return self.day.replace(day=1), self.day.replace(day=days)
        monday = monday_of(self.day)
        return monday, monday + timedelta(days=6)

    def reload(self) -> None:
        """Reads the days and shows them."""
        one = self.mode in ("room", "month")
        shown = self.hub.read(plan, *self._span(), self._room_id if one else None)
        asked = self._room_id
        self._fill_rooms(shown)
        if one and asked is not None and asked != self._room_id:
            # The room is not in use any more: another one is shown, with its own dates.
            shown = self.hub.read(plan, *self._span(), self._room_id)
        self._plan = shown
        now = moment_of(self.hub.desk.now_ms())
        if not shown.rooms:
            self.views.setCurrentWidget(self.empty)
        elif self.mode == "day":
            self.views.show_day(shown, self.day, now)
        elif self.mode == "week":
            self.views.show_week(shown)
        else:
            room = next((r for r in shown.rooms if r.id == self._room_id), shown.rooms[0])
            self.views.show_room(shown, room, self.mode, self.day, now)
        self.verbs.room_shown = self._room_id if one else None
        self.bar.show_mode(self.mode)
        set_shown(self.legend, bool(shown.rooms))
        self.legend.show_keys(WEEK_KEYS if self.mode == "week" else KEYS)
        self.retitled.emit()

    def _fill_rooms(self, shown: Plan) -> None:
        choice = self.bar.room.choice
        choice.blockSignals(True)
        choice.set_choices([(row.id, row.name) for row in shown.rooms])
        choice.set_value(self._room_id)
        self._room_id = choice.value()
        choice.blockSignals(False)

    def show_mode(self, mode: Mode) -> None:
        """Shows a day, a week, or one room; the room of the chosen block where it can be told."""
        _, _, lane = self._chosen()
        if mode in ("room", "month") and lane is not None and lane.room_id is not None:
            self._room_id = lane.room_id
        self.mode = mode
        self.reload()
        self._focus_plan()

    def _focus_plan(self) -> None:
        view = self.views.currentWidget()
        if view is not None:
            view.setFocus()

    def show_day(self, day: date) -> None:
        """Shows another day, or the week or month it lies in."""
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
        elif "room_id" in what and self.mode != "month":
            self.mode = "room"
        self.reload()
        if self.mode == "day" and "room_id" in what:
            self.views.timeline.choose_in(what["room_id"], what.get("occurrence_id"))
        self._focus_plan()
        if what.get("occupy"):
            self.occupy()

    def occupy(self) -> None:
        """Opens the dialog for a new occupation, filled from the gap that is chosen."""
        view, block, lane = self._chosen()
        cell = self.views.week.current_cell() if self.mode == "week" else None
        if view is not None and block is not None and block.kind == "gap":
            view.open_block(block)
        elif cell is not None:
            self.verbs.occupy_cell(*cell)
        else:
            room_id = lane.room_id if lane else self._room_id
            OccupyDialog(self.hub, self.window(), room_id=room_id).open()

    def _chosen(self) -> tuple[Timeline | None, Block | None, Lane | None]:
        view = self.views.current_timeline()
        block = view.current_block() if view is not None else None
        return view, block, view.sheet.lanes[block.lane] if view and block else None

    def _where(self) -> tuple[str | None, date]:
        """The room and day that are meant when nothing else is said."""
        _, _, lane = self._chosen()
        cell = self.views.week.current_cell() if self.mode == "week" else None
        if lane is not None:
            return lane.room_id, lane.day
        return cell or (self._room_id, self.day)

    def _pick_up(self) -> None:
        view = self.views.current_timeline()
        if view is not None:
            view.setFocus()
            view.pick_up()
        elif self.mode == "week":
            self.hub.refused.emit("Verschieben geht im Plan eines Tages oder eines Raums.")

    def _open_cell(self, room_id: str | None, day: date) -> None:
        self.day = day
        self.show_mode("day")
        self.views.timeline.choose_in(room_id)

    def _choose_room(self) -> None:
        self._room_id = self.bar.room.choice.value()
        self.reload()

    def _go(self, step: int) -> None:
        if self.mode == "month":
            first, last = self._span()
            self.show_day(last + timedelta(days=1) if step > 0 else first - timedelta(days=1))
        else:
            self.show_day(self.day + timedelta(days=step if self.mode == "day" else 7 * step))

    def _go_today(self) -> None:
        self.show_day(day_of(moment_of(self.hub.desk.now_ms())))
