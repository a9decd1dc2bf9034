"""Putting the parts together."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from begegnung.db.opening import open_database
from begegnung.db.tables import device
from begegnung.model.ids import house_of
from begegnung.services.desk import View
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import database_path, default_folder, open_desk


def device_names(view: View) -> list[tuple[str, str]]:
    return [tuple(row) for row in view.connection.execute(select(device.c.id, device.c.name))]


def test_a_new_pc_is_noted_once_under_its_name(tmp_path: Path) -> None:
    for name in ("Empfang", "anders"):
        desk = open_desk(tmp_path, device_name=name)
        desk.close()
    desk = open_desk(tmp_path)

    assert desk.read(device_names) == [(desk.device, "Empfang")]
    desk.close()


def test_a_first_start_that_was_cut_short_is_made_good_by_the_next(tmp_path: Path) -> None:
    engine, device_id = open_database(database_path(tmp_path), now_ms=0)
    engine.dispose()

    desk = open_desk(tmp_path, device_name="Empfang")
    desk.act(set_up_house, SetUpHouse("Haus Linde"))

    assert desk.read(device_names) == [(device_id, "Empfang")]
    desk.close()


def test_rows_begin_with_the_number_of_the_house(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.act(set_up_house, SetUpHouse("Haus Linde"))
    who = desk.act(add_person, PersonData("Weber")).value

    assert desk.centre_id is not None
    assert house_of(who) == house_of(desk.centre_id) == house_of(desk.device)
    desk.close()


def test_the_house_is_known_again_after_opening(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    centre = desk.act(set_up_house, SetUpHouse("Haus Linde")).value
    desk.close()
    again = open_desk(tmp_path)

    assert again.centre_id == centre
    again.close()


def test_the_data_of_a_user_have_a_folder_of_their_own() -> None:
    folder = default_folder()

    assert folder.name == "Begegnung"
    assert folder.is_absolute()
    assert database_path(folder).parent == folder


def test_asking_for_the_folder_does_not_load_the_database() -> None:
    program = (
        "import sys; from begegnung.wiring import default_folder, database_path\n"
        "database_path(default_folder())\n"
        "sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'alembic', 'PySide6')))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_ordinary_start_does_not_load_the_migrations(tmp_path: Path) -> None:
    open_desk(tmp_path).close()
    program = (
        "import sys; from pathlib import Path; from begegnung.wiring import open_desk\n"
        "open_desk(Path(sys.argv[1])).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )

    started = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)

    assert started.returncode == 0
