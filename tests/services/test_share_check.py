"""A folder is tried before it becomes the shared folder of the exchange."""

from pathlib import Path

import pytest

from begegnung.model.errors import ShareReadOnly, ShareUnreachable
from begegnung.services.share_check import examine_share
from tests.rights import as_another_user, needs_root, public_folder

DEVICE = "empfang"


def test_a_folder_that_can_be_written_passes_and_keeps_no_file(tmp_path: Path) -> None:
    examine_share(DEVICE, str(tmp_path))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShareUnreachable) as caught:
        examine_share(DEVICE, str(tmp_path / "gibt es nicht"))

    assert caught.value.path == str(tmp_path / "gibt es nicht")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "Datei"
    file.touch()

    with pytest.raises(ShareUnreachable):
        examine_share(DEVICE, str(file))


@needs_root
def test_a_folder_without_the_right_to_write_is_named() -> None:
    with public_folder() as folder, as_another_user(), pytest.raises(ShareReadOnly):
        examine_share(DEVICE, str(folder))
