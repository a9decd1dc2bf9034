"""Where the shared folder of a test lies, and one run of the exchange of a real desk with it."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from begegnung.exchange.share import LocalShare, ShareIO
from begegnung.services.desk import Desk
from begegnung.services.exchange import ExchangeOutcome, sync_now
from tests.torture.smb_share import SmbShare

_LONGEST_NAP = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """A shared folder: `folder` holds its files; a server shares it on `port` as `name`."""

    folder: Path
    port: int | None = None
    name: str = ""

    @contextmanager
    def connected(self) -> Generator[ShareIO]:
        """A client of the share, until the end."""
        if self.port is None:
            yield LocalShare(self.folder)
            return
        client = SmbShare(self.port, self.name)
        try:
            yield client
        finally:
            client.close()

    @contextmanager
    def as_the_share(self) -> Generator[None]:
        """Meanwhile the program reaches this share whatever folder it is told.

        On Windows the path of a share is all that is needed to reach a server; here the program has
        to be handed a client that speaks to it.
        """
        with self.connected() as share:
            for module in _users():
                module.LocalShare = lambda _path: share
            try:
                yield
            finally:
                for module in _users():
                    module.LocalShare = LocalShare


def _users() -> list[Any]:
    """The modules of the program that open shares."""
    named = [
        (name, module) for name, module in sys.modules.items() if hasattr(module, "LocalShare")
    ]
    return [module for name, module in named if name.startswith("begegnung.services.")]


def one_run(desk: Desk, folder: Path, place: Place) -> ExchangeOutcome:
    """Exchanges everything of the desk on the data folder `folder`; waits are cut short."""
    with place.as_the_share():
        return sync_now(desk, folder, str(place.folder), sleep=_nap)


def _nap(seconds: float) -> None:
    time.sleep(min(seconds, _LONGEST_NAP))
