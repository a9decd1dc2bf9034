"""Recovering a PC whose database is damaged or gone: what there is, what will be done, doing it.

Three sources are put together: the newest backup that opens, the shared folder, and what the
damaged file still says. Any one of them is enough. First everything is looked at and nothing
changed, so that somebody can decide with a clear sentence in front of them; the old file is kept in
any case.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from begegnung.db.online_copy import damage_in
from begegnung.db.opening import open_database
from begegnung.db.page_scan import copy_readable
from begegnung.db.salvage import (
    Gathered,
    gather,
    log_layout,
    no_gaps,
    noted,
    whole_numbers,
)
from begegnung.exchange import layout
from begegnung.exchange.identity import DeviceKeys, root_keys
from begegnung.exchange.share import LocalShare
from begegnung.model.durability_errors import (
    BackupLocked,
    BackupUnreadable,
    NothingToRestore,
)
from begegnung.model.errors import Trouble
from begegnung.services.backup_files import disk_troubles, header_of, open_backup
from begegnung.services.backup_places import BackupLine, backups_at, own_place, second_place
from begegnung.services.desk import system_clock
from begegnung.services.key_store import FILE_NAME as KEY_FILE
from begegnung.services.key_store import device_keys
from begegnung.services.restoring import WORK_PREFIX

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]


class Stopped(Exception):
    """Somebody ended it; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Recover:
    """A PC to recover: data folder, database, share and second place for backups ("" for none).

    `backup` is a certain backup instead of the newest. `seed` is that of the city, from a recovery
    sheet or file: it opens backups of other PCs too, and makes this one one of the exchange again.
    """

    folder: Path
    database: Path
    share: str = ""
    second: str = ""
    backup: Path | None = None
    seed: bytes | None = field(default=None, repr=False)


class FoundBackup(NamedTuple):
    """The backup that would be used: when it was made (UTC ms), of which PC; `own` by its keys."""

    path: Path
    made_ms: int
    device: str
    own: bool


class Plan(NamedTuple):
    """What recovering would do. The files lie in `work` until it is carried out or discarded.

    `rest` says what is left of the damaged file, None where there is none; `waiting` of its actions
    wait for an exchange. `locked` counts backups that no key at hand opens. `lost_since_ms` is from
    when on entries may be lost at most (UTC ms): None for nothing, 0 where nobody can say.
    """

    wish: Recover
    work: Path
    backup: FoundBackup | None
    rest: Gathered | None
    waiting: int
    share: str
    locked: int
    lost_since_ms: int | None


_BASE, _REST, _COPY = "begegnung.sqlite", "rest.sqlite", "alt.sqlite"
_STEPS = 3


def examine(
    wish: Recover,
    share_is_there: Callable[[str], bool],
    progress: Progress = lambda _text, _done, _total: None,
    cancelled: Cancelled = lambda: False,
    now: Callable[[], int] = system_clock,
) -> Plan:
    """Looks what there is to recover from; changes nothing that was there before.

    `share_is_there` says whether the shared folder answers. Raises `NothingToRestore`,
    `BackupLocked` and `BackupUnreadable` for a certain backup, `Stopped`, and the troubles of the
    disk.
    """

    def going() -> None:
        if cancelled():
            raise Stopped

    work = wish.folder / f"{WORK_PREFIX}{uuid4().hex[:8]}"
    try:
        with disk_troubles(wish.folder):
            work.mkdir(parents=True)
        progress("Sicherungen ansehen", 0, _STEPS)
        backup, locked = _take_backup(wish, work / _BASE, going)
        going()
        progress("Gemeinsamen Ordner ansehen", 1, _STEPS)
        share = wish.share if wish.share.strip() and share_is_there(wish.share) else ""
        going()
        progress("Beschädigte Datei lesen", 2, _STEPS)
        layout = _layout(work / _BASE, now())
        rest = _read_rest(wish.database, work, layout, going)
        if backup is None and not share and (rest is None or not rest.changes):
            _say_why(wish, locked)
        lost = _lost_since(work, backup, share, rest)
        return Plan(wish, work, backup, rest, _waiting(work, rest), share, locked, lost)
    except BaseException:
        _forget(work)
        raise


def _layout(base: Path, now_ms: int) -> dict[str, tuple[str, ...]]:
    """The columns of the log; the base is made where there is no backup, and brought up to date."""
    open_database(base, now_ms)[0].dispose()
    return log_layout(base)


