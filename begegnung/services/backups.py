"""Backups of this PC as the desk knows them: making them, trying them, how it stands.

A backup is only worth what has been read back from it. So each one is read when it was written, and
once a week the newest is restored for trial.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from begegnung.db.online_copy import damage_in, facts_of
from begegnung.model.durability_errors import BackupLocked, BackupUnreadable, NothingToRestore
from begegnung.model.errors import Trouble
from begegnung.model.key_errors import DeviceKeyUnusable
from begegnung.services.backup_cleansing import cleanse
from begegnung.services.backup_files import (
    Going,
    copy_backup,
    make_backup,
    open_backup,
    private_file,
)
from begegnung.services.backup_keys import city_public
from begegnung.services.backup_places import (
    BackupLine,
    backups_at,
    is_reachable,
    on_same_disk,
    own_place,
    rotate,
    second_place,
    sweep,
)
from begegnung.services.backup_sheet import sheet_public
from begegnung.services.desk import Desk
from begegnung.services.disk_space import LOW, free_space, has_reserve
from begegnung.services.file_moves import remove
from begegnung.services.key_store import device_keys
from begegnung.services.paper_ledger import kept_mark
from begegnung.services.restoring import forget_all
from begegnung.services.upkeep_state import UpkeepState, load_state, note_state

Second = Literal["none", "written", "absent", "failed"]
"""What became of the copy at the second place."""


class BackUp(NamedTuple):
    """A backup to make: the data folder, and the second place that was chosen ("" for none)."""

    folder: Path
    second: str = ""


class BackupDone(NamedTuple):
    """A backup that was made: its file, rows in it, and what became of the second copy."""

    path: Path
    made_ms: int
    rows: int
    second: Second


class TrialDone(NamedTuple):
    """A backup that was restored for trial: which one, how many rows came back."""

    path: Path
    rows: int


def nothing() -> None:
    """Nobody wants to end it."""


def back_up(desk: Desk, wish: BackUp, go_on: Going = nothing) -> BackupDone:
    """Makes a backup now, while the desk goes on working; for a worker thread.

    Old backups have had their time afterwards, and what was erased meanwhile is taken out of those
    that stay. Raises what `make_backup` raises and `DeviceKeyUnusable`; a second place that is not
    there is no trouble.
    """
    sheets = [key for key in (desk.read(city_public), desk.read(sheet_public)) if key is not None]
    note_mark(desk, wish.folder)

    def publics(device: str) -> Sequence[bytes]:
        return (device_keys(wish.folder, device).agree_public, *sheets)

    done = back_up_file(desk.path, wish, publics, desk.now_ms(), go_on)
    note_state(wish.folder, sheets=len(sheets))
    return done


def note_mark(desk: Desk, folder: Path) -> None:
    """Keeps beside the database which exchange this PC belongs to."""
    mark = desk.read(kept_mark)
    digest = "" if mark is None else hashlib.sha256(mark).hexdigest()
    if digest != load_state(folder).mark:
        note_state(folder, mark=digest)


def back_up_file(
    database: Path,
    wish: BackUp,
    publics: Callable[[str], Sequence[bytes]],
    now_ms: int,
    go_on: Going = nothing,
) -> BackupDone:
    """The same for a file that no desk has open, as before an update of its tables."""
    place = own_place(wish.folder)
    sweep(place)
    try:
        made = make_backup(database, place, publics, now_ms, go_on)
    except Trouble as error:
        note_state(wish.folder, backup_trouble=type(error).__name__)
        raise
    note_state(wish.folder, backup_at=now_ms, backup_trouble="")
    rotate(place, made.device, protected=made.path)
    second = copy_to_second(made.path, made.device, wish, now_ms, go_on)
    places = [place, second_place(wish.second)]
    if made.erasures:
        keys = device_keys(wish.folder, made.device)
        changed = sum(
            cleanse(database, one, made, keys, publics(made.device), go_on)
            for one in places
            if one is not None and one.is_dir()
        )
        if changed:
            forget_all(database)
    return BackupDone(made.path, now_ms, made.rows, second)


def back_up_before_update(database: Path, wish: BackUp, now_ms: int) -> None:
    """Makes a backup of a file whose tables are about to be changed.

    Where this PC has no usable keys there is none, and the update goes on: it is one transaction,
    and whoever sits at the desk has to work today. Raises the troubles of the disk and
    `DatabaseDamaged`.
    """

    def publics(device: str) -> Sequence[bytes]:
        if not device:
            # The first start was cut short before anything was entered.
            raise DeviceKeyUnusable(str(wish.folder), "foreign")
        return (device_keys(wish.folder, device).agree_public,)

    with suppress(DeviceKeyUnusable):
        back_up_file(database, wish, publics, now_ms)
    for plain in database.parent.glob(f"{database.stem}-version-*{database.suffix}"):
        # Copies of former versions of this program, which were not encrypted.
        remove(plain)


def copy_to_second(
    backup: Path, device: str, wish: BackUp, now_ms: int, go_on: Going = nothing
) -> Second:
    """Copies a backup to the second place, and says what became of it; raises no trouble."""
    place = second_place(wish.second)
    if place is None:
        return "none"
    if not is_reachable(place):
        return "absent"
    try:
        copied = copy_backup(backup, place, go_on)
    except Trouble:
        return "failed"
    rotate(place, device, protected=copied)
    sweep(place)
    note_state(wish.folder, second_at=now_ms)
    return "written"


def try_newest(desk: Desk, wish: BackUp, go_on: Going = nothing) -> TrialDone:
    """Restores the newest backup into a file that is thrown away, and looks whether all is there.

    Notes the result. Raises `NothingToRestore` without a backup, and `BackupUnreadable` or
    `BackupLocked` when it is worth nothing.
    """
    lines = backups_at(own_place(wish.folder), desk.device)
    if not lines:
        raise NothingToRestore(str(own_place(wish.folder)))
    newest = lines[0].path
    try:
        rows = verify_backup(newest, desk.device, wish.folder, go_on)
    except (BackupUnreadable, BackupLocked) as error:
        _note_test(desk, wish, newest, 0, type(error).__name__)
        raise
    _note_test(desk, wish, newest, rows, "")
    return TrialDone(newest, rows)


def _note_test(desk: Desk, wish: BackUp, path: Path, rows: int, fault: str) -> None:
    note_state(
        wish.folder,
        tested_at=desk.now_ms(),
        tested_file=path.name,
        tested_rows=rows,
        test_fault=fault,
    )


def verify_backup(path: Path, device: str, folder: Path, go_on: Going = nothing) -> int:
    """Restores a backup for trial; gives its rows.

    Every part is decrypted, SQLite verifies the file with all its indexes, and every table has the
    rows that it had when the backup was made. Raises `BackupUnreadable` and `BackupLocked`.
    """
    keys = (device_keys(folder, device),)
    with private_file(own_place(folder)) as trial:
        opened = open_backup(path, keys, trial, go_on)
        if damage_in(trial, thorough=True) or facts_of(trial).rows != opened.rows:
            raise BackupUnreadable(str(path), "damaged")
        return sum(opened.rows.values())


BackupWarning = Literal[
    "damaged",
    "reserve_used",
    "low_space",
    "test_failed",
    "failed",
    "old",
    "never",
    "second_old",
    "second_same_disk",
    "only_this_pc",
]
"""What somebody should know about the backups, the most urgent first."""


class PlaceState(NamedTuple):
    """A place for backups: `kind` "own" or "second", what is there, and the free bytes."""

    kind: Literal["own", "second"]
    folder: Path
    reachable: bool
    backups: tuple[BackupLine, ...]
    free: int | None


class BackupState(NamedTuple):
    """How it stands with the backups of this PC; moments are UTC milliseconds, 0 for never.

    `exchanging` when the recovery sheet of the city opens them; otherwise the PC can print its own.
    """

    last_ms: int
    tested_ms: int
    tested_rows: int
    checked_ms: int
    second_ms: int
    places: tuple[PlaceState, ...]
    free: int | None
    exchanging: bool
    warnings: tuple[BackupWarning, ...]


_OLD_MS = 3 * 24 * 3600 * 1000
_SECOND_OLD_MS = 14 * 24 * 3600 * 1000


def backup_state(desk: Desk, wish: BackUp) -> BackupState:
    """The backups of this PC: last one, last trial, places, free space, warnings.

    Looks into folders, of which the second may be slow: quick on a local disk.
    """
    noted = load_state(wish.folder)
    places = [_place("own", own_place(wish.folder), desk.device)]
    second = second_place(wish.second)
    if second is not None:
        places.append(_place("second", second, desk.device))
    free = free_space(wish.folder)
    return BackupState(
        last_ms=noted.backup_at,
        tested_ms=noted.tested_at,
        tested_rows=noted.tested_rows,
        checked_ms=noted.checked_at,
        second_ms=noted.second_at,
        places=tuple(places),
        free=free,
        exchanging=bool(noted.mark),
        warnings=tuple(_warnings(desk, wish, noted, second, free)),
    )


def _place(kind: Literal["own", "second"], folder: Path, device: str) -> PlaceState:
    lines = tuple(backups_at(folder, device))
    return PlaceState(kind, folder, is_reachable(folder), lines, free_space(folder.parent))


def _warnings(
    desk: Desk, wish: BackUp, noted: UpkeepState, second: Path | None, free: int | None
) -> list[BackupWarning]:
    now = desk.now_ms()
    found: dict[BackupWarning, bool] = {
        "damaged": bool(noted.damage),
        "reserve_used": free is not None and free < LOW and not has_reserve(wish.folder),
        "low_space": free is not None and free < LOW,
        "test_failed": bool(noted.test_fault),
        "failed": bool(noted.backup_trouble),
        "old": noted.backup_at > 0 and now - noted.backup_at > _OLD_MS,
        "never": noted.backup_at == 0,
        "second_old": second is not None and now - noted.second_at > _SECOND_OLD_MS,
        "second_same_disk": second is not None and on_same_disk(wish.folder, second),
        "only_this_pc": noted.backup_at > 0 and noted.sheets == 0,
    }
    return [name for name, holds in found.items() if holds]
