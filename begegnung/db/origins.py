"""Where rows come from that were written once: the short form of the log.

Nearly all rows of a house are written once and never touched again. Of such a row the merge needs
to know only by which change of which bundle it came; the rest is the row itself. As soon as a
second change is made to it, the first one is needed as a whole and goes (back) into the log.

The rule everything rests on: a row that stands in `origin` has exactly that one change, and what
it has written is what the row holds now. Of a row that does not, the log has every change.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select, text

from begegnung.db.tables import SHARED, Scope, action, bundle, change, logged_scope, origin
from begegnung.model.ids import derived_id

STUB = ""
"""The verb of an action of which only the moment is known: it stands in no list for people."""

UNDO_AFTER = "undo after"
"""Under this key the file notes up to which own action (its `seq`) it knows only a short form."""

_AT_ONCE = 500

_RAW_ORIGIN = "SELECT 1 FROM origin WHERE entity_id = ?"


def has_origin(driver: Any, row_id: str) -> bool:
    """Whether the row was written once only, asked of the driver itself: every verb does."""
    return driver.execute(_RAW_ORIGIN, (row_id,)).fetchone() is not None


def with_origin(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the rows `ids` that were written once only."""
    wanted = list(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        rows = connection.execute(select(origin.c.entity_id).where(origin.c.entity_id.in_(chunk)))
        found.update(rows.scalars())
    return found


def dissolve(connection: Connection, written: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
    """Puts the first change of rows into the log, because a second one is being made.

    `written` has, by entity and identifier, all columns as they were written first, in values of
    the log. Rows without an origin are left alone.
    """
    for (entity, row_id), after in written.items():
        place = connection.execute(
            select(origin.c.stamp, origin.c.position, bundle.c.hash, bundle.c.lane)
            .join(bundle, bundle.c.n == origin.c.bundle)
            .where(origin.c.entity_id == row_id)
        ).first()
        if place is None:
            continue
        connection.execute(origin.delete().where(origin.c.entity_id == row_id))
        in_log = connection.execute(
            change.update().where(change.c.entity_id == row_id).values(settled=False)
        )
        if in_log.rowcount:
            continue
        device = place.lane.partition(".")[0]
        connection.execute(
            change.insert(),
            {
                "action_id": stub_action(connection, device, place.stamp),
                "position": place.position,
                "scope": logged_scope(entity, after.get("centre_id")),
                "entity": entity,
                "entity_id": row_id,
                "kind": "I",
                "after": json.dumps(dict(after), ensure_ascii=False, separators=(",", ":")),
                "bundle": place.hash,
            },
        )


def stub_action(connection: Connection, device: str, stamp: int) -> str:
    """The identifier of an action of which only device and stamp are known; made when new."""
    action_id = derived_id("stub", device, str(stamp))
    connection.execute(
        action.insert().prefix_with("OR IGNORE"),
        {
            "id": action_id,
            "device": device,
            "seq": 0,
            "stamp": stamp,
            "verb": STUB,
            "title": "",
        },
    )
    return action_id


def settle(connection: Connection, scope: str, table_scope: Scope) -> None:
    """Notes the origin of all rows of sealed bundles that have no other change.

    Costs what was sealed and taken in since the last time, not what the file holds.
    """
    connection.execute(_ROOM)
    connection.execute(_FIND, {"scope": scope})
    for name, table in SHARED.items():
        if table.info["scope"] == table_scope:
            # A row of a newer or an older program has other columns: it stays in the log.
            connection.execute(_NOTE, {"entity": name, "columns": len(table.c) - 1})
    connection.execute(_MARK)
    connection.execute(text("DROP TABLE temp.settling"))
    connection.execute(
        bundle.update().where(bundle.c.scope == scope, ~bundle.c.settled).values(settled=True)
    )


_ROOM = text("CREATE TEMP TABLE settling (n, entity, entity_id, bundle, stamp, position, after)")
_FIND = text(
    """
    INSERT INTO temp.settling
    SELECT c.n, c.entity, c.entity_id, b.n, a.stamp, c.position, c.after
    FROM bundle b CROSS JOIN change c ON c.bundle = b.hash JOIN action a ON a.id = c.action_id
    WHERE b.scope = :scope AND NOT b.settled AND c.kind = 'I' AND c.tag IS NULL
        AND NOT EXISTS (SELECT 1 FROM change d WHERE d.entity_id = c.entity_id AND d.n <> c.n)
    """
)
_NOTE = text(
    """
    INSERT INTO origin (entity_id, bundle, stamp, position)
    SELECT entity_id, bundle, stamp, position FROM temp.settling
    WHERE entity = :entity AND (SELECT count(*) FROM json_each(after)) = :columns
    """
)
_MARK = text(
    """
    UPDATE change SET settled = 1
    WHERE n IN (SELECT s.n FROM temp.settling s JOIN origin o ON o.entity_id = s.entity_id)
    """
)
