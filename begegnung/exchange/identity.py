"""Keys that say who wrote something (Ed25519, RFC 8032) and whom it is for (X25519, RFC 7748).

Every PC has a pair of both, and so has the city: its pair is the root of all trust. Only the
private halves are kept; the public ones follow from them.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
"""Bytes of each private and public key, and of the seed of the city."""
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The private keys of a PC, or of the city: 32 bytes each, never shown."""

    sign_seed: bytes = field(repr=False)
    agree_private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.sign_seed) != KEY_BYTES or len(self.agree_private) != KEY_BYTES:
            raise ValueError("a private key has 32 bytes")

    @property
    def sign_public(self) -> bytes:
        """What others check signatures with."""
        return _signer(self.sign_seed).public_key().public_bytes_raw()

    @property
    def agree_public(self) -> bytes:
        """What others wrap secrets for, see `wrapping.wrap`."""
        return _agree_public(self.agree_private)

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`, 64 bytes; the same keys and data always give the same one."""
        return _signer(self.sign_seed).sign(data)


def root_keys(seed: bytes) -> DeviceKeys:
    """The keys of the city, from its seed of 32 bytes."""
    if len(seed) != KEY_BYTES:
        raise ValueError("the seed of the city has 32 bytes")
    return DeviceKeys(
        _derived(seed, b"begegnung root sign 1"), _derived(seed, b"begegnung root agree 1")
    )


def verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether `signature` over `data` was made with the private half of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _derived(seed: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(seed)


# A run signs and checks with the same few keys again and again.
@lru_cache(maxsize=16)
def _signer(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=16)
def _agree_public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
