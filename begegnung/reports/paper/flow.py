"""Blocks over pages: nothing is cut, no heading is left alone at the foot of a page.

A block is laid out for a width and gives slabs: slices that are never divided. Slabs are put below
each other until the page is full. A slab that `keeps` takes the next one with it. A block that goes
on on another page can repeat something on top of it, as a table does with its head.

All lengths are points; `top` is measured upwards from the lower edge of the page, as in ReportLab.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from begegnung.reports.tagging import TaggedCanvas


@dataclass(frozen=True, slots=True)
class Slab:
    """A slice of a block, `height` high, at least `gap` below what is above it on the page.

    Whoever refers to the page it comes to stand on finds it by its `anchor`.
    """

    height: float
    gap: float = 0.0
    keeps: bool = False
    anchor: str = ""


class Laid(Protocol):
    """A block laid out for one width."""

    @property
    def slabs(self) -> Sequence[Slab]:
        """The slices of the block, from top to bottom."""
        ...

    @property
    def again(self) -> float:
        """The height of what is repeated on top of every further page."""
        ...

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the slabs with these numbers, each with its upper left corner at (`x`, top)."""
        ...

    def draw_again(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draws what is repeated; it was read aloud before, so it is drawn outside of tags."""
        ...


class Unrepeated:
    """A laid block of which nothing stands again on top of a further page."""

    @property
    def again(self) -> float:
        """No height: nothing is repeated."""
        return 0.0

    def draw_again(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draws nothing."""


class Block(Protocol):
    """Something that stands on a paper."""

    def laid(self, width: float) -> Laid:
        """The block for a width."""
        ...


class Spot(NamedTuple):
    """Slab number `slab` of block number `block`, `down` points below the top of the page."""

    block: int
    slab: int
    down: float


@dataclass(slots=True)
class Page:
    """What stands on one page; `repeated` is the block that goes on on top of it."""

    spots: list[Spot] = field(default_factory=list[Spot])
    repeated: int | None = None
    used: float = 0.0


def paginate(laid: Sequence[Laid], height: float) -> list[Page]:
    """The pages, each with `height` points of room."""
    pages = [Page()]
    for block, number, group in _groups(laid):
        needed = _height(group, on_top=not pages[-1].spots)
        if needed > height - pages[-1].used and pages[-1].spots:
            pages.append(Page())
            if number and laid[block].again:
                pages[-1].repeated, pages[-1].used = block, laid[block].again
        _put(pages[-1], group)
    return [page for page in pages if page.spots] or [Page()]


def anchored(laid: Sequence[Laid], pages: Sequence[Page], first: int) -> dict[str, int]:
    """The number of the page for every anchor; that of the first of these pages is `first`."""
    return {
        slab.anchor: number
        for number, one in enumerate(pages, start=first)
        for spot in one.spots
        if (slab := laid[spot.block].slabs[spot.slab]).anchor
    }


_Group = list[tuple[int, int, Slab]]


def _groups(laid: Sequence[Laid]) -> Iterator[tuple[int, int, _Group]]:
    """What stays together: block and number of the first slab, and all slabs with theirs."""
    group: _Group = []
    for block, one in enumerate(laid):
        for number, slab in enumerate(one.slabs):
            group.append((block, number, slab))
            if not slab.keeps:
                yield *group[0][:2], group
                group = []
    if group:
        yield *group[0][:2], group


def _height(group: _Group, *, on_top: bool) -> float:
    total = sum(slab.gap + slab.height for _, _, slab in group)
    return total - group[0][2].gap if on_top else total


def _put(page: Page, group: _Group) -> None:
    for block, number, slab in group:
        page.used += slab.gap if page.spots else 0.0
        page.spots.append(Spot(block, number, page.used))
        page.used += slab.height


def draw_page(canvas: TaggedCanvas, laid: Sequence[Laid], page: Page, x: float, top: float) -> None:
    """Draws what stands on a page, the blocks in their order."""
    if page.repeated is not None:
        laid[page.repeated].draw_again(canvas, x, top)
    placed = ((spot.block, spot.slab, top - spot.down) for spot in page.spots)
    draw_blocks(canvas, laid, placed, x)


def draw_blocks(
    canvas: TaggedCanvas, laid: Sequence[Laid], placed: Iterable[tuple[int, int, float]], x: float
) -> None:
    """Draws blocks in their order, each once with its own slabs.

    `placed` gives the number of the block, that of its slab, and where the slab begins.
    """
    by_block: dict[int, list[tuple[int, float]]] = {}
    for block, slab, top in placed:
        by_block.setdefault(block, []).append((slab, top))
    for block, spots in by_block.items():
        laid[block].draw(canvas, x, spots)
