"""Runs of the exchange as a desk meets them, on a real folder where nothing has to break."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from begegnung.model.errors import (
    ForeignRepository,
    ShareFormatTooNew,
    ShareFull,
    ShareReadOnly,
    ShareUnreachable,
)
from begegnung.sync import layout
from begegnung.sync.bundle import Schema, ScopeAccess, open_bundle
from begegnung.sync.codec import MAX_DEPS
from begegnung.sync.intake import SECOND_LOOK_SECONDS
from begegnung.sync.report import Finding, Phase, Step
from begegnung.sync.share import LocalShare
from tests.sync.bundles import CITY, HOUSE, START, action, insert, seal_one
from tests.sync.desks import Desk
from tests.sync.faulty_share import FaultyShare
from tests.sync.memory_ledger import MemoryLedger


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


# First contact, and whose share it is


def test_an_empty_folder_becomes_a_repository_and_is_remembered(folder: LocalShare) -> None:
    (folder.root / "Thumbs.db").write_bytes(b"left by Windows")
    one, two = Desk(folder, "pc1"), Desk(folder, "pc2")
    assert one.exchanges().paths(Finding.FOUNDED) == (layout.MARK,)
    assert two.exchanges().count(Finding.FOUNDED) == 0
    mark = json.loads((folder.root / layout.MARK).read_text(encoding="utf-8"))
    assert mark["repository"] == one.ledger.repository() == two.ledger.repository()
    assert mark["created"] == "2026-11-22T02:14:00+00:00"


def test_two_desks_that_meet_an_empty_folder_at_once_found_one_repository(
    folder: LocalShare,
) -> None:
    desks = [Desk(folder, f"pc{n}") for n in range(4)]
    barrier = Barrier(len(desks))

    def starts(desk: Desk) -> None:
        barrier.wait()
        desk.exchanges()

    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(starts, desks))
    assert len({desk.ledger.repository() for desk in desks}) == 1


def test_of_many_that_take_one_name_exactly_one_gets_it(folder: LocalShare) -> None:
    count = 8
    barrier = Barrier(count)

    def takes(number: int) -> bool:
        folder.create_new(f"t/{number}", bytes([number]))
        barrier.wait()
        try:
            folder.rename_new(f"t/{number}", "s/name")
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(count) as pool:
        won = list(pool.map(takes, range(count)))
    assert sum(won) == 1
    assert folder.read("s/name", 9) == bytes([won.index(True)])


def test_a_folder_that_was_ours_and_is_empty_is_a_share_that_is_gone(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.adds("r1", name="Saal")
    desk.exchanges()
    share.files.clear()
    desk.sets("r1", name="Café")
    report = desk.exchanges()
    assert isinstance(report.trouble, ShareUnreachable)
    assert (report.complete, report.undelivered, share.files) == (False, None, {})
    assert len(desk.ledger.pending("h-0001", 9)) == 1


def test_a_wiped_share_becomes_whole_again_from_one_desk(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    for desk in (one, two):
        desk.exchanges()
    before = share.snapshot()
    share.files.clear()
    report = two.exchanges(put_mark_back=True)
    assert (report.count(Finding.HEALED), report.complete) == (1, True)
    assert share.files == before


def test_another_repository_is_refused_and_left_as_it_is(share: FaultyShare) -> None:
    other = FaultyShare()
    desk, stranger = Desk(share, "pc1"), Desk(other, "pc2")
    desk.exchanges()
    stranger.exchanges()
    desk.adds("r1", name="Saal")
    desk.share = other
    before = other.snapshot()
    trouble = desk.exchanges().trouble
    assert isinstance(trouble, ForeignRepository)
    assert (trouble.expected, trouble.found) == (
        desk.ledger.repository(),
        stranger.ledger.repository(),
    )
    assert other.files == before


@pytest.mark.parametrize("name", ["Urlaub 2019.jpg", "s/stadt/b/pc1.a/x", "q/x"])
def test_a_folder_that_is_used_for_something_else_is_refused(share: FaultyShare, name: str) -> None:
    share.files[name] = b"something"
    trouble = Desk(share, "pc1").exchanges().trouble
    assert trouble == ForeignRepository(None, None)
    assert list(share.files) == [name]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"repository":7}', b"\0\0\0"])
def test_a_mark_that_cannot_be_read_is_not_replaced(share: FaultyShare, content: bytes) -> None:
    share.files[layout.MARK] = content
    desk = Desk(share, "pc1")
    assert isinstance(desk.exchanges(put_mark_back=True).trouble, ForeignRepository)
    assert share.files == {layout.MARK: content}


def test_a_share_of_a_newer_program_is_left_alone(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    desk.adds("r1", name="Saal")
    share.files["FORMAT-3.json"] = b"{}"
    before = share.snapshot()
    assert desk.exchanges().trouble == ShareFormatTooNew(3)
    assert share.files == before


# Damage


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


def test_a_desk_with_a_wrong_key_does_not_sweep_away_what_others_can_read(
    share: FaultyShare,
) -> None:
    one = Desk(share, "pc1")
    two = Desk(share, "pc2", ScopeAccess("h-0001", bytes(32)))
    one.adds("r1", name="Saal")
    one.exchanges()
    before = share.snapshot()
    report = two.exchanges()
    assert report.count(Finding.UNREADABLE) == 1
    assert share.files == before


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


# Trouble on the way


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


def test_a_desk_that_may_only_read_a_scope_writes_nothing_into_it(share: FaultyShare) -> None:
    one = Desk(share, "pc1")
    one.adds("r1", name="Saal")
    one.exchanges()
    two = Desk(share, "pc2", ScopeAccess("h-0001", HOUSE.key, may_write=False))
    share.files["s/h-0001/b/pc1.a/00000009-" + "0" * 16 + ".bz"] = b"junk"
    share.read_only = True
    before = share.snapshot()
    report = two.exchanges()
    assert (report.trouble, report.count(Finding.DAMAGED), share.files) == (None, 1, before)
    assert two.shows("r1") == {"name": "Saal"}


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


# Versions, copies, rivals


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
    assert len(open_bundle(share.files[path], HOUSE).actions) == 1


def test_more_heads_than_a_bundle_can_name_are_joined_first(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    for number in range(MAX_DEPS + 10):
        lane = START.__class__(f"other{number}.a", 1, None, (), {})
        sealed = seal_one(HOUSE, action(number), standing=lane)
        desk.ledger.apply("h-0001", open_bundle(sealed.data, HOUSE), sealed.data)
    desk.adds("r1", name="Saal")
    assert desk.exchanges().count(Finding.SEALED) == 2
    assert len(desk.ledger.standing("h-0001").heads) == 1
