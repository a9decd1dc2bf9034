"""Head and foot of a sheet: whose it is, what it is, how to reach the house."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

from begegnung.model.programme import CATEGORIES, ProgrammeHouse
from begegnung.reports.aloud import actual_of
from begegnung.reports.fitting import SMALLEST
from begegnung.reports.logo import draw_logo, logo_size
from begegnung.reports.ornaments import draw_badge, draw_icon, draw_qr, has_qr
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines, line_width
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import (
    ACCENT,
    BADGES,
    BOLD,
    EXTRABOLD,
    INK,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    TEXT,
)

_LOGO_BELOW, _LOGO_HEIGHT, _LEAST_LOGO = 38.0, 55.0, 40.0
"""The place of the logo, below the number of the sheet; narrower than this it is not printed."""
_QR = 60.0
"""Edge of the code: 21 mm, read by a telephone from half a metre."""
_WORDS_BELOW_QR = 190.0
_TITLE = 42.0
_BADGE_ROOM = SMALLEST * 1.65
_LEGEND_GAP = 13.0
_INFO = 16.0
"""Leading of address and hours."""
_FOOTER_LEADING = 15.5


def _role(
    canvas: TaggedCanvas, tagged: bool, role: str, **attributes: Any
) -> AbstractContextManager[Any]:
    """A tag, or nothing where the same words were read on the page before."""
    return canvas.tag(role, **attributes) if tagged else nullcontext()


def web_words(address: str) -> str:
    """A web address as it is said: without "https://" and the slash at the end."""
    return clean(address).split("://", 1)[-1].rstrip("/")


def web_link(address: str) -> str:
    """A web address as a telephone opens it."""
    address = clean(address)
    return address if "://" in address or not address else f"https://{address}"


class Masthead:
    """The head of a sheet `width` points wide."""

    def __init__(
        self, house: ProgrammeHouse, title: str, dates: str, week: str, width: float
    ) -> None:
        self._width = width
        self._title = title
        self._said_dates = dates
        self._week = week
        self._link = web_link(house.web)
        self._qr = has_qr(self._link)
        self._right = _QR + 9 if self._qr else 0.0
        week_width = max(width_of(words, MEDIUM, SMALLEST) for words in (week, "Blatt 10 von 10"))
        self._logo = house.look.logo
        name = Span(clean(house.name), SEMIBOLD, 14, INK)
        self._indent = 0.0 if self._logo else 24.0
        self._name = broken((name,), width - self._indent - self._right - week_width - 14)
        self._more = max(0, len(self._name) - 1) * 17.0
        words = web_words(house.web)
        wide = width_of(words, MEDIUM, SMALLEST)
        # A logo stands at the left of the code: only words as narrow as the code leave it room.
        self.says_web = self._qr and wide <= (self._right if self._logo else _WORDS_BELOW_QR)
        self._web = words if self.says_web else ""
        beside = width - (wide + 16 if self.says_web else 0.0)
        if self._logo:
            # The logo stands at the right of the title, and the dates below the title.
            beside = min(beside, width_of(title, EXTRABOLD, _TITLE))
        self._dates = next(
            broken((Span(dates, SEMIBOLD, size, ACCENT),), width)
            for size in (22, 20, 18, 16, 15)
            if width_of(dates, SEMIBOLD, size) <= beside or size == 15
        )
        self.height = 108.0 + self._more

    def draw(self, canvas: TaggedCanvas, x: float, top: float, page: int, pages: int) -> None:
        """Draws the head with its upper left corner at (`x`, `top`); `page` counts from 1."""
        tagged = page == 1
        right = x + self._width
        if self._logo is None:
            draw_icon(canvas, "tree", (x - 2, top - 22, 22), ACCENT)
        with _role(canvas, tagged, "P"):
            draw_lines(
                canvas,
                [
                    (x + self._indent, top - 15 - row * 17, line)
                    for row, line in enumerate(self._name)
                ],
            )
        self._draw_logo(canvas, x, top, tagged=tagged)
        base = top - self._more
        if tagged:
            canvas.bookmark(f"{self._title} {self._said_dates}", 0, top)
        with _role(canvas, tagged, "H1"):
            self._words(canvas, x, base - 59, Span(self._title, EXTRABOLD, _TITLE, INK))
        with _role(canvas, tagged, "P"):
            draw_lines(canvas, [(x, base - 91, line) for line in self._dates])
        self._corner(canvas, right, top, page, pages)
        canvas.setFillColor(INK)
        canvas.rect(x, base - 101, self._width, 2.6, stroke=0, fill=1)

    def _draw_logo(self, canvas: TaggedCanvas, x: float, top: float, *, tagged: bool) -> None:
        """Draws the logo between title and code, at the right and as low as the dates."""
        if self._logo is None:
            return
        used = max(width_of(self._title, EXTRABOLD, _TITLE), *map(line_width, self._dates), 0.0)
        room = self._width - self._right - used - 14
        if room < _LEAST_LOGO:
            return
        height = _LOGO_HEIGHT + self._more
        size = logo_size(self._logo, room, height)
        left = x + self._width - self._right - size.width
        low = top - _LOGO_BELOW - height
        draw_logo(canvas, self._logo, (left, low + size.height), size, tagged=tagged)

    def _corner(
        self, canvas: TaggedCanvas, right: float, top: float, page: int, pages: int
    ) -> None:
        tagged = page == 1
        edge = right - self._right
        with _role(canvas, tagged, "P"):
            self._words(canvas, edge, top - 15, Span(self._week, MEDIUM, SMALLEST, TEXT), 1)
        if pages > 1:
            number = Span(f"Blatt {page} von {pages}", BOLD, SMALLEST, TEXT)
            with _role(canvas, tagged, "P"):
                self._words(canvas, edge, top - 31, number, 1)
        if not self._qr:
            return
        left, low = right - _QR, top - _QR - 3
        box = (*canvas.absolutePosition(left, low), *canvas.absolutePosition(right, low + _QR))
        alt = f"QR-Code: Programm im Internet unter {web_words(self._link)}"
        with _role(canvas, tagged, "Figure", alt=alt, box=box):
            draw_qr(canvas, self._link, (left, low, _QR))
        if self._web:
            words = Span(self._web, MEDIUM, SMALLEST, TEXT)
            with _role(canvas, tagged, "P"), _role(canvas, tagged, "Link"):
                self._words(canvas, right, low - 13, words, 1)
                if tagged:
                    wide = width_of(words.text, words.font, words.size)
                    rect = (right - wide, low - 16, right, low - 2)
                    canvas.link(self._link, rect, f"Programm im Internet: {self._web}")

    @staticmethod
    def _words(
        canvas: TaggedCanvas, x: float, baseline: float, look: Span, ends_at: int = 0
    ) -> None:
        """One unbroken line that begins at `x`, or ends there."""
        for line in broken((look,), 10_000):
            draw_lines(canvas, [(x - line_width(line) * ends_at, baseline, line)])


class _Placed(NamedTuple):
    """Address and hours: how far from the left, how far below the top, and the lines."""

    indent: float
    down: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """How much room it takes below the rule, in points."""
        return self.down + len(self.lines) * _INFO


class Footer:
    """Legend and contact at the foot of a sheet `width` points wide."""

    def __init__(
        self, house: ProgrammeHouse, categories: Iterable[str], width: float, *, with_web: bool
    ) -> None:
        """`with_web` prints the web address here, when it is not said in the head."""
        self._width = width
        used = set(categories)
        self._legend = [key for key in CATEGORIES if key in used]
        self._legend_rows = self._flowed_legend()
        self._phone = broken((Span(clean(house.phone), EXTRABOLD, 16, INK),), width - 22)
        phone_width = max(map(line_width, self._phone), default=0.0)
        phone_height = len(self._phone) * 20.0
        said = Span(_said(house, with_web), MEDIUM, 12.5, TEXT)
        beside = 21 + phone_width + 16 if self._phone else 0.0
        below = _Placed(0.0, phone_height, broken((said,), width))
        ways = [_Placed(beside, 0.0, broken((said,), width - beside))] if beside < width / 2 else []
        self._info = min((*ways, below), key=lambda way: max(phone_height, way.height))
        self._line = broken((Span(clean(house.look.footer), REGULAR, SMALLEST, TEXT),), width)
        self._ways = max(phone_height, self._info.height)
        self._contact = self._ways + len(self._line) * _FOOTER_LEADING
        self._ruled = 9.0 if self._contact else 0.0
        self._legend_height = len(self._legend_rows) * 21.0
        self.height = self._legend_height + self._ruled + self._contact + 2

    def _flowed_legend(self) -> list[list[tuple[float, str]]]:
        """Rows of (width, category), each as full as the width allows."""
        rows: list[list[tuple[float, str]]] = []
        used = self._width
        for key in self._legend:
            wide = width_of(CATEGORIES[key], REGULAR, SMALLEST) + _BADGE_ROOM
            if used + wide > self._width:
                rows.append([])
                used = 0.0
            rows[-1].append((wide, key))
            used += wide + _LEGEND_GAP
        return rows

    def draw(self, canvas: TaggedCanvas, x: float, bottom: float, *, tagged: bool) -> None:
        """Draws the foot with its lower left corner at (`x`, `bottom`)."""
        self._draw_legend(canvas, x, bottom + self.height - 15)
        if not self._contact:
            return
        rule = bottom + self._contact + 3
        canvas.setFillColor(INK)
        canvas.rect(x, rule, self._width, 1.2, stroke=0, fill=1)
        base = rule - 17
        if self._phone:
            draw_icon(canvas, "phone", (x, base - 3, 16), INK)
            with _role(canvas, tagged, "P", actual=f"Telefon {_plain(self._phone)}"):
                _draw_block(canvas, x + 21, base, 20, self._phone)
        info = self._info
        if info.lines:
            with _role(canvas, tagged, "P", actual=actual_of(info.lines)):
                _draw_block(canvas, x + info.indent, base - info.down + 1, _INFO, info.lines)
        if self._line:
            with _role(canvas, tagged, "P"):
                _draw_block(canvas, x, base + 1 - self._ways, _FOOTER_LEADING, self._line)

    def _draw_legend(self, canvas: TaggedCanvas, x: float, base: float) -> None:
        """The legend is for the eye: read aloud, every row says its category itself."""
        for number, row in enumerate(self._legend_rows):
            left, low = x, base - number * 21
            for wide, key in row:
                square = (left, low - SMALLEST * 0.34, SMALLEST * 1.32)
                draw_badge(canvas, BADGES[key], square)
                word = broken((Span(CATEGORIES[key], REGULAR, SMALLEST, TEXT),), 1000)
                _draw_block(canvas, left + _BADGE_ROOM, low, 0, word)
                left += wide + _LEGEND_GAP


def _said(house: ProgrammeHouse, with_web: bool) -> str:
    """Address, office hours and the rest in one text, without what is not known."""
    office = clean(house.office_hours)
    if office and "büro" not in office.lower():
        office = f"Büro {office}"
    web = web_words(house.web) if with_web else ""
    parts = (clean(house.address), office, clean(house.access_note), clean(house.mail), web)
    return " · ".join(part for part in parts if part)


def _plain(lines: Iterable[Line]) -> str:
    return " ".join("".join(run.text for run in line).strip() for line in lines)


def _draw_block(
    canvas: TaggedCanvas, x: float, base: float, leading: float, lines: Iterable[Line]
) -> None:
    draw_lines(canvas, [(x, base - row * leading, line) for row, line in enumerate(lines)])
