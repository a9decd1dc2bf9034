"""What a PC does for its data by itself: check, backup, trial, each when it is due.

At the start and now and then while the program runs, at the end of the day, and after an exchange.
Always away from the window, and never a reason to stop working.
"""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from begegnung.db.engine import as_trouble
from begegnung.db.online_copy import damage_in
from begegnung.model.backup_rotation import (
    backup_is_due,
    check_is_due,
    closing_backup_is_due,
    trial_is_due,
)
from begegnung.model.durability_errors import BackupLocked, NothingToRestore
from begegnung.model.errors import DatabaseDamaged, Trouble
from begegnung.services.backup_files import Going
from begegnung.services.backup_places import (
    backups_at,
    is_reachable,
    made_times,
    own_place,
    second_place,
)
from begegnung.services.backups import (
    BackUp,
    BackupDone,
    TrialDone,
    back_up,
    copy_to_second,
    note_mark,
    nothing,
    try_newest,
)
from begegnung.services.desk import Desk
from begegnung.services.emergency_file import emergency_file_is_due, write_emergency_file
from begegnung.services.erasure_cleansing import cleanse_this_pc, cleansing_is_due
from begegnung.services.opened_files import forget_opened
from begegnung.services.present import local_now
from begegnung.services.restoring import forget_old_ones, forget_work
from begegnung.services.upkeep_state import load_state, note_state


def check_database(desk: Desk, folder: Path) -> str:
    """Looks whether the database is whole, in a moment and without stopping anybody.

    Notes the result and gives what is wrong, "" for nothing.
    """
    try:
        damage = damage_in(desk.path)
    except sqlite3.DatabaseError as error:
        if isinstance(as_trouble(error, desk.path), DatabaseDamaged):
            damage = [str(error)]
        else:
            return ""
    found = damage[0] if damage else ""
    note_state(folder, checked_at=desk.now_ms(), damage=found)
    return found


class Upkeep(NamedTuple):
    """What was done because it was due: `damage` of the database, a backup, a trial."""

    damage: str = ""
    backup: BackupDone | None = None
    tested: TrialDone | None = None
    trouble: Trouble | None = None


def keep_up(desk: Desk, wish: BackUp, go_on: Going = nothing, *, closing: bool = False) -> Upkeep:
    """Does what is due: check, backup, trial. For a worker thread; troubles are noted.

    `closing` says that work ends for today: then a backup is worth while sooner, and the rest waits
    for the next start.
    """
    try:
        return _keep_up(desk, wish, go_on, closing=closing)
    except DatabaseDamaged as error:
        # Met on the way, by reading something.
        note_state(wish.folder, checked_at=desk.now_ms(), damage=error.detail)
        return Upkeep(error.detail)


def _keep_up(desk: Desk, wish: BackUp, go_on: Going, *, closing: bool) -> Upkeep:
    now = local_now(desk.now_ms())
    state = load_state(wish.folder)
    damage = state.damage
    if not closing and (damage or check_is_due(_local(state.checked_at), now)):
        damage = check_database(desk, wish.folder)
    if damage:
        # A backup of what is broken would push out one that is not.
        return Upkeep(damage)
    note_mark(desk, wish.folder)
    done = Upkeep()
    erased = not closing and desk.read(cleansing_is_due)
    try:
        made = made_times(backups_at(own_place(wish.folder), desk.device))
        due = closing_backup_is_due(made, now) if closing else backup_is_due(made, now)
        if erased:
            forget_opened(wish.folder)
            done = done._replace(backup=cleanse_this_pc(desk, wish, go_on))
        elif due:
            done = done._replace(backup=back_up(desk, wish, go_on))
        elif not closing:
            _bring_second_up(desk, wish, go_on)
        if not closing and trial_is_due(_local(state.tested_at), now):
            done = done._replace(tested=try_newest(desk, wish, go_on))
    except DatabaseDamaged:
        raise
    except Trouble as error:
        done = done._replace(trouble=error)
    except (BackupLocked, NothingToRestore):
        # Noted with the trial; the page says it.
        return done
    _write_folder(desk, wish.folder, now, anew=erased, closing=closing)
    if not closing:
        forget_old_ones(desk.path, desk.now_ms())
        forget_work(desk.path)
    return done


def _write_folder(desk: Desk, folder: Path, now: datetime, *, anew: bool, closing: bool) -> None:
    """The Notfallmappe of the next days; open in a viewer, it is written at the next occasion."""
    if desk.centre_id is None or not (anew or emergency_file_is_due(folder, now, closing=closing)):
        return
    try:
        write_emergency_file(desk, folder)
    except Trouble:
        if anew:
            note_state(folder, folder_at=0)


def _bring_second_up(desk: Desk, wish: BackUp, go_on: Going) -> None:
    """A stick that was put in later in the day gets what it has missed."""
    place = second_place(wish.second)
    newest = backups_at(own_place(wish.folder), desk.device)
    if place is None or not newest or not is_reachable(place):
        return
    if not (place / newest[0].path.name).exists():
        copy_to_second(newest[0].path, desk.device, wish, desk.now_ms(), go_on)


def _local(at_ms: int) -> datetime | None:
    return local_now(at_ms) if at_ms else None
