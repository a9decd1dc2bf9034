"""A ledger that lives in memory: what the exchange needs of a desk, and nothing else.

Its `state` can be copied, which is what a backup, a restored disk or a copied PC is. A fuse cuts
the power just before or just after a transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Protocol

from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle, Schema, ScopeAccess, SealedBundle, Standing
from begegnung.exchange.epochs import KnownEpoch
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.ledger import Applied
from begegnung.exchange.merge import RowOp, RowState, merge_row, row_ops, tag_of
from begegnung.model.changes import Action
from tests.exchange.memory_snapshots import MemorySnapshots, Row, ScopeState
from tests.exchange.papers import DOCUMENTS, MARK, boxes_for, keys_of


class PowerCut(BaseException):
    """The desk is dead; only what was committed before is there afterwards."""


@dataclass
class State:
    device: str
    scopes: dict[str, ScopeState]
    keys: DeviceKeys
    mark: bytes | None = MARK.data
    documents: dict[str, bytes] = field(default_factory=lambda: dict(DOCUMENTS))
    looked_at: set[str] = field(default_factory=set)
    schema: Schema = field(default_factory=lambda: Schema(1, 1))

    def copy(self) -> "State":
        scopes = {name: scope.copy() for name, scope in self.scopes.items()}
        return replace(
            self,
            scopes=scopes,
            documents=dict(self.documents),
            looked_at=set(self.looked_at),
        )


class Witness(Protocol):
    """Is told of what happens in a ledger, just before it is stored."""

    def sealed(
        self, ledger: "MemoryLedger", bundle: SealedBundle, actions: Sequence[Action]
    ) -> None:
        """`actions` become `bundle`."""
        ...

    def taken_in(self, ledger: "MemoryLedger", scope: str, bundles: Iterable[str]) -> None:
        """What came by `bundles` (hashes) becomes known, by themselves or by a snapshot."""
        ...


class MemoryLedger(MemorySnapshots):
    """The `Ledger` of one desk."""

    def __init__(
        self,
        device: str,
        accesses: Sequence[ScopeAccess],
        incarnation: Callable[[], str] | None = None,
        merge: Callable[[Sequence[RowOp], Ancestry], RowState] = merge_row,
    ) -> None:
        boxes = boxes_for(device)
        scopes = {
            a.name: ScopeState({e: KnownEpoch(box) for e, box in boxes[a.name].items()})
            for a in accesses
        }
        self.state = State(device, scopes, keys_of(device))
        self.fuse: int | None = None
        self.witness: Witness | None = None
        self.fails_before_commit = False
        self.is_deaf = False
        """Whether the PC was made to believe nobody who says that others were locked out."""
        self._incarnation = incarnation or (lambda: f"r{len(self.state.looked_at)}")
        self._merge = merge

    def _scopes(self) -> Mapping[str, ScopeState]:
        return self.state.scopes

    def _device(self) -> str:
        return self.state.device

    def _learns(self, scope: str, bundles: Iterable[str]) -> None:
        if self.witness:
            self.witness.taken_in(self, scope, bundles)

    def copy_state(self) -> State:
        return self.state.copy()

    def act(self, scope: str, action: Action) -> None:
        """What the desk's own door for writing does with one user verb."""
        self.state.scopes[scope].pending.append(action)

    def row(self, scope: str, row: Row) -> RowState:
        """The row as this desk shows it."""
        s = self.state.scopes[scope]
        pending = self._pending_ops(s, row)
        if pending:
            return self._merge([*s.ops.get(row, ()), *pending], s.ancestry)
        return self._shown(s, row)

    def rows(self, scope: str) -> dict[Row, RowState]:
        s = self.state.scopes[scope]
        own = {(c.entity, c.entity_id) for a in s.pending for c in a.changes}
        return {
            row: self.row(scope, row) if row in own else self._shown(s, row)
            for row in sorted(own | set(s.ops))
        }

    def _shown(self, s: ScopeState, row: Row) -> RowState:
        if row not in s.shown:
            s.shown[row] = self._merge(s.ops.get(row, ()), s.ancestry)
        return s.shown[row]

    @staticmethod
    def _pending_ops(s: ScopeState, row: Row) -> list[RowOp]:
        changes = [(a, n, c) for a in s.pending for n, c in enumerate(a.changes)]
        return [
            RowOp(None, i, a.stamp, a.device, n, c.kind, c.after or {})
            for i, (a, n, c) in enumerate(changes)
            if (c.entity, c.entity_id) == row
        ]

    def _transaction(self, work: Callable[[], object]) -> None:
        if self.fuse is not None:
            self.fuse -= 1
        if self.fuse == 0 and self.fails_before_commit:
            raise PowerCut
        work()
        if self.fuse == 0:
            raise PowerCut

    def mark(self) -> bytes | None:
        return self.state.mark

    def remember_mark(self, mark: bytes) -> None:
        def work() -> None:
            if self.state.mark != mark:
                self.state.mark, self.state.documents = mark, {}
                for scope in self.state.scopes.values():
                    scope.epochs = {}

        self._transaction(work)

    def device_keys(self) -> DeviceKeys:
        return self.state.keys

    def document_paths(self) -> set[str]:
        return set(self.state.documents)

    def documents(self, folder: str) -> Mapping[str, bytes]:
        start = f"{folder}/"
        return {
            path: data
            for path, data in self.state.documents.items()
            if path.startswith(start) and "/" not in path[len(start) :]
            if not (self.is_deaf and path.endswith(".sperre"))
        }

    def keep_document(self, path: str, data: bytes) -> None:
        self._transaction(lambda: self.state.documents.update({path: data}))

    def forget_document(self, path: str) -> None:
        self._transaction(lambda: self.state.documents.pop(path, None))

    def epochs(self, scope: str) -> Mapping[str, KnownEpoch]:
        return dict(self.state.scopes[scope].epochs)

    def keep_epochs(
        self, scope: str, boxes: Mapping[str, bytes], superseded: AbstractSet[str]
    ) -> None:
        def work() -> None:
            epochs = self.state.scopes[scope].epochs
            epochs.update({epoch: KnownEpoch(box) for epoch, box in boxes.items()})
            for epoch in superseded & epochs.keys():
                epochs[epoch] = KnownEpoch(epochs[epoch].box, superseded=True)

        self._transaction(work)

    def device(self) -> str:
        return self.state.device

    def schema(self) -> Schema:
        return self.state.schema

    def scopes(self, house: str) -> Sequence[str]:
        return list(self.state.scopes)

    def standing(self, scope: str) -> Standing:
        s = self.state.scopes[scope]
        lane = f"{self.state.device}.{s.incarnation}"
        return Standing(lane, s.next_seq, s.head, tuple(sorted(s.heads)))

    def new_incarnation(self, scope: str) -> None:
        def work() -> None:
            s = self.state.scopes[scope]
            s.incarnation, s.next_seq, s.head = self._incarnation(), 1, None

        self._transaction(work)

    def pending(self, scope: str, limit: int) -> Sequence[Action]:
        return self.state.scopes[scope].pending[:limit]

    def record_sealed(self, scope: str, bundle: SealedBundle) -> bool:
        s, header = self.state.scopes[scope], bundle.header
        place = self.standing(scope)
        if (header.lane, header.seq, header.prev) != (place.lane, place.next_seq, place.head):
            return False
        first = s.pending[: len(bundle.actions)]
        if not s.heads.issuperset(header.deps) or [a.id for a in first] != [*bundle.actions]:
            return False

        def work() -> None:
            opened = OpenedBundle(bundle.hash, bundle.path, header, tuple(first))
            del s.pending[: len(first)]
            self._enter(s, opened, bundle.data)
            s.next_seq, s.head = header.seq + 1, bundle.hash

        if self.witness:
            self.witness.sealed(self, bundle, first)
        self._transaction(work)
        return True

    def known(self, names: Iterable[str]) -> set[str]:
        return {n for n in names if any(s.places.get(n) for s in self.state.scopes.values())}

    def known_beginnings(self, beginnings: Iterable[str]) -> set[str]:
        known = {n[:16] for s in self.state.scopes.values() for n in s.places.names()}
        return known & set(beginnings)

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        s = self.state.scopes[scope]
        if s.places.get(bundle.hash):
            return Applied.KNOWN
        if s.pending and self._seals_first():
            return Applied.SEAL_FIRST

        def work() -> None:
            self._learns(scope, [bundle.hash])
            self._enter(s, bundle, data)

        self._transaction(work)
        return Applied.APPLIED

    def _seals_first(self) -> bool:
        return True

    @staticmethod
    def _enter(s: ScopeState, bundle: OpenedBundle, data: bytes) -> None:
        header = bundle.header
        s.add_node((bundle.hash, header.lane, header.seq, header.prev, header.deps))
        s.archive[bundle.hash] = (bundle.path, data)
        s.heads = (s.heads - header.parents) | {bundle.hash}
        for row, op in row_ops(bundle):
            s.add_op(row, replace(op, tag=tag_of(op.kind, op.after)))

    def archived(self, scope: str) -> Mapping[str, str]:
        return {b: path for b, (path, _) in self.state.scopes[scope].archive.items()}

    def archived_bytes(self, bundle_hash: str) -> bytes:
        return next(
            s.archive[bundle_hash][1]
            for s in self.state.scopes.values()
            if bundle_hash in s.archive
        )

    def looked_at(self) -> set[str]:
        return set(self.state.looked_at)

    def remember_looked_at(self, path: str) -> None:
        self._transaction(lambda: self.state.looked_at.add(path))
