"""Snapshots, dropping and erasing of a ledger that lives in memory.

Its snapshots hold the compacted changes as the product's merge makes them; how the database packs
them into a file is tested with real databases.
"""

import copy
import hashlib
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from begegnung.exchange.ancestry import Ancestry, PlacesInMemory
from begegnung.exchange.codec import Unreadable
from begegnung.exchange.epochs import KnownEpoch
from begegnung.exchange.ledger import Applied, KnownSnapshot
from begegnung.exchange.merge import RowOp, RowState, compact
from begegnung.exchange.snapshot import Payload
from begegnung.model.changes import Action

Row = tuple[str, str]
Node = tuple[str, str, int, str | None, tuple[str, ...]]
"""Hash, lane, seq, prev and deps of a bundle."""


class MemoryPlaces(PlacesInMemory):
    """Places that a copied PC gets a copy of."""

    def copy(self) -> Self:
        twin = copy.copy(self)
        twin._places, twin._lengths = dict(self._places), list(self._lengths)
        return twin


@dataclass
class ScopeState:
    """What a desk has of one scope."""

    epochs: dict[str, KnownEpoch] = field(default_factory=dict)
    incarnation: str = "a"
    next_seq: int = 1
    head: str | None = None
    heads: set[str] = field(default_factory=set)
    pending: list[Action] = field(default_factory=list)
    archive: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    ops: defaultdict[Row, list[RowOp]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[Row, RowState] = field(default_factory=dict)
    """What was sealed or taken in, merged; rows that have changed since are missing."""
    places: MemoryPlaces = field(default_factory=MemoryPlaces)
    nodes: dict[str, Node] = field(default_factory=dict)
    erased: set[Row] = field(default_factory=set)
    traces: set[str] = field(default_factory=set)
    snapshots: dict[str, KnownSnapshot] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    swept: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)
    acks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ancestry = Ancestry(self.places)

    def copy(self) -> "ScopeState":
        """The same once more; only the containers are copied, for nothing in them ever changes."""
        twin = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, dict | list | set):
                setattr(twin, name, copy.copy(value))
        twin.ops = defaultdict(list, {row: list(ops) for row, ops in self.ops.items()})
        twin.places = self.places.copy()
        twin.ancestry = Ancestry(twin.places)
        return twin

    def add_node(self, node: Node) -> None:
        """A bundle is taken in; its parents were."""
        name, lane, _, prev, deps = node
        self.places.put(name, self.ancestry.place_for(lane, prev, deps))
        self.nodes[name] = node

    def add_op(self, row: Row, op: RowOp) -> None:
        """A change arrives; after an erasure nothing else stays, before or after."""
        self.shown.pop(row, None)
        told = [o.bundle for o in (*self.ops[row], op) if o.bundle]
        if op.kind == "E":
            self.ops[row] = [o for o in self.ops[row] if o.kind == "E"]
            self.erased.add(row)
        if row in self.erased:
            self.traces.update(told)
        if op.kind == "E" or row not in self.erased:
            self.ops[row].append(op)

    def on_top(self, bundles: set[str]) -> set[str]:
        above = self.ancestry
        return {b for b in bundles if not any(above.is_ancestor(b, other) for other in bundles)}


