"""Wrapping a secret for one recipient: whoever has the private key that fits opens it, nobody else.

A box is the public part of a key pair made for this box alone (32 bytes) and the secret under
AES-256-GCM. The key of the cipher follows by HKDF-SHA256 (RFC 5869) from the X25519 agreement
(RFC 7748) of the two, with both public keys as salt. A box does not say who made it: where that
matters, it is signed.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from begegnung.exchange.cipher import WrongKey

__all__ = ["MAX_SECRET", "OVERHEAD", "WrongKey", "unwrap", "wrap"]

KEY_BYTES = 32
"""Bytes of a public and of a private key of X25519."""
MAX_SECRET = 4096
"""Bytes of the longest secret: a key, never a document."""
OVERHEAD = KEY_BYTES + 16
"""Bytes that a box is longer than what is in it."""

_NONCE = bytes(12)
_PURPOSE = b"begegnung box 1\0"


def wrap(
    secret: bytes,
    recipient_public: bytes,
    random_bytes: Callable[[int], bytes],
    *,
    context: bytes = b"",
) -> bytes:
    """A box with `secret` for the owner of `recipient_public` (X25519, 32 bytes).

    It only opens with the same `context`, for instance what the secret is the key of.

    Raises:
        ValueError: the secret is too long, or the public key is one that fits everybody.
    """
    if len(secret) > MAX_SECRET:
        raise ValueError(f"{len(secret)} bytes are too much for a box")
    own = X25519PrivateKey.from_private_bytes(random_bytes(KEY_BYTES))
    shared = own.exchange(X25519PublicKey.from_public_bytes(recipient_public))
    own_public = own.public_key().public_bytes_raw()
    box_key = _box_key(shared, own_public, recipient_public, context)
    return own_public + box_key.encrypt(_NONCE, secret, None)


def unwrap(box: bytes, private: bytes, *, context: bytes = b"") -> bytes:
    """The secret in `box`, with the private key (X25519, 32 bytes) that it was wrapped for.

    Raises:
        WrongKey: for somebody else, of another context, or damaged.
    """
    if not OVERHEAD <= len(box) <= OVERHEAD + MAX_SECRET:
        raise WrongKey("not a box")
    own = X25519PrivateKey.from_private_bytes(private)
    their_public = box[:KEY_BYTES]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(their_public))
        own_public = own.public_key().public_bytes_raw()
        box_key = _box_key(shared, their_public, own_public, context)
        return box_key.decrypt(_NONCE, box[KEY_BYTES:], None)
    except (InvalidTag, ValueError) as error:
        raise WrongKey("cannot be opened") from error


def _box_key(shared: bytes, sender: bytes, recipient: bytes, context: bytes) -> AESGCM:
    """The key of one box; its pair of keys is used once, so the nonce can be constant."""
    kdf = HKDF(SHA256(), 32, salt=sender + recipient, info=_PURPOSE + context)
    return AESGCM(kdf.derive(shared))
