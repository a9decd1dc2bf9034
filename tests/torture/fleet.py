"""Several PCs that live, are killed and start again, and the reckoning in the end."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from begegnung.services.exchange import ExchangeOutcome
from tests.torture.diary import Diary, read_diary
from tests.torture.founding import MORNING, Founded, moved_in, opened
from tests.torture.pc import Life, live
from tests.torture.place import Place, one_run
from tests.torture.processes import PROCESSES
from tests.torture.truth import Reckoning, Witness, reckon

QUIET_ROUNDS = 4
_A_ROUND = timedelta(hours=1)
_KILLED = -9
_LONGEST_START = 2.0
_LONGEST_LIFE = 200.0
_CHANCE_TO_DIE_YOUNG = 0.15


class Died(Exception):
    """A PC ended by a fault of the program, not by our hand."""


@dataclass
class Machine:
    """One PC and the process that it is at the moment, if any."""

    pc: Founded
    diary: Path
    process: BaseProcess | None = None

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.is_alive()

    def read_diary(self) -> Diary:
        """All that it has noted."""
        return read_diary(self.diary)

    def diary_size(self) -> int:
        """The bytes in its diary, which grows with all it does."""
        return self.diary.stat().st_size if self.diary.exists() else 0


def machines_of(founded: Path, folder: Path) -> list[Machine]:
    """The PCs of `founding.found`, moved into the empty `folder`."""
    return [Machine(pc, folder / f"{pc.name}.diary") for pc in moved_in(founded, folder)]


@dataclass
class Fleet:
    """PCs of two houses and of the city on `place`; `seed` decides what they do, but not when."""

    machines: list[Machine]
    place: Place
    seed: int
    now: datetime = MORNING
    kills: int = 0
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def start(self, machine: Machine, turns: int | None = None, runs: float = 0.2) -> None:
        """Switches a PC on; with `turns` it stops by itself. `runs` of its turns are exchanges."""
        pc = machine.pc
        life = Life(
            folder=pc.folder,
            place=self.place,
            diary=machine.diary,
            person=pc.person,
            offer=pc.offer,
            seed=self.random.getrandbits(40),
            now=self.now - pc.late,
            turns=turns,
            runs=runs,
        )
        process: BaseProcess = PROCESSES.Process(target=live, args=(life,), daemon=True)
        process.start()
        machine.process = process

    def kill(self, machine: Machine) -> None:
        """Ends the process of a PC in the middle of whatever it is doing."""
        if machine.process is None:
            return
        machine.process.kill()
        self.wait_for(machine)

    def wait_for(self, machine: Machine) -> None:
        """Waits for the end of the process of a PC; raises `Died` if it had a fault."""
        process, machine.process = machine.process, None
        if process is None:
            return
        process.join(_LONGEST_LIFE)
        if process.is_alive():
            process.kill()
            raise Died(f"{machine.pc.name}, seed {self.seed}: does not come to its end")
        crash = machine.diary.with_suffix(".crash")
        if crash.exists():
            raise Died(f"{machine.pc.name}, seed {self.seed}: {crash.read_text(encoding='utf-8')}")
        self.kills += process.exitcode == _KILLED
        if process.exitcode not in (0, _KILLED):
            raise Died(f"{machine.pc.name}, seed {self.seed}: exit code {process.exitcode}")

    def suffer(self, rounds: int, meanwhile: Callable[[], object] = lambda: None) -> None:
        """So many rounds: all PCs are on, `meanwhile` happens, some of the PCs are killed."""
        for _ in range(rounds):
            self.now += _A_ROUND
            for machine in self.machines:
                if not machine.running:
                    self.start(machine)
            self.let_work()
            if self.random.random() < 0.5:
                meanwhile()
            for machine in self.random.sample(self.machines, self.random.randint(1, 3)):
                self.kill(machine)
        for machine in self.machines:
            self.kill(machine)

    def work(self, machines: Sequence[Machine], turns: int, kills: int, runs: float) -> None:
        """Lets some PCs do so many turns each; meanwhile `kills` times one is killed and restarted.

        Who is killed does only what was left of the turns at most, as in an ordinary day.
        """
        for machine in machines:
            self.start(machine, turns, runs)
        for _ in range(kills):
            self.let_work()
            machine = self.random.choice(machines)
            self.kill(machine)
            self.start(machine, max(1, turns // 2), runs)
        for machine in machines:
            self.wait_for(machine)

    def let_work(self) -> None:
        """Waits a moment: mostly from when all are at work, sometimes while they still start."""
        begun = [machine.diary_size() for machine in self.machines]
        deadline = time.monotonic() + _LONGEST_START
        if self.random.random() < _CHANCE_TO_DIE_YOUNG:
            deadline = 0.0
        while time.monotonic() < deadline and any(
            machine.running and machine.diary_size() == size
            for machine, size in zip(self.machines, begun, strict=True)
        ):
            time.sleep(0.005)
        time.sleep(self.random.uniform(0.0, 0.3))

    def reckon(self) -> Reckoning:
        """Undisturbed rounds, and what then became of everything the PCs have done.

        The last round has nothing to do any more: it must deliver, and leave the share as it is.
        """
        with ExitStack() as stack:
            now = self.now + _A_ROUND
            desks = [stack.enter_context(closing(opened(m.pc, now))) for m in self.machines]
            before: dict[str, tuple[int, int]] = {}
            outcomes: list[ExchangeOutcome] = []
            for _ in range(QUIET_ROUNDS):
                before = _state_of(self.place.folder)
                outcomes = [
                    one_run(desk, machine.pc.folder, self.place)
                    for machine, desk in zip(self.machines, desks, strict=True)
                ]
            found = reckon(
                [
                    Witness(machine.pc, machine.read_diary(), desk)
                    for machine, desk in zip(self.machines, desks, strict=True)
                ]
            )
        if not all(outcome.complete for outcome in outcomes):
            found.violations.append(f"a quiet run is not complete: {outcomes}")
        if before != _state_of(self.place.folder):
            found.violations.append("a quiet run wrote something")
        return found


def _state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in files}
