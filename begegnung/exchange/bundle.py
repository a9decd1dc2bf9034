"""Bundles: sealed from the actions of one scope, opened again by everybody who may read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import zstandard

from begegnung.exchange import cipher, layout
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import (
    MAX_PLAIN,
    Header,
    NeedsNewer,
    SplitFile,
    Unreadable,
    decode_payload,
    encode_payload,
    hash_of,
    header_bytes,
    join_file,
    parse_header,
    split_file,
)
from begegnung.exchange.identity import verify
from begegnung.exchange.membership import Membership, ScopeAccess
from begegnung.model.changes import Action

__all__ = [
    "Forged",
    "KeyMissing",
    "OpenedBundle",
    "Schema",
    "ScopeAccess",
    "SealedBundle",
    "Standing",
    "hash_of",
    "open_bundle",
    "scope_in",
    "seal",
]

_LEVEL = 6
"""From here on more time hardly makes them smaller."""
_LARGEST_RATIO = 4096
_ALWAYS_ALLOWED = 1 << 20


@dataclass(frozen=True, slots=True)
class Standing:
    """Where this PC stands in a scope.

    The next bundle goes into `lane` as number `next_seq` after `head` (None for the first one).
    `heads` are the bundles taken in that no other one taken in was sealed on top of, own ones
    included.
    """

    lane: str
    next_seq: int
    head: str | None
    heads: tuple[str, ...]

    def joining(self, heads: tuple[str, ...]) -> "Standing":
        """The same place, for a bundle that rests on some of the heads and claims no more."""
        return replace(self, heads=heads)


@dataclass(frozen=True, slots=True)
class Schema:
    """Version of the tables of this program, and the oldest one that can take its bundles in."""

    version: int
    readable_from: int


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A bundle that this PC has written: `data` is the complete file, `hash` its SHA-256 (hex).

    `actions` are the identifiers of the actions in it.
    """

    hash: str
    path: str
    data: bytes
    header: Header
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedBundle:
    """A bundle that was read and found good: its header and its actions in order.

    `path` is where it belongs on the share, wherever it was found.
    """

    hash: str
    path: str
    header: Header
    actions: tuple[Action, ...]


def seal(
    access: ScopeAccess,
    member: Membership,
    standing: Standing,
    schema: Schema,
    actions: Sequence[Action],
    random_bytes: Callable[[int], bytes],
) -> SealedBundle:
    """The next bundle of this PC's lane with `actions`, on top of everything in `standing`.

    In the scope of the city the subject of an action and who did it stay at home: they may name a
    person, and the programme does not need them.

    Raises:
        ValueError: the actions cannot be written so that others can read them.
    """
    if access.name == layout.CITY:
        actions = [replace(action, title="", actor=None) for action in actions]
    plain = encode_payload(actions)
    stamps = [action.stamp for action in actions] or [0]
    salt, key = random_bytes(cipher.SALT_BYTES), access.keys[access.epoch]
    header = Header(
        scope=access.name,
        lane=standing.lane,
        seq=standing.next_seq,
        prev=standing.head,
        deps=tuple(sorted(standing.heads)),
        schema=schema.version,
        readable_from=schema.readable_from,
        changes=sum(len(action.changes) for action in actions),
        stamps=(min(stamps), max(stamps)),
        epoch=access.epoch,
        certificate=member.certificate.hash,
        cipher=cipher.NAME,
        salt=salt.hex(),
    )
    head = header_bytes(header)
    packed = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(plain)
    data = join_file(head, cipher.encrypt(key, salt, head, packed), member.keys.sign)
    # That the payload gives these actions again was seen to when it was made.
    if _plain(split_file(data), header, key) != plain:
        raise ValueError("the bundle would not read back as it is")
    digest = hash_of(data)
    path = layout.bundle_path(header.scope, header.lane, header.seq, digest)
    return SealedBundle(digest, path, data, header, tuple(action.id for action in actions))


def scope_in(data: bytes) -> str:
    """The scope that the file says to belong to, nothing else of it checked.

    Raises:
        Unreadable, NeedsNewer: it has no header that this program knows.
    """
    return parse_header(split_file(data).header).scope


def open_bundle(data: bytes, access: ScopeAccess, trust: Trust) -> OpenedBundle:
    """The bundle in `data`; that its writer counts still is not asked, see `Trust.counts`.

    Raises:
        NeedsNewer: written by a newer program.
        KeyMissing: the certificate of its writer or the key of its epoch is not here (yet).
        Forged: not signed by whom it names, or by one who may not write there.
        Unreadable: damaged, of another scope, or never sealed by our program.
    """
    file = split_file(data)
    header = parse_header(file.header)
    if header.scope != access.name:
        raise Unreadable("of another scope")
    device = header.lane.partition(".")[0]
    writer = trust.writer(header.certificate, header.scope, device)
    if not verify(writer.sign_public, file.signed, file.signature):
        raise Forged("not signed by whom it names")
    key = access.keys.get(header.epoch)
    if key is None:
        raise KeyMissing("epoch")
    actions = _actions(file, header, key)
    digest = hash_of(data)
    path = layout.bundle_path(header.scope, header.lane, header.seq, digest)
    return OpenedBundle(digest, path, header, actions)


def _actions(file: SplitFile, header: Header, key: bytes) -> tuple[Action, ...]:
    """The actions in a file, with the key of its epoch; raises `NeedsNewer` and `Unreadable`."""
    actions = decode_payload(_plain(file, header, key))
    if sum(len(action.changes) for action in actions) != header.changes:
        raise Unreadable("changes are missing")
    return actions


def _plain(file: SplitFile, header: Header, key: bytes) -> bytes:
    """The payload of a file, with the key of its epoch; raises `NeedsNewer` and `Unreadable`."""
    if header.cipher != cipher.NAME:
        raise NeedsNewer(f"encrypted with {header.cipher[:20]!r}")
    try:
        packed = cipher.decrypt(key, bytes.fromhex(header.salt), file.header, file.body)
    except cipher.WrongKey as error:
        raise Unreadable(str(error)) from error
    return _decompress(packed)


def _decompress(body: bytes) -> bytes:
    """The payload; what it claims to be long is checked before any memory is taken for it."""
    try:
        size = zstandard.frame_content_size(body)
        if not 0 < size <= min(MAX_PLAIN, _ALWAYS_ALLOWED + len(body) * _LARGEST_RATIO):
            raise Unreadable("implausible length")
        return zstandard.ZstdDecompressor().decompress(body, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Unreadable("cannot be decompressed") from error
