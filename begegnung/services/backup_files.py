"""One backup made, copied to a second place, or opened again: every step looked at afterwards."""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from begegnung.db.backup_file import (
    BackupHeader,
    DamagedBackup,
    NewerBackup,
    NotABackup,
    WrongFileKey,
    new_file_key,
    new_part,
    read_backup,
    read_header,
    same_content,
    write_backup,
)
from begegnung.db.engine import as_trouble
from begegnung.db.migrate import VERSION
from begegnung.db.online_copy import copy_online, damage_in, facts_of
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.share import meaning
from begegnung.model.durability_errors import BackupLocked, BackupUnreadable
from begegnung.model.errors import DatabaseDamaged, DiskFull, FolderNotWritable, ShareFull
from begegnung.services.backup_keys import boxes_for, key_in
from begegnung.services.backup_places import name_for
from begegnung.services.disk_space import require_room
from begegnung.services.file_moves import move_to_new, remove

Going = Callable[[], None]
"""Called now and then; may raise to end what is going on."""


class MadeBackup(NamedTuple):
    """A backup that was read back and found whole: its file and how many rows are in it."""

    path: Path
    rows: int
    erasures: int
    device: str


class OpenedBackup(NamedTuple):
    """The database of a backup, written to a file: version, rows by table, and what it weighs."""

    header: BackupHeader
    rows: dict[str, int]


def make_backup(
    database: Path,
    place: Path,
    publics: Callable[[str], Sequence[bytes]],
    now_ms: int,
    go_on: Going = lambda: None,
) -> MadeBackup:
    """Makes a backup of `database` in the folder `place`, while people work with it.

    `publics` gives for the device of the file the public keys of those who may open the backup.
    Raises `DatabaseDamaged`, `DiskFull`, `DiskAlmostFull`, `FolderNotWritable` and what `publics`
    raises. Nothing half written stays under the name of a backup.
    """
    with disk_troubles(place), _plain_copy(database, place, go_on) as plain:
        facts = facts_of(plain)
        key = new_file_key()
        erasures = facts.rows.get("erased", 0)
        header = BackupHeader(
            now_ms, facts.device, facts.version, erasures, boxes_for(key, publics(facts.device))
        )
        noted = {"rows": facts.rows, "centre": facts.centre}
        path = write_new_backup(plain, place, header, noted, key, go_on)
    return MadeBackup(path, sum(facts.rows.values()), erasures, facts.device)


@contextmanager
def _plain_copy(database: Path, place: Path, go_on: Going) -> Generator[Path]:
    """A copy of the database that was found whole; it is gone afterwards, whatever happens."""
    place.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        require_room(place, 2 * database.stat().st_size)
    with private_file(place) as plain:
        try:
            copy_online(database, plain, go_on)
            damage = damage_in(plain)
        except sqlite3.DatabaseError as error:
            trouble = as_trouble(error, database)
            if trouble is None:
                raise
            raise trouble from error
        if damage:
            raise DatabaseDamaged(str(database), damage[0])
        yield plain


@contextmanager
def private_file(place: Path) -> Generator[Path]:
    """A new empty file that nobody else may read where rights count; removed at the end."""
    path, opened = new_part(place)
    opened.close()
    try:
        yield path
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            remove(path.with_name(f"{path.name}{suffix}"))


def write_new_backup(
    plain: Path,
    place: Path,
    header: BackupHeader,
    facts: dict[str, Any],
    key: bytes,
    go_on: Going = lambda: None,
) -> Path:
    """Writes a whole database file as a backup, reads it back, and only then gives it its name."""
    part, file = new_part(place)
    try:
        with file:
            digest = write_backup(plain, file, header, facts, key, go_on)
            file.flush()
            os.fsync(file.fileno())
        if read_backup(part, key, cast(BinaryIO, _Nowhere()), go_on).digest != digest:
            raise BackupUnreadable(str(part), "damaged")
        return _named(part, place, header)
    except (DamagedBackup, WrongFileKey, NotABackup) as error:
        raise BackupUnreadable(str(part), "damaged") from error
    finally:
        remove(part)


class _Nowhere:
    """Takes everything and keeps nothing."""

    def write(self, data: bytes) -> int:
        return len(data)


def _named(part: Path, place: Path, header: BackupHeader) -> Path:
    """Gives a finished file the first free name of its time."""
    for number in range(100):
        path = place / name_for(header.device, header.made_ms, number)
        try:
            move_to_new(part, path)
        except FileExistsError:
            continue
        return path
    raise FolderNotWritable(str(place))


def copy_backup(backup: Path, place: Path, go_on: Going = lambda: None) -> Path:
    """Copies a backup to another folder under the same name, compared before it gets it.

    What is there under this name already stays. Raises `DiskFull`, `FolderNotWritable` and
    `BackupUnreadable`.
    """
    target = place / backup.name
    with disk_troubles(place):
        place.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return target
        part, file = new_part(place)
        try:
            with file, backup.open("rb") as source:
                while data := source.read(1 << 20):
                    go_on()
                    file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if not same_content(backup, part, go_on):
                raise BackupUnreadable(str(part), "damaged")
            with suppress(FileExistsError):
                move_to_new(part, target)
        finally:
            remove(part)
    return target


def header_of(path: Path) -> BackupHeader:
    """The readable part of a backup; raises `BackupUnreadable`."""
    with _reading(path):
        return read_header(path)


def open_backup(
    path: Path, keys: Iterable[DeviceKeys], target: Path, go_on: Going = lambda: None
) -> OpenedBackup:
    """Writes the database of a backup to the new or empty file `target`.

    Raises `BackupLocked` when none of `keys` opens it, `BackupUnreadable`, and `DiskFull`. Nothing
    may be used of `target` unless it returns.
    """
    header = header_of(path)
    key = key_in(header, keys)
    if key is None:
        raise BackupLocked(str(path))
    if header.schema > VERSION:
        raise BackupUnreadable(str(path), "newer")
    with disk_troubles(target.parent), target.open("wb") as file:
        with _reading(path):
            restored = read_backup(path, key, file, go_on)
        file.flush()
        os.fsync(file.fileno())
    rows = restored.facts.get("rows")
    counts = cast(dict[str, int], rows) if isinstance(rows, dict) else {}
    return OpenedBackup(header, counts)


@contextmanager
def _reading(path: Path) -> Generator[None]:
    """Turns what is wrong with a backup into a trouble."""
    try:
        yield
    except FileNotFoundError as error:
        raise BackupUnreadable(str(path), "missing") from error
    except PermissionError as error:
        raise BackupUnreadable(str(path), "no_rights") from error
    except NotABackup as error:
        raise BackupUnreadable(str(path), "foreign") from error
    except NewerBackup as error:
        raise BackupUnreadable(str(path), "newer") from error
    except (DamagedBackup, WrongFileKey) as error:
        raise BackupUnreadable(str(path), "damaged") from error
    except OSError as error:
        if _says_full(error, path):
            raise
        raise BackupUnreadable(str(path), "damaged") from error


def _says_full(error: OSError, place: Path) -> bool:
    return isinstance(meaning(error, str(place), lambda: None, writes=True), ShareFull)


@contextmanager
def disk_troubles(place: Path) -> Generator[None]:
    """Turns what the system says about a folder into a trouble of ours."""
    try:
        yield
    except OSError as error:
        if _says_full(error, place):
            raise DiskFull(str(place)) from error
        raise FolderNotWritable(str(place)) from error
