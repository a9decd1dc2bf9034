"""What the exchange needs of the database of a desk, one transaction a call.

The services implement it; the exchange itself never sees a table. Rules that the implementation
keeps, because the merge rests on them:

- A change belongs to exactly one scope. `pending` gives actions with their changes of that scope
  only, in their order; the position of a change in that list is part of its identity everywhere
  (`merge.op_uid`), so it is counted anew in each scope.
- While a scope has pending actions, `apply` takes nothing in and answers `SEAL_FIRST`. So a bundle
  has one causal context: its writer had seen all of `deps`, and nothing else, for each of its
  actions. Without this rule one desk silently overwrites what another has written.
- What `apply` and `record_sealed` have stored survives a power cut when they return.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Protocol

from begegnung.exchange.bundle import OpenedBundle, Schema, ScopeAccess, SealedBundle, Standing
from begegnung.model.changes import Action


class Applied(Enum):
    """What became of a bundle that was handed to the ledger."""

    APPLIED = "applied"
    KNOWN = "known"
    SEAL_FIRST = "seal first"


class Ledger(Protocol):
    """The part of a desk's database that the exchange works with."""

    def repository(self) -> str | None:
        """The repository that this PC exchanges with, None before first contact."""
        ...

    def remember_repository(self, repository: str) -> None:
        """Bind this PC to `repository`. From then on an empty folder is a folder that is gone."""
        ...

    def device(self) -> str:
        """The name of this PC, see `layout.is_device`."""
        ...

    def schema(self) -> Schema:
        """The version of the tables."""
        ...

    def scopes(self) -> Sequence[ScopeAccess]:
        """The scopes that this PC takes part in."""
        ...

    def standing(self, scope: str) -> Standing:
        """Lane, heads and vector of `scope`."""
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

    def known(self, scope: str) -> AbstractSet[str]:
        """The hashes of all bundles sealed or taken in here."""
        ...

    def apply(self, scope: str, bundle: OpenedBundle, data: bytes) -> Applied:
        """Take a bundle in: rows, clashes, log, archive (`data`) and heads, in one transaction.

        All `header.parents` are known. The clock of the desk moves past the stamps of the bundle,
        but at most ten minutes ahead of its own time. Twice the same bundle changes nothing.
        """
        ...

    def archived(self, scope: str) -> Mapping[str, str]:
        """The path of every bundle that the archive holds, by hash."""
        ...

    def archived_bytes(self, bundle_hash: str) -> bytes:
        """The complete file of an archived bundle."""
        ...

    def looked_at(self) -> AbstractSet[str]:
        """Paths outside the layout whose content has been judged before."""
        ...

    def remember_looked_at(self, path: str) -> None:
        """Do not read the stray file at `path` again."""
        ...
