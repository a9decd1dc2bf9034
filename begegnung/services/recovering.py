"""Carrying out a recovery: backup, readable rest and share become one database in the old place."""

import hashlib
import platform
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.opening import open_database
from begegnung.db.salvage import noted
from begegnung.db.tables import centre, device, local
from begegnung.db.transactions import writing
from begegnung.db.work import (
    get_local,
    set_local,
)
from begegnung.exchange import layout
from begegnung.exchange.share import LocalShare
from begegnung.model.errors import Trouble
from begegnung.model.ids import house_of, new_id
from begegnung.model.key_errors import DeviceKeyUnusable, RecoveryForeign
from begegnung.services.check import check
from begegnung.services.desk import Desk, system_clock
from begegnung.services.devices import Belong, Register, belong, is_registered, register
from begegnung.services.erased_file import FILE_NAME as ERASED
from begegnung.services.erasure_memory import remember
from begegnung.services.key_store import FILE_NAME as KEY_FILE
from begegnung.services.key_store import device_in, device_keys, renew_device_keys
from begegnung.services.late_sealing import late_sealing
from begegnung.services.recovery import Cancelled, Plan, Progress, Recover, Stopped, discard
from begegnung.services.restoring import take_place
from begegnung.services.salvaged_rows import TakeRows, begin_new_series, take_rows
from begegnung.services.salvaging import Salvaged, go_on_counting, show, take_rest
from begegnung.services.upkeep_state import load_state

_STEPS = 5
_MAX_MARK = 64 << 10
_CARRIED = ("centre", "mark")
"""What a PC without a backup takes over from what its old file noted of itself."""


class Recovered(NamedTuple):
    """What came of a recovery.

    `salvaged` counts what the damaged file still said, `rows` what only its tables knew. `trouble`
    is what kept the share from being asked, `problems` how many things `check` has found. `rejoin`
    when this PC has new keys and has to be approved again. `kept` is where the old file is now.
    """

    salvaged: Salvaged
    rows: int
    trouble: Trouble | None
    problems: int
    rejoin: bool
    kept: Path | None


def recover(
    plan: Plan,
    exchange: Callable[[Desk], Trouble | None],
    progress: Progress = lambda _text, _done, _total: None,
    cancelled: Cancelled = lambda: False,
    now: Callable[[], int] = system_clock,
) -> Recovered:
    """Carries out a plan; the database of the PC is not touched before the new one is whole.

    `exchange` brings a desk up to date with the share and gives what was in the way. Raises
    `Stopped`, troubles of the disk, and `RestoreInterrupted` when only the last step is left.
    """
    base = plan.work / "begegnung.sqlite"
    told = noted(plan.work / "rest.sqlite") if plan.rest is not None else {}
    progress("Sicherung vorbereiten", 0, _STEPS)
    rejoin = _take_identity(plan, base, told, now())
    engine, own_id = open_database(base, now())
    desk = Desk(engine, base, own_id, now)
    try:
        result = _put_together(plan, desk, exchange, progress, cancelled)
        _find_house(desk)
        _register(desk)
        go_on_counting(desk, told)
        if plan.lost_since_ms is not None:
            desk.act(begin_new_series, None)
        _stop_if(cancelled)
        progress("Alles prüfen", 4, _STEPS)
        problems = len(desk.read(check).problems)
    finally:
        desk.close()
    _stop_if(cancelled)
    placed = take_place(base, plan.wish.database, now())
    discard(plan)
    return result._replace(problems=problems, rejoin=rejoin, kept=placed.kept)


def _put_together(
    plan: Plan,
    desk: Desk,
    exchange: Callable[[Desk], Trouble | None],
    progress: Progress,
    cancelled: Cancelled,
) -> Recovered:
    """Share and rest into the base.

    The share comes first: the rest may speak of rows that only the share knows. Without it the
    rest goes on where the backup ends.
    """
    trouble: Trouble | None = None
    salvaged, rows = Salvaged(), 0
    _erase_again(plan, desk)
    progress("Mit dem gemeinsamen Ordner abgleichen", 1, _STEPS)
    if plan.share:
        trouble = exchange(desk)
    _stop_if(cancelled)
    progress("Einträge aus der beschädigten Datei holen", 2, _STEPS)
    if plan.rest is not None:
        asked = bool(plan.share) and trouble is None
        salvaged = _take_rest(plan, desk, asked=asked)
        _stop_if(cancelled)
        progress("Einträge aus der beschädigten Datei holen", 3, _STEPS)
        wish = TakeRows(plan.work / "alt.sqlite", with_city=not asked)
        rows = desk.act(take_rows, wish).value
    return Recovered(salvaged, rows, trouble, 0, rejoin=False, kept=None)


