"""What every desk of a simulated city has to show, known independently of how it is reached.

The oracle does not look at lanes, heads or causality to decide what is right: it notes for every
change which others were visible on that desk when it was made. What is shown at the end are exactly
the values that nobody alive has knowingly replaced. It sees every bundle when it is sealed, so it
never has to open one.

Sets of changes are numbers here, with one bit for each change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from begegnung.exchange.bundle import SealedBundle
from begegnung.exchange.chain import Trust
from begegnung.exchange.layout import CITY
from begegnung.exchange.merge import DELETED, CellClash, RowOp, RowState
from begegnung.exchange.trust import trust_of
from begegnung.model.changes import Action, Kind
from tests.exchange.desk_work import existing, open_questions
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import Row
from tests.exchange.papers import MARK


@dataclass(frozen=True, slots=True)
class Truth:
    """One change as its desk made it."""

    scope: str
    row: Row
    kind: Kind
    after: Mapping[str, Any]
    stamp: int
    uid: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle as it was sealed: `changes` are those in it, `below` also those it rests on.

    `ancestors` are the numbers of the bundles it rests on and its own. `erasable` are the rows of
    which it tells more than that they were erased. `locked_out` are the certificates of PCs that
    its writer knew to be locked out.
    """

    hash: str
    scope: str
    device: str
    certificate: str
    epoch: str
    readable_from: int
    parents: frozenset[str]
    changes: int
    below: int
    ancestors: int
    erasable: frozenset[Row]
    locked_out: frozenset[str]


