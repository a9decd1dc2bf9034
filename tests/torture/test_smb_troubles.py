"""What a real server does to the exchange: it drops sessions, is full, forbids, and goes away."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
import smbclient

from begegnung.exchange import layout
from begegnung.exchange.report import Finding
from begegnung.exchange.share import ShareIO, SharingViolation
from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable
from tests.exchange.bundles import HOUSE
from tests.exchange.desks import Desk
from tests.torture.samba import HOST, PASSWORD, USER, Samba, running_samba
from tests.torture.small_disk import small_disk
from tests.torture.smb_share import SmbShare

# A handle whose connection is gone cannot be closed any more.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed SMB handle:ResourceWarning")

Connect = Callable[..., SmbShare]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder on the server behind `smb_share`."""
    return tmp_path / "Freigabe"


@pytest.fixture
def own_samba(samba: Samba, tmp_path: Path) -> Iterator[Samba]:
    """A server that this test may stop."""
    with running_samba(tmp_path / "Server") as server:
        server.share("bz", tmp_path / "Freigabe")
        yield server


def bundles(folder: Path) -> list[str]:
    paths = (str(path.relative_to(folder).as_posix()) for path in folder.rglob("*.bz"))
    return [path for path in paths if layout.BundlePath.parse(path)]


def test_a_long_list_comes_in_parts_and_is_complete(smb_share: Connect, folder: Path) -> None:
    share = smb_share()
    names = sorted(f"{n:08d}-{n:016x}.bz" for n in range(1200))
    (folder / "b").mkdir()
    for name in names:
        (folder / "b" / name).touch()
    assert [entry.name for entry in share.list("b")] == names


def test_after_a_dropped_session_the_next_operation_connects_again(
    samba: Samba, smb_share: Connect
) -> None:
    share = smb_share()
    share.create_new("a", b"content")
    assert samba.kill_sessions() >= 1
    time.sleep(0.1)
    try:
        assert share.read("a", 99) == b"content"
    except ShareUnreachable:
        assert share.read("a", 99) == b"content"


def test_a_session_dropped_while_writing_leaves_a_torn_part_that_the_next_run_sweeps(
    samba: Samba, smb_share: Connect, folder: Path
) -> None:
    share = smb_share()
    desk = Desk(share, "pc1")
    desk.exchanges()
    killer = threading.Thread(target=kill_when_a_part_grows, args=(samba, folder))
    killer.start()
    with pytest.raises(ShareUnreachable):
        share.create_new("t/pc1/torn.part", bytes(48 << 20))
    killer.join()

    assert 0 < (folder / "t/pc1/torn.part").stat().st_size < 48 << 20
    desk.adds("r1", name="Saal")
    desk.exchanges()
    assert desk.exchanges().complete
    assert not list((folder / "t").rglob("*.part"))


