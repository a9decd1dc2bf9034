"""Identifiers made on the desk, without asking anybody.

An identifier is 16 bytes, written as 26 characters of base32hex in lower case, so that text order
is byte order. New ones begin with two bytes of the house and six of the time (milliseconds, UTC):
rows of one house lie together in every index, however many houses are merged into one file.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from functools import lru_cache


def _text(raw: bytes) -> str:
    return base64.b32hexencode(raw).decode("ascii").rstrip("=").lower()


def new_id(
    house: int, now_ms: int, random_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> str:
    """A fresh identifier for a row made in `house` (0..65535) at `now_ms` (UTC milliseconds)."""
    return _text(house.to_bytes(2, "big") + now_ms.to_bytes(6, "big") + random_bytes(8))


def first_id(house: int, at_ms: int) -> str:
    """The smallest identifier that can be made in `house` from `at_ms` (UTC milliseconds) on.

    Rows of a house in order of their identifiers are in the order in which they were made.
    """
    return new_id(house, at_ms, bytes)


def derived_id(*parts: str) -> str:
    """The identifier that follows from `parts`, the same on every PC.

    For rows that two desks may create independently and that are yet one thing: the attendance of
    one person at one date, a district, an entry of an imported programme.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8")).digest()
    return _text(digest[:16])


def joined_id(one: str, other: str) -> str:
    """The identifier of what there is once for two rows: theirs, one behind the other.

    For attendance, of which there are more rows than of everything else together: whoever knows
    the two rows knows it, and a snapshot need not carry it.
    """
    return one + other


@lru_cache(maxsize=64)
def house_of(identifier: str) -> int:
    """The house number that `identifier` begins with."""
    padded = identifier.upper() + "=" * (-len(identifier) % 8)
    return int.from_bytes(base64.b32hexdecode(padded)[:2], "big")
