"""Whose share it is: founding, empty folders, folders of others."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from begegnung.exchange import layout
from begegnung.exchange.certificates import Mark, make_mark
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.identity import root_keys
from begegnung.exchange.report import Finding
from begegnung.exchange.repository import found
from begegnung.exchange.share import LocalShare, ShareIO
from begegnung.model.errors import (
    ForeignRepository,
    ShareFormatTooNew,
    ShareUnreachable,
)
from begegnung.model.key_errors import AlreadyFounded, NotApproved, ShareNotFounded
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.moment import NOW
from tests.exchange.papers import HOUSE, MARK, pseudo_random


@pytest.fixture
def folder(tmp_path: Path) -> LocalShare:
    return LocalShare(tmp_path)


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def other_mark(number: int) -> Mark:
    return make_mark(f"{number:032x}", NOW.isoformat(), root_keys(bytes([number]) * 32))


def founds(share: ShareIO, mark: Mark, name: str = "pc1") -> Errand:
    """The errand of a PC that makes the folder a repository."""
    ledger = MemoryLedger(name, (HOUSE,))
    errand = Errand(share, ledger, NOW, lambda _: None, pseudo_random(name))
    finish(lambda: found(errand, mark))
    return errand


def finish(steps: Callable[[], Steps[None]]) -> None:
    for _ in steps():
        pass


def test_an_empty_folder_is_made_a_repository_on_purpose(folder: LocalShare) -> None:
    (folder.root / "Thumbs.db").write_bytes(b"left by Windows")
    errand = founds(folder, MARK)
    assert [note.finding for note in errand.notes] == [Finding.FOUNDED]
    mark = json.loads((folder.root / layout.MARK).read_text(encoding="utf-8"))
    assert (mark["repository"], mark["sign"]) == (MARK.repository, MARK.sign_public.hex())


def test_a_folder_is_founded_once(folder: LocalShare) -> None:
    founds(folder, MARK)
    with pytest.raises(AlreadyFounded):
        founds(folder, other_mark(1), "pc2")
    assert (folder.root / layout.MARK).read_bytes() == MARK.data


def test_of_several_that_found_at_once_exactly_one_does(folder: LocalShare) -> None:
    count = 4
    barrier = Barrier(count)

    def starts(number: int) -> bool:
        barrier.wait()
        try:
            founds(folder, other_mark(number + 1), f"pc{number}")
        except AlreadyFounded:
            return False
        return True

    with ThreadPoolExecutor(count) as pool:
        won = list(pool.map(starts, range(count)))
    assert sum(won) == 1
    assert (folder.root / layout.MARK).read_bytes() == other_mark(won.index(True) + 1).data


def test_an_ordinary_run_founds_nothing(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    share.files.clear()
    desk.ledger.state.mark = None
    assert isinstance(desk.exchanges().trouble, ShareNotFounded)
    assert share.files == {}


def test_a_pc_that_never_asked_to_join_reads_and_writes_nothing(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.ledger.state.mark = None
    before = share.snapshot()
    desk.adds("r1", name="Saal")
    assert desk.exchanges().trouble == NotApproved(asked=False)
    assert share.files == before


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
    assert report.complete
    assert any(layout.BundlePath.parse(path) for path in report.paths(Finding.HEALED))
    for desk in (one, two):
        desk.exchanges()
    assert {path: share.files[path] for path in before if "stadt" not in path} == {
        path: data for path, data in before.items() if "stadt" not in path
    }


def test_a_folder_of_something_else_is_never_filled(share: FaultyShare) -> None:
    desk, other = Desk(share, "pc1"), FaultyShare()
    desk.exchanges()
    other.files["Urlaub 2019.jpg"] = b"something"
    desk.share = other
    trouble = desk.exchanges(put_mark_back=True).trouble
    assert trouble == ForeignRepository(MARK.repository, None)
    assert list(other.files) == ["Urlaub 2019.jpg"]


def test_another_repository_is_refused_and_left_as_it_is(share: FaultyShare) -> None:
    desk, other = Desk(share, "pc1"), FaultyShare()
    founds(other, other_mark(7))
    desk.adds("r1", name="Saal")
    desk.share = other
    before = other.snapshot()
    trouble = desk.exchanges().trouble
    assert trouble == ForeignRepository(MARK.repository, other_mark(7).repository)
    assert other.files == before


def test_a_mark_with_other_keys_of_the_city_is_refused(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    forged = make_mark(MARK.repository, NOW.isoformat(), root_keys(bytes(32)))
    share.files[layout.MARK] = forged.data
    assert isinstance(desk.exchanges().trouble, ForeignRepository)


@pytest.mark.parametrize("name", ["Urlaub 2019.jpg", "s/stadt/b/pc1.a/x", "q/x"])
def test_a_folder_that_is_used_for_something_else_is_refused(share: FaultyShare, name: str) -> None:
    share.files[name] = b"something"
    with pytest.raises(ForeignRepository):
        founds(share, MARK)
    assert list(share.files) == [name]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"repository":7}', b"\0\0\0"])
def test_a_mark_that_cannot_be_read_is_not_replaced(share: FaultyShare, content: bytes) -> None:
    desk = Desk(share, "pc1")
    share.files = {layout.MARK: content}
    assert isinstance(desk.exchanges(put_mark_back=True).trouble, ForeignRepository)
    with pytest.raises(ForeignRepository):
        founds(share, MARK)
    assert share.files == {layout.MARK: content}


def test_a_share_of_a_newer_program_is_left_alone(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    desk.exchanges()
    desk.adds("r1", name="Saal")
    share.files["FORMAT-3.json"] = b"{}"
    before = share.snapshot()
    assert desk.exchanges().trouble == ShareFormatTooNew(3)
    assert share.files == before
