"""A backup file gives back exactly what went in, or says that it cannot."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.db.backup_file import (
    BackupHeader,
    DamagedBackup,
    KeyBox,
    NewerBackup,
    NotABackup,
    WrongFileKey,
    new_file_key,
    new_part,
    read_backup,
    read_header,
    same_content,
    write_backup,
)

KEY = bytes(range(32))
HEADER = BackupHeader(1_795_425_000_000, "0" * 26, 4, 2, (KeyBox("ab" * 32, b"box"),))
ROWS = {"rows": {"person": 3}, "centre": "Häuschen"}
REFUSED = (DamagedBackup, NewerBackup, NotABackup, WrongFileKey)


def made(folder: Path, content: bytes) -> Path:
    """A backup of a file with this content."""
    plain = folder / "plain"
    plain.write_bytes(content)
    part, file = new_part(folder)
    with file:
        write_backup(plain, file, HEADER, ROWS, KEY)
    return part


def opened(path: Path, key: bytes = KEY) -> bytes:
    target = path.with_suffix(".offen")
    with target.open("wb") as file:
        read_backup(path, key, file)
    return target.read_bytes()


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_500_000])
@pytest.mark.parametrize("kind", ["noise", "zeros"])
def test_what_went_in_comes_out(tmp_path: Path, size: int, kind: str) -> None:
    content = random.Random(size).randbytes(size) if kind == "noise" else bytes(size)

    path = made(tmp_path, content)

    assert opened(path) == content
    assert read_header(path) == HEADER
    with (tmp_path / "noch einmal").open("wb") as file:
        restored = read_backup(path, KEY, file)
    assert restored.facts == {**ROWS, "size": size}


def test_nothing_of_the_content_can_be_read_in_the_file(tmp_path: Path) -> None:
    path = made(tmp_path, b"Gerhard Musterfrau " * 5000)

    assert b"Musterfrau" not in path.read_bytes()
    assert b"person" not in path.read_bytes()
    assert "Häuschen".encode() not in path.read_bytes()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, b"etwas")

    with pytest.raises(WrongFileKey):
        opened(path, new_file_key())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a backup of three chunks."""
    folder = tmp_path_factory.mktemp("sicherung")
    return made(folder, random.Random(7).randbytes(2_300_000)).read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_noticed(
    whole: bytes, tmp_path: Path, place: float, bit: int
) -> None:
    changed = bytearray(whole)
    changed[int(place * len(whole))] ^= 1 << bit
    path = tmp_path / "geändert"
    path.write_bytes(changed)

    with pytest.raises(REFUSED):
        opened(path)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True))
def test_half_a_file_is_noticed_and_so_is_one_that_goes_on(
    whole: bytes, tmp_path: Path, place: float
) -> None:
    path = tmp_path / "anders lang"
    for content in (whole[: int(place * len(whole))], whole + b"\0" * (1 + int(place * 9))):
        path.write_bytes(content)
        with pytest.raises(REFUSED):
            opened(path)


def test_chunks_cannot_change_places(whole: bytes, tmp_path: Path) -> None:
    head = 12 + int.from_bytes(whole[8:12], "big")
    chunk = (1 << 20) + 16
    first, second = whole[head : head + chunk], whole[head + chunk : head + 2 * chunk]
    path = tmp_path / "vertauscht"
    path.write_bytes(whole[:head] + second + first + whole[head + 2 * chunk :])

    with pytest.raises(REFUSED):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SQLite format 3\0" * 100])
def test_other_files_are_told_apart(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fremd"
    path.write_bytes(content)

    with pytest.raises(NotABackup):
        read_header(path)


def test_a_header_of_a_later_form_is_named(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "neuer"
    path.write_bytes(whole.replace(b'"form":1', b'"form":2', 1))

    with pytest.raises(NewerBackup):
        read_header(path)


def test_whoever_asks_may_end_it_between_two_parts(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    plain = tmp_path / "plain"
    plain.write_bytes(bytes(3_000_000))
    part, file = new_part(tmp_path)
    with file, pytest.raises(Enough):
        write_backup(plain, file, HEADER, ROWS, KEY, stop)
    assert part.name.endswith(".teil")


def test_a_large_database_takes_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    plain = tmp_path / "plain"
    plain.write_bytes(bytes(40_000_000))
    part, file = new_part(tmp_path)
    tracemalloc.start()
    with file:
        write_backup(plain, file, HEADER, ROWS, KEY)
    with (tmp_path / "offen").open("wb") as target:
        read_backup(part, KEY, target)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 12_000_000


def test_files_are_compared_to_their_end(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"x" * 2_000_000)
    other.write_bytes(b"x" * 2_000_000)
    assert same_content(one, other)

    other.write_bytes(b"x" * 1_999_999 + b"y")
    assert not same_content(one, other)
    other.write_bytes(b"x" * 2_000_001)
    assert not same_content(one, other)