def _read_rest(
    database: Path,
    work: Path,
    layout: Mapping[str, Sequence[str]],
    going: Callable[[], None],
) -> Gathered | None:
    """Copies the damaged file with its log as far as the disk gives it, and reads what is there."""
    if not database.exists():
        return None
    copy = work / _COPY
    with disk_troubles(work):
        copy_readable(database, copy)
        with suppress(FileNotFoundError):
            copy_readable(
                database.with_name(f"{database.name}-wal"), copy.with_name(f"{copy.name}-wal")
            )

    def go_on(_page: int, _pages: int) -> None:
        going()

    return gather(copy, layout, work / _REST, go_on)


def _waiting(work: Path, rest: Gathered | None) -> int:
    """How many readable actions were in no bundle and are not in the backup."""
    if rest is None:
        return 0
    with closing(sqlite3.connect(work / _REST)) as connection:
        connection.execute("ATTACH ? AS base", (str(work / _BASE),))
        found = connection.execute(
            "SELECT count(DISTINCT action_id) FROM main.change c WHERE bundle IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM base.change b WHERE b.action_id = c.action_id)"
        )
        return found.fetchone()[0]


def _lost_since(
    work: Path, backup: FoundBackup | None, share: str, rest: Gathered | None
) -> int | None:
    """From when on entries may be missing at most: None for nothing, 0 where nobody can say."""
    told = noted(work / _REST) if rest is not None else {}
    device, last = told.get("device", ""), told.get("seq", "")
    follows = no_gaps(work / _REST) if backup is None and rest else device == _device_of(backup)
    if rest is not None and follows and last.isdecimal() and _all_there(work, device, int(last)):
        return None
    known = [backup.made_ms] if backup is not None else []
    if share:
        known.append(_last_exchange(told))
        known.append(_last_exchange(noted(work / _BASE)))
    return max(known, default=0)


def _device_of(backup: FoundBackup | None) -> str:
    return "" if backup is None else backup.device


def _all_there(work: Path, device: str, last: int) -> bool:
    """Whether every action of this PC up to number `last` is in the backup or readable."""
    with closing(sqlite3.connect(work / _BASE)) as connection:
        newest = connection.execute(
            "SELECT coalesce(max(seq), 0) FROM action WHERE device = ?", (device,)
        ).fetchone()[0]
    return set(range(newest + 1, last + 1)) <= whole_numbers(work / _REST, device)


def _last_exchange(told: Mapping[str, str]) -> int:
    """When the last complete exchange began (UTC ms), 0 where none is noted."""
    try:
        runs: Any = json.loads(told.get("exchange_runs", "[]"))
        return max((int(run[0]) for run in runs if run[1]), default=0)
    except (ValueError, TypeError, IndexError):
        return 0


def _say_why(wish: Recover, locked: int) -> None:
    if locked:
        raise BackupLocked(str(own_place(wish.folder)))
    raise NothingToRestore(str(wish.database))


def share_answers(share: str) -> bool:
    """Whether a shared folder with the mark of a repository can be read now."""
    try:
        return bool(LocalShare(Path(share)).read(layout.MARK, 1))
    except (OSError, Trouble):
        return False


def discard(plan: Plan) -> None:
    """Throws away what was prepared; everything is as it was."""
    _forget(plan.work)


def _forget(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)


def _take_backup(
    wish: Recover, target: Path, going: Callable[[], None]
) -> tuple[FoundBackup | None, int]:
    """Writes the newest whole backup to `target`; gives it, and how many could not be opened.

    Older ones are tried as long as the newer ones are damaged.
    """
    if wish.backup is not None:
        return _opened(wish, wish.backup, target, going), 0
    locked = 0
    for line in candidates(wish):
        going()
        try:
            return _opened(wish, line.path, target, going), locked
        except BackupLocked:
            locked += 1
        except BackupUnreadable:
            continue
    return None, locked


def candidates(wish: Recover) -> list[BackupLine]:
    """All backups in reach, newest first; copies of one at two places follow each other."""
    places = [own_place(wish.folder)]
    second = second_place(wish.second)
    if second is not None:
        places.append(second)
    lines = [line for place in places for line in backups_at(place)]
    return sorted(lines, key=lambda line: (line.made, line.number), reverse=True)


def _opened(wish: Recover, path: Path, target: Path, going: Callable[[], None]) -> FoundBackup:
    header = header_of(path)
    own = _own_keys(wish.folder, header.device)
    city = () if wish.seed is None else (root_keys(wish.seed),)
    opened = open_backup(path, (*own, *city), target, going)
    if damage_in(target, thorough=True):
        raise BackupUnreadable(str(path), "damaged")
    return FoundBackup(path, opened.header.made_ms, opened.header.device, bool(own))


def _own_keys(folder: Path, device: str) -> Sequence[DeviceKeys]:
    """The keys of this PC, where it has some and they are of `device`; none are made."""
    if not (folder / KEY_FILE).exists():
        return ()
    try:
        return (device_keys(folder, device),)
    except Trouble:
        return ()
