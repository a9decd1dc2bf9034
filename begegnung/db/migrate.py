"""Bringing a database file to the version of this program.

At start only one number is compared; Alembic is imported when a step is due. Before the first step
the caller can put a backup aside, and a file of a newer program is refused and left untouched.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from begegnung.db.engine import write_ahead
from begegnung.db.guards import remove_guards
from begegnung.db.tables import SHARED
from begegnung.db.transactions import restructuring
from begegnung.db.work import (
    get_local,
    set_local,
)
from begegnung.model.errors import DatabaseNewer

NEWLY_KNOWN = "newly known"
"""Under this key the file notes, as JSON, the columns by table that came by the last steps."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps in the folder `scripts` (for Alembic); the newest one makes `version`."""

    scripts: Path
    version: int


VERSION = 7
"""The version of the tables this program knows: the number of the newest step."""

SHIPPED = Steps(Path(__file__).parent / "migrations", VERSION)
"""The steps of this program."""


def bring_up_to_date(
    engine: Engine,
    path: Path,
    steps: Steps = SHIPPED,
    before_steps: Callable[[], None] = lambda: None,
) -> bool:
    """Runs the steps that are due on `path`; tells whether there were any.

    `before_steps` is called before the first one on a file that has something in it, and may raise.
    All of them or none: a step that fails leaves the file as it was. What a newer PC has sent of
    the tables and columns that are new now lies in the log; they are noted under `NEWLY_KNOWN`, so
    that the rows are made from it. Raises `DatabaseNewer` for a file of a newer program.
    """
    with engine.connect() as connection:
        found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > steps.version:
        raise DatabaseNewer(str(path), found, steps.version)
    write_ahead(engine)
    if found == steps.version:
        return False
    if found > 0:
        before_steps()
    with restructuring(engine) as connection:
        remove_guards(connection)
        before = _columns(connection)
        _run_steps(connection, steps.scripts)
        if found > 0:
            _note_new(connection, before)
        connection.exec_driver_sql(f"PRAGMA user_version = {steps.version}")
    return True


def _columns(connection: Connection) -> dict[str, set[str]]:
    """The columns there are, by shared table; none for a table that is not there."""
    return {
        name: {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")}
        for name in SHARED
    }


def _note_new(connection: Connection, before: dict[str, set[str]]) -> None:
    """Adds what came by the steps to what an earlier start may have left undone."""
    noted: dict[str, list[str]] = json.loads(get_local(connection, NEWLY_KNOWN) or "{}")
    for name, columns in _columns(connection).items():
        new = columns - before[name]
        if new:
            noted[name] = sorted({*noted.get(name, ()), *new} - {"id"})
    if noted:
        set_local(connection, {NEWLY_KNOWN: json.dumps(noted)})


def _run_steps(connection: Connection, scripts: Path) -> None:
    # Alembic costs some 300 ms at import; most starts need none of it.
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    # Alembic reads a "%" as the beginning of a name.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    upgrade(config, "head")
