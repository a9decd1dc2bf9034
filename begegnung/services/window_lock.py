"""Whether the window of the program is open on a data folder, asked without its library."""

import sys
from pathlib import Path

LOCK = "begegnung.lock"
"""The file that the window holds locked as long as it is open."""


def window_is_open(folder: Path) -> bool:
    """Whether a window works on the data in `folder` now.

    On Windows nobody else may open the file for writing meanwhile; elsewhere it is locked.
    """
    try:
        with (folder / LOCK).open("r+b") as file:
            return _is_locked(file.fileno())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _is_locked(handle: int) -> bool:
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    fcntl.flock(handle, fcntl.LOCK_UN)
    return False
