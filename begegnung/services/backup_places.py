"""Where the backups of this PC lie: beside the data, and at a second place if there is one.

Several PCs may use one stick: each touches only files that bear its own sign.
"""

import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from begegnung.db.backup_file import PART_SUFFIX
from begegnung.model.backup_rotation import kept
from begegnung.services.drives import drive_kind, other_drives
from begegnung.services.file_moves import remove
from begegnung.services.present import local_now

OWN_FOLDER = "sicherungen"
SECOND_FOLDER = "Begegnung-Sicherungen"
SUFFIX = ".sicherung"

_NAME = re.compile(r"begegnung-(\d{4}-\d{2}-\d{2}-\d{6})-([0-9a-v]{8})(?:-(\d{1,3}))?\.sicherung")
_STAMP = "%Y-%m-%d-%H%M%S"
_LEFT_OVER_S = 600


class BackupLine(NamedTuple):
    """A backup as its name describes it: local time, and the sign of the PC that made it.

    `number` counts those of one second.
    """

    path: Path
    made: datetime
    sign: str
    number: int
    size: int


def sign_of(device: str) -> str:
    """The end of the identifier of a PC, which is random: it tells the backups of PCs apart."""
    return device[-8:]


def name_for(device: str, made_ms: int, number: int = 0) -> str:
    """The name of a backup: "begegnung-2026-11-23-181500-1a2b3c4d.sicherung"."""
    more = f"-{number}" if number else ""
    return f"begegnung-{local_now(made_ms):{_STAMP}}-{sign_of(device)}{more}{SUFFIX}"


def own_place(folder: Path) -> Path:
    """The folder for backups in a data folder."""
    return folder / OWN_FOLDER


def second_place(chosen: str) -> Path | None:
    """The folder for backups at the place that was chosen; None without one.

    A stick may get another letter every day: a folder of ours on another drive is taken then.
    """
    if not chosen.strip():
        return None
    place = Path(chosen)
    if not place.is_absolute():
        return None
    if place.name != SECOND_FOLDER:
        place = place / SECOND_FOLDER
    if place.parent.is_dir():
        return place
    for root in other_drives(Path.home()):
        moved = root.joinpath(*place.parts[1:])
        if moved.is_dir():
            return moved
    return place


def is_reachable(place: Path) -> bool:
    """Whether the drive or folder that a place lies in is there."""
    return place.is_dir() or place.parent.is_dir()


def on_same_disk(folder: Path, place: Path) -> bool:
    """Whether a place breaks together with the data."""
    try:
        existing = place if place.exists() else place.parent
        return folder.stat().st_dev == existing.stat().st_dev
    except OSError:
        return False


def suggested_places(folder: Path) -> list[Path]:
    """Other drives of this PC that could take backups, fixed ones first."""
    found: list[Path] = []
    for root in other_drives(folder):
        with suppress(OSError):
            if root.is_dir() and drive_kind(root) != "network":
                found.append(root)
    return found


def backups_at(place: Path, device: str = "") -> list[BackupLine]:
    """The backups in a folder, newest first; of one PC only where `device` is given."""
    found: list[BackupLine] = []
    with suppress(OSError):
        for path in place.iterdir():
            line = _line_of(path)
            if line is not None and (not device or line.sign == sign_of(device)):
                found.append(line)
    return sorted(found, key=lambda line: (line.made, line.number), reverse=True)


def _line_of(path: Path) -> BackupLine | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        made = datetime.strptime(match[1], _STAMP)  # noqa: DTZ007 the desk's wall clock is meant
        return BackupLine(path, made, match[2], int(match[3] or 0), path.stat().st_size)
    except (ValueError, OSError):
        return None


def rotate(place: Path, device: str, protected: Path | None = None) -> int:
    """Removes the backups of this PC that have had their time; gives how many.

    `protected` stays in any case: the one just written, whatever the clock says.
    """
    lines = backups_at(place, device)
    staying = kept(line.made for line in lines)
    going = [line for line in lines if line.made not in staying and line.path != protected]
    return sum(remove(line.path) for line in going)


def sweep(place: Path, now: Callable[[], float] = time.time) -> None:
    """Removes what was left half written, unless it is so young that somebody may be at it."""
    with suppress(OSError):
        for path in place.iterdir():
            if path.name.endswith(PART_SUFFIX) and now() - path.stat().st_mtime > _LEFT_OVER_S:
                remove(path)


def made_times(lines: Iterable[BackupLine]) -> list[datetime]:
    """The local times of backups."""
    return [line.made for line in lines]
