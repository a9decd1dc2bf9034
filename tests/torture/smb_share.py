"""The shared folder as a client sees it over SMB, in the way in which Windows opens files.

The product reaches a Windows share through the file system of Windows. On other systems this driver
speaks the same protocol to the same kind of server, so that its answers are tested for real.
"""

import gc
import logging
import ntpath
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import smbclient
from smbprotocol.exceptions import SMBException, SMBOSError, SMBResponseException
from smbprotocol.header import NtStatus

from begegnung.exchange.share import Entry, SharingViolation
from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable
from tests.torture.samba import HOST, PASSWORD, USER

# Connections that break off are what these tests are about; it need not say so each time.
for _library in ("smbclient", "smbprotocol"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

# What Windows lets others do with a file that Python has open: everything but remove and rename it.
_OTHERS_MAY = "rw"

_FILE_LOCK_CONFLICT = 0xC0000054
_QUOTA_EXCEEDED = 0xC0000044
_MEDIA_WRITE_PROTECTED = 0xC00000A2

_MISSING = frozenset(
    {
        NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
        NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
        NtStatus.STATUS_NO_SUCH_FILE,
    }
)
_OPEN_ELSEWHERE = frozenset({NtStatus.STATUS_SHARING_VIOLATION, _FILE_LOCK_CONFLICT})
# Windows tells its programs of both as error 5.
_DENIED = frozenset({NtStatus.STATUS_ACCESS_DENIED, NtStatus.STATUS_DELETE_PENDING})
_FULL = frozenset({NtStatus.STATUS_DISK_FULL, _QUOTA_EXCEEDED})


class SmbShare:
    """A `ShareIO` over one connection of its own to the share `name`."""

    def __init__(self, port: int, name: str) -> None:
        self.name = name
        self._root = rf"\\{HOST}\{name}"
        self._login: dict[str, Any] = {
            "username": USER,
            "password": PASSWORD,
            "port": port,
            "connection_timeout": 10,
            "connection_cache": {},
        }

    def close(self) -> None:
        """Lets go of the connection, and of the handles that a broken one has left behind."""
        smbclient.reset_connection_cache(
            fail_on_error=False, connection_cache=self._login["connection_cache"]
        )
        with warnings.catch_warnings(action="ignore", category=ResourceWarning):
            gc.collect()

    def list(self, folder: str) -> Sequence[Entry]:
        """See `ShareIO`."""
        try:
            with self._meaning(folder):
                found = list(smbclient.scandir(self._at(folder), **self._login))
        except FileNotFoundError:
            self._must_be_there()
            return ()
        return sorted((Entry(e.name, e.is_dir()) for e in found), key=lambda e: e.name)

    def read(self, path: str, limit: int) -> bytes:
        """See `ShareIO`."""
        with self._meaning(path), self._open(path, "rb") as file:
            parts: list[bytes] = []
            while limit > 0 and (part := file.read(limit)):
                parts.append(part)
                limit -= len(part)
            return b"".join(parts)

    def create_new(self, path: str, data: bytes) -> None:
        """See `ShareIO`."""
        try:
            self._write_new(path, data)
        except FileNotFoundError:
            self._make_folder_of(path)
            self._write_new(path, data)

    def _write_new(self, path: str, data: bytes) -> None:
        with self._meaning(path), self._open(path, "xb") as file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
            file.fd.flush()

    def rename_new(self, source: str, target: str) -> None:
        """See `ShareIO`."""
        try:
            self._rename(source, target)
        except FileNotFoundError:
            self._make_folder_of(target)
            self._rename(source, target)

    def _rename(self, source: str, target: str) -> None:
        with self._meaning(target):
            smbclient.rename(self._at(source), self._at(target), **self._login)

    def delete(self, path: str) -> None:
        """See `ShareIO`."""
        try:
            with self._meaning(path):
                smbclient.remove(self._at(path), **self._login)
        except FileNotFoundError:
            self._must_be_there()

    def modified(self, path: str) -> int:
        """See `LocalShare.modified`."""
        with self._meaning(path):
            return round(smbclient.stat(self._at(path), **self._login).st_mtime * 1000)

    def free(self) -> int | None:
        """See `ShareIO`."""
        try:
            return int(smbclient.stat_volume(self._root, **self._login).caller_available_size)
        except (SMBException, OSError):
            return None

    def _open(self, path: str, mode: Literal["rb", "xb"]) -> Any:
        ways: dict[str, Any] = {"buffering": 0, "share_access": _OTHERS_MAY, **self._login}
        return smbclient.open_file(self._at(path), mode, **ways)

    def _make_folder_of(self, path: str) -> None:
        self._must_be_there()
        folder = path.rpartition("/")[0]
        if folder:
            with self._meaning(folder):
                smbclient.makedirs(self._at(folder), exist_ok=True, **self._login)

    def _must_be_there(self) -> None:
        try:
            with self._meaning(""):
                smbclient.stat(self._root, **self._login)
        except FileNotFoundError as error:
            raise ShareUnreachable(self._root) from error

    def _at(self, path: str) -> str:
        return ntpath.join(self._root, *path.split("/")) if path else self._root

    @contextmanager
    def _meaning(self, path: str) -> Generator[None, None, None]:
        """Turns what the server says into what it means for the exchange."""
        try:
            yield
        except SMBOSError as error:
            raise self._meaning_of(error.ntstatus, path) from error
        except SMBResponseException as error:
            raise self._meaning_of(error.status, path) from error
        except (SMBException, OSError, ValueError) as error:
            # It says with a ValueError that nobody listens there.
            raise ShareUnreachable(path) from error

    def _meaning_of(self, status: int, path: str) -> Exception:
        if status == NtStatus.STATUS_OBJECT_NAME_COLLISION:
            return FileExistsError(path)
        if status in _MISSING:
            return FileNotFoundError(path)
        if status in _OPEN_ELSEWHERE or status in _DENIED:
            return SharingViolation(path, denied=status in _DENIED)
        if status in _FULL:
            return ShareFull(path, self.free())
        if status == _MEDIA_WRITE_PROTECTED:
            return ShareReadOnly(path)
        return ShareUnreachable(path)
