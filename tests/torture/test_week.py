"""Two houses and the city go through a week on a real server, and all copies are the same."""

import os
from pathlib import Path

from tests.torture.fleet import Fleet, machines_of
from tests.torture.founding import SHARE
from tests.torture.place import Place
from tests.torture.samba import Samba
from tests.torture.week import Week

ROUNDS = int(os.environ.get("BEGEGNUNG_KILL_ROUNDS", "4"))
SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))


def test_after_a_week_with_kills_all_copies_are_the_same(
    samba: Samba, founded: Path, tmp_path: Path
) -> None:
    place = Place(tmp_path / SHARE, samba.port, "woche")
    samba.share("woche", place.folder)
    fleet = Fleet(machines_of(founded, tmp_path), place, SEED)
    kills = max(1, ROUNDS // 20)
    week = Week(fleet, 6 * kills, kills, samba.kill_sessions, samba.restart)
    week.pass_by()
    found = fleet.reckon()
    print(f"week: {fleet.kills} kills, {week.sessions} sessions killed, {found}")  # noqa: T201
    assert found.violations == []
    # On Tuesday a new month begins, and with it new keys.
    epochs = [folder.name for folder in (place.folder / "schluessel" / "stadt").iterdir()]
    assert {epoch[:7] for epoch in epochs} == {"2026-11", "2026-12"}
