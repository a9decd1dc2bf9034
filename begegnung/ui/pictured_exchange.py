"""An exchange of three PCs for the pictures of the documentation, on a copy of the example house.

The example itself takes part in nothing: what is shown here is made in a temporary folder and
thrown away, with keys that are worth nothing.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from begegnung.db.online_copy import copy_online
from begegnung.exchange.recovery import Cost
from begegnung.model.roles import MANAGER
from begegnung.services.desk import Desk
from begegnung.services.devices import NamePc, name_pc
from begegnung.services.exchange import sync_now
from begegnung.services.exchange_page import put_sheets_away
from begegnung.services.founding import found_exchange
from begegnung.services.joining import Approval, approve, ask_to_join
from begegnung.services.staff import staff
from begegnung.settings import Settings
from begegnung.wiring import database_path, open_desk

_CHEAP = Cost(memory=64, passes=1, lanes=1)
_PASSPHRASE = "Korb Ziege Laterne Mond"  # noqa: S105 of keys that live for some seconds
_NAMES = ("Büro", "Küche")


class PicturedExchange(NamedTuple):
    """The PC that may approve, with its settings, and one that waits for it."""

    desk: Desk
    folder: Path
    settings: Settings
    waiting: Desk
    waiting_folder: Path


@contextmanager
def pictured_exchange(
    house: Desk, settings: Settings, clock: Callable[[], int]
) -> Iterator[PicturedExchange]:
    """The exchange, with everything exchanged; PCs and folders go at the end."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as opened:
        root = Path(place)
        share = root / "begegnung"
        share.mkdir()

        def pc(folder: str, name: str) -> tuple[Desk, Path]:
            desk = open_desk(root / folder, clock=clock, device_name=name)
            opened.callback(desk.close)
            return desk, root / folder

        (root / "1").mkdir()
        copy_online(house.path, database_path(root / "1"))
        first, first_folder = pc("1", "Empfang")
        leading = (line.id for line in first.read(staff) if line.role == MANAGER)
        first.actor = next(leading, None)
        first.act(name_pc, NamePc(first.device, "Empfang"))
        file = root / "stadt.wiederherstellung"
        found_exchange(first, first_folder, str(share), _PASSPHRASE, file, _CHEAP)
        put_sheets_away(first, done=True)
        desks = [(first, first_folder)]
        for number, name in enumerate(_NAMES, start=2):
            desk, folder = pc(str(number), name)
            asked = ask_to_join(desk, folder, str(share))
            approval = Approval(asked.device, " ".join(asked.words))
            approve(first, first_folder, str(share), approval)
            desks.append((desk, folder))
        for desk, folder in [*desks * 2, desks[0]]:
            sync_now(desk, folder, str(share))
        waiting, waiting_folder = pc("neu", "Werkraum")
        ask_to_join(waiting, waiting_folder, str(share))
        shown = replace(settings, share=str(share))
        yield PicturedExchange(first, first_folder, shown, waiting, waiting_folder)
