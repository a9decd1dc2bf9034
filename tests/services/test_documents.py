"""Saving a document: all of it, or the old file as it was."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from begegnung.model.errors import DiskFull, FileInUse, FolderNotWritable
from begegnung.services.documents import file_name, free_path, write_pdf
from tests.rights import as_another_user, needs_root, public_folder


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user of the computer can reach, as a shared one is."""
    with public_folder() as folder:
        yield folder


def test_a_document_is_saved_over_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "Wochenprogramm für Ältere.pdf"

    write_pdf(path, b"old")
    write_pdf(path, b"new and longer")

    assert path.read_bytes() == b"new and longer"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "Programm.pdf"
    path.mkdir()
    (path / "inside").write_bytes(b"kept")

    with pytest.raises(FileInUse) as caught:
        write_pdf(path, b"new")

    assert caught.value.path == str(path)
    assert (path / "inside").read_bytes() == b"kept"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows keeps an open file from others")
def test_a_file_open_in_another_program_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "Programm.pdf"
    path.write_bytes(b"old")

    with path.open("rb"), pytest.raises(FileInUse):
        write_pdf(path, b"new")

    assert path.read_bytes() == b"old"


@needs_root
def test_a_file_of_somebody_else_is_not_replaced(shared_folder: Path) -> None:
    shared_folder.chmod(0o1777)
    path = shared_folder / "Programm.pdf"
    path.write_bytes(b"old")

    with as_another_user(), pytest.raises(FileInUse):
        write_pdf(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(shared_folder.iterdir()) == [path]


@needs_root
def test_a_folder_without_the_right_to_write_is_named(shared_folder: Path) -> None:
    with as_another_user(), pytest.raises(FolderNotWritable) as caught:
        write_pdf(shared_folder / "Programm.pdf", b"new")

    assert caught.value.path == str(shared_folder)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderNotWritable):
        write_pdf(tmp_path / "stick" / "Programm.pdf", b"new")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "Programm.pdf"
    path.write_bytes(b"old")
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(DiskFull):
            write_pdf(path, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_another_name_is_offered_that_is_free(tmp_path: Path) -> None:
    path = tmp_path / "Programm.pdf"

    assert free_path(path) == path
    path.touch()
    (tmp_path / "Programm (2).pdf").touch()
    assert free_path(path) == tmp_path / "Programm (3).pdf"


def test_a_file_name_can_be_used_on_windows() -> None:
    name = file_name("Wochenprogramm", 'Haus "Am See": Nord/Süd?', "KW 48 ")

    assert name == "Wochenprogramm Haus Am See Nord Süd KW 48.pdf"
