"""What a PC has acknowledged survives a power cut: only what was forced to the disk is left."""

import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from begegnung.services.check import check
from tests.torture.diary import read_diary
from tests.torture.founding import MORNING, SHARE, Founded, moved_in, opened
from tests.torture.pc import Life, live
from tests.torture.place import Place
from tests.torture.processes import PROCESSES
from tests.torture.small_disk import SmallDisk, small_disk
from tests.torture.truth import logged_actions

CUTS = max(2, int(os.environ.get("BEGEGNUNG_KILL_ROUNDS", "4")) // 4)
SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))


def test_what_was_acknowledged_is_there_after_a_power_cut(founded: Path, tmp_path: Path) -> None:
    acknowledged = 0
    with small_disk(megabytes=400) as disk:
        pc = moved_in(founded, tmp_path)[0]
        for cut in range(CUTS):
            random = Random(f"{SEED}/{cut}")
            folder = disk.place / f"pc {cut}"
            shutil.copytree(pc.folder, folder)
            os.sync()
            diary = tmp_path / f"{cut}.diary"
            life = Life(
                folder, Place(tmp_path / SHARE), diary, pc.person, pc.offer,
                seed=random.getrandbits(40), now=MORNING,
            )  # fmt: skip
            process = PROCESSES.Process(target=live, args=(life,), daemon=True)
            process.start()
            wait_for_lines(diary, random.randint(1, 25))
            os.kill(process.pid, signal.SIGSTOP)
            try:
                acknowledged += lost_nothing(disk, folder.name, diary)
            finally:
                process.kill()
                process.join()
            shutil.rmtree(folder)
    print(f"{CUTS} power cuts, {acknowledged} acknowledged actions, none lost")  # noqa: T201


def wait_for_lines(diary: Path, number: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if diary.exists() and len(diary.read_bytes().splitlines()) >= number:
            return
        time.sleep(0.002)


def lost_nothing(disk: SmallDisk, folder: str, diary: Path) -> int:
    """Checks what is left on the disk; gives how many actions were acknowledged."""
    acknowledged = read_diary(diary).acknowledged
    with disk.after_a_power_cut() as place:
        pc = Founded("", "", place / folder, timedelta())
        with closing(opened(pc, MORNING + timedelta(days=1))) as desk:
            assert set(acknowledged) - desk.read(logged_actions) == set()
            assert desk.read(check).problems == ()
    return len(acknowledged)


def test_the_power_cut_of_these_tests_really_loses_what_was_not_forced_to_the_disk() -> None:
    with small_disk(megabytes=16) as disk, closing(fresh_database(disk.place)) as database:
        for synchronous, rows in (("FULL", 10), ("OFF", 100)):
            database.execute(f"PRAGMA synchronous = {synchronous}")
            for _ in range(rows):
                database.execute("INSERT INTO x VALUES (1)")
        with disk.after_a_power_cut() as place, closing(sqlite3.connect(place / "x")) as left:
            found = left.execute("SELECT count(*) FROM x").fetchone()[0]
    assert 10 <= found < 110


def fresh_database(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "x", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE x (n)")
    os.sync()
    return database
