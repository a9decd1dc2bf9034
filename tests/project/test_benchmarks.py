"""The measuring itself: what the figures of `dev.py bench` mean."""

import pytest

from benchmarks.ratio import Ratio, interleaved
from benchmarks.run import table


def test_a_ratio_over_its_limit_is_marked_in_the_table() -> None:
    slow = Ratio("slow", seconds=0.003, floor_seconds=0.001, limit=2.5)
    quick = Ratio("quick", seconds=0.002, floor_seconds=0.001, limit=2.5)

    lines = table([slow, quick]).splitlines()

    assert slow.ratio == pytest.approx(3)
    assert lines[0].endswith("OVER")
    assert not lines[1].endswith("OVER")


def test_both_ways_are_run_in_turns_after_one_run_each_that_does_not_count() -> None:
    runs: list[str] = []

    seconds = interleaved(lambda: runs.append("way"), lambda: runs.append("floor"), rounds=3)

    assert runs == ["way", "floor"] * 4
    assert min(seconds) > 0
