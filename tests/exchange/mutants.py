"""The exchange as it must not be: each of these breaks one rule that data depends on.

The simulation has to notice every one of them. If it does not, it proves nothing about the product.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from begegnung.exchange import acks, compaction, deliver, intake, publish, run, scope_keys, snapshot
from begegnung.exchange import bundle as bundles
from begegnung.exchange import trust as papers
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle, Schema
from begegnung.exchange.certificates import Certificate
from begegnung.exchange.chain import Trust
from begegnung.exchange.compaction import Compaction
from begegnung.exchange.errand import Errand, Limits, Steps
from begegnung.exchange.intake import Intake
from begegnung.exchange.layout import BundlePath, snapshot_hash16
from begegnung.exchange.ledger import Applied
from begegnung.exchange.merge import CellClash, RowOp, RowState, merge_row
from begegnung.exchange.publish import Outcome
from begegnung.exchange.snapshot import Payload
from begegnung.model.changes import Action
from tests.exchange import fates as f
from tests.exchange import memory_snapshots
from tests.exchange.fates import Fate
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.world import SimulatedDesk, World

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Mutant:
    """What is broken, and what histories are like in which that matters often enough."""

    name: str
    patch: Patch = lambda _: None
    world: Mapping[str, Any] = field(default_factory=dict)
    fates: Sequence[Fate] = ()
    faults: Mapping[str, float] | None = None
    limits: Limits | None = None
    steps: int = 160

    @property
    def history(self) -> dict[str, Any]:
        """What the histories are like, the mutant left aside."""
        return {
            "fates": self.fates,
            "faults": self.faults,
            "limits": self.limits,
            "steps": self.steps,
        }


def latest_wins(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The merge that believes clocks: every column has the value with the latest stamp."""
    ordered = sorted(ops, key=lambda op: (op.stamp, op.uid))
    exists = bool(ordered) and ordered[-1].kind not in "DE"
    values = {column: value for op in ordered for column, value in op.after.items()}
    return RowState(exists, values if exists else {}, ())


