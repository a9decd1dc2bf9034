"""Fitting the days of a programme on pages: as large as possible, never cut, never below the floor.

Pure arithmetic in points. First every step for one page is tried, from large to small; then two
pages, three pages and so on, with breaks between the days only. A day is continued on the next page
only where it does not fit on a page of its own.

The sizes follow DIN 1450 for readers with reduced sight: titles from 12.5 pt on one sheet and 13 pt
on several, nothing below 12 pt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

SMALLEST = 12.0
"""No text on any sheet is smaller (points)."""

LARGE = 16.0
"""Larger titles are for a sheet with little on it; not worth dividing a word."""

Mode = Literal["roomy", "inline", "close"]
"""Where leader and remark stand: below the title, behind it, or behind it in closer rows."""

_PAD: dict[Mode, float] = {"roomy": 0.36, "inline": 0.27, "close": 0.2}
_ROW: dict[Mode, float] = {"roomy": 1.32, "inline": 1.32, "close": 1.22}
_GAP: dict[Mode, float] = {"roomy": 0.42, "inline": 0.42, "close": 0.26}
_MOST_GAP = 1.6


@dataclass(frozen=True, slots=True)
class Density:
    """One step between roomy and dense; `body` is the size of the titles in points."""

    body: float
    mode: Mode

    @property
    def detail(self) -> float:
        """Size of remarks, leaders and rooms."""
        return max(SMALLEST, self.body - 1.5)

    @property
    def pad(self) -> float:
        """White above and below the text of a row."""
        return self.body * _PAD[self.mode]

    @property
    def least_row(self) -> float:
        """Height of the lowest possible row, padding included."""
        return self.body * _ROW[self.mode] + 2 * self.pad

    @property
    def gap(self) -> float:
        """White between two days, at least."""
        return self.body * _GAP[self.mode]


def _steps(*steps: tuple[float, Mode]) -> tuple[Density, ...]:
    return tuple(Density(body, mode) for body, mode in steps)


ONE_PAGE = _steps(
    (20, "roomy"),
    (18, "roomy"),
    (16, "roomy"),
    (15, "roomy"),
    (14, "roomy"),
    (14, "inline"),
    (13.5, "inline"),
    (13, "inline"),
    (14, "close"),
    (13.5, "close"),
    (13, "close"),
    (12.5, "close"),
)
MORE_PAGES = _steps(
    (17, "roomy"), (16, "roomy"), (15, "roomy"), (14, "roomy"), (14, "inline"), (13, "inline")
)


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stays together if it can: a day with the heights of its rows.

    `least` is the height its label needs; `turn` what "Fortsetzung" takes where it is divided.
    """

    rows: tuple[float, ...]
    least: float = 0.0
    turn: float = 0.0

    @property
    def height(self) -> float:
        """Height of the whole block."""
        return max(sum(self.rows), self.least)


@dataclass(frozen=True, slots=True)
class Piece:
    """The rows `first` to `last` (not included) of block number `block`, on one page."""

    block: int
    first: int
    last: int
    height: float
    continued: bool = False
    continues: bool = False


