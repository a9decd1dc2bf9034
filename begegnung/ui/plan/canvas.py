"""Painting a timeline: bands, hours, blocks, the present, the chosen one, the moved one."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from begegnung.model.local_time import day_of, minute_of
from begegnung.ui.plan.blocks import Sheet
from begegnung.ui.plan.carry import Carried
from begegnung.ui.plan.colours import kind_of
from begegnung.ui.plan.geometry import Geometry
from begegnung.ui.plan.painting import (
    Picture,
    Press,
    paint_gap,
    paint_picture,
    paint_ring,
    paint_words,
)


class Canvas:
    """A sheet with its places: made anew when one of them changes."""

    def __init__(self, sheet: Sheet, places: Geometry, press: Press) -> None:
        self._sheet, self._places, self._press = sheet, places, press
        self._look = press.look
        self._pictures: dict[int, Picture] = {}

    def paint_ground(self, painter: QPainter, clip: QRect, *, upright: bool) -> None:
        """Every second lane and the full hours."""
        painter.fillRect(clip, self._look.ground)
        for lane in range(1, len(self._sheet.lanes), 2):
            painter.fillRect(self._places.lane_rect(lane), self._look.band)
        painter.setPen(QPen(self._look.muted, 1))
        for lane in self._weeks():
            rect = self._places.lane_rect(lane)
            painter.drawLine(rect.topLeft(), rect.bottomLeft() if upright else rect.topRight())
        painter.setPen(QPen(self._look.line, 1))
        for _, at in self._places.hour_lines():
            if upright:
                painter.drawLine(0, at, self._places.width, at)
            else:
                painter.drawLine(at, 0, at, self._places.width)

    def _weeks(self) -> list[int]:
        """The lanes in which a new week begins, where the lanes are days."""
        lanes = self._sheet.lanes
        return [
            number
            for number, lane in enumerate(lanes)
            if number and lane.day.weekday() == 0 and lanes[number - 1].day != lane.day
        ]

    def paint_now(self, painter: QPainter, now: int, *, upright: bool) -> None:
        """A line at the present moment in the lanes of today."""
        at = self._places.along(minute_of(now))
        if not 0 < at < self._places.length:
            return
        painter.setPen(QPen(self._look.now, 2))
        for number, lane in enumerate(self._sheet.lanes):
            if lane.day == day_of(now):
                rect = self._places.lane_rect(number)
                if upright:
                    painter.drawLine(rect.left(), at, rect.right(), at)
                else:
                    painter.drawLine(at, rect.top(), at, rect.bottom())

    def paint_blocks(self, painter: QPainter, clip: QRect, lit: tuple[int, ...]) -> None:
        """The blocks that can be seen; a gap only where it is one of the `lit` rows."""
        blocks, pictures, look = self._sheet.blocks, self._pictures, self._look
        for row in self._places.rows_in(clip):
            block = blocks[row]
            if block.kind == "gap":
                if row in lit:
                    paint_gap(painter, block, self._places.rect(row), look)
                continue
            picture = pictures.get(row)
            if picture is None:
                rect, core = self._places.rect(row), self._places.core(row)
                picture = pictures[row] = self._press.picture(block, rect, core)
            paint_picture(painter, picture, look)

    def paint_ring(self, painter: QPainter, row: int, *, focused: bool) -> None:
        """The ring around a block."""
        paint_ring(painter, self._places.rect(row), self._look, focused=focused)

    def paint_carried(self, painter: QPainter, carried: Carried) -> None:
        """Where a date would be that is being moved, and whether the room is free there."""
        look = self._look
        body = carried_rect(self._places, carried).adjusted(1, 2, -1, -2)
        clashes = bool(carried.clashes())
        shades = look.shades[kind_of(carried.block)]
        painter.setPen(QPen(look.halo, 6))
        painter.setBrush(shades.ground)
        painter.drawRoundedRect(QRectF(body), 5, 5)
        painter.setPen(QPen(look.now if clashes else look.ring, 3, Qt.PenStyle.DashLine))
        if clashes:
            painter.setBrush(QBrush(shades.hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(QRectF(body), 5, 5)
        mark = "⚠ " if clashes else ""
        begin = carried.times().removesuffix(" Uhr")
        first = begin.split(" ")[0]
        words = (f"{mark}{begin}", f"{mark}{first}", first, mark.strip())
        high = look.metrics.height()
        area = body.adjusted(8, 0, -4, 0)
        area.setHeight(min(area.height(), 2 * high))
        if clashes:
            painter.fillRect(area.adjusted(-2, 6, 0, -6), shades.ground)
        paint_words(painter, area, words, look)


def carried_rect(places: Geometry, carried: Carried) -> QRect:
    """Where a date would be that is being moved."""
    start, end = carried.span
    return places.span_rect(carried.lane, start, end)
