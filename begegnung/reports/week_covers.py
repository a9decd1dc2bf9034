"""Cover and back of a folded programme: whose it is, which week, how to reach the house."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from begegnung.model.house_look import Logo
from begegnung.model.programme import CATEGORIES
from begegnung.reports.aloud import actual_of
from begegnung.reports.fitting import SMALLEST
from begegnung.reports.logo import Size, draw_logo, logo_size
from begegnung.reports.ornaments import draw_badge, draw_icon, draw_qr, has_qr
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import SOFT_HYPHEN, width_of
from begegnung.reports.theme import (
    ACCENT,
    BADGES,
    BOLD,
    EXTRABOLD,
    HAIRLINE,
    INK,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    TEXT,
)
from begegnung.reports.week_panels import LEADING, Spot
from begegnung.reports.week_said import Contact, SaidWeek

_SECOND_WORD = "programm"
_TITLES = (46.0, 42.0, 38.0, 34.0)
_DATES = (24.0, 22.0, 20.0, 18.0)
_TREE = 24.0
_CELL_GAP = 6.0
_QR = 74.0
"""Edge of the code: 26 mm."""
_LEGEND_ROW = 21.0
_LOGO_HEIGHTS = (84.0, 64.0, 48.0, 34.0)
_BELOW_LOGO = 12.0
_LEAST_MOSAIC = 96.0
"""Less room than this stays white: not one row of pictograms would have air around it."""
_BADGE_ROOM = SMALLEST * 1.65


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph: `above` is the white above it, `indent` leaves room for a pictogram."""

    role: str
    lines: tuple[Line, ...]
    size: float
    above: float = 0.0
    indent: float = 0.0
    icon: str = ""
    actual: str = ""
    target: str = ""

    @property
    def height(self) -> float:
        return self.above + len(self.lines) * self.size * LEADING

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        y = top - self.above
        leading = self.size * LEADING
        if self.icon:
            edge = self.indent * 0.8
            draw_icon(canvas, self.icon, (x, y - leading / 2 - edge / 2, edge), ACCENT)
        placed: list[tuple[float, float, Line]] = [
            (x + self.indent, y - (n + 0.78) * leading, line) for n, line in enumerate(self.lines)
        ]
        with canvas.tag(self.role, actual=self.actual or actual_of(self.lines)):
            if not self.target:
                draw_lines(canvas, placed)
                return
            with canvas.tag("Link"):
                draw_lines(canvas, placed)
                wide = max(sum(run.width for run in line) for line in self.lines)
                rect = (x, y - len(self.lines) * leading, x + self.indent + wide, y)
                canvas.link(self.target, rect, f"Programm im Internet: {_plain(self.lines)}")


def _plain(lines: Sequence[Line]) -> str:
    words = "".join(run.text for line in lines for run in line)
    return words.replace("\u00ad", "").strip()


@dataclass(frozen=True, slots=True)
class _Emblem:
    """The logo above the name of the house."""

    logo: Logo
    size: Size

    @property
    def height(self) -> float:
        return self.size.height + _BELOW_LOGO

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        draw_logo(canvas, self.logo, (x, top), self.size)


