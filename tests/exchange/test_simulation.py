"""Whole histories of desks and a share, judged by an oracle that knows what everybody has seen.

`BEGEGNUNG_HISTORIES` says how many there are, `BEGEGNUNG_FIRST_SEED` with which one they begin. A
history that went wrong is told again by `World(seed).run()`.
"""

import os
from collections.abc import Iterator

import pytest

from tests.exchange.remembering import remember_pure_functions
from tests.exchange.world import World

HISTORIES = int(os.environ.get("BEGEGNUNG_HISTORIES", "1000"))
FIRST_SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))
PARTS = 20


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_pure_functions(patch)
        yield


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_and_all_desks_agree_whatever_happens(part: int) -> None:
    seeds = range(FIRST_SEED + part, FIRST_SEED + HISTORIES, PARTS)
    found = {seed: wrong for seed in seeds if (wrong := World(seed).run())}
    assert found == {}
