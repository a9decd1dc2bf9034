"""A shared folder in memory that does everything to its files that real ones do."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random

from begegnung.exchange.share import Entry, SharingViolation
from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable


class FaultyShare:
    """A `ShareIO` with seeded faults; with all chances at 0 it is a perfect folder.

    `errors`: the operation fails before it does anything. `torn`: a write ends in the middle.
    `lies`: something else than was given is written, and nothing is said of it. `stale`: a listing
    is an older one. `short`: a read is cut off. `lost_reply`: a rename is done and reported as
    failed.
    """

    def __init__(self, random: Random | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.down = False
        self.errors = self.torn = self.lies = self.stale = self.short = self.lost_reply = 0.0
        self.capacity: int | None = None
        self.read_only = False
        self.locked: dict[str, int] = {}
        self.writes = 0
        self._random = random or Random(0)
        self._older: list[tuple[str, ...]] = []
        self._renames: list[tuple[str, str]] = []
        self._in_cache: set[str] = set()

    @property
    def shows_all(self) -> bool:
        """Whether everybody who looks is shown what is there."""
        return not (self.errors or self.stale or self.short or any(self.locked.values()))

    def snapshot(self) -> dict[str, bytes]:
        return dict(self.files)

    def list(self, folder: str) -> Sequence[Entry]:
        self._may_fail(folder)
        names = tuple(self.files)
        self._older = [*self._older[-3:], names]
        if self._happens(self.stale):
            names = self._random.choice(self._older)
        return _folders(names).get(folder, ())

    def read(self, path: str, limit: int) -> bytes:
        self._may_fail(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        data = self.files[path][:limit]
        return data[: self._random.randrange(len(data) + 1)] if self._happens(self.short) else data

    def create_new(self, path: str, data: bytes) -> None:
        self._may_fail(path, writes=True)
        if path in self.files:
            raise FileExistsError(path)
        used = 0 if self.capacity is None else sum(map(len, self.files.values()))
        if self.capacity is not None and used + len(data) > self.capacity:
            self._in_cache.add(path)
            self.files[path] = data[: max(0, self.capacity - used)]
            raise ShareFull(path, 0)
        self._in_cache.add(path)
        if self._happens(self.torn):
            self.files[path] = data[: self._random.randrange(len(data) + 1)]
            raise self._failed(path)
        self.files[path] = self._damaged(data) if data and self._happens(self.lies) else data
        self._flush(path)

    def rename_new(self, source: str, target: str) -> None:
        self._may_fail(target, writes=True)
        if source not in self.files:
            raise FileNotFoundError(source)
        if target in self.files:
            raise FileExistsError(target)
        self._move(source, target)
        self._renames = [*self._renames[-2:], (source, target)]
        if self._happens(self.lost_reply):
            raise self._failed(target)

    def delete(self, path: str) -> None:
        self._may_fail(path, writes=True)
        self.files.pop(path, None)

    def free(self) -> int | None:
        return None

    def lose_last_renames(self) -> None:
        """The server's power fails: the newest entries of its folders are the older ones again."""
        for source, target in reversed(self._renames):
            if target in self.files and self._happens(0.5):
                self._move(target, source)
        self._renames = []

    def lose_cache(self) -> None:
        """The server's power fails: of what was written and not forced to the medium little stays.

        That are only writes that were broken off: `create_new` promises the rest.
        """
        for path in sorted(self._in_cache & self.files.keys()):
            data = self.files[path]
            if self._happens(0.8):
                self.files[path] = self._random.choice(
                    [b"", bytes(len(data)), data[: len(data) // 2]]
                )
        self._in_cache = set()

    def _flush(self, path: str) -> None:
        self._in_cache.discard(path)

    def _move(self, source: str, target: str) -> None:
        self.files[target] = self.files.pop(source)
        if source in self._in_cache:
            self._in_cache.remove(source)
            self._in_cache.add(target)

    def _damaged(self, data: bytes) -> bytes:
        if self._happens(0.5):
            return data[: self._random.randrange(len(data))]
        place = self._random.randrange(len(data))
        return b"".join((data[:place], bytes([data[place] ^ 1]), data[place + 1 :]))

    def _failed(self, path: str) -> Exception:
        """What is told of an operation that was done in part or as a whole."""
        if self._happens(0.3):
            return SharingViolation(path, denied=False)
        return ShareUnreachable(path)

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self._random.random() < chance

    def _may_fail(self, path: str, *, writes: bool = False) -> None:
        if self.down:
            raise ShareUnreachable(path)
        if self.locked.get(path, 0):
            self.locked[path] -= 1
            raise SharingViolation(path, denied=False)
        if writes and self.read_only:
            raise ShareReadOnly(path)
        self.writes += writes
        if self._happens(self.errors):
            errors: list[Exception] = [ShareUnreachable(path), SharingViolation(path, denied=False)]
            if writes:
                errors += [
                    ShareFull(path, 0),
                    ShareReadOnly(path),
                    SharingViolation(path, denied=True),
                ]
            raise self._random.choice(errors)


@lru_cache(maxsize=64)
def _folders(paths: tuple[str, ...]) -> Mapping[str, Sequence[Entry]]:
    """What is in every folder, given the paths of all files."""
    inside: dict[str, dict[str, bool]] = {}
    for path in paths:
        folder, is_folder = path, False
        while folder:
            folder, _, name = folder.rpartition("/")
            names = inside.setdefault(folder, {})
            if name in names:
                break
            names[name], is_folder = is_folder, True
    return {
        folder: [Entry(name, is_folder) for name, is_folder in sorted(names.items())]
        for folder, names in inside.items()
    }
