"""What the exchange needs of the database of a desk, one transaction a call.

The services implement it; the exchange itself never sees a table. Rules that the implementation
keeps, because the merge rests on them:

- A change belongs to exactly one scope. `pending` gives actions with their changes of that scope
  only, in their order; the position of a change in that list is part of its identity everywhere
  (`merge.RowOp.uid`), so it is counted anew in each scope.
- While a scope has pending actions, `apply` takes nothing in and answers `SEAL_FIRST`. So a bundle
  has one causal context: its writer had seen all of `deps`, and nothing else, for each of its
  actions. Without this rule one desk silently overwrites what another has written.
- What `apply` and `record_sealed` have stored survives a power cut when they return.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from begegnung.exchange.bundle import OpenedBundle, Schema, SealedBundle, Standing
from begegnung.exchange.epochs import KnownEpoch
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.snapshot import Payload
from begegnung.model.changes import Action


class Applied(Enum):
    """What became of a bundle that was handed to the ledger."""

    APPLIED = "applied"
    KNOWN = "known"
    SEAL_FIRST = "seal first"


@dataclass(frozen=True, slots=True)
class KnownSnapshot:
    """A snapshot that was read from the share and taken in: its heads, how many bundles it covers.

    `read_at_ms` is when this PC read it last (UTC milliseconds).
    """

    hash: str
    heads: tuple[str, ...]
    covered: int
    read_at_ms: int


class Ledger(Protocol):
    """The part of a desk's database that the exchange works with."""

    def mark(self) -> bytes | None:
        """The mark of the repository that this PC belongs to or asks to join, as it was written."""
        ...

    def remember_mark(self, mark: bytes) -> None:
        """Bind this PC to a repository. From then on an empty folder is a folder that is gone.

        Documents and keys of another one are forgotten.
        """
        ...

    def device_keys(self) -> DeviceKeys:
        """The private keys of this PC."""
        ...

    def document_paths(self) -> AbstractSet[str]:
        """Where the signed documents belong that are kept here."""
        ...

    def documents(self, folder: str) -> Mapping[str, bytes]:
        """The kept documents in `folder` of the share by path, folders below it left out."""
        ...

    def keep_document(self, path: str, data: bytes) -> None:
        """Keep a signed document, so that a damaged share heals from here."""
        ...

    def forget_document(self, path: str) -> None:
        """Keep a document no longer."""
        ...

    def epochs(self, scope: str) -> Mapping[str, KnownEpoch]:
        """The epochs of `scope` of which there is a key here."""
        ...

    def keep_epochs(
        self, scope: str, boxes: Mapping[str, bytes], superseded: AbstractSet[str]
    ) -> None:
        """Keep keys, each in a box for this PC, see `epochs.EpochKeys`.

        A box replaces an older one of its epoch; what was superseded once stays so.
        """
        ...

    def device(self) -> str:
        """The name of this PC, see `layout.is_device`."""
        ...

    def schema(self) -> Schema:
        """The version of the tables."""
        ...

    def scopes(self, house: str) -> Sequence[str]:
        """The scopes that this PC takes part in.

        `house` is the one that its certificate names, empty for none: a PC that has no house yet
        takes part in the scope of that one.
        """
        ...

    def standing(self, scope: str) -> Standing:
        """Lane and heads of `scope`."""
        ...

    def new_incarnation(self, scope: str) -> None:
        """Go on in a fresh lane (from seq 1, no head) with `layout.fresh_incarnation`.

        Called when the share holds a bundle of the own lane that this PC does not have: it was
        restored from an older copy, or it has a twin.
        """
        ...

    def pending(self, scope: str, limit: int) -> Sequence[Action]:
        """The oldest actions that are in no bundle yet, at most `limit`, in their order."""
        ...

    def record_sealed(self, scope: str, bundle: SealedBundle) -> bool:
        """Archive the bundle, mark its actions as sealed in it, move lane and heads forward.

        The bundle is a head from now on, its `header.parents` are none any more. Gives False and
        changes nothing if lane, seq and head are not those of the header any more, one of its deps
        is no head, or an action is not pending any more: somebody has sealed in the meantime.
        """
        ...

    def known(self, names: Iterable[str]) -> AbstractSet[str]:
        """Those of the bundles `names` (hashes) that were sealed or taken in here."""
        ...

    def known_beginnings(self, beginnings: Iterable[str]) -> AbstractSet[str]:
        """Those of `beginnings` (16 digits, as names of files have) that known bundles have."""
        ...

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        """Take a bundle in: rows, clashes, log, archive (`data`) and heads, in one transaction.

        All `header.parents` are known. The clock of the desk moves past the stamps of the bundle,
        but at most ten minutes ahead of its own time. Twice the same bundle changes nothing.
        """
        ...

    def archived(self, scope: str) -> Mapping[str, str]:
        """The path of every bundle whose file the archive holds, by hash."""
        ...

    def archived_bytes(self, bundle_hash: str) -> bytes:
        """The complete file of an archived bundle."""
        ...

    def weight(self, scope: str) -> tuple[int, int]:
        """How many bundles the archive holds of `scope`, and how many bytes."""
        ...

    def is_lane_taken(self, scope: str) -> bool:
        """Whether somebody else has written in the lane of this PC too: see `new_incarnation`."""
        ...

    def make_snapshot(self, scope: str) -> Payload:
        """Everything that is sealed and taken in of `scope`; pending changes are left out."""
        ...

    def join_snapshot(self, scope: str, payload: Payload) -> Applied:
        """Join what came by bundles that are not known here, all in one transaction.

        Of these bundles there is no file here: `released` covers them from now on.

        Raises:
            Unreadable: the bytes do not hold what a snapshot holds; nothing was changed.
        """
        ...

    def snapshots(self, scope: str) -> Mapping[str, KnownSnapshot]:
        """The snapshots that were read and taken in, by path."""
        ...

    def remember_snapshot(self, scope: str, path: str, known: KnownSnapshot) -> None:
        """Note a snapshot that is taken in, or that it was read again."""
        ...

    def forget_snapshot(self, path: str) -> None:
        """The snapshot is not on the share any more, or damaged."""
        ...

    def covers(self, heads: Iterable[str], bundles: Iterable[str]) -> bool:
        """Whether all of `bundles` are below `heads` or among them; all are taken in here."""
        ...

    def covered_beginnings(
        self, heads: Iterable[str], beginnings: Iterable[str]
    ) -> AbstractSet[str]:
        """Those of `beginnings` (16 digits) that belong to a known bundle that `heads` cover."""
        ...

    def is_releasable(self, scope: str, heads: Iterable[str]) -> bool:
        """Whether the archive holds bundles that `heads` cover."""
        ...

    def release(self, scope: str, heads: Iterable[str]) -> None:
        """Drop the files of all bundles that `heads` cover, and remember that they were dropped.

        What they brought stays; only their bytes are gone from here.
        """
        ...

    def released(self, scope: str) -> Sequence[str]:
        """Bundles that cover everything known here whose files the archive does not hold."""
        ...

    def erasures(self, scope: str) -> Sequence[str]:
        """Bundles that hold an erasure, or tell of something erased, and are not swept yet."""
        ...

    def swept(self, scope: str) -> Sequence[str]:
        """Bundles that cover all that `erasures` has named and this PC has swept from the share."""
        ...

    def spared(self, scope: str) -> AbstractSet[str]:
        """Files that no sweep has found to be needless: nobody knows what they are."""
        ...

    def remember_swept(self, scope: str, heads: Iterable[str], spared: Iterable[str]) -> None:
        """The share was swept of everything erased that `heads` cover; `spared` were left."""
        ...

    def state_at(self, scope: str, heads: Iterable[str]) -> str | None:
        """The hash (64 hex digits) of what this PC shows of `scope`, if it stands at `heads`.

        None where it has taken in something else, or where changes are pending.
        """
        ...

    def acks(self, scope: str) -> Sequence[bytes]:
        """The acknowledgements that were kept, as they were read."""
        ...

    def keep_acks(self, scope: str, acks: Sequence[bytes]) -> None:
        """Keep these acknowledgements instead of those before."""
        ...

    def looked_at(self) -> AbstractSet[str]:
        """Paths outside the layout whose content has been judged before."""
        ...

    def remember_looked_at(self, path: str) -> None:
        """Do not read the stray file at `path` again."""
        ...
