"""Opening the database of a data folder: made when new, brought up to date when old."""

import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from begegnung.db import search
from begegnung.db.engine import as_trouble, open_engine
from begegnung.db.guards import guard
from begegnung.db.migrate import bring_up_to_date
from begegnung.db.transactions import writing
from begegnung.db.work import (
    get_local,
    set_local,
)
from begegnung.model.ids import new_id

_SEARCH_FORMAT = "search format"
"""Under this key the file notes in which format its search index is."""


def open_database(
    path: Path, now_ms: int, before_steps: Callable[[], None] = lambda: None
) -> tuple[Engine, str]:
    """The engine on `path` and the identifier of this device; `before_steps` see `migrate`.

    Raises `DatabaseNewer`, `DatabaseDamaged`, `DatabaseBusy`, `DiskFull`, `FolderNotWritable`.
    """
    engine = open_engine(path)
    try:
        bring_up_to_date(engine, path, before_steps=before_steps)
        guard(engine)
        _bring_search_up_to_date(engine)
        with engine.connect() as connection:
            device = get_local(connection, "device")
        if device is not None:
            return engine, device
        with writing(engine) as connection:
            # Asked again: two windows may open the same new folder at once.
            device = get_local(connection, "device")
            device = device or new_id(secrets.randbelow(1 << 16), now_ms)
            set_local(connection, {"device": device})
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        trouble = as_trouble(error, path)
        if trouble is None:
            raise
        raise trouble from error
    except BaseException:
        engine.dispose()
        raise
    return engine, device


def _bring_search_up_to_date(engine: Engine) -> None:
    """Indexes everything anew when the index was made by a program with another format."""
    known = str(search.FORMAT)
    with engine.connect() as connection:
        if get_local(connection, _SEARCH_FORMAT) == known:
            return
    with writing(engine) as connection:
        search.rebuild(connection)
        set_local(connection, {_SEARCH_FORMAT: known})
