"""Files that are written once, as a whole, and never replace another."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from begegnung.exchange.share import rename_to_new


def write_new(path: Path, data: bytes) -> None:
    """Writes `data` to the new file `path`, which nobody but this user can read where rights count.

    When it returns, the file is complete and on the medium; after a power cut it is complete or
    not there.

    Raises:
        FileExistsError: the name is taken; nothing is changed.
        OSError: the folder or the medium does not let us.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.neu")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename_to_new(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
