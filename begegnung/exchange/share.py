"""The shared folder as the exchange sees it: seven operations, and what can go wrong with them.

A listing may be old, a file may be cut off, a reply may get lost: nobody above this module takes
absence, times or the order of names for information.
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder of the share."""

    name: str
    is_folder: bool


class SharingViolation(OSError):
    """Another program has the file open just now; worth another try.

    `denied` when the system speaks of missing rights, which virus scanners cause for a moment and
    a real lack of rights causes for good.
    """

    def __init__(self, path: str, *, denied: bool) -> None:
        super().__init__(path)
        self.path = path
        self.denied = denied


class ShareIO(Protocol):
    """A dumb folder. Paths are relative, with "/" between the parts.

    Every operation may raise `ShareUnreachable` or `SharingViolation`, those that write also
    `ShareFull` and `ShareReadOnly`. After any of them it is unknown whether the operation was done.
    """

    def list(self, folder: str) -> Sequence[Entry]:
        """The names in `folder` ("" for the share itself); nothing if there is no such folder."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a file.

        Raises:
            FileNotFoundError: there is none.
        """
        ...

    def create_new(self, path: str, data: bytes) -> None:
        """Write a file that must not exist; folders above it are made.

        When it returns, the content has been forced to the medium and the file is closed.

        Raises:
            FileExistsError: the name is taken.
        """
        ...

    def rename_new(self, source: str, target: str) -> None:
        """Give a file its final name, which must not exist; folders above it are made.

        Raises:
            FileExistsError: the name is taken; the source stays as it is.
            FileNotFoundError: there is no source.
        """
        ...

    def delete(self, path: str) -> None:
        """Remove a file; nothing happens if there is none."""
        ...

    def free(self) -> int | None:
        """The free space in bytes, None where it cannot be asked."""
        ...


_T = TypeVar("_T")

_FIRST_WAIT = 0.05
_LONGEST_WAIT = 5.0
_TRIES = 9


def patiently(operation: Callable[[], _T], sleep: Callable[[float], None]) -> _T:
    """What `operation` gives, tried again up to eight times while somebody has the file open.

    Waits 50 ms at first and never more than 5 s, about 11 s in all.

    Raises:
        SharingViolation: the file is still open.
    """
    wait = _FIRST_WAIT
    for _ in range(_TRIES - 1):
        try:
            return operation()
        except SharingViolation:
            sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
    return operation()


class LocalShare:
    """The share as a folder of the file system: a UNC path, a mounted folder, a USB stick."""

    def __init__(self, root: Path) -> None:
        """`root` has to exist; it is never created, for a missing one is a share that is gone."""
        self.root = root

    def list(self, folder: str) -> Sequence[Entry]:
        """See `ShareIO`."""
        with self._meaning(folder, writes=False):
            try:
                with os.scandir(self._at(folder)) as found:
                    return sorted((Entry(e.name, e.is_dir()) for e in found), key=lambda e: e.name)
            except FileNotFoundError:
                self._must_be_there()
                return ()

    def read(self, path: str, limit: int) -> bytes:
        """See `ShareIO`."""
        with self._meaning(path, writes=False), self._at(path).open("rb") as file:
            return file.read(limit)

    def create_new(self, path: str, data: bytes) -> None:
        """See `ShareIO`."""
        with self._meaning(path, writes=True):
            target = self._with_folders(path)
            with target.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def rename_new(self, source: str, target: str) -> None:
        """See `ShareIO`."""
        with self._meaning(target, writes=True):
            rename_to_new(self._at(source), self._with_folders(target))

    def delete(self, path: str) -> None:
        """See `ShareIO`."""
        with self._meaning(path, writes=True):
            self._at(path).unlink(missing_ok=True)

    def modified(self, path: str) -> int:
        """When the share says that a file was written last (UTC ms); nothing is decided by it.

        Raises as `read`.
        """
        with self._meaning(path, writes=False):
            return self._at(path).stat().st_mtime_ns // 1_000_000

    def free(self) -> int | None:
        """See `ShareIO`."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self.root).free
        return None

    def _at(self, path: str) -> Path:
        parts = path.split("/") if path else []
        if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
            raise ValueError(f"not a path on the share: {path!r}")
        return self.root.joinpath(*parts)

    def _with_folders(self, path: str) -> Path:
        self._must_be_there()
        target = self._at(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _must_be_there(self) -> None:
        if not self.root.is_dir():
            raise ShareUnreachable(str(self.root))

    @contextlib.contextmanager
    def _meaning(self, path: str, *, writes: bool) -> Generator[None, None, None]:
        """Turns what the system says into what it means for the exchange."""
        try:
            yield
        except FileExistsError:
            raise
        except FileNotFoundError:
            self._must_be_there()
            raise
        except OSError as error:
            raise meaning(error, str(self.root / path), self.free, writes=writes) from error


# https://learn.microsoft.com/windows/win32/debug/system-error-codes
_WINDOWS_DENIED = 5
_WINDOWS_IN_USE = frozenset({_WINDOWS_DENIED, 32, 33})
_WINDOWS_FULL = frozenset({39, 112, 1295})
_WINDOWS_PROTECTED = 19


def _codes(*names: str) -> frozenset[int]:
    """The numbers of those of the errors that this system knows."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


_IN_USE = _codes("EBUSY", "EAGAIN")
_FULL = _codes("ENOSPC", "EDQUOT", "EFBIG")
_NO_RIGHTS = _codes("EACCES", "EPERM", "EROFS")
_NO_LINKS = _codes("EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK")


def meaning(
    error: OSError, path: str, free: Callable[[], int | None], *, writes: bool
) -> Exception:
    """What an error of the system at `path` means: a moment's obstacle, or a trouble."""
    windows: int | None = getattr(error, "winerror", None)
    if windows in _WINDOWS_IN_USE or error.errno in _IN_USE:
        return SharingViolation(path, denied=windows == _WINDOWS_DENIED)
    if windows in _WINDOWS_FULL or error.errno in _FULL:
        return ShareFull(path, free())
    if writes and (windows == _WINDOWS_PROTECTED or error.errno in _NO_RIGHTS):
        return ShareReadOnly(path)
    return ShareUnreachable(path)


def rename_to_new(old: Path, new: Path) -> None:
    """Give a file another name, which must be free.

    Raises:
        FileExistsError: the name is taken; the file keeps its old one.
        OSError: the system does not let us.
    """
    if os.name == "nt":
        old.rename(new)
    else:
        _rename_by_link(old, new)


def _rename_by_link(old: Path, new: Path) -> None:
    """Rename that fails if the name is taken, where the plain one would replace it."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError as error:
        rename_without_link(old, new, error)
    else:
        old.unlink()


def rename_without_link(old: Path, new: Path, refused: OSError) -> None:
    """The same for a file system that has answered a link with `refused`.

    Between looking and renaming a small gap remains. It does no harm: files of one name have one
    content.
    """
    if refused.errno not in _NO_LINKS:
        raise refused
    if new.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new)) from refused
    old.rename(new)
