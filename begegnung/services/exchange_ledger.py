"""The database as the exchange works with it: one transaction a call, see `Ledger`."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.migrate import VERSION
from begegnung.db.tables import action, bundle, change
from begegnung.db.work import get_local, set_local
from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle, Schema, ScopeAccess, SealedBundle, Standing
from begegnung.exchange.ledger import Applied
from begegnung.model.changes import Action, Change
from begegnung.services.desk import Desk
from begegnung.services.merging import take_in

CITY = "stadt"
"""The scope that every house takes part in: houses, rooms, offers and their dates."""


def house_scope(centre_id: str) -> str:
    """The scope of a house: its people and everything about them."""
    return f"h-{centre_id}"


def _table_scope(scope: str) -> str:
    return "city" if scope == CITY else "house"


class DatabaseLedger:
    """The ledger on the file of a desk, for one run of the exchange."""

    def __init__(self, desk: Desk, scopes: Sequence[ScopeAccess]) -> None:
        self._desk = desk
        self._scopes = tuple(scopes)
        self._ancestry: dict[str, Ancestry] = {}

    def repository(self) -> str | None:
        """See `Ledger.repository`."""
        return self._desk.read(lambda view: get_local(view.connection, "repository"))

    def remember_repository(self, repository: str) -> None:
        """See `Ledger.remember_repository`."""
        self._desk.note("repository", repository)

    def device(self) -> str:
        """See `Ledger.device`."""
        return self._desk.device

    def schema(self) -> Schema:
        """See `Ledger.schema`."""
        return Schema(version=VERSION, readable_from=1)

    def scopes(self) -> Sequence[ScopeAccess]:
        """See `Ledger.scopes`."""
        return self._scopes

    def standing(self, scope: str) -> Standing:
        """See `Ledger.standing`."""
        return self._desk.read(lambda view: self._standing(view.connection, scope))

    def _standing(self, connection: Connection, scope: str) -> Standing:
        noted = get_local(connection, f"lane:{scope}")
        if noted is None:
            lane = layout.lane_name(self._desk.device, "0")
            place: dict[str, Any] = {"lane": lane, "next_seq": 1, "head": None}
        else:
            place = json.loads(noted)
        heads = json.loads(get_local(connection, f"heads:{scope}") or "[]")
        vector = connection.execute(
            select(bundle.c.lane, func.max(bundle.c.seq))
            .where(bundle.c.scope == scope)
            .group_by(bundle.c.lane)
        )
        return Standing(
            lane=place["lane"],
            next_seq=place["next_seq"],
            head=place["head"],
            heads=tuple(heads),
            vector={row[0]: row[1] for row in vector},
        )

    def new_incarnation(self, scope: str) -> None:
        """See `Ledger.new_incarnation`."""
        lane = layout.lane_name(self._desk.device, layout.fresh_incarnation())
        place = {"lane": lane, "next_seq": 1, "head": None}
        self._desk.note(f"lane:{scope}", json.dumps(place))

    def pending(self, scope: str, limit: int) -> Sequence[Action]:
        """See `Ledger.pending`. Title and actor only travel inside the house."""
        return self._desk.read(lambda view: _pending(view.connection, scope, limit))

    def record_sealed(self, scope: str, bundle: SealedBundle) -> bool:
        """See `Ledger.record_sealed`."""
        with self._desk.local_transaction() as connection:
            place = self._standing(connection, scope)
            header = bundle.header
            here = (place.lane, place.next_seq, place.head)
            if here != (header.lane, header.seq, header.prev):
                return False
            if not set(header.deps) <= set(place.heads):
                return False
            if not _mark_sealed(connection, scope, bundle):
                return False
            _archive(connection, scope, bundle.hash, bundle.path, bundle.data, header)
            _note_heads(connection, scope, place.heads, bundle.hash, header.parents)
            lane = {"lane": place.lane, "next_seq": place.next_seq + 1, "head": bundle.hash}
            set_local(connection, {f"lane:{scope}": json.dumps(lane)})
        return True

    def known(self, scope: str) -> AbstractSet[str]:
        """See `Ledger.known`."""
        return self._desk.read(
            lambda view: set(
                view.connection.execute(
                    select(bundle.c.hash).where(bundle.c.scope == scope)
                ).scalars()
            )
        )

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        """See `Ledger.apply`."""
        with self._desk.local_transaction() as connection:
            if _is_known(connection, bundle.hash):
                return Applied.KNOWN
            if _has_pending(connection, scope):
                return Applied.SEAL_FIRST
            ancestry = self._ancestry_of(connection, scope)
            header = bundle.header
            ancestry.add(bundle.hash, header.lane, header.seq, header.prev, header.deps)
            place = self._standing(connection, scope)
            _archive(connection, scope, bundle.hash, bundle.path, data, header)
            _note_heads(connection, scope, place.heads, bundle.hash, header.parents)
            take_in(connection, _table_scope(scope), bundle, ancestry, self._desk.now_ms())
        return Applied.APPLIED

    def archived(self, scope: str) -> Mapping[str, str]:
        """See `Ledger.archived`."""
        return self._desk.read(
            lambda view: {
                row.hash: row.path
                for row in view.connection.execute(
                    select(bundle.c.hash, bundle.c.path).where(bundle.c.scope == scope)
                )
            }
        )

    def archived_bytes(self, bundle_hash: str) -> bytes:
        """See `Ledger.archived_bytes`."""
        return self._desk.read(
            lambda view: view.connection.execute(
                select(bundle.c.data).where(bundle.c.hash == bundle_hash)
            ).scalar_one()
        )

    def looked_at(self) -> AbstractSet[str]:
        """See `Ledger.looked_at`."""
        noted = self._desk.read(lambda view: get_local(view.connection, "looked_at"))
        return frozenset(json.loads(noted or "[]"))

    def remember_looked_at(self, path: str) -> None:
        """See `Ledger.remember_looked_at`."""
        self._desk.note("looked_at", json.dumps(sorted({*self.looked_at(), path})))

    def _ancestry_of(self, connection: Connection, scope: str) -> Ancestry:
        """The graph of the bundles of `scope`, brought up to what the file holds."""
        ancestry = self._ancestry.setdefault(scope, Ancestry())
        grow_ancestry(connection, scope, ancestry)
        return ancestry


def whole_ancestry(connection: Connection, table_scope: str) -> Ancestry:
    """The graph of all bundles in the file that carry tables of the scope "city" or "house"."""
    ancestry = Ancestry()
    for name in connection.execute(select(bundle.c.scope).distinct()).scalars().all():
        if _table_scope(name) == table_scope:
            grow_ancestry(connection, name, ancestry)
    return ancestry


def grow_ancestry(connection: Connection, scope: str, ancestry: Ancestry) -> None:
    """Adds the bundles of `scope` that `ancestry` does not have yet, in the order taken in."""
    rows = connection.execute(
        select(bundle.c.hash, bundle.c.lane, bundle.c.seq, bundle.c.prev, bundle.c.deps)
        .where(bundle.c.scope == scope)
        .order_by(bundle.c.position)
        .offset(len(ancestry))
    )
    for row in rows:
        ancestry.add(row.hash, row.lane, row.seq, row.prev, json.loads(row.deps))


def _pending(connection: Connection, scope: str, limit: int) -> list[Action]:
    secret = layout.is_secret(scope)
    unsealed = (change.c.scope == _table_scope(scope)) & change.c.bundle.is_(None)
    oldest = (
        select(change.c.action_id, func.min(change.c.n).label("first"))
        .where(unsealed)
        .group_by(change.c.action_id)
        .order_by("first")
        .limit(limit)
        .subquery()
    )
    changes: dict[str, list[Change]] = {}
    rows = connection.execute(
        select(change)
        .join(oldest, oldest.c.action_id == change.c.action_id)
        .where(unsealed)
        .order_by(change.c.n)
    )
    for row in rows:
        before = None if row.before is None else json.loads(row.before)
        after = None if row.after is None else json.loads(row.after)
        made = Change(row.entity, row.entity_id, row.kind, before, after)
        changes.setdefault(row.action_id, []).append(made)
    actions = connection.execute(
        select(action).join(oldest, oldest.c.action_id == action.c.id).order_by(oldest.c.first)
    )
    return [
        Action(
            id=row.id,
            device=row.device,
            seq=row.seq,
            stamp=row.stamp,
            verb=row.verb,
            title=row.title if secret else "",
            actor=row.actor if secret else None,
            undoes=row.undoes,
            changes=tuple(changes[row.id]),
        )
        for row in actions
    ]


def _mark_sealed(connection: Connection, scope: str, sealed: SealedBundle) -> bool:
    """Marks the pending changes of the bundle's actions; False when one was sealed already."""
    unsealed = (change.c.scope == _table_scope(scope)) & change.c.bundle.is_(None)
    ids = list(sealed.actions)
    marked: set[str] = set()
    for i in range(0, len(ids), 500):
        chosen = unsealed & change.c.action_id.in_(ids[i : i + 500])
        marked.update(connection.execute(select(change.c.action_id).where(chosen)).scalars())
    if marked != set(ids):
        return False
    for i in range(0, len(ids), 500):
        chosen = unsealed & change.c.action_id.in_(ids[i : i + 500])
        connection.execute(change.update().where(chosen).values(bundle=sealed.hash))
    return True


def _archive(
    connection: Connection, scope: str, bundle_hash: str, path: str, data: bytes, header: Any
) -> None:
    position = connection.execute(
        select(func.count()).select_from(bundle).where(bundle.c.scope == scope)
    ).scalar_one()
    connection.execute(
        bundle.insert(),
        {
            "hash": bundle_hash,
            "scope": scope,
            "lane": header.lane,
            "seq": header.seq,
            "prev": header.prev,
            "deps": json.dumps(list(header.deps)),
            "position": position,
            "path": path,
            "data": data,
        },
    )


def _note_heads(
    connection: Connection, scope: str, heads: Sequence[str], new: str, parents: Any
) -> None:
    kept = [head for head in heads if head not in set(parents)]
    set_local(connection, {f"heads:{scope}": json.dumps([*kept, new])})


def _is_known(connection: Connection, bundle_hash: str) -> bool:
    found = connection.execute(select(bundle.c.hash).where(bundle.c.hash == bundle_hash))
    return found.first() is not None


def _has_pending(connection: Connection, scope: str) -> bool:
    found = connection.execute(
        select(change.c.n)
        .where(change.c.scope == _table_scope(scope), change.c.bundle.is_(None))
        .limit(1)
    )
    return found.first() is not None
