"""Snapshots as the database makes them and takes them in, as compressed bytes.

The work goes through a file in a temporary folder of the data folder, never through memory: a house
of five years is a hundred megabytes before it is compressed.
"""

import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import zstandard
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from begegnung.db.figure_mark import count_all_again
from begegnung.db.origins import settle
from begegnung.db.tables import bundle
from begegnung.exchange.snapshot import Payload
from begegnung.model.errors import DatabaseDamaged
from begegnung.services.bundle_graph import ancestry_of, on_top
from begegnung.services.desk import Desk
from begegnung.services.scope_state import (
    has_pending,
    heads_of,
    log_scope,
    note_heads,
    note_released,
    table_scope,
)
from begegnung.services.snapshot_file import write_payload
from begegnung.services.snapshot_joining import join_payload

_LEVEL = 6
"""From here on a tenth less takes twice the time."""
MAX_PAYLOAD = 4 << 30
"""Bytes of a payload after decompression that are still taken in: a city of many years."""
_BLOCK = 1 << 20

WORK_PREFIX = "abgleich-"
"""How the folders begin in which the files of a snapshot lie while it is made or taken in."""


class NotASnapshot(ValueError):
    """The bytes do not hold what a snapshot holds."""


def make_payload(desk: Desk, scope: str) -> Payload:
    """Everything sealed and taken in of `scope`, compressed."""
    tables = table_scope(scope)
    with desk.local_transaction() as connection:
        settle(connection, scope, tables)
    with _work_file(desk) as path:
        with desk.copy_transaction(path) as connection:
            heads = tuple(sorted(heads_of(connection, scope)))
            counted = select(func.count()).select_from(bundle).where(bundle.c.scope == scope)
            covered = connection.execute(counted).scalar_one()
            write_payload(connection, scope)
        return Payload(heads, covered, _compressed(path))


def take_in_payload(desk: Desk, scope: str, data: bytes) -> int | None:
    """Joins a snapshot; gives how many bundles were new, None while own changes are not sealed.

    Raises `NotASnapshot`; nothing was changed then.
    """
    with _work_file(desk) as path:
        _decompress(data, path)
        try:
            with desk.local_transaction(path) as connection:
                if has_pending(connection, scope):
                    return None
                before = heads_of(connection, scope)
                ancestry = ancestry_of(connection)
                joined = join_payload(connection, scope, log_scope(scope), ancestry, desk.now_ms())
                together = on_top(ancestry, {*before, *joined.leaves})
                note_heads(connection, scope, sorted(together))
                if joined.added:
                    # Rows have come of which the log says nothing.
                    count_all_again(connection)
                    note_released(connection, ancestry, scope, joined.leaves)
                return joined.added
        except DatabaseDamaged as error:
            # This file or the one beside it? SQLite does not say.
            if _is_sound(path):
                raise
            raise NotASnapshot(error.detail) from error
        except (sqlite3.DatabaseError, DatabaseError, KeyError, ValueError, TypeError) as error:
            raise NotASnapshot(str(error)) from error


@contextmanager
def _work_file(desk: Desk) -> Generator[Path]:
    # Beside the database and not in the folder for temporary files: what it holds is not encrypted.
    with tempfile.TemporaryDirectory(dir=desk.path.parent, prefix=WORK_PREFIX) as folder:
        yield Path(folder) / "inhalt.sqlite"


def _compressed(path: Path) -> bytes:
    target = BytesIO()
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    with path.open("rb") as source:
        packer.copy_stream(source, target, size=path.stat().st_size)
    return target.getvalue()


def _is_sound(path: Path) -> bool:
    """Whether the file is a database that can be read to its end."""
    try:
        with closing(sqlite3.connect(path)) as file:
            return file.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def _decompress(data: bytes, path: Path) -> None:
    """Writes what is in `data` to `path`, never more than is allowed."""
    try:
        with path.open("wb") as target:
            reader = zstandard.ZstdDecompressor().stream_reader(BytesIO(data))
            written = 0
            while block := reader.read(_BLOCK):
                written += len(block)
                if written > MAX_PAYLOAD:
                    raise NotASnapshot("too large")
                target.write(block)
    except zstandard.ZstdError as error:
        raise NotASnapshot(str(error)) from error
