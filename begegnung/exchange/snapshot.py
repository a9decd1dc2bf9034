"""Snapshots: everything that one PC had taken in of a scope, sealed into one file.

A file is laid out as a bundle is. What a snapshot covers are its heads and all bundles below them;
the payload is made and taken in by the database (`Ledger.make_snapshot`, `Ledger.join_snapshot`),
the exchange only seals and opens it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from begegnung.exchange import cipher, layout
from begegnung.exchange.bundle import Schema
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import (
    MAX_DEPS,
    MAX_HEADER,
    NeedsNewer,
    Unreadable,
    as_int,
    as_items,
    as_object,
    as_text,
    canonical,
    hash_of,
    join_file,
    parse_canonical,
    split_file,
)
from begegnung.exchange.identity import verify
from begegnung.exchange.membership import Membership, ScopeAccess

MAGIC = b"BGS1"

MAX_SNAPSHOT = 1 << 30
"""Bytes of a complete snapshot: a hundred times a house of five years."""

MOST_OF_A_HEAD = MAX_HEADER + 100
"""As much of a snapshot as it takes to `peek` at its header."""

_MOST_KEYS = 32


@dataclass(frozen=True, slots=True)
class Payload:
    """What the database gives for a snapshot: the heads it covers, how many bundles, the bytes."""

    heads: tuple[str, ...]
    covered: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """What a snapshot says about itself in the clear; see `codec.Header` for the shared fields."""

    scope: str
    device: str
    heads: tuple[str, ...]
    covered: int
    schema: int
    readable_from: int
    epoch: str
    certificate: str
    cipher: str
    salt: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete snapshot: `data` is the file, `path` where it belongs on the share."""

    hash: str
    path: str
    header: SnapshotHeader
    data: bytes


def seal_snapshot(
    access: ScopeAccess,
    member: Membership,
    schema: Schema,
    payload: Payload,
    random_bytes: Callable[[int], bytes],
) -> Snapshot:
    """The file of a snapshot.

    Raises:
        ValueError: it would be larger than anybody reads.
    """
    salt, key = random_bytes(cipher.SALT_BYTES), access.keys[access.epoch]
    head = canonical(
        {
            "f": layout.FORMAT,
            "scope": access.name,
            "device": member.certificate.device,
            "heads": sorted(payload.heads),
            "n": payload.covered,
            "schema": schema.version,
            "min": schema.readable_from,
            "ep": access.epoch,
            "cert": member.certificate.hash,
            "cipher": cipher.NAME,
            "salt": salt.hex(),
        }
    )
    body = cipher.encrypt(key, salt, head, payload.data)
    data = join_file(head, body, member.keys.sign, magic=MAGIC, most=MAX_SNAPSHOT)
    return _snapshot(data, _parse(head))


def peek(data: bytes) -> Snapshot:
    """The snapshot in `data`, neither its signature nor its content checked.

    For its header the first `MOST_OF_A_HEAD` bytes are enough.

    Raises:
        NeedsNewer: written in a later format.
        Unreadable: anything else that is wrong with its header.
    """
    return _snapshot(data, _parse(split_file(data, magic=MAGIC, most=MAX_SNAPSHOT).header))


def open_snapshot(snapshot: Snapshot, access: ScopeAccess, trust: Trust) -> Payload:
    """What is in a snapshot of somebody who may write in its scope, or could when he wrote it.

    Raises:
        NeedsNewer: encrypted in a later way.
        KeyMissing: the certificate of its writer or the key of its epoch is not here (yet).
        Forged: not signed by whom it names, by one who may not write there, or who was locked out.
        Unreadable: damaged, or of another scope.
    """
    header, file = snapshot.header, split_file(snapshot.data, magic=MAGIC, most=MAX_SNAPSHOT)
    if header.scope != access.name:
        raise Unreadable("of another scope")
    writer = trust.writer(header.certificate, header.scope, header.device)
    signed = verify(writer.sign_public, file.signed, file.signature)
    if not signed or not trust.counts(header.certificate, header.scope, snapshot.hash):
        raise Forged("not signed by somebody who counts")
    if header.cipher != cipher.NAME:
        raise NeedsNewer(f"encrypted with {header.cipher[:20]!r}")
    key = access.keys.get(header.epoch)
    if key is None:
        raise KeyMissing("epoch")
    try:
        data = cipher.decrypt(key, bytes.fromhex(header.salt), file.header, file.body)
    except cipher.WrongKey as error:
        raise Unreadable(str(error)) from error
    return Payload(header.heads, header.covered, data)


def _snapshot(data: bytes, header: SnapshotHeader) -> Snapshot:
    digest = hash_of(data)
    path = layout.snapshot_path(header.scope, header.covered, digest)
    return Snapshot(digest, path, header, data)


def _parse(head: bytes) -> SnapshotHeader:
    fields: Mapping[str, Any] = as_object(parse_canonical(head), _MOST_KEYS)
    version = as_int(fields.get("f"), 1)
    if version > layout.FORMAT:
        raise NeedsNewer(f"format {version}")
    return SnapshotHeader(
        scope=as_text(fields.get("scope"), layout.is_scope),
        device=as_text(fields.get("device"), layout.is_device),
        heads=tuple(
            as_text(head, layout.is_hash) for head in as_items(fields.get("heads"), MAX_DEPS)
        ),
        covered=as_int(fields.get("n"), 0, layout.MAX_SEQ),
        schema=as_int(fields.get("schema")),
        readable_from=as_int(fields.get("min")),
        epoch=as_text(fields.get("ep"), layout.is_epoch),
        certificate=as_text(fields.get("cert"), layout.is_hash),
        cipher=as_text(fields.get("cipher")),
        salt=as_text(fields.get("salt"), layout.is_hash),
    )
