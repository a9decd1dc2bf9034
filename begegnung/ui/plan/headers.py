"""The frozen headers of a timeline: names of the lanes and hours of the day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from begegnung.ui.guard import guarded

if TYPE_CHECKING:
    from begegnung.ui.plan.block_list import BlockList

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class _Header(QWidget):
    """A strip beside the viewport that paints by a function."""

    def __init__(self, parent: QWidget, paint: Callable[[QPainter, QRect], None]) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @guarded()
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the strip."""
        self._paint(QPainter(self), self.rect())


class Headers:
    """Both headers and the corner of a timeline."""

    def __init__(self, timeline: "BlockList") -> None:
        self._plan = timeline
        self._top = _Header(timeline, self._paint_top)
        self._left = _Header(timeline, self._paint_left)
        self._corner = _Header(timeline, self._paint_corner)

    def margins(self) -> tuple[int, int]:
        """The width of the left and the height of the top header."""
        em = self._plan.fontMetrics().height()
        if self._plan.upright:
            detail = any(lane.detail for lane in self._plan.sheet.lanes)
            return round(3.2 * em), round((2.6 if detail else 1.8) * em)
        look = self._plan.look
        widest = 0
        for lane in self._plan.sheet.lanes:
            wide = look.bold_metrics.horizontalAdvance(lane.title)
            if self._plan.compact and lane.detail:
                wide += look.metrics.horizontalAdvance(lane.detail) + em // 2
            widest = max(widest, wide)
        return min(max(widest + em, 5 * em), 12 * em), round(1.6 * em)

    def place(self, viewport: QRect) -> None:
        """Lays the headers around the viewport."""
        left, top = self.margins()
        x, y = viewport.left() - left, viewport.top() - top
        self._top.setGeometry(viewport.left(), y, viewport.width(), top)
        self._left.setGeometry(x, viewport.top(), left, viewport.height())
        self._corner.setGeometry(x, y, left, top)
        self.update()

    def update(self) -> None:
        """Paints both anew."""
        self._top.update()
        self._left.update()

    def _paint_top(self, painter: QPainter, area: QRect) -> None:
        self._paint_ground(painter, area)
        if self._plan.upright:
            self._paint_lanes(painter, area)
        else:
            self._paint_hours(painter, area)

    def _paint_left(self, painter: QPainter, area: QRect) -> None:
        self._paint_ground(painter, area)
        if self._plan.upright:
            self._paint_hours(painter, area)
        else:
            self._paint_lanes(painter, area)

    def _paint_corner(self, painter: QPainter, area: QRect) -> None:
        self._paint_ground(painter, area)

    def _paint_ground(self, painter: QPainter, area: QRect) -> None:
        look = self._plan.look
        painter.fillRect(area, look.head)
        painter.setPen(QPen(look.line, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())

    def _paint_hours(self, painter: QPainter, area: QRect) -> None:
        plan, look = self._plan, self._plan.look
        painter.setFont(look.font)
        painter.setPen(look.ink)
        em, hour = look.metrics.height(), plan.places.hour
        for number, at in plan.places.hour_lines():
            if at >= plan.places.length:
                continue
            if plan.upright:
                spot = QRect(area.left() + em // 3, at - plan.verticalOffset(), area.width(), em)
            else:
                spot = QRect(at - plan.horizontalOffset() + em // 5, 0, hour, area.height())
            painter.drawText(spot, _LEFT, f"{number} Uhr" if hour > 2.6 * em else f"{number}")

    def _paint_lanes(self, painter: QPainter, area: QRect) -> None:
        plan, look = self._plan, self._plan.look
        em = look.metrics.height()
        for number, lane in enumerate(plan.sheet.lanes):
            rect = plan.places.lane_rect(number)
            if plan.upright:
                spot = QRect(
                    rect.left() - plan.horizontalOffset(), 0, rect.width(), area.height()
                ).adjusted(4, 2, -4, -2)
                align = _CENTRE
            else:
                spot = QRect(
                    em // 2, rect.top() - plan.verticalOffset(), area.width() - em, rect.height()
                )
                align = _LEFT
            self._paint_name(painter, spot, (lane.title, lane.detail), align)

    def _paint_name(
        self, painter: QPainter, spot: QRect, words: tuple[str, str], align: Qt.AlignmentFlag
    ) -> None:
        look = self._plan.look
        em = look.metrics.height()
        title, detail = words
        two = bool(detail) and spot.height() >= 2 * em
        upper = QRect(spot.left(), spot.center().y() - em + 1, spot.width(), em) if two else spot
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(look.bold)
        painter.setPen(look.ink)
        painter.drawText(upper, align, look.bold_metrics.elidedText(title, elide, spot.width()))
        if detail and self._plan.compact:
            used = look.bold_metrics.horizontalAdvance(title) + em // 2
            rest = spot.adjusted(used, 0, 0, 0)
            painter.setFont(look.font)
            painter.setPen(look.muted)
            painter.drawText(rest, align, look.metrics.elidedText(detail, elide, rest.width()))
        elif two:
            painter.setFont(look.font)
            painter.setPen(look.muted)
            lower = upper.translated(0, em)
            painter.drawText(lower, align, look.metrics.elidedText(detail, elide, spot.width()))
