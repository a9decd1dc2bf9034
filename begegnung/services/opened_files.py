"""Documents that are opened in another program: files for a while, with people's names in them.

They lie in the data folder and not in the folder for temporary files, which others may be able to
read. Nobody's name stands in the name of a file. They go when the program begins and ends, and when
somebody is erased.
"""

from contextlib import suppress
from pathlib import Path

from begegnung.model.errors import FileInUse, FolderNotWritable
from begegnung.services.documents import free_path, write_file

FOLDER = Path("geoeffnet")
"""Where they lie in the data folder."""


def place_to_open(folder: Path, name: str, content: bytes) -> Path:
    """Writes a document for another program and gives its file, called `name` or nearly so.

    Raises `FolderNotWritable` and `DiskFull`.
    """
    path = folder / FOLDER / name
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(str(path.parent)) from error
    try:
        write_file(path, content)
    except FileInUse:
        # The viewer keeps the one before.
        path = free_path(path)
        write_file(path, content)
    return path


def forget_opened(folder: Path) -> None:
    """Removes what was opened; what a viewer still keeps goes the next time."""
    with suppress(OSError):
        for path in (folder / FOLDER).iterdir():
            with suppress(OSError):
                path.unlink()
        (folder / FOLDER).rmdir()
