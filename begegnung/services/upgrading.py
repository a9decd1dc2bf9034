"""After a step of the database: rows and values that a newer program had sent before.

A program keeps in the log what it does not know. When its file gets the tables and columns for
it, they are filled from the log, as if the bundles were taken in only now.
"""

import json
from typing import get_args

from sqlalchemy import Connection, func, or_, select

from begegnung.db.migrate import NEWLY_KNOWN
from begegnung.db.tables import SHARED, Scope, change, local, scope_of
from begegnung.db.work import get_local
from begegnung.services.bundle_graph import ancestry_of
from begegnung.services.desk import Desk, View
from begegnung.services.merging import RowKey, write_merged


def is_behind_its_log(view: View) -> bool:
    """Whether tables or columns came that have not been filled from the log yet."""
    return get_local(view.connection, NEWLY_KNOWN) is not None


def apply_newly_known(desk: Desk) -> int:
    """Fills new tables and columns from the log; gives how many rows. All of them or none."""
    with desk.local_transaction() as connection:
        noted: dict[str, list[str]] = json.loads(get_local(connection, NEWLY_KNOWN) or "{}")
        keys = [
            key
            for name, columns in noted.items()
            if name in SHARED
            for key in _rows_with(connection, name, columns)
        ]
        for scope in get_args(Scope):
            those = [key for key in keys if scope_of(key[0]) == scope]
            if those:
                write_merged(connection, those, ancestry_of(connection))
        connection.execute(local.delete().where(local.c.key == NEWLY_KNOWN))
    return len(keys)


def _rows_with(connection: Connection, name: str, columns: list[str]) -> list[RowKey]:
    """The rows of a table of whose columns the log says something."""
    said = or_(*(func.json_type(change.c.after, f"$.{column}").is_not(None) for column in columns))
    ids = connection.execute(
        select(change.c.entity_id).where(change.c.entity == name, said).distinct()
    ).scalars()
    return [(name, entity_id) for entity_id in ids]
