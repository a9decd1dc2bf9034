"""Opening the database file, with the settings that keep what was acknowledged."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from begegnung.model.durability_errors import DiskFailing
from begegnung.model.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    FolderNotWritable,
    Trouble,
)

_BUSY_MS = 5000
"""How long somebody waits for another connection."""
_AGAIN_AFTER = 0.02
_PRAGMAS = (
    # NORMAL lost acknowledged transactions in power-cut tests, FULL none.
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA trusted_schema=OFF",
    # What is erased or replaced is overwritten, also in pages that are free afterwards.
    "PRAGMA secure_delete=ON",
    # A broken page is noticed where it is read, not where its content makes no sense.
    "PRAGMA cell_size_check=ON",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-16000",
)

_SEARCH_TERMS = "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab('main', 'search', 'row')"
"""The words of the search index; nothing is written, it is a way to look at it."""

_READS = ("SELECT", "PRAGMA")
_READS_WITH = re.compile(r"(?is)\s*WITH\b(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b)")


class UnloggedWrite(RuntimeError):
    """A statement tried to write outside `Work`, so past the change log: a fault of the program."""


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file `path`. Every transaction begins by an explicit statement.

    Writing is refused unless the connection is in a writing transaction (`info["writing"]`), and
    while a verb runs (`info["in_verb"]`) to everybody but `Work`.
    """
    # Not as a text: a folder may have a "?" or a "%" in its name.
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "connect")
    def configure(dbapi: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy says when a transaction begins, not the driver.
        dbapi.isolation_level = None
        for pragma in _PRAGMAS:
            dbapi.execute(pragma)
        dbapi.execute(_SEARCH_TERMS)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads before it writes cannot be overtaken in between.
        writing = connection.info.get("writing", False)
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    @event.listens_for(engine, "before_cursor_execute")
    def guard(conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(_READS):
            return
        info = conn.info
        allowed = info.get("writing", False) and not info.get("in_verb", False)
        if not allowed and not _READS_WITH.match(statement):
            raise UnloggedWrite(statement.split("(", 1)[0])

    return engine


def write_ahead(engine: Engine) -> None:
    """Sets the file to WAL, which it keeps: readers and a writer do not wait for each other.

    Not done by connecting, so that a file of a newer program is not changed by looking at it. Waits
    for another window that is making the same new file: here SQLite itself does not always.
    """
    until = monotonic() + _BUSY_MS / 1000
    with closing(engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        while True:
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(_AGAIN_AFTER)
            else:
                return


def as_trouble(error: DatabaseError | sqlite3.DatabaseError, path: Path) -> Trouble | None:
    """The environment's fault behind `error`, or None when it is ours."""
    cause = error.orig if isinstance(error, DatabaseError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    message = str(cause)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(str(path))
    if primary == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return DiskFull(str(path))
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code in _SAYS_DAMAGED:
        return DatabaseDamaged(str(path), message)
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return FolderNotWritable(str(path))
    if primary == sqlite3.SQLITE_IOERR:
        return DiskFailing(str(path), message)
    if isinstance(error, OperationalError) and primary is None:
        return DatabaseDamaged(str(path), message)
    return None


_SAYS_DAMAGED = (sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
"""Errors of reading that speak of the content: the file ends too early."""
