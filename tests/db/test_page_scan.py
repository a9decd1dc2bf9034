"""What is still readable in a broken file is read; nothing is invented."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from begegnung.db.page_scan import FoundRow, copy_readable, scan

PAGE = 4096
FRAME = 24 + PAGE
COLUMNS = 5
Rows = dict[int, tuple[Any, ...]]


def fill(connection: sqlite3.Connection, seed: int) -> Rows:
    """Rows of every kind of value, some over several pages; what is in the file, by number."""
    chance = random.Random(seed)
    written: Rows = {}
    for _ in range(15):
        connection.execute("BEGIN")
        for _ in range(60):
            text = "ä" * chance.choice((0, 3, 50, 3000, 20_000)) if chance.random() < 0.1 else "x"
            blob = chance.randbytes(9000) if chance.random() < 0.05 else None
            number = chance.choice((0, 1, -1, 127, 128, -129, 70_000, 2**40, -(2**60)))
            row = (text, chance.choice((None, chance.random())), blob, number)
            added = connection.execute("INSERT INTO t(a, b, c, d) VALUES (?, ?, ?, ?)", row)
            written[added.lastrowid or 0] = row
        connection.execute("COMMIT")
    return written


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """A database with part of its rows in the log beside it only, and what is in it."""
    folder = tmp_path_factory.mktemp("seiten")
    source, copy = folder / "a.sqlite", folder / "b.sqlite"
    connection = sqlite3.connect(source, isolation_level=None)
    with closing(connection):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=200")
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, a TEXT, b REAL, c BLOB, d INT)")
        rows = fill(connection, 1)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t(a) VALUES ('nie bestätigt')")
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
    assert Path(f"{copy}-wal").stat().st_size > 0
    return copy, rows


def rows_of(path: Path) -> Rows:
    found: Rows = {}

    def take(row: FoundRow) -> None:
        found[row.number] = row.values[1:]

    scan(path, lambda columns: columns == COLUMNS, take)
    return found


def copied(path: Path, folder: Path) -> Path:
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{path}{suffix}", folder / f"{path.name}{suffix}")
    return folder / path.name


def test_every_acknowledged_row_is_found_and_no_other(written: tuple[Path, Rows]) -> None:
    path, rows = written

    assert rows_of(path) == rows


def test_the_first_page_is_not_needed(written: tuple[Path, Rows], tmp_path: Path) -> None:
    path, rows = written
    broken = copied(path, tmp_path)
    with broken.open("r+b") as file:
        file.write(os.urandom(PAGE))
    assert rows_of(broken) == rows


@pytest.mark.parametrize("seed", range(4))
def test_broken_pages_take_only_their_own_rows_along(
    written: tuple[Path, Rows], tmp_path: Path, seed: int
) -> None:
    path, rows = written
    broken = copied(path, tmp_path)
    chance = random.Random(seed)
    pages = broken.stat().st_size // PAGE
    hit = chance.sample(range(1, pages), 5)
    with broken.open("r+b") as file:
        for page in hit:
            file.seek(page * PAGE)
            file.write(chance.randbytes(PAGE))

    found = rows_of(broken)

    assert len(found) > len(rows) - 5 * 80
    # Of a row over several pages only its own JSON or hash can say that a part of it is another.
    assert all(rows[n] == values for n, values in found.items() if fits_a_page(rows[n]))


def fits_a_page(row: tuple[Any, ...]) -> bool:
    return row[2] is None and len(row[0]) < 1000


def test_a_log_that_was_cut_off_counts_up_to_its_last_whole_transaction(
    written: tuple[Path, Rows], tmp_path: Path
) -> None:
    path, rows = written
    broken = copied(path, tmp_path)
    log = Path(f"{broken}-wal")
    os.truncate(log, 32 + 3 * FRAME)

    found = rows_of(broken)

    with closing(sqlite3.connect(broken)) as connection:
        known = {row[0]: row[1:] for row in connection.execute("SELECT n, a, b, c, d FROM t")}
    assert found == known
    assert len(known) <= len(rows)


def test_a_flipped_bit_in_the_log_ends_it_there(written: tuple[Path, Rows], tmp_path: Path) -> None:
    path, _ = written
    broken = copied(path, tmp_path)
    log = Path(f"{broken}-wal")
    data = bytearray(log.read_bytes())
    data[32 + 5 * FRAME] ^= 1
    log.write_bytes(data)

    found = rows_of(broken)

    with closing(sqlite3.connect(broken)) as connection:
        assert found == {
            row[0]: row[1:] for row in connection.execute("SELECT n, a, b, c, d FROM t")
        }


@pytest.mark.parametrize("content", [b"", b"x", b"kein SQLite" * 1000, bytes(50_000)])
def test_any_file_can_be_looked_at(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "irgendwas"
    path.write_bytes(content)

    assert rows_of(path) == {}


def test_noise_is_never_taken_for_a_reason_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "rauschen"
    chance = random.Random(5)
    pages = [bytearray(chance.randbytes(PAGE)) for _ in range(40)]
    for page in pages:
        page[0] = 0x0D
    path.write_bytes(b"".join(pages))

    rows_of(path)


def test_a_file_is_copied_whole_where_the_disk_gives_it(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(os.urandom(2_500_123))

    assert copy_readable(source, tmp_path / "b") == 0
    assert (tmp_path / "b").read_bytes() == source.read_bytes()
