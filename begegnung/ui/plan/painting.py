"""How the blocks of a plan look."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from begegnung.texts import clock_time
from begegnung.ui.plan.blocks import Block
from begegnung.ui.plan.colours import is_dark, kind_of, mixed, tones


class Brushes:
    """Fonts and colours of one look, made once a change of theme."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.tones = tones(palette)
        self.dark = is_dark(palette)
        self.ground = palette.color(QPalette.ColorRole.Base)
        self.ink = palette.color(QPalette.ColorRole.Text)
        self.band = mixed(self.ground, self.ink, 0.03)
        self.line = mixed(self.ground, self.ink, 0.13)
        self.head = mixed(self.ground, self.ink, 0.06)
        self.muted = mixed(self.ground, self.ink, 0.75)
        self.now = QColor("#FF9AA0" if self.dark else "#B3261E")
        self.ring = QColor("#FFD43B" if self.dark else "#000000")
        self.halo = QColor("#000000" if self.dark else "#FFFFFF")
        self.font = QFont(font)
        self.font.setPointSizeF(font.pointSizeF() * 0.92)
        self.bold = QFont(self.font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.metrics = QFontMetrics(self.font)
        self.bold_metrics = QFontMetrics(self.bold)


def paint_block(painter: QPainter, block: Block, rect: QRect, look: Brushes) -> None:
    """A date or a closure in its rectangle: ground, bar at the left, title, time and seats."""
    tone = look.tones[kind_of(block)]
    body = rect.adjusted(1, 2, -1, -2)
    painter.setPen(QPen(QColor(tone.bar), 2 if block.warning else 1.2))
    painter.setBrush(QColor(tone.ground))
    painter.drawRoundedRect(QRectF(body), 4, 4)
    if block.kind == "closure":
        hatch = mixed(QColor(tone.ground), QColor(tone.bar), 0.28)
        painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(QRectF(body), 4, 4)
    painter.fillRect(QRect(body.left(), body.top() + 2, 5, body.height() - 4), QColor(tone.bar))
    painter.setPen(QColor(tone.text))
    _paint_text(painter, block, body.adjusted(10, 1, -3, -1), look, QColor(tone.ground))


def _paint_text(
    painter: QPainter, block: Block, area: QRect, look: Brushes, ground: QColor
) -> None:
    if area.width() < look.metrics.averageCharWidth() * 2:
        return
    title, detail = _words(block)
    lines = [(title, look.bold, look.bold_metrics)]
    height = look.metrics.height()
    if area.height() >= 2 * height - 2:
        lines += [(word, look.font, look.metrics) for word in detail]
    top = area.top() + (max(0, (area.height() - 2 * height) // 2) if area.height() < 60 else 2)
    for words, font, metrics in lines:
        text = words
        if top + height > area.bottom() + 4:
            break
        if font is look.font and metrics.horizontalAdvance(text) > area.width():
            # Half a number of places says nothing: the time stands alone where both do not fit.
            text = text.split("  ")[0]
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        if block.kind == "closure":
            width = metrics.horizontalAdvance(shown)
            painter.fillRect(QRect(area.left() - 3, top, width + 6, height), ground)
        painter.setFont(font)
        painter.drawText(
            QRect(QPoint(area.left(), top), area.size()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine,
            shown,
        )
        top += height


def _words(block: Block) -> tuple[str, list[str]]:
    """What stands in a block: title and the lines under it, most important first."""
    if block.line is None:
        reason = block.closure.reason if block.closure else ""
        return "Sperre", [reason or "geschlossen"]
    line = block.line
    seats = f"{line.booked}/{line.capacity}" if line.capacity else ""
    title = f"⚠ {line.title}" if block.warning else line.title
    time = block.begins
    if block.warning:
        return title, [f"{block.warning} · {time}"]
    where = line.place if line.room_id is None else line.leader
    return title, [f"{time}  {seats}".strip(), where]


def paint_gap(painter: QPainter, block: Block, rect: QRect, look: Brushes) -> None:
    """A free gap while it is chosen or pointed at."""
    body = rect.adjusted(2, 3, -2, -3)
    painter.setPen(QPen(look.muted, 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(look.ground)
    painter.drawRoundedRect(QRectF(body), 4, 4)
    span = f"frei {clock_time(block.start)} bis {clock_time(block.end)}"
    area = body.adjusted(6, 0, -4, 0)
    words = (span, f"frei ab {clock_time(block.start)}", "frei")
    fitting = (w for w in words if look.metrics.horizontalAdvance(w) <= area.width())
    painter.setFont(look.font)
    painter.setPen(look.ink)
    painter.drawText(
        area,
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
        next(fitting, ""),
    )


def paint_ring(painter: QPainter, rect: QRect, look: Brushes, *, focused: bool) -> None:
    """The focus: a ring of three pixels on a halo, thinner while the plan has no focus."""
    body = QRectF(rect.adjusted(1, 2, -1, -2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if focused:
        painter.setPen(QPen(look.halo, 6))
        painter.drawRoundedRect(body, 5, 5)
    painter.setPen(QPen(look.ring, 3 if focused else 1.6))
    painter.drawRoundedRect(body, 5, 5)
