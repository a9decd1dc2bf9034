"""A measurement as a ratio, so that it means the same on every computer."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Ratio:
    """How long something took, beside the least that the same work can take here.

    `seconds` is our way, `floor_seconds` the same result by the shortest way there is (plain
    sqlite3, one pass over the bytes, ...), both measured in the same run. `limit` is the ratio that
    is still content.
    """

    name: str
    seconds: float
    floor_seconds: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the floor our way took."""
        return self.seconds / self.floor_seconds

    @property
    def is_over(self) -> bool:
        """Whether the limit is passed."""
        return self.ratio > self.limit


def interleaved(
    way: Callable[[], object], floor: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """The shortest time in seconds of `way` and of `floor`, taken in turns.

    Taking turns lets both meet the same disturbances of the computer; the shortest run is the one
    that was disturbed least. One run of each goes before and does not count. The garbage collector
    rests meanwhile.
    """
    if rounds < 1:
        raise ValueError("at least one round")
    way()
    floor()
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        pairs = [(seconds_of(way), seconds_of(floor)) for _ in range(rounds)]
    finally:
        if was_collecting:
            gc.enable()
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def seconds_of(run: Callable[[], object]) -> float:
    """How long one run took."""
    start = perf_counter()
    run()
    return perf_counter() - start
