"""Getting what was erased out of everything this PC keeps: free pages, the log beside, old backups.

SQLite overwrites what is deleted, but copies of it stay where pages were rearranged before. So the
file is written anew, its write-ahead log is emptied, and a fresh backup is made, after which the
older ones are cleansed. Due whenever something was erased, here or by an exchange.
"""

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import func, select

from begegnung.db.engine import as_trouble
from begegnung.db.tables import erased
from begegnung.db.work import get_local
from begegnung.model.errors import DatabaseBusy
from begegnung.services.backup_files import Going
from begegnung.services.backups import BackUp, BackupDone, back_up, nothing
from begegnung.services.desk import Desk, View
from begegnung.services.disk_space import require_room
from begegnung.services.snapshots import WORK_PREFIX

_CLEANSED = "erasures cleansed"
"""Under this key the file notes how many erased rows it has been cleansed of."""

_BUSY_MS = 5000
_LEFT_OVER_S = 3600


def cleansing_is_due(view: View) -> bool:
    """Whether something was erased since this PC was cleansed last."""
    return _erased(view) != int(get_local(view.connection, _CLEANSED) or 0)


def _erased(view: View) -> int:
    counted = select(func.count()).select_from(erased)
    return view.connection.execute(counted).scalar_one()


def cleanse_this_pc(desk: Desk, wish: BackUp, go_on: Going = nothing) -> BackupDone:
    """Takes what was erased out of files and backups of this PC; for a worker thread.

    Gives the backup that was made. Raises `DatabaseBusy` when somebody reads all the time, troubles
    of the disk, and what `back_up` raises; then it is still due.
    """
    number = desk.read(_erased)
    write_anew(desk.path)
    _forget_left_over(desk.path.parent)
    go_on()
    done = back_up(desk, wish, go_on)
    desk.note(_CLEANSED, str(number))
    return done


def write_anew(database: Path) -> None:
    """Writes the file anew without its free parts, and empties the log beside it.

    People go on working meanwhile; who writes waits for a moment. Raises `DatabaseBusy`,
    `DiskAlmostFull` and what SQLite says of the file.
    """
    require_room(database.parent, 2 * database.stat().st_size)
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.DatabaseError as error:
        trouble = as_trouble(error, database)
        if trouble is None:
            raise
        raise trouble from error
    if busy:
        raise DatabaseBusy(str(database))


def _forget_left_over(folder: Path) -> None:
    """Removes what an exchange that was cut off has left: it is not encrypted."""
    with suppress(OSError):
        for path in folder.glob(f"{WORK_PREFIX}*"):
            if path.is_dir() and time.time() - path.stat().st_mtime > _LEFT_OVER_S:
                shutil.rmtree(path, ignore_errors=True)
