"""The database as the snapshots of the exchange work with it, see `exchange.ledger.Ledger`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, func, select

from begegnung.db.tables import bundle, snapshot, trace
from begegnung.db.work import get_local, set_local
from begegnung.exchange.ancestry import knows
from begegnung.exchange.codec import Unreadable
from begegnung.exchange.ledger import Applied, KnownSnapshot
from begegnung.exchange.snapshot import Payload
from begegnung.services.bundle_graph import ancestry_of, known_beginnings
from begegnung.services.desk import Desk, View
from begegnung.services.scope_state import (
    has_pending,
    heads_of,
    lane_of,
    note_on_top,
    note_released,
)
from begegnung.services.snapshots import NotASnapshot, make_payload, take_in_payload
from begegnung.services.state import state_hash


class SnapshotLedger:
    """The part of the ledger that knows what was covered, dropped and erased."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state_at(self, scope: str, heads: Iterable[str]) -> str | None:
        """See `Ledger.state_at`."""
        wanted = sorted(heads)

        def state(view: View) -> str | None:
            connection = view.connection
            if sorted(heads_of(connection, scope)) != wanted or has_pending(connection, scope):
                return None
            return state_hash(view, scope)

        return self._desk.read(state)

    def acks(self, scope: str) -> Sequence[bytes]:
        """See `Ledger.acks`."""
        return [bytes.fromhex(one) for one in self._noted(f"acks:{scope}")]

    def keep_acks(self, scope: str, acks: Sequence[bytes]) -> None:
        """See `Ledger.keep_acks`."""
        self._desk.note(f"acks:{scope}", json.dumps([one.hex() for one in acks]))

    def weight(self, scope: str) -> tuple[int, int]:
        """See `Ledger.weight`."""
        weighed = select(func.count(), func.coalesce(func.sum(func.length(bundle.c.data)), 0))
        kept = weighed.where(bundle.c.scope == scope, bundle.c.data.is_not(None))
        count, size = self._desk.read(lambda view: view.connection.execute(kept).one())
        return count, size

    def is_lane_taken(self, scope: str) -> bool:
        """See `Ledger.is_lane_taken`."""

        def taken(connection: Connection) -> bool:
            place = lane_of(connection, self._desk.device, scope)
            within = (bundle.c.scope == scope, bundle.c.lane == place.lane)
            known = connection.execute(select(func.count()).where(*within)).scalar_one()
            return known >= place.next_seq

        return self._desk.read(lambda view: taken(view.connection))

    def make_snapshot(self, scope: str) -> Payload:
        """See `Ledger.make_snapshot`."""
        return make_payload(self._desk, scope)

    def join_snapshot(self, scope: str, payload: Payload) -> Applied:
        """See `Ledger.join_snapshot`."""
        try:
            added = take_in_payload(self._desk, scope, payload.data)
        except NotASnapshot as error:
            raise Unreadable(str(error)) from error
        if added is None:
            return Applied.SEAL_FIRST
        return Applied.APPLIED if added else Applied.KNOWN

    def snapshots(self, scope: str) -> Mapping[str, KnownSnapshot]:
        """See `Ledger.snapshots`."""
        found = select(snapshot).where(snapshot.c.scope == scope)
        return self._desk.read(
            lambda view: {
                row.path: KnownSnapshot(
                    row.hash, tuple(json.loads(row.heads)), row.covered, row.read_at
                )
                for row in view.connection.execute(found)
            }
        )

    def remember_snapshot(self, scope: str, path: str, known: KnownSnapshot) -> None:
        """See `Ledger.remember_snapshot`."""
        with self._desk.local_transaction() as connection:
            connection.execute(
                snapshot.insert().prefix_with("OR REPLACE"),
                {
                    "hash": known.hash,
                    "scope": scope,
                    "path": path,
                    "heads": json.dumps(list(known.heads)),
                    "covered": known.covered,
                    "read_at": known.read_at_ms,
                },
            )

    def forget_snapshot(self, path: str) -> None:
        """See `Ledger.forget_snapshot`."""
        with self._desk.local_transaction() as connection:
            connection.execute(snapshot.delete().where(snapshot.c.path == path))

    def covers(self, heads: Iterable[str], bundles: Iterable[str]) -> bool:
        """See `Ledger.covers`."""
        above, below = tuple(heads), tuple(bundles)

        def covered(connection: Connection) -> bool:
            ancestry = ancestry_of(connection)
            return all(ancestry.covers(above, one) for one in below)

        return self._desk.read(lambda view: covered(view.connection))

    def covered_beginnings(
        self, heads: Iterable[str], beginnings: Iterable[str]
    ) -> AbstractSet[str]:
        """See `Ledger.covered_beginnings`."""
        above, asked = tuple(heads), tuple(beginnings)

        def covered(connection: Connection) -> set[str]:
            ancestry = ancestry_of(connection)
            known = known_beginnings(connection, asked)
            return {start for start, name in known.items() if ancestry.covers(above, name)}

        return self._desk.read(lambda view: covered(view.connection))

    def is_releasable(self, scope: str, heads: Iterable[str]) -> bool:
        """See `Ledger.is_releasable`."""
        above = tuple(heads)
        return self._desk.read(lambda view: bool(_releasable(view.connection, scope, above)))

    def release(self, scope: str, heads: Iterable[str]) -> None:
        """See `Ledger.release`."""
        above = tuple(heads)
        with self._desk.local_transaction() as connection:
            for number in _releasable(connection, scope, above):
                connection.execute(bundle.update().where(bundle.c.n == number).values(data=None))
            note_released(connection, ancestry_of(connection), scope, above)

    def released(self, scope: str) -> Sequence[str]:
        """See `Ledger.released`."""
        return self._noted(f"released:{scope}")

    def _noted(self, key: str) -> list[str]:
        noted = self._desk.read(lambda view: get_local(view.connection, key))
        return json.loads(noted or "[]")

    def erasures(self, scope: str) -> Sequence[str]:
        """See `Ledger.erasures`."""
        found = select(trace.c.bundle).join(bundle, bundle.c.hash == trace.c.bundle)
        of_scope = found.where(bundle.c.scope == scope).order_by(bundle.c.n)
        return self._desk.read(lambda view: list(view.connection.execute(of_scope).scalars()))

    def swept(self, scope: str) -> Sequence[str]:
        """See `Ledger.swept`."""
        return self._noted(f"swept:{scope}")

    def spared(self, scope: str) -> AbstractSet[str]:
        """See `Ledger.spared`."""
        return frozenset(self._noted(f"spared:{scope}"))

    def remember_swept(self, scope: str, heads: Iterable[str], spared: Iterable[str]) -> None:
        """See `Ledger.remember_swept`."""
        above = tuple(heads)
        with self._desk.local_transaction() as connection:
            ancestry = ancestry_of(connection)
            told = connection.execute(
                select(trace.c.bundle)
                .join(bundle, bundle.c.hash == trace.c.bundle)
                .where(bundle.c.scope == scope)
            ).scalars()
            covered = [name for name in told if ancestry.covers(above, name)]
            connection.execute(trace.delete().where(trace.c.bundle.in_(covered)))
            note_on_top(connection, ancestry, f"swept:{scope}", above)
            set_local(connection, {f"spared:{scope}": json.dumps(sorted(spared))})


def _releasable(connection: Connection, scope: str, heads: Sequence[str]) -> list[int]:
    """The bundles whose files are kept here and that `heads` cover, by their number."""
    ancestry = ancestry_of(connection)
    vectors = [ancestry.place(head).vector for head in heads]
    kept = connection.execute(
        select(bundle.c.n, bundle.c.hash).where(bundle.c.scope == scope, bundle.c.data.is_not(None))
    )
    return [
        row.n for row in kept if any(knows(vector, ancestry.place(row.hash)) for vector in vectors)
    ]
