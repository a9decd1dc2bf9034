"""Lists of things: two lines of text each, a chip at the right, one sentence for the ear."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, pixmap
from begegnung.ui.widgets.labels import Tone

LINE_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Line(NamedTuple):
    """One entry of a list.

    `key` identifies it over reloads, `spoken` is the whole sentence for a screen reader (made from
    the other texts when empty), `faded` shows what is over, `before` stands in a column of its own
    at the left (two lines, such as begin and end), `subject` is anything the page needs again.
    """

    key: str
    title: str
    detail: str = ""
    chip: str = ""
    tone: Tone = "info"
    icon: str = ""
    spoken: str = ""
    faded: bool = False
    before: tuple[str, str] | None = None
    subject: Any = None

    def sentence(self) -> str:
        """What a screen reader says."""
        return self.spoken or ", ".join(filter(None, (self.title, self.detail, self.chip)))


class LineModel(QAbstractListModel):
    """A flat list of `Line`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines: list[Line] = []
        super().__init__(parent)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a key, -1 when it is not there."""
        return next((n for n, line in enumerate(self.lines) if line.key == key), -1)

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, sentence or the line itself."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.sentence()
        return line if role == LINE_ROLE else None


class LineDelegate(QStyledItemDelegate):
    """Paints a `Line` in its row."""

    @guarded(factory=lambda: QSize(200, 60))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """High enough for two lines of text and room around them."""
        return QSize(THEME.px(8), THEME.px(2.9))

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the ground and what stands on it."""
        line = index.data(LINE_ROLE)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(4, 2, -4, -2)
        paint_ground(painter, ground, option)
        self.paint_line(painter, ground, option, line)
        painter.restore()

    def paint_line(
        self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, line: Line
    ) -> None:
        """Draws texts and chip on the ground; lists with more to show draw it here."""
        left = self.paint_before(painter, ground, option, line)
        right = paint_chip(painter, ground, option.font, line.chip, line.tone)
        box = QRectF(left, ground.top(), right - left, ground.height())
        paint_texts(painter, box, option, line)

    def paint_before(
        self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem, line: Line
    ) -> float:
        """Draws icon and the column at the left; gives where the texts begin."""
        left = ground.left() + THEME.px(0.6)
        if line.icon:
            size = THEME.px(1.2)
            ratio = painter.device().devicePixelRatioF()
            top = ground.center().y() - size / 2
            picture = pixmap(line.icon, "accent", size, ratio=ratio)
            painter.drawPixmap(round(left), round(top), picture)
            left += size + THEME.px(0.6)
        if line.before is None:
            return left
        bold = semibold(option.font)
        width = QFontMetrics(bold).horizontalAdvance("00:00") + THEME.px(0.9)
        box = QRectF(left, ground.top(), width, ground.height())
        first, second = line.before
        draw_two(painter, box, option.font, first, second, faded=line.faded)
        return left + width


