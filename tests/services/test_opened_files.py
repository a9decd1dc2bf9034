"""Files that another program shows for a while, and that do not stay."""

from pathlib import Path

import pytest

from begegnung.model.errors import FolderNotWritable
from begegnung.services.opened_files import FOLDER, forget_opened, place_to_open


def test_a_file_that_a_viewer_keeps_gets_another_name_beside_it(tmp_path: Path) -> None:
    kept = tmp_path / FOLDER / "Teilnehmerliste.pdf"
    kept.mkdir(parents=True)

    path = place_to_open(tmp_path, "Teilnehmerliste.pdf", b"%PDF")

    assert (path.name, path.read_bytes()) == ("Teilnehmerliste (2).pdf", b"%PDF")
    forget_opened(tmp_path)
    assert [one.name for one in (tmp_path / FOLDER).iterdir()] == ["Teilnehmerliste.pdf"]


def test_nothing_is_left_when_the_program_ends(tmp_path: Path) -> None:
    forget_opened(tmp_path)
    place_to_open(tmp_path, "Anrufliste.pdf", b"%PDF")

    forget_opened(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"")

    with pytest.raises(FolderNotWritable):
        place_to_open(tmp_path, "Anrufliste.pdf", b"%PDF")
