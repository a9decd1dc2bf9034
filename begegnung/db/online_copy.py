"""A copy of the database while people work with it, and whether a file is whole.

The copy is of one moment: a reading transaction keeps that moment while pages are copied in small
steps. In WAL mode nobody waits for it, and whoever asks may end it between two steps.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

_STEP_PAGES = 256
"""One mebibyte with pages of 4096 bytes."""

_BUSY_MS = 5000


class CopyFacts(NamedTuple):
    """What a copy says of itself: version of the tables, device, house, rows of every table.

    `device` and `centre` are "" where the file does not know them yet.
    """

    version: int
    device: str
    centre: str
    rows: dict[str, int]


def copy_online(source: Path, target: Path, go_on: Callable[[], None] = lambda: None) -> None:
    """Copies the database `source` to the new file `target`.

    `go_on` is called between the steps and may raise to end it; `target` is then removed. Raises
    `sqlite3.DatabaseError` when the source cannot be read.
    """

    def step(_status: int, _remaining: int, _total: int) -> None:
        go_on()

    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            old.execute("BEGIN")
            # Only reading something fixes the moment.
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
            old.backup(new, pages=_STEP_PAGES, progress=step)
            # The copy is one file, without a log beside it.
            new.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def damage_in(path: Path, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong in the file, at most 100 lines; nothing when it is whole.

    `thorough` also compares every index with its table. On badly damaged pages SQLite raises
    instead of answering: that is an answer too.
    """
    check = "integrity_check" if thorough else "quick_check"
    try:
        # As a path, not a URI: mode=ro cannot read a file whose log is left over.
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            lines = [row[0] for row in connection.execute(f"PRAGMA {check}")]
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            return [str(error)]
        raise
    return [line for line in lines if line != "ok"]


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether SQLite speaks of the content; a locked file says nothing about what is in it."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _DAMAGE


def facts_of(path: Path) -> CopyFacts:
    """Version, device, house and rows by table of a whole file; raises `sqlite3.DatabaseError`."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
                " AND name NOT LIKE 'sqlite%' ORDER BY name"
            )
        ]
        rows = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 names out of the file's own schema
            for name in names
        }
        noted: dict[str, str] = {}
        if "local" in rows:
            noted = dict(
                connection.execute(
                    "SELECT key, value FROM local WHERE key IN ('device', 'centre')"
                ).fetchall()
            )
    return CopyFacts(version, noted.get("device", ""), noted.get("centre", ""), rows)
