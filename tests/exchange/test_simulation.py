"""Whole histories of desks and a share, judged by an oracle that knows what everybody has seen."""

import os
from collections.abc import Sequence
from dataclasses import replace

import pytest

from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.merge import RowOp, RowState, merge_row
from begegnung.model.changes import Action
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.world import World

HISTORIES = int(os.environ.get("BEGEGNUNG_HISTORIES", "200"))
FIRST_SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))
SLICES = 6


@pytest.mark.parametrize("part", range(SLICES))
def test_no_change_is_lost_and_all_desks_agree_whatever_happens(part: int) -> None:
    seeds = range(FIRST_SEED + part, FIRST_SEED + HISTORIES, SLICES)
    found = {seed: violations for seed in seeds if (violations := World(seed).run())}
    assert found == {}


class SealsLate(MemoryLedger):
    """A desk that takes others' bundles in first and seals its own changes on top of them."""

    hides = False

    def mark(self) -> bytes | None:
        self.hides = not self.hides
        return super().mark()

    def pending(self, scope: str, limit: int) -> Sequence[Action]:
        return () if self.hides else super().pending(scope, limit)

    def _seals_first(self) -> bool:
        return False


class PublishesOnce(MemoryLedger):
    """A desk that hands every bundle to the share once and never looks whether it is there."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.given: set[str] = set()

    def archived(self, scope: str) -> dict[str, str]:
        return {b: p for b, p in super().archived(scope).items() if b not in self.given}

    def archived_bytes(self, bundle_hash: str) -> bytes:
        self.given.add(bundle_hash)
        return super().archived_bytes(bundle_hash)


def latest_wins(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The merge that believes clocks: every column has the value with the latest stamp."""
    ordered = sorted(ops, key=lambda op: (op.stamp, op.uid))
    exists = bool(ordered) and ordered[-1].kind != "D"
    values = {column: value for op in ordered for column, value in op.after.items()}
    return RowState(exists, values if exists else {}, ())


def forgets_twins(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The merge that takes one change in the bundles of a PC and of its copy for two changes."""
    return merge_row([replace(op, uid=f"{op.uid}/{op.bundle}") for op in ops], ancestry)


def violated(seeds: range, **mutant: object) -> list[int]:
    return [seed for seed in seeds if World(seed, **mutant).run()]  # type: ignore[arg-type]


def test_the_oracle_complains_when_changes_are_sealed_late() -> None:
    assert len(violated(range(6), ledger_type=SealsLate)) >= 3


def test_the_oracle_complains_when_the_latest_clock_wins() -> None:
    assert len(violated(range(6), merge=latest_wins)) >= 3


def test_the_oracle_complains_when_bundles_are_published_only_once() -> None:
    assert violated(range(12), ledger_type=PublishesOnce)


def test_the_oracle_complains_when_the_changes_of_a_copied_desk_count_twice() -> None:
    assert violated(range(12), merge=forgets_twins)
