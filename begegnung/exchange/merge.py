"""The merge: what a row is, given everything that anybody has ever done to it. Pure.

Every column is a register with all values that nobody has knowingly replaced (a multi-value
register, Shapiro et al. 2011). Knowledge decides first: who saw the other's value and wrote his own
has replaced it, whatever the clocks say. Only between writes that did not know of each other the
later stamp decides which one is shown, and the other one is kept as a clash for a person to settle.

When in doubt a row is kept: deleting it and editing it without knowing of each other leaves it
visible, with a clash in the column `DELETED`. Only an erasure (kind E) ends a row for good,
whatever else was or will be done to it.

What nobody will ever be shown again need not be kept: `compact` drops values that were knowingly
replaced, and the merge gives the same with what is left.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from begegnung.exchange.ancestry import Ancestry, Place, knows
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.codec import canonical
from begegnung.model.changes import Kind

DELETED = "@deleted"
"""The column of a clash between deleting and editing; its values say whether the row is deleted."""


@dataclass(frozen=True, slots=True)
class RowOp:
    """One change of a row, as the merge sees it.

    `bundle` is None while the change is in no bundle: then it was made with knowledge of everything
    taken in here. `index` orders the changes of one bundle. `stamp`, `device` and `position` (among
    the changes of its action in one scope) say whose change it is, `tag` what was in it (see
    `tag_of`; worked out where it is empty). `after` holds the new values of the columns that were
    written: the whole row for I, nothing for D and E; values that were replaced may be missing.
    """

    bundle: str | None
    index: int
    stamp: int
    device: str
    position: int
    kind: Kind
    after: Mapping[str, Any]
    tag: str = ""

    @property
    def uid(self) -> str:
        """The identity of the change, wherever it is found: a copied PC seals the same one twice.

        Copies of a PC with a wrong clock may give two changes one stamp; what is in them tells
        them apart.
        """
        tag = self.tag or tag_of(self.kind, self.after)
        return f"{self.stamp:016x}.{self.device}.{self.position:06d}.{tag}"


def tag_of(kind: Kind, after: Mapping[str, Any]) -> str:
    """Sixteen digits that say what a change has written."""
    return hashlib.sha256(canonical([kind, dict(after)])).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that nobody has knowingly replaced; `lane` is None if it is in no bundle yet."""

    value: Any
    stamp: int
    uid: str
    lane: str | None


@dataclass(frozen=True, slots=True)
class CellClash:
    """Different values were written into `column` without knowledge of each other.

    `winner` is the one that is shown, `others` the different ones, the latest first.
    """

    column: str
    winner: Candidate
    others: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class RowState:
    """What a row is now. A row that does not exist has no values and no clashes."""

    exists: bool
    values: Mapping[str, Any]
    clashes: tuple[CellClash, ...]


def row_ops(bundle: OpenedBundle) -> Iterator[tuple[tuple[str, str], RowOp]]:
    """Every change of `bundle` with (entity, entity id) of its row, in order."""
    index = 0
    for action in bundle.actions:
        for position, change in enumerate(action.changes):
            op = RowOp(
                bundle.hash,
                index,
                action.stamp,
                action.device,
                position,
                change.kind,
                change.after or {},
            )
            yield (change.entity, change.entity_id), op
            index += 1


_Spot = tuple[str | None, int, Place | None]
"""A bundle, the number of a change in it, and where the bundle stands; None for no bundle yet."""


@dataclass(frozen=True, slots=True)
class _Write:
    """One change with every spot it is found at."""

    uid: str
    op: RowOp
    spots: tuple[_Spot, ...]

    @property
    def rank(self) -> tuple[int, str]:
        return self.op.stamp, self.uid


def merge_row(ops: Sequence[RowOp], ancestry: Ancestry) -> RowState:
    """The state of the row to which `ops` were done, in whatever order and however often given.

    Raises:
        KeyError: an op is of a bundle that `ancestry` has not taken in.
    """
    if len(ops) == 1 and ops[0].kind in ("I", "U"):
        # Most rows of a house were written once, and nothing else on the first exchange.
        return RowState(exists=True, values=dict(ops[0].after), clashes=())
    if any(op.kind == "E" for op in ops):
        return RowState(exists=False, values={}, clashes=())
    writes = _by_identity(ops, ancestry)
    standing = _standing(writes)
    kept = [w for w in standing if w.op.kind != "D"]
    if not kept:
        return RowState(exists=False, values={}, clashes=())
    columns: defaultdict[str, list[_Write]] = defaultdict(list)
    for write in writes:
        for column in write.op.after:
            columns[column].append(write)
    values: dict[str, Any] = {}
    clashes: list[CellClash] = []
    for column in sorted(columns):
        cell = _standing(columns[column])
        winner = max(cell, key=lambda w: w.rank)
        values[column] = winner.op.after[column]
        clashes += _clash(column, [(w, w.op.after[column]) for w in cell], winner, ancestry)
    gone = [(w, w.op.kind == "D") for w in standing]
    clashes += _clash(DELETED, gone, max(kept, key=lambda w: w.rank), ancestry)
    return RowState(exists=True, values=values, clashes=tuple(clashes))


