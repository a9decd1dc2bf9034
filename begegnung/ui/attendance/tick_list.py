"""The list of a date: a row for each person, ticked by one key or one click."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from begegnung.model.rows import AttendanceLine
from begegnung.services.attendance import STATES
from begegnung.ui.attendance.wording import CARD_KEY, STATE_ICONS, STATE_KEYS, STATE_TONES
from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, pixmap
from begegnung.ui.widgets.lines import (
    LINE_ROLE,
    Index,
    LineDelegate,
    LineList,
    draw_two,
    paint_ground,
    semibold,
)

CARD = "card"
"""The letter of the Mehrfachkarte among those of the states."""


class TickDelegate(LineDelegate):
    """Paints box, name, the state in words, and a letter for each state to click on."""

    @guarded(factory=lambda: QSize(200, 56))
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """High enough for two lines and for a finger."""
        return QSize(THEME.px(8), round(QFontMetrics(option.font).height() * 2.5))

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the row of one person."""
        line = index.data(LINE_ROLE)
        if line is None:
            return
        state = line.subject.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(4, 2, -4, -2)
        paint_ground(painter, ground, option)
        left = _paint_box(painter, ground, ticked=state == "present") + THEME.px(0.6)
        letters = letter_places(ground, with_card=self._takes_cards())
        for one, place in letters.items():
            chosen = line.subject.card is not None and line.subject.card.punched
            if one != CARD:
                chosen = one == state
            _paint_letter(painter, place, option, one, chosen=chosen)
        right = min(place.left() for place in letters.values()) - THEME.px(0.6)
        if state is not None:
            right = _paint_state(painter, ground, option, state, right) - THEME.px(0.4)
        texts = QRectF(left, ground.top(), right - left, ground.height())
        draw_two(painter, texts, option.font, line.title, line.detail)
        painter.restore()

    def _takes_cards(self) -> bool:
        owner = self.parent()
        return isinstance(owner, TickList) and owner.takes_cards


def letter_places(ground: QRectF, *, with_card: bool = False) -> dict[str, QRectF]:
    """Where the letters stand in a row, from left to right: the card, then the states."""
    keys = [CARD, *STATES] if with_card else list(STATES)
    size, gap = THEME.px(1.7), THEME.px(0.35)
    first = ground.right() - THEME.px(0.5) - len(keys) * size - (len(keys) - 1) * gap
    top = ground.center().y() - size / 2
    return {key: QRectF(first + n * (size + gap), top, size, size) for n, key in enumerate(keys)}


class TickList(LineList):
    """People of a date. Space and A, E, U tick the current one, Entf takes the tick away.

    `ticked(str, object)`: person and wanted state, None for no tick. With `takes_cards` K takes
    the visit from the card, or gives it back: `card_wanted(object)` with the `AttendanceLine`.
    """

    ticked = Signal(str, object)
    card_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Anwesenheitsliste", parent)
        self.takes_cards = False
        self.setItemDelegate(TickDelegate(self))
        self.show_cards(taken=False)

    def show_cards(self, *, taken: bool) -> None:
        """Shows the letter of the card in every row, or not."""
        self.takes_cards = taken
        self.setAccessibleDescription(
            "Leertaste oder A anwesend, E entschuldigt, U unentschuldigt, Entf leeren"
            + (", K von der Karte abziehen" if taken else "")
        )
        self.viewport().update()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ticks; everything else moves in the list."""
        line = self.current_line()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if line is None or not plain:
            super().keyPressEvent(event)
            return
        states = {ord(key): state for state, key in STATE_KEYS.items()}
        if event.key() == Qt.Key.Key_Space:
            self._toggle(line.subject)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._tick(line.subject, None)
        elif self.takes_cards and event.key() == Qt.Key.Key_K:
            self.card_wanted.emit(line.subject)
        elif event.key() in states:
            self._tick(line.subject, states[event.key()])
        else:
            super().keyPressEvent(event)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a letter does what its key does, one beside it toggles "anwesend"."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        person: AttendanceLine = index.data(LINE_ROLE).subject
        ground = QRectF(self.visualRect(index)).adjusted(4, 2, -4, -2)
        for state, place in letter_places(ground, with_card=self.takes_cards).items():
            if place.contains(event.position()) and state == CARD:
                self.card_wanted.emit(person)
                return
            if place.contains(event.position()):
                self._tick(person, None if state == person.state else state)
                return
        self._toggle(person)

    def _toggle(self, person: AttendanceLine) -> None:
        self._tick(person, None if person.state == "present" else "present")

    def _tick(self, person: AttendanceLine, state: str | None) -> None:
        if state != person.state:
            self.ticked.emit(person.person_id, state)


def _paint_box(painter: QPainter, ground: QRectF, *, ticked: bool) -> float:
    """The box at the left; gives where it ends."""
    size = THEME.px(1.3)
    box = QRectF(ground.left() + THEME.px(0.6), ground.center().y() - size / 2, size, size)
    painter.setPen(QPen(THEME.colour("ok" if ticked else "ctl"), 2))
    painter.setBrush(THEME.colour("ok_bg" if ticked else "surface"))
    painter.drawRoundedRect(box, 5, 5)
    if ticked:
        painter.setPen(QPen(THEME.colour("ok"), max(3, THEME.px(0.15))))
        corners = [(0.24, 0.52), (0.43, 0.72), (0.77, 0.30)]
        painter.drawPolyline([box.topLeft() + QPointF(x * size, y * size) for x, y in corners])
    return box.right()


def _paint_letter(
    painter: QPainter, place: QRectF, option: QStyleOptionViewItem, state: str, *, chosen: bool
) -> None:
    tone = STATE_TONES.get(state, "ok")
    painter.setPen(QPen(THEME.colour(tone if chosen else "ctl"), 2 if chosen else 1))
    painter.setBrush(THEME.colour(f"{tone}_bg" if chosen else "surface"))
    painter.drawEllipse(place)
    painter.setFont(semibold(option.font) if chosen else option.font)
    painter.setPen(THEME.colour(tone if chosen else "muted"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, STATE_KEYS.get(state, CARD_KEY))


def _paint_state(
    painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, state: str, right: float
) -> float:
    """The state as icon and word, ending at `right`; gives where it begins."""
    tone, bold = STATE_TONES[state], semibold(option.font)
    size, gap = THEME.px(1.0), THEME.px(0.3)
    wide = QFontMetrics(bold).horizontalAdvance(STATES[state])
    left = right - wide - gap - size
    ratio = painter.device().devicePixelRatioF()
    picture = pixmap(STATE_ICONS[state], tone, size, filled=True, ratio=ratio)
    painter.drawPixmap(QPointF(left, ground.center().y() - size / 2), picture)
    painter.setFont(bold)
    painter.setPen(THEME.colour(tone))
    text = QRectF(left + size + gap, ground.top(), wide + 1, ground.height())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, STATES[state])
    return left
