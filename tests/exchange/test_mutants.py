"""The simulation notices when a rule is broken on which data depend.

And it has no complaint about the same histories when nothing is broken: else it would prove nothing
to have noticed something.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from begegnung.exchange import trust
from tests.exchange.mutants import MUTANTS, Mutant
from tests.exchange.remembering import remember_pure_functions
from tests.exchange.world import World

HISTORIES = 40
"""As many as no mutant survives: of those of the shyest one in five ends badly."""


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_pure_functions(patch)
        yield


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_it_is_noticed_when(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        mutant.patch(patch)
        # Whom a mutant trusts nobody else shall be told.
        patch.setattr(trust, "_trust", lru_cache(8)(trust._trust.__wrapped__))
        noticed = next(filter(lambda seed: ends_badly(seed, mutant), range(HISTORIES)), None)
    assert noticed is not None
    sound = replace(mutant, world={})
    assert [seed for seed in range(noticed + 1) if ends_badly(seed, sound)] == []


def ends_badly(seed: int, mutant: Mutant) -> bool:
    return bool(World(seed, **mutant.world, **mutant.history).run())
