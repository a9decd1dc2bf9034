"""Blocks that stand on one page as long as they are not too high for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from begegnung.reports.paper.flow import Block, Laid, Unrepeated, draw_blocks
from begegnung.reports.tagging import TaggedCanvas


@dataclass(frozen=True, slots=True)
class Together:
    """The blocks one below the other, undivided where they are not higher than `most` points."""

    blocks: tuple[Block, ...]
    most: float = 300.0

    def laid(self, width: float) -> "LaidTogether":
        """The blocks for a width."""
        return LaidTogether([block.laid(width) for block in self.blocks], self.most)


class LaidTogether(Unrepeated):
    """The slabs of all blocks, in one row."""

    def __init__(self, laid: Sequence[Laid], most: float) -> None:
        self._laid = laid
        self._places = [(n, slab) for n, one in enumerate(laid) for slab in range(len(one.slabs))]
        slabs = [slab for one in laid for slab in one.slabs]
        if sum(slab.gap + slab.height for slab in slabs) <= most:
            slabs = [*(replace(slab, keeps=True) for slab in slabs[:-1]), *slabs[-1:]]
        self.slabs = slabs

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws each block with its own slabs."""
        placed = ((*self._places[number], top) for number, top in spots)
        draw_blocks(canvas, self._laid, placed, x)
