"""Signed documents: one canonical JSON object with its signature in it.

Signed is the same object without the key "sig". Its hash, and so its name on the share, is that of
the complete file. Keys that this program does not know are covered by the signature and kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from begegnung.exchange import layout
from begegnung.exchange.codec import (
    NeedsNewer,
    Unreadable,
    as_bytes,
    as_int,
    as_object,
    as_text,
    canonical,
    hash_of,
    parse_canonical,
)
from begegnung.exchange.identity import SIGNATURE_BYTES, DeviceKeys, verify

MAX_DOCUMENT = 4 << 20
"""Bytes of a document: the keys of one epoch for every PC of a large city, with room to spare."""

_MOST_KEYS = 32
_SIGNATURE = "sig"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read, its signature not checked yet: `data` is the complete file."""

    fields: Mapping[str, Any]
    signed: bytes
    signature: bytes
    data: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the complete file, lower case hex."""
        return hash_of(self.data)

    def is_signed_by(self, public: bytes) -> bool:
        """Whether the owner of `public` (Ed25519) has signed exactly this."""
        return verify(public, self.signed, self.signature)


def sign_document(kind: str, fields: Mapping[str, Any], keys: DeviceKeys) -> bytes:
    """The complete file of a document of `kind` with these fields.

    Raises:
        ValueError: it could not be read again.
    """
    values = {**fields, "f": layout.FORMAT, "kind": kind}
    signed = canonical(values)
    data = canonical({**values, _SIGNATURE: keys.sign(signed).hex()})
    if parse_document(data, kind).signed != signed:
        raise ValueError("the document would not read back as it is")
    return data


def parse_document(data: bytes, kind: str) -> Document:
    """The document of `kind` in `data`, without "f", "kind" and "sig" among its fields.

    Raises:
        NeedsNewer: written in a later format.
        Unreadable: anything else that is wrong with it.
    """
    if len(data) > MAX_DOCUMENT:
        raise Unreadable("document too long")
    fields = as_object(parse_canonical(data), _MOST_KEYS)
    version = as_int(fields.get("f"), 1)
    if version > layout.FORMAT:
        raise NeedsNewer(f"format {version}")
    as_text(fields.get("kind"), lambda found: found == kind)
    signature = as_bytes(fields.pop(_SIGNATURE, None), SIGNATURE_BYTES, SIGNATURE_BYTES)
    signed = canonical(fields)
    del fields["f"], fields["kind"]
    return Document(fields, signed, signature, data)