def kill_when_a_part_grows(samba: Samba, folder: Path) -> None:
    """Waits until a file in `t` has half a megabyte, and ends all sessions."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        parts = list((folder / "t").rglob("*.part"))
        if any(path.stat().st_size > 1 << 19 for path in parts):
            samba.kill_sessions()
            return
        time.sleep(0.001)


def test_a_share_without_rights_to_write_is_still_read(
    samba: Samba, smb_share: Connect, folder: Path
) -> None:
    samba.share("lesen", folder, read_only=True)
    one = Desk(smb_share(), "pc1")
    one.adds("r1", name="Saal")
    assert one.exchanges().complete
    two = Desk(smb_share("lesen"), "pc2")
    two.adds("r2", name="Café")
    report = two.exchanges()
    assert isinstance(report.trouble, ShareReadOnly)
    assert (report.undelivered, two.shows("r1")) == (1, {"name": "Saal"})
    two.share = smb_share()
    assert two.exchanges().complete


def test_a_file_that_a_scanner_holds_open_is_neither_renamed_nor_removed(
    samba: Samba, smb_share: Connect, folder: Path
) -> None:
    share = smb_share()
    share.create_new("t/pc1/a.part", b"content")
    held = smbclient.open_file(
        rf"\\{HOST}\{share.name}\t\pc1\a.part",
        mode="rb",
        buffering=0,
        share_access="r",
        username=USER,
        password=PASSWORD,
        port=samba.port,
        connection_cache={},
    )
    with held:
        for operation in (
            lambda: share.rename_new("t/pc1/a.part", "a"),
            lambda: share.delete("t/pc1/a.part"),
        ):
            with pytest.raises(SharingViolation):
                operation()
        assert share.read("t/pc1/a.part", 99) == b"content"
    share.rename_new("t/pc1/a.part", "a")
    assert share.read("a", 99) == b"content"


def test_a_server_that_is_gone_is_unreachable_and_the_run_is_made_up_for(
    own_samba: Samba, tmp_path: Path
) -> None:
    share: ShareIO = SmbShare(own_samba.port, "bz")
    desk = Desk(share, "pc1")
    desk.exchanges()
    desk.adds("r1", name="Saal")
    own_samba.stop()
    report = desk.exchanges()
    assert isinstance(report.trouble, ShareUnreachable)
    with running_samba(tmp_path / "Server 2") as again:
        again.share("bz", tmp_path / "Freigabe")
        desk.share = SmbShare(again.port, "bz")
        assert desk.exchanges().complete
    assert len(bundles(tmp_path / "Freigabe")) == 1


def test_a_name_that_is_not_shared_and_a_folder_that_is_gone_are_unreachable(
    samba: Samba, smb_share: Connect, folder: Path
) -> None:
    desk = Desk(smb_share(), "pc1")
    desk.adds("r1", name="Saal")
    with pytest.raises(ShareUnreachable):
        smb_share("gibtesnicht").list("")
    folder.rename(folder.with_name("anderswo"))
    # Who is connected already is told of missing rights, who comes now that there is nothing.
    for _ in range(2):
        assert isinstance(desk.exchanges().trouble, ShareUnreachable)
        desk.share = smb_share()
    samba.share("leer", folder.with_name("anderswo") / "leer")
    desk.share = smb_share("leer")
    assert isinstance(desk.exchanges().trouble, ShareUnreachable)
    assert not folder.exists()
    folder.with_name("anderswo").rename(folder)
    desk.share = smb_share()
    assert desk.exchanges().complete


def test_a_full_disk_is_said_to_be_full_and_gets_the_rest_later(
    samba: Samba, smb_share: Connect
) -> None:
    with small_disk(megabytes=4) as small:
        disk = small.place
        place = disk / "bz"
        samba.share("klein", place)
        one, two = Desk(smb_share("klein"), "pc1"), Desk(smb_share("klein"), "pc2")
        one.adds("r1", name="Saal")
        assert one.exchanges().complete
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - (128 << 10)))
        two.adds("r2", name=Random(2).randbytes(1 << 20).hex())
        report = two.exchanges()
        assert isinstance(report.trouble, ShareFull)
        assert (report.undelivered, two.shows("r1")) == (1, {"name": "Saal"})
        assert len(bundles(place)) == 1
        ballast.unlink()
        assert two.exchanges().complete
        assert one.exchanges().complete
        assert one.shows("r2") == two.shows("r2")


def test_what_arrives_is_counted_once_whoever_is_dropped(samba: Samba, smb_share: Connect) -> None:
    one, two = Desk(smb_share(), "pc1", HOUSE), Desk(smb_share(), "pc2", HOUSE)
    for n in range(6):
        one.adds(f"a{n}", name="Saal")
        two.adds(f"b{n}", name="Café")
        killer = threading.Timer(0.01 + 0.01 * n, samba.kill_sessions)
        killer.start()
        for desk in (one, two):
            desk.exchanges()
        killer.join()
    reports = [desk.exchanges() for desk in (one, two, one, two)]
    assert reports[-1].complete
    assert reports[-1].count(Finding.PUBLISHED) == 0
    rows = [f"{who}{n}" for who in "ab" for n in range(6)]
    assert all(one.shows(row) == two.shows(row) != {} for row in rows)
