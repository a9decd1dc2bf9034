"""Where the data may lie: on a disk of this PC, and in no folder that a cloud copies."""

from pathlib import Path

import pytest

from begegnung.model.errors import UnsuitableFolder
from begegnung.services import drives
from begegnung.services.data_folder import require_suitable
from begegnung.services.drives import drive_kind, is_unc, other_drives


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive - Stadt Dortmund/Begegnung",
        "Nutzer/onedrive",
        "SharePoint/Begegnung",
        "Dropbox (Privat)/Daten",
        "Nextcloud/Daten",
        "ownCloud",
        "Google Drive/Daten",
        "GoogleDrive-name",
        "Meine Ablage/Begegnung",
        "iCloudDrive",
        "Library/Mobile Documents/Begegnung",
        "MagentaCLOUD",
        "HiDrive",
    ],
)
def test_folders_of_cloud_services_are_refused_by_their_names(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UnsuitableFolder) as caught:
        require_suitable(tmp_path / folder, {})

    assert caught.value.kind == "cloud"


@pytest.mark.parametrize("name", ["Begegnung", "Boxsport", "Ablage", "Drive", "Onlinekurse"])
def test_other_names_are_not(tmp_path: Path, name: str) -> None:
    require_suitable(tmp_path / name, {})


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_what_windows_calls_its_cloud_is_refused_whatever_its_name(
    tmp_path: Path, variable: str
) -> None:
    environment = {variable: str(tmp_path / "Stadtspeicher")}

    with pytest.raises(UnsuitableFolder):
        require_suitable(tmp_path / "stadtspeicher" / "Begegnung", environment)
    require_suitable(tmp_path / "Stadtspeicher 2", environment)
    require_suitable(tmp_path / "Daten", {variable: " "})


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"\\server\freigabe\bz", True),
        ("//server/freigabe/bz", True),
        (r"\\?\UNC\server\freigabe", True),
        (r"\\?\C:\Daten", False),
        (r"\\.\C:", False),
        (r"C:\Daten", False),
        ("/srv/daten", False),
    ],
)
def test_a_folder_of_another_computer_is_told_by_its_beginning(path: str, expected: bool) -> None:
    assert is_unc(path) is expected


def test_a_network_file_system_is_told_by_the_table_of_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "//server/bz /mnt/bz cifs rw 0 0\n"
        "kaputt\n"
        "/dev/sdb1 /mnt/bz/platte ext4 rw 0 0\n",
        encoding="utf-8",
    )

    def kind(path: str) -> str:
        return drives._mounted_kind(Path(path), mounts)

    assert kind("/mnt/bz/daten") == "network"
    assert kind("/mnt/bz/platte/daten") == "unknown"
    assert kind("/mnt/bzx") == "unknown"
    assert kind("/") == "unknown"


def test_the_folder_of_a_test_is_local_and_other_drives_are_others(tmp_path: Path) -> None:
    assert drive_kind(tmp_path) != "network"
    assert tmp_path.anchor not in map(str, other_drives(tmp_path))


def test_the_root_of_a_path_of_windows_is_its_letter() -> None:
    assert drives._root_of("c:\\Daten") == "C:\\"
    assert drives._root_of("\\\\?\\d:\\Daten") == "D:\\"
