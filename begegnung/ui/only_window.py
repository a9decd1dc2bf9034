"""One window for each data folder; a second start brings the first one to the front."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from begegnung.services.window_lock import LOCK

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_CALL_MS = 1000


class OnlyWindow:
    """Holds the lock of a data folder and answers later starts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """Takes the lock; False when another window has it, which is then called to the front.

        True also where no lock can be written: opening the data will say why.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True
        lock = QLockFile(str(self._folder / LOCK))
        # A lock is as old as its process: never stale by age.
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            self._lock = lock
            return True
        if lock.error() != QLockFile.LockError.LockFailedError:
            return True
        self._call_first()
        return False

    def listen(self, called: Callable[[], None]) -> None:
        """Runs `called` whenever somebody starts the program again on this folder."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer()
        QLocalServer.removeServer(self._name())
        server.newConnection.connect(lambda: self._answer(called))
        server.listen(self._name())
        self._server = server

    def release(self) -> None:
        """Lets the next window have the folder."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.unlock()

    def _answer(self, called: Callable[[], None]) -> None:
        caller = self._server.nextPendingConnection() if self._server else None
        if caller is not None:
            caller.close()
            called()

    def _call_first(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        socket.waitForConnected(_CALL_MS)
        socket.close()

    def _name(self) -> str:
        import hashlib

        place = str(self._folder.resolve()).casefold().encode("utf-8")
        return f"begegnung-{hashlib.sha256(place).hexdigest()[:20]}"
