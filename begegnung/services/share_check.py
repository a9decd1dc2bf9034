"""Whether a folder can be the shared folder of the exchange, before it is chosen."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from begegnung.exchange.layout import part_path
from begegnung.exchange.share import LocalShare, SharingViolation, patiently
from begegnung.model.errors import ShareReadOnly, ShareUnreachable


def examine_share(device: str, share: str, sleep: Callable[[float], None] = time.sleep) -> None:
    """Looks into the folder, writes a file there and removes it again.

    May take long on a network that does not answer: for a worker thread. `device` names the file,
    so that the next exchange sweeps it away should the removal fail. Raises `ShareUnreachable`,
    `ShareReadOnly` and `ShareFull`.
    """
    folder = LocalShare(Path(share))
    probe = part_path(device, secrets.token_hex(8))
    try:
        patiently(lambda: folder.list(""), sleep)
        patiently(lambda: folder.create_new(probe, b"begegnung"), sleep)
        patiently(lambda: folder.delete(probe), sleep)
    except SharingViolation as error:
        raise (ShareReadOnly if error.denied else ShareUnreachable)(share) from error
