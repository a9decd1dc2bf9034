"""The database as the exchange works with it: one transaction a call, see `Ledger`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, select

from begegnung.db.erasing import note_traces
from begegnung.db.migrate import VERSION
from begegnung.db.tables import bundle, change
from begegnung.db.transactions import driver_of
from begegnung.db.work import get_local
from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle, Schema, SealedBundle, Standing
from begegnung.exchange.codec import Header
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.ledger import Applied
from begegnung.model.changes import Action
from begegnung.services.bundle_graph import (
    add_bundle,
    ancestry_of,
    known_beginnings,
    known_bundles,
)
from begegnung.services.desk import Desk
from begegnung.services.merging import take_in
from begegnung.services.paper_ledger import PaperLedger
from begegnung.services.scope_state import (
    Lane,
    add_head,
    has_pending,
    heads_of,
    lane_of,
    log_scope,
    note_lane,
    pending_actions,
)
from begegnung.services.snapshot_ledger import SnapshotLedger


class DatabaseLedger(SnapshotLedger, PaperLedger):
    """The ledger on the file of a desk, for one run of the exchange."""

    def __init__(self, desk: Desk, keys: DeviceKeys) -> None:
        SnapshotLedger.__init__(self, desk)
        PaperLedger.__init__(self, desk, keys)

    def schema(self) -> Schema:
        """See `Ledger.schema`."""
        return Schema(version=VERSION, readable_from=1)

    def standing(self, scope: str) -> Standing:
        """See `Ledger.standing`."""
        return self._desk.read(lambda view: self._standing(view.connection, scope))

    def _standing(self, connection: Connection, scope: str) -> Standing:
        lane = lane_of(connection, self._desk.device, scope)
        heads = tuple(heads_of(connection, scope))
        return Standing(lane.lane, lane.next_seq, lane.head, heads)

    def new_incarnation(self, scope: str) -> None:
        """See `Ledger.new_incarnation`."""
        lane = layout.lane_name(self._desk.device, layout.fresh_incarnation())
        with self._desk.local_transaction() as connection:
            note_lane(connection, scope, Lane(lane, 1, None))

    def pending(self, scope: str, limit: int) -> Sequence[Action]:
        """See `Ledger.pending`. Title and actor only travel inside the house."""
        return self._desk.read(lambda view: pending_actions(view.connection, scope, limit))

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
            if _holds_erasure(connection, bundle.hash):
                note_traces(connection, [bundle.hash])
            ancestry = ancestry_of(connection)
            _archive(connection, ancestry, bundle.hash, bundle.path, bundle.data, header)
            add_head(connection, scope, bundle.hash, header.parents)
            note_lane(connection, scope, Lane(place.lane, place.next_seq + 1, bundle.hash))
        return True

    def known(self, names: Iterable[str]) -> AbstractSet[str]:
        """See `Ledger.known`."""
        wanted = list(names)
        return self._desk.read(lambda view: known_bundles(view.connection, wanted))

    def known_beginnings(self, beginnings: Iterable[str]) -> AbstractSet[str]:
        """See `Ledger.known_beginnings`."""
        wanted = list(beginnings)
        return self._desk.read(lambda view: known_beginnings(view.connection, wanted).keys())

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        """See `Ledger.apply`."""
        with self._desk.local_transaction() as connection:
            if known_bundles(connection, [bundle.hash]):
                return Applied.KNOWN
            if has_pending(connection, scope):
                return Applied.SEAL_FIRST
            ancestry = ancestry_of(connection)
            _archive(connection, ancestry, bundle.hash, bundle.path, data, bundle.header)
            add_head(connection, scope, bundle.hash, bundle.header.parents)
            take_in(connection, log_scope(scope), bundle, ancestry, self._desk.now_ms())
        return Applied.APPLIED

    def archived(self, scope: str) -> Mapping[str, str]:
        """See `Ledger.archived`."""
        return self._desk.read(
            lambda view: {
                row.hash: row.path
                for row in view.connection.execute(
                    select(bundle.c.hash, bundle.c.path).where(
                        bundle.c.scope == scope, bundle.c.data.is_not(None)
                    )
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


def _holds_erasure(connection: Connection, bundle_hash: str) -> bool:
    erasure = select(change.c.n).where(change.c.bundle == bundle_hash, change.c.kind == "E")
    return connection.execute(erasure.limit(1)).first() is not None


def _mark_sealed(connection: Connection, scope: str, sealed: SealedBundle) -> bool:
    """Marks the pending changes of the bundle's actions; False when they are others by now."""
    driver, ids = driver_of(connection), json.dumps(sealed.actions)
    found = driver.execute(_RAW_COUNT_PENDING, (log_scope(scope), ids)).fetchone()
    if found != (sealed.header.changes, len(sealed.actions)):
        return False
    driver.execute(_RAW_MARK_SEALED, (sealed.hash, log_scope(scope), ids))
    return True


# There may be 100,000 of them: these statements go to the driver itself.
_RAW_PENDING = "scope = ? AND bundle IS NULL AND action_id IN (SELECT value FROM json_each(?))"
_RAW_COUNT_PENDING = f"SELECT count(*), count(DISTINCT action_id) FROM change WHERE {_RAW_PENDING}"  # noqa: S608
_RAW_MARK_SEALED = f"UPDATE change SET bundle = ? WHERE {_RAW_PENDING}"  # noqa: S608


def _archive(
    connection: Connection,
    ancestry: Ancestry,
    bundle_hash: str,
    path: str,
    data: bytes,
    header: Header,
) -> None:
    add_bundle(
        connection,
        ancestry,
        scope=header.scope,
        name=bundle_hash,
        lane=header.lane,
        seq=header.seq,
        prev=header.prev,
        deps=header.deps,
        path=path,
        data=data,
    )
