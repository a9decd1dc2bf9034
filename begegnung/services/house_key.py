"""The key of a house: who has it reads what the house puts on the share, nobody else.

It lies in a file beside the database, never in it, so that no copy of the database carries it.
Another PC of the house joins by a copy of this file, handed over by hand.
"""

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from begegnung.model.errors import FileUnreadable, FolderNotWritable

FILE_NAME = "haus.schluessel"
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class HouseKey:
    """The key (32 bytes) of the house `centre_id`; `name` is the house in words."""

    centre_id: str
    name: str
    key: bytes


def new_key(centre_id: str, name: str) -> HouseKey:
    """A fresh key for a house."""
    return HouseKey(centre_id, name, secrets.token_bytes(_LENGTH))


def read_key(path: Path) -> HouseKey:
    """The key in the file `path`; raises `FileUnreadable`."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        key = base64.b64decode(raw["key"], validate=True)
        found = HouseKey(str(raw["centre"]), str(raw["name"]), key)
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except OSError as error:
        raise FileUnreadable(str(path), "no_rights") from error
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise FileUnreadable(str(path), "other", "kein Schlüssel eines Hauses") from error
    if len(key) != _LENGTH:
        raise FileUnreadable(str(path), "other", "kein Schlüssel eines Hauses")
    return found


def write_key(path: Path, key: HouseKey) -> None:
    """Writes the key to a new file `path`, readable by this user only where the system can.

    Raises `FolderNotWritable`, also where the file is there already: a key is never replaced.
    """
    text = json.dumps(
        {
            "centre": key.centre_id,
            "name": key.name,
            "key": base64.b64encode(key.key).decode("ascii"),
        },
        ensure_ascii=False,
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FolderNotWritable(str(path)) from error


def key_of(folder: Path, centre_id: str, name: str) -> HouseKey:
    """The key in the data folder; made on first use."""
    path = folder / FILE_NAME
    if not path.exists():
        write_key(path, new_key(centre_id, name))
    return read_key(path)
