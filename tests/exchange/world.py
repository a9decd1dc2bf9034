"""A simulated town: some desks, one faulty share, a seed, and an oracle that knows the truth.

The desks take turns operation by operation, with crashes, clones, restored disks and damaged files
in between. At the end the faults stop, and within a few rounds every desk has to show what the
oracle expects.
"""

import copy
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from functools import partial
from itertools import count
from random import Random

from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.errand import Errand, Limits
from begegnung.exchange.merge import RowOp, RowState, merge_row
from begegnung.exchange.report import ExchangeReport, Finding, Step
from begegnung.exchange.run import exchange_steps
from begegnung.model.changes import Action, Change, next_stamp
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger, PowerCut, State
from tests.exchange.memory_snapshots import Row
from tests.exchange.moment import NOW
from tests.exchange.oracle import Oracle
from tests.exchange.papers import CITY, HOUSE, found_on

SCOPES = (CITY, HOUSE)
COLUMNS = ("name", "phone", "seats")
ROUNDS_TO_AGREE = 4

Merge = Callable[[Sequence[RowOp], Ancestry], RowState]
Run = Generator[Step, None, ExchangeReport]


class SimulatedDesk:
    def __init__(self, ledger: MemoryLedger) -> None:
        self.ledger = ledger
        self.run: Run | None = None
        self.clock = 0
        self.offset = 0
        self.backups: list[State] = []


