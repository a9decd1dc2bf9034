"""Bringing a database file to the version of this program.

At start only one number is compared; Alembic is imported when a step is due. A copy of the file is
made before the first step, and a file of a newer program is refused and left untouched.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from begegnung.db.engine import write_ahead
from begegnung.db.work import writing
from begegnung.model.errors import DatabaseNewer


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps in the folder `scripts` (for Alembic); the newest one makes `version`."""

    scripts: Path
    version: int


VERSION = 2
"""The version of the tables this program knows: the number of the newest step."""

SHIPPED = Steps(Path(__file__).parent / "migrations", VERSION)
"""The steps of this program."""


def bring_up_to_date(engine: Engine, path: Path, steps: Steps = SHIPPED) -> bool:
    """Runs the steps that are due on `path`; tells whether there were any.

    All of them or none: a step that fails leaves the file as it was. Raises `DatabaseNewer` for a
    file of a newer program.
    """
    with engine.connect() as connection:
        found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > steps.version:
        raise DatabaseNewer(str(path), found, steps.version)
    write_ahead(engine)
    if found == steps.version:
        return False
    if found > 0:
        _copy_before(path, path.with_name(f"{path.stem}-version-{found}{path.suffix}"))
    with writing(engine) as connection:
        _run_steps(connection, steps.scripts)
        connection.exec_driver_sql(f"PRAGMA user_version = {steps.version}")
    return True


def _copy_before(path: Path, copy: Path) -> None:
    # Not the file alone: what was written last may still lie in the log beside it.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _run_steps(connection: Connection, scripts: Path) -> None:
    # Alembic costs some 300 ms at import; most starts need none of it.
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    # Alembic reads a "%" as the beginning of a name.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    upgrade(config, "head")
