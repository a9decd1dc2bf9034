"""The rows of the weekly programme: their words, their lines, their height."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from begegnung.model.programme import ClosedDay, ProgrammeEntry, TextEntry
from begegnung.reports.changes_said import MARKS
from begegnung.reports.fitting import Density
from begegnung.reports.paragraphs import Line, Span, broken, line_width
from begegnung.reports.said import time_said
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import ALERT, BADGES, BOLD, MEDIUM, REGULAR, SEMIBOLD, SOFT, TEXT

Part = Literal["time", "title", "status", "detail", "room"]

_STATUS_WORDS = {"planned": "", "cancelled": "Fällt aus", "moved": "Verlegt"}
_WIDEST_TIME = "00:00–00:00"
# The blank before it does not break: a line never begins with the dot.
_DOT = "\u00a0· "


@dataclass(frozen=True, slots=True)
class RowText:
    """The words of one row, clean and ready to be broken into lines.

    `begins` names the column the row begins in when it leaves free the ones before its title.
    `mark` stands before the title of what is new or another one than printed.
    """

    time: str
    spoken: str
    title: str
    wording: str
    status: str
    note: str
    leader: str
    remark: str
    room: str
    category: str | None
    is_clock: bool = True
    struck: bool = False
    begins: Literal["time", "badge", "title"] = "title"
    mark: str = ""


def entry_text(entry: ProgrammeEntry) -> RowText:
    """The words of a date: "9:00–10:00", read aloud as "9:00 bis 10:00 Uhr"."""
    status = _STATUS_WORDS[entry.status]
    if entry.start is None:
        time = spoken = clean(entry.time_text)
    elif entry.end is None:
        time = spoken = f"ab {time_said(entry.start)} Uhr"
    else:
        time = f"{time_said(entry.start)}–{time_said(entry.end)}"
        spoken = f"{time_said(entry.start)} bis {time_said(entry.end)} Uhr"
    return RowText(
        time=time,
        spoken=f"{spoken}, {status.lower()}" if status else spoken,
        title=clean(entry.title),
        wording="",
        status=status,
        note=clean(entry.status_note),
        leader=clean(entry.leader),
        remark=clean(entry.remark),
        room=clean(entry.room),
        category=entry.category if entry.category in BADGES else None,
        is_clock=entry.start is not None,
        struck=entry.status == "cancelled",
        mark=MARKS[entry.mark],
    )


def offer_text(entry: TextEntry) -> RowText:
    """The words of an offer without dates; its wording is never left out."""
    return RowText(
        time="",
        spoken="",
        title=clean(entry.title),
        wording=clean(entry.wording),
        status="",
        note="",
        leader=clean(entry.leader),
        remark=clean(entry.remark),
        room=clean(entry.room),
        category=entry.category if entry.category in BADGES else None,
        begins="badge",
        mark=MARKS[entry.mark],
    )


def closed_text(closed: ClosedDay) -> RowText:
    """The row of a day on which the house is closed."""
    reason = clean(closed.reason)
    title = f"Geschlossen: {reason}" if reason else "Geschlossen"
    return RowText("", "", title, "", "", "", "", "", "", None, begins="time")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a band `width` points wide, in points from its left edge.

    Rows higher than `tallest` are divided.
    """

    density: Density
    width: float
    tallest: float
    label: float
    time: float
    time_width: float
    badge: float
    badge_size: float
    text: float
    text_width: float
    room: float
    room_width: float

    @property
    def inner(self) -> tuple[float, float]:
        """Left and right end of the line between two rows."""
        return self.label + 8, self.room + self.room_width


def columns(density: Density, width: float, tallest: float, texts: Iterable[RowText]) -> Columns:
    """The columns of all bands of the sheet; what no row has takes no room."""
    body, gap = density.body, density.body * 0.55
    texts = tuple(texts)
    label = body * 4.1
    clock = any(text.time for text in texts)
    time_width = 0.0
    if clock:
        written = [text.time for text in texts if text.is_clock]
        time_width = max(width_of(time, SEMIBOLD, body) for time in (_WIDEST_TIME, *written))
    room_width = 0.0
    if rooms := {text.room for text in texts if text.room}:
        looks = [Span(room, MEDIUM, density.detail, TEXT) for room in rooms]
        words = (word for room in rooms for word in room.split(" "))
        longest = max(width_of(word, MEDIUM, density.detail) for word in words)
        limit = max(body * 6, min(longest, body * 9))
        lines = [line for look in looks for line in broken((look,), limit)]
        room_width = max(map(line_width, lines)) + 1
    time = label + gap * 1.2
    badge = time + (time_width + gap if clock else 0.0)
    badge_size = body * 1.3 if any(text.category for text in texts) else 0.0
    text = badge + (badge_size + gap if badge_size else 0.0)
    room = width - gap - room_width
    text_width = (room - gap if room_width else room) - text
    return Columns(
        density=density,
        width=width,
        tallest=tallest,
        label=label,
        time=time,
        time_width=time_width,
        badge=badge,
        badge_size=badge_size,
        text=text,
        text_width=text_width,
        room=room,
        room_width=room_width,
    )


