"""Where the panels of a folded paper stand on the sheet of A4 it is folded from.

Panels are numbered from 0 in the order in which they are read. Lengths are points. The sheets are
on their side and printed on both sides, turned over their short edge.
"""

from typing import NamedTuple

MM = 72 / 25.4
SHEET_WIDTH, SHEET_HEIGHT = 841.89, 595.28


class Place(NamedTuple):
    """A panel and its left edge on the sheet."""

    panel: int
    left: float


class Imposed(NamedTuple):
    """The width of every panel, and the places on every side of paper, in the order of printing."""

    widths: tuple[float, ...]
    sides: tuple[tuple[Place, ...], ...]


def booklet(pages: int) -> Imposed:
    """Pages of A5, four to a sheet; several sheets are laid into each other and folded once."""
    half = SHEET_WIDTH / 2
    sides: list[tuple[Place, ...]] = []
    for sheet in range(pages // 4):
        first, last = 2 * sheet, pages - 1 - 2 * sheet
        sides.append((Place(last, 0), Place(first, half)))
        sides.append((Place(first + 1, 0), Place(last - 1, half)))
    return Imposed((half,) * pages, tuple(sides))


def wrapped() -> Imposed:
    """Six panels in wrap fold; the one that is folded in is narrower, or it would be crushed.

    Read in the order cover, the three inner ones, the one folded in, and the back.
    """
    narrow, wide = 97 * MM, 100 * MM
    outside = (Place(4, 0), Place(5, narrow), Place(0, narrow + wide))
    inside = (Place(1, 0), Place(2, wide), Place(3, 2 * wide))
    return Imposed((wide, wide, wide, narrow, narrow, wide), (outside, inside))
