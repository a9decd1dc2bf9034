"""A PC with an older program took in what newer PCs sent; then its program is renewed."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from begegnung.db.engine import open_engine
from begegnung.db.migrate import NEWLY_KNOWN, SHIPPED, Steps, bring_up_to_date
from begegnung.services.agreements import SetAgreement, agreement_of, set_agreement
from begegnung.services.check import check
from begegnung.services.exchange import sync_now
from begegnung.services.houses import SetRoomParts, rooms, set_room_parts
from begegnung.services.offers import EditOffer, OfferData, edit_offer, offer_card
from begegnung.services.upgrading import is_behind_its_log
from begegnung.wiring import database_path, open_desk
from tests.desks import SECOND, SINGLE, Content, House, StandingClock, content, open_house
from tests.joined import found, join


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "Freigabe"
    folder.mkdir()
    return folder


@pytest.fixture
def old_folder(house: House, share: Path, tmp_path: Path) -> Path:
    """The data folder of a PC of version 1 that has taken in everything of a newer one."""
    group = house.offer("Selbsthilfegruppe", "room_use", setup_minutes=15)
    house.act(set_room_parts, SetRoomParts(house.room(SINGLE), (house.room(SECOND),)))
    house.act(set_agreement, SetAgreement(group, "Frau Muster", ends_on=date(2027, 6, 30)))
    house.one_date(house.offer("Chor", "group", clearing_minutes=30))
    found(house, share)
    folder = tmp_path / "neu"
    desk = open_desk(folder, clock=StandingClock(), device_name="Büro")
    join(House(desk, StandingClock(), folder), house, share)
    desk.close()
    old = tmp_path / "alt"
    shutil.copytree(folder, old)
    as_version_1(database_path(folder), database_path(old), tmp_path / "steps")
    return old


def without_devices(house: House) -> Content:
    """All rows but the devices: the first PC has not heard of the second yet."""
    return {name: rows for name, rows in house.desk.read(content).items() if name != "device"}


def sync(house: House, share: Path) -> bool:
    return sync_now(house.desk, house.folder, str(share), sleep=lambda _: None).complete


def as_version_1(newer: Path, older: Path, steps: Path) -> None:
    """A file of version 1 with all of `newer` that its tables can hold: so the whole log."""
    older.unlink()
    shutil.copytree(SHIPPED.scripts, steps, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (steps / "versions").glob("v000[2-9]*.py"):
        step.unlink()
    engine = open_engine(older)
    bring_up_to_date(engine, older, Steps(steps, 1))
    engine.dispose()
    with closing(sqlite3.connect(older)) as file:
        file.execute("ATTACH ? AS newer", (str(newer),))
        tables = "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        for (table,) in file.execute(tables).fetchall():
            if table.startswith("search_") and table != "search_entry":
                continue
            columns = [row[1] for row in file.execute(f"PRAGMA main.table_info({table})")]
            if table not in ("alembic_version", "search"):
                names = ", ".join(columns)
                # Version 1 counted the bundles of a scope.
                values = names.replace("position", "n") if table == "bundle" else names
                file.execute(
                    f"INSERT INTO main.{table} ({names}) SELECT {values} FROM newer.{table}"
                )
        # And named those a bundle rests on by their hashes.
        file.execute(
            "UPDATE main.bundle SET deps = (SELECT json_group_array(b.hash)"
            " FROM json_each(main.bundle.deps) one JOIN newer.bundle b ON b.n = one.value)"
        )
        file.execute("INSERT INTO search (search) VALUES ('rebuild')")
        file.commit()


def test_what_newer_pcs_sent_is_there_once_the_program_knows_it(
    house: House, old_folder: Path
) -> None:
    with open_house(old_folder) as renewed:
        assert renewed.desk.read(check).problems == ()
        assert without_devices(renewed) == without_devices(house)
        hall = next(row for row in renewed.desk.read(rooms) if row.name == SINGLE)
        assert hall.parts == (renewed.room(SECOND),)


def test_a_start_that_was_broken_off_after_the_step_is_made_up_for(
    house: House, old_folder: Path
) -> None:
    path = database_path(old_folder)
    engine = open_engine(path)
    assert bring_up_to_date(engine, path)
    engine.dispose()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM usage_agreement").fetchone() == (0,)

    with open_house(old_folder) as renewed:
        assert not renewed.desk.read(is_behind_its_log)
        assert without_devices(renewed) == without_devices(house)
    with closing(sqlite3.connect(path)) as file:
        noted = file.execute("SELECT * FROM local WHERE key = ?", (NEWLY_KNOWN,)).fetchall()
    assert noted == []


def test_the_renewed_pc_exchanges_on_as_if_it_had_always_known(
    house: House, old_folder: Path, share: Path
) -> None:
    with open_house(old_folder) as renewed:
        offers = renewed.desk.read(content)["offer"]
        (group,) = [i for i, row in offers.items() if row["setup_minutes"] == 15]
        data = OfferData("Selbsthilfegruppe", "room_use", setup_minutes=30)
        renewed.act(edit_offer, EditOffer(group, data))
        assert sync(renewed, share)
    assert sync(house, share)

    assert house.desk.read(offer_card, group).setup_minutes == 30
    agreed = house.desk.read(agreement_of, group)
    assert agreed is not None
    assert agreed.contact_name == "Frau Muster"
