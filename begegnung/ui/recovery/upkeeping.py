"""Looks after backups and the health of the database while the window is open, out of the way."""

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from begegnung.model.errors import DatabaseDamaged
from begegnung.services.backups import BackUp, BackupState, backup_state
from begegnung.services.desk import Desk
from begegnung.services.disk_space import make_reserve
from begegnung.services.upkeep import Upkeep, keep_up
from begegnung.services.upkeep_state import note_state
from begegnung.texts.backups import warning_text
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job

_FIRST_MS = 20_000
"""The first look waits until the first page is there and somebody has begun to work."""
_AGAIN_MS = 30 * 60_000
_WAIT_S = 10.0


class Stopped(Exception):
    """The window is being closed."""


class Upkeeping(QObject):
    """Does what is due, soon after the start and every half hour.

    `damaged(str)`: the database is not whole; what SQLite says of it.
    """

    damaged = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._job: Job | None = None
        self._told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_AGAIN_MS)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._first.start(_FIRST_MS)
        hub.erased.connect(self.look)

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def look(self) -> None:
        """Does in a thread what is due now."""
        if self._job is not None or self._hub.desk.centre_id is None:
            return
        desk, wish = self._hub.desk, wish_of(self._hub)
        self._job = Job(lambda _progress, cancelled: _work(desk, wish, cancelled), self)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.start()

    def stop(self) -> None:
        """Ends what is going on; for the end of the program."""
        self._timer.stop()
        self._first.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_WAIT_S)

    def _done(self, result: tuple[Upkeep, BackupState]) -> None:
        self._end()
        kept, state = result
        if not kept.damage:
            self._hub.show_backups(state)
        elif not self._told:
            # Nobody is asked to read anew: what is read now may be what is broken.
            self._told = True
            self._hub.refused.emit(warning_text("damaged", state))
            self.damaged.emit(kept.damage)

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, Stopped):
            raise error

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None


def wish_of(hub: Hub) -> BackUp:
    """The backup that the settings of this PC ask for."""
    return BackUp(hub.folder, hub.settings.backup_folder)


def _work(desk: Desk, wish: BackUp, cancelled: Callable[[], bool]) -> tuple[Upkeep, BackupState]:
    def go_on() -> None:
        if cancelled():
            raise Stopped

    try:
        own = desk.for_thread()
    except DatabaseDamaged as error:
        note_state(wish.folder, checked_at=desk.now_ms(), damage=error.detail)
        return Upkeep(error.detail), backup_state(desk, wish)
    kept = keep_up(own, wish, go_on)
    make_reserve(wish.folder)
    return kept, backup_state(own, wish)


def back_up_at_the_end(hub: Hub) -> None:
    """Saves the work of the day when the window is closed already; nobody waits for it."""
    if hub.desk.centre_id is not None:
        # Whatever is in the way now is met, noted and said at the next start.
        with contextlib.suppress(OSError):
            keep_up(hub.desk, wish_of(hub), closing=True)