class Cover:
    """The cover, `width` points wide between its margins and `height` high."""

    def __init__(self, week: SaidWeek, used: Sequence[str], width: float, height: float) -> None:
        self._categories = [key for key in CATEGORIES if key in used]
        if len(self._categories) < 3:
            self._categories = list(CATEGORIES)
        self._width, self._height = width, height
        words, self._foot = tuple(_cover_head(week, width)), tuple(_cover_foot(week, width))
        rest = height - sum(one.height for one in (*words, *self._foot))
        self._head = (*_emblem(week.look.logo, width, rest), *words)
        self._title = f"{week.title} {week.dates}"
        self.rest = height - sum(one.height for one in (*self._head, *self._foot))
        """What is left for the mosaic; below 0 the words do not fit."""

    def draw(self, canvas: TaggedCanvas, spot: Spot) -> None:
        """Draws the cover."""
        if spot.outline:
            canvas.bookmark(self._title, 0, spot.top)
        y = spot.top
        for one in self._head:
            one.draw(canvas, spot.x, y)
            y -= one.height
        if self.rest > _LEAST_MOSAIC:
            self._draw_mosaic(canvas, spot.x, y)
        y = spot.top - self._height + sum(one.height for one in self._foot)
        for one in self._foot:
            one.draw(canvas, spot.x, y)
            y -= one.height

    def _draw_mosaic(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Pictograms as decoration: a pattern of filled and of light fields in turn."""
        high = self.rest - 36
        columns = 6 if self._width > 300 else 5
        cell = (self._width + _CELL_GAP) / columns - _CELL_GAP
        rows = min(6, int((high + _CELL_GAP) / (cell + _CELL_GAP)))
        top -= 18 + (high - rows * (cell + _CELL_GAP) + _CELL_GAP) / 2
        for row in range(rows):
            for column in range(columns):
                left = x + column * (cell + _CELL_GAP)
                low = top - row * (cell + _CELL_GAP) - cell
                kind = self._categories[(column + row * 3) % len(self._categories)]
                badge = BADGES[kind]
                if (row + column) % 2 == 0:
                    draw_badge(canvas, badge, (left, low, cell))
                    continue
                canvas.setStrokeColor(HAIRLINE)
                canvas.setLineWidth(0.9)
                canvas.roundRect(left, low, cell, cell, cell * 0.22, stroke=1, fill=0)
                inner = cell * 0.13
                square = (left + inner, low + inner, cell * 0.74)
                draw_icon(canvas, badge.icon, square, badge.colour)


def _emblem(logo: Logo | None, width: float, rest: float) -> Iterator[_Emblem]:
    """The logo in the largest height that leaves room for a mosaic; none where there is no room."""
    if logo is None:
        return
    for height in _LOGO_HEIGHTS:
        emblem = _Emblem(logo, logo_size(logo, width, height))
        if emblem.height + (_LEAST_MOSAIC if height > _LOGO_HEIGHTS[-1] else 0.0) <= rest:
            yield emblem
            return


def _cover_head(week: SaidWeek, width: float) -> Iterator[_Text]:
    if week.house:
        look = Span(week.house, SEMIBOLD, 15, INK)
        if week.look.logo is None:
            yield _Text("P", broken((look,), width - _TREE - 6), 15, 2, _TREE + 6, icon="tree")
        else:
            yield _Text("P", broken((look,), width), 15, 2)
    yield _title(week.title, width)
    size = _largest(week.dates, SEMIBOLD, _DATES, width)
    yield _Text("P", broken((Span(week.dates, SEMIBOLD, size, ACCENT),), width), size, 4)


def _title(words: str, width: float) -> _Text:
    """The title on one line, or divided between its two words, not where a syllable ends."""
    parts = [words]
    if width_of(words, EXTRABOLD, _TITLES[-1]) > width:
        parts = [words.removesuffix(_SECOND_WORD) + SOFT_HYPHEN, _SECOND_WORD]
    size = _largest(max(parts, key=len), EXTRABOLD, _TITLES, width)
    looks = [Span(part, EXTRABOLD, size, INK) for part in parts]
    lines = tuple(line for look in looks for line in broken((look,), width))
    return _Text("H1", lines, size, 22, actual=words)


def _largest(words: str, font: str, sizes: Sequence[float], width: float) -> float:
    """The largest size in which the words stand on one line, else the middle one."""
    fitting = (size for size in sizes if width_of(words, font, size) <= width)
    return next(fitting, sizes[len(sizes) // 2])


def _cover_foot(week: SaidWeek, width: float) -> Iterator[_Text]:
    if week.phone:
        yield _phone(week.phone, width)
    house = week.contact[1 if week.phone else 0 :]
    if house and not house[0].target:
        look = Span(house[0].words, MEDIUM, 13, TEXT)
        yield _Text("P", broken((look,), width), 13, 4)


def _phone(phone: str, width: float) -> _Text:
    lines = broken((Span(phone, EXTRABOLD, 18, INK),), width - 26)
    return _Text("P", lines, 18, 0, 26, icon="phone", actual=f"Telefon {phone}")


class Back:
    """Legend, contact and code; `height` points high at the foot of the last panel."""

    def __init__(self, week: SaidWeek, used: Sequence[str], width: float) -> None:
        self._width = width
        self._legend = _legend_rows([key for key in CATEGORIES if key in used], width)
        self._web = next((one for one in week.contact if one.target.startswith("http")), None)
        self._code = bool(self._web and has_qr(self._web.target))
        self._texts = tuple(self._contact(week))
        self._beside = tuple(self._code_words())
        self.height = sum(one.height for one in self._texts) + self._code_height()
        if self._legend:
            self.height += len(self._legend) * _LEGEND_ROW + 34

    def _contact(self, week: SaidWeek) -> Iterator[_Text]:
        if week.contact:
            heading = Span("So erreichen Sie uns", BOLD, 16, INK)
            yield _Text("H2", broken((heading,), self._width), 16)
        if week.phone:
            yield replace(_phone(week.phone, self._width), above=5)
        for one in week.contact[1 if week.phone else 0 :]:
            if one is not self._web or not self._code:
                yield _Text("P", self._said(one, self._width), 13, 4)
        if week.look.footer:
            look = Span(week.look.footer, REGULAR, SMALLEST, TEXT)
            yield _Text("P", broken((look,), self._width), SMALLEST, 8)

    @staticmethod
    def _said(contact: Contact, width: float) -> tuple[Line, ...]:
        return broken((Span(contact.words, MEDIUM, 13, TEXT),), width)

    def _code_words(self) -> Iterator[_Text]:
        if self._web and self._code:
            width = self._width - _QR - 14
            look = Span("Das Programm im Internet:", REGULAR, 13, TEXT)
            yield _Text("P", broken((look,), width), 13)
            yield _Text("P", self._said(self._web, width), 13, 2, target=self._web.target)

    def _code_height(self) -> float:
        if not self._code:
            return 0.0
        return 12 + max(_QR, sum(one.height for one in self._beside))

    def draw(self, canvas: TaggedCanvas, spot: Spot) -> None:
        """Draws everything from the top downwards."""
        y = spot.top
        if self._legend:
            y = self._draw_legend(canvas, spot.x, y)
        for number, one in enumerate(self._texts):
            if spot.outline and not number:
                canvas.bookmark("So erreichen Sie uns", 1, y)
            one.draw(canvas, spot.x, y)
            y -= one.height
        if not self._code or self._web is None:
            return
        y -= 12
        box = (spot.x, y - _QR, spot.x + _QR, y)
        alt = f"QR-Code: Programm im Internet unter {self._web.words}"
        with canvas.tag("Figure", alt=alt, box=box):
            draw_qr(canvas, self._web.target, (spot.x, y - _QR, _QR))
        for one in self._beside:
            one.draw(canvas, spot.x + _QR + 14, y)
            y -= one.height

    def _draw_legend(self, canvas: TaggedCanvas, x: float, top: float) -> float:
        """The legend is for the eye: read aloud, every row says its category itself."""
        heading = Span("Was die Zeichen bedeuten", BOLD, 16, INK)
        draw_lines(canvas, [(x, top - 15, line) for line in broken((heading,), 1000)])
        y = top - 22
        for row in self._legend:
            for left, key in row:
                square = (x + left, y - 18, SMALLEST * 1.32)
                draw_badge(canvas, BADGES[key], square)
                look = Span(CATEGORIES[key], REGULAR, SMALLEST, TEXT)
                words = broken((look,), 1000)
                at = x + left + _BADGE_ROOM
                draw_lines(canvas, [(at, y - 14, line) for line in words])
            y -= _LEGEND_ROW
        return y - 12


def _legend_rows(used: Sequence[str], width: float) -> list[list[tuple[float, str]]]:
    """Rows of (left edge, category) in as many columns as the widest word leaves room for."""
    widths = [width_of(CATEGORIES[key], REGULAR, SMALLEST) + _BADGE_ROOM + 14 for key in used]
    columns = max(1, int((width + 14) / max(widths, default=width)))
    step = width / columns
    return [
        [(column * step, key) for column, key in enumerate(used[first : first + columns])]
        for first in range(0, len(used), columns)
    ]
