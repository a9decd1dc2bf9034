"""The simulated town driven by Hypothesis, which finds the shortest history that goes wrong."""

from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.exchange import fates
from tests.exchange.world import SimulatedDesk, World

some_desk = st.integers(0, 7)


class Town(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(0)
        self.world.join()

    def desk(self, number: int) -> SimulatedDesk:
        return self.world.desks[number % len(self.world.desks)]

    @rule(number=some_desk, seed=st.integers(0, 999))
    def edits(self, number: int, seed: int) -> None:
        self.world.random = Random(seed)
        self.world.edit(self.desk(number))

    @rule(number=some_desk, operations=st.integers(1, 40))
    def exchanges_a_little(self, number: int, operations: int) -> None:
        desk = self.desk(number)
        self.world.start_run(desk)
        for _ in range(operations):
            self.world.pump(desk)

    @rule(number=some_desk)
    def crashes(self, number: int) -> None:
        fates.crash(self.world, self.desk(number))

    @rule(number=some_desk, offset=st.sampled_from([-(10**9), 0, 10**12]))
    def gets_another_time(self, number: int, offset: int) -> None:
        self.desk(number).offset = offset

    @rule(number=some_desk)
    def is_copied(self, number: int) -> None:
        fates.clone(self.world, self.desk(number))

    @rule(number=some_desk)
    def is_backed_up(self, number: int) -> None:
        fates.backup(self.world, self.desk(number))

    @rule(number=some_desk)
    def is_restored(self, number: int) -> None:
        fates.restore(self.world, self.desk(number))

    def teardown(self) -> None:
        assert self.world.heal_and_check() == []


Town.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestTown = Town.TestCase
