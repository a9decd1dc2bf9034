"""Sealing: putting the changes of this PC that are in no bundle yet into bundles."""

from collections.abc import Sequence

from begegnung.exchange.bundle import ScopeAccess, seal
from begegnung.exchange.codec import MAX_DEPS, parse_header, split_file
from begegnung.exchange.errand import Errand
from begegnung.exchange.report import Finding
from begegnung.model.changes import Action

_MOST_ACTIONS = 5_000
MOST_CHANGES = 50_000
"""As many changes take about a second to take in, and a hundred megabytes of memory."""


def seal_pending(errand: Errand, access: ScopeAccess) -> None:
    """Seal everything that is pending in the scope, in as many bundles as it takes.

    Where the standing moves while the bundle is made, because another program on this PC has
    sealed, the bundle is dropped and made anew.
    """
    while pending := errand.ledger.pending(access.name, _MOST_ACTIONS):
        _seal_once(errand, access, _as_many_as_fit(pending))


def seal_joining(errand: Errand, access: ScopeAccess) -> None:
    """Seal an empty bundle on top of what counts only because this PC has taken it in.

    That are bundles of a PC that was locked out since, which the revocation does not name: nobody
    else would take them in, and the PCs would show different things.
    """
    ledger, trust = errand.ledger, errand.member.trust
    if not trust.revocations or not errand.member.may_write(access.name):
        return
    kept = ledger.archived(access.name)
    for head in ledger.standing(access.name).heads:
        if head in kept:
            header = parse_header(split_file(ledger.archived_bytes(head)).header)
            if not trust.counts(header.certificate, access.name, head):
                while not _seal_once(errand, access, ()):
                    pass
                return


def _seal_once(errand: Errand, access: ScopeAccess, actions: Sequence[Action]) -> bool:
    """Seal `actions`, or join heads where there are too many; False if somebody was faster."""
    ledger = errand.ledger
    standing = ledger.standing(access.name)
    if len(standing.heads) > MAX_DEPS:
        # An empty bundle that only joins heads, until one bundle can name the rest.
        standing, actions = standing.joining(tuple(sorted(standing.heads)[:MAX_DEPS])), ()
    bundle = seal(access, errand.member, standing, ledger.schema(), actions, errand.random_bytes)
    recorded = ledger.record_sealed(access.name, bundle)
    if recorded:
        errand.note(Finding.SEALED, bundle.path)
    return recorded


def _as_many_as_fit(actions: Sequence[Action]) -> Sequence[Action]:
    """The first of `actions`, at least one: an action is never cut into two bundles."""
    count = 0
    for n, action in enumerate(actions):
        count += len(action.changes)
        if n and count > MOST_CHANGES:
            return actions[:n]
    return actions
