"""The private keys of this PC: one file beside the database, made once, never replaced.

On Windows the keys are protected for the user who is signed in (see `dpapi`); elsewhere nobody else
may read the file. It is never part of the database, so no copy of the database carries it.
"""

import base64
import json
import secrets
from pathlib import Path
from typing import Any, cast

from begegnung.exchange.identity import KEY_BYTES, DeviceKeys
from begegnung.exchange.share import rename_to_new
from begegnung.model.errors import FolderNotWritable
from begegnung.model.key_errors import DeviceKeyUnusable
from begegnung.services import dpapi
from begegnung.services.new_file import write_new

FILE_NAME = "geraet.schluessel"

_FORM = 1
_LARGEST = 16 << 10
_DPAPI, _RIGHTS = "dpapi", "rights"


def device_keys(folder: Path, device: str) -> DeviceKeys:
    """The keys of the PC `device`, from its data folder; made on first use.

    Raises:
        DeviceKeyUnusable: the file is damaged, or not of this PC and this user of it.
        FolderNotWritable: there are no keys yet and they cannot be kept.
    """
    path = folder / FILE_NAME
    try:
        return _read(path, device)
    except FileNotFoundError:
        _make(path, device)
    return _read(path, device)


def renew_device_keys(folder: Path, device: str) -> DeviceKeys:
    """New keys for the PC `device`, whose old ones count no more; the old file is kept beside it.

    Raises as `device_keys`.
    """
    path = folder / FILE_NAME
    aside = path.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}.alt")
    try:
        rename_to_new(path, aside)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise FolderNotWritable(str(folder)) from error
    return device_keys(folder, device)


def _make(path: Path, device: str) -> None:
    keys = secrets.token_bytes(2 * KEY_BYTES)
    protected = dpapi.protect(keys) if dpapi.is_available() else keys
    values = {
        "form": _FORM,
        "device": device,
        "protection": _DPAPI if dpapi.is_available() else _RIGHTS,
        "keys": base64.b64encode(protected).decode("ascii"),
    }
    try:
        write_new(path, (json.dumps(values) + "\n").encode("ascii"))
    except FileExistsError:
        # A second program on this PC was faster: its keys are the ones.
        return
    except OSError as error:
        raise FolderNotWritable(str(path.parent)) from error


def _read(path: Path, device: str) -> DeviceKeys:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DeviceKeyUnusable(str(path), "no_rights") from error
    protection, of_device, protected = _parsed(path, raw)
    if of_device != device:
        raise DeviceKeyUnusable(str(path), "foreign")
    keys = _unprotected(path, protection, protected)
    if len(keys) != 2 * KEY_BYTES:
        raise DeviceKeyUnusable(str(path), "damaged")
    return DeviceKeys(keys[:KEY_BYTES], keys[KEY_BYTES:])


def _parsed(path: Path, raw: bytes) -> tuple[str, str, bytes]:
    """Protection, device and protected keys in the file."""
    try:
        found: Any = json.loads(raw)
        values = cast(dict[str, Any], found) if isinstance(found, dict) else {}
        protection, device, keys = values["protection"], values["device"], values["keys"]
        if values["form"] != _FORM or protection not in (_DPAPI, _RIGHTS):
            raise DeviceKeyUnusable(str(path), "damaged")
        return protection, str(device), base64.b64decode(keys, validate=True)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DeviceKeyUnusable(str(path), "damaged") from error


def _unprotected(path: Path, protection: str, protected: bytes) -> bytes:
    if protection == _RIGHTS:
        return protected
    try:
        return dpapi.unprotect(protected)
    except dpapi.ProtectionRefused as error:
        raise DeviceKeyUnusable(str(path), "locked") from error


def device_in(folder: Path) -> str | None:
    """The PC whose keys lie in a data folder; None where there are none that can be read."""
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            return _parsed(path, file.read(_LARGEST))[1]
    except (OSError, DeviceKeyUnusable):
        return None
