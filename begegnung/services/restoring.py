"""A restored database takes the place of the old one, which is kept beside it.

Nothing is ever overwritten, and what is cut off in between is finished at the next start.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

from begegnung.db.online_copy import damage_in
from begegnung.model.durability_errors import DatabaseMissing, RestoreInterrupted
from begegnung.model.errors import DatabaseDamaged
from begegnung.services.backup_places import backups_at, own_place
from begegnung.services.file_moves import make_names_last, move_to_new, remove
from begegnung.services.new_file import write_new
from begegnung.services.present import local_now
from begegnung.services.upkeep_state import load_state, note_state

JOURNAL = "wiederherstellung.json"
WORK_PREFIX = "wiederherstellung-"
_KEPT = "-beschaedigt-"
_KEPT_DAYS = 30
_BESIDE = ("-wal", "-shm", "-journal")


class Placed(NamedTuple):
    """The database that is in place now, and where the old one is kept (None: there was none)."""

    database: Path
    kept: Path | None


def require_usable(database: Path) -> None:
    """Finishes what a restore has begun; then the database must be there if there ever was one.

    SQLite would make an empty file where one has gone, and everybody would think that all is lost.
    Raises `DatabaseMissing`, `RestoreInterrupted`, and `DatabaseDamaged` when an earlier check has
    found damage and nobody has mended it yet.
    """
    folder = database.parent
    finish_interrupted(database)
    if not database.exists() or database.stat().st_size == 0:
        if backups_at(own_place(folder)) or kept_files(database):
            raise DatabaseMissing(str(database))
        return
    if load_state(folder).damage:
        # Looked at once more: a disk that hangs for a moment looks like a broken file.
        damage = damage_in(database)
        note_state(folder, damage=damage[0] if damage else "")
        if damage:
            raise DatabaseDamaged(str(database), damage[0])


def kept_files(database: Path) -> list[Path]:
    """The old databases that were kept when another one took their place."""
    with suppress(OSError):
        return sorted(database.parent.glob(f"{database.stem}{_KEPT}*{database.suffix}"))
    return []


def forget_old_ones(database: Path, now_ms: int) -> int:
    """Removes kept databases after 30 days, when backups have long taken over; gives how many."""
    if load_state(database.parent).damage:
        return 0
    oldest = local_now(now_ms) - timedelta(days=_KEPT_DAYS)
    return _forget(
        path
        for path in kept_files(database)
        if path.stem.partition(_KEPT)[2] < f"{oldest:%Y-%m-%d}"
    )


def forget_all(database: Path) -> int:
    """Removes all kept databases, because somebody was erased who may be in them."""
    return _forget(kept_files(database))


def _forget(paths: Iterable[Path]) -> int:
    return sum(all([remove(path), *(remove(_beside(path, s)) for s in _BESIDE)]) for path in paths)


def forget_work(database: Path) -> None:
    """Removes what an assistant that was cut off has left, unless it is to take the place."""
    folder = database.parent
    if (folder / JOURNAL).exists():
        return
    with suppress(OSError):
        for path in folder.glob(f"{WORK_PREFIX}*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)


def take_place(restored: Path, database: Path, now_ms: int) -> Placed:
    """Puts `restored`, a whole file in the same data folder, into the place of `database`.

    Raises `RestoreInterrupted` when another program keeps the old file: the next start or the next
    call of `finish_interrupted` goes on from there.
    """
    _as_one_file(restored)
    kept = _free_name(database, now_ms)
    names = {"restored": restored.relative_to(database.parent).as_posix(), "kept": kept.name}
    journal = database.parent / JOURNAL
    remove(journal)
    write_new(journal, json.dumps(names).encode("utf-8"))
    finish_interrupted(database)
    return Placed(database, kept if kept.exists() else None)


def finish_interrupted(database: Path) -> None:
    """Finishes an exchange of files that was begun; nothing where none was.

    Moves the old database with what belongs to it away, then the restored one in. Every step looks
    what is there already, so that it can be cut off anywhere. Raises `RestoreInterrupted`.
    """
    folder = database.parent
    names = _journal(folder / JOURNAL)
    if names is None:
        return
    restored, kept = folder / names["restored"], folder / names["kept"]
    try:
        if restored.exists():
            # All of the old one: a log beside a file that is not its own would do harm.
            for suffix in ("", *_BESIDE):
                old, new = _beside(database, suffix), _beside(kept, suffix)
                if old.exists():
                    move_to_new(old, new)
            move_to_new(restored, database)
    except OSError as error:
        raise RestoreInterrupted(str(database)) from error
    note_state(folder, damage="", checked_at=0)
    remove(folder / JOURNAL)
    make_names_last(folder)
    forget_work(database)


def _journal(path: Path) -> dict[str, str] | None:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        names = cast(dict[str, str], found)
        return {"restored": str(names["restored"]), "kept": str(names["kept"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _free_name(database: Path, now_ms: int) -> Path:
    stamp = f"{local_now(now_ms):%Y-%m-%d-%H%M%S}"
    for number in range(100):
        more = f"-{number}" if number else ""
        path = database.with_name(f"{database.stem}{_KEPT}{stamp}{more}{database.suffix}")
        if not path.exists():
            return path
    return database.with_name(f"{database.stem}{_KEPT}{stamp}-{now_ms}{database.suffix}")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}{suffix}")


def _as_one_file(path: Path) -> None:
    """Brings the log into the file itself, so that it can be moved alone."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    for suffix in _BESIDE:
        remove(_beside(path, suffix))
