"""A share whose n-th operation goes wrong, in every way in which a real one can."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from begegnung.exchange.share import Entry, ShareIO, SharingViolation
from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable

READS = frozenset({"list", "read"})
WRITES = frozenset({"create_new", "rename_new", "delete"})


class When(Enum):
    """How much of the operation is done when it fails."""

    BEFORE = "not done"
    AFTER = "done, and the reply is lost"
    TORN = "half done"


class Lasts(Enum):
    """How long it goes wrong."""

    ONCE = "once"
    THIS_FILE = "every time with this file"
    FOR_GOOD = "from then on"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong: what is raised (None: nothing is said), at which operations, and how."""

    name: str
    error: Callable[[str], Exception] | None
    operations: frozenset[str]
    when: When = When.BEFORE
    lasts: Lasts = Lasts.ONCE

    def __str__(self) -> str:
        return self.name


def _in_use(path: str) -> Exception:
    return SharingViolation(path, denied=False)


def _denied(path: str) -> Exception:
    return SharingViolation(path, denied=True)


def _full(path: str) -> Exception:
    return ShareFull(path, 0)


_ALL = READS | WRITES
_MAKING = frozenset({"create_new", "rename_new"})
_CREATING = frozenset({"create_new"})

FAULTS = (
    Fault("gone", ShareUnreachable, _ALL),
    Fault("gone for good", ShareUnreachable, WRITES, lasts=Lasts.FOR_GOOD),
    Fault("in use", _in_use, _ALL),
    Fault("in use all the time", _in_use, _ALL, lasts=Lasts.THIS_FILE),
    Fault("all files in use", _in_use, WRITES, lasts=Lasts.FOR_GOOD),
    Fault("denied all the time", _denied, _ALL, lasts=Lasts.THIS_FILE),
    Fault("full", _full, _MAKING),
    Fault("full for good", _full, _MAKING, lasts=Lasts.FOR_GOOD),
    Fault("read-only", ShareReadOnly, WRITES),
    Fault("read-only for good", ShareReadOnly, WRITES, lasts=Lasts.FOR_GOOD),
    Fault("reply lost", ShareUnreachable, WRITES, When.AFTER),
    Fault("done and said to be in use", _in_use, WRITES, When.AFTER),
    Fault("torn and gone", ShareUnreachable, _CREATING, When.TORN),
    Fault("torn and full", _full, _CREATING, When.TORN),
    Fault("torn and in use", _in_use, _CREATING, When.TORN),
    Fault("torn and said to be done", None, _CREATING, When.TORN),
    Fault("missing", FileNotFoundError, frozenset({"read", "rename_new"})),
    Fault("half read", None, frozenset({"read"}), When.TORN),
    Fault("half listed", None, frozenset({"list"}), When.TORN),
    Fault("name taken", FileExistsError, _MAKING),
)


class FailingShare:
    """A `ShareIO` in front of another one, whose operation number `n` (from 1) goes wrong.

    `done` are the kinds of the operations in their order. Without a fault everything goes well.
    """

    def __init__(self, share: ShareIO, fault: Fault | None = None, n: int = 0) -> None:
        self.done: list[str] = []
        self._share, self._fault, self._n = share, fault, n
        self._struck: str | None = None

    def list(self, folder: str) -> Sequence[Entry]:
        """See `ShareIO`."""
        with self._operation("list", folder) as torn:
            names = self._share.list(folder)
        return names[: len(names) // 2] if torn else names

    def read(self, path: str, limit: int) -> bytes:
        """See `ShareIO`."""
        with self._operation("read", path) as torn:
            data = self._share.read(path, limit)
        return data[: len(data) // 2] if torn else data

    def create_new(self, path: str, data: bytes) -> None:
        """See `ShareIO`."""
        with self._operation("create_new", path) as torn:
            self._share.create_new(path, data[: len(data) // 2] if torn else data)

    def rename_new(self, source: str, target: str) -> None:
        """See `ShareIO`."""
        with self._operation("rename_new", target):
            self._share.rename_new(source, target)

    def delete(self, path: str) -> None:
        """See `ShareIO`."""
        with self._operation("delete", path):
            self._share.delete(path)

    def free(self) -> int | None:
        """See `ShareIO`."""
        return self._share.free()

    @contextmanager
    def _operation(self, operation: str, path: str) -> Generator[bool]:
        """Around an operation: raises before or after it; gives whether only half is to be done."""
        fault = self._fault_of(operation, path)
        if fault is None:
            yield False
            return
        if fault.error is not None and fault.when is When.BEFORE:
            raise fault.error(path)
        yield fault.when is When.TORN
        if fault.error is not None:
            raise fault.error(path)

    def _fault_of(self, operation: str, path: str) -> Fault | None:
        self.done.append(operation)
        fault = self._fault
        if fault is None or operation not in fault.operations:
            return None
        if len(self.done) == self._n:
            self._struck = path
        elif not self._strikes_again(fault, path):
            return None
        return fault

    def _strikes_again(self, fault: Fault, path: str) -> bool:
        if fault.lasts is Lasts.THIS_FILE:
            return path == self._struck
        return fault.lasts is Lasts.FOR_GOOD and self._struck is not None
