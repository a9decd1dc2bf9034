"""How the blocks of a plan look: grounds drawn once a size, texts laid out once a block."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QStaticText,
    QTransform,
)

from begegnung.texts import clock_time
from begegnung.ui.plan.blocks import Block, title_of
from begegnung.ui.plan.colours import is_dark, kind_of, mixed, tones

Edge = Literal["", "agreed", "clash"]
"""Whether a block lies over another one, and whether somebody said why."""

_MOST_STAMPS = 3000
_BAR = 5
_ROUND = 4


class Shades(NamedTuple):
    """The colours of one kind of block."""

    ground: QColor
    bar: QColor
    text: QColor
    hatch: QColor
    pale: QColor


class Brushes:
    """Fonts and colours of one look, made once a change of theme."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.dark = is_dark(palette)
        self.ground = palette.color(QPalette.ColorRole.Base)
        self.ink = palette.color(QPalette.ColorRole.Text)
        self.shades = {kind: self._shades(*tone) for kind, tone in tones(palette).items()}
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

    def _shades(self, ground: str, bar: str, text: str) -> Shades:
        full, edge = QColor(ground), QColor(bar)
        hatch = mixed(full, edge, 0.28)
        return Shades(full, edge, QColor(text), hatch, mixed(self.ground, full, 0.45))


class Picture(NamedTuple):
    """A block ready to be painted: grounds and texts with their places.

    `plain` is a colour to lay under the words where the ground is hatched.
    """

    stamps: tuple[tuple[QPoint, QPixmap], ...]
    words: tuple[tuple[QPoint, QStaticText, bool], ...]
    ink: QColor
    plain: QColor | None = None


