"""What can be refused and what can go wrong about backups, restoring, and the disk of this PC."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal, Trouble


@dataclass
class NothingToRestore(Refusal):
    """No backup that can be opened, no shared folder, and nothing readable in the old file."""

    path: str


@dataclass
class BackupLocked(Refusal):
    """No key at hand opens this backup: it is of another PC, or of another user of this one."""

    path: str


@dataclass
class BackupUnreadable(Trouble):
    """A backup cannot be used.

    `kind` is "missing", "no_rights", "foreign" (not a backup of this program), "damaged" or "newer"
    (written by a newer program).
    """

    path: str
    kind: str


@dataclass
class DatabaseMissing(Trouble):
    """The database is gone or empty, although there were data here before."""

    path: str


@dataclass
class DiskFailing(Trouble):
    """The disk does not read or write what it should at `path`; `detail` is what SQLite says."""

    path: str
    detail: str


@dataclass
class DiskAlmostFull(Trouble):
    """So little space is left (`free` bytes) that it is kept for what people enter."""

    path: str
    free: int


@dataclass
class RestoreInterrupted(Trouble):
    """The restored database could not take its place yet: a program keeps a file open."""

    path: str
