"""Encryption of one file: AES-256-GCM under a key of its own, derived from the key of the scope.

The key of a file follows by HKDF-SHA256 (RFC 5869) from the scope key, 32 random bytes of salt and
the hash of the header. As no two files share a key, the nonce is constant and there is no counter
that a copied PC could use twice. The header is bound as associated data.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NAME = "aes-256-gcm"

KEY_BYTES = 32
SALT_BYTES = 32

_NONCE = bytes(12)


class WrongKey(ValueError):
    """The key is another one, or header or ciphertext were changed."""


def _file_key(scope_key: bytes, salt: bytes, header: bytes) -> AESGCM:
    if len(scope_key) != KEY_BYTES or len(salt) != SALT_BYTES:
        raise ValueError("key and salt have 32 bytes")
    info = hashlib.sha256(header).digest()
    return AESGCM(HKDF(SHA256(), 32, salt, info).derive(scope_key))


def encrypt(scope_key: bytes, salt: bytes, header: bytes, plain: bytes) -> bytes:
    """`plain` encrypted, 16 bytes longer. `salt` must be fresh random bytes for every file."""
    return _file_key(scope_key, salt, header).encrypt(_NONCE, plain, header)


def decrypt(scope_key: bytes, salt: bytes, header: bytes, sealed: bytes) -> bytes:
    """What was encrypted with the same key, salt and header.

    Raises:
        WrongKey: nothing of it can be trusted.
    """
    try:
        return _file_key(scope_key, salt, header).decrypt(_NONCE, sealed, header)
    except InvalidTag as error:
        raise WrongKey("cannot be decrypted") from error
