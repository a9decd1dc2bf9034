"""The simulation notices when a rule is broken on which data depend."""

from collections.abc import Iterator

import pytest

from tests.exchange.mutants import MUTANTS, Mutant
from tests.exchange.remembering import remember_pure_functions
from tests.exchange.world import World


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_pure_functions(patch)
        yield


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_it_is_noticed_when(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.patch(monkeypatch)
    histories = (World(seed, **mutant.world, **mutant.history) for seed in range(mutant.seeds))
    assert any(history.run() for history in histories)
