"""Bringing a database file to the version of this program.

At start only one number is compared; Alembic is imported when a step is due. A copy of the file is
made before the first step, and a file of a newer program is refused and left untouched.
"""

import shutil
from pathlib import Path

from sqlalchemy import Connection, Engine

from begegnung.db.work import writing
from begegnung.model.errors import DatabaseNewer

VERSION = 1
"""The version of the tables this program knows: the number of the newest step."""


def bring_up_to_date(engine: Engine, path: Path) -> bool:
    """Runs the steps that are due on `path`; tells whether there were any.

    Raises `DatabaseNewer` for a file of a newer program.
    """
    with engine.connect() as connection:
        found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > VERSION:
        raise DatabaseNewer(str(path), found, VERSION)
    if found == VERSION:
        return False
    if found > 0:
        _copy_before(engine, path, found)
    with writing(engine) as connection:
        _run_steps(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
    return True


def _copy_before(engine: Engine, path: Path, found: int) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(path, path.with_name(f"{path.stem}-version-{found}{path.suffix}"))


def _run_steps(connection: Connection) -> None:
    # Alembic costs some 300 ms at import; most starts need none of it.
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    upgrade(config, "head")
