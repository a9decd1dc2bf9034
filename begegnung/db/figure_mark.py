"""Up to where the log was read for the figures, so that a run reads only what is new.

Whoever removes changes from the log, or brings rows without changes, lets the mark be forgotten:
then everything that is still open is counted once more.
"""

from sqlalchemy import Connection, func, select

from begegnung.db.tables import change, local

COUNTED = "figures counted"
"""Under this key the file notes the last change (`change.n`) that the figures know of, and what of
it has still to be counted (`services.figures`)."""


def newest_change(connection: Connection) -> int:
    """The last change there is, 0 without any."""
    return connection.execute(select(func.max(change.c.n))).scalar() or 0


def count_all_again(connection: Connection) -> None:
    """Lets the mark be forgotten."""
    connection.execute(local.delete().where(local.c.key == COUNTED))
