"""Taking what was erased out of the backups that were made before: an old copy keeps nobody.

A backup says how many erasures its database knew of. One that knew of fewer is opened, erased in,
compacted and written anew under its own time; the old file goes. A stick that is not there today
is cleansed when it comes back.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, select

from begegnung.db import search
from begegnung.db.backup_file import BackupHeader, new_file_key
from begegnung.db.engine import open_engine
from begegnung.db.migrate import VERSION, bring_up_to_date
from begegnung.db.online_copy import facts_of
from begegnung.db.tables import bundle, erased
from begegnung.db.transactions import writing
from begegnung.exchange.identity import DeviceKeys
from begegnung.model.durability_errors import BackupLocked, BackupUnreadable
from begegnung.services.backup_files import (
    Going,
    MadeBackup,
    disk_troubles,
    header_of,
    open_backup,
    private_file,
    write_new_backup,
)
from begegnung.services.backup_keys import boxes_for
from begegnung.services.backup_places import backups_at
from begegnung.services.erasure_lent import erase_with_lent
from begegnung.services.file_moves import remove

ErasedRow = tuple[str, str, str]
"""Scope, entity and identifier of a row that was erased."""


def cleanse(
    database: Path,
    place: Path,
    newest: MadeBackup,
    keys: DeviceKeys,
    publics: Sequence[bytes],
    go_on: Going = lambda: None,
) -> int:
    """Erases in the backups at `place` what `database` knows to be erased; gives how many changed.

    A backup that cannot be opened any more is removed: nobody can read it, and what was erased may
    be in it.
    """
    behind = [
        line.path
        for line in backups_at(place, newest.device)
        if _erasures_of(line.path) < newest.erasures
    ]
    if not behind:
        return 0
    rows = _erased_in(database)
    for path in behind:
        go_on()
        _cleanse_one(path, place, rows, keys, publics, go_on)
    return len(behind)


def _erasures_of(path: Path) -> int:
    try:
        return header_of(path).erasures
    except BackupUnreadable:
        return -1


def _erased_in(database: Path) -> list[ErasedRow]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT scope, entity, entity_id FROM erased")
        return [(scope, entity, row_id) for scope, entity, row_id in rows]


def _cleanse_one(
    path: Path,
    place: Path,
    rows: Sequence[ErasedRow],
    keys: DeviceKeys,
    publics: Sequence[bytes],
    go_on: Going,
) -> None:
    with disk_troubles(place), private_file(place) as plain:
        try:
            opened = open_backup(path, (keys,), plain, go_on)
        except (BackupLocked, BackupUnreadable):
            remove(path)
            return
        _erase_in(plain, rows)
        facts = facts_of(plain)
        key = new_file_key()
        header = BackupHeader(
            opened.header.made_ms,
            facts.device,
            VERSION,
            facts.rows["erased"],
            boxes_for(key, publics),
        )
        noted = {"rows": facts.rows, "centre": facts.centre}
        write_new_backup(plain, place, header, noted, key, go_on)
        remove(path)


def _erase_in(plain: Path, rows: Sequence[ErasedRow]) -> None:
    """Erases rows in a file and leaves nothing of them in its unused parts."""
    engine = open_engine(plain)
    try:
        bring_up_to_date(engine, plain)
        with writing(engine) as connection:
            for scope in sorted({scope for scope, _, _ in rows}):
                keys = [(entity, row_id) for s, entity, row_id in rows if s == scope]
                erase_with_lent(connection, scope, keys)
            # Sealed bundles cannot be erased in. Their graph stays; a snapshot brings the rest.
            connection.execute(bundle.update().values(data=None))
            _require_all_erased(connection, len(rows))
            search.rebuild(connection)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(plain)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")


def _require_all_erased(connection: Connection, wanted: int) -> None:
    """Nothing may be taken for cleansed that is not; raises `RuntimeError`, for it is our fault."""
    known = connection.execute(select(func.count()).select_from(erased)).scalar_one()
    if known < wanted:
        raise RuntimeError(f"{wanted - known} rows were not erased in a backup")
