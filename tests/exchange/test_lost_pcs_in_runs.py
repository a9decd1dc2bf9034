"""What PCs leave behind that are locked out, copied or gone: their snapshots in whole runs."""

import pytest

from begegnung.exchange import layout
from begegnung.exchange.bundle import Schema
from begegnung.exchange.enrolment import leaves_on_share
from begegnung.exchange.errand import Errand, Limits
from begegnung.exchange.report import Finding
from begegnung.exchange.snapshot import Snapshot, open_snapshot, peek
from begegnung.model.changes import Change
from begegnung.services.share_steps import carried_out
from tests.exchange.bundles import HOUSE
from tests.exchange.desks import Desk, exchange_all, hears_of
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import read_payload
from tests.exchange.moment import NOW
from tests.exchange.papers import TRUST, found_on, pseudo_random, revocation

AT_ONCE = Limits(bundles=0)


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def snapshots(share: FaultyShare) -> list[Snapshot]:
    return [peek(data) for path, data in share.files.items() if layout.snapshot_hash16(path)]


def bundles(share: FaultyShare) -> list[str]:
    return [path for path in share.files if layout.BundlePath.parse(path)]


def apart(share: FaultyShare) -> FaultyShare:
    """A copy of the share with which some PCs go on by themselves."""
    aside = FaultyShare()
    aside.files = share.snapshot()
    return aside


def test_what_a_lost_pc_has_left_in_a_snapshot_alone_counts(share: FaultyShare) -> None:
    lost, late = Desk(share, "pc1", limits=AT_ONCE), Desk(share, "pc2")
    lost.adds("r1", name="Saal")
    lost.exchanges()
    assert not bundles(share)
    errand = Errand(share, late.ledger, NOW, lambda _: None, pseudo_random("errand"))
    leaves = carried_out(leaves_on_share(errand, "pc1", ["h-0001"]))
    assert leaves == {"h-0001": [snapshots(share)[0].hash]}
    hears_of(late, revocation("pc1", *leaves["h-0001"]))
    assert late.exchanges().count(Finding.LOCKED_OUT) == 0
    assert late.shows("r1") == {"name": "Saal"}


def test_what_only_the_snapshot_of_a_pc_held_that_was_locked_out_is_written_anew(
    share: FaultyShare,
) -> None:
    lost, one, late = Desk(share, "pc1", limits=AT_ONCE), Desk(share, "pc2"), Desk(share, "pc3")
    one.adds("r1", name="Saal")
    exchange_all(one, lost, one)
    assert not bundles(share)
    for desk in (one, late):
        hears_of(desk, revocation("pc1"))
    assert late.exchanges().count(Finding.LOCKED_OUT) == 1
    assert late.shows("r1") == {}
    exchange_all(one, late)
    assert late.shows("r1") == {"name": "Saal"}
    assert {snapshot.header.device for snapshot in snapshots(share)} == {"pc2"}
    assert not any(desk.exchanges().notes for desk in (one, late))


def test_who_hears_of_a_lost_pc_by_the_new_key_takes_nothing_more_of_it_in(
    share: FaultyShare,
) -> None:
    one, two, lost = (Desk(share, f"pc{n}") for n in (1, 2, 3))
    exchange_all(one, two, lost)
    lost.adds("r1", name="Saal")
    lost.exchanges()
    made = revocation("pc3")
    hears_of(one, made)
    one.exchanges()
    del share.files[made.path]
    assert two.exchanges().count(Finding.LOCKED_OUT) == 1
    assert two.shows("r1") == {}


@pytest.mark.parametrize("row", ["r1", "r2"])
def test_no_snapshot_stays_that_was_written_beside_an_erasure(share: FaultyShare, row: str) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2", limits=AT_ONCE)
    one.adds("r1", name="Saal")
    exchange_all(one, two)
    two.share = apart(share)
    for seats in (1, 2):
        two.sets(row, seats=seats)
        two.exchanges()
    one.does(Change("room", "r1", "E", None, None))
    one.exchanges()
    share.files |= two.share.snapshot()
    two.share, two.limits = share, None
    exchange_all(one, two)
    told = [read_payload(open_snapshot(s, HOUSE, TRUST))[1] for s in snapshots(share)]
    assert {op.kind for ops in told for (_, name), op in ops if name == "r1"} == {"E"}


class ReadsBadlyLater(FaultyShare):
    """A share that gives the bundles of pc1 whole once, and half from then on."""

    def __init__(self) -> None:
        super().__init__()
        self._given: set[str] = set()

    def read(self, path: str, limit: int) -> bytes:
        data = super().read(path, limit)
        if "/b/pc1." not in path or path not in self._given:
            self._given.add(path)
            return data
        return data[: len(data) // 2]

    def forget_readings(self) -> None:
        """The next reading of each is whole again."""
        self._given.clear()


def test_clearing_up_after_an_erasure_never_takes_what_nobody_here_could_read() -> None:
    share = ReadsBadlyLater()
    found_on(share)
    newer, one = Desk(share, "pc1"), Desk(share, "pc2")
    newer.ledger.state.schema = Schema(5, 4)
    newer.adds("r1", name="Saal")
    newer.exchanges()
    share.forget_readings()
    (written,) = [path for path in share.files if "/b/pc1." in path]
    one.adds("r2", name="Café")
    one.does(Change("room", "r2", "E", None, None))
    report = one.exchanges()
    assert report.count(Finding.NEEDS_NEWER) == 1
    assert written in share.files


def test_a_copied_pc_goes_on_in_a_new_lane_when_a_snapshot_shows_what_the_other_wrote(
    share: FaultyShare,
) -> None:
    one = Desk(share, "pc1")
    one.adds("r1", name="Saal")
    one.exchanges()
    copy = MemoryLedger("pc1", (HOUSE,))
    copy.state = one.ledger.copy_state()
    other = Desk(share, "pc1", ledger=copy, limits=AT_ONCE)
    one.share = apart(share)
    for seats in (1, 2):
        one.sets("r1", seats=seats)
        one.exchanges()
    other.adds("r2", name="Café")
    other.exchanges()
    one.share = share
    assert one.exchanges().count(Finding.NEW_LANE) == 1
    assert one.shows("r2") == {"name": "Café"}