class MemorySnapshots:
    """The part of a `Ledger` that knows what was covered, dropped and erased."""

    _scopes: Callable[[], Mapping[str, ScopeState]]
    rows: Callable[[str], Mapping[Row, RowState]]
    _device: Callable[[], str]
    _seals_first: Callable[[], bool]
    _learns: Callable[[str, Iterable[str]], None]
    _transaction: Callable[[Callable[[], object]], None]

    def state_at(self, scope: str, heads: Iterable[str]) -> str | None:
        s = self._scopes()[scope]
        if s.pending or s.heads != set(heads):
            return None
        shown = [
            (row, sorted(state.values.items()))
            for row, state in sorted(self.rows(scope).items())
            if state.exists
        ]
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def acks(self, scope: str) -> Sequence[bytes]:
        return list(self._scopes()[scope].acks)

    def keep_acks(self, scope: str, acks: Sequence[bytes]) -> None:
        self._transaction(lambda: setattr(self._scopes()[scope], "acks", list(acks)))

    def weight(self, scope: str) -> tuple[int, int]:
        archive = self._scopes()[scope].archive
        return len(archive), sum(len(data) for _, data in archive.values())

    def is_lane_taken(self, scope: str) -> bool:
        s = self._scopes()[scope]
        lane = f"{self._device()}.{s.incarnation}"
        return sum(node[1] == lane for node in s.nodes.values()) >= s.next_seq

    def make_snapshot(self, scope: str) -> Payload:
        s = self._scopes()[scope]
        ops = [
            (row, op)
            for row, row_ops in sorted(s.ops.items())
            for op in compact(row_ops, s.ancestry)
        ]
        data = pickle.dumps((list(s.nodes.values()), ops))
        return Payload(tuple(sorted(s.heads)), len(s.nodes), checked(data))

    def join_snapshot(self, scope: str, payload: Payload) -> Applied:
        s = self._scopes()[scope]
        if s.pending and self._seals_first():
            return Applied.SEAL_FIRST
        nodes, ops = read_payload(payload)
        new = {node[0] for node in nodes} - s.nodes.keys()

        def work() -> None:
            self._learns(scope, new)
            for node in nodes:
                if node[0] in new:
                    s.add_node(node)
            for row, op in sorted(ops, key=lambda pair: pair[1].kind != "E"):
                if op.bundle in new:
                    s.add_op(row, op)
            s.heads = s.on_top(s.heads | set(payload.heads))
            if new:
                s.released = s.on_top(s.released | set(payload.heads))

        self._transaction(work)
        return Applied.APPLIED if new else Applied.KNOWN

    def snapshots(self, scope: str) -> Mapping[str, KnownSnapshot]:
        return dict(self._scopes()[scope].snapshots)

    def remember_snapshot(self, scope: str, path: str, known: KnownSnapshot) -> None:
        self._transaction(lambda: self._scopes()[scope].snapshots.update({path: known}))

    def forget_snapshot(self, path: str) -> None:
        def work() -> None:
            for s in self._scopes().values():
                s.snapshots.pop(path, None)

        self._transaction(work)

    def covers(self, heads: Iterable[str], bundles: Iterable[str]) -> bool:
        above = tuple(heads)
        return all(
            any(s.places.get(b) and s.ancestry.covers(above, b) for s in self._scopes().values())
            for b in bundles
        )

    def covered_beginnings(self, heads: Iterable[str], beginnings: Iterable[str]) -> set[str]:
        above, asked = tuple(heads), set(beginnings)
        return {
            name[:16]
            for s in self._scopes().values()
            for name in s.nodes
            if name[:16] in asked and all(h in s.nodes for h in above)
            if s.ancestry.covers(above, name)
        }

    def is_releasable(self, scope: str, heads: Iterable[str]) -> bool:
        s = self._scopes()[scope]
        above = tuple(heads)
        return any(s.ancestry.covers(above, name) for name in s.archive)

    def release(self, scope: str, heads: Iterable[str]) -> None:
        s, above = self._scopes()[scope], tuple(heads)

        def work() -> None:
            for name in [n for n in s.archive if s.ancestry.covers(above, n)]:
                del s.archive[name]
            s.released = s.on_top(s.released | set(above))

        self._transaction(work)

    def released(self, scope: str) -> Sequence[str]:
        return sorted(self._scopes()[scope].released)

    def erasures(self, scope: str) -> Sequence[str]:
        s = self._scopes()[scope]
        return sorted(b for b in s.traces if not s.ancestry.covers(s.swept, b))

    def swept(self, scope: str) -> Sequence[str]:
        return sorted(self._scopes()[scope].swept)

    def spared(self, scope: str) -> set[str]:
        return set(self._scopes()[scope].spared)

    def remember_swept(self, scope: str, heads: Iterable[str], spared: Iterable[str]) -> None:
        s = self._scopes()[scope]

        def work() -> None:
            s.swept = s.on_top(s.swept | set(heads))
            s.spared = set(spared)

        self._transaction(work)


def checked(pickled: bytes) -> bytes:
    """What `read_payload` takes for one made here."""
    return hashlib.sha256(pickled).digest() + pickled


def read_payload(payload: Payload) -> tuple[list[Node], list[tuple[Row, RowOp]]]:
    """The nodes and changes of a snapshot made by `MemorySnapshots`.

    Raises:
        Unreadable: made by something else.
    """
    digest, data = payload.data[:32], payload.data[32:]
    if hashlib.sha256(data).digest() != digest:
        raise Unreadable("not a payload")
    found: Any = pickle.loads(data)
    return found
