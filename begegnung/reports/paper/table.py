"""Tables: the head on every page, rows that are never cut, read cell by cell with their heads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.colors import Color

from begegnung.reports.aloud import actual
from begegnung.reports.paper.flow import Slab
from begegnung.reports.paper.paragraph import SMALL
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, followed, line_width
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import BOLD, HAIRLINE, INK, REGULAR, SEMIBOLD, SOFT, TEXT

Align = Literal["left", "right", "centre"]

_LEADING = 1.22
_PAD_X, _PAD_Y = 5.0, 4.0
_WIDEST_FITTING = 0.4
"""A column that takes the width of its words takes no more of the table than this."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in points, or its `share` of what is left, or else as wide as its words.

    `spoken` is read aloud for a `title` that is only a sign.
    """

    title: str
    width: float = 0.0
    share: float = 0.0
    align: Align = "left"
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, each line of `text` for itself.

    With `box` an empty square to be ticked by hand.
    """

    text: str = ""
    bold: bool = False
    soft: bool = False
    struck: bool = False
    box: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; of a `group` only the first cell is shown, over all columns, as a heading of rows."""

    cells: tuple[Cell | str, ...]
    group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, `gap` points below what is above.

    `least` is the height of the lowest row (for writing by hand), `ruled` draws lines between the
    columns too, `names` is the number of the column that names the row for screen readers. Rows in
    text of `size` points; a row higher than `tallest` goes on on the next page.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    gap: float = 12.0
    least: float = 0.0
    ruled: bool = False
    names: int | None = None
    size: float = SMALL
    tallest: float = 300.0

    def laid(self, width: float) -> "LaidTable":
        """The rows for a width."""
        return LaidTable(self, width)


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a row stands in one slab: its lines by column, and which part of the row it is."""

    row: int
    lines: tuple[tuple[Line, ...], ...]
    height: float
    first: bool


