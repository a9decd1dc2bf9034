"""Runs of the exchange as a desk meets them: what arrives, and what happens to clashes."""

from pathlib import Path

import pytest

from begegnung.exchange import layout
from begegnung.exchange.bundle import Schema, Standing, open_bundle
from begegnung.exchange.codec import MAX_DEPS
from begegnung.exchange.report import Finding, Step
from begegnung.exchange.share import LocalShare
from tests.exchange.bundles import CITY, HOUSE, action, seal_one
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.papers import TRUST


@pytest.fixture
def folder(tmp_path: Path) -> LocalShare:
    return LocalShare(tmp_path)


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def files(folder: LocalShare) -> dict[str, tuple[int, bytes]]:
    found = (path for path in folder.root.rglob("*") if path.is_file())
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in found}


def bundles(share: FaultyShare) -> list[str]:
    return [path for path in share.files if layout.BundlePath.parse(path)]


def test_two_desks_see_each_others_work(folder: LocalShare) -> None:
    one, two = Desk(folder, "pc1", HOUSE, CITY), Desk(folder, "pc2", HOUSE, CITY)
    one.adds("r1", name="Saal")
    two.adds("r2", scope="stadt", name="Café")
    assert one.exchanges().complete
    report = two.exchanges()
    assert one.exchanges().count(Finding.TAKEN_IN) == 1
    for desk in (one, two):
        assert desk.shows("r1") == {"name": "Saal"}
        assert desk.shows("r2", "stadt") == {"name": "Café"}
    assert [report.count(f) for f in (Finding.SEALED, Finding.PUBLISHED, Finding.VERIFIED)] == [
        1
    ] * 3


def test_a_second_run_without_edits_writes_nothing(folder: LocalShare) -> None:
    one, two = Desk(folder, "pc1"), Desk(folder, "pc2")
    one.adds("r1", name="Saal")
    for desk in (one, two):
        desk.exchanges()
    before = files(folder)
    reports = [desk.exchanges() for desk in (one, two)]
    assert files(folder) == before
    assert all(report.complete and not report.notes for report in reports)


def test_different_values_from_two_desks_are_a_clash_until_somebody_decides(
    folder: LocalShare,
) -> None:
    one, two = Desk(folder, "pc1"), Desk(folder, "pc2")
    one.adds("r1", name="Saal", seats=40)
    for desk in (one, two):
        desk.exchanges()
    one.sets("r1", seats=30)
    two.sets("r1", seats=35)
    for desk in (one, two, one):
        desk.exchanges()
    assert one.clashes("r1") == two.clashes("r1") == {"seats"}
    one.sets("r1", seats=30)
    for desk in (one, two):
        desk.exchanges()
        assert (desk.shows("r1")["seats"], desk.clashes("r1")) == (30, set())


def test_what_is_typed_while_the_run_reads_is_not_taken_for_an_answer_to_it(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", seats=40)
    for desk in (one, two):
        desk.exchanges()
    one.sets("r1", seats=30)
    one.exchanges()
    typed: list[Step] = []

    def types(step: Step) -> None:
        if step.path.endswith(".bz") and not typed:
            typed.append(step)
            two.sets("r1", seats=35)

    two.exchanges(progress=types)
    one.exchanges()
    assert one.clashes("r1") == two.clashes("r1") == {"seats"}


def test_what_a_newer_program_wrote_stays_on_the_share_until_this_one_is_updated(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.ledger.state.schema = Schema(5, 4)
    one.adds("r1", name="Saal")
    one.exchanges()
    two.adds("r2", name="Café")
    report = two.exchanges()
    assert (report.count(Finding.NEEDS_NEWER), report.count(Finding.PUBLISHED)) == (1, 1)
    assert (report.complete, two.shows("r1")) == (False, {})
    two.ledger.state.schema = Schema(4, 4)
    assert two.exchanges().complete
    assert two.shows("r1") == {"name": "Saal"}


def test_a_desk_restored_from_a_backup_gets_its_work_back_and_goes_on_in_a_new_lane(
    share: FaultyShare,
) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    backup = desk.ledger.copy_state()
    desk.adds("r1", name="Saal")
    desk.exchanges()
    desk.ledger.state = backup
    desk.adds("r2", name="Café")
    report = desk.exchanges()
    assert report.paths(Finding.NEW_LANE) == ("h-0001",)
    assert (desk.shows("r1"), desk.shows("r2")) == ({"name": "Saal"}, {"name": "Café"})
    desk.adds("r3", name="Werkstatt")
    assert desk.exchanges().complete
    assert len({path.split("/")[3] for path in bundles(share)}) == 2


class Rival(MemoryLedger):
    """A database on which another run seals while this one is still looking at what is pending."""

    rival: Desk | None = None

    def schema(self) -> Schema:
        rival, self.rival = self.rival, None
        if rival:
            rival.exchanges()
        return super().schema()


def test_a_second_run_on_the_same_desk_seals_nothing_twice(share: FaultyShare) -> None:
    ledger = Rival("pc1", (HOUSE,))
    desk = Desk(share, "pc1", ledger=ledger)
    desk.exchanges()
    ledger.rival = Desk(share, "pc1", ledger=ledger)
    desk.adds("r1", name="Saal")
    assert desk.exchanges().complete
    (path,) = bundles(share)
    assert len(open_bundle(share.files[path], HOUSE, TRUST).actions) == 1


def test_more_heads_than_a_bundle_can_name_are_joined_first(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    for number in range(MAX_DEPS + 10):
        lane = Standing(f"pc2.{number:x}", 1, None, ())
        sealed = seal_one(HOUSE, action(number), standing=lane)
        desk.ledger.apply("h-0001", open_bundle(sealed.data, HOUSE, TRUST), sealed.data)
    desk.adds("r1", name="Saal")
    assert desk.exchanges().count(Finding.SEALED) == 2
    assert len(desk.ledger.standing("h-0001").heads) == 1
