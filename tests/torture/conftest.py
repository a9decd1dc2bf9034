"""The server and the folders of the tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.torture.founding import found
from tests.torture.samba import Samba, running_samba, why_no_samba
from tests.torture.smb_share import SmbShare


@pytest.fixture(scope="session")
def samba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samba]:
    """A real server; skips where there is none."""
    reason = why_no_samba()
    if reason:
        pytest.skip(reason)
    with running_samba(tmp_path_factory.mktemp("samba")) as server:
        yield server


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city and two houses that exchange, only to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    found(folder)
    return folder


@pytest.fixture
def smb_share(samba: Samba, tmp_path: Path) -> Iterator[Callable[[str], SmbShare]]:
    """Makes connections to a share of this test alone; its folder is `tmp_path / "Freigabe"`."""
    opened: list[SmbShare] = []
    name = f"bz{abs(hash(tmp_path)):x}"
    samba.share(name, tmp_path / "Freigabe")

    def connect(share: str = name) -> SmbShare:
        opened.append(SmbShare(samba.port, share))
        return opened[-1]

    yield connect
    for share in opened:
        share.close()