class Press:
    """Makes the pictures of blocks; keeps what several of them have alike.

    `ratio` is how many dots of the screen a pixel has.
    """

    def __init__(self, look: Brushes, ratio: float) -> None:
        self.look, self.ratio = look, ratio
        self._stamps: dict[tuple[str, str, int, int, str], QPixmap] = {}
        self._texts: dict[tuple[str, bool, int], QStaticText] = {}

    def picture(self, block: Block, rect: QRect, core: QRect) -> Picture:
        """A block in its rectangle; `core` is the part without setting up and clearing."""
        look, kind = self.look, kind_of(block)
        stamps: list[tuple[QPoint, QPixmap]] = []
        if core != rect:
            stamps.append((rect.topLeft(), self._stamp("setup", kind, rect.size(), "")))
        settled = block.warning.startswith("trotzdem")
        edge: Edge = "" if not block.warning else "agreed" if settled else "clash"
        stamps.append((core.topLeft(), self._stamp(block.kind, kind, core.size(), edge)))
        area = core.adjusted(_BAR + 6, 3, -4, -3)
        if block.kind == "dropped":
            area = core.adjusted(6, 0, -4, 0)
        words = tuple(self._laid_out(block, area))
        ink = look.muted if block.kind == "dropped" else look.shades[kind].text
        plain = look.shades[kind].ground if block.kind == "closure" else None
        return Picture(tuple(stamps), words, ink, plain)

    def _stamp(self, style: str, kind: str, size: QSize, edge: Edge) -> QPixmap:
        key = style, kind, size.width(), size.height(), edge
        found = self._stamps.get(key)
        if found is None:
            if len(self._stamps) > _MOST_STAMPS:
                self._stamps.clear()
            found = self._stamps[key] = self._drawn(style, kind, size, edge)
        return found

    def _drawn(self, style: str, kind: str, size: QSize, edge: Edge) -> QPixmap:
        dots = size * self.ratio
        made = QPixmap(max(1, dots.width()), max(1, dots.height()))
        made.setDevicePixelRatio(self.ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRect(QPoint(), size).adjusted(1, 2, -1, -2)
        draw_ground(painter, body, style, self.look, self.look.shades[kind], edge)
        painter.end()
        return made

    def _laid_out(self, block: Block, area: QRect) -> Iterator[tuple[QPoint, QStaticText, bool]]:
        """The lines of text that fit into the area, most important first."""
        look = self.look
        if area.width() < look.metrics.averageCharWidth() * 2:
            return
        title, *detail = self._words(block, area.width())
        height = look.metrics.height()
        two = area.height() >= 2 * height - 2
        used = (2 if two and detail else 1) * height
        top = area.top() + (max(0, (area.height() - used) // 2) if area.height() < 60 else 2)
        for number, words in enumerate((title, *(detail if two else ()))):
            if number and top + height > area.bottom() + 4:
                return
            bold = number == 0 and block.kind != "dropped"
            yield QPoint(area.left(), top), self._text(words, area.width(), bold=bold), bold
            top += height

    def _words(self, block: Block, width: int) -> tuple[str, ...]:
        """What stands in a block: title and the lines under it, most important first."""
        if block.closure is not None:
            return "Sperre", block.closure.reason or "geschlossen"
        line = block.line
        if line is None or block.kind == "dropped":
            return (title_of(block),)
        mark = "⚠ " if block.warning else ""
        if block.kind == "held":
            titles = (title_of(block), f"durch {line.room}", line.room)
            advance = self.look.bold_metrics.horizontalAdvance
            fitting = (words for words in titles if advance(mark + words) <= width)
            return mark + next(fitting, line.room), f"{block.begins}  {line.title}"
        seats = f"{line.booked}/{line.capacity}" if line.capacity else ""
        where = line.place if line.room_id is None else line.leader
        if block.warning:
            return mark + line.title, block.warning, block.begins, where
        return line.title, f"{block.begins}  {seats}".strip(), where

    def _text(self, words: str, width: int, *, bold: bool) -> QStaticText:
        key = words, bold, width
        found = self._texts.get(key)
        if found is not None:
            return found
        if len(self._texts) > _MOST_STAMPS:
            self._texts.clear()
        metrics = self.look.bold_metrics if bold else self.look.metrics
        shown = words
        if metrics.horizontalAdvance(shown) > width:
            if not bold:
                # Half a number of places says nothing: the time stands alone where both do not fit.
                shown = shown.split("  ")[0]
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)
        made = QStaticText(shown)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.prepare(QTransform(), self.look.bold if bold else self.look.font)
        self._texts[key] = made
        return made


def paint_picture(painter: QPainter, picture: Picture, look: Brushes) -> None:
    """A block at its place."""
    for at, stamp in picture.stamps:
        painter.drawPixmap(at, stamp)
    painter.setPen(picture.ink)
    for at, words, bold in picture.words:
        if picture.plain is not None:
            size = words.size().toSize()
            painter.fillRect(QRect(at, size).adjusted(-3, 0, 3, 0), picture.plain)
        painter.setFont(look.bold if bold else look.font)
        painter.drawStaticText(at, words)


def draw_ground(
    painter: QPainter, body: QRect, style: str, look: Brushes, shades: Shades, edge: Edge
) -> None:
    """The ground of a block: filled, hatched where the room is only kept, dashed where not here."""
    pen = QPen(look.now if edge == "clash" else shades.bar, 2.4 if edge else 1.2)
    fill: QBrush | QColor = shades.ground
    if style in ("setup", "held"):
        pen.setStyle(Qt.PenStyle.DashLine)
        fill = shades.pale
    elif style == "dropped":
        pen = QPen(look.muted, 1.2, Qt.PenStyle.DotLine)
        fill = look.ground
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(body), _ROUND, _ROUND)
    if style in ("closure", "setup"):
        painter.setBrush(QBrush(shades.hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(QRectF(body), _ROUND, _ROUND)
    if style in ("date", "closure"):
        bar = QRect(body.left(), body.top() + 2, _BAR, body.height() - 4)
        painter.fillRect(bar, shades.bar)


def paint_gap(painter: QPainter, block: Block, rect: QRect, look: Brushes) -> None:
    """A free gap while it is chosen or pointed at."""
    body = rect.adjusted(2, 3, -2, -3)
    painter.setPen(QPen(look.muted, 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(look.ground)
    painter.drawRoundedRect(QRectF(body), _ROUND, _ROUND)
    span = f"frei {clock_time(block.start)} bis {clock_time(block.end)}"
    words = (span, f"frei ab {clock_time(block.start)}", "frei")
    paint_words(painter, body.adjusted(6, 0, -4, 0), words, look)


def paint_words(painter: QPainter, area: QRect, words: tuple[str, ...], look: Brushes) -> None:
    """The first of the words that fits into the area, none where all are too long."""
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
