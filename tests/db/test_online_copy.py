"""A copy while people work: of one moment, whole, and nobody waits for it."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from begegnung.db.online_copy import copy_online, damage_in, facts_of
from begegnung.wiring import database_path
from tests.desks import House


def test_a_copy_is_of_one_moment_however_much_is_written_meanwhile(
    house: House, tmp_path: Path
) -> None:
    for n in range(40):
        house.person(f"Vorher {n}")
    before = house.desk.path
    steps: list[int] = []

    def write_meanwhile() -> None:
        steps.append(1)
        house.person(f"Nachher {len(steps)}")

    copy_online(before, tmp_path / "kopie.sqlite", write_meanwhile)

    facts = facts_of(tmp_path / "kopie.sqlite")
    assert steps
    assert facts.rows["person"] == 40
    assert damage_in(tmp_path / "kopie.sqlite", thorough=True) == []
    assert facts.device == house.desk.device
    assert facts.centre == house.desk.centre_id


def test_writing_does_not_wait_for_the_copy(house: House, tmp_path: Path) -> None:
    house.person("Weber")
    copying, done = threading.Event(), threading.Event()

    def hold() -> None:
        copying.set()
        assert done.wait(20)

    worker = threading.Thread(
        target=copy_online, args=(house.desk.path, tmp_path / "kopie.sqlite", hold)
    )
    worker.start()
    assert copying.wait(20)
    house.person("Kaya")
    done.set()
    worker.join(20)

    assert facts_of(tmp_path / "kopie.sqlite").rows["person"] == 1


def test_a_copy_that_is_ended_leaves_nothing(house: House, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        copy_online(house.desk.path, tmp_path / "kopie.sqlite", stop)

    assert not (tmp_path / "kopie.sqlite").exists()


def root_page(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return int(found.fetchone()[0])


@pytest.mark.parametrize("fill", [b"\xff", b"\0", b"\x0d"])
def test_damage_is_found_whether_sqlite_answers_or_raises(
    prepared: Path, tmp_path: Path, fill: bytes
) -> None:
    path = tmp_path / "kaputt.sqlite"
    path.write_bytes(database_path(prepared).read_bytes())
    with path.open("r+b") as file:
        file.seek((root_page(path, "room") - 1) * 4096)
        file.write(fill * 4096)

    assert damage_in(path)


def test_a_whole_file_has_no_damage_and_no_file_at_all_has(prepared: Path, tmp_path: Path) -> None:
    assert damage_in(database_path(prepared)) == []

    (tmp_path / "text").write_bytes(b"kein SQLite" * 500)
    assert damage_in(tmp_path / "text") == ["file is not a database"]