class Oracle:
    def __init__(self) -> None:
        self.truth: list[Truth] = []
        self.bundles: dict[str, Sealed] = {}
        self.wrong: set[str] = set()
        """What was wrong at once, whatever comes of it."""
        self.outside: set[MemoryLedger] = set()
        """Ledgers of PCs that are in wrong hands: what they do is not judged."""
        self.stolen: set[tuple[str, bytes]] = set()
        """PCs that came into wrong hands, with their public keys: also those that are back."""
        self.forged: set[bytes] = set()
        """Files that nobody has written who may write."""
        self.snapshots: dict[str, tuple[str, ...]] = {}
        """The heads of snapshots that were on the share when a PC was locked out, by hash."""
        self._numbers: dict[tuple[str, Row, str], int] = {}
        self._seen: list[int] = []
        self._actions: dict[tuple[str, str], int] = {}
        self._believers: defaultdict[str, set[str]] = defaultdict(set)

    def note(self, ledger: MemoryLedger, scope: str, action: Action) -> int:
        """`action` is just being done on the desk of `ledger`; gives its changes."""
        seen, made = self.visible(ledger, scope), 0
        for position, change in enumerate(action.changes):
            after = change.after or {}
            uid = RowOp(None, 0, action.stamp, action.device, position, change.kind, after).uid
            row = (change.entity, change.entity_id)
            # Two copies of a PC may do the same at the same moment: that is one change.
            number = self._numbers.setdefault((scope, row, uid), len(self.truth))
            if number == len(self.truth):
                self.truth.append(Truth(scope, row, change.kind, after, action.stamp, uid))
                self._seen.append(0)
            self._seen[number] |= seen & ~(1 << number)
            made |= 1 << number
            seen |= 1 << number
        self._actions[scope, action.id] = made
        return made

    def sealed(self, ledger: MemoryLedger, bundle: SealedBundle, actions: Sequence[Action]) -> None:
        """See `Witness.sealed`."""
        header = bundle.header
        nodes = ledger.state.scopes[header.scope].nodes.values()
        if sum(lane == header.lane for _, lane, *_ in nodes) >= header.seq:
            self.wrong.add("a PC goes on in a lane in which somebody else has written")
        changes, below, ancestors = 0, 0, 1 << len(self.bundles)
        for action in actions:
            changes |= self._actions[header.scope, action.id]
        for parent in header.parents & self.bundles.keys():
            below |= self.bundles[parent].below
            ancestors |= self.bundles[parent].ancestors
        told = (c for a in actions for c in a.changes if c.kind != "E")
        self.bundles[bundle.hash] = Sealed(
            hash=bundle.hash,
            scope=header.scope,
            device=header.lane.partition(".")[0],
            certificate=header.certificate,
            epoch=header.epoch,
            readable_from=header.readable_from,
            parents=header.parents,
            changes=changes,
            below=below | changes,
            ancestors=ancestors,
            erasable=frozenset((c.entity, c.entity_id) for c in told),
            locked_out=locked_out(trust_in(ledger)),
        )

    def taken_in(self, ledger: MemoryLedger, scope: str, bundles: Iterable[str]) -> None:
        """See `Witness.taken_in`."""
        names = list(bundles)
        if ledger not in self.outside:
            self._judge_intake(ledger, scope, names)
        for name in names:
            self._believers[name].add(ledger.device())

    def _judge_intake(self, ledger: MemoryLedger, scope: str, names: Iterable[str]) -> None:
        trust = trust_in(ledger)
        for name in names:
            bundle = self.bundles.get(name)
            if bundle is None or bundle.scope != scope:
                self.wrong.add("something was taken in that nobody has written there")
                continue
            if bundle.readable_from > ledger.state.schema.version:
                self.wrong.add("an old program has taken in what it cannot understand")
            if not self._may_count(bundle, trust):
                self.wrong.add("something of a PC that was locked out was taken in")

    def _may_count(self, bundle: Sealed, trust: Trust) -> bool:
        """Whether anybody can have had a reason to take the bundle in."""
        if counts(bundle, trust):
            return True
        valid = {c.device for name, c in trust.certificates.items() if trust.is_valid(name)}
        # Its writer as well, if he was given other keys since.
        if (self._believers[bundle.hash] | {bundle.device}) & valid:
            return True
        own = bundle.ancestors.bit_length() - 1
        above = [b for b in self.bundles.values() if b.ancestors >> own & 1]
        if any(counts(b, trust) for b in above):
            return True
        named = {h for r in trust.revocations for h in r.leaves.get(bundle.scope, ())}
        heads = {head for name in named for head in self.snapshots.get(name, ())}
        return any(b.hash in heads for b in above)

    def visible(self, ledger: MemoryLedger, scope: str) -> int:
        """The changes that a desk has made or taken in."""
        state, found = ledger.state.scopes[scope], 0
        for action in state.pending:
            found |= self._actions[scope, action.id]
        for name in state.nodes:
            bundle = self.bundles.get(name)
            found |= bundle.changes if bundle else 0
        return found

    def everything(self, ledger: MemoryLedger) -> int:
        """The changes that a desk has made or taken in, of all scopes."""
        found = 0
        for scope in ledger.state.scopes:
            found |= self.visible(ledger, scope)
        return found

    def sealed_by(self, device: str) -> int:
        """The changes that a PC, or a copy of it, has sealed."""
        found = 0
        for bundle in self.bundles.values():
            found |= bundle.changes if bundle.device == device else 0
        return found

    def in_scopes(self, scopes: Iterable[str]) -> int:
        """The changes that were made in some scopes."""
        wanted = set(scopes)
        return sum(1 << n for n, truth in enumerate(self.truth) if truth.scope in wanted)

    def judge(self, ledgers: Sequence[MemoryLedger]) -> set[str]:
        """What is wrong with what the desks have and show."""
        found = set(self.wrong)
        expected: dict[str, dict[Row, Any]] = {}
        for scope in sorted({scope for ledger in ledgers for scope in ledger.state.scopes}):
            members = [ledger for ledger in ledgers if scope in ledger.state.scopes]
            visible = [self.visible(ledger, scope) for ledger in members]
            if any(other != visible[0] for other in visible):
                found.add("desks have taken in different things")
            expected[scope] = self._expected(visible[0])
            first = members[0].rows(scope)
            if {row: self._plain(scope, row, s) for row, s in first.items()} != expected[scope]:
                found.add("a desk shows something else than the truth")
            if any(_comparable(other.rows(scope)) != _comparable(first) for other in members[1:]):
                found.add("desks show different things")
        found |= set(self._misjudged(ledgers, expected))
        return found

    def _misjudged(
        self, ledgers: Sequence[MemoryLedger], expected: Mapping[str, dict[Row, Any]]
    ) -> Iterator[str]:
        """Whether desks list for their people what is to be settled, and nothing else."""
        for house in expected.keys() - {CITY} or {CITY}:
            members = [ledger for ledger in ledgers if house in ledger.state.scopes]
            asked = [
                open_questions(*(existing(ledger, scope) for scope in (CITY, house)))
                for ledger in members
            ]
            if any(found != asked[0] for found in asked):
                yield "desks list different things to be settled"
            if asked[0] != _to_be_settled(expected[CITY], expected[house]):
                yield "something is to be settled that is not listed, or the other way round"

    def _plain(self, scope: str, row: Row, state: RowState) -> Any:
        values = {column: repr(value) for column, value in state.values.items()}
        number = lambda uid: self._numbers.get((scope, row, uid), -1)  # noqa: E731

        def numbers(clash: CellClash) -> tuple[int, set[int]]:
            return number(clash.winner.uid), {number(other.uid) for other in clash.others}

        return state.exists, values, {clash.column: numbers(clash) for clash in state.clashes}

    def _expected(self, alive: int) -> dict[Row, Any]:
        rows: defaultdict[Row, int] = defaultdict(int)
        for n in numbers_in(alive):
            rows[self.truth[n].row] |= 1 << n
        return {row: self._expected_row(changes) for row, changes in rows.items()}

    def _expected_row(self, changes: int) -> Any:
        if any(self.truth[n].kind == "E" for n in numbers_in(changes)):
            return False, {}, {}
        standing = set(self._unreplaced(changes))
        kept = {n for n in standing if self.truth[n].kind != "D"}
        if not kept:
            return False, {}, {}
        columns: defaultdict[str, int] = defaultdict(int)
        for n in numbers_in(changes):
            for column in self.truth[n].after:
                columns[column] |= 1 << n
        values: dict[str, Any] = {}
        clashes: dict[str, Any] = {}
        for column, writes in columns.items():
            cell = list(self._unreplaced(writes))
            winner = max(cell, key=self._rank)
            values[column] = repr(self.truth[winner].after[column])
            others = {n for n in cell if repr(self.truth[n].after[column]) != values[column]}
            if others:
                clashes[column] = (winner, others)
        if standing != kept:
            clashes[DELETED] = (max(kept, key=self._rank), standing - kept)
        return True, values, clashes

    def _unreplaced(self, changes: int) -> Iterator[int]:
        replaced = 0
        for n in numbers_in(changes):
            replaced |= self._seen[n]
        return numbers_in(changes & ~replaced)

    def _rank(self, number: int) -> tuple[int, str]:
        return self.truth[number].stamp, self.truth[number].uid