def semibold(font: QFont) -> QFont:
    """The font of titles."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def paint_ground(painter: QPainter, ground: QRectF, option: QStyleOptionViewItem) -> None:
    """The card of an entry: its border, the selection, and the ring of the focus."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(THEME.colour("accent" if selected else "line"), 2 if selected else 1))
    painter.setBrush(THEME.colour("soft" if selected else "surface"))
    painter.drawRoundedRect(ground, 9, 9)
    if focused:
        painter.setPen(QPen(THEME.colour("focus"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, 9, 9)


def paint_chip(painter: QPainter, ground: QRectF, font: QFont, text: str, tone: str) -> float:
    """A state at the right, in the middle of the height; gives where it begins."""
    right = ground.right() - THEME.px(0.5)
    if not text:
        return right
    bold = semibold(font)
    metrics = QFontMetrics(bold)
    size = (metrics.horizontalAdvance(text) + THEME.px(1.0), metrics.height() + THEME.px(0.2))
    pill = QRectF(right - size[0], ground.center().y() - size[1] / 2, *size)
    painter.setPen(QPen(THEME.colour(tone), 1))
    painter.setBrush(THEME.colour(f"{tone}_bg"))
    painter.drawRoundedRect(pill, size[1] / 2, size[1] / 2)
    painter.setFont(bold)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    return pill.left() - THEME.px(0.5)


def draw_two(
    painter: QPainter, box: QRectF, font: QFont, first: str, second: str, *, faded: bool = False
) -> None:
    """A bold line over a quiet one, together in the middle of the height."""
    bold = semibold(font)
    metrics = QFontMetrics(bold)
    high = metrics.height()
    top = box.center().y() - (high if second else high / 2)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(bold)
    painter.setPen(THEME.colour("muted" if faded else "text"))
    elided = metrics.elidedText(first, Qt.TextElideMode.ElideRight, round(box.width()))
    painter.drawText(QRectF(box.left(), top, box.width(), high), flags, elided)
    if second:
        plain = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(THEME.colour("muted"))
        elided = plain.elidedText(second, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(QRectF(box.left(), top + high, box.width(), high), flags, elided)


def paint_texts(painter: QPainter, box: QRectF, option: QStyleOptionViewItem, line: Line) -> None:
    """Title and detail of a line."""
    draw_two(painter, box, option.font, line.title, line.detail, faded=line.faded)


class LineList(QListView):
    """A list of `Line` that keeps its selection over reloads.

    `chosen(str)`: the key of the current line, "" for none, whenever it becomes another.
    `opened(str)`: Enter or a double click on a line.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, model: LineModel | None = None
    ) -> None:
        super().__init__(parent)
        self.lines = model or LineModel(self)
        self._showing = False
        self._said = ""
        self.setObjectName("lines")
        self.setAccessibleName(name)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(THEME.px(3.2))
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(LINE_ROLE).key))

    def show_lines(self, lines: Iterable[Line], *, choose: str = "") -> None:
        """Shows other lines; the current one stays where its key is still there.

        `choose` becomes the current one instead, when it is there. Otherwise the neighbour of what
        is gone is current, so that the focus never falls out of the list.
        """
        with self.keeping(choose):
            self.lines.show_lines(lines)

    @contextmanager
    def keeping(self, choose: str = "") -> Iterator[None]:
        """Keeps current line and position over a change of the model, as `show_lines` says."""
        row, before = self.currentIndex().row(), self.current_key()
        position = self.verticalScrollBar().value()
        self._showing = True
        yield
        wanted = self.lines.row_of(choose) if choose else -1
        if wanted < 0:
            wanted = self.lines.row_of(before) if before else -1
        if wanted < 0:
            wanted = min(max(row, 0), self.lines.rowCount() - 1)
        if wanted >= 0:
            self.setCurrentIndex(self.lines.index(wanted, 0))
        self.verticalScrollBar().setValue(position)
        if choose and wanted >= 0:
            self.scrollTo(self.lines.index(wanted, 0))
        self._showing = False
        self._tell()

    def current_key(self) -> str:
        """The key of the current line, "" for none."""
        line = self.current_line()
        return line.key if line else ""

    def current_line(self) -> Line | None:
        """The current line."""
        return self.currentIndex().data(LINE_ROLE) if self.currentIndex().isValid() else None

    def choose(self, key: str) -> bool:
        """Makes the line of `key` the current one; False when it is not there."""
        row = self.lines.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row, 0))
        return row >= 0

    def step(self, by: int) -> None:
        """Moves the current line up or down, as the arrow keys do."""
        last = self.lines.rowCount() - 1
        row = min(max(self.currentIndex().row() + by, 0), last)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row, 0))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key():
            self.opened.emit(self.current_key())
            return
        super().keyPressEvent(event)

    def _tell(self, *_: object) -> None:
        key = self.current_key()
        if not self._showing and key != self._said:
            self._said = key
            self.chosen.emit(key)
