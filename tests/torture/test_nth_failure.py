"""Whatever operation of a run goes wrong, and however: nothing is lost, and the next one heals it.

Complete over the operations of a run: every one of them, one after the other. In an ordinary test
run each of them meets a third of the faults it can have, in the long one all.
"""

import copy
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from begegnung.exchange.errand import Limits
from begegnung.exchange.report import ExchangeReport
from begegnung.exchange.share import ShareIO
from tests.exchange.bundles import CITY, HOUSE
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import PowerCut
from tests.torture.failing_share import FAULTS, FailingShare, Fault

THINNING = int(os.environ.get("BEGEGNUNG_THINNING", "3"))
BAFFLED = 2000
"""Operations after which a run is taken for one that never ends."""


@dataclass
class Situation:
    """A share and the desks on it; the run that goes wrong is that of the last desk.

    `expected` are rows that everybody has to show in the end, by scope and name.
    """

    share: FaultyShare
    desks: list[Desk]
    expected: dict[tuple[str, str], dict[str, Any]]

    @property
    def victim(self) -> Desk:
        """The desk whose run goes wrong."""
        return self.desks[-1]

    def run(self, share: ShareIO) -> ExchangeReport:
        """One run of the victim over `share`."""
        self.victim.share = share
        return self.victim.exchanges()

    def copy(self) -> "Situation":
        """The same once more, to let something else happen to it."""
        share = copy.copy(self.share)
        share.files = dict(self.share.files)
        desks = [Desk(share, "", ledger=copy.copy(d.ledger), limits=d.limits) for d in self.desks]
        for desk in desks:
            # Much faster than a deep copy, which would be most of the work here.
            desk.ledger.state = pickle.loads(pickle.dumps(desk.ledger.state))
        return Situation(share, desks, self.expected)

    def after(self) -> list[str]:
        """What is wrong after an undisturbed run of everybody, and one more that has to rest."""
        for desk in self.desks:
            desk.share = self.share
        for desk in (self.victim, *self.desks):
            desk.exchanges()
        before = self.share.snapshot()
        reports = [desk.exchanges() for desk in self.desks]
        found = [
            f"{desk.ledger.device()} shows {scope}/{row} as {desk.shows(row, scope)}"
            for desk in self.desks
            for (scope, row), values in self.expected.items()
            if desk.shows(row, scope) != values
        ]
        if not all(report.complete for report in reports):
            found.append(f"not complete: {reports}")
        if self.share.files != before:
            found.append("a run without news wrote something")
        found += [f"left over: {path}" for path in self.share.files if path.startswith("t/")]
        return found


def first_contact() -> Situation:
    """An empty folder that the victim is the first to see."""
    share = FaultyShare()
    one, two = (Desk(share, name, HOUSE, CITY) for name in ("pc1", "pc2"))
    one.adds("r1", name="Saal")
    two.adds("r2", scope="stadt", name="Café")
    rows = {("h-0001", "r1"): {"name": "Saal"}, ("stadt", "r2"): {"name": "Café"}}
    return Situation(share, [one, two], rows)


def an_ordinary_night() -> Situation:
    """The victim has to give, to take, to sweep, to put aside, to heal, and to look at strays."""
    share = FaultyShare()
    one, two = (Desk(share, name, HOUSE, CITY) for name in ("pc1", "pc2"))
    one.adds("r1", name="Saal")
    two.adds("r3", name="Werkraum")
    for desk in (one, two, one):
        desk.exchanges()
    lost = bundles(share)[0]
    one.sets("r1", name="Großer Saal")
    one.exchanges()
    one.adds("r4", scope="stadt", name="Garten")
    one.exchanges()
    del share.files[lost]
    damaged = bundles(share)[-1]
    share.files[damaged] = share.files[damaged][:-40]
    share.files["t/pc2/old.part"] = b"half"
    share.files[bundles(share)[0].replace(".bz", " (Konflikt).bz")] = b"junk"
    two.adds("r2", name="Foyer")
    two.adds("r5", scope="stadt", name="Terrasse")
    rows = {
        ("h-0001", "r1"): {"name": "Großer Saal"},
        ("h-0001", "r2"): {"name": "Foyer"},
        ("h-0001", "r3"): {"name": "Werkraum"},
        ("stadt", "r4"): {"name": "Garten"},
        ("stadt", "r5"): {"name": "Terrasse"},
    }
    return Situation(share, [one, two], rows)


def clearing_up() -> Situation:
    """For the victim a snapshot is due, and what it covers has to be cleared away."""
    share = FaultyShare()
    limits = Limits(bundles=1)
    one = Desk(share, "pc1", HOUSE, CITY, limits=Limits(bundles=99))
    two = Desk(share, "pc0", HOUSE, CITY, limits=Limits(bundles=99))
    for n in range(3):
        one.adds(f"r{n}", name="Saal")
        one.exchanges()
        two.exchanges()
    one.limits = two.limits = limits
    two.adds("r9", name="Foyer")
    rows = {("h-0001", f"r{n}"): {"name": "Saal"} for n in range(3)}
    return Situation(share, [one, two], {**rows, ("h-0001", "r9"): {"name": "Foyer"}})


def bundles(share: FaultyShare) -> list[str]:
    return sorted(path for path in share.files if path.endswith(".bz"))


SITUATIONS: tuple[Callable[[], Situation], ...] = (first_contact, an_ordinary_night, clearing_up)


@dataclass
class Undisturbed:
    """A situation, and what its run does when nothing goes wrong."""

    situation: Situation
    operations: list[str]
    transactions: int


@pytest.fixture(scope="module", params=SITUATIONS, ids=lambda s: s.__name__)
def undisturbed(request: pytest.FixtureRequest) -> Undisturbed:
    situation: Situation = request.param()
    now = situation.copy()
    share = FailingShare(now.share)
    ledger = now.victim.ledger
    ledger.fuse = 0
    now.run(share)
    transactions, ledger.fuse = -ledger.fuse, None
    assert now.after() == []
    return Undisturbed(situation, share.done, transactions)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_operation_may_go_wrong(undisturbed: Undisturbed, fault: Fault) -> None:
    found: dict[str, list[str]] = {}
    for n, operation in enumerate(undisturbed.operations, 1):
        its_turn = (n + FAULTS.index(fault)) % THINNING == 0
        if operation in fault.operations and its_turn:
            now = undisturbed.situation.copy()
            share = FailingShare(now.share, fault, n)
            now.run(share)
            assert len(share.done) < BAFFLED
            if wrong := now.after():
                found[f"{n} {operation}"] = wrong
    assert found == {}


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_the_power_may_fail_at_every_transaction(undisturbed: Undisturbed, before: bool) -> None:
    found: dict[int, list[str]] = {}
    for n in range(1, undisturbed.transactions + 1):
        now = undisturbed.situation.copy()
        ledger = now.victim.ledger
        ledger.fuse, ledger.fails_before_commit = n, before
        with pytest.raises(PowerCut):
            now.run(now.share)
        ledger.fuse = None
        if wrong := now.after():
            found[n] = wrong
    assert found == {}
