"""Transactions on the file: writing ones, trying ones, and those that only copy."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

_RAW_OPEN = "UPDATE door SET open = 1"
_RAW_CLOSE = "UPDATE door SET open = 0"


def driver_of(connection: Connection) -> Any:
    """The sqlite3 connection under `connection`."""
    return connection.connection.driver_connection


@contextmanager
def writing(engine: Engine, beside: Path | None = None) -> Generator[Connection]:
    """A connection inside one immediate writing transaction; rolled back on every exception.

    The file `beside` is attached as the schema "other".
    """
    with _immediate(engine) as connection, _attached(connection, beside), connection.begin():
        driver_of(connection).execute(_RAW_OPEN)
        yield connection
        driver_of(connection).execute(_RAW_CLOSE)


@contextmanager
def copying(engine: Engine, target: Path) -> Generator[Connection]:
    """A connection in a transaction that reads the file and may write into `target` ("other").

    Nobody waits for it, however much is written.
    """
    with engine.connect() as connection, _attached(connection, target):
        driver_of(connection).execute("PRAGMA other.journal_mode = OFF")
        driver_of(connection).execute("PRAGMA other.synchronous = OFF")
        with connection.begin():
            yield connection


@contextmanager
def _attached(connection: Connection, path: Path | None) -> Generator[None]:
    """The file `path` as the schema "other"; outside a transaction, as SQLite wants it."""
    if path is None:
        yield
        return
    driver = driver_of(connection)
    driver.execute("ATTACH ? AS other", (str(path),))
    try:
        yield
    finally:
        driver.execute("DETACH other")


@contextmanager
def trying(engine: Engine) -> Generator[Connection]:
    """Like `writing`, but rolled back in any case."""
    with _immediate(engine) as connection, connection.begin() as transaction:
        driver_of(connection).execute(_RAW_OPEN)
        yield connection
        transaction.rollback()


@contextmanager
def restructuring(engine: Engine) -> Generator[Connection]:
    """Like `writing`, for steps that make the tables: there may be no door and no guards yet."""
    with _immediate(engine) as connection, connection.begin():
        yield connection


@contextmanager
def _immediate(engine: Engine) -> Generator[Connection]:
    """A connection whose transaction locks the file for writing from its first statement on."""
    with engine.connect() as connection:
        connection.info["writing"] = True
        try:
            yield connection
        finally:
            connection.info.update(writing=False, in_verb=False)
