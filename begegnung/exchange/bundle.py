"""Bundles: sealed from the actions of one scope, opened again by everybody who may read it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import zstandard

from begegnung.exchange import cipher, layout
from begegnung.exchange.codec import (
    MAX_PLAIN,
    Header,
    NeedsNewer,
    Unreadable,
    decode_payload,
    encode_payload,
    header_bytes,
    join_file,
    parse_header,
    split_file,
)
from begegnung.model.changes import Action

_LEVEL = 9
_LARGEST_RATIO = 4096
_ALWAYS_ALLOWED = 1 << 20


@dataclass(frozen=True, slots=True)
class ScopeAccess:
    """A scope that this PC takes part in.

    `key` has 32 bytes for a house and is None for the city's programme, which is published anyway.
    Without `may_write` nothing of the scope is put on the share.
    """

    name: str
    key: bytes | None
    may_write: bool = True

    def __post_init__(self) -> None:
        if layout.is_secret(self.name) != (self.key is not None):
            raise ValueError(f"the scope {self.name} has a key if it belongs to a house")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where this PC stands in a scope.

    The next bundle goes into `lane` as number `next_seq` after `head` (None for the first one).
    `heads` are the bundles taken in that no other one taken in was sealed on top of, own ones
    included; `vector` is the largest seq taken in of each lane.
    """

    lane: str
    next_seq: int
    head: str | None
    heads: tuple[str, ...]
    vector: Mapping[str, int]

    def joining(self, heads: tuple[str, ...]) -> "Standing":
        """The same place, for a bundle that rests on some of the heads and claims no more."""
        return replace(self, heads=heads, vector={})


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
    """A bundle that was read and found good: its header, actions in order, and vector.

    `path` is where it belongs on the share, wherever it was found.
    """

    hash: str
    path: str
    header: Header
    actions: tuple[Action, ...]
    vector: Mapping[str, int]


def hash_of(data: bytes) -> str:
    """The hash of a bundle: SHA-256 of the complete file, 64 digits of lower case hex."""
    return hashlib.sha256(data).hexdigest()


def seal(
    access: ScopeAccess,
    standing: Standing,
    schema: Schema,
    actions: Sequence[Action],
    random_bytes: Callable[[int], bytes],
) -> SealedBundle:
    """The next bundle of this PC's lane with `actions`, on top of everything in `standing`.

    Where nothing is encrypted, the subject of an action and who did it stay at home: they may name
    a person, and the programme does not need them.

    Raises:
        ValueError: the actions cannot be written so that others can read them.
    """
    if access.key is None:
        actions = [replace(action, title="", actor=None) for action in actions]
    plain = encode_payload(actions, standing.vector)
    stamps = [action.stamp for action in actions] or [0]
    salt = None if access.key is None else random_bytes(cipher.SALT_BYTES)
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
        cipher=cipher.NONE if salt is None else cipher.NAME,
        salt=None if salt is None else salt.hex(),
    )
    body = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(plain)
    head = header_bytes(header)
    if access.key is not None and salt is not None:
        body = cipher.encrypt(access.key, salt, head, body)
    data = join_file(head, body)
    digest = hash_of(data)
    if open_bundle(data, access).actions != tuple(actions):
        raise ValueError("the bundle would not read back as it is")
    path = layout.bundle_path(header.scope, header.lane, header.seq, digest)
    return SealedBundle(digest, path, data, header, tuple(action.id for action in actions))


def scope_in(data: bytes) -> str:
    """The scope that the file says to belong to, nothing else of it checked.

    Raises:
        Unreadable, NeedsNewer: it has no header that this program knows.
    """
    return parse_header(split_file(data)[0]).scope


def open_bundle(data: bytes, access: ScopeAccess) -> OpenedBundle:
    """The bundle in `data`.

    Raises:
        NeedsNewer: written by a newer program.
        Unreadable: damaged, of another scope, under another key, or never sealed by our program.
    """
    head, body = split_file(data)
    header = parse_header(head)
    if header.scope != access.name:
        raise Unreadable("of another scope")
    actions, vector = decode_payload(_decompress(_decrypt(header, head, body, access)))
    if sum(len(action.changes) for action in actions) != header.changes:
        raise Unreadable("changes are missing")
    digest = hash_of(data)
    path = layout.bundle_path(header.scope, header.lane, header.seq, digest)
    return OpenedBundle(digest, path, header, actions, vector)


def _decrypt(header: Header, head: bytes, body: bytes, access: ScopeAccess) -> bytes:
    if header.cipher not in (cipher.NAME, cipher.NONE):
        raise NeedsNewer(f"encrypted with {header.cipher[:20]!r}")
    # Unencrypted bundles are never taken for a house: anybody who reaches the share can write one.
    if access.key is None:
        if header.cipher != cipher.NONE:
            raise Unreadable("encrypted where nothing is")
        return body
    if header.cipher != cipher.NAME or header.salt is None:
        raise Unreadable("not encrypted")
    try:
        return cipher.decrypt(access.key, bytes.fromhex(header.salt), head, body)
    except cipher.WrongKey as error:
        raise Unreadable(str(error)) from error


def _decompress(body: bytes) -> bytes:
    """The payload; what it claims to be long is checked before any memory is taken for it."""
    try:
        size = zstandard.frame_content_size(body)
        if not 0 < size <= min(MAX_PLAIN, _ALWAYS_ALLOWED + len(body) * _LARGEST_RATIO):
            raise Unreadable("implausible length")
        return zstandard.ZstdDecompressor().decompress(body, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Unreadable("cannot be decompressed") from error
