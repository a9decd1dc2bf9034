"""The recovery file: the seed of the city under a passphrase.

The key is derived by Argon2id (RFC 9106), with 256 MB and three passes unless a test asks for less;
what was used stands in the file. The passphrase is taken in one notation of Unicode, so that it is
the same from every keyboard.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from begegnung.exchange import layout
from begegnung.exchange.certificates import is_repository
from begegnung.exchange.codec import (
    NeedsNewer,
    Unreadable,
    as_bytes,
    as_int,
    as_object,
    as_text,
    canonical,
    parse_canonical,
)
from begegnung.exchange.identity import KEY_BYTES
from begegnung.model.key_errors import PassphraseTooShort, PassphraseWrong
from begegnung.model.passphrases import LEAST_CHARACTERS

MAX_FILE = 16 << 10

_KIND = "recovery"
_KDF = "argon2id"
_SALT_BYTES = 16
_NONCE = bytes(12)
_BOX_BYTES = KEY_BYTES + 16
_MOST_MEMORY = 1 << 20
_MOST_PASSES = 64
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess at the passphrase costs: memory in KiB, passes over it, lanes at once."""

    memory: int = 256 << 10
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class RecoveryFile:
    """A recovery file as it was read; only the passphrase opens it."""

    repository: str
    cost: Cost
    salt: bytes
    box: bytes

    def seed(self, passphrase: str) -> bytes:
        """The seed of the city (32 bytes); takes about a second. Raises `PassphraseWrong`."""
        key = _derived(passphrase, self.salt, self.cost)
        try:
            header = _header(self.repository, self.cost, self.salt)
            return key.decrypt(_NONCE, self.box, header)
        except InvalidTag as error:
            raise PassphraseWrong from error


def make_recovery_file(
    seed: bytes,
    repository: str,
    passphrase: str,
    random_bytes: Callable[[int], bytes],
    cost: Cost,
) -> bytes:
    """The complete file that keeps `seed` under `passphrase`; raises `PassphraseTooShort`."""
    if len(passphrase.strip()) < LEAST_CHARACTERS:
        raise PassphraseTooShort(LEAST_CHARACTERS)
    salt = random_bytes(_SALT_BYTES)
    header = _header(repository, cost, salt)
    # The salt is fresh, so is the key: the nonce can be constant.
    box = _derived(passphrase, salt, cost).encrypt(_NONCE, seed, header)
    data = canonical({**_fields(repository, cost, salt), "box": box.hex()})
    if parse_recovery_file(data).seed(passphrase) != seed:
        raise ValueError("the recovery file would not open again")
    return data


def parse_recovery_file(data: bytes) -> RecoveryFile:
    """The recovery file in `data`.

    Raises:
        NeedsNewer: written in a later format.
        Unreadable: anything else that is wrong with it, or it asks for absurd effort.
    """
    if len(data) > MAX_FILE:
        raise Unreadable("too long")
    fields = as_object(parse_canonical(data.strip()), 16)
    version = as_int(fields.get("f"), 1)
    if version > layout.FORMAT:
        raise NeedsNewer(f"format {version}")
    as_text(fields.get("kind"), lambda found: found == _KIND)
    if as_text(fields.get("kdf")) != _KDF:
        raise NeedsNewer("key derivation")
    lanes = as_int(fields.get("lanes"), 1, _MOST_LANES)
    cost = Cost(
        memory=as_int(fields.get("memory"), 8 * lanes, _MOST_MEMORY),
        passes=as_int(fields.get("passes"), 1, _MOST_PASSES),
        lanes=lanes,
    )
    return RecoveryFile(
        repository=as_text(fields.get("repository"), is_repository),
        cost=cost,
        salt=as_bytes(fields.get("salt"), _SALT_BYTES, _SALT_BYTES),
        box=as_bytes(fields.get("box"), _BOX_BYTES, _BOX_BYTES),
    )


def _fields(repository: str, cost: Cost, salt: bytes) -> dict[str, object]:
    return {
        "f": layout.FORMAT,
        "kind": _KIND,
        "kdf": _KDF,
        "repository": repository,
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": salt.hex(),
    }


def _header(repository: str, cost: Cost, salt: bytes) -> bytes:
    return canonical(_fields(repository, cost, salt))


def _derived(passphrase: str, salt: bytes, cost: Cost) -> AESGCM:
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    text = unicodedata.normalize("NFKC", passphrase)
    return AESGCM(kdf.derive(text.encode("utf-8", "surrogatepass")))
