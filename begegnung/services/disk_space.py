"""Room on the disk of this PC: asked for in time, and kept in reserve for the worst day.

When a disk is full SQLite writes nothing more, not even a deletion. So the program warns early, the
exchange and the backups stop before what people enter has to, and a file that is only there to be
removed gives the last entries of the day their room.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from begegnung.model.durability_errors import DiskAlmostFull

MIB = 1 << 20
LOW = 500 * MIB
"""Below this much free space the desk is told."""

LEAST_FOR_WORK = 150 * MIB
"""Below this much neither exchange nor backup begins."""

RESERVE = 50 * MIB
RESERVE_FILE = "platzreserve.dat"


def free_space(folder: Path) -> int | None:
    """The free bytes on the disk of `folder`, None where nobody can say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def require_room(folder: Path, wanted: int = 0) -> None:
    """Raises `DiskAlmostFull` when `wanted` bytes and what must stay free are not there."""
    free = free_space(folder)
    if free is not None and free < LEAST_FOR_WORK + wanted:
        raise DiskAlmostFull(str(folder), free)


def has_reserve(folder: Path) -> bool:
    """Whether the reserve is there."""
    return (folder / RESERVE_FILE).exists()


def make_reserve(folder: Path) -> bool:
    """Makes the reserve where there is room enough; tells whether it is there.

    Its content is random: a disk that compresses files must not make it small.
    """
    path = folder / RESERVE_FILE
    if path.exists():
        return True
    free = free_space(folder)
    if free is None or free < LOW + RESERVE:
        return False
    part = folder / f"{RESERVE_FILE}.neu"
    try:
        with part.open("wb") as file:
            for _ in range(RESERVE // MIB):
                file.write(secrets.token_bytes(MIB))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        return False
    return True


def release_reserve(folder: Path) -> bool:
    """Gives the room of the reserve free; False when there is none (any more)."""
    try:
        (folder / RESERVE_FILE).unlink()
    except OSError:
        return False
    return True
