"""PINs of the people at the desk: kept as argon2 hashes, tried with a growing wait.

A PIN of four digits has ten thousand values. The hash makes guessing slow for whoever holds the
file, not impossible; the wait makes it hopeless at the window. A wait is kept in memory: whoever
ends the program begins anew, and nobody is ever locked out for good.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from begegnung.model.errors import Invalid
from begegnung.model.staff_errors import TooEarly, WrongPin

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 4, 8
"""How many digits a PIN has."""

_FREE_TRIES = 3
_FIRST_WAIT_MS = 5_000
_LONGEST_WAIT_MS = 300_000


def required_pin(pin: str, field: str) -> str:
    """The PIN without blanks around it; raises `Invalid` when it is not 4 to 8 digits."""
    bare = pin.strip()
    if not (bare.isascii() and bare.isdecimal() and SHORTEST <= len(bare) <= LONGEST):
        raise Invalid(field, "not_a_pin")
    return bare


def hash_of(pin: str) -> str:
    """The argon2id hash of a PIN, with its salt and its parameters."""
    return _hasher().hash(pin)


def is_pin(pin_hash: str, pin: str) -> bool:
    """Whether `pin` is the one of which `pin_hash` was made."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(pin_hash, pin.strip())
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> "PasswordHasher":
    # Imported here because most days begin without a PIN. The parameters are the least that OWASP
    # recommends for argon2id: 19 MiB, two rounds, some 50 ms on an office PC.
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class _Tries:
    wrong: int
    next_ms: int


class Waits:
    """Wrong tries by user, as long as this process runs."""

    def __init__(self) -> None:
        self._tries: dict[str, _Tries] = {}

    def check(self, staff_id: str, name: str, pin_hash: str, pin: str, now_ms: int) -> None:
        """Takes one try; `now_ms` is UTC milliseconds.

        Raises `TooEarly` without looking at the PIN while the wait lasts, and `WrongPin`. Three
        tries are free; after that the wait is 5 seconds and doubles up to 5 minutes.
        """
        before = self._tries.get(staff_id, _Tries(0, 0))
        # A clock that was set back must not keep anybody out for longer than the longest wait.
        wait = min(before.next_ms - now_ms, _LONGEST_WAIT_MS)
        if wait > 0:
            raise TooEarly(name, wait)
        if is_pin(pin_hash, pin):
            self._tries.pop(staff_id, None)
            return
        wrong = before.wrong + 1
        over = wrong - _FREE_TRIES
        wait = min(_FIRST_WAIT_MS * 2**over, _LONGEST_WAIT_MS) if over >= 0 else 0
        self._tries[staff_id] = _Tries(wrong, now_ms + wait)
        raise WrongPin(name, wait)


WAITS = Waits()
"""The wrong tries of this process: at the window, in dialogs and on the command line alike."""
