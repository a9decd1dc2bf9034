"""The state of a scope as one number: two PCs that have taken in the same must have the same."""

import hashlib
from typing import Any

from sqlalchemy import Connection, select

from begegnung.db.tables import SHARED, clash
from begegnung.exchange.layout import CITY, house_scope
from begegnung.services.desk import View
from begegnung.services.scope_state import figures_here, house_counted, table_scope

_AT_ONCE = 10_000


def state_hash(view: View, scope: str) -> str:
    """The hash (64 hex digits) of all rows of `scope` and of what is to be settled in it.

    The same on every PC that has taken in the same bundles, in whatever order and by whatever way.
    Takes about two seconds for a million rows.
    """
    return state_of(view.connection, scope)


def state_hashes(view: View) -> dict[str, str]:
    """The hash of each scope that can be here, by scope; of figures only once there are any."""
    own = [] if view.centre_id is None else [house_scope(view.centre_id)]
    scopes = (CITY, *own, *figures_here(view.connection))
    return {scope: state_of(view.connection, scope) for scope in scopes}


def state_of(connection: Connection, scope: str) -> str:
    """See `state_hash`."""
    digest = hashlib.sha256()
    driver: Any = connection.connection.driver_connection
    tables, house = table_scope(scope), house_counted(scope)
    where, known = ("", ()) if house is None else (" WHERE centre_id = ?", (house,))
    for name, table in sorted(SHARED.items()):
        if table.info["scope"] != tables:
            continue
        columns = sorted(column.name for column in table.columns)
        digest.update(f"{name} {' '.join(columns)}\n".encode())
        wanted = f"SELECT {', '.join(columns)} FROM {name}{where} ORDER BY id"  # noqa: S608
        rows = driver.execute(wanted, known)
        while some := rows.fetchmany(_AT_ONCE):
            digest.update(repr(some).encode())
    settled = select(clash.c.entity, clash.c.entity_id, clash.c.column_name).order_by(
        clash.c.entity, clash.c.entity_id, clash.c.column_name
    )
    for row in connection.execute(settled):
        if row.entity in SHARED and SHARED[row.entity].info["scope"] == tables:
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