def numbers_in(changes: int) -> Iterator[int]:
    """The numbers of the bits that are set."""
    while changes:
        lowest = changes & -changes
        yield lowest.bit_length() - 1
        changes ^= lowest


def trust_in(ledger: MemoryLedger) -> Trust:
    """Whom a desk trusts, given what it has read so far."""
    return trust_of(ledger, MARK)


def counts(bundle: Sealed, trust: Trust) -> bool:
    """Whether a bundle counts by itself: its writer is not locked out, or the bundle is named."""
    return trust.is_valid(bundle.certificate) or any(
        revocation.device == bundle.device
        and bundle.hash in revocation.leaves.get(bundle.scope, ())
        for revocation in trust.revocations
    )


def locked_out(trust: Trust) -> frozenset[str]:
    """The certificates of PCs that were locked out."""
    if not trust.revocations:
        return frozenset()
    return frozenset(name for name in trust.certificates if trust.is_revoked(name))


def _comparable(rows: Mapping[Row, RowState]) -> dict[Row, Any]:
    # Written out, for Python takes 1, 1.0 and True for the same.
    return {
        row: (s.exists, {column: repr(v) for column, v in s.values.items()}, repr(s.clashes))
        for row, s in rows.items()
    }


def _to_be_settled(city: Mapping[Row, Any], house: Mapping[Row, Any]) -> set[tuple[Any, ...]]:
    """The courses with more bookings than seats, and each two dates that need one room at once."""
    found: set[tuple[Any, ...]] = set()
    booked = sorted(
        (values["course"], name)
        for (entity, name), (exists, values, _) in house.items()
        if exists and entity == "booking" and values["state"] == "'booked'"
    )
    for (entity, name), (exists, values, _) in city.items():
        names = tuple(who for course, who in booked if course == repr(name))
        counted = exists and entity == "course" and values["seats"] != "None"
        if counted and len(names) > int(values["seats"]):
            found.add(("seats", name, names))
    dates = {row: v for row, (exists, v, _) in city.items() if exists and row[0] == "date"}
    for one, a in dates.items():
        for other, b in dates.items():
            together = int(a["begin"]) < int(b["end"]) and int(b["begin"]) < int(a["end"])
            if one < other and together and _same_room(a["room"], b["room"]):
                found.add(("room", one, other))
    return found


def _same_room(one: str, other: str) -> bool:
    """Whether two rooms (as `repr` writes them) are one, or one is a part of the other."""
    return one == other or {one, other} in (
        {"'saal'", "'saal-1'"},
        {"'saal'", "'saal-2'"},
    )
