"""Every row that can still be read in a damaged database file, whatever else is broken.

SQLite reads a table from its root down: where a page is broken, all pages below it are out of its
reach. Here every page is looked at by itself. Leaf pages of tables know their own rows, wherever in
the file they lie; what does not read as a row is left out. The file is never written.

The layout is that of "Database File Format" and "WAL-mode File Format" (sqlite.org/fileformat2.html
and walformat.html): pages, cells, overflow pages, records, frames of the log with their checksums.
"""

import struct
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, NamedTuple

Value = None | int | float | str | bytes

_MAGIC = b"SQLite format 3\0"
_USUAL_PAGE = 4096
_FILE_HEADER = 100
_LEAF_OF_TABLE = 0x0D
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
_LARGEST_ROW = 64 << 20
_SECTOR = 512


class FoundRow(NamedTuple):
    """One row: its number in the table, and the values of its columns in their order.

    The column that is the number itself (INTEGER PRIMARY KEY) is None.
    """

    number: int
    values: tuple[Value, ...]


class Scanned(NamedTuple):
    """What a look through the file came to: pages, and rows that could not be read."""

    pages: int
    broken_rows: int


def scan(
    path: Path,
    wanted: Callable[[int], bool],
    take: Callable[[FoundRow], None],
    go_on: Callable[[int, int], None] = lambda _done, _total: None,
) -> Scanned:
    """Gives every readable row of `path` and of the log beside it to `take`.

    `wanted` says by the number of columns which rows are read at all. Rows may come twice, and
    rows that were taken out long ago may come too. `go_on(page, pages)` is called now and then.
    Raises `OSError` only where the file cannot be opened.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        pages = _Pages(file, size)
        with closing(_committed_frames(path.with_name(f"{path.name}-wal"))) as frames:
            for number, page, page_size in frames:
                if page_size == pages.size:
                    pages.newer[number] = page
        count = max(pages.count, *pages.newer, 0)
        broken = 0
        for number in range(1, count + 1):
            if number % 64 == 1:
                go_on(number, count)
            broken += _scan_page(pages, number, wanted, take)
    return Scanned(count, broken)


def copy_readable(source: Path, target: Path) -> int:
    """Copies a file as far as the disk gives it; gives how many bytes were filled with zeros.

    A disk that is breaking refuses single sectors: they are passed over. Raises `OSError` where
    the file cannot be opened or the copy cannot be written.
    """
    lost = 0
    with source.open("rb", buffering=0) as old, target.open("xb") as new:
        size = old.seek(0, 2)
        for start in range(0, size, 1 << 20):
            length = min(1 << 20, size - start)
            part = _piece(old, start, length)
            if part is None:
                sectors = (
                    (at, min(_SECTOR, start + length - at))
                    for at in range(start, start + length, _SECTOR)
                )
                for at, short in sectors:
                    piece = _piece(old, at, short)
                    lost += 0 if piece is not None else short
                    new.write(piece if piece is not None else bytes(short))
            else:
                new.write(part)
    return lost


def _piece(file: BinaryIO, start: int, length: int) -> bytes | None:
    """So many bytes of a file, None where the disk does not give them."""
    try:
        file.seek(start)
        data = b""
        while len(data) < length:
            more = file.read(length - len(data))
            if not more:
                return None
            data += more
    except OSError:
        return None
    return data


class _Pages:
    """The pages of a file, those of the log before those of the file itself."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        file.seek(0)
        head = file.read(_FILE_HEADER)
        self.size, reserved = _USUAL_PAGE, 0
        if head[: len(_MAGIC)] == _MAGIC:
            told = int.from_bytes(head[16:18], "big")
            told = 65536 if told == 1 else told
            if told >= 512 and told & (told - 1) == 0:
                self.size, reserved = told, head[20]
        self.usable = self.size - reserved
        self.count = size // self.size
        self.newer: dict[int, bytes] = {}

    def page(self, number: int) -> bytes:
        """A page by its number from 1 on; empty where there is none or the disk refuses."""
        if number in self.newer:
            return self.newer[number]
        if not 1 <= number <= self.count:
            return b""
        return _piece(self._file, (number - 1) * self.size, self.size) or b""


