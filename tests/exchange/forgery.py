"""Files that somebody puts on the share who may not: whole, well made, and wrong.

The forger is a stranger who has got hold of the key of a scope, or a PC of another house. Nothing
of it may ever count: not a value, not a certificate, not a key.
"""

import pickle
from collections.abc import Callable, Iterable, Mapping
from random import Random

from begegnung.exchange import layout
from begegnung.exchange.bundle import Schema, ScopeAccess, Standing, seal
from begegnung.exchange.certificates import (
    ROOT,
    Certificate,
    make_certificate,
    make_request,
    make_revocation,
)
from begegnung.exchange.chain import Trust
from begegnung.exchange.epochs import EpochKeys, epoch_of, make_key_file
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.membership import Membership
from begegnung.exchange.snapshot import Payload, seal_snapshot
from begegnung.model.changes import Action, Change
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import checked
from tests.exchange.moment import NOW
from tests.exchange.papers import MARK, NOW_MS, pseudo_random

STRANGER = DeviceKeys(*(pseudo_random("the stranger's keys")(32) for _ in range(2)))

Files = Mapping[str, bytes]


def forged(
    random: Random, victim: MemoryLedger, trust: Trust, others: Iterable[Certificate]
) -> Files:
    """Some forged files in a scope of `victim`; `others` are certificates of other PCs."""
    scope = random.choice(sorted(victim.state.scopes))
    s = victim.state.scopes[scope]
    boxes = {epoch: known.box for epoch, known in s.epochs.items()}
    keys = EpochKeys(boxes, victim.device_keys()).opened()
    own = trust.own(victim.device(), victim.device_keys().sign_public)
    if not keys or own is None:
        return {}
    access = ScopeAccess(scope, keys, max(keys))
    names = [own, *(c for c in others if not c.may_use(scope))]
    as_whom = random.choice(names)
    make: Callable[[Random, ScopeAccess, MemoryLedger, Certificate], Files] = random.choice(
        [_bundle, _bundle, _snapshot, _snapshot, _certificate, _keys, _revocation]
    )
    return make(random, access, victim, as_whom)


def _member(access: ScopeAccess, certificate: Certificate) -> Membership:
    return Membership(STRANGER, certificate, Trust(MARK), (access,))


def _bundle(
    random: Random, access: ScopeAccess, victim: MemoryLedger, as_whom: Certificate
) -> Files:
    """A bundle that fits the graph, in the name of somebody else."""
    place = victim.standing(access.name)
    lane = place.lane if as_whom.device == victim.device() else f"{as_whom.device}.a"
    own = place.lane == lane
    standing = Standing(
        lane, place.next_seq if own else 1, place.head if own else None, place.heads
    )
    change = Change("room", "r0-0", "U", {"name": None}, {"name": "forged"})
    action = Action("f" * 26, as_whom.device, 1, 10**18, "edit", "", None, None, (change,))
    sealed = seal(
        access, _member(access, as_whom), standing, Schema(1, 1), [action], random.randbytes
    )
    return {sealed.path: sealed.data}


def _snapshot(
    random: Random, access: ScopeAccess, victim: MemoryLedger, as_whom: Certificate
) -> Files:
    """A snapshot that says to cover everything and holds nothing."""
    s = victim.state.scopes[access.name]
    payload = Payload(
        tuple(sorted(s.heads)),
        len(s.nodes) + 9,
        checked(pickle.dumps((list(s.nodes.values()), []))),
    )
    made = seal_snapshot(access, _member(access, as_whom), Schema(1, 1), payload, random.randbytes)
    return {made.path: made.data}


def _certificate(
    random: Random, access: ScopeAccess, victim: MemoryLedger, as_whom: Certificate
) -> Files:
    """A certificate for the stranger, by himself or by a PC that may not approve anybody."""
    house = layout.house_of(access.name)
    request = make_request(
        "x9", house, STRANGER, repository=MARK.repository, random_bytes=random.randbytes
    )
    may_not = as_whom.role == "pc" and as_whom.device == victim.device()
    made = make_certificate(
        request,
        house,
        "manager",
        mark=MARK,
        issuer=as_whom.hash if may_not else ROOT,
        issuer_keys=victim.device_keys() if may_not else STRANGER,
        now_ms=NOW_MS,
    )
    return {made.path: made.document.data}


def _keys(random: Random, access: ScopeAccess, victim: MemoryLedger, as_whom: Certificate) -> Files:
    """A fresh key for everybody, of which the stranger has a copy."""
    key = random.randbytes(32)
    epoch = epoch_of(key, access.name, NOW.replace(year=2031))
    file = make_key_file(
        access.name,
        epoch,
        {**access.keys, epoch: key},
        {as_whom.hash: as_whom.agree_public, ROOT: MARK.agree_public},
        mark=MARK,
        device=as_whom.device,
        issuer=as_whom.hash,
        issuer_keys=STRANGER,
        random_bytes=random.randbytes,
    )
    return {file.path: file.document.data}


def _revocation(
    random: Random, access: ScopeAccess, victim: MemoryLedger, as_whom: Certificate
) -> Files:
    """Somebody who may not decide locks out the victim."""
    made = make_revocation(
        victim.device(),
        [victim.device_keys().sign_public],
        {},
        (),
        mark=MARK,
        issuer=as_whom.hash,
        issuer_keys=STRANGER,
        now_ms=NOW_MS,
    )
    return {made.path: made.document.data}
