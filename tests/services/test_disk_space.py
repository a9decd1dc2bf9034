"""A full disk: a sentence, nothing lost, and the last entries of the day still find their room."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from begegnung.model.errors import DiskFull
from begegnung.services import disk_space
from begegnung.services.check import check
from begegnung.services.desk import Desk
from begegnung.services.disk_space import (
    RESERVE_FILE,
    free_space,
    has_reserve,
    make_reserve,
    release_reserve,
    require_room,
)
from begegnung.services.people import PersonData, add_person, people_list
from begegnung.texts import german
from tests.desks import House

MIB = 1 << 20


@pytest.fixture
def small_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reserve that costs a test nothing."""
    monkeypatch.setattr(disk_space, "RESERVE", 2 * MIB)


def limit(desk: Desk, pages: int | None) -> None:
    """Lets the file grow by so many pages only, as if the disk ended there; None for no limit."""
    with desk._engine.connect() as connection:
        count = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most = count + pages if pages is not None else 1 << 30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")


def fill(house: House) -> int:
    """Enters people until the disk is full; how many were acknowledged."""
    for n in range(1, 500):
        try:
            house.act(add_person, PersonData(f"Person {n:03}", street="Hauptstraße " * 6))
        except DiskFull:
            return n - 1
    raise AssertionError("the disk was never full")


def test_nothing_that_was_acknowledged_is_lost_on_a_full_disk(house: House) -> None:
    limit(house.desk, 12)

    acknowledged = fill(house)
    with pytest.raises(DiskFull) as caught:
        fill_up(house)

    assert "Ihre letzte Eingabe wurde nicht gespeichert" in german(caught.value)
    assert acknowledged > 5
    assert len(house.desk.read(people_list)) == acknowledged
    assert house.desk.read(check).problems == ()
    limit(house.desk, None)
    house.person("Danach")
    assert len(house.desk.read(people_list)) == acknowledged + 1


def fill_up(house: House) -> None:
    """Enters one more person, who does not fit."""
    house.act(add_person, PersonData("Zu viel", street="Hauptstraße " * 6))


@pytest.mark.usefixtures("small_reserve")
def test_the_reserve_is_given_free_for_what_somebody_has_just_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make_reserve(house.folder)
    limit(house.desk, 12)

    def give(folder: Path) -> bool:
        given = release_reserve(folder)
        if given:
            limit(house.desk, None)
        return given

    monkeypatch.setattr("begegnung.services.desk.release_reserve", give)
    for n in range(60):
        house.person(f"Person {n:03}", street="Hauptstraße " * 6)

    assert len(house.desk.read(people_list)) == 60
    assert house.desk.reserve_given
    assert not has_reserve(house.folder)


@pytest.mark.usefixtures("small_reserve")
def test_the_reserve_is_only_made_where_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_space, "free_space", lambda _: 400 * MIB)
    assert not make_reserve(tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(disk_space, "RESERVE", 2 * MIB)

    assert make_reserve(tmp_path)

    assert (tmp_path / RESERVE_FILE).stat().st_size == 2 * MIB
    assert [entry.name for entry in tmp_path.iterdir()] == [RESERVE_FILE]
    assert release_reserve(tmp_path)
    assert not release_reserve(tmp_path)


def test_free_space_that_nobody_can_tell_stops_nothing(tmp_path: Path) -> None:
    assert free_space(tmp_path / "gibt es nicht") is None
    require_room(tmp_path / "gibt es nicht", 1 << 60)


REAL_DISK = """
import shutil, sys
from pathlib import Path
from begegnung.model.errors import DiskFull
from begegnung.services import disk_space
from begegnung.services.check import check
from begegnung.services.people import people_list
from tests.desks import copy_of, open_house

source, disk = Path(sys.argv[1]), Path(sys.argv[2])
disk_space.RESERVE, disk_space.LOW = 2 << 20, 1 << 20
with open_house(copy_of(source, disk / "Daten")) as house:
    assert disk_space.make_reserve(house.folder)
    filler = disk / "fremd.bin"
    with filler.open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(disk).free - 300_000)))
    done = 0
    try:
        for done in range(3000):
            house.person(f"Person {done:04}", street="Lange Straße " * 8)
    except DiskFull:
        pass
    assert 20 < done < 2999, done
    assert house.desk.reserve_given and not disk_space.has_reserve(house.folder)
    assert len(house.desk.read(people_list)) == done
    filler.unlink()
    house.person("Danach")
    assert len(house.desk.read(people_list)) == done + 1
    assert house.desk.read(check).problems == ()
print("acknowledged", done)
"""


def test_a_real_disk_that_is_full_loses_nothing(prepared: Path, tmp_path: Path) -> None:
    program = tmp_path / "voll.py"
    program.write_text(REAL_DISK, encoding="utf-8")
    disk = tmp_path / "Datenträger"
    disk.mkdir()
    inner = f"mount -t tmpfs -o size=9m tmpfs '{disk}' && exec '{sys.executable}' '{program}'"
    done = in_namespace(f"{inner} '{prepared}' '{disk}'")
    if done is None or "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("no small disk can be mounted here")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("acknowledged")


def in_namespace(command: str) -> "subprocess.CompletedProcess[str] | None":
    """Runs a shell command where it may mount; None where there is no such thing."""
    root = Path(__file__).parents[2]
    wanted: dict[str, Any] = {"PYTHONPATH": str(root), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    try:
        return subprocess.run(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", command],
            env=wanted,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    except OSError:
        return None
