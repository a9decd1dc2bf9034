"""What PCs that join, are locked out or recover do on the share, besides the ordinary run."""

from collections import defaultdict
from collections.abc import Iterable

from begegnung.exchange import layout
from begegnung.exchange.certificates import ROOT, Request, parse_request
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import MAX_DEPS, NeedsNewer, Unreadable, hash_of
from begegnung.exchange.epochs import KeyFile, parse_key_file
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.layout import BundlePath, DocumentPath
from begegnung.exchange.share import SharingViolation
from begegnung.exchange.snapshot import MAX_SNAPSHOT, MOST_OF_A_HEAD, peek
from begegnung.exchange.wrapping import WrongKey

MOST_REQUESTS = 200
"""Requests that are looked at: every PC of a large city on its first day."""


def waiting_requests(errand: Errand, trust: Trust) -> Steps[list[Request]]:
    """The requests on the share that nobody has answered, in a fixed order.

    No more than `MOST_REQUESTS` are looked at: whoever can write on the share could lay down others
    without end.
    """
    found: list[Request] = []
    entries = yield from errand.list(layout.REQUESTS)
    for entry in sorted(entries, key=lambda entry: entry.name)[:MOST_REQUESTS]:
        path = f"{layout.REQUESTS}/{entry.name}"
        if entry.is_folder or DocumentPath.parse(path) is None:
            continue
        try:
            request = parse_request((yield from errand.read(path)))
        except (FileNotFoundError, SharingViolation, NeedsNewer, Unreadable):
            continue
        if request.path == path and not is_answered(request, trust):
            found.append(request)
    return found


def is_answered(request: Request, trust: Trust) -> bool:
    """Whether the PC has what it asks for, or asks with keys that were revoked."""
    all_own = trust.all_own(request.device, request.sign_public)
    valid = [own for own in all_own if trust.is_valid(own.hash)]
    if not valid:
        return any(trust.is_revoked(own.hash) for own in all_own)
    return any(request.house in ("", own.house) or own.role == "city" for own in valid)


def leaves_on_share(
    errand: Errand, device: str, scopes: Iterable[str]
) -> Steps[dict[str, list[str]]]:
    """The newest bundles of each lane of a PC, and its snapshots, by scope: what it has written.

    Bundles count with all they rest on, snapshots with all they cover, which may be nowhere else. A
    file that cannot be read is left out; whoever has taken it in says so himself, see
    `sealing.seal_joining`.
    """
    leaves: dict[str, list[str]] = {}
    for scope in scopes:
        newest: defaultdict[str, list[BundlePath]] = defaultdict(list)
        folder = layout.bundles_folder(scope)
        for lane in (yield from errand.list(folder)):
            if lane.name.partition(".")[0] != device or not layout.is_lane(lane.name):
                continue
            for entry in (yield from errand.list(f"{folder}/{lane.name}")):
                found = BundlePath.parse(f"{folder}/{lane.name}/{entry.name}")
                if found is not None:
                    newest[lane.name].append(found)
        hashes: set[str] = set()
        for paths in newest.values():
            last = max(path.seq for path in paths)
            for path in (path for path in paths if path.seq == last):
                hashes |= yield from _hashes_at(errand, str(path), path.hash16)
        hashes |= yield from _snapshots_by(errand, scope, device)
        leaves[scope] = sorted(hashes)[:MAX_DEPS]
    return leaves


def _hashes_at(errand: Errand, path: str, hash16: str) -> Steps[set[str]]:
    """The hash of the file, nothing when it is gone, held open or damaged."""
    try:
        found = hash_of((yield from errand.read(path, MAX_SNAPSHOT)))
    except (FileNotFoundError, SharingViolation):
        return set()
    return {found} if found.startswith(hash16) else set()


def _snapshots_by(errand: Errand, scope: str, device: str) -> Steps[set[str]]:
    """The hashes of the snapshots of a scope that name the PC as their writer."""
    found: set[str] = set()
    folder = layout.snapshots_folder(scope)
    for entry in (yield from errand.list(folder)):
        path = f"{folder}/{entry.name}"
        hash16 = layout.snapshot_hash16(path)
        if hash16 is None or entry.is_folder:
            continue
        try:
            writer = peek((yield from errand.read(path, MOST_OF_A_HEAD))).header.device
        except (FileNotFoundError, SharingViolation, NeedsNewer, Unreadable):
            continue
        if writer == device:
            found |= yield from _hashes_at(errand, path, hash16)
    return found


def keys_for_root(
    errand: Errand, trust: Trust, root: DeviceKeys
) -> Steps[dict[str, dict[str, bytes]]]:
    """All keys on the share by scope and epoch, opened with the keys of the city."""
    keys: dict[str, dict[str, bytes]] = {}
    for scope in (yield from errand.list(layout.KEYS)):
        if not layout.is_scope(scope.name):
            continue
        found = keys.setdefault(scope.name, {})
        epochs = yield from errand.list(f"{layout.KEYS}/{scope.name}")
        for epoch in sorted((e.name for e in epochs if layout.is_epoch(e.name)), reverse=True):
            folder = layout.keys_folder(scope.name, epoch)
            for entry in (yield from errand.list(folder)):
                file = yield from _key_file(errand, f"{folder}/{entry.name}", trust)
                if file is not None:
                    found |= _opened(file, found.get(epoch), root)
    return keys


def _key_file(errand: Errand, path: str, trust: Trust) -> Steps[KeyFile | None]:
    try:
        file = parse_key_file((yield from errand.read(path)))
        signed_well = trust.is_signed_by_writer(file.issuer, file.scope, file.device, file.document)
    except (FileNotFoundError, SharingViolation, NeedsNewer, Unreadable, KeyMissing, Forged):
        return None
    return file if signed_well and file.path == path else None


def _opened(file: KeyFile, known: bytes | None, root: DeviceKeys) -> dict[str, bytes]:
    """The keys in a file, with the key of its epoch where that is known already."""
    try:
        key = known or file.key_for(ROOT, root.agree_private)
        return {file.epoch: key, **file.older_keys(key)}
    except WrongKey:
        return {}
