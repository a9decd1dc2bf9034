"""The dates of a day as cards: time, title, how many places are taken, state."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import DateLine
from begegnung.texts import date_columns, date_span
from begegnung.ui.seats import date_word, taken_words
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.lines import (
    Line,
    LineDelegate,
    LineList,
    paint_chip,
    paint_texts,
)

_BAR_COLOURS = {
    "course": "accent",
    "group": "ok",
    "advice": "warn",
    "third_party": "muted",
    "internal": "ctl",
}
_WIDE = 34.0
"""From this width of a card in em the bar of the places is drawn."""


def date_line(date: DateLine, now: int) -> Line:
    """A date as a line of the list; `subject` is the date."""
    chip, tone = date_word(date, now)
    where = date.room or date.place
    detail = " · ".join(filter(None, (where, date.leader)))
    reason = date.state_reason if date.state != "planned" else ""
    spoken = ", ".join(
        filter(
            None,
            (
                date_span(date),
                date.title,
                OFFER_TYPES[date.type].german,
                where,
                f"Leitung {date.leader}" if date.leader else "",
                taken_words(date),
                chip,
                reason,
            ),
        )
    )
    if reason:
        detail = reason
    return Line(
        key=date.id,
        title=date.title,
        detail=detail,
        chip=chip,
        tone=tone,
        spoken=spoken,
        faded=chip in ("beendet", "fällt aus"),
        before=date_columns(date),
        subject=date,
    )


def expected_people(dates: Sequence[DateLine]) -> int:
    """How many people are booked into dates that take place."""
    return sum(d.booked for d in dates if d.state == "planned" and d.takes_names)


class DateDelegate(LineDelegate):
    """Paints a date; the kind of the offer is a stripe at the left, and said in words."""

    def paint_line(
        self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, line: Line
    ) -> None:
        """Draws stripe, times, texts, places and state."""
        _paint_stripe(painter, ground, line.subject)
        inner = ground.adjusted(THEME.px(0.45), 0, 0, 0)
        left = self.paint_before(painter, inner, option, line)
        right = paint_chip(painter, ground, option.font, line.chip, line.tone)
        if ground.width() > THEME.px(_WIDE) and line.subject.takes_names:
            right = min(right, ground.right() - THEME.px(9.5))
            right = _paint_places(painter, ground, right, option, line.subject)
        box = QRectF(left, ground.top(), right - left, ground.height())
        paint_texts(painter, box, option, line)


class DateList(LineList):
    """A list of dates."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setItemDelegate(DateDelegate(self))


def _paint_stripe(painter: QPainter, ground: QRectF, date: DateLine) -> None:
    gap = THEME.px(0.35)
    stripe = QRectF(ground.left() + gap / 2, ground.top() + gap, 5, ground.height() - 2 * gap)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(THEME.colour(_BAR_COLOURS[OFFER_TYPES[date.type].plan]))
    painter.drawRoundedRect(stripe, 2.5, 2.5)


def _paint_places(
    painter: QPainter, ground: QRectF, right: float, option: QStyleOptionViewItem, date: DateLine
) -> float:
    """The taken places as words over a bar; gives where they begin."""
    left = right - THEME.px(8)
    words = taken_words(date)
    if not words:
        return left - THEME.px(0.4)
    high = QFontMetrics(option.font).height()
    bar_high = THEME.px(0.45)
    limited = date.capacity is not None
    top = ground.center().y() - (high + bar_high + 3 if limited else high) / 2
    painter.setFont(option.font)
    painter.setPen(THEME.colour("text"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(left, top, THEME.px(8), high), flags, words)
    if date.capacity:
        bar = QRectF(left, top + high + 3, THEME.px(6.5), bar_high)
        painter.setPen(QPen(THEME.colour("ctl"), 1))
        painter.setBrush(THEME.colour("surface"))
        painter.drawRoundedRect(bar, bar_high / 2, bar_high / 2)
        share = min(1.0, date.booked / date.capacity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(THEME.colour("warn" if share >= 1 else "accent"))
        if share > 0:
            filled = QRectF(bar.left(), bar.top(), max(bar_high, bar.width() * share), bar_high)
            painter.drawRoundedRect(filled, bar_high / 2, bar_high / 2)
    return left - THEME.px(0.4)
