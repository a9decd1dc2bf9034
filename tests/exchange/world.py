"""A simulated city: some desks, one faulty share, a seed, and an oracle that knows the truth.

The desks take turns operation by operation, with crashes, clones, restored disks, damaged files,
new PCs and lost ones in between (`fates`). At the end the faults stop, and within a few rounds
every desk has to show what the oracle expects (`peace`).
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import Schema
from begegnung.exchange.errand import Errand, Limits
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.merge import RowOp, RowState, merge_row
from begegnung.exchange.report import ExchangeReport, Step
from begegnung.exchange.run import exchange_steps
from begegnung.exchange.share import SharingViolation
from begegnung.model.changes import Action, next_stamp
from begegnung.model.errors import Trouble
from tests.exchange import admission, peace
from tests.exchange.custody import Custody
from tests.exchange.desk_work import some_verb
from tests.exchange.fates import Fate, approves, choose_fates, is_locked_out
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.losses import Losses
from tests.exchange.memory_ledger import MemoryLedger, PowerCut, State
from tests.exchange.memory_snapshots import ScopeState
from tests.exchange.moment import NOW
from tests.exchange.oracle import Oracle
from tests.exchange.papers import MARK, keys_of
from tests.exchange.residents import (
    CITY_PC,
    HOUSES,
    Resident,
    epochs_at_first,
    papers_at_first,
)

LONGEST_RUN = 5_000
"""Operations after which a run is taken for one that never ends."""

Merge = Callable[[Sequence[RowOp], Ancestry], RowState]
Run = Generator[Step, None, ExchangeReport | None]
_T = TypeVar("_T")


@dataclass(eq=False)
class SimulatedDesk:
    """A PC. Its clock is wrong by `offset` (ms) and `days`; a `doomed` one dies after its run."""

    ledger: MemoryLedger
    house: str
    run: Run | None = None
    clock: int = 0
    offset: int = 0
    days: int = 0
    doomed: bool = False
    backups: list[State] = field(default_factory=list)

    @property
    def device(self) -> str:
        return self.ledger.device()


class World:
    """One history. `run()` gives the violations that the oracle has found, none if all is well."""

    def __init__(
        self,
        seed: int,
        *,
        ledger_type: type[MemoryLedger] = MemoryLedger,
        share_type: type[FaultyShare] = FaultyShare,
        merge: Merge = merge_row,
        fates: Sequence[Fate] = (),
        faults: Mapping[str, float] | None = None,
        limits: Limits | None = None,
        steps: int = 160,
    ) -> None:
        """`fates`, `faults` and `limits` stand instead of those that go with the seed."""
        self.random = Random(seed)
        self.share = share_type(self.random)
        self.now = NOW
        self.oracle = Oracle()
        self.losses = Losses(self.oracle, self.share, self.custody)
        self.happened: Counter[str] = Counter()
        self.wrong: set[str] = set()
        self.shots: list[dict[str, bytes]] = []
        self.stolen: set[str] = set()
        """PCs in wrong hands that nobody has locked out yet."""
        self.joining: set[str] = set()
        """PCs that somebody expects to ask, so that their words are compared."""
        self.outside: list[SimulatedDesk] = []
        """PCs in wrong hands."""
        self.busy = 0.3
        """How often somebody enters something."""
        self._ledger_type = ledger_type
        self._merge = merge
        self._count = 0
        self._last_stamp = 0
        self._faults = faults
        self._draw(fates, limits, steps)
        self.desks = [self._resident(resident) for resident in self._found()]

    def _draw(self, fates: Sequence[Fate], limits: Limits | None, steps: int) -> None:
        """What kind of history it will be."""
        choice, chance = self.random.choice, self.random.random
        self.steps = steps
        self.erases = chance() < 0.6
        self.limits = limits or Limits(bundles=choice([2, 4, 12]))
        self.newer = Schema(2, choice([1, 2]))
        self.fates = fates or choose_fates(self.random)

    def _found(self) -> list[Resident]:
        """The PCs that are there from the beginning; mark and papers are put on the share."""
        one, other = HOUSES.values()
        if self.random.random() < 0.6:
            residents = list(one[: self.random.randint(2, 4)])
        else:
            residents = [*one[: self.random.randint(1, 2)], *other[: self.random.randint(1, 2)]]
            residents += [CITY_PC] if self.random.random() < 0.7 else []
        self._papers = papers_at_first(tuple(residents))
        self.share.files |= {layout.MARK: MARK.data, **self._papers}
        return residents

    def _resident(self, resident: Resident) -> SimulatedDesk:
        device = resident.device
        scopes = {s: ScopeState(dict(epochs_at_first(device, s))) for s in resident.scopes}
        state = State(device, scopes, keys_of(device), MARK.data, dict(self._papers))
        return self.new_desk(state, resident.house)

    def new_desk(self, state: State, house: str) -> SimulatedDesk:
        fresh = lambda: self.random.randbytes(4).hex()  # noqa: E731
        ledger = self._ledger_type(state.device, (), fresh, self._merge)
        ledger.state = state
        ledger.witness = self.oracle
        return SimulatedDesk(ledger, house)

    def fresh_keys(self) -> DeviceKeys:
        return DeviceKeys(self.random.randbytes(32), self.random.randbytes(32))

    def run(self) -> list[str]:
        self.join()
        self._switch_faults_on()
        for _ in range(self.steps):
            self._step()
        return self.heal_and_check()

    def join(self) -> None:
        """First contact of all desks, undisturbed."""
        for desk in self.desks:
            self.whole_run(desk)

    def _switch_faults_on(self) -> None:
        choice = self.random.choice
        verbs = {approves, is_locked_out} & {*self.fates}
        drawn = {
            # People at the desk try again; this way they need not do so too often.
            "errors": choice([0, 0, 0.01] if verbs else [0, 0.02, 0.08]),
            "torn": choice([0, 0.1, 0.3]),
            "lies": choice([0, 0, 0.1]),
            "stale": choice([0, 0.3]),
            "short": choice([0, 0.05]),
            "lost_reply": choice([0, 0.1]),
        }
        for name, chance in (drawn if self._faults is None else self._faults).items():
            setattr(self.share, name, chance)

    def _step(self) -> None:
        desk, chance = self.random.choice(self.everybody()), self.random.random()
        if chance < self.busy:
            self.edit(desk)
        elif chance < 0.42:
            self.start_run(desk)
        elif chance < 0.85:
            for _ in range(self.random.randint(1, 14)):
                self.pump(self.random.choice(self.everybody()))
        elif desk in self.desks:
            fate = self.random.choice(self.fates)
            if fate(self, desk) is not False:
                self.happened[fate.__name__] += 1

    def everybody(self) -> list[SimulatedDesk]:
        return [*self.desks, *self.outside]

    def ledgers(self) -> list[MemoryLedger]:
        return [desk.ledger for desk in self.desks]

    def custody(self) -> Custody:
        """Who has what, just now."""
        return Custody(self.oracle, self.ledgers(), self.share.snapshot())

    def destroys(self, event: Callable[[], _T]) -> _T:
        """Let `event` happen, see `Losses.by`."""
        return self.losses.by(event)

    def is_spare(self, desk: SimulatedDesk) -> bool:
        """Whether the city goes on without this PC: each house has another one that takes part."""
        trust = self.custody().trust
        others = [
            one
            for one in self.desks
            if one.device != desk.device
            if one.house == desk.house or not desk.house
            if admission.is_approved(one.ledger, trust)
            if all(s.epochs for s in one.ledger.state.scopes.values())
        ]
        return bool(others) and len(self.desks) > 2

    def edit(self, desk: SimulatedDesk) -> None:
        """One user verb: one to three changes, sometimes in both scopes."""
        self._count += 1
        desk.clock = self._last_stamp = self._stamp(desk)
        verb = some_verb(self.random, desk.ledger, self._count, erases=self.erases)
        for scope, changes in verb.items():
            action = Action(
                f"{self._count:026d}", desk.device, self._count, desk.clock, "edit", "", None, None,
                changes,
            )  # fmt: skip
            made = self.oracle.note(desk.ledger, scope, action)
            desk.ledger.act(scope, action)
            if desk in self.outside:
                self.losses.excused |= made

    def _stamp(self, desk: SimulatedDesk) -> int:
        """The stamp of the next action: sometimes that of somebody else's, to the tick."""
        stamp = next_stamp(desk.clock, max(0, self._count + desk.offset))
        twins = any(one is not desk and one.device == desk.device for one in self.everybody())
        tie = self._last_stamp > stamp and not twins and self.random.random() < 0.3
        return self._last_stamp if tie else stamp

    def start_run(self, desk: SimulatedDesk) -> None:
        """Begin a run, unless one is under way."""
        desk.run = desk.run or self.new_run(desk)

    def new_run(self, desk: SimulatedDesk, *, put_mark_back: bool = False) -> Run:
        self.happened["exchange"] += 1
        return exchange_steps(self.errand(desk), put_mark_back=put_mark_back)

    def errand(self, desk: SimulatedDesk) -> Errand:
        now = self.now + timedelta(days=desk.days)
        return Errand(
            self.share, desk.ledger, now, lambda _: None, self.random.randbytes, self.limits
        )

    def pump(self, desk: SimulatedDesk) -> ExchangeReport | None:
        """Let the run of `desk` do one operation on the share; gives the report at its end."""
        if desk.run is None:
            return None
        if desk in self.outside:
            # What somebody destroys who has a stolen PC is as bad luck as any other.
            return self.destroys(partial(self._advance, desk, desk.run))
        return self._advance(desk, desk.run)

    def _advance(self, desk: SimulatedDesk, run: Run) -> ExchangeReport | None:
        try:
            next(run)
        except StopIteration as end:
            desk.run = None
            self._is_over(desk, end.value)
            return end.value
        except PowerCut:
            desk.run = desk.ledger.fuse = None
            self.happened["power cut in a transaction"] += 1
        except (Trouble, SharingViolation):
            # Of a verb that is no ordinary run: the people at the desk are told, and try again.
            desk.run = None
        return None

    def _is_over(self, desk: SimulatedDesk, report: ExchangeReport | None) -> None:
        if desk in self.outside:
            return
        if report is not None and report.complete:
            own = self.oracle.everything(desk.ledger) & self.oracle.sealed_by(desk.device)
            self.losses.are_said_to_have_arrived(own)
        if desk.doomed and self.is_spare(desk):
            self.happened["dies after a run"] += 1
            self.destroys(partial(self.desks.remove, desk))

    def whole_run(self, desk: SimulatedDesk, run: Run | None = None) -> ExchangeReport | None:
        """Let the desk do a run from beginning to end; None where it was cut off."""
        desk.run = run or self.new_run(desk, put_mark_back=True)
        for _ in range(LONGEST_RUN):
            report = self.pump(desk)
            if desk.run is None:
                return report
        self.wrong.add("a run does not come to an end")
        desk.run = None
        return None

    def approving(self, desk: SimulatedDesk) -> Run:
        """The run of a desk that approves who waits."""
        role = "manager" if self.random.random() < 0.2 else "pc"
        yield from admission.approve(self.errand(desk), self.joining, role)
        return (yield from self.new_run(desk))

    def locking_out(self, desk: SimulatedDesk, lost: str, *, by_root: bool, blindly: bool) -> Run:
        """The run of a desk that locks out a PC which was stolen."""
        report = yield from self.new_run(desk)
        if report is None or report.trouble is not None:
            return report
        steps = admission.lock_out(self.errand(desk), lost, by_root=by_root, blindly=blindly)
        # What the lost PC has written counts if it is named: who was not shown it cannot do that.
        sees_all = self.share.shows_all and not blindly
        if (yield from self._noted(steps, sees_all=sees_all)):
            self.happened["locked out"] += 1
            self.stolen.discard(lost)
        return (yield from self.new_run(desk))

    def _noted(
        self, steps: Generator[Step, None, bool], *, sees_all: bool
    ) -> Generator[Step, None, bool]:
        """The steps; what counts no more afterwards, and nobody has, is excused."""
        while True:
            self.oracle.snapshots |= self.custody().snapshots
            try:
                step = self.losses.by(partial(next, steps), breaks_promises=not sees_all)
            except StopIteration as end:
                return end.value
            yield step

    def heal_and_check(self) -> list[str]:
        """End all faults, let everybody exchange a few times, and ask the oracle."""
        peace.end_faults(self)
        peace.settle_papers(self)
        return sorted(peace.agree(self) | self.wrong)
