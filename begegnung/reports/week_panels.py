"""What stands on the panels of a folded programme: days, the announcement, room for notes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple, Protocol

from begegnung.model.print_errors import FullPart
from begegnung.model.programme import CATEGORIES
from begegnung.reports.aloud import actual_of, aloud
from begegnung.reports.box_text import BoxText, PartLine, draw_parts
from begegnung.reports.fitting import SMALLEST
from begegnung.reports.ornaments import draw_badge
from begegnung.reports.panel_fitting import PanelDensity, parted
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, followed, line_width
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import width_of
from begegnung.reports.theme import (
    ACCENT,
    ALERT,
    BADGES,
    BOLD,
    HAIRLINE,
    INK,
    MEDIUM,
    NOTE_PAPER,
    REGULAR,
    SEMIBOLD,
    SOFT,
    TEXT,
    WHITE,
)
from begegnung.reports.weekly_rows import RowText, mark_spans

LEADING = 1.2
_BAR = 1.75
_BAR_PAD = 8.0
_BOX_PAD = 10.0
_DOT = "\u00a0·"
_WIDEST_TIMES = ("00:00–00:00", "ab 00:00 Uhr")
_ASCENT = 0.95


@dataclass(frozen=True, slots=True)
class PanelColumns:
    """Where things stand in a panel; `time` is the width of the column of times, 0 for none.

    Without such a column the time stands above the title, with the room at its right.
    """

    density: PanelDensity
    width: float
    time: float

    @property
    def gap(self) -> float:
        """White between two columns."""
        return self.density.body * 0.5

    @property
    def badge(self) -> float:
        """Edge of a pictogram."""
        return self.density.body * 1.3


def panel_columns(density: PanelDensity, width: float, *, beside: bool) -> PanelColumns:
    """The columns of a panel, with the times `beside` the titles or above them."""
    widest = max(width_of(words, SEMIBOLD, density.body) for words in _WIDEST_TIMES)
    return PanelColumns(density, width, widest + 1 if beside else 0.0)


class Spot(NamedTuple):
    """Where a block is drawn: its upper left corner; `outline` makes its heading a bookmark."""

    x: float
    top: float
    outline: bool


class PanelBlock(Protocol):
    """Something that stands on one panel, whole."""

    @property
    def part(self) -> FullPart:
        """What it is, where it is too much."""
        ...

    @property
    def day(self) -> date | None:
        """Its day, if it is one."""
        ...

    def height(self, at: PanelColumns) -> float:
        """How high it is."""
        ...

    def draw(self, canvas: TaggedCanvas, at: PanelColumns, spot: Spot) -> None:
        """Draws it."""
        ...


class _Placed(NamedTuple):
    """A line of a row: `x` from the left edge of the block, `down` from the top of the row."""

    part: str
    x: float
    down: float
    line: Line


class _Row(NamedTuple):
    """A row ready to be drawn; `badge` is the lower left corner of the pictogram."""

    text: RowText
    placed: tuple[_Placed, ...]
    height: float
    badge: tuple[float, float]


@dataclass(frozen=True, slots=True)
class DayBlock:
    """A day with its rows, or the offers without dates: a bar over the whole width, and a list."""

    day: date | None
    name: str
    when: str
    texts: tuple[RowText, ...]

    @property
    def part(self) -> FullPart:
        """A day, or what has none."""
        return "undated" if self.day is None else "day"

    def _rows(self, at: PanelColumns) -> list[_Row]:
        badges = any(text.category for text in self.texts)
        return [_row(text, at, badges) for text in self.texts]

    def divided(self, at: PanelColumns, room: float) -> tuple["DayBlock", ...]:
        """As few blocks of whole rows as are needed to be no higher than `room`, evenly filled.

        Only for offers without dates: nobody looks for the second half of those elsewhere. A row
        that is too high stays alone.
        """
        rows = [row.height for row in self._rows(at)]
        room -= at.density.body * _BAR
        for count in range(1, len(rows)):
            parts = parted(rows, 0.0, [room] * count)
            if parts is not None:
                break
        else:
            parts = (1,) * len(rows)
        ends = list(accumulate(parts))
        return tuple(
            replace(self, when=f"{n + 1} von {len(parts)}", texts=self.texts[end - size : end])
            for n, (size, end) in enumerate(zip(parts, ends, strict=True))
        )

    def height(self, at: PanelColumns) -> float:
        """Bar and rows."""
        return at.density.body * _BAR + sum(row.height for row in self._rows(at))

    def draw(self, canvas: TaggedCanvas, at: PanelColumns, spot: Spot) -> None:
        """Draws bar and rows."""
        with canvas.struct("Sect"):
            self._draw_bar(canvas, at, spot)
            y = spot.top - at.density.body * _BAR
            with canvas.struct("L"):
                for number, row in enumerate(self._rows(at)):
                    if number:
                        canvas.setStrokeColor(HAIRLINE)
                        canvas.setLineWidth(0.7)
                        canvas.line(spot.x, y, spot.x + at.width, y)
                    _draw_row(canvas, row, spot.x, y, at.badge)
                    y -= row.height

    def _bar_width(self, size: float) -> float:
        """What the words of the bar take, with white between and around them."""
        name = width_of(self.name, BOLD, size + 1.5)
        return name + width_of(self.when, SEMIBOLD, size) + 4 * _BAR_PAD

    def _draw_bar(self, canvas: TaggedCanvas, at: PanelColumns, spot: Spot) -> None:
        high = at.density.body * _BAR
        canvas.setFillColor(INK)
        canvas.roundRect(spot.x, spot.top - high, at.width, high, 4, stroke=0, fill=1)
        size = at.density.body
        while size > SMALLEST and self._bar_width(size) > at.width:
            size -= 0.5
        base = spot.top - high / 2 - size * 0.36
        (name,) = broken((Span(self.name, BOLD, size + 1.5, WHITE),), 1000)
        placed: list[tuple[float, float, Line]] = [(spot.x + _BAR_PAD, base, followed(name))]
        right = spot.x + at.width - _BAR_PAD
        when = broken((Span(self.when, SEMIBOLD, size, WHITE),), 1000)
        placed += [(right - line_width(line), base, line) for line in when]
        spoken = f"{self.name}, {self.when}" if self.when else self.name
        if spot.outline:
            canvas.bookmark(spoken, 1, spot.top)
        with canvas.tag("H2", actual=spoken):
            draw_lines(canvas, placed)


@lru_cache(maxsize=4096)
def _row(text: RowText, at: PanelColumns, badges: bool) -> _Row:
    """The row of these words; without a time its column is left free only where others have one."""
    density = at.density
    body, pad = density.body, density.pad
    time = _time_look(text, body)
    beside = bool(at.time) and width_of(time.text, SEMIBOLD, body) <= at.time
    badge = at.time + at.gap if at.time and text.begins == "title" else 0.0
    x = badge + (at.badge + at.gap * 0.8 if badges else 0.0)
    if text.begins == "time":
        x = 0.0
    placed: list[_Placed] = []
    down = pad
    room = text.room
    if time.text and beside:
        (line,) = broken((time,), 1000)
        placed.append(_Placed("time", at.time - line_width(line), pad + body * _ASCENT, line))
    elif time.text:
        lines = broken((time,), at.width - x)
        if not at.time and _room_beside(placed, room, at, line_width(lines[0]) + x):
            room = ""
        for line in lines:
            placed.append(_Placed("time", x, down + body * _ASCENT, line))
            down += body * LEADING
    for part, spans in _paragraphs(text, room, density):
        size = spans[0].size
        for line in broken(spans, at.width - x):
            placed.append(_Placed(part, x, down + size * _ASCENT, line))
            down += size * LEADING
    middle = pad + body * 0.61
    height = max(down + body * 0.1, middle + at.badge / 2) + pad
    return _Row(text, tuple(sorted(placed, key=_reading)), height, (badge, middle + at.badge / 2))


def _reading(placed: _Placed) -> int:
    """The time first and the room last; the rest stays in its order."""
    return {"time": 0, "room": 2}.get(placed.part, 1)


def _time_look(text: RowText, size: float) -> Span:
    colour = SOFT if text.struck else TEXT
    return Span(text.time, SEMIBOLD, size, colour, struck=text.struck)


def _room_beside(placed: list[_Placed], room: str, at: PanelColumns, used: float) -> bool:
    """Puts the room at the right of the time, where there is room for it."""
    density = at.density
    lines = broken((Span(room, MEDIUM, density.detail, TEXT),), 10_000)
    if not lines or used + 2 * at.gap + line_width(lines[0]) > at.width:
        return False
    x = at.width - line_width(lines[0])
    placed.append(_Placed("room", x, density.pad + density.body * _ASCENT, lines[0]))
    return True


def _paragraphs(
    text: RowText, room: str, density: PanelDensity
) -> Iterable[tuple[str, tuple[Span, ...]]]:
    """The paragraphs below the time, each as one or several looks."""
    body, detail = density.body, density.detail
    colour = SOFT if text.struck else TEXT
    title = Span(text.title, BOLD, body, colour, struck=text.struck)
    yield "title", (*mark_spans(text, body), title)
    status = f"{text.status}: {text.note}" if text.status and text.note else text.status
    if status or text.note:
        yield "status", (Span(status or text.note, BOLD, detail, ALERT),)
    more = [
        Span(words, font, detail, tint)
        for words, font, tint in (
            (text.wording, SEMIBOLD, TEXT),
            (room, MEDIUM, TEXT),
            (text.leader, REGULAR, SOFT),
            (text.remark, REGULAR, SOFT),
        )
        if words
    ]
    if more:
        dotted = [Span(one.text + _DOT, one.font, one.size, one.colour) for one in more[:-1]]
        yield "detail", (*dotted, more[-1])


def _draw_row(canvas: TaggedCanvas, row: _Row, x: float, top: float, edge: float) -> None:
    """Draws a row as one list item."""
    text = row.text
    parts = {
        part: [(x + line.x, top - line.down, line.line) for line in lines]
        for part, lines in groupby(row.placed, lambda line: line.part)
    }
    with canvas.struct("LI"):
        if time := parts.pop("time", None):
            with canvas.tag("Lbl", actual=aloud(text.spoken)):
                draw_lines(canvas, time)
        with canvas.struct("LBody"):
            for part, lines in parts.items():
                said = actual_of(line for _, _, line in lines)
                said = f"Ort: {aloud(text.room)}" if part == "room" else said
                with canvas.tag("P", actual=said):
                    draw_lines(canvas, lines)
            if text.category:
                left, low = x + row.badge[0], top - row.badge[1]
                alt = CATEGORIES[text.category]
                with canvas.tag("Figure", alt=alt, box=(left, low, left + edge, low + edge)):
                    draw_badge(canvas, BADGES[text.category], (left, low, edge))


@dataclass(frozen=True, slots=True)
class BoxBlock:
    """A tinted box, for the announcement and for what has changed."""

    text: BoxText
    part: FullPart = "notice"
    day: date | None = None

    def _lines(self, at: PanelColumns) -> list[PartLine]:
        body = at.density.body
        return self.text.lines(body, body + 3, LEADING, at.width - 2 * _BOX_PAD)

    def height(self, at: PanelColumns) -> float:
        """The lines with the white around them."""
        return sum(height for _, height, _ in self._lines(at)) + 2 * _BOX_PAD

    def draw(self, canvas: TaggedCanvas, at: PanelColumns, spot: Spot) -> None:
        """Draws the box."""
        height = self.height(at)
        canvas.setFillColor(NOTE_PAPER)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.4)
        canvas.roundRect(spot.x, spot.top - height, at.width, height, 6, stroke=1, fill=1)
        if spot.outline and self.text.heading:
            canvas.bookmark(self.text.heading.replace("\u00a0", " "), 1, spot.top)
        y = spot.top - _BOX_PAD
        parts: list[tuple[str, list[tuple[float, float, Line]]]] = []
        for part, group in groupby(self._lines(at), lambda line: line[0]):
            placed: list[tuple[float, float, Line]] = []
            for _, high, line in group:
                y -= high
                placed.append((spot.x + _BOX_PAD, y + at.density.body * 0.26, line))
            parts.append((part, placed))
        with canvas.struct("Sect"):
            draw_parts(canvas, self.text, parts, self)


def draw_notes(canvas: TaggedCanvas, spot: Spot, width: float, low: float) -> None:
    """Room for notes on a panel that would otherwise be empty, with lines down to `low`."""
    look = Span("Platz für Notizen", SEMIBOLD, SMALLEST + 2, SOFT)
    with canvas.tag("P"):
        draw_lines(
            canvas, [(spot.x, spot.top - look.size, line) for line in broken((look,), width)]
        )
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.7)
    y = spot.top - 54
    while y >= low:
        canvas.line(spot.x, y, spot.x + width, y)
        y -= 30
