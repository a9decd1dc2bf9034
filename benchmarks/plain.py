"""Plain connections for floors: what the database does without the program."""

import sqlite3

_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def without_guards(connection: sqlite3.Connection) -> None:
    """Removes the guards that stop everybody but the program from writing into its tables."""
    for (name,) in connection.execute(_TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
