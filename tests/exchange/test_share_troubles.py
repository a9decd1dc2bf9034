"""Full, locked and vanishing shares, and runs that are cut off."""

from pathlib import Path

import pytest

from begegnung.exchange import layout
from begegnung.exchange.report import Finding, Phase, Step
from begegnung.exchange.share import LocalShare
from begegnung.model.errors import (
    ShareFull,
    ShareReadOnly,
    ShareUnreachable,
)
from tests.exchange.bundles import CITY, HOUSE
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def bundles(share: FaultyShare) -> list[str]:
    return [path for path in share.files if layout.BundlePath.parse(path)]


def test_a_full_share_is_still_read_and_gets_the_rest_later(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    for desk in (two, one):
        desk.exchanges()
    two.adds("r2", name="Café")
    share.capacity = sum(map(len, share.files.values())) + 100
    report = two.exchanges()
    assert isinstance(report.trouble, ShareFull)
    assert (report.undelivered, two.shows("r1")) == (1, {"name": "Saal"})
    share.capacity = None
    assert two.exchanges().complete
    assert not [path for path in share.files if path.startswith("t/")]


def test_a_share_without_rights_to_write_is_still_read(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    two.adds("r2", name="Café")
    share.read_only = True
    report = two.exchanges()
    assert isinstance(report.trouble, ShareReadOnly)
    assert (report.undelivered, two.shows("r1")) == (1, {"name": "Saal"})


def test_a_rename_whose_reply_is_lost_is_done_and_not_done_again(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    share.lost_reply = 1.0
    desk.adds("r1", name="Saal")
    report = desk.exchanges()
    assert (report.complete, report.count(Finding.VERIFIED), len(bundles(share))) == (True, 1, 1)


def test_a_file_that_another_program_holds_open_waits_for_the_next_run(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    share.locked[path] = 9
    report = two.exchanges()
    assert (report.paths(Finding.POSTPONED), report.complete) == ((path,), False)
    assert two.exchanges().complete
    assert two.shows("r1") == {"name": "Saal"}


def test_a_run_that_is_cancelled_stops_at_once_and_is_made_up_for(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.adds("r1", name="Saal")
    steps: list[Step] = []
    report = desk.exchanges(progress=steps.append, cancelled=lambda: len(steps) == 9)
    assert (report.cancelled, report.complete, len(steps)) == (True, False, 9)
    assert desk.exchanges().complete


def test_the_phases_come_in_their_order(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.adds("r1", name="Saal")
    steps: list[Step] = []
    desk.exchanges(progress=steps.append)
    assert list(dict.fromkeys(step.phase for step in steps)) == list(Phase)


def test_cut_off_after_any_operation_the_next_run_brings_everything(tmp_path: Path) -> None:
    for count in range(1, 60):
        root = tmp_path / str(count)
        root.mkdir()
        share = LocalShare(root)
        one, two = Desk(share, "pc1", HOUSE, CITY), Desk(share, "pc2", HOUSE, CITY)
        one.adds("r1", name="Saal")
        one.exchanges()
        two.adds("r2", name="Café")
        two.adds("r3", scope="stadt", name="Werkstatt")
        steps: list[Step] = []
        cut = two.exchanges(progress=steps.append, cancelled=lambda n=count, s=steps: len(s) == n)
        for desk in (two, one):
            assert desk.exchanges().complete
            assert (desk.shows("r1"), desk.shows("r2")) == ({"name": "Saal"}, {"name": "Café"})
            assert desk.shows("r3", "stadt") == {"name": "Werkstatt"}
        assert not list((root / "t").rglob("*.part"))
        if not cut.cancelled:
            return
    pytest.fail("the run never came to its end")


def test_a_mark_that_is_locked_all_the_time_is_a_share_that_cannot_be_reached(
    share: FaultyShare,
) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    share.locked[layout.MARK] = 9
    assert desk.exchanges().trouble == ShareUnreachable(layout.MARK)
    assert desk.exchanges().complete


def test_a_part_that_cannot_be_removed_keeps_nothing_from_arriving(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.adds("r1", name="Saal")
    share.files["t/pc1/old.part"] = b"half"
    share.locked["t/pc1/old.part"] = 9
    assert desk.exchanges().complete
    assert desk.exchanges().complete
    assert "t/pc1/old.part" not in share.files
