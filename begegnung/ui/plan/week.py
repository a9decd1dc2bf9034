"""The week of all rooms: a table of rooms and days, every cell a list that reads as a sentence."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from begegnung.model.day_names import WEEKDAYS
from begegnung.services.plan import Plan
from begegnung.ui.guard import guarded
from begegnung.ui.plan.blocks import ELSEWHERE, Block, setup_text, title_of, word_of
from begegnung.ui.plan.colours import kind_of
from begegnung.ui.plan.model import Index
from begegnung.ui.plan.painting import Brushes, paint_ring
from begegnung.ui.plan.sheets import week_cells

DAYS = 7


class WeekModel(QAbstractTableModel):
    """One row a room (and one for dates elsewhere), one column a day from the first of the plan."""

    def __init__(self) -> None:
        self.first = date.min
        self._rooms: tuple[tuple[str | None, str], ...] = ()
        self._holidays: dict[date, str] = {}
        self._cells: dict[tuple[int, int], tuple[Block, ...]] = {}
        super().__init__()

    def show_plan(self, plan: Plan) -> None:
        """Shows another week."""
        self.beginResetModel()
        self.first = plan.first
        rows: list[tuple[str | None, str]] = [(row.id, row.name) for row in plan.rooms]
        if any(line.room_id is None for line in plan.dates):
            rows.append((None, ELSEWHERE))
        self._rooms = tuple(rows)
        self._holidays = dict(plan.holidays)
        cells = week_cells(plan)
        self._cells = {
            (row, column): cells[room_id, self.day(column)]
            for row, (room_id, _) in enumerate(rows)
            for column in range(DAYS)
        }
        self.endResetModel()

    def day(self, column: int) -> date:
        """The day of a column."""
        return self.first + timedelta(days=column)

    def room(self, row: int) -> tuple[str | None, str]:
        """Identifier (None: elsewhere) and name of the room of a row."""
        return self._rooms[row]

    def cell(self, row: int, column: int) -> tuple[Block, ...]:
        """What is in a cell, in order of time."""
        return self._cells[row, column]

    def most(self, row: int) -> int:
        """The greatest number of entries in a cell of the row."""
        return max(len(self._cells[row, column]) for column in range(DAYS))

    @guarded(default=0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rooms there are."""
        return 0 if parent.isValid() else len(self._rooms)

    @guarded(default=0)
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The days of a week."""
        return 0 if parent.isValid() else DAYS

    @guarded()
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of rooms and days; a public holiday stands under its day."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._rooms[section][1] if section < len(self._rooms) else None
        day = self.day(section)
        holiday = self._holidays.get(day, "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{WEEKDAYS[day.weekday()]} {day:%d.%m.} {holiday}".strip()
        return f"{WEEKDAYS[day.weekday()][:2]} {day:%d.%m.}" + (f"\n{holiday}" if holiday else "")

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A whole sentence a cell; the blocks themselves in `UserRole`."""
        if not index.isValid():
            return None
        blocks = self._cells[index.row(), index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return blocks
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._sentence(index.row(), index.column(), blocks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(map(_line, blocks)) or None
        return None

    def _sentence(self, row: int, column: int, blocks: tuple[Block, ...]) -> str:
        place = f"{self._rooms[row][1]}, {WEEKDAYS[self.day(column).weekday()]}"
        if not blocks:
            return f"{place}: nichts geplant"
        return f"{place}: " + "; ".join(
            f"{_line(block)}, {word_of(block)}" if block.line else _line(block) for block in blocks
        )


def _line(block: Block) -> str:
    """An entry of a cell, for example "08:45 Englisch A2 (doppelt belegt)"."""
    if block.line is None:
        reason = block.closure.reason if block.closure else ""
        return f"Sperre: {reason or 'geschlossen'}"
    held = f"belegt durch {block.line.room}" if block.kind == "held" else ""
    more = ", ".join(filter(None, (held, setup_text(block), block.warning)))
    return f"{block.begins} {block.line.title}" + (f" ({more})" if more else "")


class CellDelegate(QStyledItemDelegate):
    """Paints the entries of a cell under each other."""

    def __init__(self, view: "WeekGrid") -> None:
        super().__init__(view)
        self._view = view

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The entries, and a ring around the current cell."""
        look = self._view.look
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, look.ground)
        height = entry_height(look, rect.width())
        top = rect.top() + 3
        for block in index.data(Qt.ItemDataRole.UserRole):
            _paint_entry(painter, block, QRect(rect.left(), top, rect.width(), height), look)
            top += height
        if index == self._view.currentIndex():
            inner = rect.adjusted(1, 0, -1, 0)
            paint_ring(painter, inner, look, focused=self._view.hasFocus())
        painter.restore()


def entry_height(look: Brushes, width: int) -> int:
    """The height of one entry in pixels: in a narrow column the title has a line of its own."""
    return round(look.metrics.height() * (2.35 if _is_narrow(look, width) else 1.3))


def _is_narrow(look: Brushes, width: int) -> bool:
    return width < 9 * look.metrics.height()


def _paint_entry(painter: QPainter, block: Block, rect: QRect, look: Brushes) -> None:
    shades = look.shades[kind_of(block)]
    body = rect.adjusted(4, 1, -4, -1)
    if block.kind == "held":
        painter.setPen(QPen(shades.bar, 1, Qt.PenStyle.DashLine))
        painter.setBrush(shades.pale)
        painter.drawRoundedRect(QRectF(body), 3, 3)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.ground)
        painter.drawRoundedRect(QRectF(body), 3, 3)
        painter.fillRect(QRect(body.left(), body.top(), 5, body.height()), shades.bar)
    painter.setPen(shades.text)
    area = body.adjusted(10, 0, -3, 0)
    time, title = _parts(block)
    if not _is_narrow(look, rect.width()):
        _paint_words(painter, area, f"{time} {title}", look, bold=bool(block.warning))
        return
    half = area.height() // 2
    _paint_words(painter, area.adjusted(0, 0, 0, -half), time, look, bold=bool(block.warning))
    _paint_words(painter, area.adjusted(0, half, 0, 0), title, look, bold=True)


def _parts(block: Block) -> tuple[str, str]:
    """Time and title, or "Sperre" and its reason; a clash is marked before them."""
    if block.line is None:
        return "Sperre:", block.closure.reason if block.closure else "geschlossen"
    # The reason of what was overruled is in the tool tip and in the spoken sentence.
    short = block.warning.split(":")[0]
    time = f"⚠ {block.begins} {short}" if short else block.begins
    return time, title_of(block) if block.kind == "held" else block.line.title


def _paint_words(painter: QPainter, area: QRect, words: str, look: Brushes, *, bold: bool) -> None:
    painter.setFont(look.bold if bold else look.font)
    metrics = look.bold_metrics if bold else look.metrics
    painter.drawText(
        area,
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
        metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width()),
    )


class WeekGrid(QTableView):
    """The week: a cell for each room and day.

    `opened(str | None, date)`, `wanted(str | None, date)`: the room and day of the cell that was
    opened, or in which something new shall be.
    """

    opened = Signal(object, object)
    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._look: Brushes | None = None
        super().__init__(parent)
        self.setObjectName("week")
        self.setAccessibleName("Wochenplan der Räume")
        self.week = WeekModel()
        self.setModel(self.week)
        self.setItemDelegate(CellDelegate(self))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.doubleClicked.connect(self._open)

    def show_plan(self, plan: Plan) -> None:
        """Shows a week; the current cell stays the current one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.week.show_plan(plan)
        self._fit_rows()
        if self.week.rowCount():
            kept = min(max(row, 0), self.week.rowCount() - 1), max(column, 0)
            self.setCurrentIndex(self.week.index(*kept))

    @property
    def look(self) -> Brushes:
        """Fonts and colours of the present theme."""
        if self._look is None:
            self._look = Brushes(self.palette(), self.font())
        return self._look

    def current_cell(self) -> tuple[str | None, date] | None:
        """Room and day of the cell with the focus."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        return self.week.room(index.row())[0], self.week.day(index.column())

    def _fit_rows(self) -> None:
        high = entry_height(self.look, self.columnWidth(0))
        for row in range(self.week.rowCount()):
            self.setRowHeight(row, max(1, self.week.most(row)) * high + 8)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rows follow the width of the days."""
        super().resizeEvent(event)
        self._fit_rows()

    def _open(self, index: QModelIndex) -> None:
        room_id, _ = self.week.room(index.row())
        self.opened.emit(room_id, self.week.day(index.column()))

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        """Takes over another theme or size of letters."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._look = None
        super().changeEvent(event)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Eingabe opens the day of the cell, Einfg makes a new occupation in it."""
        index = self.currentIndex()
        cell = self.current_cell()
        if cell is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(index)
        elif cell is not None and event.key() == Qt.Key.Key_Insert:
            self.wanted.emit(*cell)
        else:
            super().keyPressEvent(event)

    @guarded(factory=QSize)
    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        em = self.fontMetrics().height()
        return QSize(16 * em, 10 * em)
