"""Triggers that let nobody write past the change log: no statement of ours, and no other program.

A row of a shared table can only be written while `door` is open, and it is open only inside the
writing transactions of `db.work`, which open and close it: outside one it is always closed, also
after a crash. Rows that a snapshot brought have no change in the log that `check` could hold them
against, so a write past the log has to be impossible and not only found.
"""

from sqlalchemy import Connection, Engine

from begegnung.db.tables import SHARED
from begegnung.db.transactions import restructuring

_PREFIX = "door_"
_TEMPLATE = (
    "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN (SELECT open FROM door) = 0"
    " BEGIN SELECT RAISE(ABORT, 'only the program writes here, and logs it'); END"
)


def _wanted() -> dict[str, str]:
    """The triggers there have to be, by name."""
    found: dict[str, str] = {}
    for table in SHARED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"{_PREFIX}{table}_{event.lower()}"
            found[name] = _TEMPLATE.format(name=name, event=event, table=table)
    return found


def _found(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{_PREFIX}*'"  # noqa: S608
    )
    return {row[0]: row[1] for row in rows}


def guard(engine: Engine) -> None:
    """Makes the triggers, or makes them anew where they are not as they have to be."""
    with engine.connect() as connection:
        if _found(connection) == _wanted():
            return
    with restructuring(engine) as connection:
        remove_guards(connection)
        for statement in _wanted().values():
            connection.exec_driver_sql(statement)


def remove_guards(connection: Connection) -> None:
    """Removes the triggers, because tables are going to be made anew."""
    for name in _found(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
