"""Pure functions of the exchange, remembered: many PCs in one process open the same few files.

What they give is not changed, and what they raise is worked out anew each time.
"""

from functools import lru_cache
from types import ModuleType

import pytest

from begegnung.exchange import bundle, cipher, documents, epochs, sealing, snapshot

_PURE: tuple[tuple[ModuleType, str], ...] = (
    (bundle, "verify"),
    (documents, "verify"),
    (snapshot, "verify"),
    (bundle, "parse_header"),
    (sealing, "parse_header"),
    (bundle, "_decompress"),
    (bundle, "decode_payload"),
    (cipher, "decrypt"),
    (epochs, "unwrap"),
)


def remember_pure_functions(patch: pytest.MonkeyPatch) -> None:
    """Until `patch` is undone, each of the functions is asked once for the same bytes."""
    for module, name in _PURE:
        patch.setattr(module, name, lru_cache(maxsize=2048)(getattr(module, name)))
