"""Puts the parts together: folder, engine, migration, desk."""

import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from begegnung.model.errors import FolderNotWritable

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

    Before the tables of an older file are changed a backup is made. Raises `FolderNotWritable`,
    `UnsuitableFolder`, `DatabaseNewer`, `DatabaseDamaged`, `DatabaseMissing`, `DatabaseBusy`,
    `DiskFull`, `DiskAlmostFull`, `DiskFailing`, `RestoreInterrupted`.
    """
    # Imported here because the window asks for the folder before it pays for the database.
    from begegnung.db.opening import open_database
    from begegnung.services.data_folder import require_suitable
    from begegnung.services.desk import Desk, system_clock
    from begegnung.services.devices import Register, is_registered, register
    from begegnung.services.erasure_memory import remember
    from begegnung.services.restoring import require_usable
    from begegnung.services.upgrading import apply_newly_known, is_behind_its_log

    clock = clock or system_clock
    require_suitable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(str(folder)) from error
    path = database_path(folder)
    require_usable(path)
    engine, device = open_database(path, clock(), lambda: _back_up_before(folder, clock()))
    desk = Desk(engine, path, device, clock)
    if desk.read(is_behind_its_log):
        apply_newly_known(desk)
    if not desk.read(is_registered):
        desk.act(register, Register(device_name or platform.node() or "PC"))
    remember(desk)
    return desk


def _back_up_before(folder: Path, now_ms: int) -> None:
    from begegnung.services.backups import BackUp, back_up_before_update
    from begegnung.settings import load_settings

    second = load_settings(folder).backup_folder
    back_up_before_update(database_path(folder), BackUp(folder, second), now_ms)
