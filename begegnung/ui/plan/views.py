"""The kinds of plan behind each other: a day, a week, one room for a week or a month."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from begegnung.model.day_names import MONTHS
from begegnung.model.rows import RoomRow
from begegnung.services.plan import Plan
from begegnung.texts import long_date
from begegnung.ui.plan.bar import Mode
from begegnung.ui.plan.sheets import day_sheet, room_sheet
from begegnung.ui.plan.timeline import Timeline
from begegnung.ui.plan.week import WeekGrid

_COMPACT = 1.2
"""Height of a day in the plan of a month, in em: the whole month shall be seen at once."""


class PlanViews(QStackedWidget):
    """One view for each kind of plan; the signals of all timelines come from here.

    `cell_opened(str | None, date)`, `cell_wanted(str | None, date)`: a cell of the week.
    """

    opened = Signal(object)
    closure_opened = Signal(object)
    wanted = Signal(object, int, int)
    cancelling = Signal(object)
    restoring = Signal(object)
    carrying = Signal(str)
    dropped = Signal(object, object, int)
    unmovable = Signal(str)
    cell_opened = Signal(object, object)
    cell_wanted = Signal(object, object)

    def __init__(self, empty: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline, self.week = Timeline(), WeekGrid()
        self.room_week, self.room_month = Timeline(upright=True), Timeline(lane=_COMPACT)
        self.empty = empty
        for view in (self.timeline, self.week, self.room_week, self.room_month, empty):
            self.addWidget(view)
        for view in (self.timeline, self.room_week, self.room_month):
            for name in (
                "opened",
                "closure_opened",
                "wanted",
                "cancelling",
                "restoring",
                "carrying",
                "dropped",
                "unmovable",
            ):
                getattr(view, name).connect(getattr(self, name))
        self.week.opened.connect(self.cell_opened)
        self.week.wanted.connect(self.cell_wanted)

    def show_day(self, plan: Plan, day: date, now: int) -> None:
        """All rooms on one day."""
        self.timeline.setAccessibleName(f"Belegungsplan, {long_date(day)}")
        self.timeline.show_sheet(day_sheet(plan, day, plan.dropped), now)
        self.setCurrentWidget(self.timeline)

    def show_week(self, plan: Plan) -> None:
        """All rooms for a week."""
        self.week.show_plan(plan)
        self.setCurrentWidget(self.week)

    def show_room(self, plan: Plan, room: RoomRow, mode: Mode, day: date, now: int) -> None:
        """One room for the week or month around a day; the focus is on the day when it is new."""
        view = self.room_month if mode == "month" else self.room_week
        month = f"{MONTHS[plan.first.month - 1]} {plan.first.year}"
        span = month if mode == "month" else "eine Woche"
        view.setAccessibleName(f"Belegungsplan, {room.name}, {span}")
        fresh = not any(lane.day == day for lane in view.sheet.lanes)
        dropped = () if mode == "month" else plan.dropped
        self.setCurrentWidget(view)
        # It has its size only after this, and then knows what can be seen.
        view.resize(self.size())
        view.show_sheet(room_sheet(plan, room, dropped), now)
        if fresh:
            view.choose_day(day)

    def current_timeline(self) -> Timeline | None:
        """The timeline that is shown, None for the week and while there is no room."""
        view = self.currentWidget()
        return view if isinstance(view, Timeline) else None
