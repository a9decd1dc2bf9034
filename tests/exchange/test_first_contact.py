"""Whose share it is: first contact, empty folders, folders of others."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from begegnung.exchange import layout
from begegnung.exchange.report import Finding
from begegnung.exchange.share import LocalShare
from begegnung.model.errors import (
    ForeignRepository,
    ShareFormatTooNew,
    ShareUnreachable,
)
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare


@pytest.fixture
def folder(tmp_path: Path) -> LocalShare:
    return LocalShare(tmp_path)


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


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