Page = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands on which page, and how dense."""

    density: Density
    pages: tuple[Page, ...]

    def gap(self, page: int, space: float) -> float:
        """White between the blocks of a page `space` points high, when the rest is shared out."""
        pieces = self.pages[page]
        if len(pieces) < 2:
            return self.density.gap
        rest = space - page_height(pieces, self.density.gap)
        return self.density.gap + min(rest / (len(pieces) - 1), _MOST_GAP * self.density.body)


def page_height(pieces: Sequence[Piece], gap: float) -> float:
    """Height of the pieces of a page with `gap` between them."""
    return sum(piece.height for piece in pieces) + gap * max(0, len(pieces) - 1)


def fit(
    measure: Callable[[Density], Sequence[Block]],
    rows: int,
    space: float,
    divides: Callable[[Density], bool] = lambda _: False,
) -> Plan:
    """The best plan for pages with `space` points of height.

    `measure` gives the blocks at a density, `rows` is the number of rows that will have at least
    the height `Density.least_row`: steps they cannot fit in are not measured. Steps larger than
    `LARGE` are left out where they are so large that a word `divides`.
    """
    for density in ONE_PAGE:
        if rows * density.least_row > space or (density.body > LARGE and divides(density)):
            continue
        pages = flow(measure(density), space, density.gap)
        if pages is not None and len(pages) <= 1:
            return Plan(density, tuple(pages))
    return _several_pages(measure, space)


def _several_pages(measure: Callable[[Density], Sequence[Block]], space: float) -> Plan:
    """As few pages as the densest step needs, then the largest step that needs no more.

    A larger step never needs fewer pages, so halving finds it with few measurements.
    """
    densest = measure(MORE_PAGES[-1])
    divide = any(block.height > space for block in densest)

    def pages_of(density: Density, blocks: Sequence[Block]) -> list[Page] | None:
        return flow(blocks, space, density.gap, divide=divide)

    fewest = len(pages_of(MORE_PAGES[-1], densest) or ())
    best, chosen = len(MORE_PAGES) - 1, densest
    low = 0
    while low < best:
        middle = (low + best) // 2
        blocks = measure(MORE_PAGES[middle])
        pages = pages_of(MORE_PAGES[middle], blocks)
        if pages is not None and len(pages) <= fewest:
            best, chosen = middle, blocks
        else:
            low = middle + 1
    density = MORE_PAGES[best]
    return Plan(density, _balanced(chosen, space, density.gap, fewest, divide))


def flow(
    blocks: Sequence[Block],
    space: float,
    gap: float,
    *,
    divide: bool = False,
    limit: float | None = None,
) -> list[Page] | None:
    """Fills pages in order up to `limit` (or `space`), each as far as whole blocks go.

    None where a block is higher than a page; with `divide` such a block is continued on the next
    page, between two rows, as long as a row is not higher than the page itself.
    """
    limit = space if limit is None else limit
    pages: list[list[Piece]] = [[]]
    for index, block in enumerate(blocks):
        used = page_height(pages[-1], gap) + (gap if pages[-1] else 0.0)
        if used + block.height <= limit:
            pages[-1].append(Piece(index, 0, len(block.rows), block.height))
        elif block.height <= limit:
            pages.append([Piece(index, 0, len(block.rows), block.height)])
        elif block.height > space and divide:
            for piece in _divided(block, index, limit - used, limit):
                if piece.first > 0 or (pages[-1] and piece.height > limit - used):
                    pages.append([])
                pages[-1].append(piece)
        else:
            return None
    return [tuple(page) for page in pages if page]


def _divided(block: Block, index: int, rest: float, limit: float) -> list[Piece]:
    """The pieces of a block that begins in the `rest` of a page and goes on on full ones."""
    pieces: list[Piece] = []
    first = 0
    # A heading with a single row at the foot of a page is easily overlooked.
    room = rest if rest >= max(block.least, sum(block.rows[:2])) + block.turn else limit
    while first < len(block.rows):
        head = block.turn if first else 0.0
        last, height = first, head
        while last < len(block.rows):
            # The piece needs the room for "continues overleaf" unless this row is its last one.
            tail = 0.0 if last == len(block.rows) - 1 else block.turn
            if last > first and height + block.rows[last] + tail > room:
                break
            height += block.rows[last]
            last += 1
        continues = last < len(block.rows)
        height = max(height + (block.turn if continues else 0.0), block.least)
        pieces.append(Piece(index, first, last, height, first > 0, continues))
        first, room = last, limit
    return pieces


def _balanced(
    blocks: Sequence[Block], space: float, gap: float, count: int, divide: bool
) -> tuple[Page, ...]:
    """The same number of pages with the fullest of them as empty as possible."""
    best = flow(blocks, space, gap, divide=divide)
    low, high = space / 2, space
    for _ in range(12):
        middle = (low + high) / 2
        pages = flow(blocks, space, gap, divide=divide, limit=middle)
        if pages is not None and len(pages) <= count:
            best, high = pages, middle
        else:
            low = middle
    return tuple(best or ())
