"""A city that was founded, with approved PCs: keys, certificates and one epoch for each scope.

Everything is made from names, so that a history can be played again.
"""

import hashlib
from collections.abc import Iterable, Mapping

from begegnung.exchange import layout
from begegnung.exchange.certificates import (
    ROOT,
    Certificate,
    Mark,
    Revocation,
    Role,
    make_certificate,
    make_mark,
    make_request,
    make_revocation,
)
from begegnung.exchange.chain import Trust
from begegnung.exchange.epochs import EpochKeys, KeyFile, epoch_of, make_key_file, parse_key_file
from begegnung.exchange.identity import DeviceKeys, root_keys
from begegnung.exchange.membership import Membership, ScopeAccess
from begegnung.exchange.share import LocalShare, ShareIO
from tests.exchange.moment import NOW

ROOT_KEYS = root_keys(bytes(range(32)))
MARK: Mark = make_mark("00" * 16, NOW.isoformat(), ROOT_KEYS)
NOW_MS = round(NOW.timestamp() * 1000)
DEVICES = tuple(f"pc{n}" for n in range(8))
SCOPE_NAMES = (layout.CITY, "h-0001")


def pseudo_random(word: str) -> "Bytes":
    """Bytes that follow from a word: as many as are asked for, again and again others."""
    return Bytes(word)


class Bytes:
    def __init__(self, word: str) -> None:
        self._word = word
        self._count = 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(f"{self._word}/{self._count}".encode()).digest(size)


def keys_of(device: str) -> DeviceKeys:
    """The private keys of a PC."""
    random = pseudo_random(f"keys of {device}")
    return DeviceKeys(random(32), random(32))


def certificate_of(
    device: str,
    house: str = "0001",
    role: Role = "pc",
    *,
    keys: DeviceKeys | None = None,
    issuer: str = ROOT,
    issuer_keys: DeviceKeys = ROOT_KEYS,
    mark: Mark = MARK,
) -> Certificate:
    """A certificate for a PC, by the root unless another issuer is named."""
    request = make_request(
        device,
        house,
        keys or keys_of(device),
        repository=mark.repository,
        random_bytes=pseudo_random(device),
    )
    return make_certificate(
        request, house, role, mark=mark, issuer=issuer, issuer_keys=issuer_keys, now_ms=NOW_MS
    )


def revocation(device: str, *leaves: str) -> Revocation:
    """A PC of `DEVICES` is locked out by the root; of what it wrote in the house `leaves` count."""
    return make_revocation(
        device,
        [CERTIFICATES[device].sign_public],
        {"h-0001": leaves},
        (),
        mark=MARK,
        issuer=ROOT,
        issuer_keys=ROOT_KEYS,
        now_ms=NOW_MS,
    )


CERTIFICATES: dict[str, Certificate] = {device: certificate_of(device) for device in DEVICES}
TRUST = Trust(MARK, CERTIFICATES.values())


def _access(scope: str) -> ScopeAccess:
    key = pseudo_random(f"key of {scope}")(32)
    epoch = epoch_of(key, scope, NOW)
    return ScopeAccess(scope, {epoch: key}, epoch)


CITY, HOUSE = (_access(scope) for scope in SCOPE_NAMES)
ACCESSES = {access.name: access for access in (CITY, HOUSE)}


def _key_file(access: ScopeAccess) -> KeyFile:
    members = {c.hash: c.agree_public for c in TRUST.members(access.name)}
    return make_key_file(
        access.name,
        access.epoch,
        access.keys,
        {**members, ROOT: MARK.agree_public},
        mark=MARK,
        device="pc0",
        issuer=CERTIFICATES["pc0"].hash,
        issuer_keys=keys_of("pc0"),
        random_bytes=pseudo_random("key file"),
    )


DOCUMENTS: dict[str, bytes] = {
    **{c.path: c.document.data for c in CERTIFICATES.values()},
    **{f.path: f.document.data for f in map(_key_file, (CITY, HOUSE))},
}


def boxes_for(device: str) -> dict[str, dict[str, bytes]]:
    """The keys of the first epochs as the PC keeps them: boxes by scope and epoch."""
    random = pseudo_random(f"boxes of {device}")
    return {
        access.name: {
            epoch: EpochKeys({}, keys_of(device)).add(epoch, key, random)
            for epoch, key in access.keys.items()
        }
        for access in (CITY, HOUSE)
    }


def member(device: str, *accesses: ScopeAccess) -> Membership:
    """The PC as a run knows it."""
    return Membership(keys_of(device), CERTIFICATES[device], TRUST, accesses)


def found_on(share: ShareIO) -> None:
    """Puts mark and papers on a share that nobody has founded yet."""
    if any(entry.name == layout.MARK for entry in share.list("")):
        return
    if isinstance(share, LocalShare):
        share.root.mkdir(exist_ok=True)
    for path, data in {**DOCUMENTS, layout.MARK: MARK.data}.items():
        share.create_new(path, data)


def all_keys(documents: Iterable[bytes]) -> dict[str, dict[str, bytes]]:
    """What the city can open with the recovery sheet: every key by scope and epoch."""
    found: dict[str, dict[str, bytes]] = {}
    for data in documents:
        try:
            file = parse_key_file(data)
            key = file.key_for(ROOT, ROOT_KEYS.agree_private)
        except ValueError:
            continue
        keys = found.setdefault(file.scope, {})
        keys |= {file.epoch: key, **file.older_keys(key)}
    return found


def accesses_with(keys: Mapping[str, Mapping[str, bytes]]) -> dict[str, ScopeAccess]:
    """Accesses that open what is sealed with any of the keys."""
    return {scope: ScopeAccess(scope, dict(found), max(found)) for scope, found in keys.items()}
