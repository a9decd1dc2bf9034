"""What fate has destroyed in a history, and what nobody may lose any more.

A change is excused when the last copy of it was destroyed that anybody could have used. But what a
PC has said to have delivered is promised: when that PC burns down, it is no excuse, unless fate has
taken the file away from the share as well.
"""

from collections.abc import Callable
from typing import TypeVar

from tests.exchange.custody import Custody
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.oracle import Oracle

_T = TypeVar("_T")


class Losses:
    """Kept for one history; `custody` says who has what just now."""

    def __init__(self, oracle: Oracle, share: FaultyShare, custody: Callable[[], Custody]) -> None:
        self.excused = 0
        self._oracle = oracle
        self._share = share
        self._custody = custody
        self._claimed = 0
        self._promised = 0
        self._taken_away = 0

    def by(self, event: Callable[[], _T], *, breaks_promises: bool = False) -> _T:
        """Let `event` happen: what it has destroyed everywhere is excused; gives what it gives.

        Where it breaks promises even what was said to have arrived is.
        """
        files, before = self._share.snapshot(), self._custody().everywhere
        try:
            return event()
        finally:
            now = self._share.files
            hit = [path for path, data in files.items() if now.get(path) is not data]
            self._taken_away |= Custody(self._oracle, (), files).told_by(hit)
            after = self._custody()
            self._taken_away &= ~after.on_share
            self._promised &= ~self._taken_away
            gone = before & ~after.everywhere
            if breaks_promises:
                self._promised &= ~gone
            self.excused |= gone & ~self._promised

    def are_said_to_have_arrived(self, changes: int) -> None:
        """A PC has said that its changes are on the share; what it says again counts once."""
        self._promised |= changes & ~self._claimed & ~self._taken_away
        self._claimed |= changes
