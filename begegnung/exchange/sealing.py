"""Sealing: putting the changes of this PC that are in no bundle yet into bundles."""

from collections.abc import Sequence

from begegnung.exchange.bundle import ScopeAccess, seal
from begegnung.exchange.codec import MAX_DEPS
from begegnung.exchange.errand import Errand
from begegnung.exchange.report import Finding
from begegnung.model.changes import Action

_MOST_ACTIONS = 5_000
_MOST_CHANGES = 100_000
"""As many changes take about a second to take in and three megabytes on the share."""


def seal_pending(errand: Errand, access: ScopeAccess) -> None:
    """Seal everything that is pending in the scope, in as many bundles as it takes.

    Where the standing moves while the bundle is made, because another program on this PC has
    sealed, the bundle is dropped and made anew.
    """
    ledger = errand.ledger
    while True:
        standing = ledger.standing(access.name)
        pending = ledger.pending(access.name, _MOST_ACTIONS)
        if not pending:
            return
        actions = _as_many_as_fit(pending)
        if len(standing.heads) > MAX_DEPS:
            # An empty bundle that only joins heads, until one bundle can name the rest.
            standing, actions = standing.joining(tuple(sorted(standing.heads)[:MAX_DEPS])), ()
        bundle = seal(access, standing, ledger.schema(), actions, errand.random_bytes)
        if ledger.record_sealed(access.name, bundle):
            errand.note(Finding.SEALED, bundle.path)


def _as_many_as_fit(actions: Sequence[Action]) -> Sequence[Action]:
    """The first of `actions`, at least one: an action is never cut into two bundles."""
    count = 0
    for n, action in enumerate(actions):
        count += len(action.changes)
        if n and count > _MOST_CHANGES:
            return actions[:n]
    return actions