class LaidTable:
    """A table with its lines and heights."""

    def __init__(self, table: Table, width: float) -> None:
        self._table = table
        self._width = width
        self._widths = _widths(table, width)
        self._lefts = [sum(self._widths[:n]) for n in range(len(self._widths))]
        self._leading = table.size * _LEADING
        self._head = _Part(-1, self._head_lines(), 0.0, first=True)
        self._head_height = self._height_of(self._head.lines)
        self._parts = [part for n in range(len(table.rows)) for part in self._parts_of(n)]
        # Neither the head nor the heading of a group stays alone at the foot of a page.
        head = Slab(self._head_height, table.gap, keeps=bool(self._parts))
        rows = (Slab(one.height, keeps=table.rows[one.row].group) for one in self._parts)
        self.slabs = [head, *rows]

    @property
    def again(self) -> float:
        """The head is repeated."""
        return self._head_height

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws head and rows; a row over two pages stays one row."""
        with canvas.struct("Table", key=self):
            for number, top in spots:
                if number == 0:
                    with canvas.struct("TR", key=(self, "head")):
                        self._draw_head(canvas, x, top, tagged=True)
                else:
                    part = self._parts[number - 1]
                    with canvas.struct("TR", key=(self, part.row)):
                        self._draw_part(canvas, part, x, top)

    def draw_again(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draws the head on a further page."""
        self._draw_head(canvas, x, top, tagged=False)

    def _head_lines(self) -> tuple[tuple[Line, ...], ...]:
        look = self._table.size
        return tuple(
            broken((Span(clean(column.title), SEMIBOLD, look, INK),), wide - 2 * _PAD_X)
            for column, wide in zip(self._table.columns, self._widths, strict=True)
        )

    def _parts_of(self, number: int) -> Iterator[_Part]:
        """The row in one part, or in several where it is too high for any page."""
        row = self._table.rows[number]
        lines = self._lines_of(row)
        most = max(1, int((self._table.tallest - 2 * _PAD_Y) // self._leading))
        longest = max((len(one) for one in lines), default=0)
        for start in range(0, max(1, longest), most):
            here = tuple(one[start : start + most] for one in lines)
            least = self._table.least if start == 0 and not row.group else 0.0
            yield _Part(number, here, max(self._height_of(here), least), first=start == 0)

    def _lines_of(self, row: Row) -> tuple[tuple[Line, ...], ...]:
        if row.group:
            look = _look(_cell(row.cells[0]), self._table.size, BOLD, INK)
            return (broken((look,), self._width - 2 * _PAD_X),)
        return tuple(
            _cell_lines(_cell(cell), self._table.size, wide - 2 * _PAD_X)
            for cell, wide in zip(row.cells, self._widths, strict=True)
        )

    def _height_of(self, lines: Sequence[tuple[Line, ...]]) -> float:
        return max(1, *(len(one) for one in lines)) * self._leading + 2 * _PAD_Y

    def _draw_head(self, canvas: TaggedCanvas, x: float, top: float, *, tagged: bool) -> None:
        for n, (column, lines) in enumerate(
            zip(self._table.columns, self._head.lines, strict=True)
        ):
            placed = self._placed(n, lines, x, top)
            if tagged:
                said = column.spoken or actual(column.title)
                with canvas.tag("TH", key=(self, "head", n), scope="Column", actual=said):
                    draw_lines(canvas, placed)
            else:
                draw_lines(canvas, placed)
        canvas.setFillColor(INK)
        canvas.rect(x, top - self._head_height, self._width, 1.4, stroke=0, fill=1)

    def _draw_part(self, canvas: TaggedCanvas, part: _Part, x: float, top: float) -> None:
        row = self._table.rows[part.row]
        self._draw_rules(canvas, x, top, part.height, group=row.group)
        if row.group:
            span = len(self._table.columns)
            placed = self._below(part.lines[0], x + _PAD_X, top)
            key = (self, part.row, 0)
            said = actual(_cell(row.cells[0]).text)
            with canvas.tag("TH", key=key, scope="Row", column_span=span, actual=said):
                draw_lines(canvas, placed)
            return
        for n, (one, lines) in enumerate(zip(row.cells, part.lines, strict=True)):
            cell = _cell(one)
            names = n == self._table.names and bool(cell.text)
            role, scope = ("TH", "Row") if names else ("TD", "")
            key = (self, part.row, n)
            if cell.box and part.first:
                self._draw_box(canvas, n, x, top)
            with canvas.tag(role, key=key, scope=scope, actual=cell.spoken or actual(cell.text)):
                if lines:
                    draw_lines(canvas, self._placed(n, lines, x, top))

    def _placed(
        self, column: int, lines: Sequence[Line], x: float, top: float
    ) -> list[tuple[float, float, Line]]:
        left, wide = x + self._lefts[column] + _PAD_X, self._widths[column] - 2 * _PAD_X
        part = {"left": 0.0, "right": 1.0, "centre": 0.5}[self._table.columns[column].align]
        placed = self._below(lines, left, top)
        return [(at + part * (wide - line_width(one)), base, one) for at, base, one in placed]

    def _below(
        self, lines: Sequence[Line], left: float, top: float
    ) -> list[tuple[float, float, Line]]:
        first = top - _PAD_Y - self._table.size * 0.95
        return [(left, first - n * self._leading, line) for n, line in enumerate(lines)]

    def _draw_rules(
        self, canvas: TaggedCanvas, x: float, top: float, height: float, *, group: bool
    ) -> None:
        low = top - height
        canvas.setStrokeColor(SOFT if self._table.ruled else HAIRLINE)
        canvas.setLineWidth(0.7)
        canvas.line(x, low, x + self._width, low)
        if self._table.ruled and not group:
            for left in (*self._lefts, self._width):
                canvas.line(x + left, top, x + left, low)

    def _draw_box(self, canvas: TaggedCanvas, column: int, x: float, top: float) -> None:
        edge = self._table.size * 1.05
        left = x + self._lefts[column] + (self._widths[column] - edge) / 2
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(1)
        canvas.rect(left, top - _PAD_Y - edge - 0.5, edge, edge)


def _cell(cell: Cell | str) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _cell_lines(cell: Cell, size: float, width: float) -> tuple[Line, ...]:
    """The lines of a cell; what follows upon a line break is not read as one word with it."""
    look = _look(cell, size)
    parts = [broken((replace(look, text=clean(words)),), width) for words in cell.text.split("\n")]
    first = ((*part[:-1], followed(part[-1])) for part in parts[:-1] if part)
    return tuple(line for part in (*first, parts[-1]) for line in part)


def _look(cell: Cell, size: float, font: str = REGULAR, colour: Color = TEXT) -> Span:
    font = BOLD if cell.bold else font
    colour = SOFT if cell.soft or cell.struck else colour
    return Span(clean(cell.text), font, size, colour, struck=cell.struck)


def _widths(table: Table, width: float) -> list[float]:
    """The width of every column; what shares and fixed widths leave is shared evenly."""
    found = [
        column.width or (0.0 if column.share else _fitting(table, n, width))
        for n, column in enumerate(table.columns)
    ]
    shares = sum(column.share for column in table.columns)
    rest = width - sum(found)
    if shares:
        return [
            wide or max(rest, 0.0) * column.share / shares
            for wide, column in zip(found, table.columns, strict=True)
        ]
    return [wide + rest / len(found) for wide in found]


def _fitting(table: Table, column: int, width: float) -> float:
    """As wide as the widest word or line of the column, within limits."""
    looks = [Span(clean(table.columns[column].title), SEMIBOLD, table.size, INK)]
    lines = [line for look in looks for line in broken((look,), 10_000)]
    for row in table.rows:
        if not row.group:
            lines += _cell_lines(_cell(row.cells[column]), table.size, 10_000)
    widest = max(map(line_width, lines), default=0.0)
    return min(widest + 2 * _PAD_X + 0.5, width * _WIDEST_FITTING)
