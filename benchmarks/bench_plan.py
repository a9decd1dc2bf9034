"""The plan of a day with 600 blocks: painting it whole, for the first time and again."""

import os
import sys
from datetime import date

from begegnung.model.local_time import moment
from begegnung.model.rows import DateLine, RoomRow
from begegnung.services.plan import Plan
from benchmarks.ratio import Ratio, interleaved

ROOMS, EACH, MINUTES = 20, 30, 26
DAY = date(2026, 11, 23)
TITLES = ("Yoga auf dem Stuhl", "Englisch A2", "Gedächtnistraining", "Malkreis", "Skatrunde")
KINDS = ("course", "group", "advice", "room_use", "internal")
FRAME = 0.016
"""Seconds a frame may take, so that the eye sees no delay."""

ROUNDS = 15
AGAIN, FIRST, READ = 2.0, 5.0, 7.0
"""How many times plain rectangles with one text each: painting again, for the first time, and
laying out the day before it. On two shared cores they were 0.8, 2.2 and 3.3."""


def busy_day() -> Plan:
    """Twenty rooms with thirty dates each, one right after the other; every fifth is set up."""
    rooms = tuple(RoomRow(f"r{n}", f"Raum {n + 1}", 20, "", False, False) for n in range(ROOMS))
    dates = tuple(
        _line(room, number, 8 * 60 + number * MINUTES) for room in rooms for number in range(EACH)
    )
    return Plan(DAY, DAY, rooms, dates, (), ())


def _line(room: RoomRow, number: int, start: int) -> DateLine:
    setup = 5 if number % 5 == 0 else 0
    return DateLine(
        id=f"{room.id}-{number}",
        offer_id=room.id,
        title=TITLES[(number + int(room.id[1:])) % len(TITLES)],
        type=KINDS[number % len(KINDS)],
        category=None,
        room_id=room.id,
        room=room.name,
        place="",
        leader="Leitung",
        starts=moment(DAY, start + setup),
        ends=moment(DAY, start + MINUTES),
        end_assumed=False,
        state="planned",
        state_reason="",
        moved_from=None,
        capacity=12,
        booked=number % 12,
        waiting=0,
        setup_minutes=setup,
    )


def measure() -> list[Ratio]:
    """Painting all 600 blocks beside 600 plain rectangles with a word each, in one window."""
    if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication, QWidget

    from begegnung.ui.guard import guarded
    from begegnung.ui.plan.sheets import day_sheet
    from begegnung.ui.plan.timeline import Timeline
    from begegnung.ui.theme import THEME

    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        THEME.apply(app, "light")
    plan, now = busy_day(), moment(DAY, 600)
    view = Timeline()
    view.resize(1920, 1100)
    view.show_sheet(day_sheet(plan, DAY), now)
    view.show()
    rects = [view.visualRect(view.model().index(row, 0)) for row in range(ROOMS * EACH)]

    class Plain(QWidget):
        @guarded()
        def paintEvent(self, _event: object) -> None:
            painter = QPainter(self)
            for rect in rects:
                painter.fillRect(rect, "#D7E8FA")
                painter.drawText(rect, 0, "Yoga auf dem Stuhl")

    plain = Plain()
    plain.resize(view.viewport().size())
    plain.show()
    # What is not on the screen yet is not painted.
    app.processEvents()

    def again() -> None:
        view.viewport().repaint()

    def first() -> None:
        view.updateGeometries()
        view.viewport().repaint()

    def read() -> None:
        view.show_sheet(day_sheet(plan, DAY), now)
        view.viewport().repaint()

    ratios: list[Ratio] = []
    for name, way, limit in (
        ("day plan, 600 blocks, painted again", again, AGAIN),
        ("day plan, 600 blocks, painted the first time", first, FIRST),
        ("day plan, 600 blocks, laid out and painted", read, READ),
    ):
        seconds, floor = interleaved(way, plain.repaint, ROUNDS)
        ratios.append(Ratio(name, seconds, floor, limit))
    seconds, _ = interleaved(again, plain.repaint, ROUNDS)
    ratios.append(Ratio("the same, beside a frame of 16 ms", seconds, FRAME, 1.0))
    view.close()
    plain.close()
    return ratios