def _scan_page(
    pages: _Pages, number: int, wanted: Callable[[int], bool], take: Callable[[FoundRow], None]
) -> int:
    """Takes the rows of one page; gives how many could not be read."""
    page = pages.page(number)
    start = _FILE_HEADER if number == 1 else 0
    if len(page) < start + 8 or page[start] != _LEAF_OF_TABLE:
        return 0
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    broken = 0
    for n in range(min(cells, (len(page) - start - 8) // 2)):
        at = start + 8 + 2 * n
        begin = int.from_bytes(page[at : at + 2], "big")
        try:
            row = _row_at(pages, page, begin, wanted)
        except (IndexError, ValueError, struct.error):
            broken += 1
            continue
        if row is not None:
            take(row)
    return broken


def _row_at(
    pages: _Pages, page: bytes, begin: int, wanted: Callable[[int], bool]
) -> FoundRow | None:
    """The row of the cell at `begin`, None for one that nobody wants.

    Raises `ValueError`, `IndexError` or `struct.error` for what is no row.
    """
    length, at = _varint(page, begin)
    number, at = _varint(page, at)
    if not 0 < length <= _LARGEST_ROW:
        raise ValueError("implausible length")
    local = _local_length(length, pages.usable)
    payload = page[at : at + local]
    if len(payload) < local:
        raise ValueError("cut off")
    kinds, body = _kinds(payload)
    if not wanted(len(kinds)):
        return None
    if local < length:
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        payload += _overflow(pages, following, length - local)
    return FoundRow(_signed(number), tuple(_values(payload, kinds, body)))


def _local_length(length: int, usable: int) -> int:
    """How much of a row of `length` bytes lies on the page itself."""
    if length <= usable - 35:
        return length
    least = (usable - 12) * 32 // 255 - 23
    fitting = least + (length - least) % (usable - 4)
    return fitting if fitting <= usable - 35 else least


def _overflow(pages: _Pages, number: int, length: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    while length > 0:
        page = pages.page(number)
        if number in seen or not page:
            raise ValueError("the rest of the row is gone")
        seen.add(number)
        parts.append(page[4 : 4 + min(length, pages.usable - 4)])
        length -= len(parts[-1])
        number = int.from_bytes(page[:4], "big")
    return b"".join(parts)


def _kinds(payload: bytes) -> tuple[list[int], int]:
    """The kinds of the values of a record, and where the values begin."""
    header, at = _varint(payload, 0)
    if not 1 <= header <= len(payload):
        raise ValueError("not a record")
    kinds: list[int] = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != header:
        raise ValueError("not a record")
    return kinds, header


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _values(payload: bytes, kinds: list[int], at: int) -> Iterator[Value]:
    for kind in kinds:
        value, length = _value(payload, kind, at)
        yield value
        at += length
    if at != len(payload):
        raise ValueError("longer or shorter than its values")


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind == 0:
        return None, 0
    if kind in _INTEGERS:
        length = _INTEGERS[kind]
        return int.from_bytes(_exactly(payload, at, length), "big", signed=True), length
    if kind == 7:
        return struct.unpack(">d", _exactly(payload, at, 8))[0], 8
    if kind in (8, 9):
        return kind - 8, 0
    if kind < 12:
        raise ValueError("no such kind")
    length = (kind - 12) // 2
    data = _exactly(payload, at, length)
    return (data.decode("utf-8") if kind % 2 else data), length


def _exactly(payload: bytes, at: int, length: int) -> bytes:
    data = payload[at : at + length]
    if len(data) != length:
        raise ValueError("cut off")
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next one begins."""
    value = 0
    for n in range(8):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _committed_frames(path: Path) -> Generator[tuple[int, bytes, int]]:
    """Number, content and size of every page in the log up to its last whole transaction."""
    try:
        log = path.open("rb")
    except OSError:
        return
    with log:
        head = log.read(_WAL_HEADER)
        if len(head) < _WAL_HEADER:
            return
        magic, _version, size = struct.unpack(">III", head[:12])
        if magic not in _WAL_MAGICS or size & (size - 1) or not 512 <= size <= 65536:
            return
        order, salts = _WAL_MAGICS[magic], head[16:24]
        sums = _checksum(head[:24], (0, 0), order)
        if struct.pack(">II", *sums) != head[24:]:
            return
        waiting: list[tuple[int, bytes, int]] = []
        while len(frame := log.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            number, committed_size = struct.unpack(">II", frame[:8])
            sums = _checksum(frame[:8], sums, order)
            sums = _checksum(frame[_FRAME_HEADER:], sums, order)
            if frame[8:16] != salts or struct.pack(">II", *sums) != frame[16:24]:
                return
            waiting.append((number, frame[_FRAME_HEADER:], size))
            if committed_size:
                yield from waiting
                waiting = []


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    """The checksum of the log over `data`, going on from `sums`."""
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
