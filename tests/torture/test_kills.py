"""Real PCs, killed again and again, lose nothing that they said was done."""

import os
from pathlib import Path

from tests.torture.fleet import Fleet, machines_of
from tests.torture.founding import SHARE
from tests.torture.place import Place
from tests.torture.samba import Samba

ROUNDS = int(os.environ.get("BEGEGNUNG_KILL_ROUNDS", "4"))
SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))


def test_pcs_killed_over_a_folder_lose_nothing(founded: Path, tmp_path: Path) -> None:
    fleet = Fleet(machines_of(founded, tmp_path), Place(tmp_path / SHARE), SEED)
    fleet.suffer(ROUNDS)
    found = fleet.reckon()
    print(f"folder: {fleet.kills} kills, {found}")  # noqa: T201
    assert found.violations == []


def test_pcs_and_sessions_killed_over_a_server_lose_nothing(
    samba: Samba, founded: Path, tmp_path: Path
) -> None:
    place = Place(tmp_path / SHARE, samba.port, "bz")
    samba.share("bz", place.folder)
    fleet = Fleet(machines_of(founded, tmp_path), place, SEED)
    sessions: list[int] = []
    fleet.suffer(ROUNDS, lambda: sessions.append(samba.kill_sessions()))
    found = fleet.reckon()
    print(f"server: {fleet.kills} kills, {sum(sessions)} sessions killed, {found}")  # noqa: T201
    assert found.violations == []
