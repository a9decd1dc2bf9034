"""The blocks of the weekly programme: the band of a day, the box of an announcement."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from begegnung.model.programme import CATEGORIES
from begegnung.reports.aloud import actual_of, aloud
from begegnung.reports.box_text import BoxText, PartLine, draw_parts
from begegnung.reports.fitting import SMALLEST, Block, Piece
from begegnung.reports.ornaments import draw_badge, draw_icon
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, followed, line_width
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import (
    ACCENT,
    BADGES,
    BOLD,
    HAIRLINE,
    INK,
    NOTE_PAPER,
    REGULAR,
    SEMIBOLD,
    SOFT,
    TEXT,
    WHITE,
)
from begegnung.reports.weekly_rows import Columns, Row, RowText, laid_out

TURN = SMALLEST * 1.7
"""Height of the line that says that a block goes on."""
_CONTINUED = "Fortsetzung vom vorigen Blatt"
_CONTINUES = "weiter auf dem nächsten Blatt"
_BOX_PAD = 14.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece is drawn: the upper left corner in points; `key` names its block."""

    x: float
    top: float
    key: int
    at: Columns


@dataclass(frozen=True, slots=True)
class Band:
    """A day with its rows, or the offers without dates (`day` None): a dark label and a list.

    `label` is written in the dark field, its first line large if `big`; `spoken` is read aloud.
    """

    label: tuple[str, ...]
    spoken: str
    texts: tuple[RowText, ...]
    big: bool = True
    day: date | None = None

    def _rows(self, at: Columns) -> list[tuple[int, Row]]:
        """The rows with the number of their text; a very long one comes in several parts."""
        return [
            (number, row) for number, text in enumerate(self.texts) for row in laid_out(text, at)
        ]

    def block(self, at: Columns) -> Block:
        """The heights, for the fitting."""
        heights = tuple(row.height for _, row in self._rows(at))
        label = 3.9 if self.big else 4.4
        return Block(heights, at.density.body * label, TURN)

    def draw(self, canvas: TaggedCanvas, piece: Piece, spot: Spot) -> None:
        """Draws the rows of `piece`."""
        at = spot.at
        self._draw_field(canvas, piece.height, spot)
        with canvas.struct("Sect", key=spot.key):
            self._draw_label(canvas, spot, tagged=not piece.continued)
            y = spot.top
            if piece.continued:
                _draw_turn(canvas, spot.x + at.time, y, _CONTINUED)
                y -= TURN
            rows = self._rows(at)[piece.first : piece.last]
            pieces = Counter(number for number, _ in self._rows(at))
            with canvas.struct("L", key=(spot.key, "list")):
                for place, (number, row) in enumerate(rows):
                    if row.beginning and (place or piece.continued):
                        _draw_hairline(canvas, at, spot.x, y)
                    _draw_row(canvas, row, spot.x, y, (spot.key, number), whole=pieces[number] == 1)
                    y -= row.height
            if piece.continues:
                _draw_turn(canvas, spot.x + at.time, y, _CONTINUES)

    @staticmethod
    def _draw_field(canvas: TaggedCanvas, height: float, spot: Spot) -> None:
        at = spot.at
        low = spot.top - height
        canvas.setFillColor(INK)
        canvas.roundRect(spot.x, low, at.label, height, 6, stroke=0, fill=1)
        canvas.rect(spot.x + at.label - 8, low, 8, height, stroke=0, fill=1)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.1)
        canvas.roundRect(spot.x, low, spot.at.width, height, 6, stroke=1, fill=0)

    def _draw_label(self, canvas: TaggedCanvas, spot: Spot, *, tagged: bool) -> None:
        at, body = spot.at, spot.at.density.body
        lines: list[tuple[float, float, Line]] = []
        down = body * (1.98 if self.big else 1.4)
        for number, word in enumerate(self.label):
            large = self.big and number == 0
            look = Span(word, BOLD if large else SEMIBOLD, body * (1.95 if large else 0.98), WHITE)
            lines += [
                (spot.x + (at.label - line_width(line)) / 2, spot.top - down, followed(line))
                for line in broken((look,), 1000)
            ]
            down += body * 1.2
        if tagged:
            canvas.bookmark(self.spoken, 1, spot.top)
            with canvas.tag("H2", actual=self.spoken):
                draw_lines(canvas, lines)
        else:
            draw_lines(canvas, lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box, for an announcement and for what has changed."""

    text: BoxText

    def _lines(self, at: Columns) -> list[PartLine]:
        body = at.density.body
        return self.text.lines(body, body + 4, 1.3, at.width - 2 * _BOX_PAD - 4)

    def block(self, at: Columns) -> Block:
        """The heights, for the fitting; a box longer than a page may be divided between lines."""
        heights = [height for _, height, _ in self._lines(at)]
        heights[0] += _BOX_PAD
        heights[-1] += _BOX_PAD
        return Block(tuple(heights), 0.0, TURN)

    def draw(self, canvas: TaggedCanvas, piece: Piece, spot: Spot) -> None:
        """Draws the lines of `piece`."""
        canvas.setFillColor(NOTE_PAPER)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.6)
        low = spot.top - piece.height
        canvas.roundRect(spot.x, low, spot.at.width, piece.height, 6, stroke=1, fill=1)
        left = spot.x + _BOX_PAD + 2
        y = spot.top - (TURN if piece.continued else _BOX_PAD)
        if piece.continued:
            _draw_turn(canvas, left, spot.top, _CONTINUED)
        parts: list[tuple[str, list[tuple[float, float, Line]]]] = []
        lines = self._lines(spot.at)[piece.first : piece.last]
        for part, group in groupby(lines, lambda line: line[0]):
            placed: list[tuple[float, float, Line]] = []
            for _, height, line in group:
                y -= height
                placed.append((left, y + spot.at.density.body * 0.29, line))
            parts.append((part, placed))
        if self.text.heading and not piece.continued:
            canvas.bookmark(self.text.heading.replace("\u00a0", " "), 1, spot.top)
        with canvas.struct("Sect", key=spot.key):
            draw_parts(canvas, self.text, parts, spot.key)
        if piece.continues:
            _draw_turn(canvas, left, y, _CONTINUES)


@dataclass(frozen=True, slots=True)
class Quiet:
    """What stands on the sheet of a week without anything: words instead of a void."""

    heading: str
    words: str

    def _lines(self, width: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        heading = Span(self.heading, BOLD, 21, INK)
        words = Span(self.words, REGULAR, 17, TEXT)
        return broken((heading,), width - 80), broken((words,), width - 80)

    def block(self, at: Columns) -> Block:
        """The heights, for the fitting."""
        heading, words = self._lines(at.width)
        return Block((self._above(at) + len(heading) * 30 + len(words) * 25,))

    @staticmethod
    def _above(at: Columns) -> float:
        """White and pictogram above the words; a sheet with very much in head and foot has none."""
        return 184.0 if at.tallest > 120 else 24.0

    def draw(self, canvas: TaggedCanvas, _piece: Piece, spot: Spot) -> None:
        """Draws the pictogram and the words in the middle of the width."""
        middle = spot.x + spot.at.width / 2
        above = self._above(spot.at)
        if above > 100:
            draw_icon(canvas, "calendar-blank", (middle - 48, spot.top - 148, 96), INK)
        y = spot.top - above
        with canvas.struct("Sect", key=spot.key):
            for role, leading, lines in zip(
                ("H2", "P"), (30, 25), self._lines(spot.at.width), strict=True
            ):
                placed: list[tuple[float, float, Line]] = []
                for line in lines:
                    placed.append((middle - line_width(line) / 2, y, line))
                    y -= leading
                with canvas.tag(role):
                    draw_lines(canvas, placed)
                y -= 6


def _draw_turn(canvas: TaggedCanvas, x: float, top: float, words: str) -> None:
    for line in broken((Span(words, REGULAR, SMALLEST, SOFT),), 1000):
        draw_lines(canvas, [(x, top - SMALLEST * 1.15, line)])


def _draw_hairline(canvas: TaggedCanvas, at: Columns, x: float, y: float) -> None:
    left, right = at.inner
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.7)
    canvas.line(x + left, y, x + right, y)


def _draw_row(
    canvas: TaggedCanvas,
    row: Row,
    x: float,
    top: float,
    item: tuple[int, int],
    *,
    whole: bool,
) -> None:
    """Draws a row as one list item; the parts of a divided row are one item too."""
    text = row.text
    parts = {
        part: [(x + line.x, top - line.down, line.line) for line in lines]
        for part, lines in groupby(row.placed, lambda line: line.part)
    }
    with canvas.struct("LI", key=item):
        if time := parts.pop("time", None):
            with canvas.tag("Lbl", key=(item, "time"), actual=aloud(text.spoken)):
                draw_lines(canvas, time)
        with canvas.struct("LBody", key=(item, "body")):
            for part, lines in parts.items():
                said = actual_of(line for _, _, line in lines) if whole else ""
                said = f"Ort: {aloud(text.room)}" if part == "room" else said
                with canvas.tag("P", key=(item, part), actual=said):
                    draw_lines(canvas, lines)
            if row.badge and text.category:
                _draw_category(canvas, text.category, x, top, row.badge)


def _draw_category(
    canvas: TaggedCanvas, category: str, x: float, top: float, badge: tuple[float, float, float]
) -> None:
    """The pictogram, with the word of the category for those who cannot see it."""
    left, low, size = x + badge[0], top - badge[1], badge[2]
    box = (*canvas.absolutePosition(left, low), *canvas.absolutePosition(left + size, low + size))
    with canvas.tag("Figure", alt=CATEGORIES[category], box=box):
        draw_badge(canvas, BADGES[category], (left, low, size))
