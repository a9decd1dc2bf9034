"""A sheet that opens the backups of a PC without an exchange: for the day the PC is broken.

Where there is an exchange the sheet of the city opens them. A single house has none, and a backup
that only the broken PC could open would be no backup. The keys are printed and forgotten; this PC
keeps the public half alone.
"""

import secrets

from begegnung.db.work import get_local
from begegnung.exchange.identity import KEY_BYTES, root_keys
from begegnung.exchange.words import words_of_seed
from begegnung.reports.recovery_sheet import RecoverySheet, recovery_sheet
from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk, View
from begegnung.services.houses import own_centre
from begegnung.services.present import today_of

_KEY = "backup sheet"


def sheet_public(view: View) -> bytes | None:
    """The public key of the sheet that was printed last, None without one."""
    noted = get_local(view.connection, _KEY)
    return None if noted is None else bytes.fromhex(noted)


def make_backup_sheet(desk: Desk) -> bytes:
    """A new sheet as PDF, for paper alone; it opens the backups that are made from now on.

    Raises `NotAllowed` and `NoCentre`.
    """
    require_may_decide(desk)
    house = desk.read(own_centre).name
    seed = secrets.token_bytes(KEY_BYTES)
    desk.note(_KEY, root_keys(seed).agree_public.hex())
    return recovery_sheet(RecoverySheet(house, today_of(desk.now_ms()), "", words_of_seed(seed)))
