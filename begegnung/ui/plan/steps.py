"""Where an arrow key leads in the plan: along the time of a lane, or across to the next lane."""

from collections.abc import Sequence

from begegnung.ui.plan.blocks import Block


def along(blocks: Sequence[Block], row: int, step: int) -> int:
    """The next (`step` 1) or previous (-1) block of the same lane; stays at its ends."""
    target = row + step
    if 0 <= target < len(blocks) and blocks[target].lane == blocks[row].lane:
        return target
    return row


def across(blocks: Sequence[Block], row: int, step: int) -> int:
    """The block nearest in time in the next lane that has any; stays where there is none."""
    here = blocks[row]
    lanes = sorted({block.lane for block in blocks})
    place = lanes.index(here.lane) + step
    if not 0 <= place < len(lanes):
        return row
    middle = (here.start + here.end) / 2
    return min(
        (number for number, block in enumerate(blocks) if block.lane == lanes[place]),
        key=lambda number: _distance(blocks[number], middle),
    )


def end_of_lane(blocks: Sequence[Block], row: int, *, last: bool) -> int:
    """The first or last block of the same lane."""
    rows = [number for number, block in enumerate(blocks) if block.lane == blocks[row].lane]
    return rows[-1] if last else rows[0]


def _distance(block: Block, minute: float) -> tuple[bool, float]:
    inside = block.start <= minute < block.end
    return not inside, min(abs(block.start - minute), abs(block.end - minute))
