"""The drives of this PC: of which kind one is, and which other ones there are.

Windows tells by `GetDriveTypeW` and `GetLogicalDrives` (fileapi.h). Elsewhere the table of mounted
file systems says so where there is one; a drive of which nothing is known counts as local.
"""

import ctypes
import os
import re
import string
import sys
from pathlib import Path
from typing import Literal

DriveKind = Literal["fixed", "removable", "network", "unknown"]

_KINDS: dict[int, DriveKind] = {2: "removable", 3: "fixed", 4: "network"}
_MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"}
)
_UNC = re.compile(r"[\\/]{2}(?![?.][\\/])|[\\/]{2}\?[\\/]UNC[\\/]", re.IGNORECASE)


def is_unc(path: str) -> bool:
    r"""Whether `path` lies on another computer: \\server\share or \\?\UNC\server\share."""
    return _UNC.match(path) is not None


def drive_kind(path: Path) -> DriveKind:
    """Of which kind the drive of `path` is; a mapped letter of a shared folder is "network"."""
    text = os.fspath(path.absolute())
    if is_unc(text):
        return "network"
    if sys.platform == "win32":
        return _windows_kind(_root_of(text))
    return _mounted_kind(path.absolute())


def other_drives(path: Path) -> list[Path]:
    """The fixed and removable drives of this PC but that of `path`, fixed ones first."""
    if sys.platform != "win32":
        return []
    own = _root_of(os.fspath(path.absolute())).casefold()
    present = ctypes.WinDLL("kernel32").GetLogicalDrives()
    roots = [f"{c}:\\" for n, c in enumerate(string.ascii_uppercase) if present >> n & 1]
    found = [(root, _windows_kind(root)) for root in roots if root.casefold() != own]
    return [Path(r) for wanted in ("fixed", "removable") for r, kind in found if kind == wanted]


def _root_of(text: str) -> str:
    r"""The root of a path of Windows: `C:\` for `c:\Daten` and for `\\?\C:\Daten`."""
    bare = text[4:] if text.startswith(("\\\\?\\", "\\\\.\\")) else text
    return f"{bare[:1].upper()}:\\" if bare[1:2] == ":" else bare


def _windows_kind(root: str) -> DriveKind:
    if sys.platform != "win32":
        return "unknown"
    return _KINDS.get(ctypes.WinDLL("kernel32").GetDriveTypeW(ctypes.c_wchar_p(root)), "unknown")


def _mounted_kind(path: Path, mounts: Path = _MOUNTS) -> DriveKind:
    """By the longest mount point above `path`."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "unknown"
    places = {Path(parts[1]): parts[2] for line in lines if len(parts := line.split()) > 2}
    above = [place for place in (path, *path.parents) if place in places]
    return "network" if above and places[above[0]] in _NETWORK_TYPES else "unknown"
