"""Days on the panels of a folded paper: as large as possible, never cut, never below the floor.

Pure arithmetic in points. A day is never divided: on paper that is folded, its other half would be
looked for on the wrong panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from begegnung.reports.fitting import SMALLEST

USUAL, AT_A_GLANCE = 13.5, 13.0
"""Titles larger than `USUAL` are for a week with little in it; from `AT_A_GLANCE` on all days stand
on the panels that are seen together, below it they may go on on the others."""
_GAP = 0.75


@dataclass(frozen=True, slots=True)
class PanelDensity:
    """One step between roomy and dense: the size of titles in points, and the white around rows."""

    body: float
    padding: float

    @property
    def detail(self) -> float:
        """Size of rooms, leaders and remarks."""
        return max(SMALLEST, self.body - 1.5)

    @property
    def pad(self) -> float:
        """White above and below the text of a row."""
        return self.body * self.padding

    @property
    def gap(self) -> float:
        """White between two days, at least."""
        return self.body * _GAP


STEPS = tuple(
    PanelDensity(body, padding)
    for body, padding in (
        (16, 0.4),
        (15, 0.36),
        (14, 0.34),
        (13.5, 0.32),
        (13.5, 0.24),
        (13, 0.24),
        (12.5, 0.2),
        (12, 0.16),
    )
)
"""From roomy to dense."""

Parts = tuple[int, ...]
"""How many blocks stand on every panel."""


def filled(heights: Sequence[float], gap: float) -> float:
    """The height of blocks below each other."""
    return sum(heights) + gap * max(0, len(heights) - 1)


def parted(heights: Sequence[float], gap: float, rooms: Sequence[float]) -> Parts | None:
    """The blocks on panels with these `rooms`, in order and as even as can be; None: no way.

    Of two ways that are equally even the one that begins earlier is taken.
    """

    @cache
    def best(panel: int, first: int) -> tuple[float, Parts] | None:
        if panel == len(rooms):
            return (0.0, ()) if first == len(heights) else None
        found: tuple[float, Parts] | None = None
        for last in range(len(heights), first - 1, -1):
            used = filled(heights[first:last], gap)
            if last > first and used > rooms[panel]:
                continue
            rest = best(panel + 1, last)
            if rest is None:
                continue
            share = used / rooms[panel] if last > first else 0.0
            uneven = share * share + rest[0]
            if found is None or uneven < found[0] - 1e-9:
                found = (uneven, (last - first, *rest[1]))
        return found

    way = best(0, 0)
    return None if way is None else way[1]
