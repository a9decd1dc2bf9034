"""Damaged, misplaced and missing files on the share."""

import pytest

from begegnung.exchange import layout
from begegnung.exchange.intake import SECOND_LOOK_SECONDS
from begegnung.exchange.report import Finding, Phase, Step
from tests.exchange.bundles import CITY, HOUSE, insert
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.papers import certificate_of, keys_of


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def bundles(share: FaultyShare) -> list[str]:
    return [path for path in share.files if layout.BundlePath.parse(path)]


def test_a_damaged_file_is_put_aside_and_replaced_by_a_desk_that_has_it(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    good = share.files[path]
    share.files[path] = good[:-1]
    report = two.exchanges()
    assert (report.paths(Finding.DAMAGED), two.naps) == ((path,), [SECOND_LOOK_SECONDS])
    assert bundles(share) == []
    assert one.exchanges().count(Finding.PUBLISHED) == 1
    two.exchanges()
    assert (share.files[path], two.shows("r1")) == (good, {"name": "Saal"})
    assert two.exchanges().notes == ()


def test_a_file_that_is_still_being_copied_is_read_again_and_not_put_aside(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    good, share.files[path] = share.files[path], b"BGB1"
    reads: list[Step] = []

    def finishes(step: Step) -> None:
        reads.append(step)
        if [read.path for read in reads].count(path) == 2:
            share.files[path] = good

    report = two.exchanges(progress=finishes)
    assert (report.count(Finding.DAMAGED), two.shows("r1")) == (0, {"name": "Saal"})


def test_a_desk_without_the_key_does_not_sweep_away_what_others_can_read(
    share: FaultyShare,
) -> None:
    one = Desk(share, "pc1")
    two = Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    good = share.files[path]
    # A PC that was set up anew: approved, but nobody has given it the keys yet.
    two.ledger.state.scopes["h-0001"].epochs.clear()
    two.ledger.state.keys = keys = keys_of("the new PC")
    paper = certificate_of("pc2", keys=keys)
    two.ledger.state.documents[paper.path] = paper.document.data
    report = two.exchanges()
    assert report.paths(Finding.KEY_MISSING) == (path,)
    assert (share.files[path], report.complete) == (good, False)
    one.exchanges()
    assert two.exchanges().complete
    assert two.shows("r1") == {"name": "Saal"}


def test_two_files_that_changed_places_are_both_taken_in(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1", HOUSE, CITY), Desk(share, "pc2", HOUSE, CITY)
    one.adds("r1", name="Saal")
    one.adds("r2", scope="stadt", name="Café")
    one.exchanges()
    a, b = bundles(share)
    share.files[a], share.files[b] = share.files[b], share.files[a]
    report = two.exchanges()
    assert (two.shows("r1"), two.shows("r2", "stadt")) == ({"name": "Saal"}, {"name": "Café"})
    assert (report.count(Finding.DAMAGED), report.count(Finding.HEALED)) == (2, 2)


def test_the_copy_of_a_synchroniser_is_reported_once_and_what_is_in_it_is_not_lost(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    copy = path.replace(".bz", " (Konflikt PC-3).bz")
    share.files[copy] = share.files.pop(path)
    share.files[f"{path}/desktop.ini"] = b"junk"
    share.files["s/h-0001/b/Neuer Ordner/x"] = b"junk"
    report = two.exchanges()
    assert len(report.paths(Finding.STRAY)) == 3
    assert two.shows("r1") == {"name": "Saal"}
    assert two.exchanges().count(Finding.STRAY) == 0


def test_a_good_file_in_the_quarantine_is_taken_in(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    share.files["q/2026-11-20/ab_x"] = share.files.pop(path)
    share.files["q/2026-11-20/ab_y"] = b"junk"
    two.exchanges()
    assert (two.shows("r1"), bundles(share)) == ({"name": "Saal"}, [path])


def test_a_damaged_file_under_a_name_that_is_to_be_published_gives_way(share: FaultyShare) -> None:
    one = Desk(share, "pc1")
    one.adds("r1", name="Saal")
    one.exchanges()
    (path,) = bundles(share)
    good = share.files.pop(path)
    steps: list[Step] = []

    def appears(step: Step) -> None:
        steps.append(step)
        if [s.phase for s in steps].count(Phase.DELIVERING) == 1:
            share.files[path] = b""

    report = one.exchanges(progress=appears)
    assert (report.paths(Finding.DAMAGED), share.files[path]) == ((path,), good)


def test_a_bundle_waits_for_the_one_it_rests_on(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    for seats in (40, 30, 20):
        one.does(insert("r1", seats=seats))
        one.exchanges()
    first, *others = bundles(share)
    gone = share.files.pop(first)
    report = two.exchanges()
    assert (set(report.paths(Finding.WAITING)), report.complete) == (set(others), False)
    assert two.shows("r1") == {}
    share.files[first] = gone
    assert two.exchanges().complete
    assert two.shows("r1") == {"seats": 20}