def divides_a_title(texts: Iterable[RowText], at: Columns) -> bool:
    """Whether a word of a title is wider than its column."""
    words = (word for text in texts for word in text.title.split(" "))
    return any(width_of(word, BOLD, at.density.body) > at.text_width for word in words)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a row; `x` from the left edge of the band, `down` from the top of the row."""

    part: Part
    x: float
    down: float
    line: Line


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to be drawn; `beginning` is false where a very long row goes on.

    `badge` is the lower left corner of the pictogram, like a `Placed`, and its size.
    """

    text: RowText
    placed: tuple[Placed, ...]
    height: float
    badge: tuple[float, float, float] | None
    beginning: bool = True


@lru_cache(maxsize=4096)
def laid_out(text: RowText, at: Columns) -> tuple[Row, ...]:
    """The row of these words; several where it would be too tall."""
    density = at.density
    shift = {"badge": at.badge - at.time, "time": at.text - at.time}.get(text.begins, 0.0)
    placed: list[Placed] = []
    down = density.pad
    for part, spans in _paragraphs(text, density):
        size, lead = spans[0].size, spans[0].size * 1.17
        for line in broken(spans, at.text_width + shift):
            placed.append(Placed(part, at.text - shift, down + size * 0.95, line))
            down += lead
    placed += _time_lines(text, at)
    placed += _room_lines(text, at)
    badge = None
    if text.category:
        middle = density.pad + density.body * 0.61
        badge = (at.badge - shift, middle + at.badge_size / 2, at.badge_size)
    whole = Row(text, tuple(placed), _height(placed, density), badge)
    return tuple(_divided(whole, at.tallest, density))


def _paragraphs(text: RowText, density: Density) -> list[tuple[Part, tuple[Span, ...]]]:
    """The paragraphs of the wide column, each as one or several looks."""
    detail = density.detail
    title = Span(text.title, BOLD, density.body, SOFT if text.struck else TEXT, struck=text.struck)
    status: tuple[Span, ...] = ()
    if text.status:
        words = f"{text.status}: {text.note}" if text.note else text.status
        status = (Span(words, BOLD, density.body, ALERT),)
    elif text.note:
        status = (Span(text.note, BOLD, density.body, ALERT),)
    plain = _DOT.join(part for part in (text.leader, text.remark) if part)
    details: tuple[Span, ...] = ()
    if text.wording:
        lead = text.wording + _DOT.rstrip(" ") if plain else text.wording
        details = (Span(lead, SEMIBOLD, detail, TEXT),)
    if plain:
        details = (*details, Span(plain, REGULAR, detail, SOFT))
    paragraphs: list[tuple[Part, tuple[Span, ...]]] = [
        ("title", (*mark_spans(text, density.body), title))
    ]
    if status:
        paragraphs.append(("status", status))
    if details and (status or density.mode == "roomy"):
        paragraphs.append(("detail", details))
    elif details:
        part, spans = paragraphs[-1]
        paragraphs[-1] = (part, (*spans, *details))
    return paragraphs


def mark_spans(text: RowText, size: float) -> tuple[Span, ...]:
    """The word before a title that says that the row is another one than printed."""
    return (Span(f"{text.mark}: ", BOLD, size, ALERT),) if text.mark else ()


def _time_lines(text: RowText, at: Columns) -> list[Placed]:
    """The time, right-aligned so that the ends stand below each other."""
    if not text.time:
        return []
    density = at.density
    size = density.body if text.is_clock else density.detail
    look = Span(text.time, SEMIBOLD, size, SOFT if text.struck else TEXT, struck=text.struck)
    first = density.pad + density.body * 0.95
    return [
        Placed(
            "time",
            at.time + at.time_width - line_width(line),
            first + number * size * 1.15,
            line,
        )
        for number, line in enumerate(broken((look,), at.time_width + 0.01))
    ]


def _room_lines(text: RowText, at: Columns) -> list[Placed]:
    if not text.room:
        return []
    look = Span(text.room, MEDIUM, at.density.detail, TEXT)
    first = at.density.pad + at.density.body * 0.95
    return [
        Placed("room", at.room, first + number * look.size * 1.15, line)
        for number, line in enumerate(broken((look,), at.room_width))
    ]


def _height(placed: Iterable[Placed], density: Density) -> float:
    lowest = max((line.down for line in placed), default=0.0)
    return max(lowest + density.body * 0.25 + density.pad, density.least_row)


def _divided(row: Row, tallest: float, density: Density) -> Iterable[Row]:
    """The row in parts no higher than `tallest`, cut between the lines of every column."""
    while row.height > tallest:
        limit = tallest - density.body * 0.25 - density.pad
        here = tuple(line for line in row.placed if line.down <= limit)
        rest = [line for line in row.placed if line.down > limit]
        yield replace(row, placed=here, height=_height(here, density))
        moved: list[Placed] = []
        for column in ({"time"}, {"title", "status", "detail"}, {"room"}):
            lines = [line for line in rest if line.part in column]
            up = min((line.down for line in lines), default=0.0) - density.pad - density.body
            moved += [replace(line, down=line.down - up) for line in lines]
        row = Row(row.text, tuple(moved), _height(moved, density), None, beginning=False)
    yield row
