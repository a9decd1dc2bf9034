"""The private keys of a PC: made once, for its user alone, never replaced behind his back."""

import json
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from begegnung.model.errors import FolderNotWritable
from begegnung.model.key_errors import DeviceKeyUnusable
from begegnung.services.dpapi import ProtectionRefused, protect, unprotect
from begegnung.services.key_store import FILE_NAME, device_in, device_keys, renew_device_keys
from begegnung.services.new_file import write_new
from tests.rights import as_another_user, needs_root, public_folder

POSIX = os.name == "posix"


def test_keys_are_made_once_and_stay(tmp_path: Path) -> None:
    keys = device_keys(tmp_path, "pc1")
    assert device_keys(tmp_path, "pc1") == keys
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert device_in(tmp_path) == "pc1"


@pytest.mark.skipif(not POSIX, reason="Windows protects the keys for the user instead")
def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    device_keys(tmp_path, "pc1")
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows protects for a user")
def test_windows_opens_them_for_this_user(tmp_path: Path) -> None:
    keys = device_keys(tmp_path, "pc1")
    assert keys.sign_seed not in (tmp_path / FILE_NAME).read_bytes()
    assert unprotect(protect(b"secret")) == b"secret"
    with pytest.raises(ProtectionRefused):
        unprotect(b"damaged")


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows opens is tested there")
def test_keys_that_another_system_protects_are_named_as_such(tmp_path: Path) -> None:
    device_keys(tmp_path, "pc1")
    path = tmp_path / FILE_NAME
    path.write_text(
        path.read_text(encoding="ascii").replace('"rights"', '"dpapi"'), encoding="ascii"
    )
    with pytest.raises(DeviceKeyUnusable) as trouble:
        device_keys(tmp_path, "pc1")
    assert trouble.value.kind == "locked"


def test_programs_that_start_at_once_use_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: device_keys(tmp_path, "pc1"), range(8)))
    assert len({keys.sign_seed for keys in made}) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda text: text[:40],
        lambda _: "[]",
        lambda _: "[" * 9000,
        lambda text: json.dumps({**json.loads(text), "form": 2}),
        lambda text: json.dumps({**json.loads(text), "keys": "AAAA"}),
        lambda text: json.dumps({**json.loads(text), "keys": 7}),
        lambda text: json.dumps({**json.loads(text), "protection": "none"}),
    ],
)
def test_a_damaged_file_is_reported_and_left_as_it_is(tmp_path: Path, change: object) -> None:
    device_keys(tmp_path, "pc1")
    path = tmp_path / FILE_NAME
    path.write_text(change(path.read_text(encoding="ascii")), encoding="ascii")  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(DeviceKeyUnusable) as trouble:
        device_keys(tmp_path, "pc1")
    assert (trouble.value.kind, path.read_bytes()) == ("damaged", before)


def test_the_file_of_another_pc_is_not_used(tmp_path: Path) -> None:
    device_keys(tmp_path, "pc1")
    with pytest.raises(DeviceKeyUnusable) as trouble:
        device_keys(tmp_path, "pc2")
    assert trouble.value.kind == "foreign"


def test_new_keys_leave_the_old_file_beside_them(tmp_path: Path) -> None:
    old = device_keys(tmp_path, "pc1")
    kept = (tmp_path / FILE_NAME).read_bytes()
    new = renew_device_keys(tmp_path, "pc1")
    assert new != old
    assert device_keys(tmp_path, "pc1") == new
    (aside,) = set(tmp_path.iterdir()) - {tmp_path / FILE_NAME}
    assert aside.read_bytes() == kept


def test_where_nothing_can_be_written_there_are_no_keys(tmp_path: Path) -> None:
    with pytest.raises(FolderNotWritable):
        device_keys(tmp_path / "fehlt", "pc1")


@needs_root
def test_keys_of_another_user_are_not_read() -> None:
    with public_folder() as folder:
        device_keys(folder, "pc1")
        with as_another_user(), pytest.raises(DeviceKeyUnusable) as trouble:
            device_keys(folder, "pc1")
    assert trouble.value.kind == "no_rights"


def test_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "schlüssel für später"
    write_new(path, b"one")
    with pytest.raises(FileExistsError):
        write_new(path, b"two")
    assert path.read_bytes() == b"one"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
