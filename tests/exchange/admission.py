"""PCs that ask to join, are approved, locked out, and come back: as the services do it, in steps.

Each verb is a run that stops before every operation on the share, so that other desks can take
turns with it and it can be cut off anywhere.
"""

from collections.abc import Collection

from begegnung.exchange import layout
from begegnung.exchange.certificates import (
    ROOT,
    Certificate,
    Role,
    make_certificate,
    make_request,
    make_revocation,
)
from begegnung.exchange.chain import Trust
from begegnung.exchange.enrolment import leaves_on_share, waiting_requests
from begegnung.exchange.epochs import KnownEpoch
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.identity import DeviceKeys
from tests.exchange.memory_ledger import MemoryLedger, State
from tests.exchange.memory_snapshots import ScopeState
from tests.exchange.oracle import trust_in
from tests.exchange.papers import MARK, ROOT_KEYS
from tests.exchange.residents import scopes_of


def newcomer(device: str, house: str, keys: DeviceKeys) -> State:
    """A PC of a house that nobody has approved yet; people may work with it already."""
    no_keys: dict[str, KnownEpoch] = {}
    scopes = {scope: ScopeState(dict(no_keys)) for scope in scopes_of(house)}
    return State(device, scopes, keys, MARK.data, {})


def ask(errand: Errand, house: str) -> None:
    """Keep a request of this PC, in place of an older one; its next run puts it on the share."""
    ledger = errand.ledger
    for path in ledger.documents(layout.REQUESTS):
        ledger.forget_document(path)
    request = make_request(
        ledger.device(),
        house,
        ledger.device_keys(),
        repository=MARK.repository,
        random_bytes=errand.random_bytes,
    )
    ledger.keep_document(request.path, request.document.data)


def may_decide(ledger: MemoryLedger) -> Certificate | None:
    """The certificate of a PC that may approve and lock out others, None for any other."""
    trust = trust_in(ledger)
    own = trust.own(ledger.device(), ledger.device_keys().sign_public)
    valid = own is not None and trust.is_valid(own.hash)
    return own if own is not None and valid and own.role != "pc" else None


def approve(errand: Errand, known: Collection[str], role: Role) -> Steps[None]:
    """Approve the requests on the share whose words somebody has compared: `known` are the PCs."""
    ledger = errand.ledger
    assert isinstance(ledger, MemoryLedger)
    own = may_decide(ledger)
    if own is None:
        return
    for request in (yield from waiting_requests(errand, trust_in(ledger))):
        # In the middle of it this PC may have been locked out.
        if request.device not in known or not own.may_decide_about(request.house, role):
            continue
        made = make_certificate(
            request,
            request.house,
            role,
            mark=MARK,
            issuer=own.hash,
            issuer_keys=ledger.device_keys(),
            now_ms=round(errand.now.timestamp() * 1000),
        )
        ledger.keep_document(made.path, made.document.data)
        yield from errand.delete(request.path)


def lock_out(errand: Errand, lost: str, *, by_root: bool, blindly: bool) -> Steps[bool]:
    """Lock out the PC `lost`; False where this one may not do so.

    `blindly` if an old listing shows nothing of what it has written.
    """
    ledger = errand.ledger
    assert isinstance(ledger, MemoryLedger)
    trust, own = trust_in(ledger), may_decide(ledger)
    certificates = [c for c in trust.certificates.values() if c.device == lost]
    if own is None or not certificates or not _may_lock_out(own, certificates, by_root=by_root):
        return False
    keys = frozenset(c.sign_public for c in certificates)
    scopes = {scope for c in certificates for scope in scopes_of(c.house)}
    leaves = yield from leaves_on_share(errand, lost, () if blindly else sorted(scopes))
    made = make_revocation(
        lost,
        keys,
        leaves,
        trust.signed_with(keys),
        mark=MARK,
        issuer=ROOT if by_root else own.hash,
        issuer_keys=ROOT_KEYS if by_root else ledger.device_keys(),
        now_ms=round(errand.now.timestamp() * 1000),
    )
    ledger.keep_document(made.path, made.document.data)
    return True


def _may_lock_out(own: Certificate, lost: list[Certificate], *, by_root: bool) -> bool:
    if own.device == lost[0].device:
        return False
    return by_root or all(own.may_decide_about(c.house, c.role) for c in lost)


def recover(ledger: MemoryLedger, house: str) -> None:
    """Make this PC one of the city with the recovery sheet: nobody is left who may decide."""
    request = make_request(
        ledger.device(),
        house,
        ledger.device_keys(),
        repository=MARK.repository,
        random_bytes=bytes,
    )
    made = make_certificate(
        request, house, "city", mark=MARK, issuer=ROOT, issuer_keys=ROOT_KEYS, now_ms=0
    )
    ledger.keep_document(made.path, made.document.data)


def renew_keys(ledger: MemoryLedger, keys: DeviceKeys) -> None:
    """Give a PC other keys in place of those that count no more; its boxes do not open any more."""
    ledger.state.keys = keys
    for scope in ledger.state.scopes.values():
        scope.epochs = {}


def is_locked_out(ledger: MemoryLedger, trust: Trust) -> bool:
    """Whether the keys of the PC were locked out, as after a restored backup they may be."""
    own = trust.all_own(ledger.device(), ledger.device_keys().sign_public)
    return any(trust.is_revoked(one.hash) for one in own)


def is_approved(ledger: MemoryLedger, trust: Trust) -> bool:
    """Whether the PC may take part, by what `trust` holds."""
    own = trust.own(ledger.device(), ledger.device_keys().sign_public)
    return own is not None and trust.is_valid(own.hash)