def last_arrival_wins_a_tie(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The merge in which one of two values of the same moment is shown as it happens to come."""
    state = merge_row(ops, ancestry)
    came = {op.uid: n for n, op in enumerate(ops)}
    values, clashes = dict(state.values), list[CellClash]()
    for clash in state.clashes:
        tied = [c for c in (clash.winner, *clash.others) if c.stamp == clash.winner.stamp]
        winner = max(tied, key=lambda candidate: came[candidate.uid])
        others = tuple(c for c in (clash.winner, *clash.others) if c is not winner)
        clashes.append(CellClash(clash.column, winner, others))
        if clash.column in values:
            values[clash.column] = winner.value
    return replace(state, values=values, clashes=tuple(clashes))


def forgets_twins(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The merge that takes one change in the bundles of a PC and of its copy for two changes."""
    state = merge_row([replace(op, tag=f"{op.tag}/{op.bundle}") for op in ops], ancestry)
    clashes = tuple(
        CellClash(
            clash.column,
            replace(clash.winner, uid=clash.winner.uid.partition("/")[0]),
            tuple(replace(other, uid=other.uid.partition("/")[0]) for other in clash.others),
        )
        for clash in state.clashes
    )
    return replace(state, clashes=clashes)


def shown_only(ops: Sequence[RowOp], ancestry: Ancestry) -> list[RowOp]:
    """The compaction that keeps what is shown and drops what it clashes with."""
    values = merge_row(ops, ancestry).values
    return [
        replace(op, after={c: v for c, v in op.after.items() if values.get(c) == v}) for op in ops
    ]


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
    """A desk that takes what is missing on the share, and was there, for deleted on purpose."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.given: set[str] = set()

    def archived(self, scope: str) -> dict[str, str]:
        return {b: p for b, p in super().archived(scope).items() if b not in self.given}

    def archived_bytes(self, bundle_hash: str) -> bytes:
        self.given.add(bundle_hash)
        return super().archived_bytes(bundle_hash)


class KeepsItsLane(MemoryLedger):
    """A restored or copied desk that goes on under its old name."""

    def new_incarnation(self, scope: str) -> None:
        return None


class ForgetsWhatItDropped(MemoryLedger):
    """A desk that drops bundles and never looks again whether the snapshot is still there."""

    def released(self, scope: str) -> Sequence[str]:
        return ()


class TakesSnapshotsForTheTruth(MemoryLedger):
    """A desk that is replaced by a snapshot, as by a restored backup."""

    def join_snapshot(self, scope: str, payload: Payload) -> Applied:
        done = super().join_snapshot(scope, payload)
        if done is Applied.APPLIED:
            s = self.state.scopes[scope]
            above = set(payload.heads)
            for row, ops in s.ops.items():
                s.ops[row] = [op for op in ops if op.bundle and s.ancestry.covers(above, op.bundle)]
            s.shown = {}
        return done


class ThinksItIsNew(MemoryLedger):
    """A desk with an old program that takes in what only a newer one understands."""

    def schema(self) -> Schema:
        return replace(super().schema(), version=9)


class KeepsInCache(FaultyShare):
    """A share that is not told to force to the medium what it was given."""

    def _flush(self, path: str) -> None:
        return None


def offer_at_once(self: Intake, bundle: OpenedBundle, data: bytes) -> None:
    """Apply without waiting for what the bundle rests on."""
    header, missing = bundle.header, self._not_known(bundle.header.parents)
    if not self._not_known({bundle.hash}):
        return
    prev = None if header.prev in missing else header.prev
    deps = tuple(dep for dep in header.deps if dep not in missing)
    self._apply(replace(bundle, header=replace(header, prev=prev, deps=deps)), data)


def newer_than_the_last_one(self: Intake) -> list[str]:
    """In each lane only what has a higher number than all that are known."""
    names = {path: name for path in self.on_share if (name := BundlePath.parse(path))}
    known = self._errand.ledger.known_beginnings(name.hash16 for name in names.values())
    last: defaultdict[str, int] = defaultdict(int)
    for name in names.values():
        if name.hash16 in known:
            last[name.lane] = max(last[name.lane], name.seq)
    return sorted(path for path, name in names.items() if name.seq > last[name.lane])


def of_another_number(self: Intake) -> list[str]:
    """Only bundles with a lane and a number of which none is known."""
    names = {path: name for path in self.on_share if (name := BundlePath.parse(path))}
    known = self._errand.ledger.known_beginnings(name.hash16 for name in names.values())
    taken = {(name.lane, name.seq) for name in names.values() if name.hash16 in known}
    return sorted(path for path, name in names.items() if (name.lane, name.seq) not in taken)


def clear_what_is_known(self: Compaction) -> Steps[None]:
    """Drop and delete what is taken in here, whether a snapshot has arrived or not."""
    ledger = self._errand.ledger
    heads = ledger.standing(self._scope).heads
    if self._is_due():
        for path in self._covered_bundles(heads):
            yield from self._delete(path)
        ledger.release(self._scope, heads)


def publish_under_the_name(errand: Errand, path: str, data: bytes) -> Steps[Outcome]:
    """Write under the final name at once."""
    try:
        yield from errand.create_new(path, data)
    except FileExistsError:
        return Outcome.ALREADY
    return Outcome.WRITTEN


def believe(*_: object) -> Steps[bool]:
    """Take for granted what should be looked up on the share."""
    yield from ()
    return True


def leave(*_: object) -> Steps[bool]:
    """Leave a damaged file where it is."""
    yield from ()
    return False


def nothing(*_: object) -> Steps[None]:
    """Do nothing instead."""
    yield from ()


def snapshots_vanish(world: World, desk: SimulatedDesk) -> None:
    """Somebody has cleared up on the share."""
    for path in [path for path in world.share.files if snapshot_hash16(path)]:
        world.destroys(partial(world.share.files.pop, path))


def bundles_vanish(world: World, desk: SimulatedDesk) -> None:
    """The same in the other folders."""
    for path in [path for path in world.share.files if BundlePath.parse(path)]:
        world.destroys(partial(world.share.files.pop, path))


def is_locked_out_after_hours(world: World, desk: SimulatedDesk) -> bool:
    """A thief has just exchanged; then his PC is locked out, and nobody enters anything more."""
    for thief in world.outside:
        world.edit(thief)
        world.whole_run(thief)
    done = f.is_locked_out_blindly(world, desk)
    if done:
        world.busy = 0
    return done


def is_locked_out_after_clearing_up(world: World, desk: SimulatedDesk) -> bool:
    """The same, and what the thief has put on the share last is a snapshot."""
    limits, world.limits = world.limits, Limits(bundles=0)
    done = is_locked_out_after_hours(world, desk)
    world.limits = limits
    return done


def _always(value: object) -> Callable[..., Any]:
    return lambda *_args, **_kwargs: value


def _no_set_aside(patch: pytest.MonkeyPatch) -> None:
    for module in (intake, deliver, compaction, papers):
        patch.setattr(module, "set_aside", leave)


def _no_temporary_names(patch: pytest.MonkeyPatch) -> None:
    for module in (deliver, compaction, papers, acks):
        patch.setattr(module, "publish", publish_under_the_name)


def _no_signatures(patch: pytest.MonkeyPatch) -> None:
    for module in (bundles, snapshot):
        patch.setattr(module, "verify", _always(True))


def _no_healing(patch: pytest.MonkeyPatch) -> None:
    whole = deliver.deliver

    def deliver_own(errand: Errand, found: Intake) -> Steps[dict[str, str]]:
        device = errand.ledger.device()
        found.on_share |= {
            path
            for path in errand.ledger.archived(found.access.name).values()
            if (name := BundlePath.parse(path)) and name.device != device
        }
        return (yield from whole(errand, found))

    patch.setattr(run, "deliver", deliver_own)


def _everybody_is_a_member(patch: pytest.MonkeyPatch) -> None:
    def members(self: Trust, scope: str) -> list[Certificate]:
        return [self.certificates[name] for name in sorted(self.certificates)]

    patch.setattr(Trust, "members", members)


def _put(target: object, name: str, value: object) -> Patch:
    return lambda patch: patch.setattr(target, name, value)


PC_DIES = [f.dies_soon, f.joins, f.approves]
NO_SNAPSHOTS = Limits(bundles=1000)
PEOPLE = [f.is_stolen, f.is_locked_out, f.is_locked_out]

MUTANTS: Sequence[Mutant] = (
    Mutant("the latest clock wins", world={"merge": latest_wins}),
    Mutant(
        "a tie is broken by the order of arrival",
        world={"merge": last_arrival_wins_a_tie},
        fates=[f.set_clock],
    ),
    Mutant("changes are sealed after others were taken in", world={"ledger_type": SealsLate}),
    Mutant("bundles are taken in before those they rest on", _put(Intake, "offer", offer_at_once)),
    Mutant("what is missing was deleted on purpose", world={"ledger_type": PublishesOnce}),
    Mutant(
        "bundles are cleared away without a snapshot",
        _put(Compaction, "clear_up", clear_what_is_known),
    ),
    Mutant("signatures are not checked", _no_signatures, fates=[f.forge]),
    Mutant(
        "only what has a higher number than the last one is read",
        _put(Intake, "_unknown", newer_than_the_last_one),
        fates=[f.backup, f.restore, f.clone],
    ),
    Mutant(
        "a bundle is known by its number",
        _put(Intake, "_unknown", of_another_number),
        fates=[f.backup, f.restore, f.clone],
    ),
    Mutant(
        "the changes of a copied PC count twice",
        world={"merge": forgets_twins},
        fates=[f.clone],
    ),
    Mutant(
        "a copied PC keeps its lane",
        world={"ledger_type": KeepsItsLane},
        fates=[f.backup, f.restore, f.clone],
    ),
    Mutant(
        "damaged files stay where they are",
        _no_set_aside,
        fates=[f.corrupt, f.cut_off, f.swap],
    ),
    Mutant(
        "copies are not swept after an erasure",
        _put(Compaction, "_sweep", nothing),
        fates=[f.corrupt, f.swap, f.conflict_copy],
    ),
    Mutant(
        "files are written under their final names",
        _no_temporary_names,
        fates=PC_DIES,
        faults={"torn": 0.3},
    ),
    Mutant(
        "files are not forced to the medium",
        world={"share_type": KeepsInCache},
        fates=[*PC_DIES, f.server_dies],
        faults={},
    ),
    Mutant(
        "files are not read back",
        _put(publish, "holds", believe),
        fates=PC_DIES,
        faults={"lies": 0.3},
    ),
    Mutant(
        "only own bundles are put back",
        _no_healing,
        fates=[*PC_DIES, bundles_vanish],
        faults={},
        limits=NO_SNAPSHOTS,
    ),
    Mutant(
        "a snapshot that is lost is not written again",
        world={"ledger_type": ForgetsWhatItDropped},
        fates=[snapshots_vanish, f.joins, f.approves],
        faults={},
        limits=Limits(bundles=2),
    ),
    Mutant(
        "a snapshot replaces what is here",
        world={"ledger_type": TakesSnapshotsForTheTruth},
    ),
    Mutant("a snapshot holds only what is shown", _put(memory_snapshots, "compact", shown_only)),
    Mutant(
        "an old program takes in what it cannot understand",
        world={"ledger_type": ThinksItIsNew},
        fates=[f.update_program, *[f.share_back] * 8],
    ),
    Mutant(
        "PCs that were locked out are believed",
        _put(Trust, "counts", _always(True)),
        fates=PEOPLE,
        faults={},
    ),
    Mutant(
        "what counts because of this PC alone is not said",
        _put(run, "seal_joining", _always(None)),
        fates=[f.is_stolen, is_locked_out_after_hours],
        faults={},
        limits=NO_SNAPSHOTS,
        steps=100,
    ),
    Mutant(
        "a snapshot of a PC that was locked out is relied on",
        _put(Compaction, "_is_believed", believe),
        fates=[f.is_stolen, is_locked_out_after_clearing_up],
        faults={},
        limits=NO_SNAPSHOTS,
        steps=100,
    ),
    Mutant(
        "keys stay when a PC is locked out",
        _put(scope_keys, "spent_epochs", _always(frozenset())),
        fates=PEOPLE,
    ),
    Mutant("keys of a house are given to all", _everybody_is_a_member),
    Mutant(
        "everybody may approve PCs",
        _put(Certificate, "may_decide_about", _always(True)),
        fates=[f.forge],
    ),
)
