"""What one run carries with it, and each operation on the share as a step that can be watched.

The run is written as generators that yield a `Step` before every operation on the share. The caller
shows it, stops there, or lets several desks take turns; whatever it does, the next run starts over.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from begegnung.exchange import layout
from begegnung.exchange.codec import MAX_FILE
from begegnung.exchange.ledger import Ledger
from begegnung.exchange.membership import Membership
from begegnung.exchange.report import Finding, Note, Phase, Step
from begegnung.exchange.share import Entry, ShareIO, SharingViolation, patiently
from begegnung.model.errors import ShareReadOnly, ShareUnreachable

_T = TypeVar("_T")

Steps = Generator[Step, None, _T]
"""Operations on the share that end with a value."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may lie beside the newest snapshot before the next one is written."""

    bundles: int = 60
    size: int = 3 << 20


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a PC stood when its state had the hash `state` (64 hex digits)."""

    heads: tuple[str, ...]
    state: str


@dataclass(slots=True)
class Errand:
    """The two ends of one run, its time (UTC), and what was noted on the way."""

    share: ShareIO
    ledger: Ledger
    now: datetime
    sleep: Callable[[float], None]
    random_bytes: Callable[[int], bytes]
    limits: Limits = field(default_factory=Limits)
    phase: Phase = Phase.GREETING
    notes: list[Note] = field(default_factory=list[Note])
    copies: set[str] = field(default_factory=set[str])
    """Files that are no bundles by their names, and those that were put aside."""
    standpoints: dict[str, Standpoint] = field(default_factory=dict[str, Standpoint])
    """What this PC was found to show in this run, by scope."""
    diverged: set[str] = field(default_factory=set[str])
    """Scopes of which two PCs have said different things from the same bundles."""
    membership: Membership | None = None
    """Known once the share was greeted and the certificates were read, see `trust.establish`."""

    @property
    def member(self) -> Membership:
        """The membership of this PC; asked for only after it has been established."""
        if self.membership is None:
            raise RuntimeError("nothing is sealed or opened before the certificates were read")
        return self.membership

    def note(self, finding: Finding, path: str) -> None:
        """Put `finding` into the report."""
        self.notes.append(Note(finding, path))

    def fresh_part(self) -> str:
        """A path for a file that is being written."""
        return layout.part_path(self.ledger.device(), self.random_bytes(8).hex())

    def list(self, folder: str) -> Steps[Sequence[Entry]]:
        """See `ShareIO.list`; without the names nothing can go on, so a lock is a trouble."""
        yield Step(self.phase, folder)
        try:
            return patiently(lambda: self.share.list(folder), self.sleep)
        except SharingViolation as error:
            raise ShareUnreachable(folder) from error

    def read(self, path: str, most: int = MAX_FILE) -> Steps[bytes]:
        """See `ShareIO.read`; a file that is too large comes as one byte more than allowed."""
        yield Step(self.phase, path)
        return patiently(lambda: self.share.read(path, most + 1), self.sleep)

    def create_new(self, path: str, data: bytes) -> Steps[None]:
        """See `ShareIO.create_new`."""
        yield Step(self.phase, path)
        self._write(lambda: self.share.create_new(path, data))

    def rename_new(self, source: str, target: str) -> Steps[None]:
        """See `ShareIO.rename_new`."""
        yield Step(self.phase, target)
        self._write(lambda: self.share.rename_new(source, target))

    def delete(self, path: str) -> Steps[None]:
        """See `ShareIO.delete`."""
        yield Step(self.phase, path)
        self._write(lambda: self.share.delete(path))

    def _write(self, operation: Callable[[], None]) -> None:
        try:
            patiently(operation, self.sleep)
        except SharingViolation as error:
            if error.denied:
                raise ShareReadOnly(error.path) from error
            raise
