"""Whether the clock of this PC goes right, by the times that the shared folder gives its files.

Nothing is decided by it: it is a hint for people. Which change came first is known without clocks.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from begegnung.exchange.share import LocalShare, SharingViolation
from begegnung.model.errors import Trouble


def clock_ahead(
    share: str, written: Sequence[str], began_ms: int, now: Callable[[], int]
) -> int | None:
    """By how much the clock of this PC goes ahead of the share's (ms), negative for behind.

    `written` are the paths of files that were written since `began_ms` by that clock, the last one
    is asked. A time between then and `now` is right: 0. None where there is nothing to compare.
    """
    if not written:
        return None
    try:
        stamp = LocalShare(Path(share)).modified(written[-1])
    except (FileNotFoundError, SharingViolation, Trouble):
        return None
    ended_ms = now()
    if stamp < began_ms:
        return began_ms - stamp
    return min(ended_ms - stamp, 0)
