"""Every kind of share keeps the same promises: folder, memory, and a real server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from begegnung.exchange.report import Finding
from begegnung.exchange.share import Entry, LocalShare, ShareIO
from tests.exchange.bundles import CITY, HOUSE
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare

KINDS = ("folder", "memory", "server")
Connect = Callable[[], ShareIO]


@pytest.fixture(params=KINDS)
def connect(request: pytest.FixtureRequest, tmp_path: Path) -> Connect:
    """Gives one client after the other of one and the same share."""
    if request.param == "server":
        return request.getfixturevalue("smb_share")
    if request.param == "memory":
        only = FaultyShare()
        return lambda: only
    folder = tmp_path / "Abgleich für Häuser"
    folder.mkdir()
    return lambda: LocalShare(folder)


@pytest.fixture
def share(connect: Connect) -> ShareIO:
    return connect()


def test_a_new_file_is_there_with_its_folders(share: ShareIO) -> None:
    share.create_new("t/pc1/a.part", b"content")
    assert share.read("t/pc1/a.part", 100) == b"content"
    assert share.read("t/pc1/a.part", 3) == b"con"
    assert share.list("") == [Entry("t", is_folder=True)]
    assert share.list("t/pc1") == [Entry("a.part", is_folder=False)]


def test_a_file_is_never_replaced(share: ShareIO) -> None:
    share.create_new("a", b"first")
    share.create_new("b", b"second")
    with pytest.raises(FileExistsError):
        share.create_new("a", b"second")
    with pytest.raises(FileExistsError):
        share.rename_new("b", "a")
    assert (share.read("a", 9), share.read("b", 9)) == (b"first", b"second")


def test_a_renamed_file_has_only_its_new_name(share: ShareIO) -> None:
    share.create_new("t/a.part", b"content")
    share.rename_new("t/a.part", "s/stadt/b/a")
    assert list(share.list("t")) == []
    assert share.read("s/stadt/b/a", 9) == b"content"


def test_what_is_missing_is_said_to_be_missing(share: ShareIO) -> None:
    assert list(share.list("s/stadt")) == []
    share.delete("nothing")
    share.delete("nowhere/nothing")
    for path in ("nothing", "nowhere/nothing"):
        with pytest.raises(FileNotFoundError):
            share.read(path, 9)
        with pytest.raises(FileNotFoundError):
            share.rename_new(path, "s/a")


def test_a_deleted_file_is_gone_and_its_name_is_free_again(share: ShareIO) -> None:
    share.create_new("t/a", b"first")
    share.delete("t/a")
    assert list(share.list("t")) == []
    share.create_new("t/a", b"second")
    assert share.read("t/a", 99) == b"second"


def test_a_large_file_comes_back_as_it_was(share: ShareIO) -> None:
    content = bytes(range(256)) * (3 << 12) + b"end"
    share.create_new("s/large", content)
    assert share.read("s/large", len(content) + 1) == content
    assert share.read("s/large", 1 << 20) == content[: 1 << 20]


def test_an_empty_file_is_a_file(share: ShareIO) -> None:
    share.create_new("t/empty", b"")
    assert share.read("t/empty", 9) == b""


def test_names_are_listed_in_their_order(share: ShareIO) -> None:
    names = [f"{n:08d}-0123456789abcdef.bz" for n in range(30)]
    for name in reversed(names):
        share.create_new(f"s/h-0001/b/{name}", b"")
    assert [entry.name for entry in share.list("s/h-0001/b")] == names


def test_of_several_that_want_one_name_exactly_one_gets_it(connect: Connect) -> None:
    clients = [connect() for _ in range(3)]
    for target in (f"s/{n}" for n in range(8)):
        for n, client in enumerate(clients):
            client.create_new(f"{target}-{n}.part", f"by {n}".encode())
        start = Barrier(len(clients))
        with ThreadPoolExecutor(len(clients)) as threads:
            got = list(threads.map(partial(_gets, clients, start, target), range(len(clients))))
        assert got.count(True) == 1
        assert clients[0].read(target, 99) == f"by {got.index(True)}".encode()


def _gets(clients: list[ShareIO], start: Barrier, target: str, n: int) -> bool:
    """Whether the client gets the name that all others want at the same moment."""
    start.wait()
    try:
        clients[n].rename_new(f"{target}-{n}.part", target)
    except FileExistsError:
        return False
    return True


def test_whole_runs_bring_everything_to_everybody(connect: Connect) -> None:
    one, two = Desk(connect(), "pc1", HOUSE, CITY), Desk(connect(), "pc2", HOUSE, CITY)
    one.adds("r1", name="Saal")
    two.adds("r2", scope="stadt", name="Café")
    for desk in (one, two, one):
        assert desk.exchanges().complete
    for desk in (one, two):
        assert desk.shows("r1") == {"name": "Saal"}
        assert desk.shows("r2", "stadt") == {"name": "Café"}
    assert two.exchanges().count(Finding.PUBLISHED) == 0
