"""Putting a file on the share so that nobody ever sees half of it under its name.

A new file is written in `t/`, forced to the medium, closed, read back and compared, and only then
gets its name, which must be free. Nothing is ever replaced. If the reply to the last step is lost,
the name is looked up: what lies there tells whether it was done.
"""

import contextlib
from enum import Enum

from begegnung.exchange import layout
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.share import SharingViolation
from begegnung.model.errors import ShareReadOnly, ShareUnreachable


class Outcome(Enum):
    """What became of a file that was to be published."""

    WRITTEN = "written"
    ALREADY = "already there"
    OCCUPIED = "occupied"
    """Something else lies under the name."""
    UNSURE = "unsure"
    """Not there; the next run tries again."""


def publish(errand: Errand, path: str, data: bytes) -> Steps[Outcome]:
    """Give the share the file `path` with exactly `data`.

    Raises:
        Trouble: the share is gone, full or read-only.
        SharingViolation: somebody has the file open all the time.
    """
    part = errand.fresh_part()
    try:
        yield from errand.create_new(part, data)
    except FileExistsError:
        # An earlier try got half way before somebody locked the file.
        return Outcome.UNSURE
    if not (yield from holds(errand, part, data)):
        yield from _give_up(errand, part)
        return Outcome.UNSURE
    try:
        yield from errand.rename_new(part, path)
    except FileExistsError:
        yield from _give_up(errand, part)
        same = yield from holds(errand, path, data)
        return Outcome.ALREADY if same else Outcome.OCCUPIED
    except FileNotFoundError:
        done = yield from holds(errand, path, data)
        return Outcome.WRITTEN if done else Outcome.UNSURE
    except ShareUnreachable:
        if not (yield from holds(errand, path, data)):
            raise
    return Outcome.WRITTEN


def holds(errand: Errand, path: str, data: bytes) -> Steps[bool]:
    """Whether there is a file at `path` with exactly `data`."""
    try:
        found = yield from errand.read(path)
    except FileNotFoundError:
        return False
    return found == data


def set_aside(errand: Errand, path: str) -> Steps[bool]:
    """Move a damaged file into the quarantine; False if it is gone or held open."""
    target = layout.quarantine_path(errand.now.date(), errand.random_bytes(4).hex(), path)
    try:
        yield from errand.rename_new(path, target)
    except (FileNotFoundError, FileExistsError, SharingViolation):
        return False
    return True


def sweep_parts(errand: Errand) -> Steps[None]:
    """Remove what earlier runs of this PC were writing when they were cut off."""
    folder = f"{layout.PARTS}/{errand.ledger.device()}"
    for entry in (yield from errand.list(folder)):
        if not entry.is_folder:
            yield from _give_up(errand, f"{folder}/{entry.name}")


def _give_up(errand: Errand, part: str) -> Steps[None]:
    # What cannot be removed now is swept by a later run; it must not keep anything from arriving.
    with contextlib.suppress(SharingViolation, ShareReadOnly):
        yield from errand.delete(part)
