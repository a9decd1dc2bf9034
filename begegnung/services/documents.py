"""Puts finished documents into files: the old file stays whole until the new one is complete."""

import errno
import os
import re
import secrets
from pathlib import Path

from begegnung.model.errors import DiskFull, FileInUse, FolderNotWritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def write_pdf(path: Path, pdf: bytes) -> None:
    """Writes `pdf` to `path`; see `write_file`."""
    write_file(path, pdf)


def write_file(path: Path, content: bytes) -> None:
    """Writes a finished document to `path`, over what is there.

    Raises `FileInUse` when another program keeps the old file (Windows does not let go of a PDF
    that is open in a viewer), `FolderNotWritable` and `DiskFull`. The old file is then unchanged
    and nothing else is left behind.
    """
    part = path.with_name(f"~{secrets.token_hex(4)}.tmp")
    try:
        _write(part, content)
        try:
            part.replace(path)
        except OSError as error:
            if error.errno in _FULL:
                raise
            raise FileInUse(str(path)) from error
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(str(path)) from error
        raise FolderNotWritable(str(path.parent)) from error
    finally:
        _forget(part)


def _write(part: Path, content: bytes) -> None:
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _forget(part: Path) -> None:
    """Removes what was begun; a folder that cannot even be looked into holds nothing of ours."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


def free_path(path: Path) -> Path:
    """A path beside `path` that no file has yet: "Programm (2).pdf" after "Programm.pdf"."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def file_name(*parts: str, suffix: str = ".pdf") -> str:
    """The name of a file from `parts`, without what Windows does not allow in a name."""
    words = (" ".join(_NOT_IN_A_NAME.sub(" ", part).split()).strip(" .") for part in parts)
    return " ".join(word for word in words if word)[:120].strip(" .") + suffix
