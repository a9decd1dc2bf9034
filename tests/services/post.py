"""Bundles handed from desk to desk without a share: what the database does with them."""

import json
import secrets
from typing import Any

from sqlalchemy import Table

from begegnung.db.tables import change
from begegnung.db.work import Work, get_local, set_local
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.codec import Header
from begegnung.services.bundle_graph import add_bundle, ancestry_of, known_bundles
from begegnung.services.desk import Desk
from begegnung.services.merging import take_in
from begegnung.services.scope_state import heads_of, note_heads, pending_actions, table_scope


def write(work: Work, request: tuple[str, Table, str, dict[str, Any]]) -> None:
    """A verb that writes whatever it is told: inserts, updates, removes or erases a row."""
    kind, table, row_id, values = request
    if kind == "i":
        work.insert(table, {"id": row_id, **values})
    elif kind == "u":
        work.update(table, row_id, values)
    elif kind == "r":
        work.remove(table, row_id)
    else:
        work.erase(table, row_id)


def seal_here(desk: Desk, scope: str) -> OpenedBundle | None:
    """Puts what is pending into a bundle of this desk; None when there is nothing."""
    with desk.local_transaction() as connection:
        actions = pending_actions(connection, scope, 10_000)
        if not actions:
            return None
        noted = json.loads(get_local(connection, f"test lane {scope}") or "[0, null]")
        seq, prev = noted[0] + 1, noted[1]
        name = secrets.token_hex(32)
        deps = tuple(sorted(heads_of(connection, scope)))
        header = Header(scope, f"{desk.device}.0", seq, prev, deps, 4, 1, 0, (0, 0), "", "", "", "")
        _enter(connection, header, name)
        connection.execute(
            change.update()
            .where(change.c.scope == table_scope(scope), change.c.bundle.is_(None))
            .values(bundle=name)
        )
        set_local(connection, {f"test lane {scope}": json.dumps([seq, name])})
        return OpenedBundle(name, f"{scope}/{name}", header, tuple(actions))


def hand_over(desk: Desk, bundle: OpenedBundle) -> None:
    """Takes a bundle in, as the exchange does, after the own changes were sealed."""
    scope = bundle.header.scope
    with desk.local_transaction() as connection:
        if known_bundles(connection, [bundle.hash]):
            return
        _enter(connection, bundle.header, bundle.hash)
        ancestry = ancestry_of(connection)
        take_in(connection, table_scope(scope), bundle, ancestry, desk.now_ms())


def _enter(connection: Any, header: Header, name: str) -> None:
    add_bundle(
        connection,
        ancestry_of(connection),
        scope=header.scope,
        name=name,
        lane=header.lane,
        seq=header.seq,
        prev=header.prev,
        deps=header.deps,
        path=f"{header.scope}/{name}",
        data=b"",
    )
    heads = [head for head in heads_of(connection, header.scope) if head not in header.parents]
    note_heads(connection, header.scope, [*heads, name])
