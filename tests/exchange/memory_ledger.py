"""A ledger that lives in memory: what the exchange needs of a desk, and nothing else.

Its `state` can be copied, which is what a backup, a restored disk or a copied PC is. A fuse cuts
the power just before or just after a transaction.
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import OpenedBundle, Schema, ScopeAccess, SealedBundle, Standing
from begegnung.exchange.ledger import Applied
from begegnung.exchange.merge import RowOp, RowState, merge_row, op_uid, row_ops
from begegnung.model.changes import Action

Row = tuple[str, str]


class PowerCut(BaseException):
    """The desk is dead; only what was committed before is there afterwards."""


@dataclass
class ScopeState:
    access: ScopeAccess
    incarnation: str = "a"
    next_seq: int = 1
    head: str | None = None
    heads: set[str] = field(default_factory=set)
    vector: dict[str, int] = field(default_factory=dict)
    pending: list[Action] = field(default_factory=list)
    archive: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    ops: defaultdict[Row, list[RowOp]] = field(default_factory=lambda: defaultdict(list))
    ancestry: Ancestry = field(default_factory=Ancestry)


@dataclass
class State:
    device: str
    scopes: dict[str, ScopeState]
    repository: str | None = None
    looked_at: set[str] = field(default_factory=set)
    schema: Schema = field(default_factory=lambda: Schema(1, 1))


class MemoryLedger:
    """The `Ledger` of one desk."""

    def __init__(
        self,
        device: str,
        accesses: Sequence[ScopeAccess],
        incarnation: Callable[[], str] | None = None,
        merge: Callable[[Sequence[RowOp], Ancestry], RowState] = merge_row,
    ) -> None:
        self.state = State(device, {a.name: ScopeState(a) for a in accesses})
        self.fuse: int | None = None
        self.fails_before_commit = False
        self._incarnation = incarnation or (lambda: f"r{len(self.state.looked_at)}")
        self._merge = merge

    def copy_state(self) -> State:
        return copy.deepcopy(self.state)

    def act(self, scope: str, action: Action) -> None:
        """What the desk's own door for writing does with one user verb."""
        self.state.scopes[scope].pending.append(action)

    def row(self, scope: str, row: Row) -> RowState:
        """The row as this desk shows it."""
        s = self.state.scopes[scope]
        return self._merge([*s.ops[row], *self._pending_ops(s, row)], s.ancestry)

    def rows(self, scope: str) -> dict[Row, RowState]:
        s = self.state.scopes[scope]
        own = {(c.entity, c.entity_id) for a in s.pending for c in a.changes}
        return {row: self.row(scope, row) for row in sorted(own | set(s.ops))}

    @staticmethod
    def _pending_ops(s: ScopeState, row: Row) -> list[RowOp]:
        changes = [
            (a, n, c)
            for a in s.pending
            for n, c in enumerate(a.changes)
        ]  # fmt: skip
        return [
            RowOp(None, i, a.stamp, op_uid(a.id, n), c.kind, c.after or {})
            for i, (a, n, c) in enumerate(changes)
            if (c.entity, c.entity_id) == row
        ]

    def _transaction(self, work: Callable[[], None]) -> None:
        if self.fuse is not None:
            self.fuse -= 1
        if self.fuse == 0 and self.fails_before_commit:
            raise PowerCut
        work()
        if self.fuse == 0:
            raise PowerCut

    def repository(self) -> str | None:
        return self.state.repository

    def remember_repository(self, repository: str) -> None:
        def work() -> None:
            self.state.repository = repository

        self._transaction(work)

    def device(self) -> str:
        return self.state.device

    def schema(self) -> Schema:
        return self.state.schema

    def scopes(self) -> Sequence[ScopeAccess]:
        return [s.access for s in self.state.scopes.values()]

    def standing(self, scope: str) -> Standing:
        s = self.state.scopes[scope]
        lane = f"{self.state.device}.{s.incarnation}"
        return Standing(lane, s.next_seq, s.head, tuple(sorted(s.heads)), dict(s.vector))

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
            opened = OpenedBundle(bundle.hash, bundle.path, header, tuple(first), {})
            del s.pending[: len(first)]
            self._enter(s, opened, bundle.data)
            s.next_seq, s.head = header.seq + 1, bundle.hash

        self._transaction(work)
        return True

    def known(self, scope: str) -> set[str]:
        return set(self.state.scopes[scope].archive)

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        s = self.state.scopes[scope]
        if bundle.hash in s.archive:
            return Applied.KNOWN
        if s.pending and self._seals_first():
            return Applied.SEAL_FIRST
        self._transaction(lambda: self._enter(s, bundle, data))
        return Applied.APPLIED

    def _seals_first(self) -> bool:
        return True

    @staticmethod
    def _enter(s: ScopeState, bundle: OpenedBundle, data: bytes) -> None:
        header = bundle.header
        s.ancestry.add(bundle.hash, header.lane, header.seq, header.prev, header.deps)
        s.archive[bundle.hash] = (bundle.path, data)
        s.heads = (s.heads - header.parents) | {bundle.hash}
        s.vector[header.lane] = max(header.seq, s.vector.get(header.lane, 0))
        for row, op in row_ops(bundle):
            s.ops[row].append(op)

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
