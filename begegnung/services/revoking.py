"""Locking out a PC: its keys count no more, and everything gets new ones at once."""

from pathlib import Path

from sqlalchemy import select

from begegnung.db.tables import device
from begegnung.exchange.certificates import (
    ROOT,
    Certificate,
    Mark,
    Revocation,
    make_revocation,
    parse_mark,
)
from begegnung.exchange.chain import Trust
from begegnung.exchange.enrolment import leaves_on_share
from begegnung.exchange.errand import Errand
from begegnung.exchange.identity import DeviceKeys, root_keys
from begegnung.exchange.layout import CITY, figures_scope, house_scope
from begegnung.exchange.trust import trust_of
from begegnung.model.key_errors import (
    MayNotDecide,
    NoSuchDevice,
    NotApproved,
    OwnDevice,
    RecoveryForeign,
)
from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk, View
from begegnung.services.exchange import ExchangeOutcome, sync_now
from begegnung.services.key_store import device_keys
from begegnung.services.share_steps import carried_out, errand_on


def revoke(
    desk: Desk, folder: Path, share: str, wanted: str, seed: bytes | None = None
) -> ExchangeOutcome:
    """Locks out the PC `wanted` (identifier or name), after an exchange, and exchanges once more.

    What lies on the share of it counts still; what it writes from now on does not. Its scopes get
    new keys: those of this PC at once, those of another house with the next run of one of its PCs.
    With the `seed` of the city also a PC of the city is locked out for good.

    Raises:
        NoSuchDevice: no approved PC has this name, or several have.
        OwnDevice: it is this one.
        MayNotDecide: this PC may not decide about it.
        RecoveryForeign: the seed is that of another city.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    outcome = sync_now(desk, folder, share)
    if outcome.trouble is not None:
        raise outcome.trouble
    errand = errand_on(desk, keys, share)
    mark, trust, own = _membership(errand)
    lost = _device_of(desk, trust, wanted)
    if lost == desk.device:
        raise OwnDevice
    certificates = [c for c in trust.certificates.values() if c.device == lost]
    root = None if seed is None else root_keys(seed)
    if root is not None and root.sign_public != mark.sign_public:
        raise RecoveryForeign
    reachable = [c for c in certificates if own.may_decide_about(c.house, c.role)]
    if root is None and len(reachable) < len(certificates):
        raise MayNotDecide(own.role)
    revocation = _revocation(errand, mark, trust, certificates, own, root)
    errand.ledger.keep_document(revocation.path, revocation.document.data)
    return sync_now(desk, folder, share)


def _membership(errand: Errand) -> tuple[Mark, Trust, Certificate]:
    ledger = errand.ledger
    mark = parse_mark(ledger.mark() or b"")
    trust = trust_of(ledger, mark)
    own = trust.own(ledger.device(), ledger.device_keys().sign_public)
    if own is None:
        raise NotApproved(asked=False)
    return mark, trust, own


def _device_of(desk: Desk, trust: Trust, wanted: str) -> str:
    """The identifier of an approved PC that is named by it or by its name."""
    approved = {c.device for c in trust.certificates.values()}
    if wanted in approved:
        return wanted
    named = [found for found in desk.read(_devices_named, wanted) if found in approved]
    if len(named) != 1:
        raise NoSuchDevice(wanted, several=len(named) > 1)
    return named[0]


def _devices_named(view: View, name: str) -> list[str]:
    rows = view.connection.execute(select(device.c.id, device.c.name))
    return [row.id for row in rows if row.name.casefold() == name.strip().casefold()]


def _revocation(
    errand: Errand,
    mark: Mark,
    trust: Trust,
    certificates: list[Certificate],
    own: Certificate,
    root: DeviceKeys | None,
) -> Revocation:
    """A revocation of all keys in `certificates`, by the root where its keys are given."""
    lost = certificates[0].device
    houses = {c.house for c in certificates if c.house}
    scopes = {CITY, *map(house_scope, houses), *map(figures_scope, houses)}
    keys = frozenset(c.sign_public for c in certificates)
    return make_revocation(
        lost,
        keys,
        carried_out(leaves_on_share(errand, lost, sorted(scopes))),
        trust.signed_with(keys),
        mark=mark,
        issuer=own.hash if root is None else ROOT,
        issuer_keys=errand.ledger.device_keys() if root is None else root,
        now_ms=round(errand.now.timestamp() * 1000),
    )
