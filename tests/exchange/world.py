"""A simulated city: some desks, one faulty share, a seed, and an oracle that knows the truth.

The desks take turns operation by operation, with crashes, clones, restored disks, damaged files,
new PCs and lost ones in between (`fates`). At the end the faults stop, and within a few rounds
every desk has to show what the oracle expects.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import Schema
from begegnung.exchange.errand import Errand, Limits
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.merge import RowOp, RowState, merge_row
from begegnung.exchange.report import ExchangeReport, Finding, Step
from begegnung.exchange.run import exchange_steps
from begegnung.exchange.share import SharingViolation
from begegnung.model.changes import Action, next_stamp
from begegnung.model.errors import Trouble
from tests.exchange import admission
from tests.exchange.custody import Custody
from tests.exchange.desk_work import some_verb
from tests.exchange.fates import Fate, approves, choose_fates, is_locked_out
from tests.exchange.faulty_share import FaultyShare
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

ROUNDS_TO_AGREE = 4
LONGEST_RUN = 5_000
"""Operations after which a run is taken for one that never ends."""

Merge = Callable[[Sequence[RowOp], Ancestry], RowState]
Run = Generator[Step, None, ExchangeReport | None]


@dataclass
class SimulatedDesk:
    """A PC. Its clock is wrong by `offset` (ms) and `days`; one that is `doomed` dies for good at
    the end of its next run."""

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
        steps: int = 160,
    ) -> None:
        """`fates` may happen instead of those that go with the seed, and so with the `faults`."""
        self.random = Random(seed)
        self.share = share_type(self.random)
        self.now = NOW
        self.oracle = Oracle()
        self.happened: Counter[str] = Counter()
        self.wrong: set[str] = set()
        self.excused = 0
        """Changes that fate has destroyed everywhere."""
        self._promised = 0
        self._claimed = 0
        self._taken_away = 0
        self.shots: list[dict[str, bytes]] = []
        self.stolen: set[str] = set()
        """PCs in wrong hands that nobody has locked out yet."""
        self.joining: set[str] = set()
        """PCs that somebody expects to ask, so that their words are compared."""
        self.outside: list[SimulatedDesk] = []
        self._ledger_type = ledger_type
        self._merge = merge
        self._count = 0
        self._last_stamp = 0
        self._faults = faults
        self._draw(fates, steps)
        self.desks = [self._resident(resident) for resident in self._found()]

    def _draw(self, fates: Sequence[Fate], steps: int) -> None:
        """What kind of history it will be."""
        choice, chance = self.random.choice, self.random.random
        self.steps = steps
        self.erases = chance() < 0.6
        self.limits = Limits(bundles=choice([2, 4, 12]), size=3 << 20)
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
            self._whole_run(desk)

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
        if chance < 0.3:
            self.edit(desk)
        elif chance < 0.42:
            self.start_run(desk)
        elif chance < 0.85:
            for _ in range(self.random.randint(1, 14)):
                self.pump(self.random.choice(self.everybody()))
        else:
            fate = self.random.choice(self.fates)
            if desk not in self.outside and fate(self, desk) is not False:
                self.happened[fate.__name__] += 1

    def everybody(self) -> list[SimulatedDesk]:
        return [*self.desks, *self.outside]

    def edit(self, desk: SimulatedDesk) -> None:
        """One user verb: one to three changes, sometimes in both scopes."""
        self._count += 1
        clock = next_stamp(desk.clock, max(0, self._count + desk.offset))
        twins = any(one is not desk and one.device == desk.device for one in self.everybody())
        if self._last_stamp > clock and not twins and self.random.random() < 0.3:
            # At the very moment at which somebody else has done something.
            clock = self._last_stamp
        desk.clock = self._last_stamp = clock
        verb = some_verb(self.random, desk.ledger, self._count, erases=self.erases)
        for scope, changes in verb.items():
            action = Action(
                f"{self._count:026d}", desk.device, self._count, clock, "edit", "", None, None,
                changes,
            )  # fmt: skip
            made = self.oracle.note(desk.ledger, scope, action)
            desk.ledger.act(scope, action)
            if desk in self.outside:
                self.excused |= made

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
            self.destroys(partial(self._advance, desk))
            return None
        return self._advance(desk)

    def _advance(self, desk: SimulatedDesk) -> ExchangeReport | None:
        run = desk.run
        assert run is not None
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
        """A run has come to its end: what it says to have delivered may not be lost any more."""
        if desk in self.outside:
            return
        if report is not None and report.complete:
            own = self.oracle.everything(desk.ledger) & self.oracle.written_by(desk.device)
            new = own & ~self._claimed
            self._claimed |= new
            self._promised |= new & ~self._taken_away
        if desk.doomed and self.is_spare(desk):
            self.happened["dies after a run"] += 1
            self.destroys(partial(self.desks.remove, desk))

    def _whole_run(self, desk: SimulatedDesk, run: Run | None = None) -> ExchangeReport | None:
        desk.run = run or self.new_run(desk, put_mark_back=True)
        for _ in range(LONGEST_RUN):
            report = self.pump(desk)
            if desk.run is None:
                return report
        self.wrong.add("a run does not come to an end")
        desk.run = None
        return None

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

    def destroys(self, event: Callable[[], object]) -> None:
        """What `event` has destroyed everywhere is lost; nothing else may ever be.

        Not even that if the PC had said that it has arrived, unless its file was destroyed.
        """
        files, before = dict(self.share.files), self.custody().everywhere
        try:
            event()
        finally:
            hit = [path for path, data in files.items() if self.share.files.get(path) is not data]
            self._taken_away |= Custody(self.oracle, (), files).told_by(hit)
            after = self.custody()
            self._taken_away &= ~after.on_share
            self._promised &= ~self._taken_away
            self.excused |= before & ~after.everywhere & ~self._promised

    def custody(self) -> Custody:
        return Custody(self.oracle, self.ledgers(), dict(self.share.files))

    def ledgers(self) -> list[MemoryLedger]:
        return [desk.ledger for desk in self.desks]

    def heal_and_check(self) -> list[str]:
        """End all faults, let everybody exchange a few times, and ask the oracle."""
        share = self.share
        share.down = False
        share.errors = share.torn = share.lies = share.stale = share.short = share.lost_reply = 0.0
        for desk in self.desks:
            desk.run, desk.ledger.fuse, desk.doomed = None, None, False
        if self.happened["update_program"]:
            for desk in self.desks:
                desk.ledger.state.schema = self.newer
        self._settle_papers()
        reports: list[ExchangeReport | None] = []
        for _ in range(ROUNDS_TO_AGREE + 1):
            writes = share.writes
            reports = [self._whole_run(desk) for desk in self.desks]
            if share.writes == writes:
                break
        if share.writes != writes:
            self.wrong.add("runs without edits do not come to an end")
        return sorted(self.wrong | self._judge(reports))

    def _settle_papers(self) -> None:
        """Approve everybody who waits for it, with the recovery sheet if need be."""
        for _ in range(ROUNDS_TO_AGREE):
            trust = self.custody().trust
            missing = [d for d in self.desks if not admission.is_approved(d.ledger, trust)]
            if not missing:
                return
            for desk in missing:
                self.joining.add(desk.device)
                if not desk.ledger.documents(layout.REQUESTS):
                    admission.ask(self.errand(desk), desk.house)
            for desk in self.desks:
                self._whole_run(desk)
            houses = {desk.house for desk in missing}
            able = [own for ledger in self.ledgers() if (own := admission.may_decide(ledger))]
            if not all(any(own.may_decide_about(h, "pc") for own in able) for h in houses):
                admission.recover(self.desks[0].ledger, self.desks[0].house)
                self._whole_run(self.desks[0])
            for desk in self.desks:
                self._whole_run(desk, self.approving(desk))

    def approving(self, desk: SimulatedDesk) -> Run:
        """The run of a desk that approves who waits."""
        role = "manager" if self.random.random() < 0.2 else "pc"
        yield from admission.approve(self.errand(desk), self.joining, role)
        return (yield from self.new_run(desk))

    def locking_out(self, desk: SimulatedDesk, lost: str, *, by_root: bool) -> Run:
        """The run of a desk that locks out a PC which was stolen."""
        report = yield from self.new_run(desk)
        if report is None or report.trouble is not None:
            return report
        if (yield from self._noted(admission.lock_out(self.errand(desk), lost, by_root=by_root))):
            self.happened["locked out"] += 1
            self.stolen.discard(lost)
        return (yield from self.new_run(desk))

    def _noted(self, steps: Generator[Step, None, bool]) -> Generator[Step, None, bool]:
        """The steps; what counts no more afterwards, and nobody has, is lost."""
        done: list[bool] = []

        def advance() -> Step | None:
            try:
                return next(steps)
            except StopIteration as end:
                done.append(end.value)
                return None

        while not done:
            found: list[Step | None] = []
            self.destroys(lambda: found.append(advance()))
            if found[0] is not None:
                yield found[0]
        return done[0]

    def _judge(self, reports: Sequence[ExchangeReport | None]) -> set[str]:
        ledgers, custody = self.ledgers(), self.custody()
        found = self.oracle.judge(ledgers)
        scopes = {scope for ledger in ledgers for scope in ledger.state.scopes}
        wanted = self.oracle.in_scopes(scopes) & ~self.excused & ~custody.behind_a_gap()
        if wanted & ~custody.on_desks:
            found.add("a change is lost")
        if custody.remains():
            found.add("something erased can still be read")
        found |= custody.secrets_open(desk.ledger for desk in self.outside)
        finished = [report for report in reports if report is not None]
        if any(report.count(Finding.DIVERGED) for report in finished):
            found.add("desks say that they show different things")
        if len(finished) < len(self.desks) or any(r.trouble or r.undelivered for r in finished):
            found.add("a run on a sound share did not deliver")
        return found