def _erase_again(plan: Plan, desk: Desk) -> None:
    """Takes out of an old backup at once who was erased since."""
    with suppress(OSError):
        shutil.copyfile(plan.wish.folder / ERASED, desk.path.parent / ERASED)
    remember(desk)


def _take_rest(plan: Plan, desk: Desk, *, asked: bool) -> Salvaged:
    """What is left of the damaged file, sealed with what it knew where that can be done."""
    rest = plan.work / "rest.sqlite"
    if not asked:
        return take_rest(desk, rest, "alone").salvaged
    sealing = late_sealing(desk, plan.wish.folder, plan.share, noted(rest))
    if sealing is None:
        return take_rest(desk, rest, "guarded").salvaged
    taken = take_rest(desk, rest, "as it was")
    sealing.seal()
    show(desk, taken.rows)
    return taken.salvaged


def _stop_if(cancelled: Cancelled) -> None:
    if cancelled():
        raise Stopped


def exchange_with(wish: Recover, share: str) -> Callable[[Desk], Trouble | None]:
    """What brings a desk up to date with `share`, for `recover`.

    With the keys of the city the PC is made one of the exchange again first.
    """
    from begegnung.services import founding
    from begegnung.services.exchange import sync_now

    def exchange(desk: Desk) -> Trouble | None:
        try:
            if wish.seed is not None:
                with suppress(RecoveryForeign):
                    # The sheet may be one that only opens backups.
                    return founding.recover(desk, wish.folder, share, wish.seed).trouble
            return sync_now(desk, wish.folder, share).trouble
        except Trouble as error:
            return error

    return exchange


def _find_house(desk: Desk) -> None:
    """Says again whose PC this is, where no note of it was left.

    Its own row knows, or there is only one house.
    """
    if desk.centre_id is not None:
        return
    own = select(device.c.centre_id).where(device.c.id == desk.device)
    with desk.local_transaction() as connection:
        found = connection.execute(own).scalar()
        houses = connection.execute(select(centre.c.id)).scalars().all()
    if found is None and len(houses) == 1:
        found = houses[0]
    if found is not None:
        desk.bind(found)


def _register(desk: Desk) -> None:
    """Notes this PC where nothing that came back knows it."""
    if not desk.read(is_registered):
        desk.act(register, Register(platform.node() or "PC"))
        if desk.centre_id is not None:
            desk.act(belong, Belong(desk.centre_id))


def _take_identity(plan: Plan, base: Path, told: dict[str, str], now_ms: int) -> bool:
    """Makes the base a file of this PC; gives whether it has to be approved anew.

    With its own keys a PC stays who it was. Without them it is another one, for nobody could tell
    it from the old one if that should still be alive.
    """
    folder = plan.wish.folder
    engine, _ = open_database(base, now_ms)
    try:
        with writing(engine) as connection:
            if plan.backup is None:
                kept = {key: told[key] for key in _CARRIED if key in told}
                mark = kept_mark_of(folder, plan.share)
                set_local(connection, {**mark, **kept})
            was = get_local(connection, "device") or ""
            own = usable_device(folder)
            if own is None and plan.backup is None and not (folder / KEY_FILE).exists():
                # No keys were ever made: it has not exchanged with anybody.
                own = told.get("device")
            fresh = own or new_id(house_of(was), now_ms)
            if fresh == was:
                return False
            set_local(connection, {"device": fresh})
            connection.execute(local.delete().where(local.c.key.startswith("lane:")))
    finally:
        engine.dispose()
    if own is None and (folder / KEY_FILE).exists():
        renew_device_keys(folder, fresh)
    return own is None and plan.wish.seed is None


def kept_mark_of(folder: Path, share: str) -> dict[str, str]:
    """The mark on the share as the database keeps it, if it is the one this PC has always had."""
    wanted = load_state(folder).mark
    if not wanted or not share:
        return {}
    try:
        data = LocalShare(Path(share)).read(layout.MARK, _MAX_MARK)
    except (OSError, Trouble):
        return {}
    same = hashlib.sha256(data).hexdigest() == wanted
    return {"mark": data.decode("utf-8")} if same else {}


def usable_device(folder: Path) -> str | None:
    """The PC whose keys lie in the data folder and can be used."""
    device = device_in(folder)
    try:
        if device is not None:
            device_keys(folder, device)
    except DeviceKeyUnusable:
        return None
    return device