def compact(ops: Sequence[RowOp], ancestry: Ancestry) -> list[RowOp]:
    """The same changes, in the same order, without the values that were knowingly replaced.

    An erasure leaves nothing but itself.

    Raises:
        KeyError: an op is of a bundle that `ancestry` has not taken in.
    """
    erasures = [op for op in ops if op.kind == "E"]
    if erasures:
        return erasures
    if len(ops) == 1:
        return list(ops)
    writes = _by_identity(ops, ancestry)
    stands: set[tuple[str, str]] = set()
    for column in {column for write in writes for column in write.op.after}:
        cell = _standing([w for w in writes if column in w.op.after])
        stands.update((write.uid, column) for write in cell)
    return [_reduced(op, stands) for op in ops]


def _reduced(op: RowOp, stands: set[tuple[str, str]]) -> RowOp:
    kept = {column: value for column, value in op.after.items() if (op.uid, column) in stands}
    if len(kept) == len(op.after):
        return op
    return replace(op, after=kept, tag=op.tag or tag_of(op.kind, op.after))


def _by_identity(ops: Iterable[RowOp], ancestry: Ancestry) -> list[_Write]:
    """The changes, each once, sorted: the result may not depend on the order of arrival."""
    found: defaultdict[str, list[RowOp]] = defaultdict(list)
    for op in ops:
        found[op.uid].append(op)
    return [
        _Write(uid, _fullest(same), tuple(_spots(same, ancestry)))
        for uid, same in sorted(found.items())
    ]


def _spots(same: Sequence[RowOp], ancestry: Ancestry) -> Iterator[_Spot]:
    """Where copies of one change are found."""
    for bundle, index in {(op.bundle, op.index) for op in same}:
        yield bundle, index, None if bundle is None else ancestry.place(bundle)


def _fullest(same: Sequence[RowOp]) -> RowOp:
    """Of copies of one change the one with the most values: some may have been compacted."""
    after: dict[str, Any] = {}
    for op in same:
        after.update(op.after)
    return same[0] if len(same[0].after) == len(after) else replace(same[0], after=after)


def _standing(writes: Sequence[_Write]) -> list[_Write]:
    """Those that no other one has knowingly replaced."""
    standing: list[_Write] = []
    for write in writes:
        if any(_knew(other, write) for other in standing):
            continue
        standing = [other for other in standing if not _knew(write, other)]
        standing.append(write)
    return standing


def _knew(later: _Write, earlier: _Write) -> bool:
    """Whether `later` was made with knowledge of `earlier`: so it was at one of their spots."""
    for there in later.spots:
        for here in earlier.spots:
            if _follows(there, here):
                return True
    return False


def _follows(later: _Spot, earlier: _Spot) -> bool:
    if later[0] == earlier[0]:
        return later[1] > earlier[1]
    place, before = later[2], earlier[2]
    # What is in no bundle yet was made with knowledge of everything taken in here.
    return place is None or (before is not None and knows(place.vector, before))


def _clash(
    column: str, cell: Sequence[tuple[_Write, Any]], winner: _Write, ancestry: Ancestry
) -> list[CellClash]:
    """The clash of `cell` (changes that stand, with their values), if there is one."""
    won = next(value for write, value in cell if write is winner)
    # Compared as JSON, for Python takes 1, 1.0 and True for the same.
    others = [(w, v) for w, v in cell if w is not winner and canonical(v) != canonical(won)]
    if not others:
        return []
    others.sort(key=lambda pair: pair[0].rank, reverse=True)
    clash = CellClash(
        column,
        _candidate(winner, won, ancestry),
        tuple(_candidate(write, value, ancestry) for write, value in others),
    )
    return [clash]


def _candidate(write: _Write, value: Any, ancestry: Ancestry) -> Candidate:
    bundles = sorted(bundle for bundle, _, _ in write.spots if bundle is not None)
    lane = ancestry.lane(bundles[0]) if bundles else None
    return Candidate(value, write.op.stamp, write.uid, lane)