class World:
    """One history. `run()` gives the violations that the oracle has found, none if all is well."""

    def __init__(
        self,
        seed: int,
        *,
        ledger_type: type[MemoryLedger] = MemoryLedger,
        merge: Merge = merge_row,
        steps: int = 160,
    ) -> None:
        self.random = Random(seed)
        self.share = FaultyShare(self.random)
        found_on(self.share)
        self.merge = merge
        self.steps = steps
        self.erases = self.random.random() < 0.6
        self.limits = Limits(bundles=self.random.choice([2, 4, 12]), size=3 << 20)
        self.oracle = Oracle(SCOPES)
        self.lost: set[str] = set()
        self.happened: Counter[str] = Counter()
        self.shots: list[dict[str, bytes]] = []
        self._ledger_type = ledger_type
        self._count = 0
        self.desks = [self._new_desk(f"pc{n}") for n in range(self.random.randint(2, 5))]

    def _new_desk(self, device: str) -> SimulatedDesk:
        fresh = lambda: self.random.randbytes(4).hex()  # noqa: E731
        ledger = self._ledger_type(device, SCOPES, fresh, self.merge)
        ledger.witness = self.oracle.note_sealed
        return SimulatedDesk(ledger)

    def run(self) -> list[str]:
        self.join()
        self._switch_faults_on()
        for _ in range(self.steps):
            self._step()
        return self.heal_and_check()

    def join(self) -> None:
        """First contact of all desks, undisturbed."""
        for desk in self.desks:
            self._whole_run(desk)

    def _switch_faults_on(self) -> None:
        choice, share = self.random.choice, self.share
        share.errors, share.torn = choice([0, 0.02, 0.08]), choice([0, 0.1, 0.3])
        share.stale, share.short = choice([0, 0.3]), choice([0, 0.05])
        share.lost_reply = choice([0, 0.1])
        self.hostile = self.random.random() < 0.5

    def _step(self) -> None:
        desk, chance = self.random.choice(self.desks), self.random.random()
        if chance < 0.3:
            self.edit(desk)
        elif chance < 0.42:
            self.start_run(desk)
        elif chance < 0.85:
            for _ in range(self.random.randint(1, 14)):
                self.pump(self.random.choice(self.desks))
        else:
            event = self.random.choice(_EVENTS if self.hostile else _ORDINARY)
            self.happened[event.__name__] += 1
            event(self, desk)

    def edit(self, desk: SimulatedDesk) -> None:
        """One user verb: one to three changes, sometimes in both scopes."""
        self._count += 1
        desk.clock = next_stamp(desk.clock, max(0, self._count + desk.offset))
        action_id = f"{self._count:026d}"
        names = self.random.choice([("stadt",), ("h-0001",), ("stadt", "h-0001")])
        for scope in names:
            changes = tuple(self._change(desk, scope) for _ in range(self.random.randint(1, 2)))
            action = Action(
                action_id, desk.ledger.device(), self._count, desk.clock, "edit", "", None, None,
                changes,
            )  # fmt: skip
            self.oracle.note(desk.ledger, scope, action)
            desk.ledger.act(scope, action)

    def _change(self, desk: SimulatedDesk, scope: str) -> Change:
        row = self._some_row(desk, scope)
        shown = desk.ledger.row(scope, row)
        value = lambda: self.random.choice([None, True, 1, "a", "b", self._count])  # noqa: E731
        if not shown.exists:
            return Change(*row, "I", None, {column: value() for column in COLUMNS})
        chance = self.random.random()
        if chance < 0.03 and self.erases:
            return Change(*row, "E", None, None)
        if chance < 0.15:
            return Change(*row, "D", dict(shown.values), None)
        columns = self.random.sample(COLUMNS, self.random.randint(1, 2))
        before = {column: shown.values.get(column) for column in columns}
        return Change(*row, "U", before, {column: value() for column in columns})

    def _some_row(self, desk: SimulatedDesk, scope: str) -> Row:
        """A row that was not erased, as far as the desk knows: nobody gets an old identifier."""
        erased = desk.ledger.state.scopes[scope].erased
        names = (f"r{self.random.randrange(4)}-{turn}" for turn in count())
        return next(("room", name) for name in names if ("room", name) not in erased)

    def start_run(self, desk: SimulatedDesk) -> None:
        """Begin a run, unless one is under way."""
        desk.run = desk.run or self._new_run(desk)

    def _new_run(self, desk: SimulatedDesk, *, put_mark_back: bool = False) -> Run:
        self.happened["exchange"] += 1
        errand = Errand(
            self.share, desk.ledger, NOW, lambda _: None, self.random.randbytes, self.limits
        )
        return exchange_steps(errand, put_mark_back=put_mark_back)

    def pump(self, desk: SimulatedDesk) -> ExchangeReport | None:
        """Let the run of `desk` do one operation on the share; gives the report at its end."""
        if desk.run is None:
            return None
        try:
            next(desk.run)
        except StopIteration as end:
            desk.run = None
            return end.value
        except PowerCut:
            desk.run = None
            desk.ledger.fuse = None
            self.happened["power cut in a transaction"] += 1
        return None

    def _whole_run(self, desk: SimulatedDesk) -> ExchangeReport:
        desk.run = self._new_run(desk, put_mark_back=True)
        while True:
            report = self.pump(desk)
            if report is not None:
                return report

    def crash(self, desk: SimulatedDesk) -> None:
        desk.run = None

    def cut_power(self, desk: SimulatedDesk) -> None:
        desk.ledger.fuse = self.random.randint(1, 4)
        desk.ledger.fails_before_commit = self.random.random() < 0.5

    def set_clock(self, desk: SimulatedDesk) -> None:
        desk.offset = self.random.choice([0, -(10**6), 10**6, 10**12])

    def share_gone(self, desk: SimulatedDesk) -> None:
        self.share.down = True

    def share_back(self, desk: SimulatedDesk) -> None:
        self.share.down = False

    def backup(self, desk: SimulatedDesk) -> None:
        desk.backups.append(desk.ledger.copy_state())

    def shot(self, desk: SimulatedDesk) -> None:
        self.shots.append(self.share.snapshot())

    def junk(self, desk: SimulatedDesk) -> None:
        name = f"~$junk{self.random.randrange(1000)}.bz"
        self.share.files[f"s/stadt/b/pc0.a/{name}"] = self.random.randbytes(30)

    def conflict_copy(self, desk: SimulatedDesk) -> None:
        for path in self._some_bundles(1):
            twin = path.removesuffix(".bz") + " (Konflikt PC-3).bz"
            self._destroys(partial(self.share.files.update, {twin: self.share.files[path]}))
            if self.hostile and self.random.random() < 0.5:
                self._destroys(partial(self.share.files.pop, path))

    def restore(self, desk: SimulatedDesk) -> None:
        if desk.backups:
            desk.run = None
            old = copy.deepcopy(self.random.choice(desk.backups))
            self._destroys(lambda: setattr(desk.ledger, "state", old))

    def clone(self, desk: SimulatedDesk) -> None:
        if len(self.desks) < 6:
            twin = self._new_desk(desk.ledger.device())
            twin.ledger.state = desk.ledger.copy_state()
            # With one clock for both, the same value written at the same moment would be one change.
            twin.clock, twin.offset = desk.clock + len(self.desks), desk.offset
            self.desks.append(twin)

    def stolen(self, desk: SimulatedDesk) -> None:
        if len(self.desks) > 2:
            self._destroys(lambda: self.desks.remove(desk))

    def roll_back(self, desk: SimulatedDesk) -> None:
        if self.shots:
            self._destroys(lambda: setattr(self.share, "files", dict(self.shots[-1])))

    def replay(self, desk: SimulatedDesk) -> None:
        for old in self.shots[-1:]:
            for path in sorted(set(old) - set(self.share.files))[:1]:
                self.share.files[path] = old[path]

    def server_dies(self, desk: SimulatedDesk) -> None:
        self._destroys(self.share.lose_last_renames)

    def corrupt(self, desk: SimulatedDesk) -> None:
        for path in self._some_bundles(1):
            data = bytearray(self.share.files[path])
            if data:
                data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
            self._destroys(partial(self.share.files.update, {path: bytes(data)}))

    def cut_off(self, desk: SimulatedDesk) -> None:
        for path in self._some_bundles(1):
            data = self.share.files[path][: self.random.randrange(200)]
            self._destroys(partial(self.share.files.update, {path: data}))

    def delete(self, desk: SimulatedDesk) -> None:
        for path in self._some_bundles(1):
            self._destroys(partial(self.share.files.pop, path))

    def swap(self, desk: SimulatedDesk) -> None:
        paths = self._some_bundles(2)
        if len(paths) == 2:
            one, other = (self.share.files[path] for path in paths)
            self._destroys(lambda: self.share.files.update({paths[0]: other, paths[1]: one}))

    def _some_bundles(self, count: int) -> list[str]:
        bundles = [p for p in sorted(self.share.files) if layout.BundlePath.parse(p)]
        return self.random.sample(bundles, min(count, len(bundles)))

    def _destroys(self, event: Callable[[], object]) -> None:
        """What `event` has destroyed everywhere is lost; nothing else may ever be."""
        before = self.existing()
        event()
        self.lost |= before - self.existing()

    def existing(self) -> set[str]:
        return self.oracle.existing(self._ledgers(), self.share.files)

    def _ledgers(self) -> list[MemoryLedger]:
        return [desk.ledger for desk in self.desks]

    def heal_and_check(self) -> list[str]:
        """End all faults, let everybody exchange a few times, and ask the oracle."""
        share = self.share
        share.down = False
        share.errors = share.torn = share.stale = share.short = share.lost_reply = 0.0
        for desk in self.desks:
            desk.run, desk.ledger.fuse = None, None
        reports: list[ExchangeReport] = []
        for _ in range(ROUNDS_TO_AGREE + 1):
            writes = share.writes
            reports = [self._whole_run(desk) for desk in self.desks]
            if share.writes == writes:
                break
        found = self.oracle.violations(self._ledgers(), share.files, self.lost)
        if share.writes != writes:
            found.add("runs without edits do not come to an end")
        if self.oracle.remains(self._ledgers(), share.files):
            found.add("something erased can still be read")
        if any(report.count(Finding.DIVERGED) for report in reports):
            found.add("desks say that they show different things")
        if any(report.trouble or report.undelivered for report in reports):
            found.add("a run on a sound share did not deliver")
        return sorted(found)


_ORDINARY = [
    World.crash,
    World.crash,
    World.cut_power,
    World.set_clock,
    World.share_gone,
    World.share_back,
    World.share_back,
    World.junk,
    World.conflict_copy,
]
_EVENTS = [
    *_ORDINARY,
    World.backup,
    World.restore,
    World.clone,
    World.stolen,
    World.shot,
    World.roll_back,
    World.replay,
    World.server_dies,
    World.corrupt,
    World.cut_off,
    World.delete,
    World.swap,
]
