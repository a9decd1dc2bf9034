"""Who has a copy of what, and who can open it: on the desks, and on the share.

Worked out from files, keys and papers alone, without a desk having to read anything.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from begegnung.exchange import layout
from begegnung.exchange.bundle import ScopeAccess, hash_of
from begegnung.exchange.certificates import parse_certificate, parse_revocation
from begegnung.exchange.chain import Trust
from begegnung.exchange.epochs import EpochKeys, KeyFile, parse_key_file
from begegnung.exchange.layout import BundlePath, DocumentPath, snapshot_hash16
from begegnung.exchange.snapshot import Snapshot, open_snapshot, peek
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import Row, read_payload
from tests.exchange.oracle import Oracle, Sealed, counts
from tests.exchange.papers import MARK

Epoch = tuple[str, str]
"""A scope and one of its epochs."""


class Custody:
    """What is where at one moment; `ledgers` are those of the desks that are in good hands."""

    def __init__(
        self, oracle: Oracle, ledgers: Sequence[MemoryLedger], files: Mapping[str, bytes]
    ) -> None:
        self._oracle = oracle
        self._ledgers = ledgers
        self._files = files

    @cached_property
    def trust(self) -> Trust:
        """Whom everybody would trust who knew all papers that there are."""
        papers = self._papers("json", "sperre")
        certificates = [d for d in papers if _kind_of(d) == "certificate"]
        revocations = [d for d in papers if _kind_of(d) == "revocation"]
        return Trust(MARK, map(parse_certificate, certificates), map(parse_revocation, revocations))

    @cached_property
    def on_desks(self) -> int:
        """The changes that are on a desk."""
        found = 0
        for ledger in self._ledgers:
            found |= self._oracle.everything(ledger)
        return found

    @cached_property
    def on_share(self) -> int:
        """The changes that are on the share, where desks look, and that somebody can take in.

        Under the name of a bundle that everybody has, nobody looks for another one.
        """
        found = 0
        for bundle in self._usable.values():
            found |= bundle.changes
        for path, data in self._files.items():
            snapshot = self._genuine_snapshot(path, data)
            if snapshot and self._is_sound(snapshot):
                found |= self._below(snapshot)
        return found

    @property
    def snapshots(self) -> dict[str, tuple[str, ...]]:
        """The heads of the snapshots on the share by hash, whoever has written them."""
        found = (self._genuine_snapshot(path, data) for path, data in self._files.items())
        return {snapshot.hash: snapshot.header.heads for snapshot in found if snapshot}

    @property
    def everywhere(self) -> int:
        """The changes of which there is a copy."""
        return self.on_desks | self.on_share

    def told_by(self, paths: Iterable[str]) -> int:
        """The changes in these files, whoever can read them."""
        found = 0
        for path in paths:
            data = self._files.get(path, b"")
            bundle = self._oracle.bundles.get(digest_of(data))
            snapshot = self._genuine_snapshot(path, data)
            found |= bundle.changes if bundle else 0
            found |= self._below(snapshot) if snapshot else 0
        return found

    def behind_a_gap(self) -> int:
        """Changes in bundles on the share that rest on bundles of which there is no copy."""
        known = self._known()
        waiting = {name: b for name, b in self._usable.items() if name not in known}
        while free := {name for name, b in waiting.items() if b.parents <= known}:
            known |= free
            waiting = {name: b for name, b in waiting.items() if name not in free}
        found = 0
        for bundle in waiting.values():
            found |= bundle.changes
        return found

    def remains(self) -> set[tuple[str, Row]]:
        """Rows (with their scope) that were erased and that can still be read somewhere.

        Left out is what rests on a bundle that is lost: nobody has taken it in, and somebody has to
        decide about it.
        """
        scopes = [pair for ledger in self._ledgers for pair in ledger.state.scopes.items()]
        erased = {(name, row) for name, s in scopes for row in s.erased}
        if not erased:
            return set()
        bundles, known = self._oracle.bundles, self._known()
        told = {
            (bundle.scope, row)
            for path, data in self._files.items()
            if (bundle := bundles.get(digest_of(data))) and bundle.hash in known
            if not is_hidden(path, data)
            for row in bundle.erasable
        }
        told |= self._told_by_snapshots()
        for name, s in scopes:
            told |= {(name, row) for row, ops in s.ops.items() if any(o.kind != "E" for o in ops)}
            told |= {(name, row) for b in s.archive if b in bundles for row in bundles[b].erasable}
        return told & erased

    def openable_by(self, ledger: MemoryLedger) -> set[Epoch]:
        """The epochs whose keys somebody has who has this PC and everything on the share."""
        own = {c.hash for c in self.trust.all_own(ledger.device(), _public(ledger))}
        held = {(n, epoch) for n, s in ledger.state.scopes.items() for epoch in s.epochs}
        files = [*self._key_files, *_key_files(ledger.state.documents)]
        given = [f for f in files if own & f.boxes.keys() or (f.scope, f.epoch) in held]
        while new := {(f.scope, e) for f in given for e in (f.epoch, *f.older)} - held:
            held |= new
            given = [f for f in files if (f.scope, f.epoch) in held]
        return held

    def secrets_open(self, outside: Collection[MemoryLedger]) -> set[str]:
        """What is wrong with who can read what; `outside` are PCs that are in wrong hands."""
        found: set[str] = set()
        for ledger in (*self._ledgers, *outside):
            if {scope for scope, _ in self.openable_by(ledger)} - ledger.state.scopes.keys():
                found.add("a PC can open what belongs to another house")
            for scope, s in ledger.state.scopes.items():
                if any(b.scope != scope for n in s.nodes if (b := self._oracle.bundles.get(n))):
                    found.add("a PC holds what belongs to another house")
        strangers = {digest_of(data) for data in self._oracle.forged}
        if any(strangers & file.boxes.keys() for file in self._key_files):
            found.add("a key was given to somebody whom nobody has approved")
        if self._opened_since_locked_out(outside):
            found.add("a PC that was locked out can open what was written since")
        return found

    def _opened_since_locked_out(self, outside: Iterable[MemoryLedger]) -> bool:
        """Whether bundles can be opened whose writers knew all that were stolen to be locked out.

        One that was not would have the keys by right, and may hand them on to the others.
        """
        own = [{c.hash for c in self.trust.all_own(*keys)} for keys in self._oracle.stolen]
        open_to = [self.openable_by(ledger) for ledger in outside]
        return any(
            (bundle.scope, bundle.epoch) in held
            for bundle in self._oracle.bundles.values()
            if all(names & bundle.locked_out for names in own)
            for held in open_to
        )

    @cached_property
    def _usable(self) -> dict[str, Sealed]:
        """The bundles on the share that count and that some desk can open."""
        looked = {
            name: bundle
            for path, data in self._files.items()
            if path.startswith(("s/", "q/")) and not is_hidden(path, data)
            if (bundle := self._oracle.bundles.get(name := digest_of(data)))
        }
        counting = 0
        for ledger in self._ledgers:
            for scope in ledger.state.scopes.values():
                for head in scope.heads:
                    bundle = self._oracle.bundles.get(head)
                    counting |= bundle.ancestors if bundle else 0
        for bundle in looked.values():
            if counts(bundle, self.trust):
                counting |= bundle.ancestors
        return {
            name: bundle
            for name, bundle in looked.items()
            if counting >> (bundle.ancestors.bit_length() - 1) & 1
            if bundle.certificate in self.trust.certificates
            if (bundle.scope, bundle.epoch) in self._epochs
        }

    @cached_property
    def _epochs(self) -> set[Epoch]:
        """The epochs whose keys some desk has or can have."""
        found: set[Epoch] = set()
        for ledger in self._ledgers:
            found |= self.openable_by(ledger)
        return found

    @cached_property
    def _key_files(self) -> list[KeyFile]:
        return [file for data in self._papers("key") for file in _key_file(data)]

    def _papers(self, *kinds: str) -> set[bytes]:
        everywhere = [self._files, *(ledger.state.documents for ledger in self._ledgers)]
        return {
            data
            for files in everywhere
            for path, data in files.items()
            if (name := _document(path)) and name.kind in kinds and data not in self._oracle.forged
        }

    def _known(self) -> set[str]:
        return {n for one in self._ledgers for s in one.state.scopes.values() for n in s.nodes}

    def _genuine_snapshot(self, path: str, data: bytes) -> Snapshot | None:
        if snapshot_hash16(path) != digest_of(data)[:16] or data in self._oracle.forged:
            return None
        return _snapshot(data)

    def _is_sound(self, snapshot: Snapshot) -> bool:
        header = snapshot.header
        believed = self.trust.is_valid(header.certificate) or any(
            revocation.device == header.device
            and snapshot.hash in revocation.leaves.get(header.scope, ())
            for revocation in self.trust.revocations
        )
        return believed and (header.scope, header.epoch) in self._epochs

    def _below(self, snapshot: Snapshot) -> int:
        found = 0
        for head in snapshot.header.heads:
            bundle = self._oracle.bundles.get(head)
            found |= bundle.below if bundle else 0
        return found

    def _told_by_snapshots(self) -> set[tuple[str, Row]]:
        keys: dict[str, dict[str, bytes]] = {}
        for ledger in self._ledgers:
            for name, s in ledger.state.scopes.items():
                boxes = {epoch: known.box for epoch, known in s.epochs.items()}
                opened = EpochKeys(boxes, ledger.device_keys()).opened()
                keys.setdefault(name, {}).update(opened)
        told: set[tuple[str, Row]] = set()
        for path, data in self._files.items():
            snapshot = self._genuine_snapshot(path, data)
            if snapshot and self._is_sound(snapshot):
                scope = snapshot.header.scope
                access = ScopeAccess(scope, keys[scope], snapshot.header.epoch)
                _, ops = read_payload(open_snapshot(snapshot, access, self.trust))
                told |= {(scope, row) for row, op in ops if op.kind != "E"}
        return told


@lru_cache(maxsize=4096)
def digest_of(data: bytes) -> str:
    """The hash of a file, worked out once."""
    return hash_of(data)


def is_hidden(path: str, data: bytes) -> bool:
    """Whether the file bears the name of another bundle: nobody who has that one looks there."""
    name = BundlePath.parse(path)
    return name is not None and not digest_of(data).startswith(name.hash16)


def _public(ledger: MemoryLedger) -> bytes:
    return ledger.device_keys().sign_public


def _key_files(documents: Mapping[str, bytes]) -> Iterator[KeyFile]:
    for path, data in documents.items():
        if path.startswith(f"{layout.KEYS}/"):
            yield from _key_file(data)


@lru_cache(maxsize=1024)
def _key_file(data: bytes) -> tuple[KeyFile, ...]:
    """The key file in `data`, nothing if it is damaged."""
    try:
        return (parse_key_file(data),)
    except ValueError:
        return ()


@lru_cache(maxsize=1024)
def _document(path: str) -> DocumentPath | None:
    return DocumentPath.parse(path)


@lru_cache(maxsize=1024)
def _kind_of(data: bytes) -> str:
    """What a paper is, empty for one that is damaged."""
    for kind, parse in (("certificate", parse_certificate), ("revocation", parse_revocation)):
        try:
            parse(data)
        except ValueError:
            continue
        return kind
    return ""


@lru_cache(maxsize=1024)
def _snapshot(data: bytes) -> Snapshot | None:
    try:
        return peek(data)
    except ValueError:
        return None
