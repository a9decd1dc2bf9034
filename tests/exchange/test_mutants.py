"""The simulation notices when a rule is broken on which data depend."""

from collections.abc import Iterator

import pytest

from tests.exchange.mutants import MUTANTS, Mutant
from tests.exchange.remembering import remember_pure_functions
from tests.exchange.world import World

NOT_YET = frozenset(
    {
        "signatures are not checked",
        "files are written under their final names",
        "only own bundles are put back",
        "an old program takes in what it cannot understand",
        "PCs that were locked out are believed",
        "what counts because of this PC alone is not said",
        "everybody may approve PCs",
    }
)
"""Mutants that the few histories of an ordinary run do not catch: each needs a world of its own."""


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_pure_functions(patch)
        yield


@pytest.mark.parametrize(
    "mutant", [m for m in MUTANTS if m.name not in NOT_YET], ids=lambda mutant: mutant.name
)
def test_it_is_noticed_when(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.patch(monkeypatch)
    histories = (World(seed, **mutant.world, **mutant.history) for seed in range(mutant.seeds))
    assert any(history.run() for history in histories)
