"""Puts the parts together: folder, engine, migration, desk."""

import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from begegnung.model.errors import FolderNotWritable, UnsuitableFolder

if TYPE_CHECKING:
    from begegnung.services.desk import Desk

DATABASE = "begegnung.sqlite"


def default_folder() -> Path:
    """Where the data of this user of the PC lie when nothing else is said."""
    return Path(platformdirs.user_data_dir("Begegnung", appauthor=False))


def database_path(folder: Path) -> Path:
    """The database file of a data folder."""
    return folder / DATABASE


def open_desk(
    folder: Path, *, clock: Callable[[], int] | None = None, device_name: str | None = None
) -> "Desk":
    """The desk on the data folder `folder`, made and brought up to date as needed.

    Raises `FolderNotWritable`, `UnsuitableFolder`, `DatabaseNewer`, `DatabaseDamaged`,
    `DatabaseBusy`, `DiskFull`.
    """
    # Imported here because the window asks for the folder before it pays for the database.
    from begegnung.db.opening import open_database
    from begegnung.services.desk import Desk, system_clock
    from begegnung.services.devices import Register, is_registered, register
    from begegnung.services.upgrading import apply_newly_known, is_behind_its_log

    clock = clock or system_clock
    _require_suitable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(str(folder)) from error
    path = database_path(folder)
    engine, device = open_database(path, clock())
    desk = Desk(engine, path, device, clock)
    if desk.read(is_behind_its_log):
        apply_newly_known(desk)
    if not desk.read(is_registered):
        desk.act(register, Register(device_name or platform.node() or "PC"))
    return desk


def _require_suitable(folder: Path) -> None:
    """SQLite needs a local disk: shared folders and folders that a cloud copies lose data."""
    text = os.fspath(folder.absolute())
    if text.startswith(("\\\\", "//")):
        raise UnsuitableFolder(text, "network")
    parts = {part.casefold() for part in Path(text).parts}
    if any(part.startswith(("onedrive", "dropbox", "nextcloud")) for part in parts):
        raise UnsuitableFolder(text, "cloud")
