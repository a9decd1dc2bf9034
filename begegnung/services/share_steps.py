"""Carrying out steps on the share that are no ordinary run: founding, joining, revoking."""

import secrets
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from begegnung.exchange.errand import Errand
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.report import Step
from begegnung.exchange.share import LocalShare, SharingViolation
from begegnung.model.errors import ShareNotSet, ShareReadOnly, ShareUnreachable
from begegnung.services.desk import Desk
from begegnung.services.exchange_ledger import DatabaseLedger

_T = TypeVar("_T")


def errand_on(
    desk: Desk, keys: DeviceKeys, share: str, sleep: Callable[[float], None] = time.sleep
) -> Errand:
    """An errand between this PC and the shared folder; raises `ShareNotSet` without one."""
    if not share.strip():
        raise ShareNotSet
    now = datetime.fromtimestamp(desk.now_ms() / 1000, tz=UTC)
    return Errand(
        LocalShare(Path(share)), DatabaseLedger(desk, keys), now, sleep, secrets.token_bytes
    )


def carried_out(steps: Generator[Step, None, _T]) -> _T:
    """What the steps give in the end.

    May take long on a network that does not answer: for a worker thread. Raises the troubles of
    the share, a file that is held open all the time among them.
    """
    try:
        while True:
            next(steps)
    except StopIteration as end:
        result: _T = end.value
        return result
    except SharingViolation as error:
        raise (ShareReadOnly if error.denied else ShareUnreachable)(error.path) from error
