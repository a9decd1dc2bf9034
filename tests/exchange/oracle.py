"""What every desk of a simulated town has to show, known independently of how it is reached.

The oracle does not look at lanes, heads or causality to decide what is right: it notes for every
change which others were visible on that desk when it was made. What is shown at the end are exactly
the values that nobody alive has knowingly replaced.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from begegnung.exchange.bundle import OpenedBundle, ScopeAccess, hash_of, open_bundle, scope_in
from begegnung.exchange.layout import BundlePath, snapshot_hash16
from begegnung.exchange.merge import DELETED, RowOp, RowState
from begegnung.exchange.snapshot import open_snapshot, peek
from begegnung.model.changes import Action, Kind
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import Node, Row, read_payload
from tests.exchange.papers import TRUST


@dataclass(frozen=True)
class Truth:
    """One change as its desk made it: `seen` are the changes that were visible there."""

    scope: str
    row: Row
    kind: Kind
    after: Mapping[str, Any]
    stamp: int
    seen: frozenset[str]


class Oracle:
    def __init__(self, accesses: Sequence[ScopeAccess]) -> None:
        self.truth: dict[str, Truth] = {}
        self._accesses = {access.name: access for access in accesses}
        self._opened: dict[str, OpenedBundle | None] = {}
        self._contents: dict[str, frozenset[str]] = {}

    def note_sealed(self, bundle: str, scope: str, actions: Sequence[Action]) -> None:
        """`actions` are just being sealed in `bundle`."""
        self._contents[bundle] = frozenset(_uids(scope, actions))

    def note(self, ledger: MemoryLedger, scope: str, action: Action) -> None:
        """`action` is just being done on the desk of `ledger`."""
        seen = self.visible(ledger, scope)
        for uid, change in zip(_uids(scope, [action]), action.changes, strict=True):
            row = (change.entity, change.entity_id)
            self.truth[uid] = Truth(
                scope, row, change.kind, change.after or {}, action.stamp, frozenset(seen)
            )
            seen.add(uid)

    def visible(self, ledger: MemoryLedger, scope: str) -> set[str]:
        """The changes that a desk has made or taken in."""
        state = ledger.state.scopes[scope]
        pending = _uids(scope, state.pending)
        return set(pending).union(*(self._contents[name] for name in state.places.names()))

    def existing(self, ledgers: Sequence[MemoryLedger], files: Mapping[str, bytes]) -> set[str]:
        """The changes of which there is a copy: on a desk, or on the share where desks look.

        Under the name of a bundle that everybody has, nobody looks for another one.
        """
        found = set().union(*(self._everything(ledger) for ledger in ledgers))
        for path, data in files.items():
            if path.startswith(("s/", "q/")) and not _is_hidden(path, data):
                found |= self._changes_in(data)
            if snapshot_hash16(path) == hash_of(data)[:16]:
                for scope in self._accesses:
                    nodes, _ = self._snapshot_in(data, scope)
                    found = found.union(*(self._contents[node[0]] for node in nodes))
        return found

    def violations(
        self, ledgers: Sequence[MemoryLedger], files: Mapping[str, bytes], lost: set[str]
    ) -> set[str]:
        """What is wrong with the desks, where `lost` was destroyed everywhere by fate."""
        found: set[str] = set()
        taken_in = [self._everything(ledger) for ledger in ledgers]
        if any(other != taken_in[0] for other in taken_in):
            found.add("desks have taken in different things")
        if set(self.truth) - lost - taken_in[0] - self._behind_a_gap(ledgers, files):
            found.add("a change is lost")
        for scope in self._accesses:
            expected = self._expected({u for u in taken_in[0] if self.truth[u].scope == scope})
            for ledger in ledgers:
                shown = {row: _plain(s, scope) for row, s in ledger.rows(scope).items()}
                if shown != expected:
                    found.add("a desk shows something else than the truth")
        return found

    def _everything(self, ledger: MemoryLedger) -> set[str]:
        return set().union(*(self.visible(ledger, scope) for scope in self._accesses))

    def _open(self, data: bytes) -> OpenedBundle | None:
        digest = hash_of(data)
        if digest not in self._opened:
            try:
                access = self._accesses[scope_in(data)]
                self._opened[digest] = open_bundle(data, access, TRUST)
            except (ValueError, KeyError):
                self._opened[digest] = None
        return self._opened[digest]

    def _snapshot_in(self, data: bytes, scope: str) -> tuple[list[Node], list[tuple[Row, RowOp]]]:
        try:
            return read_payload(open_snapshot(peek(data), self._accesses[scope], TRUST))
        except ValueError:
            return [], []

    def remains(
        self, ledgers: Sequence[MemoryLedger], files: Mapping[str, bytes]
    ) -> set[tuple[str, Row]]:
        """Rows (with their scope) that were erased and that can still be read somewhere."""
        scopes = [pair for ledger in ledgers for pair in ledger.state.scopes.items()]
        erased = {(name, row) for name, s in scopes for row in s.erased}
        told: set[tuple[str, Row]] = set()
        for path, data in files.items():
            if not _is_hidden(path, data):
                told |= self._told_in(data)
                told |= self._told_in_snapshot(data)
        for name, s in scopes:
            told |= {(name, row) for row, ops in s.ops.items() if any(o.kind != "E" for o in ops)}
            for _, data in s.archive.values():
                told |= self._told_in(data)
        return told & erased

    def _told_in(self, data: bytes) -> set[tuple[str, Row]]:
        bundle = self._open(data)
        if bundle is None:
            return set()
        changes = (c for done in bundle.actions for c in done.changes if c.kind != "E")
        return {(bundle.header.scope, (c.entity, c.entity_id)) for c in changes}

    def _told_in_snapshot(self, data: bytes) -> set[tuple[str, Row]]:
        return {
            (scope, row)
            for scope in self._accesses
            for row, op in self._snapshot_in(data, scope)[1]
            if op.kind != "E"
        }

    def _changes_in(self, data: bytes) -> set[str]:
        bundle = self._open(data)
        return set() if bundle is None else set(_uids(bundle.header.scope, bundle.actions))

    def _behind_a_gap(
        self, ledgers: Sequence[MemoryLedger], files: Mapping[str, bytes]
    ) -> set[str]:
        """Changes in bundles on the share that rest on bundles of which there is no copy."""
        bundles = {hash_of(data): b for data in files.values() if (b := self._open(data))}
        known = {
            b
            for ledger in ledgers
            for scope in self._accesses
            for b in ledger.state.scopes[scope].places.names()
        }
        waiting = set(bundles) - known
        while free := {h for h in waiting if bundles[h].header.parents <= known}:
            known |= free
            waiting -= free
        stuck = (_uids(bundles[h].header.scope, bundles[h].actions) for h in waiting)
        return set().union(*stuck)

    def _expected(self, alive: set[str]) -> dict[Row, Any]:
        rows: defaultdict[Row, set[str]] = defaultdict(set)
        for uid in alive:
            rows[self.truth[uid].row].add(uid)
        return {row: self._expected_row(uids) for row, uids in rows.items()}

    def _expected_row(self, uids: set[str]) -> Any:
        if any(self.truth[u].kind == "E" for u in uids):
            return False, {}, {}
        standing = self._unreplaced(uids)
        kept = {u for u in standing if self.truth[u].kind != "D"}
        if not kept:
            return False, {}, {}
        values: dict[str, Any] = {}
        clashes: dict[str, Any] = {}
        for column in {column for u in uids for column in self.truth[u].after}:
            cell = self._unreplaced({u for u in uids if column in self.truth[u].after})
            winner = max(cell, key=self._rank)
            values[column] = repr(self.truth[winner].after[column])
            others = {u for u in cell if repr(self.truth[u].after[column]) != values[column]}
            if others:
                clashes[column] = (winner, others)
        if standing != kept:
            clashes[DELETED] = (max(kept, key=self._rank), standing - kept)
        return True, values, clashes

    def _unreplaced(self, uids: set[str]) -> set[str]:
        return uids.difference(*(self.truth[uid].seen for uid in uids))

    def _rank(self, uid: str) -> tuple[int, str]:
        return self.truth[uid].stamp, uid


def _is_hidden(path: str, data: bytes) -> bool:
    """Whether the file bears the name of another bundle: nobody who has that one looks there."""
    name = BundlePath.parse(path)
    return name is not None and not hash_of(data).startswith(name.hash16)


def _uids(scope: str, actions: Sequence[Action]) -> list[str]:
    return [
        f"{scope}/{RowOp(None, 0, a.stamp, a.device, n, c.kind, c.after or {}).uid}"
        for a in actions
        for n, c in enumerate(a.changes)
    ]


def _plain(state: RowState, scope: str) -> Any:
    values = {column: repr(value) for column, value in state.values.items()}
    clashes = {
        c.column: (f"{scope}/{c.winner.uid}", {f"{scope}/{o.uid}" for o in c.others})
        for c in state.clashes
    }
    return state.exists, values, clashes
