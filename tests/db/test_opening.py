"""Opening the file: made when new, refused when it cannot be ours, never harmed."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from begegnung.db.engine import open_engine, write_ahead
from begegnung.db.migrate import VERSION
from begegnung.model.errors import (
    DatabaseDamaged,
    DatabaseNewer,
    FolderNotWritable,
    UnsuitableFolder,
)
from begegnung.services.houses import own_centre
from begegnung.services.people import people_list
from begegnung.texts import german
from begegnung.wiring import database_path, open_desk
from tests.desks import HOUSE, House, copy_of, open_house


def test_a_new_folder_gets_a_database_that_is_there_again_next_time(tmp_path: Path) -> None:
    first = open_desk(tmp_path / "Daten" / "Begegnung")
    first.close()
    second = open_desk(tmp_path / "Daten" / "Begegnung")
    second.close()

    assert first.device == second.device


def test_a_new_file_that_another_window_is_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "neu.sqlite"
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("CREATE TABLE begun (id)")
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO begun VALUES (1)")
    ended = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    ended.start()

    engine = open_engine(path)
    write_ahead(engine)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("SELECT id FROM begun").scalar_one() == 1
    engine.dispose()
    ended.join()
    other.close()


@pytest.mark.parametrize("name", ["Müller & Söhne", "100 % #1", "a?b", "mit Leerzeichen"])
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and "?" in name:
        pytest.skip("Windows has no such names")
    desk = open_desk(tmp_path / name)
    desk.close()

    assert database_path(tmp_path / name).is_file()
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_what_was_acknowledged_survives_a_program_that_dies(prepared: Path, tmp_path: Path) -> None:
    folder = copy_of(prepared, tmp_path)
    program = (
        "import os, sys; from pathlib import Path; from tests.desks import open_house\n"
        "with open_house(Path(sys.argv[1])) as house:\n"
        "    house.person('Weber')\n"
        "    os._exit(9)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, str(folder)], check=False)

    assert died.returncode == 9
    with open_house(folder) as house:
        assert [line.surname for line in house.desk.read(people_list)] == ["Weber"]


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(
    prepared: Path, tmp_path: Path
) -> None:
    path = database_path(copy_of(prepared, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()

    with pytest.raises(DatabaseNewer) as caught:
        open_desk(tmp_path)

    assert (caught.value.found, caught.value.known) == (99, VERSION)
    said = f"neueren Programmversion (Stand 99, dieses Programm kennt {VERSION})"
    assert said in german(caught.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def damaged(prepared: Path, how: str) -> bytes:
    whole = database_path(prepared).read_bytes()
    half = len(whole) // 2 // 4096 * 4096
    return {
        "garbage": b"Dies ist keine Datenbank. " * 400,
        "truncated": whole[:half],
        "cut within the first page": whole[:1000],
        "overwritten": whole[:4096] + b"\xff" * (len(whole) - 4096),
    }[how]


@pytest.mark.parametrize(
    "how", ["garbage", "truncated", "cut within the first page", "overwritten"]
)
def test_a_damaged_file_is_named_and_not_touched(prepared: Path, tmp_path: Path, how: str) -> None:
    path = database_path(tmp_path)
    content = damaged(prepared, how)
    path.write_bytes(content)

    with pytest.raises(DatabaseDamaged) as caught:
        open_desk(tmp_path)

    assert str(path) in german(caught.value)
    assert path.read_bytes() == content


def test_damage_that_is_met_later_is_named_too(prepared: Path, tmp_path: Path) -> None:
    folder = copy_of(prepared, tmp_path)
    path = database_path(folder)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'")
    with path.open("r+b") as file:
        file.seek((page[0] - 1) * 4096)
        file.write(b"\xff" * 4096)

    with open_house(folder) as house, pytest.raises(DatabaseDamaged):
        house.desk.read(people_list)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "Daten").write_text("eine Datei", encoding="utf-8")

    with pytest.raises(FolderNotWritable) as caught:
        open_desk(tmp_path / "Daten")

    assert str(tmp_path / "Daten") in german(caught.value)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    database_path(tmp_path).mkdir()

    with pytest.raises(FolderNotWritable):
        open_desk(tmp_path)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("//server/freigabe/Begegnung", "network"),
        ("OneDrive - Stadt Dortmund/Begegnung", "cloud"),
        ("Nutzer/onedrive/Begegnung", "cloud"),
        ("Dropbox", "cloud"),
        ("Nextcloud/Daten", "cloud"),
    ],
)
def test_shared_and_cloud_folders_are_refused_before_anything_is_written(
    tmp_path: Path, folder: str, kind: str
) -> None:
    with pytest.raises(UnsuitableFolder) as caught:
        open_desk(tmp_path / folder)

    assert caught.value.kind == kind
    assert list(tmp_path.iterdir()) == []


def test_a_copied_file_opens_on_another_pc_as_the_same_house(house: House, tmp_path: Path) -> None:
    house.desk.close()
    shutil.copytree(house.folder, tmp_path / "Kopie")

    with open_house(tmp_path / "Kopie") as copy:
        assert copy.desk.read(own_centre).name == HOUSE
