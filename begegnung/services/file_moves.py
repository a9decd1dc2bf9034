"""Moving, removing and copying files on a PC where other programs look into everything.

Virus scanners, indexers and backup programs keep files open for a moment; Windows then refuses to
rename or remove them (errors 5, 32 and 33). A few more tries are enough.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from begegnung.exchange.share import rename_to_new

T = TypeVar("T")

_IN_USE = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION."""

_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0)


def patiently(do: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """What `do` gives, tried again for some eleven seconds while somebody has the file open.

    Raises the `OSError` of the last try.
    """
    for wait in _WAITS:
        try:
            return do()
        except OSError as error:
            if getattr(error, "winerror", None) not in _IN_USE:
                raise
        sleep(wait)
    return do()


def move_to_new(old: Path, new: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Gives a file another name, which must be free, and makes it last.

    Raises `FileExistsError` where the name is taken, and `OSError`.
    """
    patiently(lambda: rename_to_new(old, new), sleep)
    make_names_last(new.parent)


def remove(path: Path, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Removes a file; False when something keeps it."""
    try:
        patiently(lambda: path.unlink(missing_ok=True), sleep)
    except OSError:
        return False
    return True


def make_names_last(folder: Path) -> None:
    """Forces the names in a folder to the medium, where the system knows such a thing."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
